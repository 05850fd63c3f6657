"""Guards on the screen: serious ones in full, what is asked with its answers, others folded to a line."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard.guarding import acknowledging, knowing_view
from nec_core.analysis.guards import Guard
from nec_core.analysis.plan import AnalysisPlan
from nec_core.formatting import escape_markdown


def show_guards(guards: Iterable[Guard], plan: AnalysisPlan | None = None) -> None:
    """One line each, the most serious first; open for why and what to do. Where the result's plan is given, a warning
    can be answered; those that were acknowledged stand last."""
    shown, asked = list(guards), set[str]()
    for guard in [g for g in shown if not g.acknowledged]:
        what, why, do = (escape_markdown(t) for t in (guard.what, guard.why, guard.do))
        if guard.severity == "serious":
            st.warning(f"**{what}** {why} {do}", icon=":material/warning:")
            if plan is not None:
                acknowledging.offer(guard, plan)
        elif not asked.issuperset(guard.known_of):
            asked.update(guard.known_of)
            with st.container(border=True, gap="xsmall"):
                st.markdown(f":material/help: **{what}** {why}")
                knowing_view.ask(guard.known_of, guard.kind)
        else:
            with st.expander(what, icon=":material/info:"):
                st.write(f"{why} {do}")
                if plan is not None and guard.severity == "caution":
                    acknowledging.offer(guard, plan)
    for guard in [g for g in shown if g.acknowledged]:
        acknowledging.folded(guard, plan)
