"""Rows with a name at left, a mark on a common axis, and numbers at right; on a narrow page the numbers stand under the
name. Rows that do not fit a page go on to the next, each with its axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nec_core.figures.axis import Axis
from nec_core.figures.drawing.blocks import DEEP, Block, page_of
from nec_core.figures.drawing.marks import INK, QUIET, Line, Mark, Page, Paint, Points, Text
from nec_core.figures.drawing.panel import Panel, bottom_room
from nec_core.figures.drawing.sheet import LINE, Sheet
from nec_core.figures.palette import Dash

_LABEL_SHARE = (0.35, 0.5)  # of the page's width at most, wide and narrow
_BETWEEN = 0.9  # ems between columns
_ROW_EMS = 1.7
_UPRIGHT = Axis("", 0.0, 1.0, (), ())

Drawn = Callable[[Panel, float, float], Sequence[Mark]]
"""Marks of a row: its panel, the middle of the row, and half of the height it may take."""


@dataclass(frozen=True)
class Row:
    """One line.

    Attributes:
        name: at left, wrapped where it is long.
        draw: its marks; None for a heading.
        numbers: one for each head, at right on a wide page.
        under: what stands under the name on a narrow page.
        heading: in bold, the rows after it stand in from it.
        inset: stands in from the heading above.
        bold: the name stands out.
    """

    name: str
    draw: Drawn | None = None
    numbers: tuple[str, ...] = ()
    under: str = ""
    heading: bool = False
    inset: bool = False
    bold: bool = False


@dataclass(frozen=True)
class _Laid:
    row: Row
    lines: tuple[str, ...]
    under: tuple[str, ...]
    height: float


def row_pages(
    sheet: Sheet,
    rows: Sequence[Row],
    axis: Axis,
    *,
    heads: Sequence[str] = (),
    x_log: bool = False,
    uprights: Sequence[tuple[float, Paint, Dash]] = (),
    before: Sequence[Block] = (),
    after: Sequence[Block] = (),
    with_axis: bool = True,
) -> tuple[Page, ...]:
    """The rows on as many pages as they need; a screen has one.

    Args:
        sheet: the page.
        rows: in order.
        axis: of all rows.
        heads: over the numbers.
        x_log: whether the axis is a ratio's.
        uprights: lines through all rows, at numbers of the axis.
        before, after: blocks over the first page's rows, and under the last's.
        with_axis: whether the axis is drawn.
    """
    share = _LABEL_SHARE[not sheet.wide] * sheet.width
    inset = sheet.size
    widest = max((_name_width(sheet, row) for row in rows), default=0.0)
    label = min(share, widest + 0.2 * sheet.size)
    laid = [_lay(sheet, row, label - (inset if row.inset else 0.0)) for row in rows]
    columns = _columns(sheet, rows, heads)
    foot = bottom_room(sheet, axis.label) if with_axis else 0.3 * sheet.size
    top = (LINE * sheet.size if columns and any(heads) else 0.0) + 0.2 * sheet.size
    pages = []
    groups = _paged(sheet, laid, top + foot, sum(b.height for b in before), sum(b.height for b in after))
    for k, group in enumerate(groups):
        block = _block(sheet, group, axis, heads, label, columns, top, x_log, uprights, with_axis)
        first, last = k == 0, k == len(groups) - 1
        pages.append(page_of(sheet, [*(before if first else ()), block, *(after if last else ())]))
    return tuple(pages)


def _name_width(sheet: Sheet, row: Row) -> float:
    under = sheet.of(row.under, small=True) if row.under and not sheet.wide else 0.0
    return (sheet.size if row.inset else 0.0) + max(sheet.of(row.name, bold=row.heading or row.bold), under)


def _lay(sheet: Sheet, row: Row, room: float) -> _Laid:
    if row.draw is None:  # a heading has the whole line
        whole = sheet.inner - (sheet.size if row.inset else 0.0)
        room = whole if not any(row.numbers) or not sheet.wide else room
    lines = sheet.wrapped(row.name, room, bold=row.heading or row.bold) or ("",)
    under = sheet.wrapped(row.under, room, small=True) if row.under and not sheet.wide else ()
    height = len(lines) * sheet.line + len(under) * sheet.small_line + (_ROW_EMS - LINE) * sheet.size
    return _Laid(row, lines, under, height)


def _columns(sheet: Sheet, rows: Sequence[Row], heads: Sequence[str]) -> list[float]:
    if not sheet.wide or not heads:
        return []
    return [
        max(sheet.of(head), *(sheet.of(row.numbers[k]) for row in rows if len(row.numbers) > k), 0.0)
        for k, head in enumerate(heads)
    ]


def _paged(sheet: Sheet, laid: Sequence[_Laid], frame: float, before: float, after: float) -> list[list[_Laid]]:
    if sheet.tallest is None:
        return [list(laid)]
    room = sheet.tallest - frame - sheet.margin - sheet.size
    groups: list[list[_Laid]] = [[]]
    used = before
    for row in laid:
        if groups[-1] and used + row.height > room:
            groups.append([])
            used = 0.0
        groups[-1].append(row)
        used += row.height
    if used + after > room and len(groups[-1]) > 1:
        moved: list[_Laid] = []
        while len(groups[-1]) > 1 and used + after > room:
            moved.insert(0, groups[-1].pop())
            used -= moved[0].height
        groups.append(moved)
    return groups


def _block(
    sheet: Sheet,
    laid: Sequence[_Laid],
    axis: Axis,
    heads: Sequence[str],
    label: float,
    columns: Sequence[float],
    top: float,
    x_log: bool,
    uprights: Sequence[tuple[float, Paint, Dash]],
    with_axis: bool,
) -> Block:
    size = sheet.size
    left = sheet.margin + label + _BETWEEN * size
    taken = sum(columns) + _BETWEEN * size * len(columns)
    overhang = sheet.of(axis.tick_text[-1]) / 2 if axis.tick_text and with_axis else 0.0
    right = sheet.width - sheet.margin - max(taken, overhang)
    height = sum(row.height for row in laid)
    panel = Panel(sheet, left, top, right - left, height, axis, _UPRIGHT, x_log)
    marks: list[Mark] = [panel.upright(at, paint, 0.6, dash) for at, paint, dash in uprights]
    ends = _ends(sheet, right, columns)
    if columns and any(heads):
        marks += [Text(h, x, DEEP * sheet.line, size, "right", paint=QUIET) for h, x in zip(heads, ends, strict=True)]
    y = top
    for item in laid:
        row = item.row
        x = sheet.margin + (size if row.inset else 0.0)
        down = y + (_ROW_EMS - LINE) / 2 * size
        for n, line in enumerate(item.lines):
            marks.append(Text(line, x, down + (n + DEEP) * sheet.line, size, bold=row.heading or row.bold))
        below = down + len(item.lines) * sheet.line
        for n, line in enumerate(item.under):
            marks.append(Text(line, x, below + (n + DEEP) * sheet.small_line, sheet.small, paint=QUIET))
        middle = y + item.height / 2
        if row.draw is not None:
            marks += row.draw(panel, middle, min(item.height / 2, 0.75 * size))
        for text, at in zip(row.numbers, ends, strict=False):
            if text:
                marks.append(Text(text, at, middle + 0.34 * size, size, "right"))
        y += item.height
    if with_axis:
        marks += panel.bottom_axis()
    return Block(tuple(marks), top + height + (bottom_room(sheet, axis.label) if with_axis else 0.3 * size))


def _ends(sheet: Sheet, right: float, columns: Sequence[float]) -> list[float]:
    ends, x = [], right
    for width in columns:
        x += _BETWEEN * sheet.size + width
        ends.append(x)
    return ends


def interval(
    panel: Panel, middle: float, low: float | None, high: float | None, paint: Paint = INK, width_pt: float = 0.9
) -> list[Mark]:
    """A confidence interval's line with an arrow at each end that lies beyond the axis, or has no limit."""
    a = panel.left if low is None or low < panel.x.low else panel.across(min(low, panel.x.high))
    b = panel.right if high is None or high > panel.x.high else panel.across(max(high, panel.x.low))
    marks: list[Mark] = [Line(((a, middle), (b, middle)), paint, width_pt)]
    reach = 1.8 * panel.sheet.point
    if low is None or low < panel.x.low:
        marks.append(Points(((a + reach, middle),), "arrow left", paint, True, 3.6))
    if high is None or high > panel.x.high:
        marks.append(Points(((b - reach, middle),), "arrow right", paint, True, 3.6))
    return marks


__all__ = ["Drawn", "Row", "interval", "row_pages"]
