"""A number's histogram: bars between round edges, cut-offs with the patients on either side of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nec_core import formatting as fmt
from nec_core.figures.axis import Axis, number_axis
from nec_core.figures.drawing.blocks import Block, caption, gap, page_of, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import GROUND, INK, QUIET, Line, Mark, Page, Paint, Text
from nec_core.figures.drawing.panel import Panel, bottom_room, left_room, right_room
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.layout.placement import spread
from nec_core.figures.palette import DASHES, palette_colour
from nec_core.figures.words import clean_name
from nec_core.formatting import in_sentence
from nec_core.summary.histogram import Histogram, histogram

_BARS = Paint(palette_colour("default", 0))
_HEIGHT_MM, _LOW_MM = 52.0, 40.0  # of the panel, on a wide page and a narrow one
_MOST_IN_A_RUG = 60  # patients; more would be a bar themselves
_RUG_MM = 1.6


def picture(found: Histogram) -> Picture:
    """The histogram of one number."""
    missing = f"{_label(found)} not recorded in {found.missing}" if found.missing else ""
    return Picture(
        title=f"{_label(found)}, histogram",
        sentence=_sentence(found),
        alt_text=_alt_text(found),
        n=found.n,
        missing=missing,
        layout=lambda sheet: (_page(found, sheet),),
    )


# --- words ---


def _label(found: Histogram) -> str:
    return clean_name(found.variable.label)


def _number(found: Histogram, value: float) -> str:
    return fmt.plain_number(value, found.variable.unit)


def _of_all(found: Histogram) -> str:
    return f"{found.n} of {fmt.plural(found.n + found.missing, 'patient')}"


def _sentence(found: Histogram) -> str:
    if not found.n:
        return f"{_label(found)} is recorded in none of {fmt.plural(found.missing, 'patient')}."
    not_recorded = f"; {found.missing} not recorded" if found.missing else ""
    if found.n == 1:
        value = _number(found, float(found.values[0]))
        return f"{_label(found)} was {value} in the one patient with a value{not_recorded}."
    if not found.marks:
        of = found.variable.as_told
        spread_ = fmt.median_iqr(of(found.median), of(found.q1), of(found.q3))
        unit = "%" if found.variable.unit == "%" else f" {found.variable.unit or ''}".rstrip()
        return f"Median {in_sentence(_label(found))} {spread_}{unit}, n = {found.n}{not_recorded}."
    parts = [
        f"above {_number(found, mark)} in {fmt.n_percent(above, found.n)}"
        for mark, above in zip(found.marks, _above(found), strict=True)
    ]
    return f"{_label(found)} was {fmt.listed(parts)} of {found.n}{not_recorded}."


def _above(found: Histogram) -> list[int]:
    """Patients above each mark."""
    return [sum(found.between[i + 1 :]) for i in range(len(found.marks))]


def _alt_text(found: Histogram) -> str:
    if not found.n:
        return f"No histogram: {_sentence(found)[:1].lower()}{_sentence(found)[1:]}"
    ends = fmt.value_range(float(found.values[0]), float(found.values[-1]))
    cut = "".join(
        f" {above} above {_number(found, mark)}." for mark, above in zip(found.marks, _above(found), strict=True)
    )
    missing = f"{found.missing} not recorded" if found.missing else "none missing"
    return f"Histogram of {_label(found)}, {_of_all(found)}, from {ends}; {missing}.{cut}"


def _how_to_read(found: Histogram, *, rug: bool) -> str:
    width = fmt.plain_number(float(found.edges[1] - found.edges[0]))
    bars = (
        "A bar for each value."
        if found.per_value
        else f"Bars {width} wide; a value on an edge is counted in the bar below it"
        + (", 0 in the first." if found.edges[0] == 0 and found.values[0] == 0 else ".")
    )
    return f"{bars} Strokes at the foot: each value." if rug else bars


def _caption(found: Histogram, *, rug: bool) -> tuple[str, ...]:
    missing = f"Not recorded and left out: {found.missing}." if found.missing else "None missing."
    return (f"{_label(found)} of {_of_all(found)}.", missing, _how_to_read(found, rug=rug))


# --- layout ---


def _page(found: Histogram, sheet: Sheet) -> Page:
    if not found.n:
        return said(sheet, _sentence(found))
    distinct = int(np.unique(found.values).size)
    # Values on each other make one stroke of several patients: there the bars tell all there is.
    rug = found.n < _MOST_IN_A_RUG and distinct > 0.8 * found.n and not found.per_value
    y = number_axis("Patients", 0, float(found.counts.max()), most=6, whole=True)
    x = _x_axis(found, sheet)
    left, right = left_room(sheet, y), right_room(sheet, x)
    panel = Panel(
        sheet, left, 0.0, sheet.width - left - right, sheet.mm(_HEIGHT_MM if sheet.wide else _LOW_MM),
        x, y,
    )  # fmt: skip
    above = _over_the_marks(found, panel)
    marks: list[Mark] = [*panel.left_axis(grid=True), _bars(found, panel)]
    if rug:
        marks += _rug(found, panel)
    marks += panel.bottom_axis()
    marks += [panel.upright(_drawn_at(found, mark), INK, 0.8, DASHES[1]) for mark in found.marks]
    plot = Block(tuple(marks), panel.height + bottom_room(sheet, panel.x.label))
    over = gap(0.3 * sheet.size if found.marks else 0.7 * sheet.size)  # half of the axis' uppermost number
    return page_of(sheet, [over, above, plot, caption(sheet, *_caption(found, rug=rug))])


def _x_axis(found: Histogram, sheet: Sheet) -> Axis:
    label, low, high = clean_name(found.variable.label_with_unit), float(found.edges[0]), float(found.edges[-1])
    if found.variable.unit == "%" and low >= 0 and high > 50:
        low, high = 0.0, max(100.0, high)
    if found.per_value:
        return number_axis(label, low, high, most=10, whole=True, to_a_tick=False)
    return number_axis(label, low, high, most=10 if sheet.wide else 6)


def _bars(found: Histogram, panel: Panel) -> Mark:
    shown = np.flatnonzero(found.counts)
    low, high, counts = found.edges[:-1][shown], found.edges[1:][shown], found.counts[shown]
    tells = tuple(
        f"{fmt.plain_number(a + 0.5)}: {fmt.plural(n, 'patient')}"
        if found.per_value
        else f"above {fmt.plain_number(a)}, up to {fmt.plain_number(b)}: {fmt.plural(n, 'patient')}"
        for a, b, n in zip(low.tolist(), high.tolist(), counts.tolist(), strict=True)
    )
    return panel.bars(low.tolist(), high.tolist(), counts.tolist(), _BARS, edge=GROUND, tells=tells)


def _rug(found: Histogram, panel: Panel) -> list[Mark]:
    foot, top = panel.bottom, panel.bottom - panel.sheet.mm(_RUG_MM)
    return [Line(((x, foot), (x, top)), INK, 0.5) for x in (panel.across(v) for v in found.values.tolist())]


def _drawn_at(found: Histogram, mark: float) -> float:
    """The upper edge of the mark's own bar."""
    return mark + 0.5 if found.per_value else mark


def _over_the_marks(found: Histogram, panel: Panel) -> Block:
    """Over the panel each mark by its number, and above that the patients between marks, with their share."""
    sheet = panel.sheet
    if not found.marks:
        return Block()
    places = [panel.across(_drawn_at(found, mark)) for mark in found.marks]
    ends = [panel.left, *places, panel.right]
    counts = [[f"n = {n}", f"({fmt.percent(n / found.n, 0)})"] for n in found.between]
    middles = spread(
        [(a + b) / 2 for a, b in pairwise(ends)],
        [max(sheet.of(line) for line in lines) + 0.6 * sheet.size for lines in counts],
        panel.left, sheet.width,
    )  # fmt: skip
    marks: list[Mark] = []
    for middle, lines in zip(middles, counts, strict=True):
        for i, line in enumerate(lines):
            marks.append(
                Text(line, middle, (i + 0.8) * sheet.line, sheet.size, "centre", paint=INK if i == 0 else QUIET)
            )
    names = [_number(found, mark) for mark in found.marks]
    over = spread(places, [sheet.of(name) + 0.5 * sheet.size for name in names], panel.left, sheet.width)
    marks += [
        Text(name, x, 2.85 * sheet.line, sheet.size, "centre", bold=True) for name, x in zip(names, over, strict=True)
    ]
    return Block(tuple(marks), 3.1 * sheet.line)


def _make(subject: Subject) -> Picture:
    return picture(histogram(subject.cohort, subject.variable))


KIND = Kind(
    "histogram",
    "Histogram",
    "How is a number spread?",
    _make,
    about="a number; Ki-67, or the first, where none is named",
)
