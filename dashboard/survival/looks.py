"""How many comparisons a session has looked at: their settings' digests are kept, nothing of their patients."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard import state
from nec_core import formatting as fmt
from nec_core.analysis.looks import comparisons
from nec_core.analysis.result import SurvivalResult
from nec_core.export.survival_words import looks_sentence


def note(results: Iterable[SurvivalResult]) -> int:
    """Counts in what a page shows; returns how many there were in all."""
    seen = state.comparisons_seen().union(*(comparisons(result) for result in results))
    state.comparisons_seen.set(seen)
    return len(seen)


def show(n: int) -> None:
    """How many there were, in small print beside a P; nothing for the first."""
    if told := looks_sentence(n):
        st.caption(fmt.escape_markdown(told))
