"""The choices of the survival page, as a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import kept, state
from dashboard.asking import words
from nec_core.analysis.plan import DEFAULT_TIMES, AnalysisPlan, asked
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
    usual_unit,
)
from nec_core.patients.grouping import OUTCOMES, can_group, can_stratify, reference_level, usual_group
from nec_core.patients.intervals import STARTS, TimeZero
from nec_core.time_units import UNITS, TimeUnit

_KEY = "survival:"
MOST_TIMES = 8
LEVELS = (0.95, 0.9, 0.99)


@dataclass(frozen=True)
class Line:
    """The page's line of choices, and what stands at its end.

    Attributes:
        endpoint: what is waited for.
        variable: what the groups are made of; None for all patients together.
        unit: of all times.
        actions: the place of the buttons.
    """

    endpoint: Endpoint
    variable: Variable | None
    unit: TimeUnit
    actions: DeltaGenerator


def line(cohort: Cohort) -> Line:
    """Draws the choices everybody makes: endpoint, groups, unit."""
    endpoints = {e.name: e for e in available(cohort)}
    groups = {v.name: v for v in cohort.variables.values() if can_group(v) and v.name not in OUTCOMES}
    options = [None, *groups]
    with st.container(key="choices"):
        first, second, third, actions = st.columns([5, 5, 3, 7], vertical_alignment="bottom")
    endpoint = endpoints[
        first.selectbox(
            words("endpoint").label,
            list(endpoints),
            format_func=lambda n: endpoints[n].label,
            **kept.choice(f"{_KEY}endpoint"),
        )
    ]
    by = second.selectbox(
        words("by").label,
        options,
        index=options.index(usual_group(groups)),
        format_func=lambda n: groups[n].label if n else words("by").empty,
        **kept.choice(f"{_KEY}by"),
    )
    own = usual_unit(cohort, endpoint)
    unit = third.selectbox(words("unit").label, UNITS, index=UNITS.index(own), **kept.choice(f"{_KEY}unit {own}"))
    return Line(endpoint, groups[by] if by else None, unit, actions)


def plan(cohort: Cohort, chosen: CohortFilter, asked_first: Line, place: Any) -> AnalysisPlan:
    """The plan that the line and the choices few need ask for; these are drawn into `place`, the tab "Analysis"."""
    endpoint, variable, unit = asked_first.endpoint, asked_first.variable, asked_first.unit
    text = place.text_input(
        words("times", unit).label,
        ", ".join(f"{t:g}" for t in DEFAULT_TIMES[unit]),
        **kept.choice(f"{_KEY}times {unit}"),
    )
    times, unread = _times(text)
    if unread:
        place.warning(
            escape_markdown(f"Not taken as a time: {', '.join(unread)}. Write up to {MOST_TIMES} numbers: 6, 12.")
        )
    return AnalysisPlan(
        endpoint=endpoint.name,
        by=variable.name if variable else None,
        filter=chosen,
        unit=unit,
        times=times,
        time_zero=_time_zero(cohort, endpoint, place),
        **_of_groups(place, variable, unit),
        **_intervals(place),
        horizon=_time("horizon", unit, place),
        survived=_time("survived", unit, place),
        strata=_strata(place, cohort, variable),
        entry=_entry(place, cohort, endpoint),
        partial_dates=_partial_dates(place, cohort),
    )


def open_plan(cohort: Cohort, plan: AnalysisPlan) -> None:
    """Sets the choices as a plan has them, so that the page asks for the same; what this cohort does not have stays."""
    endpoint = next((e for e in available(cohort) if e.name == plan.endpoint), None)
    if endpoint is None or (plan.by is not None and plan.by not in cohort.variables):
        return
    own = usual_unit(cohort, endpoint)
    unit = plan.unit or own
    values: dict[str, object] = {
        "endpoint": plan.endpoint,
        "by": plan.by,
        f"unit {own}": unit,
        f"times {unit}": "; ".join(f"{t:g}" for t in plan.times or DEFAULT_TIMES[unit]),
        "zero": plan.time_zero or default_time_zero(cohort),
        "conf type": plan.conf_type,
        f"entry {endpoint.derived}": plan.entry,
        "partial dates": plan.partial_dates == "earliest",
        **{f"{field} {unit}": getattr(plan, field) for field in ("horizon", "survived", "landmark")},
    }
    if plan.conf_level in LEVELS:
        values["level"] = plan.conf_level
    if plan.by is not None:
        variable = cohort.variables[plan.by]
        values |= {f"cut {plan.by}": plan.cut, f"strata {plan.by}": plan.strata}
        values |= reference_choices([variable], "reference", plan.references)
    for name, value in values.items():
        state.choose(f"{_KEY}{name}", value)


def _time_zero(cohort: Cohort, endpoint: Endpoint, place: Any) -> TimeZero | None:
    if not endpoint.derived:
        place.selectbox(words("time_zero").label, [endpoint.time_zero], disabled=True, key=f"{_KEY}stated zero")
        return None
    zeros = time_zeros(cohort)
    found: TimeZero = place.selectbox(
        words("time_zero").label,
        zeros,
        index=zeros.index(default_time_zero(cohort)),
        format_func=lambda z: STARTS[z].label.capitalize(),
        **kept.choice(f"{_KEY}zero"),
    )
    return found


def _intervals(place: Any) -> dict[str, Any]:
    said, kinds = words("conf_type"), asked()["conf_type"].asked.words
    conf_type = place.selectbox(
        said.label, list(kinds), format_func=kinds.__getitem__, **kept.choice(f"{_KEY}conf type"), help=said.help
    )
    level = place.selectbox(
        words("conf_level").label,
        LEVELS,
        format_func=lambda x: f"{x:.0%}",
        **kept.choice(f"{_KEY}level"),
    )
    return {"conf_type": conf_type, "conf_level": level}


def _of_groups(place: Any, variable: Variable | None, unit: str) -> dict[str, Any]:
    """What only some groups need: a category's reference, a number's cut, a treatment's landmark."""
    found: dict[str, Any] = {}
    if variable is not None and variable.kind == "category":
        found["references"] = references([variable], f"{_KEY}reference", place)
    if variable is not None and variable.kind == "number":
        found["cut"] = place.number_input(
            words("cut", variable=variable.label).label,
            value=None,
            placeholder=words("cut").empty,
            **kept.choice(f"{_KEY}cut {variable.name}"),
        )
    if variable is not None and variable.is_treatment:
        found["landmark"] = _time("landmark", unit, place)
    return found


def reference_choices(variables: Sequence[Variable], key: str, references: Mapping[str, str]) -> dict[str, object]:
    """The choices of `references` by their names, as a plan has them."""
    return {
        f"{key} {v.name}": references.get(v.name, v.levels[reference_level(v.levels)])
        for v in variables
        if v.kind == "category"
    }


def references(variables: Sequence[Variable], key: str, place: Any = st) -> dict[str, str]:
    """Draws a choice of the level to compare with for each category; those not as usual."""
    chosen = {}
    for variable in variables:
        usual = variable.levels[reference_level(variable.levels)]
        picked = place.selectbox(
            words("references", variable=escape_markdown(variable.label)).label,
            variable.levels,
            variable.levels.index(usual),
            format_func=lambda level, v=variable: v.words(v.shown(level)),
            **kept.choice(f"{key} {variable.name}"),
        )
        if picked != usual:
            chosen[variable.name] = str(picked)
    return chosen


def _time(field: str, unit: str, place: Any) -> float | None:
    said = words(field, unit)
    found: float | None = place.number_input(
        said.label, min_value=0.1, value=None, placeholder=said.empty, help=said.help,
        **kept.choice(f"{_KEY}{field} {unit}"),
    )  # fmt: skip
    return found


def _strata(place: Any, cohort: Cohort, variable: Variable | None) -> str | None:
    """A category to compare the groups within; nothing to choose without groups."""
    if variable is None:
        return None
    categories = {v.name: v.label for v in cohort.variables.values() if can_stratify(v) and v.name != variable.name}
    said = words("strata")
    found: str | None = place.selectbox(
        said.label,
        [None, *categories],
        format_func=lambda n: categories[n] if n else said.empty,
        **kept.choice(f"{_KEY}strata {variable.name}"),
        help=said.help,
    )
    return found


def _entry(place: Any, cohort: Cohort, endpoint: Endpoint) -> str | None:
    """When patients came under observation, where something in the cohort can say so."""
    known = {v.name: v.label_with_unit for v in entries(cohort, endpoint)}
    if not known:
        return None
    said = words("entry")
    found: str | None = place.selectbox(
        said.label,
        [None, *known],
        format_func=lambda n: known[n] if n else said.empty,
        **kept.choice(f"{_KEY}entry {endpoint.derived}"),
        help=said.help,
    )
    return found


def _partial_dates(place: Any, cohort: Cohort) -> PartialDates:
    if not has_partial_dates(cohort):
        return "exclude"
    said = words("partial_dates")
    use = place.checkbox(said.label, **kept.choice(f"{_KEY}partial dates"), help=said.help)
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
