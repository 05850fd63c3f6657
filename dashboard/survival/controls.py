"""The choices of the survival page, as a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import state
from nec_core.analysis.analyse import DEFAULT_TIMES, AnalysisPlan
from nec_core.formatting import escape_markdown
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.delayed_entry import entries
from nec_core.patients.endpoints import (
    Endpoint,
    PartialDates,
    available,
    default_time_zero,
    has_partial_dates,
    time_zeros,
)
from nec_core.patients.grouping import MOST_GROUPS, reference_level
from nec_core.patients.intervals import STARTS

_KEY = "survival:"
_CONF_TYPES = {
    "log-log": "log-log (default)",
    "log": "log (R's default)",
    "plain": "plain",
    "logit": "logit",
    "arcsin": "arcsine",
}
MOST_TIMES = 8
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
        key=state.key(f"{_KEY}endpoint"),
        persist_state="session",
    )
    by = second.selectbox(
        "Group by",
        [None, *groups],
        index=_default_group(groups),
        format_func=lambda n: groups[n].label if n else "All patients together",
        key=state.key(f"{_KEY}by"),
        persist_state="session",
    )
    zero = _time_zero(cohort, endpoints[endpoint], third)
    with fourth.popover("More", width="stretch"):
        more = _more(cohort, endpoints[endpoint], groups.get(by) if by else None)
    return AnalysisPlan(endpoint=endpoint, by=by, filter=chosen, time_zero=zero, **more)


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
        format_func=lambda z: STARTS[z].label.capitalize(),
        key=state.key(f"{_KEY}zero"),
        persist_state="session",
    )


def _more(cohort: Cohort, endpoint: Endpoint, variable: Variable | None) -> dict[str, Any]:
    """The choices few need, by their names in the plan."""
    own = "months" if endpoint.derived else endpoint.unit
    unit = st.selectbox(
        "Time unit", _UNITS, index=_UNITS.index(own), key=state.key(f"{_KEY}unit {own}"), persist_state="session"
    )
    text = st.text_input(
        f"Rates at ({unit}, commas between)",
        ", ".join(f"{t:g}" for t in DEFAULT_TIMES[unit]),
        key=state.key(f"{_KEY}times {unit}"),
        persist_state="session",
    )
    times, unread = _times(text)
    if unread:
        st.warning(
            escape_markdown(f"Not taken as a time: {', '.join(unread)}. Write up to {MOST_TIMES} numbers: 6, 12.")
        )
    return {
        "unit": unit,
        "times": times,
        **_intervals(),
        **_of_groups(variable, unit),
        "horizon": _time(f"Mean survival within the first ({unit})", "horizon", unit, "as far as all curves reach",
                         "The restricted mean: how long patients lived on average within that time."),
        "survived": _time(f"Already lived ({unit})", "survived", unit, "not asked",
                          "Adds the outlook of those who have already lived so long (conditional survival)."),
        "strata": _strata(cohort, variable),
        "entry": _entry(cohort, endpoint),
        "partial_dates": _partial_dates(cohort),
    }  # fmt: skip


def _intervals() -> dict[str, Any]:
    conf_type = st.selectbox(
        "Confidence interval",
        list(_CONF_TYPES),
        format_func=_CONF_TYPES.__getitem__,
        key=state.key(f"{_KEY}conf type"),
        persist_state="session",
        help="How the interval is computed. log-log keeps it between 0% and 100% and suits small cohorts.",
    )
    level = st.selectbox(
        "Confidence level",
        [0.95, 0.9, 0.99],
        format_func=lambda x: f"{x:.0%}",
        key=state.key(f"{_KEY}level"),
        persist_state="session",
    )
    return {"conf_type": conf_type, "conf_level": level}


def _of_groups(variable: Variable | None, unit: str) -> dict[str, Any]:
    """What only some groups need: a category's reference, a number's cut, a treatment's landmark."""
    found: dict[str, Any] = {}
    if variable is not None and variable.kind == "category":
        found["references"] = references([variable], f"{_KEY}reference")
    if variable is not None and variable.kind == "number":
        found["cut"] = st.number_input(
            f"Cut {variable.label} at", value=None, placeholder="median", key=state.key(f"{_KEY}cut {variable.name}"),
            persist_state="session",
        )  # fmt: skip
    if variable is not None and variable.is_treatment:
        found["landmark"] = _time(
            f"Landmark ({unit})", "landmark", unit, "six months",
            "Patients without the event then are compared by what they had got by then, from there on.",
        )  # fmt: skip
    return found


def references(variables: Sequence[Variable], key: str) -> dict[str, str]:
    """Draws a choice of the level to compare with for each category; those not as usual."""
    chosen = {}
    for variable in variables:
        usual = variable.levels[reference_level(variable.levels)]
        picked = st.selectbox(
            f"{escape_markdown(variable.label)}: compare with",
            variable.levels,
            variable.levels.index(usual),
            key=state.key(f"{key} {variable.name}"),
            persist_state="session",
        )
        if picked != usual:
            chosen[variable.name] = str(picked)
    return chosen


def _time(label: str, name: str, unit: str, placeholder: str, explained: str) -> float | None:
    return st.number_input(
        label, min_value=0.1, value=None, placeholder=placeholder, key=state.key(f"{_KEY}{name} {unit}"),
        help=explained, persist_state="session",
    )  # fmt: skip


def _strata(cohort: Cohort, variable: Variable | None) -> str | None:
    """A category to compare the groups within; nothing to choose without groups."""
    if variable is None:
        return None
    categories = {
        v.name: v.label
        for v in cohort.variables.values()
        if v.kind == "category" and 1 < len(v.levels) <= MOST_GROUPS and v.name != variable.name
    }
    return st.selectbox(
        "Stratify the test by",
        [None, *categories],
        format_func=lambda n: categories[n] if n else "Nothing",
        key=state.key(f"{_KEY}strata {variable.name}"),
        persist_state="session",
        help="Adds a log-rank test that compares the groups only within each of its levels.",
    )


def _entry(cohort: Cohort, endpoint: Endpoint) -> str | None:
    """When patients came under observation, where something in the cohort can say so."""
    known = {v.name: v.label_with_unit for v in entries(cohort, endpoint)}
    if not known:
        return None
    return st.selectbox(
        "Under observation from",
        [None, *known],
        format_func=lambda n: known[n] if n else "time zero on",
        key=state.key(f"{_KEY}entry {endpoint.derived}"),
        persist_state="session",
        help="Delayed entry (left truncation): for patients who had to live until a referral or a biobank sample to "
        "be in the file at all. They then count as at risk from there on.",
    )


def _partial_dates(cohort: Cohort) -> PartialDates:
    if not has_partial_dates(cohort):
        return "exclude"
    use = st.checkbox(
        "Use dates known only to the month or year",
        key=state.key(f"{_KEY}partial dates"),
        persist_state="session",
        help="They then count from the first day they can be, so a time can be a month or a year too long or short.",
    )
    return "earliest" if use else "exclude"


def _times(text: str) -> tuple[tuple[float, ...] | None, tuple[str, ...]]:
    """Numbers in the text, None where there is none and the usual times stand; and the parts that are no time.

    With semicolons between, a comma is decimal.
    """
    parts = [p.strip() for p in (text.replace(",", ".").split(";") if ";" in text else text.split(","))]
    found: list[float] = []
    unread: list[str] = []
    for part in parts:
        try:
            value = float(part)
        except ValueError:
            value = -1.0
        if 0 <= value < 1e6 and len(set(found)) < MOST_TIMES:
            found.append(value)
        elif part:
            unread.append(part)
    return tuple(dict.fromkeys(found)) or None, tuple(unread)
