"""Guards on the screen: serious ones in full, what is asked with its answers, others folded to a line."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard.guarding import knowing_view
from nec_core.analysis.guards import Guard
from nec_core.formatting import escape_markdown


def show_guards(guards: Iterable[Guard]) -> None:
    """One line each, the most serious first; open for why and what to do."""
    for guard in guards:
        what, why, do = (escape_markdown(t) for t in (guard.what, guard.why, guard.do))
        if guard.severity == "serious":
            st.warning(f"**{what}** {why} {do}", icon=":material/warning:")
        elif guard.asks:
            with st.container(border=True, gap="xsmall"):
                st.markdown(f":material/help: **{what}** {why}")
                knowing_view.ask(guard.asks, guard.kind)
        else:
            with st.expander(what, icon=":material/info:"):
                st.write(f"{why} {do}")
