"""Survival times of which an end is known only to the month or year: who has one, and between what it must lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from nec_core.ingest.checking.columns import Columns, Days, Mask
from nec_core.patients import intervals
from nec_core.patients.intervals import Interval, Moment
from nec_core.time_units import converted

Reading = Callable[[Interval, Columns], Moment]


def dates_of_intervals() -> Iterator[tuple[str, Interval, Reading]]:
    """Each date an interval begins or ends with, the first interval that does, and how that end of it is read."""
    told: set[tuple[str, Reading]] = set()
    for one in intervals.INTERVALS:
        begins: tuple[Reading, tuple[str, ...]] = intervals.first_start, one.start_dates
        for read, names in (begins, (intervals.end, one.end_dates)):
            for name in names:
                if (name, read) not in told:
                    told.add((name, read))
                    yield name, one, read


def is_range(one: Interval, name: str, read: Reading) -> Callable[[Columns], Mask]:
    """(n,) whether this date is known only to the month or year, and this end of the interval is computed from it."""

    def broken(c: Columns) -> Mask:
        inexact = c.inexact(name)
        if not inexact.any():
            return inexact
        if not intervals.offered(one, {field for field in one.fields if c.holds(field)}):
            return np.zeros(c.n, bool)
        used = read(one, c).read_from(name)
        shortest, longest = _days(one, c)
        return inexact & used & intervals.answered(one, c) & ~np.isnan(shortest) & (longest >= 0)

    return broken


def span_months(one: Interval) -> Callable[[Columns], Days]:
    """(n, 2) the shortest and longest this interval can be, in months; nan where there is none."""

    def span(c: Columns) -> Days:
        shortest, longest = _days(one, c)
        return converted(np.stack([np.maximum(shortest, 0), longest], axis=1), "days", "months")

    return span


def _days(one: Interval, c: Columns) -> tuple[Days, Days]:
    start, end = intervals.first_start(one, c), intervals.end(one, c)
    return end.day - start.of(c.last), end.of(c.last) - start.day
