"""Landmark analysis: patients are grouped by what had happened by a landmark and followed from there on.

Anderson JR, Cain KC, Gelber RD. Analysis of survival by tumor response. J Clin Oncol 1983;1:710-719. Those
who had the event or were last seen before the landmark are left out and reported; the clock restarts at it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.counts.grouped_rows import GroupedRows
from nec_core.survival.counts.time_grid import before_and_by
from nec_core.time_units import tie_width


@dataclass(frozen=True, eq=False)
class LandmarkTable:
    """What remains of a table at a landmark.

    Attributes:
        landmark: in the table's unit.
        table: the patients without the event at the landmark; its times are counted from the landmark on.
        dropped_events: (k,) int64, events at or before the landmark.
        dropped_censored: (k,) int64, last seen without the event before the landmark.
    """

    landmark: float
    table: EventTable
    dropped_events: NDArray[np.int64]
    dropped_censored: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LandmarkGroups:
    """Patients grouped by whether a change (a treatment, a response) had come by the landmark.

    Attributes:
        landmark: in the table's unit.
        table: two groups, not changed by the landmark and changed by then; times from the landmark on.
        dropped_events, dropped_censored: patients left out, who had the event at or before the landmark, or
            were last seen before it.
        changed_later: patients of the first group whose change came after the landmark; they stay in it.
    """

    landmark: float
    table: EventTable
    dropped_events: int
    dropped_censored: int
    changed_later: int


def landmark_table(table: EventTable, landmark: float) -> LandmarkTable:
    """Keeps those under observation and without the event at the landmark, and restarts the clock there.

    Patients last seen exactly at the landmark are kept, with time zero. Patients who come under observation
    after the landmark (delayed entry) stay, entering when they entered.

    Raises:
        PlanError: the landmark is negative or not a number.
    """
    _check(landmark)
    (first,), (after,) = before_and_by(table.times, np.array([float(landmark)]))
    events = table.events[:, first:].copy()
    events[:, : after - first] = 0
    entered = None
    if table.entered is not None:
        entered = table.entered[:, first:].copy()
        entered[:, : after - first] = 0
    times = np.maximum(table.times[first:] - landmark, 0.0)
    return LandmarkTable(
        landmark=float(landmark),
        table=EventTable(table.groups, times, events, table.censored[:, first:], table.unit, entered),
        dropped_events=table.events[:, :after].sum(axis=1),
        dropped_censored=table.censored[:, :first].sum(axis=1),
    )


def landmark_groups(
    time: ArrayLike,
    event: ArrayLike,
    changed_at: ArrayLike,
    landmark: float,
    group_names: tuple[str, str] = ("Not by landmark", "By landmark"),
    unit: str = "months",
) -> LandmarkGroups:
    """Groups patients by whether their change had come by the landmark, and follows them from there on.

    Args:
        time: (n,) in `unit`, from time zero.
        event: (n,) True where the event was observed.
        changed_at: (n,) in `unit`, from time zero; nan for never. A change at the landmark has come by it.
        landmark: in `unit`.
        group_names: of those without and with the change.
        unit: "days", "weeks", "months" or "years".

    Raises:
        PlanError: the landmark is negative, or as for `event_table`.
    """
    _check(landmark)
    changed = np.asarray(changed_at, dtype=np.float64)
    fuzz = tie_width(landmark)
    by_landmark = changed <= landmark + fuzz
    kept = landmark_table(event_table(time, event, by_landmark.astype(np.int64), group_names, unit), landmark)
    there = _there(np.asarray(time, dtype=np.float64), np.asarray(event, dtype=np.bool_), landmark)
    return LandmarkGroups(
        landmark=float(landmark),
        table=kept.table,
        dropped_events=int(kept.dropped_events.sum()),
        dropped_censored=int(kept.dropped_censored.sum()),
        changed_later=int((there & ~by_landmark & ~np.isnan(changed)).sum()),
    )


def landmark_rows(rows: GroupedRows, landmark: float) -> tuple[GroupedRows, NDArray[np.bool_]]:
    """As `landmark_table`, row by row: who is kept, the clock restarted, and (n,) True for them.

    Raises:
        PlanError: the landmark is negative or not a number.
    """
    _check(landmark)
    there = _there(rows.time, rows.event == 1, landmark)
    return replace(
        rows,
        time=np.maximum(rows.time[there] - landmark, 0.0),
        event=rows.event[there],
        group=rows.group[there],
        entry=None if rows.entry is None else np.maximum(rows.entry[there] - landmark, 0.0),
    ), there


def _there(time: NDArray[np.float64], event: NDArray[np.bool_], landmark: float) -> NDArray[np.bool_]:
    """(n,) the rule of `landmark_table`, told per patient."""
    fuzz = tie_width(landmark)
    found: NDArray[np.bool_] = (time > landmark + fuzz) | (~event & (time >= landmark - fuzz))
    return found


def _check(landmark: float) -> None:
    if not 0.0 <= landmark < np.inf:
        raise PlanError(f"landmark must be zero or a later time, but was {landmark!r}. Choose a time from 0 on.")
