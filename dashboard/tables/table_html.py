"""A table as HTML: it wraps instead of being cut, and a screen reader says with each cell what it is of.

Drawn on no canvas, so that a word can be searched, marked and printed. Where the page is too narrow for its longest
words side by side, each line becomes a block, and the name of its column stands before each cell.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nec_core import formatting as fmt
from nec_core.export.spreadsheet import safe_text

Shares = Sequence[Sequence[float | None]]

_CHARACTER_PX = 7.4  # of the table's letters, the widest column heads included
_CELL_PX = 22  # what a cell has beside its letters
_STEP_PX = 20  # widths are told in steps, so that tables of a kind share their rules
_LONGEST_WORD = 22  # a longer one is broken wherever it must be
_PARTS = re.compile(r"[\s–/-]+")  # where a browser may begin a new line

COPY_HTML = (
    '<p class="table-copy"><button type="button" class="copy-table">Copy table</button> <span role="status"></span></p>'
)
"""The button that copies the table before it (copy_table.js)."""

_STACKED = """
@container (max-width: {width}px) {{
  .{name}.table, .{name} tbody, .{name} tr {{ display: block; width: 100%; }}
  .{name} thead {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
  .{name} tbody tr {{ padding: 0.35rem 0; border-bottom: 1px solid rgb(128 128 128 / 35%); }}
  .{name} tbody tr > * {{ border: 0 !important; padding: 0.1rem 0; max-width: none; }}
  .{name} tbody th {{ display: block; }}
  .{name} tbody .begins th:first-child {{ font-weight: 600; }}
  .{name} tbody td {{ display: flex; justify-content: space-between; gap: 1rem; text-align: right; }}
  .{name} tbody td.share {{ background-position: right bottom; padding-bottom: 0.25rem; }}
  .{name} tbody td:empty, .{name} tbody th:empty {{ display: none; }}
  .{name} tbody td::before {{ content: attr(data-head) / ""; flex: 0 1 45%; text-align: left; opacity: 0.8; }}
}}
"""


@dataclass(frozen=True)
class Looks:
    """How a table is drawn, besides its cells.

    Attributes:
        note: under the table; a part of it, so it is copied and printed with it.
        titled: whether its name is seen above it, not only heard: where no heading says what it is.
        headings: how many columns from the left name a line. A name that is left blank is that of the line above.
        shares: per line and column after the headings a share between 0 and 1, drawn as a bar; None for no bar.
    """

    note: str = ""
    titled: bool = False
    headings: int = 1
    shares: Shares | None = None


def table_html(frame: pd.DataFrame, name: str, looks: Looks) -> str:
    """The table; every text in it escaped.

    Args:
        frame: to read: texts, and counts, which get their thousands' separators. Other numbers are printed by who knows
            their decimals.
        name: what it shows, for who can't see it and for the copy.
    """
    cells = [[_cell_text(cell) for cell in column] for _, column in frame.items()]
    heads = [fmt.printable(str(head)) for head in frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(column.dtype) for _, column in frame.items()]
    width = _least_width(heads, cells)
    head = "".join(
        f'<th scope="col" role="columnheader"{_class(n and "count", _broken(h))}>{_escaped(h)}</th>'
        for h, n in zip(heads, numeric, strict=True)
    )
    lines = _lines(heads, cells, numeric, looks)
    note = f'<p class="table-note">{_escaped(looks.note)}</p>' if looks.note else ""
    return (
        f"<style>{_STACKED.format(name=f'stacked-{width}', width=width)}</style>"
        f'<div class="table-place"><table class="table stacked-{width}" role="table">'
        f"<caption{'' if looks.titled else _class('heard')}>{_escaped(name)}</caption>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{"".join(lines)}</tbody>'
        f"</table>{note}</div>"
    )


def _lines(heads: list[str], cells: list[list[str]], numeric: list[bool], looks: Looks) -> list[str]:
    lines = []
    above = [""] * looks.headings
    for i, line in enumerate(zip(*cells, strict=True)):
        above = [text or (before if j + 1 < looks.headings else "") for j, (text, before) in enumerate(
            zip(line[: looks.headings], above, strict=True))]  # fmt: skip
        named = [_name(text, before) for text, before in zip(line[: looks.headings], above, strict=True)]
        told = [
            _data(text, heads[j], numeric[j], looks.shares[i][j - looks.headings] if looks.shares else None)
            for j, text in enumerate(line)
            if j >= looks.headings
        ]
        begins = bool(line) and bool(line[0])
        lines.append(f'<tr role="row"{_class(begins and "begins")}>{"".join(named + told)}</tr>')
    return lines


def _name(text: str, above: str) -> str:
    """The name of a line. One that is not written again is still said."""
    said = _escaped(text) if text or not above else f'<span class="heard">{_escaped(above)}</span>'
    return f'<th scope="row" role="rowheader"{_class(_broken(text))}{_safe(text)}>{said}</th>'


def _data(text: str, head: str, numeric: bool, share: float | None) -> str:
    bar = "" if share is None else f' style="--share: {100 * share:.1f}%"'
    kind = _class(numeric and "count", share is not None and "share", _broken(text))
    return f'<td role="cell"{kind}{bar} data-head="{_escaped(head)}"{_safe(text)}>{_escaped(text)}</td>'


def _cell_text(cell: object) -> str:
    if isinstance(cell, str):
        return fmt.printable(cell)
    if cell is None or cell is pd.NA or (isinstance(cell, float) and not np.isfinite(cell)):
        return ""
    if isinstance(cell, int | np.integer) or (isinstance(cell, float) and cell.is_integer()):
        return fmt.count(int(cell))
    raise TypeError(f"a table to read holds texts and counts; {cell!r} is to be printed with its decimals first")


def _least_width(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Pixels that the longest words of all columns need side by side, in steps."""
    longest = (
        max((_longest(text) for text in (head, *column)), default=0) for head, column in zip(heads, cells, strict=True)
    )
    needed = sum(_CHARACTER_PX * min(n, _LONGEST_WORD) + _CELL_PX for n in longest)
    return int(-(-needed // _STEP_PX) * _STEP_PX)


def _longest(text: str) -> int:
    return max(len(word) for word in _PARTS.split(text))


def _broken(text: str) -> str:
    return "long" if _longest(text) > _LONGEST_WORD else ""


def _safe(text: str) -> str:
    """What a copy holds instead, where a spreadsheet would take the text for a formula."""
    safe = safe_text(text)
    return f' data-copied="{_escaped(safe)}"' if safe != text else ""


def _class(*names: str | bool) -> str:
    kept = " ".join(name for name in names if isinstance(name, str) and name)
    return f' class="{kept}"' if kept else ""


def _escaped(text: str) -> str:
    return html.escape(fmt.printable(text))
