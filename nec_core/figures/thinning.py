"""A step curve with more vertices than the screen has columns, cut down to what the screen can show.

Within one column of pixels a step curve covers everything between its lowest and its highest point. It enters
the column at the height it left the last one with and leaves it at its last vertex: that one is kept, unmoved, and
what lies between the two heights can't be seen. Survival only goes one way, so there is nothing beyond them;
confidence limits can turn, so vertices that reach beyond both are looked for and kept too.

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
        high: the time at the right edge of the last column.
        columns, rows: how many.
        low: the time at the left edge of the first column.
    """

    high: float
    columns: int
    rows: int
    low: float = 0.0


def kept_vertices(time: Floats, heights: tuple[Floats, ...], pixels: Pixels) -> NDArray[np.int64]:
    """Indices of the vertices to draw, increasing; all of them where there are no more than two per column.

    Args:
        time: (m,) increasing, to at most `pixels.high`. What lies before `pixels.low` is one column.
        heights: step heights over the same vertices that can rise and fall; nan where there is none.
        pixels: the grid.
    """
    if time.size <= 2 * pixels.columns:
        return np.arange(time.size)
    column = _column(time, pixels)
    first = np.flatnonzero(np.diff(column, prepend=-2))
    last = np.append(first[1:] - 1, time.size - 1)
    kept = [first[:1], last]
    for height in heights:
        entered = height[np.maximum(first - 1, 0)]
        # Columns in order, and within each its heights from the lowest; nan sorts last, so the lowest is found.
        for sign in (1.0, -1.0):
            extreme = np.lexsort((sign * height, column))[first]
            beyond = sign * height[extreme] < np.minimum(sign * entered, sign * height[last])
            unknown = np.isnan(entered) | np.isnan(height[last])
            kept.append(extreme[beyond | unknown])
    return np.unique(np.concatenate(kept))


def kept_marks(time: Floats, value: Floats, pixels: Pixels) -> NDArray[np.int64]:
    """Indices of the marks to draw: one per pixel, all where they are few."""
    if time.size <= pixels.columns:
        return np.flatnonzero(time >= pixels.low)
    pixel = _column(time, pixels) * (pixels.rows + 1)
    pixel += np.clip((value * pixels.rows).astype(np.int64), 0, pixels.rows)
    kept = np.unique(pixel, return_index=True)[1]
    return kept[time[kept] >= pixels.low]


def _column(time: Floats, pixels: Pixels) -> NDArray[np.int64]:
    share = (time - pixels.low) / (pixels.high - pixels.low)
    return np.clip(np.floor(share * pixels.columns), -1, pixels.columns - 1).astype(np.int64)
