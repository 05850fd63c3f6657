"""A survival result in words on the screen: the answer, its warnings, the test, the definitions."""

from __future__ import annotations

import streamlit as st

from dashboard.guard_view import show_guards
from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.survival_words import answer_sentence, definition_lines, test_sentence


def answer(result: SurvivalResult) -> None:
    """The answer in a sentence; then what to beware of, the most serious first; then the test, never without the
    warnings above it."""
    st.markdown(f"## {fmt.escape_markdown(answer_sentence(result))}", anchors=False)
    show_guards(result.guards, result.plan)
    if len(result.groups) > 1:
        st.markdown(fmt.escape_markdown(test_sentence(result)))


def definitions(result: SurvivalResult) -> None:
    """What the figure rests on, in small print."""
    st.caption("  \n".join(fmt.escape_markdown(line) for line in definition_lines(result)))
