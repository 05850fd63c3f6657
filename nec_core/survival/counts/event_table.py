"""The floor the estimators stand on: events and censorings per distinct time per group.

Kaplan-Meier, log-rank, restricted mean and the rest depend on the patients only through these counts. They
are additive, so tables of two files merge to the table of both, and one GROUP BY in any database makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.patient_rows import PatientRows, check_unit, checked_rows
from nec_core.survival.counts.tally import tally
from nec_core.survival.counts.time_grid import Numbers, tied_to, time_grid
from nec_core.time_units import converted


@dataclass(frozen=True, eq=False)
class EventTable:
    """How many had the event, and how many were last seen without it, at each distinct time.

    Attributes:
        groups: names of the k groups.
        times: (m,) float64, strictly increasing, in `unit`. Every time at which somebody left, in any group,
            and with delayed entry also every time at which somebody entered.
        events: (k, m) int64, events at each time.
        censored: (k, m) int64, last seen without the event at each time.
        unit: "days", "weeks", "months" or "years".
        entered: (k, m) int64, how many came under observation at exactly this time, having been seen by
            nobody before (left truncation); they are at risk strictly after it, R's (start, stop]. Those
            watched from the origin on are in no column. None when that is everybody.
    """

    groups: tuple[str, ...]
    times: NDArray[np.float64]
    events: NDArray[np.int64]
    censored: NDArray[np.int64]
    unit: str
    entered: NDArray[np.int64] | None = None

    @cached_property
    def n(self) -> NDArray[np.int64]:
        """(k,) number of patients per group."""
        counts: NDArray[np.int64] = self.events.sum(axis=1) + self.censored.sum(axis=1)
        return counts

    @cached_property
    def at_risk(self) -> NDArray[np.int64]:
        """(k, m) number under observation just before each time: time >= t, less those not yet entered."""
        leaving = self.events + self.censored
        at_risk = leaving[:, ::-1].cumsum(axis=1)[:, ::-1]
        if self.entered is not None:
            at_risk = at_risk - self.entered[:, ::-1].cumsum(axis=1)[:, ::-1]
        return at_risk

    def select(self, indices: Sequence[int]) -> EventTable:
        """The table of these groups only, in this order, without times at which none of them has anybody."""
        rows = list(indices)
        events, censored = self.events[rows], self.censored[rows]
        entered = None if self.entered is None else self.entered[rows]
        used = (events.any(axis=0)) | (censored.any(axis=0))
        if entered is not None:
            used |= entered.any(axis=0)
        return EventTable(
            groups=tuple(self.groups[row] for row in rows),
            times=self.times[used],
            events=events[:, used],
            censored=censored[:, used],
            unit=self.unit,
            entered=None if entered is None else entered[:, used],
        )

    def pooled(self, name: str = "All") -> EventTable:
        """All groups as one, called `name`."""
        return EventTable(
            groups=(name,),
            times=self.times,
            events=self.events.sum(axis=0, keepdims=True),
            censored=self.censored.sum(axis=0, keepdims=True),
            unit=self.unit,
            entered=None if self.entered is None else self.entered.sum(axis=0, keepdims=True),
        )

    def in_unit(self, unit: str) -> EventTable:
        """The same table with its times in another unit.

        Raises:
            PlanError: the unit is unknown.
        """
        check_unit(unit)
        if unit == self.unit:
            return self
        times = converted(self.times, self.unit, unit)
        return EventTable(self.groups, times, self.events, self.censored, unit, self.entered)

    def merge(self, other: EventTable) -> EventTable:
        """The table of both tables' patients: counts are added. Groups and unit must be the same.

        Raises:
            PlanError: groups or units differ.
        """
        if self.groups != other.groups:
            raise PlanError(
                f"Tables can be merged only when they have the same groups in the same order, but one has "
                f"{len(self.groups)} and the other {len(other.groups)}, or their names differ. "
                "Build both with the same group_names."
            )
        if self.unit != other.unit:
            raise PlanError(
                f"Tables can be merged only in the same unit, but one is in {self.unit} and the other in "
                f"{other.unit}. Convert one with in_unit first."
            )
        distinct = np.union1d(self.times, other.times)
        keep, position = np.unique(tied_to(distinct), return_inverse=True)
        columns = [position[np.searchsorted(distinct, table.times)] for table in (self, other)]
        shape = (len(self.groups), keep.size)
        entered = None
        if self.entered is not None or other.entered is not None:
            entered = _add_at(shape, columns, [self.entered, other.entered])
        return EventTable(
            groups=self.groups,
            times=distinct[keep],
            events=_add_at(shape, columns, [self.events, other.events]),
            censored=_add_at(shape, columns, [self.censored, other.censored]),
            unit=self.unit,
            entered=entered,
        )


def event_table(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike | None = None,
    group_names: Sequence[str] = ("All",),
    unit: str = "months",
    entry: ArrayLike | None = None,
) -> EventTable:
    """Collapses rows to counts. The rows are not changed and not kept.

    Args:
        time: (n,) whole or decimal numbers in `unit`, zero or more. Times on a decimal grid, or whole days
            told in another unit, are compared as whole numbers; others are tied as R's timefix ties them.
        event: (n,) True where the event was observed at `time`, False where the patient was last seen without
            it.
        group: (n,) whole numbers, the index of each patient's group in `group_names`; -1 leaves the patient
            out. None puts everybody in the first group.
        group_names: names of the groups. A group may be empty.
        unit: "days", "weeks", "months" or "years".
        entry: (n,) in `unit`: when the patient came under observation (left truncation), strictly before
            `time`. Zero or less means watched from the origin on, like everybody when `entry` is None.

    Raises:
        PlanError: lengths differ, a time is missing, negative or infinite, an event is neither true nor
            false, a group code has no name, an entry is not before its time, or the unit is unknown.
    """
    check_unit(unit)
    rows = checked_rows(time, event, group, group_names, entry)
    if rows.entries is None:
        return _counted(rows, tuple(group_names), unit)
    return _counted_with_entry(rows.times, rows.events, rows.groups, rows.entries, tuple(group_names), unit)


def _counted(rows: PatientRows, group_names: tuple[str, ...], unit: str) -> EventTable:
    counts, distinct = tally(rows, len(group_names), unit)
    return EventTable(group_names, distinct, counts[1::2].copy(), counts[0::2].copy(), unit)


def _counted_with_entry(
    times: Numbers,
    events: NDArray[np.bool_],
    groups: NDArray[np.signedinteger[Any]] | None,
    entries: Numbers,
    group_names: tuple[str, ...],
    unit: str,
) -> EventTable:
    """Exits and delayed entries are three kinds of happenings on one grid."""
    delayed = entries > 0
    grid = time_grid(np.concatenate((times, entries[delayed])), unit)
    exits, entrances = grid.ticks[: times.size], grid.ticks[times.size :]
    if (exits[delayed] <= entrances).any():
        raise PlanError(
            "entry must be before time, but for some patients it is at or after it. "
            "Leave these patients out or correct their dates."
        )
    used, column = np.unique(grid.ticks, return_inverse=True)
    group_of = np.zeros(times.size, dtype=np.int64) if groups is None else groups
    kind = np.concatenate((3 * group_of + events, 3 * group_of[delayed] + 2))
    rows = 3 * len(group_names)
    counts = np.bincount(kind * used.size + column, minlength=rows * used.size).reshape(rows, used.size)
    return EventTable(
        groups=group_names,
        times=grid.times_of(used),
        events=counts[1::3].astype(np.int64),
        censored=counts[0::3].astype(np.int64),
        unit=unit,
        entered=counts[2::3].astype(np.int64),
    )


def _add_at(
    shape: tuple[int, int], columns: Sequence[NDArray[np.int64]], counts: Sequence[NDArray[np.int64] | None]
) -> NDArray[np.int64]:
    total = np.zeros(shape, dtype=np.int64)
    for column, table in zip(columns, counts, strict=True):
        if table is not None:
            # Times of one table can tie on the merged grid: ufunc.at adds where plain indexing would
            # overwrite.
            np.add.at(total.T, column, table.T)
    return total
