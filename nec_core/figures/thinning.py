"""A step curve with more vertices than the screen has columns, cut down to what the screen can show.

Within one column of pixels a curve covers everything between its lowest and its highest point, and enters
and leaves the column at its first and its last; those vertices are kept, unmoved, and the others can't be
seen. Survival only falls, so its first and last are also its extremes; confidence limits can rise, so theirs
are looked for.

Steinarsson S. Downsampling time series for visual representation. University of Iceland 2013 (its M4
baseline: Jugel U et al. VLDB 2014;7:797-808) is this rule for lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pixels:
    """The grid a curve is drawn on.

    Attributes:
        high: the time at the right edge of the last column; the first column starts at time 0.
        columns, rows: how many; finer than the screen's by a whole factor leaves something for zooming in.
    """

    high: float
    columns: int
    rows: int


def kept_vertices(time: Floats, heights: tuple[Floats, ...], pixels: Pixels) -> NDArray[np.int64]:
    """Indices of the vertices to draw, increasing; all of them where there are no more than two per column.

    Args:
        time: (m,) increasing, from 0 to at most `pixels.high`.
        heights: step heights over the same vertices; nan where there is none.
        pixels: the grid.
    """
    if time.size <= 2 * pixels.columns:
        return np.arange(time.size)
    column = _column(time, pixels)
    first = np.flatnonzero(np.diff(column, prepend=-1))
    last = np.append(first[1:] - 1, time.size - 1)
    kept = [first, last]
    for height in heights:
        # Columns in order, and within each its heights from the lowest; nan sorts last, so the lowest is found.
        by_height = np.lexsort((height, column))
        kept.append(by_height[first])
        by_depth = np.lexsort((-height, column))
        kept.append(by_depth[first])
    return np.unique(np.concatenate(kept))


def kept_marks(time: Floats, value: Floats, pixels: Pixels) -> NDArray[np.int64]:
    """Indices of the marks to draw: one per pixel, all where they are few."""
    if time.size <= pixels.columns:
        return np.arange(time.size)
    pixel = _column(time, pixels) * (pixels.rows + 1)
    pixel += np.clip((value * pixels.rows).astype(np.int64), 0, pixels.rows)
    return np.unique(pixel, return_index=True)[1]


def _column(time: Floats, pixels: Pixels) -> NDArray[np.int64]:
    return np.minimum((time / pixels.high * pixels.columns).astype(np.int64), pixels.columns - 1)
