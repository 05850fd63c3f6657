"""Plotly in the browser before the first curve: fetched and started while the first page is read, never before it.

Streamlit's page asks for the 4.7 MB of Plotly with the first chart it is given. Given one on the first page, that page
would stand a third later; given none, the first curve would.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_FOLDER = Path(st.__file__).parent / "static" / "static" / "js"
_WHEN_IDLE = """<script>
(() => {
  if (window.plotlyAskedFor) return;
  window.plotlyAskedFor = true;
  const idle = window.requestIdleCallback ?? ((then) => setTimeout(then, 200));
  setTimeout(() => idle(() => import(new URL("static/js/NAME", document.baseURI)).catch(() => {})), 300);
})();
</script>"""


def fetch_when_idle() -> None:
    """Has the browser fetch and start Plotly once the page stands and nothing is done."""
    name = _name()
    if name is not None:
        st.html(_WHEN_IDLE.replace("NAME", name), unsafe_allow_javascript=True)


@cache
def _name() -> str | None:
    """Streamlit's file with Plotly; None where this version calls it otherwise: then the first curve waits for it."""
    found = sorted(_FOLDER.glob("PlotlyChart.*.js"))
    return found[0].name if len(found) == 1 else None
