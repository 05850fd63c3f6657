"""Axes on a page: where a number stands, and the lines, steps, bands, bars and points drawn by it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nec_core.figures.axis import Axis
from nec_core.figures.drawing.marks import GRID, INK, Area, Hatch, Line, Mark, Paint, Place, Points, Shape, Text
from nec_core.figures.drawing.sheet import LINE, Sheet
from nec_core.figures.palette import Dash
from nec_core.figures.thinning import Pixels, kept_vertices

Floats = NDArray[np.float64]
_TICK = 3.5  # in points
_AFTER_TICK = 0.25  # in ems, from a tick to its number
_FINEST = 4.0  # dots per point of the page: beyond it a curve's vertices can't be told apart


@dataclass(frozen=True)
class Panel:
    """A rectangle of the page with its axes.

    Attributes:
        sheet: the page it stands on.
        left, top, width, height: of the rectangle.
        x, y: its axes; y counts upwards.
        x_log: whether x is a ratio, drawn by its logarithm.
    """

    sheet: Sheet
    left: float
    top: float
    width: float
    height: float
    x: Axis
    y: Axis
    x_log: bool = False

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def across(self, x: float) -> float:
        """Where a number of the horizontal axis stands."""
        low, high, at = (
            (math.log(v) for v in (self.x.low, self.x.high, x)) if self.x_log else (self.x.low, self.x.high, x)
        )
        return self.left + (at - low) / (high - low) * self.width

    def down(self, y: float) -> float:
        """Where a number of the vertical axis stands."""
        return self.bottom - (y - self.y.low) / (self.y.high - self.y.low) * self.height

    def place(self, x: float, y: float) -> Place:
        return self.across(x), self.down(y)

    # --- what is drawn by numbers ---

    def line(
        self, x: Sequence[float], y: Sequence[float], paint: Paint, width_pt: float = 1.25, dash: Dash = ()
    ) -> Line:
        return Line(tuple(self.place(a, b) for a, b in zip(x, y, strict=True)), paint, width_pt, dash)

    def steps(self, x: Floats, y: Floats, paint: Paint, width_pt: float = 1.25, dash: Dash = ()) -> Line:
        """A step curve: at height y[i] from x[i] to x[i + 1]. Vertices nobody could see are left out."""
        kept = kept_vertices(x, (y,), self._grid)
        return Line(self._stairs(x[kept], y[kept]), paint, width_pt, dash)

    def band(
        self, x: Floats, lower: Floats, upper: Floats, fill: Paint, opacity: float = 1.0, hatch: Hatch = "",
        edge: Paint | None = None,
    ) -> Area:  # fmt: skip
        """What lies between two step curves of the same x."""
        kept = kept_vertices(x, (lower, upper), self._grid)
        there, back = self._stairs(x[kept], upper[kept]), self._stairs(x[kept], lower[kept])
        return Area(((*there, *reversed(back)),), fill, opacity, edge, hatch=hatch)

    def bars(
        self, low: Sequence[float], high: Sequence[float], length: Sequence[float], fill: Paint, *,
        edge: Paint | None = None, hatch: Hatch = "", tells: tuple[str, ...] = (),
    ) -> Area:  # fmt: skip
        """Upright bars from 0, each from `low` to `high` of the horizontal axis."""
        outlines = tuple(
            (self.place(a, 0.0), self.place(a, n), self.place(b, n), self.place(b, 0.0))
            for a, b, n in zip(low, high, length, strict=True)
        )
        return Area(outlines, fill, edge=edge, hatch=hatch, tells=tells)

    def points(
        self, x: Sequence[float], y: Sequence[float], paint: Paint, shape: Shape = "circle", *, filled: bool = True,
        size_pt: float = 4.4, tells: tuple[str, ...] = (),
    ) -> Points:  # fmt: skip
        places = tuple(self.place(a, b) for a, b in zip(x, y, strict=True))
        return Points(places, shape, paint, filled, size_pt, tells)

    def upright(self, x: float, paint: Paint = INK, width_pt: float = 0.7, dash: Dash = ()) -> Line:
        """A line over the whole height at a number."""
        return Line(((self.across(x), self.top), (self.across(x), self.bottom)), paint, width_pt, dash)

    def level(self, y: float, paint: Paint = INK, width_pt: float = 0.7, dash: Dash = ()) -> Line:
        """A line over the whole width at a number."""
        return Line(((self.left, self.down(y)), (self.right, self.down(y))), paint, width_pt, dash)

    # --- axes ---

    @property
    def stride(self) -> int:
        """Every how many ticks of the horizontal axis carry numbers without touching."""
        return self.stride_of([self.sheet.of(text) for text in self.x.tick_text])

    def stride_of(self, widths: Sequence[float]) -> int:
        """Every how many ticks can carry words as wide as these."""
        places = [self.across(tick) for tick in self.x.ticks]
        if len(places) < 2:
            return 1
        room = min(b - a for a, b in pairwise(places))
        return max(1, math.ceil((max(widths) + 0.6 * self.sheet.size) / room))

    def bottom_axis(self, *, stride: int | None = None) -> tuple[Mark, ...]:
        """Line, ticks, numbers and label under the panel; they take `bottom_room` of the page."""
        every, size, tick = stride or self.stride, self.sheet.size, _TICK * self.sheet.point
        marks: list[Mark] = [Line(((self.left, self.bottom), (self.right, self.bottom)))]
        for i, (at, text) in enumerate(zip(self.x.ticks, self.x.tick_text, strict=True)):
            x = self.across(at)
            marks.append(Line(((x, self.bottom), (x, self.bottom + tick))))
            if i % every == 0:
                marks.append(Text(text, x, self.bottom + tick + (_AFTER_TICK + 0.8) * size, size, "centre"))
        if self.x.label:
            # Under the middle of its axis, unless that leads off the page.
            lines = self.sheet.wrapped(self.x.label, self.sheet.inner)
            for n, line in enumerate(lines):
                half = self.sheet.of(line) / 2
                middle = self.left + self.width / 2
                x = max(self.sheet.margin + half, min(middle, self.sheet.width - self.sheet.margin - half))
                y = self.bottom + tick + (_AFTER_TICK + LINE + 0.95 + n * LINE) * size
                marks.append(Text(line, x, y, size, "centre"))
        return tuple(marks)

    def left_axis(self, *, grid: bool = False) -> tuple[Mark, ...]:
        """Line, ticks, numbers and upright label left of the panel; they take `left_room` of the page."""
        size, tick = self.sheet.size, _TICK * self.sheet.point
        marks: list[Mark] = [Line(((self.left, self.top), (self.left, self.bottom)))]
        for at, text in zip(self.y.ticks, self.y.tick_text, strict=True):
            y = self.down(at)
            if grid and at > self.y.low:
                marks.insert(0, Line(((self.left, y), (self.right, y)), GRID, 0.5))
            marks.append(Line(((self.left - tick, y), (self.left, y))))
            marks.append(Text(text, self.left - tick - _AFTER_TICK * size, y + 0.34 * size, size, "right"))
        if self.y.label:
            numbers = max((self.sheet.of(text) for text in self.y.tick_text), default=0.0)
            x = self.left - tick - _AFTER_TICK * size - numbers - 0.65 * size
            marks.append(Text(self.y.label, x, self.top + self.height / 2, size, "centre", upright=True))
        return tuple(marks)

    @property
    def _grid(self) -> Pixels:
        return Pixels(self.x.high, max(1, round(self.width / self.sheet.point * _FINEST)), 1, self.x.low)

    def _stairs(self, x: Floats, y: Floats) -> tuple[Place, ...]:
        if not x.size:
            return ()
        across, down = [self.across(a) for a in x.tolist()], [self.down(b) for b in y.tolist()]
        places = [(across[0], down[0])]
        for i in range(1, len(across)):
            if down[i] != down[i - 1]:
                places += [(across[i], down[i - 1]), (across[i], down[i])]
        if places[-1][0] != across[-1]:
            places.append((across[-1], down[-1]))
        return tuple(places)


def bottom_room(sheet: Sheet, label: str) -> float:
    """What `Panel.bottom_axis` takes under the panel."""
    lines = len(sheet.wrapped(label, sheet.inner)) if label else 0
    return _TICK * sheet.point + (_AFTER_TICK + LINE + (0.35 + lines * LINE if lines else 0.0)) * sheet.size


def left_room(sheet: Sheet, axis: Axis) -> float:
    """What `Panel.left_axis` takes left of the panel, from the margin."""
    numbers = max((sheet.of(text) for text in axis.tick_text), default=0.0)
    label = 1.65 * sheet.size if axis.label else 0.0
    return sheet.margin + label + numbers + _AFTER_TICK * sheet.size + _TICK * sheet.point


def right_room(sheet: Sheet, axis: Axis) -> float:
    """What hangs over the panel's right edge: half of the horizontal axis' last number."""
    return sheet.margin + (sheet.of(axis.tick_text[-1]) / 2 if axis.tick_text else 0.0)
