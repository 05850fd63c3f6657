"""Scaled Schoenfeld residuals, a panel for each column of a model: points, the smooth with its band, the coefficient
and no effect; the hazard ratio at right."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from nec_core import formatting as fmt
from nec_core.analysis.model.model_rows import model_rows
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import regression
from nec_core.analysis.residuals import FEWEST_EVENTS, Residuals, residuals
from nec_core.errors import PlanError
from nec_core.export.summary.picture_words import residuals_sentence
from nec_core.figures.axis import Axis, number_axis
from nec_core.figures.drawing.beware import warned
from nec_core.figures.drawing.blocks import Block, beside, caption, gap, page_of, said, words
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import INK, QUIET, Area, Line, Mark, Page, Paint, Text
from nec_core.figures.drawing.panel import Panel, bottom_room, left_room
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.palette import DASHES, palette_colour
from nec_core.figures.words import clean_name

RUG_FROM = 200
"""Above so many events points are a cloud: strokes at the foot instead."""
_PANEL_MM = 42.0
_SMOOTH = Paint(palette_colour("default", 0))
_RATIOS = (0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 100.0)
_FIRST = ("age_years", "stage", "sex")


def picture(found: Sequence[Residuals], n: int) -> Picture:
    """The residuals of a model."""
    sentence = f"{clean_name(residuals_sentence(found))[:-1]}, n = {n}."
    events = len(found[0].time) + found[0].n_left_out if found else 0
    alt = f"Scaled Schoenfeld residuals, {fmt.plural(n, 'patient')}, {fmt.plural(events, 'event')}, "
    return Picture(
        "Is the hazard ratio steady?", sentence, f"{alt}{fmt.plural(len(found), 'panel')}. {sentence}", n, "",
        lambda sheet: _pages(found, sentence, sheet),
    )  # fmt: skip


def _pages(found: Sequence[Residuals], sentence: str, sheet: Sheet) -> tuple[Page, ...]:
    if not found:
        return (said(sheet, sentence),)
    across = 2 if sheet.wide and len(found) > 1 else 1
    room = sheet.inner / across
    panels = [_panel(r, sheet, room) for r in found]
    lines = [
        beside([(k * room, b) for k, b in enumerate(panels[i : i + across])]) for i in range(0, len(panels), across)
    ]
    smooth = (
        "Curve: natural cubic spline, 4 degrees of freedom, band of two standard errors (as R's plot.cox.zph). "
        if any(r.smooth for r in found)
        else f"No smooth: fewer than {FEWEST_EVENTS} events, or times. "
    )
    left = sum(r.n_left_out for r in found)
    notes = caption(
        sheet, "A point for each event (Grambsch and Therneau). Dashed: the model's estimate; grey: no effect. "
        "Time runs by the Kaplan-Meier estimate.", smooth,
        f"{left} points left out, their stratum having one value." if left else "",
    )  # fmt: skip
    pages: list[Page] = []
    blocks: list[Block] = []
    for line in lines:
        used = sum(b.height for b in blocks)
        if sheet.tallest is not None and blocks and used + line.height + notes.height > 0.97 * sheet.tallest:
            pages.append(page_of(sheet, blocks))
            blocks = []
        blocks += [line, gap(0.6 * sheet.size)]
    return (*pages, page_of(sheet, [*blocks, notes]))


def _panel(r: Residuals, sheet: Sheet, room: float) -> Block:
    words_of = r.variable.words
    compared = f", {words_of(r.level)} against {words_of(r.reference or '')}" if r.level else ""
    name = f"{r.variable.label}{compared}"
    test = f"; {fmt.p_statement(r.p)}" if r.p is not None else ""
    y = _y_axis(r)
    left = left_room(sheet, y)
    tail = max(sheet.of(f"{h:g}") for h in _RATIOS) + 1.9 * sheet.size
    head = words(sheet, f"{clean_name(name)}{test}", left=left, width=room - left - sheet.size, bold=True)
    x = _x_axis(r, room - left - tail, sheet)
    panel = Panel(sheet, left, head.height + 0.5 * sheet.size, room - left - tail, sheet.mm(_PANEL_MM), x, y)
    marks: list[Mark] = [*head.marks]
    if r.smooth is not None:
        low, high = np.clip(r.smooth.lower, y.low, y.high), np.clip(r.smooth.upper, y.low, y.high)
        outline = [panel.place(a, b) for a, b in zip(r.smooth.transformed, high, strict=True)]
        outline += [panel.place(a, b) for a, b in zip(r.smooth.transformed[::-1], low[::-1], strict=True)]
        marks.append(Area((tuple(outline),), _SMOOTH, 0.16))
    if y.low <= 0 <= y.high:
        marks.append(panel.level(0.0, QUIET, 0.6))
    marks.append(panel.level(r.coef, INK, 0.8, DASHES[1]))
    if r.smooth is not None:
        value = np.clip(r.smooth.value, y.low, y.high)
        marks.append(panel.line(r.smooth.transformed.tolist(), value.tolist(), _SMOOTH, 1.4))
    if len(r.time) > RUG_FROM:
        foot = panel.bottom
        marks += [Line(((a, foot), (a, foot - sheet.mm(1.6))), INK, 0.4) for a in map(panel.across, r.transformed)]
    else:
        tells = tuple(f"{fmt.duration(t, r.unit)}: {fmt.number(v, 2)}" for t, v in zip(r.time, r.scaled, strict=True))
        marks.append(
            panel.points(r.transformed.tolist(), r.scaled.tolist(), INK, filled=False, size_pt=3.2, tells=tells)
        )
    marks += [*panel.left_axis(), *panel.bottom_axis(), *_ratios(panel, sheet)]
    return Block(tuple(marks), panel.bottom + bottom_room(sheet, x.label))


def _y_axis(r: Residuals) -> Axis:
    ends = [*r.scaled.tolist(), r.coef]
    if r.smooth is not None:
        ends += [*r.smooth.value.tolist()]
    return number_axis("Log hazard ratio", min(ends), max(ends), most=6)


def _x_axis(r: Residuals, width: float, sheet: Sheet) -> Axis:
    """Along 1 - S(t-), with the times there as numbers; only as many as stand apart."""
    low, high = float(r.transformed.min()), float(r.transformed.max())
    if high <= low:
        low, high = low - 0.5, high + 0.5
    order = np.argsort(r.transformed)
    ticks: list[float] = []
    texts: list[str] = []
    end = -math.inf
    for share in np.linspace(0, 1, 9):
        at = low + share * (high - low)
        text = fmt.number(float(np.interp(at, r.transformed[order], r.time[order])), 0)
        x, half = share * width, sheet.of(text) / 2
        if x - half > end + sheet.size and text not in texts:
            ticks.append(at)
            texts.append(text)
            end = x + half
    return Axis(f"{r.unit.capitalize()}", low, high, tuple(ticks), tuple(texts))


def _ratios(panel: Panel, sheet: Sheet) -> list[Mark]:
    """The hazard ratio along the right edge."""
    marks: list[Mark] = [Line(((panel.right, panel.top), (panel.right, panel.bottom)), QUIET, 0.5)]
    last = math.inf
    for ratio in _RATIOS:
        at = math.log(ratio)
        if panel.y.low <= at <= panel.y.high:
            y = panel.down(at)
            if last - y > 1.2 * sheet.size:
                marks.append(Line(((panel.right, y), (panel.right + 2.5 * sheet.point, y)), QUIET, 0.5))
                marks.append(Text(f"{ratio:g}", panel.right + 0.5 * sheet.size, y + 0.34 * sheet.size, sheet.size))
                last = y
    return marks


def _make(subject: Subject) -> Picture:
    plan, cohort = subject.plan, subject.cohort
    wanted = plan.covariates or tuple(n for n in _FIRST if n in cohort.variables)
    patients = PlanPatients(subject.admission.cohort, plan)
    if not patients.times.usable.any():
        raise PlanError("No patient can be modelled: nobody has the endpoint.")
    rows = model_rows(cohort, patients.times, wanted, plan.strata, plan.references)
    found = regression(cohort, patients.times, wanted, plan.strata, plan.conf_level, plan.references)
    unit = plan.unit or ("months" if rows.unit == "days" else rows.unit)
    modelled = PlanPatients(subject.admission.cohort, plan.model_copy(update={"covariates": wanted}))
    return warned(picture(residuals(rows, found, unit), found.model.n), modelled, "model", "patients")


KIND = Kind("residuals", "Schoenfeld residuals", "Is the hazard ratio steady?", _make, most=2_000)
