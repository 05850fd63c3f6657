"""Counts rows by time, group and event: the one step that costs the number of rows.

Each row becomes one whole number, its time in ticks, its group and whether it had the event; equal numbers are
counted. A piece of the rows at a time, small enough to stay in the processor's cache, which is what makes it fast.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.counts.patient_rows import PatientRows
from nec_core.survival.counts.time_grid import fill_ticks, possible_grids, time_grid

_PIECE = 1 << 17
# Counting in bins beats sorting while the bins are not many more than the rows.
_BINS_PER_ROW = 8
_BINS_ALWAYS = 16_384


def tally(rows: PatientRows, k: int, unit: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Counts checked rows.

    Args:
        rows: n patients, times in `unit`.
        k: number of groups.
        unit: "days", "weeks", "months" or "years".

    Returns:
        counts (2 k, m), censorings of group g in row 2 g and events in row 2 g + 1; and the m times, increasing.
    """
    counted = tally_on_grid(rows, k, unit, max(_BINS_ALWAYS, _BINS_PER_ROW * rows.times.size))
    if counted is not None:
        return counted
    events, groups = rows.events, rows.groups
    grid = time_grid(rows.times, unit)
    used, column = np.unique(grid.ticks, return_inverse=True)
    row = events.astype(np.int64) if groups is None else 2 * groups.astype(np.int64) + events
    counts = np.bincount(row * used.size + column, minlength=2 * k * used.size)
    return counts.reshape(2 * k, used.size), grid.times_of(used)


def tally_on_grid(
    rows: PatientRows, k: int, unit: str, most_bins: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    """As `tally`, with one bin per tick, group and event; None when the times lie on no grid or bins are too many."""
    for per_unit in possible_grids(rows.times, rows.latest, unit):
        counts = _binned(rows, k, per_unit, most_bins)
        if counts is not None:
            used = np.flatnonzero(counts.any(axis=1))
            return counts[used].T, used / per_unit
    return None


def _binned(rows: PatientRows, k: int, per_unit: float, most_bins: int) -> NDArray[np.int64] | None:
    """(ticks, 2 k) counts, or None when a time is off the grid, or there would be too many bins."""
    times, events, groups = rows.times, rows.events, rows.groups
    n = times.size
    width = round(rows.latest * per_unit) + 1 if n else 0
    bins = 2 * k * width
    if bins > most_bins:
        return None
    totals = np.zeros(bins, dtype=np.int64)
    # No piece smaller than the table, or adding up tables would cost more than counting rows.
    piece = min(max(_PIECE, bins), max(n, 1))
    # Numbers as narrow as they may be: the narrower, the more of them the processor handles at once.
    keys, kinds = np.empty(piece, dtype=_narrowest(bins)), np.empty(piece, dtype=_narrowest(2 * k))
    for first in range(0, n, piece):
        here = slice(first, first + piece)
        key, kind = keys[: n - first], kinds[: n - first]
        if not fill_ticks(times[here], per_unit, key):
            return None
        key *= 2 * k
        key += _kinds(events[here], None if groups is None else groups[here], kind)
        totals += np.bincount(key, minlength=bins)
    return totals.reshape(width, 2 * k)


def _kinds(
    events: NDArray[np.bool_], groups: NDArray[np.signedinteger[Any]] | None, kinds: NDArray[np.signedinteger[Any]]
) -> NDArray[Any]:
    """2 g + 1 for an event in group g, 2 g for a censoring, written into `kinds` where there are groups."""
    if groups is None:
        return events
    np.copyto(kinds, groups, casting="unsafe")
    kinds *= 2
    kinds += events
    return kinds


def _narrowest(bins: int) -> type[np.signedinteger[Any]]:
    """The type that holds numbers below `bins`."""
    return next(t for t in (np.int8, np.int16, np.int32, np.int64) if bins <= np.iinfo(t).max)
