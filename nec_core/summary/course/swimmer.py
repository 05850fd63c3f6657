"""What happened to each patient: a lane of follow-up with its treatments, progression and end. Patient rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nec_core.errors import PlanError
from nec_core.patients import intervals
from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable
from nec_core.patients.date_spans import Span, date_span, end_span
from nec_core.patients.endpoints import available, default_time_zero, endpoint_times
from nec_core.patients.intervals import TimeZero
from nec_core.record import fields
from nec_core.time_units import converted

PROGRESSION = "progression"


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day.

    Attributes:
        kind: name of the treatment that began, or "progression".
        t: when, from time zero, the earliest it can be; below 0 for before it.
        width: how much later it can have been; 0 where the day is known.
    """

    kind: str
    t: float
    width: float


@dataclass(frozen=True)
class Lane:
    """One patient.

    Attributes:
        id: a running number, or the file's own where it was asked for.
        group: the level of the grouping variable; "" without one.
        end: last day followed, from time zero, the earliest it can be.
        end_width: how much later it can have been.
        dead: died on that day; else alive then.
        marks: in time's order; each stands at its own day, however near another.
        response: best response; None where there is none.
    """

    id: str
    group: str
    end: float
    end_width: float
    dead: bool
    marks: tuple[Mark, ...]
    response: str | None


@dataclass(frozen=True)
class Swimmer:
    """Lanes, the longest first.

    Attributes:
        lanes: one per patient with a known end.
        by: what the groups are made of.
        groups: those that have lanes, in the variable's order, not recorded last; () without groups.
        kinds: what marks there can be -> what it is called: those with a mark or without a date.
        unit: of times.
        time_zero: from when they count, in words.
        excluded: reason -> patients without a lane.
        undated: kind -> patients with a lane who had it on a day nobody knows.
        n_died, n_alive: of the lanes.
    """

    lanes: tuple[Lane, ...]
    by: Variable | None
    groups: tuple[str, ...]
    kinds: Mapping[str, str]
    unit: str
    time_zero: str
    excluded: Mapping[str, int]
    undated: Mapping[str, int]
    n_died: int
    n_alive: int


def swimmer(
    cohort: Cohort,
    by: str | None = None,
    unit: str = "months",
    ids: bool = False,
    order: Literal["longest", "group"] = "longest",
    time_zero: TimeZero | None = None,
) -> Swimmer | None:
    """Lays the patients out, one lane each. Dates known to the month or year are marks as wide as their doubt.

    Args:
        cohort: the patients.
        by: a category that tints the lanes.
        unit: of times.
        ids: whether lanes carry the file's own numbers: they can tell who somebody is.
        order: the longest first, or group by group.
        time_zero: None for diagnosis, else study entry.

    Returns:
        None for a cohort without overall survival, from dates or as the file states it, or without patients.

    Raises:
        PlanError: no such variable or time zero, or one that is no category.
    """
    if not cohort.n or "os" not in {e.name for e in available(cohort)}:
        return None
    times = endpoint_times(cohort, "os", time_zero, "earliest")
    usable, derived = times.usable, times.endpoint.derived
    zero = time_zero or default_time_zero(cohort)
    if derived:
        ends = end_span(cohort, intervals.interval("os"), zero)
        ends = Span(*(converted(d, "days", unit) for d in (ends.first, ends.last)))
    else:
        stated = converted(times.time, times.endpoint.unit, unit)
        ends = Span(stated, stated)
    happened = _marks(cohort, zero, unit) if derived else {}
    codes, levels, variable = _groups(cohort, by)
    responses = _responses(cohort)
    chosen = np.flatnonzero(usable)
    longest = np.lexsort((cohort.source_rows[chosen], -ends.last[chosen]))
    if order == "group":
        longest = longest[np.argsort(codes[chosen[longest]], kind="stable")]
    rows = chosen[longest]
    lanes = tuple(
        Lane(
            id=str(cohort.records["patient_id"].iloc[i]) if ids else str(k),
            group=levels[codes[i]] if variable else "",
            end=float(ends.first[i]),
            end_width=float(ends.last[i] - ends.first[i]),
            dead=bool(times.event[i] == 1),
            marks=_of_patient(happened, int(i)),
            response=responses[i],
        )
        for k, i in enumerate(rows, 1)
    )
    undated = {k: int((had & ~np.isfinite(at.first) & usable).sum()) for k, (had, at) in happened.items()}
    shown = {k for lane in lanes for k in (m.kind for m in lane.marks)} | {k for k, n in undated.items() if n}
    return Swimmer(
        lanes=lanes,
        by=variable,
        groups=tuple(name for k, name in enumerate(levels) if variable and (codes[rows] == k).any()),
        kinds={k: fields()[k].about.label for k in happened if k in shown},
        unit=unit,
        time_zero=times.endpoint.time_zero,
        excluded=times.excluded,
        undated={k: n for k, n in undated.items() if n},
        n_died=sum(lane.dead for lane in lanes),
        n_alive=sum(not lane.dead for lane in lanes),
    )


def _marks(cohort: Cohort, zero: TimeZero, unit: str) -> Mapping[str, tuple[npt.NDArray[np.bool_], Span]]:
    """Kind -> (n,) who had it, and when."""
    dated = {t.name: t.treatment_date for t in cohort.treatments if t.treatment_date}
    if "progression" in cohort.variables or "progression_date" in cohort.variables:
        dated[PROGRESSION] = "progression_date"
    found = {}
    for kind, date in dated.items():
        at = date_span(cohort, date, zero)
        had = np.isfinite(at.first)
        if kind in cohort.variables:
            codes, levels = cohort.codes(kind)
            denied = codes == levels.index("no")
            had = (had & ~denied) | (codes == levels.index("yes"))
        spans = Span(*(np.where(had, converted(d, "days", unit), np.nan) for d in (at.first, at.last)))
        found[kind] = (had, spans)
    return found


def _of_patient(happened: Mapping[str, tuple[npt.NDArray[np.bool_], Span]], i: int) -> tuple[Mark, ...]:
    marks = [
        Mark(kind, float(at.first[i]), float(at.last[i] - at.first[i]))
        for kind, (_, at) in happened.items()
        if np.isfinite(at.first[i])
    ]
    return tuple(sorted(marks, key=lambda m: m.t))


def _groups(cohort: Cohort, by: str | None) -> tuple[npt.NDArray[np.int64], tuple[str, ...], Variable | None]:
    if by is None:
        return np.zeros(cohort.n, np.int64), (), None
    variable = cohort.variable(by)
    if variable.kind != "category":
        raise PlanError(f"“{variable.label}” can't tint the lanes: choose a category.")
    codes, levels = cohort.codes(variable.name)
    names = (*map(variable.shown, levels), NOT_RECORDED)
    return np.where(codes < 0, len(levels), codes).astype(np.int64), names, variable


def _responses(cohort: Cohort) -> list[str | None]:
    if "best_response" not in cohort.variables:
        return [None] * cohort.n
    return [None if value is None or value != value else str(value) for value in cohort.records["best_response"]]


__all__ = ["PROGRESSION", "Lane", "Mark", "Swimmer", "swimmer"]
