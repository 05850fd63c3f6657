"""The survival figure as numbers: everything both renderers draw, decided once.

`survival_figure` takes finished results, never patient rows, and answers every question that is not about
pixels or millimetres: which vertices, which limits, which ticks, which counts, which names and colours.
`screen` and `paper` then only place them, so that both show the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core import time_units
from nec_core.errors import PlanError
from nec_core.figures.axis import Axis, share_axis, time_axis
from nec_core.figures.palette import Dash, palette_colour, palette_dash
from nec_core.figures.style import FigureStyle
from nec_core.figures.words import TICKS_LEFT_OUT, axis_words, break_note, median_note, shown_names, tail_note
from nec_core.survival.counts.at_risk import at_risk_table
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.counts.time_grid import before_and_by
from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.survival.curves.quantiles import Quantile, median
from nec_core.survival.curves.readable import last_with_enough

_MOST_TICKS = 300  # on a curve 110 mm long, the plot of a figure two columns wide, one every third of a millimetre

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class FigureText:
    """The words the analysis gives; the style may override the axis labels.

    Attributes:
        y_label: "Overall survival".
        x_label: "Months since diagnosis"; the unit in it follows the style's time unit.
        notes: lines of the note box about the test, such as "Log-rank P = .039".
        beware: what to beware of, a line each: shown whatever the style says, since a figure travels alone.
        hr_notes: lines about hazard ratios, shown when the style asks for them.
        caption: what the curves are: endpoint, interval type, unit. Stands under the figure.
        footnote: provenance, shown when the style asks for it.
    """

    y_label: str
    x_label: str
    notes: tuple[str, ...] = ()
    beware: tuple[str, ...] = ()
    hr_notes: tuple[str, ...] = ()
    caption: str = ""
    footnote: str = ""


@dataclass(frozen=True, eq=False)
class GroupSeries:
    """One group as drawn: times in the figure's unit, heights as survival or 1 - survival.

    Attributes:
        key, name: the group in the data, and as it is called in the figure.
        place: where the group stands among those with patients, in the data's order.
        colour, dash: "#rrggbb"; on and off lengths in line widths, () for a solid line.
        n, n_events: patients and events.
        time, value: (m,) step vertices: the curve stands at value[i] from time[i] to time[i + 1]. The first
            is time 0.
        lower, upper: (m,) limits from time[i] on; nan where there are none.
        at_risk: (m,) at risk just before each time.
        firm: vertices up to here stand on enough patients; after it the tail begins. m - 1 where there is no tail.
        censor_time, censor_value: where censor ticks stand; empty where the style wants none, or all groups
            have none because one has more than the eye can tell apart.
        median: in the figure's unit, None where not reached.
        table_at_risk, table_censored, table_events: one count per tick of the time axis.
    """

    key: str
    name: str
    place: int
    colour: str
    dash: Dash
    n: int
    n_events: int
    time: Floats
    value: Floats
    lower: Floats
    upper: Floats
    at_risk: Ints
    firm: int
    censor_time: Floats
    censor_value: Floats
    median: Quantile
    table_at_risk: tuple[int, ...]
    table_censored: tuple[int, ...]
    table_events: tuple[int, ...]

    @property
    def has_tail(self) -> bool:
        """Whether the curve runs on after few are left at risk."""
        return self.firm < self.time.size - 1

    @property
    def tail(self) -> tuple[str, float]:
        """Its name, and up to when it is firm."""
        return self.name, float(self.time[self.firm])

    @property
    def limits(self) -> tuple[Floats, Floats, Floats]:
        """(k,) times, lower and upper limits where there are any; the last runs on to the next vertex, as the curve
        does. Empty where there are none."""
        known = np.flatnonzero(~np.isnan(self.lower))
        if not known.size:
            return (np.zeros(0), np.zeros(0), np.zeros(0))
        stop = min(int(known[-1]) + 1, self.time.size - 1)
        return (
            np.append(self.time[known], self.time[stop]),
            np.append(self.lower[known], self.lower[known[-1]]),
            np.append(self.upper[known], self.upper[known[-1]]),
        )

    @property
    def end(self) -> tuple[float, float]:
        """Where the curve ends."""
        return float(self.time[-1]), float(self.value[-1])


@dataclass(frozen=True, eq=False)
class SurvivalFigure:
    """Everything the renderers draw.

    Attributes:
        title: None for none.
        x, y: the axes; y in shares of 1.
        groups: in drawing order, empty groups left out.
        unit: of all times.
        quantity: what the vertical axis is called, without its unit, for sentences.
        conf_level: of the limits.
        notes: lines of the note box.
        test_notes: the analysis' test lines, shown or not, and what to beware of, for the sentence that describes the
            figure.
        caption, footnote: lines under the figure, "" for none.
        style: the choices that remain for the renderers.
    """

    title: str | None
    x: Axis
    y: Axis
    groups: tuple[GroupSeries, ...]
    unit: str
    quantity: str
    conf_level: float
    notes: tuple[str, ...]
    test_notes: tuple[str, ...]
    caption: str
    footnote: str
    style: FigureStyle


def survival_figure(
    table: EventTable,
    curves: Sequence[SurvivalCurve],
    text: FigureText,
    style: FigureStyle | None = None,
    window: tuple[float, float] | None = None,
) -> SurvivalFigure:
    """Decides everything about the figure that does not depend on its size.

    Args:
        table: the counts the curves were made from.
        curves: one per group of the table, in its order.
        text: the words of the analysis.
        style: the person's choices; None for the defaults.
        window: from when to when the time axis is looked at, in the figure's unit; None for all of it. Ticks and
            counts are those of the window.

    Raises:
        PlanError: the curves are not those of the table, or no group has a patient.
    """
    _check(table, curves)
    style = (style or FigureStyle()).settled(sum(curve.n > 0 for curve in curves))
    unit = style.time_unit or table.unit
    scale = time_units.scale(table.unit, unit)
    quantity, x_label, y_label = axis_words(text.x_label, text.y_label, table.unit, unit, style)
    longest = max(float(curve.time[-1]) for curve in curves if curve.n) * scale
    x = time_axis(x_label, longest, unit, style.x_max, style.x_step, window)
    y = share_axis(y_label, style.y_min, style.y_max, percent=style.display == "percent")

    groups = _groups(table, curves, x, unit, scale, style)
    notes = (text.notes if style.show_p else ()) + text.beware + (text.hr_notes if style.show_hr else ())
    if style.show_medians:
        notes += tuple(
            median_note(group.name if len(groups) > 1 else None, group.median, unit, curves[0].conf_level)
            for group in groups
        )
    lowest, highest = (float(end([end(group.value) for group in groups])) for end in (np.min, np.max))
    sentences = (
        text.caption if style.show_caption else "",
        break_note(y, lowest, highest),
        tail_note([group.tail for group in groups if group.has_tail], len(groups), unit),
        TICKS_LEFT_OUT if style.censor_ticks and _too_many_ticks(curves) else "",
    )
    return SurvivalFigure(
        title=style.title or None,
        x=x,
        y=y,
        groups=groups,
        unit=unit,
        quantity=quantity,
        conf_level=curves[0].conf_level,
        notes=notes,
        test_notes=text.notes + text.beware,
        caption=" ".join(sentence for sentence in sentences if sentence),
        footnote=text.footnote if style.footnote else "",
        style=style,
    )


def _check(table: EventTable, curves: Sequence[SurvivalCurve]) -> None:
    if tuple(curve.name for curve in curves) != table.groups:
        raise PlanError(
            "A figure needs one curve per group of its table, in the same order, "
            f"but has {len(curves)} curves for {len(table.groups)} groups, or their names differ. "
            "Make the curves from the same table."
        )
    if not any(curve.n for curve in curves):
        raise PlanError("A figure needs at least one patient, but every group is empty. Widen the filters.")


def _groups(
    table: EventTable, curves: Sequence[SurvivalCurve], x: Axis, unit: str, scale: float, style: FigureStyle
) -> tuple[GroupSeries, ...]:
    counts = at_risk_table(table.in_unit(unit), x.ticks)
    # A group keeps its colour when groups before it are moved or emptied by a filter.
    present = [g for g in _order(table.groups, style.group_order) if curves[g].n]
    dashed = style.line_styles
    if dashed is None:
        dashed = style.palette == "greyscale" or style.labels == "legend" or len(present) > 4
        dashed = dashed or _coincide([curves[g] for g in present])
    censored = {g: curves[g].censored.astype(bool) & (curves[g].time * scale <= x.high) for g in present}
    marked = style.censor_ticks and not _too_many_ticks(curves)
    names = shown_names([style.group_names.get(table.groups[g], table.groups[g]) for g in present])
    drawn = []
    for g, name in zip(present, names, strict=True):
        key = table.groups[g]
        steps = _steps(curves[g], x.high, scale, style)
        in_range = censored[g] if marked else np.zeros_like(censored[g])
        censor_time = curves[g].time[in_range] * scale
        survival = curves[g].survival[in_range]
        middle = median(curves[g])
        drawn.append(
            GroupSeries(
                key=key,
                name=name,
                place=sorted(present).index(g),
                colour=style.group_colours.get(key, palette_colour(style.palette, g)).upper(),
                dash=palette_dash(style.palette, g) if dashed else (),
                n=curves[g].n,
                n_events=curves[g].n_events,
                time=steps[0],
                value=steps[1],
                lower=steps[2],
                upper=steps[3],
                at_risk=steps[4],
                firm=(last_with_enough(steps[4], curves[g].n) or 0) if style.tail == "pale" else steps[4].size - 1,
                censor_time=censor_time,
                censor_value=survival if style.quantity == "survival" else 1.0 - survival,
                median=Quantile(middle.p, *(_scaled(v, scale) for v in (middle.value, middle.lower, middle.upper))),
                table_at_risk=tuple(counts.at_risk[g].tolist()),
                table_censored=tuple(counts.censored[g].tolist()),
                table_events=tuple(counts.events[g].tolist()),
            )
        )
    return tuple(drawn)


def _too_many_ticks(curves: Sequence[SurvivalCurve]) -> bool:
    """Whether some curve has so many censoring times that ticks would only make it thick."""
    return max(int(np.count_nonzero(curve.censored)) for curve in curves) > _MOST_TICKS


def _order(names: tuple[str, ...], wanted: tuple[str, ...]) -> list[int]:
    """Indices of the groups: those the style names first, the others after them as they came."""
    first = [names.index(name) for name in dict.fromkeys(wanted) if name in names]
    return first + [g for g in range(len(names)) if g not in first]


def _steps(
    curve: SurvivalCurve, high: float, scale: float, style: FigureStyle
) -> tuple[Floats, Floats, Floats, Floats, Ints]:
    """Vertices from time 0 to the end of the curve or of the axis, whichever comes first."""
    time = np.concatenate(([0.0], curve.time * scale))
    survival = np.concatenate(([1.0], curve.survival))
    lower, upper = (np.concatenate(([np.nan], limit)) for limit in (curve.lower, curve.upper))
    at_risk = np.concatenate((curve.at_risk[:1], curve.at_risk))
    kept = int(np.searchsorted(time, high, side="right"))
    if kept < time.size:
        # The axis ends before the curve: it runs up to the edge at its last height.
        at_risk = np.concatenate((at_risk[:kept], at_risk[kept : kept + 1]))
        time = np.concatenate((time[:kept], [high]))
        survival, lower, upper = (
            np.concatenate((values[:kept], values[kept - 1 : kept])) for values in (survival, lower, upper)
        )
    if style.quantity == "failure":
        return time, 1.0 - survival, 1.0 - upper, 1.0 - lower, at_risk
    return time, survival, lower, upper, at_risk


def _coincide(curves: Sequence[SurvivalCurve]) -> bool:
    """Whether two curves lie on each other for half of the time they share: then colour alone hides one."""
    for i, first in enumerate(curves):
        for second in curves[i + 1 :]:
            shared = np.linspace(0.0, min(first.time[-1], second.time[-1]), 201)[1:]
            if np.mean(np.abs(_height(first, shared) - _height(second, shared)) < 0.004) > 0.5:
                return True
    return False


def _height(curve: SurvivalCurve, times: Floats) -> Floats:
    _, steps = before_and_by(curve.time, times)
    return np.concatenate(([1.0], curve.survival))[steps]


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale
