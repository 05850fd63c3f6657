"""Where words go so that they cover nothing: labels moved apart, notes put into the empty part of the plot.

All lengths are in the renderer's own unit (points on paper, pixels on screen); the origin is the plot's
lower left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.figures.survival_figure import GroupSeries, SurvivalFigure
from nec_core.formatting import count, cut_apart

Measure = Callable[[str], float]

_CELL = 3.0  # of the grid on which the plot is searched; finer than the smallest gap between two words


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height


class Taken:
    """Which parts of the plot are drawn on. Remembers what is placed, so that the next word keeps clear of it."""

    def __init__(self, figure: SurvivalFigure, width: float, height: float, *, pad: float) -> None:
        self.width, self.height = width, height
        columns, rows = max(2, int(width / _CELL)), max(2, int(height / _CELL))
        self._lines = np.zeros((rows, columns), dtype=np.bool_)
        self._bands = np.zeros((rows, columns), dtype=np.bool_)
        edges = figure.x.low + (figure.x.high - figure.x.low) * np.arange(columns + 1) / columns
        for group in figure.groups:
            inside = edges[:-1] <= group.time[-1]
            start = np.searchsorted(group.time, edges[:-1], side="right") - 1
            end = np.searchsorted(group.time, edges[1:], side="right") - 1
            self._mark(self._lines, figure, group.value, start, end, inside, pad)
            if figure.style.interval != "none":
                low = np.where(np.isnan(group.lower), group.value, group.lower)
                high = np.where(np.isnan(group.upper), group.value, group.upper)
                self._mark(self._bands, figure, low, start, end, inside, pad, other=high)
        self._mark_medians(figure, pad)

    def _mark(
        self,
        grid: NDArray[np.bool_],
        figure: SurvivalFigure,
        heights: NDArray[np.float64],
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        inside: NDArray[np.bool_],
        pad: float,
        other: NDArray[np.float64] | None = None,
    ) -> None:
        """Takes, in every column, all that lies between the heights a step curve has at its two edges."""
        candidates = [h[i] for h in (heights, heights if other is None else other) for i in (start, end)]
        share = (np.array(candidates) - figure.y.low) / (figure.y.high - figure.y.low) * self.height
        rows = grid.shape[0]
        bottom = np.floor((share.min(axis=0) - pad) / self.height * rows).astype(int)
        top = np.ceil((share.max(axis=0) + pad) / self.height * rows).astype(int)
        row = np.arange(rows)[:, None]
        grid |= (row >= bottom) & (row < top) & inside

    def _mark_medians(self, figure: SurvivalFigure, pad: float) -> None:
        for x, level in median_points(figure):
            across = self.x_of(figure, x)
            up = self.y_of(figure, level)
            self._take(self._lines, Box(0.0, up - pad, across, 2 * pad))
            self._take(self._lines, Box(across - pad, 0.0, 2 * pad, up))

    def x_of(self, figure: SurvivalFigure, x: float) -> float:
        """Distance of a time from the left edge."""
        return (x - figure.x.low) / (figure.x.high - figure.x.low) * self.width

    def y_of(self, figure: SurvivalFigure, y: float) -> float:
        """Distance of a share from the lower edge."""
        return (y - figure.y.low) / (figure.y.high - figure.y.low) * self.height

    def is_free(self, box: Box, *, of_bands: bool = True) -> bool:
        """Whether the box lies within the plot and on nothing that is drawn."""
        if box.left < 0 or box.bottom < 0 or box.right > self.width or box.top > self.height:
            return False
        part = self._slices(box)
        return not (self._lines[part].any() or (of_bands and self._bands[part].any()))

    def take(self, box: Box) -> None:
        """Keeps later words off the box."""
        self._take(self._lines, box)

    def place(self, width: float, height: float, *, margin: float) -> Box | None:
        """A free place for a box of this size, off curves and bands; None where they leave no room.

        Upper right, lower left, lower right, upper left, then anywhere.
        """
        if width + 2 * margin > self.width or height + 2 * margin > self.height:
            return None
        left, right = margin, self.width - margin - width
        bottom, top = margin, self.height - margin - height
        corners = [(right, top), (left, bottom), (right, bottom), (left, top)]
        steps = [
            (left + (right - left) * i / 12, bottom + (top - bottom) * j / 12)
            for j in range(12, -1, -1)
            for i in range(12, -1, -1)
        ]
        boxes = (Box(x, y, width, height) for x, y in corners + steps)
        return next((box for box in boxes if self.is_free(box)), None)

    def _take(self, grid: NDArray[np.bool_], box: Box) -> None:
        grid[self._slices(box)] = True

    def _slices(self, box: Box) -> tuple[slice, slice]:
        rows, columns = self._lines.shape
        return (
            slice(
                max(0, int(box.bottom / self.height * rows)),
                max(0, int(np.ceil(box.top / self.height * rows))),
            ),
            slice(
                max(0, int(box.left / self.width * columns)),
                max(0, int(np.ceil(box.right / self.width * columns))),
            ),
        )


def median_points(figure: SurvivalFigure) -> tuple[tuple[float, float], ...]:
    """Where the drop lines of the medians start: (time, height) of each group whose median is within the axes."""
    points = (median_point(figure, group) for group in figure.groups)
    return tuple(point for point in points if point is not None)


def median_point(figure: SurvivalFigure, group: GroupSeries) -> tuple[float, float] | None:
    """The same of one group; None where the style wants no lines, or its median is not reached or not in sight."""
    value = group.median.value
    in_sight = value is not None and figure.x.low <= value <= figure.x.high and figure.y.low <= 0.5 <= figure.y.high
    return (value, 0.5) if figure.style.median_lines and value is not None and in_sight else None


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Centres of labels, as near to the wanted ones as can be without overlap, within `low` to `high`.

    Labels that collide form a block around their mean wish, and blocks that collide merge (pool adjacent
    violators). Where there is no room for all, they are stacked from `low` on, overlap-free, and run over
    the top.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[list[int], float, float]] = []  # members, bottom, height
    for i in order:
        block = ([i], wanted[i] - sizes[i] / 2, sizes[i])
        while True:
            block = _within(block, low, high)
            if not blocks or blocks[-1][1] + blocks[-1][2] <= block[1] + 1e-9:
                break
            block = _merged(blocks.pop(), block, wanted, sizes)
        blocks.append(block)
    centres = [0.0] * len(wanted)
    for members, bottom, _ in blocks:
        for i in members:
            centres[i] = bottom + sizes[i] / 2
            bottom += sizes[i]
    return tuple(centres)


def _within(block: tuple[list[int], float, float], low: float, high: float) -> tuple[list[int], float, float]:
    members, bottom, height = block
    return members, max(low, min(bottom, high - height)), height


def _merged(
    below: tuple[list[int], float, float],
    above: tuple[list[int], float, float],
    wanted: Sequence[float],
    sizes: Sequence[float],
) -> tuple[list[int], float, float]:
    members = below[0] + above[0]
    offset, offsets = 0.0, []
    for i in members:
        offsets.append(offset + sizes[i] / 2)
        offset += sizes[i]
    bottom = sum(wanted[i] - o for i, o in zip(members, offsets, strict=True)) / len(members)
    return members, bottom, offset


def wrap(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Lines no wider than `width`, broken between words, or within a word that is wider than a line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and measure(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        while measure(word) > width and len(word) > 1:
            cut = next((i for i in range(len(word) - 1, 1, -1) if measure(word[:i]) <= width), 1)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return (*lines, line) if line else tuple(lines)


def shortened(text: str, width: float, measure: Measure) -> str:
    """`text`, or as much of it as fits with an ellipsis."""
    if measure(text) <= width:
        return text
    cut = next((i for i in range(len(text) - 1, 0, -1) if measure(text[:i].rstrip() + "…") <= width), 0)
    return text[:cut].rstrip() + "…"


def shortened_apart(texts: Sequence[str], width: float, measure: Measure) -> tuple[str, ...]:
    """Each of these `shortened`; different ones stay different."""
    return cut_apart(texts, lambda text: measure(text) <= width, lambda text: shortened(text, width, measure))


def tick_stride(figure: SurvivalFigure, width: float, measure: Measure, measure_count: Measure, gap: float) -> int:
    """Every how many ticks a number can stand without touching its neighbours: axis numbers and counts alike."""
    if len(figure.x.ticks) < 2:
        return 1
    widest = max(measure(text) for text in figure.x.tick_text)
    if figure.style.risk_table != "none":
        rows = (row for g in figure.groups for row in (g.table_at_risk, g.table_censored, g.table_events))
        widest = max(widest, max(measure_count(count(max(row))) for row in rows))
    room = (figure.x.ticks[1] - figure.x.ticks[0]) / (figure.x.high - figure.x.low) * width
    return max(1, int(np.ceil((widest + gap) / room)))
