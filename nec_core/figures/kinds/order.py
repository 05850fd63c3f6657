"""Treatments in their order: of each first, second, third treatment who had another one next, and who did not, dead or
alive. Stopping was no choice: who had died could have nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.summary.picture_words import kind_words, order_sentence
from nec_core.figures.axis import number_axis
from nec_core.figures.drawing.blocks import Entry, caption, legend, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import INK, QUIET, Area, Hatch, Mark, Page, Paint, rectangle
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.palette import palette_colour
from nec_core.figures.words import clean_name
from nec_core.summary.course.treatment_order import Step, TreatmentOrder, treatment_order

_MOST_KINDS = 6
"""Of one place; the others are one row."""
_MOST_PLACES = 4
_MOST_NEXT = 3
_PLACES = ("First", "Second", "Third", "Fourth")
_PARTS: tuple[tuple[str, Paint, Hatch], ...] = (
    ("another one next", Paint(palette_colour("default", 0)), ""),
    ("none, alive", Paint("quiet", 0.6), ""),
    ("none, died", INK, ""),
    ("none, vital status not said", QUIET, "diagonal"),
    ("order not known", QUIET, "cross"),
)


def picture(found: TreatmentOrder) -> Picture:
    """The order of one cohort's treatments. Raises PlanError where no treatment can have a date."""
    if not found.treatments:
        raise PlanError("No treatment of this file has a date: the order of treatments needs them.")
    sentence = clean_name(order_sentence(found))
    undated = sum(step.undated for step in found.steps)
    reasons = [(found.nothing_recorded, "no treatment recorded"), (undated, "order not known from some point on")]
    missing = "; ".join(f"{words} in {n}" for n, words in reasons if n)
    alt = f"Order of treatments, {fmt.plural(found.n, 'patient')}. {sentence}"
    return Picture("Order of treatments", sentence, alt, found.n, missing, lambda sheet: _pages(found, sheet))


def _pages(found: TreatmentOrder, sheet: Sheet) -> tuple[Page, ...]:
    if not found.at(1):
        return (said(sheet, clean_name(order_sentence(found))),)
    rows: list[Row] = []
    for place in range(1, _MOST_PLACES + 1):
        rows += _place(found, place)
    later = sum(step.n for step in found.steps if step.place == _MOST_PLACES + 1)
    notes = caption(
        sheet,
        f"{fmt.plural(found.n, 'patient')}; by the day each treatment began. Treatments of one day stand together.",
        f"No treatment: {found.steps[0].dead + found.steps[0].alive + found.steps[0].unsaid}."
        if found.steps[0].place == 0
        else "",
        f"A fifth treatment: {later}." if later else "",
        "Nothing next is no choice of stopping: some had died, others were not followed further.",
    )
    axis = number_axis(
        "Patients", 0.0, float(max(_longest(found, place) for place in range(1, _MOST_PLACES + 1))), whole=True
    )
    shown = [part for part, n in zip(_PARTS, _totals(found), strict=True) if n]
    looks = [Entry(name, Area((), paint, 1.0, QUIET, 0.5, hatch)) for name, paint, hatch in shown]
    return row_pages(
        sheet, rows, axis, heads=("n", "next", "died"), before=[legend(sheet, looks)], after=[notes]
    )  # fmt: skip


def _totals(found: TreatmentOrder) -> tuple[int, ...]:
    parts = [_parts(step) for step in found.steps if step.place]
    return tuple(sum(part) for part in zip(*parts, strict=True))


def _parts(step: Step) -> tuple[int, ...]:
    """Patients in the order of `_PARTS`; their sum is all of the step."""
    return sum(n for _, n in step.next), step.alive, step.dead, step.unsaid, step.undated


def _longest(found: TreatmentOrder, place: int) -> int:
    """Patients of the longest bar of a place."""
    steps = found.at(place)
    return max([*(s.n for s in steps), sum(s.n for s in steps[_MOST_KINDS:])], default=0)


def _place(found: TreatmentOrder, place: int) -> list[Row]:
    steps = found.at(place)
    if not steps:
        return []
    named, others = steps[:_MOST_KINDS], steps[_MOST_KINDS:]
    n = sum(step.n for step in steps)
    rows = [Row(f"{_PLACES[place - 1]} treatment, {fmt.plural(n, 'patient')}", heading=True)]
    for step in named:
        rows.append(_row(kind_words(found, step.kind), _parts(step)))
        if step.next:
            then = [f"{kind_words(found, kind)} {count}" for kind, count in step.next[:_MOST_NEXT]]
            rest = sum(count for _, count in step.next[_MOST_NEXT:])
            more = f", others {rest}" if rest else ""
            rows.append(Row(clean_name(f"then {', '.join(then)}{more}"), inset=True))
    if others:
        together = tuple(sum(part) for part in zip(*map(_parts, others), strict=True))
        rows.append(_row(f"{len(others)} others", together))
    return rows


def _row(name: str, parts: Sequence[int]) -> Row:
    n, following, died = sum(parts), parts[0], parts[2]
    numbers = tuple(map(fmt.count, (n, following, died)))
    under = f"n = {numbers[0]}; {numbers[1]} had another, {numbers[2]} died without"
    return Row(clean_name(name), _bar(name, parts), numbers, under=under, inset=True)


def _bar(name: str, parts: Sequence[int]) -> Drawn:
    def draw(panel: Panel, middle: float, half: float) -> list[Mark]:
        marks: list[Mark] = []
        at = 0
        for n, (words, paint, hatch) in zip(parts, _PARTS, strict=True):
            if n:
                left, right = panel.across(at), panel.across(at + n)
                outline = rectangle(left, middle - 0.6 * half, right - left, 1.2 * half)
                tells = (clean_name(f"{name}; {words}: {fmt.plural(n, 'patient')}"),)
                marks.append(Area((outline,), paint, 1.0, QUIET, 0.5, hatch, tells))
            at += n
        return marks

    return draw


def _make(subject: Subject) -> Picture:
    found = treatment_order(subject.cohort)
    if not found.steps:
        raise PlanError("No treatment with a date is recorded.")
    return picture(found)


KIND = Kind("order", "Order of treatments", "What came after what?", _make, section="treatments")
