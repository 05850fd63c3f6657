"""A warning that is acknowledged with a reason: folded from then on, for what it was said of, and never lost."""

from __future__ import annotations

import json

import streamlit as st

from dashboard import state
from dashboard.asking import words
from dashboard.guarding import knowing_view
from nec_core import formatting as fmt
from nec_core.analysis.guards import Guard
from nec_core.analysis.plan import AnalysisPlan

_KEY = "acknowledge"
_LONGEST_REASON = 400


def with_reasons(plan: AnalysisPlan) -> AnalysisPlan:
    """The plan with the reasons that were given for warnings of what it compares."""
    return plan.model_copy(update={"acknowledged": state.acknowledged().get(_subject(plan), {})})


def _subject(plan: AnalysisPlan) -> str:
    """What a reason was given for: with other groups, patients or variables the same kind of warning is another one."""
    return json.dumps([plan.endpoint, plan.by, plan.strata, plan.covariates, sorted(plan.filter.variables())])


def offer(guard: Guard, plan: AnalysisPlan) -> None:
    """A way to answer a warning: what it rests on was known at time zero, or it may stand for a reason."""
    said, key = words("acknowledged"), f"{_KEY} {guard.kind}"
    state.hold(key, (_subject(plan), guard.kind))
    with st.popover("Answer this warning", key=f"{key} open"):
        knowing_view.deny(guard.known_of, guard.kind)
        st.caption("With a reason it is folded here. It still stands in report, text, figure and JSON.")
        st.text_input(said.label, max_chars=_LONGEST_REASON, key=key, on_change=_take, args=(key,))


def _take(key: str) -> None:
    subject, kind = state.held(key) or ("", "")
    reason = str(state.widget(key) or "").strip()
    if reason:
        _set(subject, state.acknowledged().get(subject, {}) | {kind: reason})


def folded(guard: Guard, plan: AnalysisPlan | None) -> None:
    """A warning that was acknowledged, in a line that unfolds."""
    with st.expander(f"Acknowledged: {fmt.escape_markdown(guard.what)}", icon=":material/task_alt:"):
        st.write(fmt.escape_markdown(f"{guard.why} {guard.do}"))
        st.write(f"Reason: {fmt.escape_markdown(guard.acknowledged)}")
        if plan is None:
            return
        key = f"{_KEY} {guard.kind} no more"
        state.hold(key, (_subject(plan), guard.kind))
        st.button("Warn again", key=key, on_click=_take_back, args=(key,), type="tertiary")


def _take_back(key: str) -> None:
    subject, kind = state.held(key) or ("", "")
    _set(subject, {k: reason for k, reason in state.acknowledged().get(subject, {}).items() if k != kind})


def _set(subject: str, reasons: dict[str, str]) -> None:
    state.acknowledged.set(state.acknowledged() | {subject: reasons})


__all__ = ["folded", "offer", "with_reasons"]
