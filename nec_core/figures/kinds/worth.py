"""What a P is worth: every test of the same question, and P without each patient in turn, on one axis of P."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nec_core import formatting as fmt
from nec_core.analysis.analyse import analyse
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.result import SurvivalResult
from nec_core.analysis.worth import LeftOut, Worth
from nec_core.errors import PlanError
from nec_core.export.survival_words import group_label
from nec_core.export.worth_words import TEST_NAMES, worth_sentence
from nec_core.figures.axis import Axis
from nec_core.figures.drawing.beware import warned
from nec_core.figures.drawing.blocks import Entry, caption, legend, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import INK, QUIET, Line, Mark, Page, Paint, Points
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.level_colours import level_index
from nec_core.figures.palette import DASHES, Dash, palette_colour
from nec_core.figures.words import clean_name
from nec_core.ingest.row_places import row_text
from nec_core.patients.grouping import usual_group

_MARK_PT = 4.6
_MOST = 8
"""Patients told one by one: those that move P most."""
_LEAST = 1e-6
"""Below it P is an arrow."""
_LOWS = (1e-6, 1e-5, 1e-4, 0.001, 0.002, 0.005, 0.01, 0.02)
_TICKS = (1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.05, 0.1, 0.5, 1.0)
_FINE_FROM = 0.001  # an axis from here on has room for .05 and .5


def picture(result: SurvivalResult) -> Picture:
    """The picture of a comparison's `worth`. Raises PlanError where there is no P to be read."""
    worth = result.worth
    if worth is None:
        raise PlanError(
            "There is no P to look at: it needs groups that were known at time zero, two at least."
            if not result.naive
            else "These groups were settled after time zero: a P of theirs is not worth reading (immortal time bias)."
        )
    sentence = clean_name(worth_sentence(result))
    one = worth.leave_one_out
    looked = f", each of {fmt.plural(one.n, 'patient')} left out in turn" if one else ""
    alt = f"P of {fmt.plural(len(worth.tests), 'test')} of one question{looked}. {sentence}"
    missing = "; ".join(f"{reason}: {n}" for reason, n in result.excluded.items())
    return Picture("What this P is worth", sentence, alt, worth.n, missing, lambda sheet: _pages(result, worth, sheet))


def _pages(result: SurvivalResult, worth: Worth, sheet: Sheet) -> tuple[Page, ...]:
    if worth.p is None:
        return (said(sheet, clean_name(worth_sentence(result))),)
    axis = _axis(worth)
    low, level = axis.low, worth.level
    uprights: list[tuple[float, Paint, Dash]] = [(level, QUIET, DASHES[2]), (max(worth.p, low), INK, ())]
    looks = [
        Entry("chosen before looking", _look("square", INK, True)),
        Entry("other test", _look("square", INK, False)),
    ]
    if worth.leave_one_out is not None:
        looks += [Entry("patient who had the event", _look("circle", QUIET, True)),
                  Entry("censored", _look("circle", QUIET, False))]  # fmt: skip
    reasons = " ".join(dict.fromkeys(worth.not_computed.values()))
    notes = caption(
        sheet,
        f"{fmt.plural(worth.n, 'patient')}, {fmt.plural(worth.n_events, 'event')}. Log-rank test. Line: P of all "
        f"patients. Dotted: {_tick(level)}.",
        "Arrow: P is smaller." if _smallest(worth) < _LEAST else "",
        reasons,
    )
    rows = [*_tests(worth), *_groups(result, worth), *_censored(worth), *_movers(result, worth)]
    return row_pages(
        sheet, rows, axis, heads=("n", "P"), x_log=True, uprights=uprights, before=[legend(sheet, looks)],
        after=[notes],
    )  # fmt: skip


def _smallest(worth: Worth) -> float:
    one = worth.leave_one_out
    every = [t.p for t in worth.tests] + ([one.p_min] if one else [])
    return min(p for p in every if p is not None)


def _axis(worth: Worth) -> Axis:
    low = max((x for x in _LOWS if x <= 0.95 * _smallest(worth)), default=_LEAST)
    ticks = tuple(t for t in _TICKS if t >= low and (low > _FINE_FROM or t not in (0.05, 0.5)))
    return Axis("P, on a log scale", low, 1.0, ticks, tuple(_tick(t) for t in ticks))


def _tick(p: float) -> str:
    return f"{p:.6f}".rstrip("0").rstrip(".").removeprefix("0")


def _look(shape: str, paint: Paint, filled: bool) -> Points:
    return Points(((0.0, 0.0),), "square" if shape == "square" else "circle", paint, filled, _MARK_PT)


# --- rows ---


def _tests(worth: Worth) -> list[Row]:
    rows = [Row("The same question by every test", heading=True)]
    for test in worth.tests:
        p = fmt.p_value(test.p) if test.p is not None else fmt.NE
        rows.append(
            Row(
                TEST_NAMES[test.name], _marked([(test.p, test.planned, f"{TEST_NAMES[test.name]}: P {p}")], "square"),
                ("", p), under=f"P {p}", inset=True, bold=test.planned,
            )
        )  # fmt: skip
    return rows


def _groups(result: SurvivalResult, worth: Worth) -> list[Row]:
    """Of each group a line of dots: P without each of its patients."""
    one = worth.leave_one_out
    if one is None:
        return []
    rows = [Row("Without one patient of", heading=True)]
    for group in result.groups:
        own = [left for left in one.patients if left.group == group.name]
        n = sum(left.n for left in own)
        told = _range([left.p for left in own])
        dots = [(left.p, left.event, _told(result, left)) for left in own]
        paint = Paint(palette_colour("default", level_index(result.variable, group.name)))
        name = clean_name(group_label(result, group.name))
        rows.append(
            Row(name, _marked(dots, "circle", paint), (fmt.count(n), told), under=f"n = {fmt.count(n)}; P {told}",
                inset=True)
        )  # fmt: skip
    return rows


def _censored(worth: Worth) -> list[Row]:
    changed = worth.death_censored
    if changed is None or changed.p_min is None or changed.p_max is None:
        return []
    low, high = changed.p_min, changed.p_max

    def draw(panel: Panel, middle: float, half: float) -> list[Mark]:
        ends = [panel.across(max(p, panel.x.low)) for p in (low, high)]
        rungs = [Line(((x, middle - 0.4 * half), (x, middle + 0.4 * half)), QUIET, 0.9) for x in ends]
        return [Line(((ends[0], middle), (ends[1], middle)), QUIET, 1.4), *rungs]

    told = _range([low, high])
    n = fmt.count(changed.n)
    return [
        Row("With one event called censored", heading=True),
        Row("any of them", draw, (n, told), under=f"n = {n}; P {told}", inset=True),
    ]


def _movers(result: SurvivalResult, worth: Worth) -> list[Row]:
    """Those who move P most, each from the P of all to the P without one."""
    one, full = worth.leave_one_out, worth.p
    if one is None or full is None or full <= 0:
        return []
    moving = [left for left in one.patients if left.p is not None and left.p > 0 and left.n == 1]
    moving.sort(key=lambda left: -abs(np.log((left.p or full) / full)))
    if not moving:
        return []
    rows = [Row("Those who move it most" if len(moving) > _MOST else "Each of them", heading=True)]
    for left in moving[:_MOST]:
        p = fmt.p_value(left.p) if left.p is not None else fmt.NE
        rows.append(Row(_told(result, left), _stem(result, left, full), ("", p), under=f"P {p}", inset=True))
    return rows


def _stem(result: SurvivalResult, left: LeftOut, full: float) -> Drawn:
    paint = Paint(palette_colour("default", level_index(result.variable, left.group)))
    dot = _marked([(left.p, left.event, _told(result, left))], "circle", paint)

    def draw(panel: Panel, middle: float, half: float) -> list[Mark]:
        ends = [panel.across(max(p, panel.x.low)) for p in (full, left.p or full)]
        return [Line(((ends[0], middle), (ends[1], middle)), paint, 0.9), *dot(panel, middle, half)]

    return draw


def _marked(points: Sequence[tuple[float | None, bool, str]], shape: str, paint: Paint = INK) -> Drawn:
    """Marks at (P, filled, what the pointer reads); an arrow where P lies below the axis."""

    def draw(panel: Panel, middle: float, _half: float) -> list[Mark]:
        marks: list[Mark] = []
        for filled in (False, True):
            here = [(p, tells) for p, is_filled, tells in points if p is not None and is_filled == filled]
            on = [(p, tells) for p, tells in here if p >= panel.x.low]
            if on:
                places = tuple((panel.across(min(p, 1.0)), middle) for p, _ in on)
                kind = _look(shape, paint, filled)
                marks.append(Points(places, kind.shape, paint, filled, _MARK_PT, tuple(tells for _, tells in on)))
            if len(on) < len(here):
                reach = 1.8 * panel.sheet.point
                marks.append(Points(((panel.left + reach, middle),), "arrow left", paint, True, 3.6))
        return marks

    return draw


def _told(result: SurvivalResult, left: LeftOut) -> str:
    """Who this is by the row of the file, never by name."""
    what = "event" if left.event else "censored"
    where = f"row {row_text(left.rows[0])}: " if len(left.rows) == 1 else ""
    when = fmt.duration(left.time, result.unit)
    return clean_name(f"{where}{group_label(result, left.group)}, {what} at {when}")


def _range(values: Sequence[float | None]) -> str:
    known = [p for p in values if p is not None]
    if not known:
        return fmt.NE
    low, high = fmt.p_value(min(known)), fmt.p_value(max(known))
    return low if low == high else f"{low} to {high}"


def _make(subject: Subject) -> Picture:
    plan = subject.plan
    if plan.by is None:
        plan = plan.model_copy(update={"by": usual_group(subject.cohort.variables)})
    cohort = subject.admission.cohort
    return warned(picture(analyse(cohort, plan)), PlanPatients(cohort, plan), "groups", "patients")


KIND = Kind("worth", "What this P is worth", "Does one patient carry it?", _make)
