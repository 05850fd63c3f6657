"""Parts of a page that stand one under the other: heading, legend, plot, caption. Each is laid out from its own top."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nec_core.figures.drawing.marks import INK, QUIET, Area, Line, Mark, Page, Paint, Points, Text, rectangle
from nec_core.figures.drawing.sheet import LINE, Sheet

DEEP = 0.8  # of a line's height, from its top to the baseline
MIDDLE = 0.34  # of a line of words above its baseline, in ems
_KEY = 1.7  # length of a legend's sample in ems
_KEY_GAP = 0.45


@dataclass(frozen=True)
class Block:
    """Marks counted from their own upper left corner, and the height they take."""

    marks: tuple[Mark, ...] = ()
    height: float = 0.0

    def moved(self, across: float = 0.0, down: float = 0.0) -> Block:
        return Block(tuple(mark.moved(across, down) for mark in self.marks), self.height)


@dataclass(frozen=True)
class Entry:
    """One line of a legend: a name, and a mark that looks like what it names, wherever it stands."""

    name: str
    looks: Line | Area | Points


def page_of(sheet: Sheet, blocks: Iterable[Block]) -> Page:
    """Blocks one under the other, as one page."""
    whole = stacked(blocks)
    return Page(sheet.width, whole.height + sheet.margin, whole.marks)


def stacked(blocks: Iterable[Block]) -> Block:
    marks: list[Mark] = []
    depth = 0.0
    for block in blocks:
        marks += block.moved(down=depth).marks
        depth += block.height
    return Block(tuple(marks), depth)


def beside(blocks: Sequence[tuple[float, Block]]) -> Block:
    """Blocks beside each other, each from its left edge on."""
    marks = [mark for left, block in blocks for mark in block.moved(across=left).marks]
    return Block(tuple(marks), max((block.height for _, block in blocks), default=0.0))


def gap(height: float) -> Block:
    return Block((), height)


def words(
    sheet: Sheet,
    text: str,
    *,
    left: float | None = None,
    width: float | None = None,
    small: bool = False,
    bold: bool = False,
    paint: Paint = INK,
) -> Block:
    """A paragraph, wrapped; none for an empty text."""
    left = sheet.margin if left is None else left
    room = sheet.width - sheet.margin - left if width is None else width
    size = sheet.small if small else sheet.size
    lines = sheet.wrapped(text, room, small=small, bold=bold)
    marks = tuple(
        Text(line, left, (i + DEEP) * LINE * size, size, bold=bold, paint=paint) for i, line in enumerate(lines)
    )
    return Block(marks, len(lines) * LINE * size)


def caption(sheet: Sheet, *sentences: str) -> Block:
    """Who, what, method, left out and why, in quiet small lines under the picture."""
    text = " ".join(sentence for sentence in sentences if sentence)
    return stacked([gap(0.5 * sheet.small), words(sheet, text, small=True, paint=QUIET)]) if text else Block()


def legend(sheet: Sheet, entries: Sequence[Entry], *, left: float | None = None) -> Block:
    """Names with a sample before each, in rows on a wide page and in two columns on a narrow one.

    A name that does not fit its place is wrapped, never cut.
    """
    left = sheet.margin if left is None else left
    room = sheet.width - sheet.margin - left
    key = (_KEY + _KEY_GAP) * sheet.size
    widest = max((key + sheet.of(entry.name) for entry in entries), default=0.0)
    columns = 2 if not sheet.wide and widest <= room / 2 else 1 if not sheet.wide else 0
    placed: list[tuple[float, float, Entry, tuple[str, ...]]] = []
    x, y, row_lines = left, 0.0, 1
    for i, entry in enumerate(entries):
        lines = sheet.wrapped(entry.name, room - key) or ("",)
        needed = key + max(sheet.of(line) for line in lines)
        new_row = i > 0 and (i % columns == 0 if columns else x + needed > left + room)
        if new_row:
            x, y, row_lines = left, y + row_lines * sheet.line, 1
        placed.append((x, y, entry, lines))
        row_lines = max(row_lines, len(lines))
        x = left + room / 2 if columns == 2 else x + needed + 1.4 * sheet.size
    marks: list[Mark] = []
    for x, y, entry, lines in placed:
        marks.append(sample(sheet, entry.looks, x, y + DEEP * sheet.line - MIDDLE * sheet.size, _KEY * sheet.size))
        marks += [Text(line, x + key, y + (n + DEEP) * sheet.line, sheet.size) for n, line in enumerate(lines)]
    return Block(tuple(marks), y + row_lines * sheet.line + 0.5 * sheet.size) if entries else Block()


def sample(sheet: Sheet, looks: Line | Area | Points, left: float, middle: float, width: float) -> Mark:
    """A piece of what a name stands for, `width` long and centred on `middle`."""
    match looks:
        case Line():
            return Line(((left, middle), (left + width, middle)), looks.paint, looks.width_pt, looks.dash)
        case Points():
            return Points(((left + width / 2, middle),), looks.shape, looks.paint, looks.filled, looks.size_pt)
        case Area():
            high, wide = 0.85 * sheet.size, min(width, 1.35 * sheet.size)
            outline = rectangle(left + width - wide, middle - high / 2, wide, high)
            return Area((outline,), looks.fill, looks.opacity, looks.edge, looks.edge_pt, looks.hatch)


def said(sheet: Sheet, sentence: str, *, notes: Sequence[str] = ()) -> Page:
    """A page with a sentence in place of a picture: there is nothing to draw, and no empty axes are."""
    return page_of(sheet, [gap(0.4 * sheet.size), words(sheet, sentence), caption(sheet, *notes)])
