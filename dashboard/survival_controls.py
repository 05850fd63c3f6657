"""The choices of the survival page, as a plan."""

from __future__ import annotations

import streamlit as st

from nec_core.analysis import DEFAULT_TIMES, AnalysisPlan
from nec_core.cohort import Cohort, Variable
from nec_core.cohort_filter import CohortFilter
from nec_core.endpoints import (
    ZERO_LABELS,
    Endpoint,
    PartialDates,
    available,
    default_time_zero,
    has_partial_dates,
    time_zeros,
)
from nec_core.grouping import MOST_GROUPS

_KEY = "survival:"
_CONF_TYPES = {
    "log-log": "log-log (default)",
    "log": "log (R's default)",
    "plain": "plain",
    "logit": "logit",
    "arcsin": "arcsine",
}
_UNITS = ("days", "weeks", "months", "years")


def plan(cohort: Cohort, chosen: CohortFilter) -> AnalysisPlan:
    """Draws the controls and returns what they ask for."""
    endpoints = {e.name: e for e in available(cohort)}
    groups = {v.name: v for v in cohort.variables.values() if _can_group(v)}
    first, second, third, fourth = st.columns([3, 3, 2, 1], vertical_alignment="bottom")
    endpoint = first.selectbox(
        "Endpoint",
        list(endpoints),
        format_func=lambda n: endpoints[n].label,
        key=f"{_KEY}endpoint",
        persist_state="session",
    )
    by = second.selectbox(
        "Group by",
        [None, *groups],
        index=_default_group(groups),
        format_func=lambda n: groups[n].label if n else "All patients together",
        key=f"{_KEY}by",
        persist_state="session",
    )
    zero = _time_zero(cohort, endpoints[endpoint], third)
    with fourth.popover("More", width="stretch"):
        conf_type, conf_level, unit, times, cut, landmark = _more(endpoints[endpoint], groups.get(by) if by else None)
        partial = _partial_dates(cohort)
    return AnalysisPlan(
        endpoint=endpoint,
        by=by,
        cut=cut,
        filter=chosen,
        time_zero=zero,
        unit=unit,
        times=times,
        conf_type=conf_type,
        conf_level=conf_level,
        landmark=landmark,
        partial_dates=partial,
    )


def _can_group(variable: Variable) -> bool:
    return variable.kind == "number" or (variable.kind == "category" and 1 < len(variable.levels) <= MOST_GROUPS)


def _default_group(groups: dict[str, Variable]) -> int:
    for name in ("stage", "seer_stage", "ajcc_stage"):
        if name in groups:
            return 1 + list(groups).index(name)
    return 0


def _time_zero(cohort: Cohort, endpoint: Endpoint, place):  # type: ignore[no-untyped-def]  # Streamlit's container
    if not endpoint.derived:
        place.selectbox("Time zero", [endpoint.time_zero], disabled=True, key=f"{_KEY}stated zero")
        return None
    zeros = time_zeros(cohort)
    return place.selectbox(
        "Time zero",
        zeros,
        index=zeros.index(default_time_zero(cohort)),
        format_func=lambda z: ZERO_LABELS[z].capitalize(),
        key=f"{_KEY}zero",
        persist_state="session",
    )


def _more(endpoint: Endpoint, variable: Variable | None):  # type: ignore[no-untyped-def]  # a tuple of the plan's fields
    conf_type = st.selectbox(
        "Confidence interval",
        list(_CONF_TYPES),
        format_func=_CONF_TYPES.__getitem__,
        key=f"{_KEY}conf type",
        persist_state="session",
        help="How the interval is computed. log-log keeps it between 0% and 100% and suits small cohorts.",
    )
    level = st.selectbox(
        "Confidence level",
        [0.95, 0.9, 0.99],
        format_func=lambda x: f"{x:.0%}",
        key=f"{_KEY}level",
        persist_state="session",
    )
    own = "months" if endpoint.derived else endpoint.unit
    unit = st.selectbox("Time unit", _UNITS, index=_UNITS.index(own), key=f"{_KEY}unit {own}", persist_state="session")
    text = st.text_input(
        f"Rates at ({unit}, commas between)",
        ", ".join(f"{t:g}" for t in DEFAULT_TIMES[unit]),
        key=f"{_KEY}times {unit}",
        persist_state="session",
    )
    cut = None
    if variable is not None and variable.kind == "number":
        cut = st.number_input(
            f"Cut {variable.label} at", value=None, placeholder="median", key=f"{_KEY}cut {variable.name}",
            persist_state="session",
        )  # fmt: skip
    landmark = None
    if variable is not None and variable.is_treatment:
        landmark = st.number_input(
            f"Landmark ({unit})", min_value=0.1, value=None, placeholder="six months", key=f"{_KEY}landmark {unit}",
            help="Patients without the event then are compared by what they had got by then, from there on.",
            persist_state="session",
        )  # fmt: skip
    return conf_type, level, unit, _times(text), cut, landmark


def _partial_dates(cohort: Cohort) -> PartialDates:
    if not has_partial_dates(cohort):
        return "exclude"
    use = st.checkbox(
        "Use dates known only to the month or year",
        key=f"{_KEY}partial dates",
        persist_state="session",
        help="They then count from the first day they can be, so a time can be a month or a year too long or short.",
    )
    return "earliest" if use else "exclude"


def _times(text: str) -> tuple[float, ...] | None:
    """Numbers in the text; None, the usual times, when there is no number in it."""
    found = []
    for part in text.replace(";", ",").split(","):
        try:
            value = float(part)
        except ValueError:
            continue
        if 0 <= value < 1e6:
            found.append(value)
    return tuple(dict.fromkeys(found))[:8] or None
