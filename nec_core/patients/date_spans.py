"""Between which days a date lies: one day where it is exact, a month or a year where the record knows no more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.patients import intervals
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import CohortDates, start_of
from nec_core.patients.intervals import Interval, TimeZero

Days = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Span:
    """Days counted from time zero; nan where either date is not recorded.

    Attributes:
        first, last: (n,) the earliest and the latest it can be. Where that reaches from before time zero to after it,
            it begins at 0: what is told from time zero on does not come before it by doubt alone.
    """

    first: Days
    last: Days

    @property
    def exact(self) -> npt.NDArray[np.bool_]:
        """(n,) whether it is one day."""
        one: npt.NDArray[np.bool_] = self.first == self.last
        return one


def date_span(cohort: Cohort, date: str, zero: TimeZero) -> Span:
    """From a time zero to a date of the record. Raises PlanError where the cohort does not have the time zero."""
    dates = CohortDates(cohort)
    return _from_zero(cohort, dates.first(date), last_days(cohort, date), zero)


def end_span(cohort: Cohort, one: Interval, zero: TimeZero) -> Span:
    """From a time zero to where an interval ends, with an event or without."""
    end = intervals.end(one, CohortDates(cohort))
    return _from_zero(cohort, end.day, end.of(lambda name: last_days(cohort, name)), zero)


def last_days(cohort: Cohort, date: str) -> Days:
    """(n,) the last day a date can be, counted from 1970; nan for blank."""
    first = CohortDates(cohort).first(date)
    precision = cohort.date_precision.get(date)
    if precision is None or not (precision > 0).any():
        return first
    last = first.copy()
    for unit, code in (("M", 1), ("Y", 2)):
        here = precision == code
        began = first[here].astype("datetime64[D]").astype(f"datetime64[{unit}]")
        last[here] = ((began + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype(np.float64)
    return last


def _from_zero(cohort: Cohort, first: Days, last: Days, zero: TimeZero) -> Span:
    start = start_of(cohort, CohortDates(cohort), zero)
    low, high = first - start.of(lambda name: last_days(cohort, name)), last - start.day
    with np.errstate(invalid="ignore"):
        low = np.where((low < 0) & (high >= 0) & (low < high), 0.0, low)
    return Span(low, high)
