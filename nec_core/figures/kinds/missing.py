"""What is not recorded: a row for each variable with a gap, a cell for each patient; bars where patients are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nec_core import formatting as fmt
from nec_core.figures.drawing.blocks import DEEP, MIDDLE, Block, Entry, caption, gap, legend, page_of, said, stacked
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import (
    GROUND,
    INK,
    QUIET,
    Area,
    Line,
    Mark,
    Page,
    Paint,
    Place,
    Text,
    rectangle,
)
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import LINE, Sheet
from nec_core.figures.palette import palette_colour
from nec_core.figures.words import shown_names
from nec_core.summary.missing import (
    BLANK,
    DOES_NOT_APPLY,
    RECORDED,
    UNKNOWN,
    MissingValues,
    States,
    missing_values,
)

_BLUE = palette_colour("default", 0)
_LABEL_SHARE = 0.35  # of the width, for names beside their rows
_ROW_MM, _CELL_HIGH_MM = 3.9, 3.1
_THINNEST_MM = 0.6  # of a cell; narrower ones can't be told apart, and a bar takes their place
_MOST_IN_A_SENTENCE = 3
_LOOKS: dict[int, Area] = {
    RECORDED: Area((), Paint(_BLUE, 0.86)),
    UNKNOWN: Area((), Paint(_BLUE, 0.45), hatch="diagonal"),
    BLANK: Area((), INK),
    DOES_NOT_APPLY: Area((), GROUND, edge=Paint("quiet", 0.45), edge_pt=0.5),
}
_NAMES = {RECORDED: "recorded", UNKNOWN: "recorded as unknown", BLANK: "blank", DOES_NOT_APPLY: "does not apply"}


def picture(found: MissingValues) -> Picture:
    """The matrix of one cohort."""
    return Picture(
        title="Missing values",
        sentence=_sentence(found),
        alt_text=_alt_text(found),
        n=found.n,
        missing=f"{len(found.variables)} of {fmt.plural(found.complete + len(found.variables), 'variable')} have gaps",
        layout=lambda sheet: _pages(found, sheet),
    )


# --- words ---


def _sentence(found: MissingValues) -> str:
    if not found.n:
        return "No patient is left: 0 patients."
    total = found.complete + len(found.variables)
    if not found.variables:
        return f"All {fmt.plural(total, 'variable')} are recorded in all of {fmt.plural(found.n, 'patient')}."
    complete = f"{found.complete} of {fmt.plural(total, 'variable')} complete in {fmt.plural(found.n, 'patient')}"
    return f"{'; '.join([*_most_missing(found), complete])}."


def _most_missing(found: MissingValues) -> list[str]:
    parts = []
    rows = zip(found.variables, found.counts(BLANK), found.counts(UNKNOWN), found.applies, strict=True)
    for variable, blank, unknown, of in list(rows)[:_MOST_IN_A_SENTENCE]:
        counted = [f"{words} in {n}" for words, n in (("blank", blank), ("unknown", unknown)) if n]
        parts.append(f"{variable.label} {' and '.join(counted)} of {of}")
    return parts


def _alt_text(found: MissingValues) -> str:
    if not found.n or not found.variables:
        return f"No matrix of missing values: {_sentence(found)[:1].lower()}{_sentence(found)[1:]}"
    return (
        f"Matrix of missing values, {fmt.plural(found.n, 'patient')} by {fmt.plural(len(found.variables), 'variable')} "
        f"with gaps. {'; '.join(_most_missing(found))}. {found.complete} variables are complete."
    )


def _caption(found: MissingValues, *, bars: bool) -> tuple[str, ...]:
    total = found.complete + len(found.variables)
    rows = "Each bar is all patients." if bars else "Each column is one patient, in order of diagnosis."
    return (
        f"{fmt.plural(found.n, 'patient')}. {rows}",
        f"{found.complete} of {fmt.plural(total, 'variable')} are complete and not drawn.",
        "Counts are of patients to whom the variable applies.",
    )


# --- layout ---


@dataclass(frozen=True)
class _Columns:
    """Where things stand across the page: the cells, and the right ends of the two counts."""

    left: float
    width: float
    blank: float
    unknown: float


def _pages(found: MissingValues, sheet: Sheet) -> tuple[Page, ...]:
    if not found.n or not found.variables:
        return (said(sheet, _sentence(found)),)
    columns = _columns(sheet)
    bars = columns.width / found.n < sheet.mm(_THINNEST_MM) / (1.0 if sheet.tallest else 1.4)
    names = shown_names([variable.label for variable in found.variables])
    rows = [_row(found, i, names[i], columns, sheet, bars=bars) for i in range(len(names))]
    head, foot = _head(found, sheet, columns), _foot(found, sheet, columns, bars=bars)
    frame = head.height + foot.height + sheet.margin + sheet.size
    return tuple(
        page_of(sheet, [gap(0.3 * sheet.size), head, *part, foot]) for part in _parted(rows, sheet.tallest, frame)
    )


def _parted(rows: Sequence[Block], tallest: float | None, frame: float) -> list[list[Block]]:
    """The rows of each page."""
    parts: list[list[Block]] = [[]]
    for row in rows:
        if tallest is not None and parts[-1] and frame + sum(r.height for r in parts[-1]) + row.height > tallest:
            parts.append([])
        parts[-1].append(row)
    return parts


def _columns(sheet: Sheet) -> _Columns:
    counts = sheet.of("9,999 / 9,999", small=True)
    right = sheet.width - sheet.margin
    if not sheet.wide:
        return _Columns(sheet.margin, sheet.inner, right, right)
    left = sheet.margin + _LABEL_SHARE * sheet.inner * 0.8
    blank = right - counts - 0.5 * sheet.size
    return _Columns(left, blank - counts - sheet.size - left, blank, right)


def _row(found: MissingValues, i: int, name: str, columns: _Columns, sheet: Sheet, *, bars: bool) -> Block:
    blank, unknown, of = (counts[i] for counts in (found.counts(BLANK), found.counts(UNKNOWN), found.applies))
    high = sheet.mm(_CELL_HIGH_MM)
    if sheet.wide:
        lines = sheet.wrapped(name, columns.left - 0.8 * sheet.size - sheet.margin)
        height = max(sheet.mm(_ROW_MM), (len(lines) + 0.3) * sheet.line)
        top, middle = (height - high) / 2, height / 2 + MIDDLE * sheet.size
        first = (height - len(lines) * sheet.line) / 2
        marks: list[Mark] = [
            Text(line, columns.left - 0.8 * sheet.size, first + (n + DEEP) * sheet.line, sheet.size, "right")
            for n, line in enumerate(lines)
        ]
        for right, count in ((columns.blank, blank), (columns.unknown, unknown)):
            words = f"{fmt.count(count)} / {fmt.count(of)}" if count else "0"
            marks.append(Text(words, right, middle, sheet.small, "right", paint=INK if count else QUIET))
    else:
        # The numbers stand behind the label, the cells under it.
        counts = f"{fmt.count(blank)} + {fmt.count(unknown)} / {fmt.count(of)}"
        lines = sheet.wrapped(name, sheet.inner - sheet.of(counts) - sheet.size)
        marks = [Text(line, sheet.margin, (n + DEEP) * sheet.line, sheet.size) for n, line in enumerate(lines)]
        marks.append(Text(counts, columns.blank, DEEP * sheet.line, sheet.size, "right"))
        top = len(lines) * sheet.line
        height = top + high + 0.35 * sheet.size
    states = found.states[i]
    drawn = _bar(states, columns, top, high) if bars else _cells(states, columns, sheet, top, high)
    return Block((*marks, *drawn), height)


def _cells(states: States, columns: _Columns, sheet: Sheet, top: float, high: float) -> list[Mark]:
    """A cell for each patient; those of one state are one mark."""
    step = columns.width / states.size
    inner = step - min(0.12 * step, 0.6 * sheet.point)
    marks: list[Mark] = []
    for state, looks in _LOOKS.items():
        at = np.flatnonzero(states == state).tolist()
        outlines = tuple(rectangle(columns.left + step * j, top, inner, high) for j in at)
        if outlines:
            marks.append(_like(looks, outlines))
    return marks


def _bar(states: States, columns: _Columns, top: float, high: float) -> list[Mark]:
    """All patients as one bar, blank first."""
    marks: list[Mark] = []
    x = columns.left
    for state in (BLANK, UNKNOWN, RECORDED, DOES_NOT_APPLY):
        n = int((states == state).sum())
        wide = columns.width * n / states.size
        if n:
            tells = (f"{_NAMES[state]}: {fmt.n_percent(n, states.size)}",)
            marks.append(_like(_LOOKS[state], (rectangle(x, top, wide, high),), tells))
        x += wide
    return marks


def _like(looks: Area, outlines: tuple[tuple[Place, ...], ...], tells: tuple[str, ...] = ()) -> Area:
    return Area(outlines, looks.fill, looks.opacity, looks.edge, looks.edge_pt, looks.hatch, tells)


def _head(found: MissingValues, sheet: Sheet, columns: _Columns) -> Block:
    shown = [state for state in _LOOKS if (found.states == state).any()]
    keys = legend(sheet, [Entry(_NAMES[state], _LOOKS[state]) for state in shown])
    y = DEEP * sheet.line
    if sheet.wide:
        marks: tuple[Mark, ...] = (
            Text("Blank", columns.blank, y, sheet.small, "right", bold=True),
            Text("Unknown", columns.unknown, y, sheet.small, "right", bold=True),
        )
    else:
        marks = (Text("Blank + unknown / of", columns.blank, y, sheet.small, "right", bold=True),)
    return stacked([keys, Block(marks, 1.15 * sheet.line)])


def _foot(found: MissingValues, sheet: Sheet, columns: _Columns, *, bars: bool) -> Block:
    words = caption(sheet, *_caption(found, bars=bars))
    if bars or np.isnan(found.years).all():
        return words
    return stacked([_years(found, sheet, columns), words])


def _years(found: MissingValues, sheet: Sheet, columns: _Columns) -> Block:
    """The first patient of a year, as often as the numbers have room."""
    step, tick = columns.width / found.n, 2.5 * sheet.point
    y = tick + (0.2 + DEEP) * LINE * sheet.small
    marks: list[Mark] = []
    last = -1e9
    for year in np.unique(found.years[~np.isnan(found.years)]).astype(int).tolist():
        x = columns.left + step * (int(np.argmax(found.years >= year)) + 0.5)
        half = sheet.of(str(year), small=True) / 2
        if x - half > last and sheet.margin <= x - half and x + half <= sheet.width - sheet.margin:
            marks += [Line(((x, 0.0), (x, tick)), INK, 0.7), Text(str(year), x, y, sheet.small, "centre")]
            last = x + half + 1.2 * sheet.small
    label = "Year of diagnosis"
    x, half = columns.left + columns.width / 2, sheet.of(label) / 2
    marks.append(Text(label, max(x, sheet.margin + half), y + 1.15 * sheet.line, sheet.size, "centre"))
    return Block(tuple(marks), y + 1.4 * sheet.line)


def _make(subject: Subject) -> Picture:
    return picture(missing_values(subject.cohort))


KIND = Kind("missing", "Missing values", "What is unknown, and of whom?", _make, section="missing")
