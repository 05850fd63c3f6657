"""Which treatments patients had together: a column for each exact set, the matrix of its treatments under it, totals at
left. On a narrow page the sets are rows."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.summary.sentences import treatments_sentence
from nec_core.export.summary_words import set_words
from nec_core.figures.axis import number_axis
from nec_core.figures.drawing.blocks import Block, caption, page_of, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import GRID, INK, QUIET, Area, Line, Mark, Page, Paint, Points, Text, rectangle
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.palette import palette_colour
from nec_core.figures.words import clean_name
from nec_core.summary.treatments import TreatmentCombination, TreatmentSummary, treatment_summary

MOST_SETS = 20
"""More columns are told in a line under the picture."""
_BARS = Paint(palette_colour("default", 0))
_BARS_MM = 38.0


def picture(found: TreatmentSummary) -> Picture:
    """The sets of treatments."""
    sentence = clean_name(treatments_sentence(found))
    sets = sum(c.kind == "given" for c in found.combinations)
    ends = {c.kind: c.n for c in found.combinations if c.kind != "given"}
    missing = f"not recorded in {ends['not recorded']}" if "not recorded" in ends else ""
    of_whom = f"{fmt.plural(found.n, 'patient')}, {fmt.plural(sets, 'set')}"
    alt = f"Sets of treatments, {of_whom}; {missing or 'none missing'}. "
    return Picture(
        "Treatments together", sentence, alt + sentence, found.n, missing, lambda sheet: _pages(found, sheet)
    )


def _shown(found: TreatmentSummary) -> tuple[list[TreatmentCombination], list[TreatmentCombination]]:
    """The sets drawn, and those only counted; "none" and "not recorded" are always drawn."""
    sets = [c for c in found.combinations if c.kind == "given"]
    ends = [c for c in found.combinations if c.kind != "given"]
    return sets[:MOST_SETS] + ends, sets[MOST_SETS:]


def _pages(found: TreatmentSummary, sheet: Sheet) -> tuple[Page, ...]:
    if not found.counts or not found.n:
        return (said(sheet, f"No treatment is recorded (n = {found.n})."),)
    shown, others = _shown(found)
    more = f" {len(others)} others, {fmt.plural(sum(c.n for c in others), 'patient')}." if others else ""
    drawn = sum(c.n for c in shown)
    total = f"Sum of the sets: {drawn} + {found.n - drawn} = {found.n}." if others else f"Sum of the sets: {found.n}."
    open_ones = sum(c.open for c in found.combinations)
    unsure = f"In {open_ones} another treatment is unknown or blank." if open_ones else ""
    notes = caption(
        sheet,
        f"{fmt.plural(found.n, 'patient')}; each stands in one set: exactly these treatments.{more}",
        total,
        unsure,
    )
    if not sheet.wide or not any(c.given for c in found.counts):
        return _narrow(found, shown, notes, sheet)
    return (page_of(sheet, [_matrix(found, shown, sheet), notes]),)


def _narrow(found: TreatmentSummary, shown: list[TreatmentCombination], notes: Block, sheet: Sheet) -> tuple[Page, ...]:
    axis = number_axis("Patients", 0.0, float(max((c.n for c in shown), default=1)), most=5, whole=True)
    rows = [Row(clean_name(set_words(c)), _bar(c.n), under=fmt.n_percent(c.n, found.n)) for c in shown]
    return row_pages(sheet, rows, axis, after=[notes])


def _bar(n: int) -> Drawn:
    def draw(panel: Panel, middle: float, half: float) -> list[Mark]:
        left, right = panel.across(0.0), panel.across(float(n))
        return [Area((rectangle(left, middle - 0.5 * half, right - left, half),), _BARS)]

    return draw


def _matrix(found: TreatmentSummary, shown: list[TreatmentCombination], sheet: Sheet) -> Block:
    size, given = sheet.size, [c for c in found.counts if c.given]
    names = [sheet.wrapped(clean_name(c.treatment.label), 0.3 * sheet.width)[0] for c in given]
    totals = [fmt.n_percent(c.given, found.n) for c in given]
    label = max((sheet.of(name) for name in names), default=0.0)
    total = max((sheet.of(text) for text in totals), default=0.0)
    left = sheet.margin + label + size + total + 1.2 * size
    step = (sheet.width - sheet.margin - left) / max(len(shown), 1)
    high = sheet.mm(_BARS_MM)
    top = 1.5 * size
    most = max((c.n for c in shown), default=1)
    foot = top + high
    row = 1.7 * size
    marks: list[Mark] = [Text("Patients", left - 0.6 * size, top + 0.6 * size, size, "right", paint=QUIET)]
    for k in range(len(given)):
        y = foot + (k + 1) * row
        marks.append(Text(names[k], sheet.margin, y + 0.34 * size, size))
        marks.append(Text(totals[k], left - 1.2 * size, y + 0.34 * size, size, "right"))
        marks.append(Line(((left, y), (sheet.width - sheet.margin, y)), GRID, 0.5))
    ends = [sheet.of(set_words(c)) + size for c in shown if c.kind != "given"]
    bottom = foot + max((len(given) + 1) * row, *ends, 0.0)
    radius = min(5.0, 0.55 * step / sheet.point)
    for i, c in enumerate(shown):
        x = left + (i + 0.5) * step
        up = high * c.n / most
        wide = min(0.62 * step, 2.2 * size)
        tells = (f"{set_words(c)}: {fmt.n_percent(c.n, found.n)}",)
        paint = _BARS if c.kind == "given" else Paint(palette_colour("default", 7))
        marks.append(Area((rectangle(x - wide / 2, foot - up, wide, up),), paint, tells=tells))
        marks.append(Text(str(c.n), x, foot - up - 0.25 * size, size, "centre"))
        members = {t.name for t in c.treatments}
        on = [foot + (k + 1) * row for k, t in enumerate(given) if t.treatment.name in members]
        off = [foot + (k + 1) * row for k, t in enumerate(given) if t.treatment.name not in members]
        if c.kind == "given":
            marks.append(Points(tuple((x, y) for y in off), "circle", GRID, True, radius))
            if len(on) > 1:
                marks.append(Line(((x, on[0]), (x, on[-1])), INK, 1.0))
            marks.append(Points(tuple((x, y) for y in on), "circle", INK, True, radius))
        else:
            marks.append(Text(set_words(c), x + 0.3 * size, (foot + bottom) / 2, size, "centre", upright=True))
    marks.append(Line(((left, foot), (sheet.width - sheet.margin, foot))))
    return Block(tuple(marks), bottom)


def _make(subject: Subject) -> Picture:
    found = treatment_summary(subject.cohort)
    if not found.counts:
        raise PlanError("No treatment is recorded.")
    return picture(found)


KIND = Kind("treatments", "Treatments together", "Who had what together?", _make, section="treatments")
