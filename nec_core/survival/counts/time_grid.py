"""Times as whole numbers. Two times are one when their ticks are equal, never because two floats happened to be.

Recorded times nearly always lie on a grid: whole days, tenths of a month, days told in months. On it a time is a whole
number of ticks, ties are exact, and counting is `numpy.bincount`. Times on no grid are sorted, and neighbours closer
than R's `timefix` tolerance are taken as one time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nec_core.time_units import DAYS_PER_UNIT, TIE_TOLERANCE, tie_width

Numbers = NDArray[np.number[Any]]

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
    ticks = np.empty(numbers.size, dtype=np.int64)
    for per_unit in possible_grids(numbers, float(numbers.max(initial=0)), unit):
        if fill_ticks(numbers, per_unit, ticks):
            return TimeGrid(ticks, per_unit, None)
    distinct, inverse = np.unique(numbers.astype(np.float64, copy=False), return_inverse=True)
    first_of = tied_to(distinct)
    keep, position = np.unique(first_of, return_inverse=True)
    return TimeGrid(position[inverse].astype(np.int64, copy=False), None, distinct[keep])


def possible_grids(numbers: Numbers, largest: float, unit: str) -> Iterator[float]:
    """Ticks per unit of the grids, coarsest first, on which the first of the numbers up to `largest` lie."""
    if numbers.dtype.kind in "iub":
        yield 1.0
        return
    tolerance = tie_width(largest)
    probe = numbers[:_PROBE]
    ticks = np.empty(probe.size, dtype=np.int64)
    for per_unit in (*_DECIMAL_GRIDS, DAYS_PER_UNIT[unit]):
        # A grid must be wide enough to tell its ticks apart.
        if 1.0 / per_unit > 2.0 * tolerance and fill_ticks(probe, per_unit, ticks):
            yield per_unit


def fill_ticks(numbers: Numbers, per_unit: float, ticks: NDArray[np.int64]) -> bool:
    """Writes the values' ticks on a grid into `ticks`. False when one of them does not lie on it."""
    if numbers.dtype.kind in "iub":
        np.copyto(ticks, numbers, casting="unsafe")
        return per_unit == 1.0
    scaled = np.multiply(numbers, per_unit)
    rounded = np.rint(scaled)
    np.copyto(ticks, rounded, casting="unsafe")
    np.subtract(scaled, rounded, out=scaled)
    # Values this near a tick are nearer to each other than R's tolerance: R too takes them for one time.
    allowed = 0.4 * TIE_TOLERANCE * per_unit
    return bool(scaled.max(initial=0.0) <= allowed and scaled.min(initial=0.0) >= -allowed)


def before_and_by(
    times: NDArray[np.float64], asked: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many of the increasing `times` lie before each time asked for, and how many before it or at it."""
    width = tie_width(asked)
    before, by = np.searchsorted(times, asked - width, "left"), np.searchsorted(times, asked + width, "right")
    return before.astype(np.int64), by.astype(np.int64)


def tied_to(distinct: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each of the increasing values, the index of the first value it is tied to (itself when it is
    alone).
    """
    index = np.arange(distinct.size)
    if distinct.size < 2:
        return index
    tolerance = tie_width(float(np.abs(distinct).mean()))
    starts = np.concatenate(([True], np.diff(distinct) > tolerance))
    return np.maximum.accumulate(np.where(starts, index, 0))
