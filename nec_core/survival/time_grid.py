"""Times as whole numbers. Two times are one when their ticks are equal, never because two floats happened to
be.

Recorded times nearly always lie on a grid: whole days, tenths of a month, days divided by 30.4375. On it a
time is a
whole number of ticks, ties are exact, and counting is `numpy.bincount`. Times on no grid are sorted, and
neighbours closer than R's `timefix` tolerance are taken as one time (Therneau, vignette "Roundoff error and
tied times" of package survival).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.number[Any]]

# Calendar conventions of the whole product: a year is 365.25 days, a month a twelfth of it.
DAYS_PER_UNIT = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}

# R's timefix: sqrt(.Machine$double.eps), absolute and relative to the mean time.
TIE_TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))
_DECIMAL_GRIDS = (1.0, 10.0, 100.0, 1000.0)
_PROBE = 512


@dataclass(frozen=True, eq=False)
class TimeGrid:
    """Where ticks lie in time.

    Attributes:
        ticks: (n,) int64, one per value; equal ticks are equal times.
        per_unit: ticks per unit of time on a regular grid, None off it.
        values: off a regular grid, (m,) float64: the time of each tick; else None.
    """

    ticks: NDArray[np.int64]
    per_unit: float | None
    values: NDArray[np.float64] | None

    def times_of(self, ticks: NDArray[np.int64]) -> NDArray[np.float64]:
        """The times at which these ticks lie."""
        if self.values is not None:
            return self.values[ticks]
        return np.asarray(ticks / (self.per_unit or 1.0), dtype=np.float64)


def time_grid(numbers: Numbers, unit: str) -> TimeGrid:
    """Finds the coarsest grid on which all values lie and counts them in its ticks.

    Args:
        numbers: (n,) finite, not negative, in `unit`.
        unit: "days", "weeks", "months" or "years"; whole days are a grid in each of them.
    """
    if numbers.dtype.kind in "iub":
        return TimeGrid(numbers.astype(np.int64, copy=False), 1.0, None)
    values = numbers.astype(np.float64, copy=False)
    largest = float(values.max()) if values.size else 0.0
    for per_unit in (*_DECIMAL_GRIDS, DAYS_PER_UNIT[unit]):
        ticks = _ticks_if_all_fit(values, per_unit, largest)
        if ticks is not None:
            return TimeGrid(ticks, per_unit, None)
    distinct, inverse = np.unique(values, return_inverse=True)
    first_of = tied_to(distinct)
    keep, position = np.unique(first_of, return_inverse=True)
    return TimeGrid(position[inverse].astype(np.int64, copy=False), None, distinct[keep])


def tied_to(distinct: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each of the increasing values, the index of the first value it is tied to (itself when it is
    alone).
    """
    index = np.arange(distinct.size)
    if distinct.size < 2:
        return index
    tolerance = TIE_TOLERANCE * max(1.0, float(np.abs(distinct).mean()))
    starts = np.concatenate(([True], np.diff(distinct) > tolerance))
    return np.maximum.accumulate(np.where(starts, index, 0))


def _ticks_if_all_fit(values: NDArray[np.float64], per_unit: float, largest: float) -> NDArray[np.int64] | None:
    """Ticks, or None when a value lies off this grid, or the grid is too fine to tell ticks apart."""
    tolerance = TIE_TOLERANCE * max(1.0, largest)
    if 1.0 / per_unit <= 2.0 * tolerance:
        return None
    # Values this near a tick are nearer to each other than R's tolerance: R too takes them for one time.
    allowed = 0.4 * TIE_TOLERANCE * per_unit
    probe = values[:_PROBE] * per_unit
    if np.abs(probe - np.rint(probe)).max(initial=0.0) > allowed:
        return None
    scaled = values if per_unit == 1.0 else values * per_unit
    rounded = np.rint(scaled)
    if np.abs(scaled - rounded).max(initial=0.0) > allowed:
        return None
    return rounded.astype(np.int64)
