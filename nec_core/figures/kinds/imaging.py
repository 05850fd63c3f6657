"""Which imaging was done, and which markers are positive: a bar of all patients each, with the unknown and the blank
in it."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.summary.sentences import done_sentence
from nec_core.figures.axis import share_axis
from nec_core.figures.drawing.blocks import Entry, caption, legend, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import QUIET, Area, Hatch, Mark, Page, Paint, rectangle
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.palette import palette_colour
from nec_core.figures.words import clean_name
from nec_core.summary.done_counts import DoneCount, imaging_counts, marker_counts

_BLUE = Paint(palette_colour("default", 0))
_PARTS: tuple[tuple[str, Paint | None, Hatch], ...] = (
    ("done, or the finding", _BLUE, ""),
    ("not done, or not found", Paint(_BLUE.colour, 0.65), ""),
    ("unknown", Paint(palette_colour("default", 7), 0.3), "diagonal"),
    ("not recorded", None, ""),
)


def picture(counts: Sequence[DoneCount], n: int) -> Picture:
    """The bars of these tests."""
    blank = sum(c.blank + c.unknown for c in counts)
    sentence = clean_name(done_sentence(counts)) or f"No imaging and no marker is recorded (n = {n})."
    missing = f"unknown or not recorded in {blank} of {n * len(counts)} cells" if blank else ""
    alt = f"Bars of {fmt.plural(len(counts), 'test')}, {fmt.plural(n, 'patient')}; {missing or 'none missing'}. "
    return Picture(
        "Imaging and immunoprofile", sentence, alt + sentence, n, missing, lambda sheet: _pages(counts, n, sheet)
    )


def _pages(counts: Sequence[DoneCount], n: int, sheet: Sheet) -> tuple[Page, ...]:
    if not counts or not n:
        return (said(sheet, f"No imaging and no marker is recorded (n = {n})."),)
    rows: list[Row] = []
    for title, own in (("Imaging", _of(counts, True)), ("Immunoprofile and mutations", _of(counts, False))):
        if own:
            rows += [Row(title, heading=True), *(_row(c) for c in own)]
    looks = [Entry(name, Area(((),), paint, 1.0, QUIET, 0.5, hatch)) for name, paint, hatch in _PARTS]
    notes = caption(
        sheet, f"{fmt.plural(n, 'patient')}; at right, of those known. Unknown: somebody looked and could not tell; "
        "not recorded: the cell is blank.",
    )  # fmt: skip
    axis = share_axis("Patients (%)", 0.0, 1.0, percent=True)
    return row_pages(sheet, rows, axis, heads=("Of known",), before=[legend(sheet, looks)], after=[notes])


def _of(counts: Sequence[DoneCount], imaging: bool) -> list[DoneCount]:
    return [c for c in counts if (c.test.section == "Imaging") == imaging]


def _row(c: DoneCount) -> Row:
    finding = "" if c.finding in ("yes", "positive") else f" {c.finding}"
    share = f" ({fmt.percent(c.positive / c.known, 0)})" if c.known else ""
    known = f"{c.positive}/{c.known}{share}"
    rest = ", ".join(f"{k} {what}" for k, what in ((c.unknown, "unknown"), (c.blank, "blank")) if k)
    return Row(
        clean_name(f"{c.test.label}{finding}"),
        _bar(c),
        (known,),
        under=f"{known}{'; ' if rest else ''}{rest}",
        inset=True,
    )


def _bar(c: DoneCount) -> Drawn:
    def draw(panel: Panel, middle: float, half: float) -> list[Mark]:
        marks: list[Mark] = []
        at, total = 0, max(c.n, 1)
        for n, (name, paint, hatch) in zip((c.positive, c.negative, c.unknown, c.blank), _PARTS, strict=True):
            if n:
                left, right = panel.across(at / total), panel.across((at + n) / total)
                outline = rectangle(left, middle - 0.6 * half, right - left, 1.2 * half)
                tells = (f"{c.test.label}, {name}: {fmt.plural(n, 'patient')}",)
                marks.append(Area((outline,), paint, 1.0, QUIET, 0.5, hatch, tells))
            at += n
        return marks

    return draw


def _make(subject: Subject) -> Picture:
    cohort = subject.cohort
    counts = (*imaging_counts(cohort), *marker_counts(cohort))
    if not counts:
        raise PlanError("No imaging and no marker is recorded.")
    return picture(counts, cohort.n)


KIND = Kind("imaging", "Imaging and immunoprofile", "Was it done, and what did it show?", _make, section="imaging")
