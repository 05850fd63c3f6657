"""One's own median survival beside published ones: filled on top, the others open; to be read, not tested."""

from __future__ import annotations

from typing import Literal

from nec_core import formatting as fmt
from nec_core.analysis.analyse import analyse
from nec_core.errors import PlanError
from nec_core.export.summary.picture_words import median_words, published_sentence
from nec_core.figures.axis import number_axis
from nec_core.figures.drawing.beware import warned
from nec_core.figures.drawing.blocks import Entry, caption, legend, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import INK, QUIET, Mark, Page, Points
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, interval, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.words import clean_name
from nec_core.published import COMPARATORS_CAUTION
from nec_core.summary.published_medians import MedianRow, PublishedMedians, published_medians

_MARK_PT = 5.0


def picture(found: PublishedMedians) -> Picture:
    """The medians of one endpoint."""
    own = sum(row.n or 0 for row in found.rows if row.own)
    sentence = clean_name(published_sentence(found))
    kind = {"os": "overall", "pfs": "progression-free"}[found.endpoint]
    alt = (
        f"Median {kind} survival of this cohort ({fmt.plural(own, 'patient')}) beside {len(found.published)} published "
        f"medians; {sum(not row.has_interval for row in found.published)} were printed without an interval. {sentence}"
    )
    return Picture(f"Median {kind} survival beside published ones", sentence, alt, own, "", lambda s: _pages(found, s))


def _pages(found: PublishedMedians, sheet: Sheet) -> tuple[Page, ...]:
    if not found.rows:
        return (said(sheet, clean_name(published_sentence(found))),)
    ends = [x for row in found.rows for x in (row.median, row.upper, row.lower) if x is not None]
    axis = number_axis("Median, months", 0.0, max(ends, default=12.0), most=8)
    rows = [_row(row) for row in found.rows]
    looks = [
        Entry("this cohort", Points(((0.0, 0.0),), "square", INK, True, _MARK_PT)),
        Entry("published", Points(((0.0, 0.0),), "circle", QUIET, False, _MARK_PT)),
    ]
    notes = caption(
        sheet, f"{fmt.confidence_label(found.conf_level)} where it is ours; published intervals as printed, none where "
        "none was. Arrow: not reached, or no limit.", COMPARATORS_CAUTION,
    )  # fmt: skip
    heads = ("n", "Median")
    return row_pages(sheet, rows, axis, heads=heads, before=[legend(sheet, looks)], after=[notes])


def _row(row: MedianRow) -> Row:
    name = f"{row.source}, {row.group}" if row.group else row.source
    n = "" if row.n is None else fmt.count(row.n)
    median = "not reached" if row.median is None else fmt.number(row.median, 1)
    under = f"{f'n = {n}; ' if n else ''}{median_words(row)}"
    return Row(clean_name(name), _drawn(row), (n, median), under=under)


def _drawn(row: MedianRow) -> Drawn:
    paint = INK if row.own else QUIET

    def draw(panel: Panel, middle: float, _half: float) -> list[Mark]:
        marks: list[Mark] = []
        if row.median is None:
            if row.has_interval or row.own:
                marks += interval(panel, middle, row.lower if row.lower is not None else panel.x.low, None, paint)
            return marks
        if row.has_interval:
            marks += interval(panel, middle, row.lower if row.lower is not None else 0.0, row.upper, paint)
        tells = (f"{row.source} {row.group}: {median_words(row)}",)
        shape: Literal["square", "circle"] = "square" if row.own else "circle"
        marks.append(Points(((panel.across(row.median), middle),), shape, paint, row.own, _MARK_PT, tells))
        return marks

    return draw


def _make(subject: Subject) -> Picture:
    plan = subject.plan
    endpoint = plan.endpoint
    if endpoint not in ("os", "pfs"):
        raise PlanError("Medians were published of overall and of progression-free survival only: choose one of them.")
    result = analyse(subject.admission.cohort, plan)
    which: Literal["os", "pfs"] = "os" if endpoint == "os" else "pfs"
    return warned(picture(published_medians(result, which)), subject.patients, "groups", "patients")


KIND = Kind("published", "Published medians", "Where do we stand?", _make)
