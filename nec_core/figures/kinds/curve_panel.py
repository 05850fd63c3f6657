"""A panel of step curves with its counts under the ticks: what cumulative incidence and follow-up have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.figures.axis import Axis
from nec_core.figures.drawing.blocks import DEEP, Block, gap, sample, stacked
from nec_core.figures.drawing.marks import Area, Line, Mark, Paint, Points, Text
from nec_core.figures.drawing.panel import Panel, bottom_room, left_room
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.palette import PALETTES, Dash, band_opacity, palette_colour, palette_dash
from nec_core.formatting import count, percent, plain_number
from nec_core.patients.cohort import Variable

Floats = NDArray[np.float64]
_KEY = 2.2  # of a sample before a group's name, in ems, with the gap after it


@dataclass(frozen=True, eq=False)
class Curve:
    """A step curve with its limits; nan where there are none. The first vertex is time 0.

    `quiet` ones lie behind the others, without limits. `name` is what the pointer reads before the values.
    """

    time: Floats
    value: Floats
    lower: Floats
    upper: Floats
    paint: Paint
    dash: Dash = ()
    quiet: bool = False
    name: str = ""


@dataclass(frozen=True)
class Counts:
    """One group's rows of the table: title and a count for each tick. `name` is "" where there is one group."""

    name: str
    looks: Line | Area | None
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def level_paint(variable: Variable | None, name: str, place: int) -> Paint:
    """The colour of a group: of its level, wherever it stands and whoever is filtered out."""
    return Paint(palette_colour("default", _index(variable, name, place)))


def level_dash(variable: Variable | None, name: str, place: int) -> Dash:
    """Its second sign."""
    return palette_dash("default", _index(variable, name, place))


def _index(variable: Variable | None, name: str, place: int) -> int:
    levels, level = ((), name) if variable is None else (variable.levels, variable.level_of(name))
    if level in levels and levels.index(level) < len(PALETTES["default"]):
        return levels.index(level)
    return place


def from_zero(time: Floats, values: Sequence[Floats], start: Sequence[float], high: float) -> tuple[Floats, ...]:
    """Vertices from time 0 to the end of the curve or of the axis: times, then each of the values."""
    time = np.concatenate(([0.0], time))
    heights = [np.concatenate(([first], value)) for first, value in zip(start, values, strict=True)]
    kept = int(np.searchsorted(time, high, side="right"))
    if kept < time.size:
        time = np.append(time[:kept], high)
        heights = [np.append(h[:kept], h[kept - 1]) for h in heights]
    return (time, *heights)


def table_room(sheet: Sheet, y: Axis, tables: Sequence[Counts]) -> float:
    """What axis and titles of the table take left of the panel."""
    titles = max((sheet.of(title, small=True) for table in tables for title, _ in table.rows), default=0.0)
    return max(left_room(sheet, y), sheet.margin + titles + _half(sheet, tables) + 0.8 * sheet.small)


def _half(sheet: Sheet, tables: Sequence[Counts]) -> float:
    firsts = [count(counts[0]) for table in tables for _, counts in table.rows if counts]
    return max((sheet.of(first, small=True) for first in firsts), default=0.0) / 2


def curve_panel(
    panel: Panel, curves: Sequence[Curve], tables: Sequence[Counts], extra: Sequence[Mark] = (), edge: float = 0.0
) -> Block:
    """Axes, what lies behind, bands, curves, and the table.

    Args:
        panel: with its top at 0.
        extra: marks under the curves.
        edge: where the panel's part of the page begins, for the names of groups.
    """
    shown = [curve for curve in curves if not curve.quiet]
    marks: list[Mark] = [*panel.left_axis(grid=True), *extra]
    marks += [panel.steps(c.time, c.value, c.paint, 0.9, c.dash) for c in curves if c.quiet]
    marks += [band for c in shown for band in _band(panel, c, band_opacity(len(shown)))]
    marks += [panel.steps(c.time, c.value, c.paint, 1.25, c.dash) for c in shown]
    marks += [_told(panel, c) for c in shown if c.name]
    stride = _stride(panel, tables)
    marks += panel.bottom_axis(stride=stride)
    plot = Block(tuple(marks), panel.height + bottom_room(panel.sheet, panel.x.label))
    return stacked([plot, gap(0.4 * panel.sheet.small), *(_table(panel, t, stride, edge) for t in tables)])


def _band(panel: Panel, curve: Curve, opacity: float) -> list[Area]:
    known = np.flatnonzero(~np.isnan(curve.lower) & ~np.isnan(curve.upper))
    if not known.size:
        return []
    stop = min(int(known[-1]) + 1, curve.time.size - 1)
    time = np.append(curve.time[known], curve.time[stop])
    lower = np.append(curve.lower[known], curve.lower[known[-1]])
    upper = np.append(curve.upper[known], curve.upper[known[-1]])
    return [
        panel.band(time, np.clip(lower, panel.y.low, None), np.clip(upper, None, panel.y.high), curve.paint, opacity)
    ]


def _told(panel: Panel, curve: Curve) -> Points:
    """Its height at each tick, for the pointer."""
    ticks = [tick for tick in panel.x.ticks if tick <= curve.time[-1]]
    heights = curve.value[np.searchsorted(curve.time, ticks, side="right") - 1].tolist()
    tells = tuple(
        f"{curve.name}: {percent(height)} at {plain_number(tick)}" for tick, height in zip(ticks, heights, strict=True)
    )
    return panel.points(ticks, heights, curve.paint, "none", tells=tells)


def _stride(panel: Panel, tables: Sequence[Counts]) -> int:
    sheet = panel.sheet
    widths = [sheet.of(text) for text in panel.x.tick_text]
    widths += [sheet.of(count(max(row)), small=True) for table in tables for _, row in table.rows if row]
    return panel.stride_of(widths)


def _table(panel: Panel, table: Counts, stride: int, edge: float) -> Block:
    sheet, marks, y = panel.sheet, [], 0.0
    if table.name:
        key = _KEY * sheet.small if table.looks is not None else 0.0
        left = sheet.margin + edge
        if table.looks is not None:
            marks.append(sample(sheet, table.looks, left, y + 0.5 * sheet.small_line, 1.7 * sheet.small))
        for line in sheet.wrapped(table.name, panel.right - left - key, small=True, bold=True):
            marks.append(Text(line, left + key, y + DEEP * sheet.small_line, sheet.small, bold=True))
            y += sheet.small_line
    names = panel.left - _half(sheet, [table]) - 0.8 * sheet.small
    for title, counts in table.rows:
        base = y + DEEP * sheet.small_line
        marks.append(Text(title, names, base, sheet.small, "right"))
        for tick, n in list(zip(panel.x.ticks, counts, strict=True))[::stride]:
            marks.append(Text(count(n), panel.across(tick), base, sheet.small, "centre"))
        y += sheet.small_line
    return Block(tuple(marks), y + 0.3 * sheet.small)
