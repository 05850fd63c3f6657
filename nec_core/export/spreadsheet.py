"""Tables as files a spreadsheet can open without running anything in them.

A formula is text that starts with a sign, and a spreadsheet may see a start wherever it splits: Excel of Germany, Spain
and France parts a CSV at semicolons, whatever stands between quotation marks. So an apostrophe goes before a sign at
the start of a text and after every character that can part (OWASP, CSV injection). Numbers, and signs alone (+ or - of
a stain), are left as they are and never rounded. Headers are cells too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nec_core.errors import PlanError

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PARTING = ";,|\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Passed over before a sign: blanks of any width, marks without any, and the quotation mark that opens a cell.
_PASSED_OVER = ' "\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff'
# Full-width forms start a formula too where the keyboard is East Asian.
_SIGNS = "=+@＝＋－＠-"
_START = re.compile(rf"(?:\A|(?<=[{_PARTING}]))(?=[{_PASSED_OVER}]*[{_SIGNS}])")
_HARMLESS = re.compile(
    rf"[{_PASSED_OVER}]*(?:[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?|[/{_SIGNS}]+)[{_PASSED_OVER}]*(?=[{_PARTING}]|\Z)"
)

_EXCEL_ROWS, _EXCEL_COLUMNS = 1_048_576, 16_384
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # fixed: the same numbers make the same file
_WIDEST = 60


def safe_csv(frame: pd.DataFrame, note: str = "") -> bytes:
    """A comma-separated file: UTF-8 with a byte order mark, for Excel, and every text in quotes.

    Args:
        frame: the table.
        note: its footnote, in the first column of a line of its own after an empty one.
    """
    safe = pd.DataFrame({i: _safe_column(column) for i, (_, column) in enumerate(frame.items())})
    safe.columns = pd.Index([safe_text(str(name)) for name in frame.columns], dtype=object)
    text = safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    if note:
        quoted = safe_text(note).replace('"', '""')
        text = f'{text}\r\n"{quoted}"\r\n'
    return text.encode("utf-8-sig", errors="replace")


def safe_xlsx(sheets: Mapping[str, pd.DataFrame], notes: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """A workbook with one sheet per table.

    Args:
        sheets: tables by the names of their sheets.
        notes: footnotes of some, each under its table after an empty line.

    Raises:
        PlanError: a table is larger than a sheet of Excel can be.
    """
    buffer = io.BytesIO()
    with open_workbook(buffer) as workbook:
        for name, frame in sheets.items():
            sheet = write_sheet(workbook, name, frame)
            if note := notes.get(name):
                sheet.write_string(len(frame) + 2, 0, _cell_text(note))
    return buffer.getvalue()


def safe_text(text: str) -> str:
    """The text, with an apostrophe wherever a spreadsheet would take what follows for a formula."""
    return _START.sub(lambda start: "" if _HARMLESS.match(text, start.start()) else "'", text)


def open_workbook(buffer: io.BytesIO) -> Workbook:
    """An empty workbook that takes no text for a formula, a link or a number."""
    from xlsxwriter import Workbook

    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    workbook = Workbook(buffer, {"in_memory": True, **plain})
    workbook.set_properties({"created": _CREATED})
    return workbook


def write_sheet(workbook: Workbook, name: str, frame: pd.DataFrame) -> Worksheet:
    """Adds a table as a sheet: bold headers that stay in sight, safe cells, columns wide enough to read."""
    if len(frame) >= _EXCEL_ROWS or frame.shape[1] > _EXCEL_COLUMNS:
        raise PlanError(
            f"A sheet of Excel holds {_EXCEL_ROWS - 1:,} rows and {_EXCEL_COLUMNS:,} columns, but this table "
            f"has {len(frame):,} rows and {frame.shape[1]:,} columns. Download it as CSV."
        )
    sheet = workbook.add_worksheet(_sheet_name(workbook, name))
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for j, (header, column) in enumerate(frame.items()):
        title = _cell_text(str(header))
        sheet.write_string(0, j, title, bold)
        cells = column.tolist()
        for i, cell in enumerate(cells, start=1):
            _write_cell(sheet, i, j, cell, date)
        longest = max((len(str(cell)) for cell in cells[:200]), default=0)
        sheet.set_column(j, j, min(_WIDEST, max(8, len(title), longest) + 2))
    sheet.freeze_panes(1, 0)
    return sheet


def _safe_column(column: pd.Series[Any]) -> pd.Series[Any]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    if pd.api.types.is_float_dtype(column.dtype):
        return column.where(np.isfinite(column))
    if column.dtype == object or pd.api.types.is_string_dtype(column.dtype):
        return column.astype(object).map(_safe_cell)
    return column


def _safe_cell(cell: object) -> object:
    if isinstance(cell, str):
        return safe_text(cell)
    return None if _is_blank(cell) else cell


def _write_cell(sheet: Worksheet, row: int, column: int, cell: object, date: Any) -> None:
    if isinstance(cell, bool | np.bool_):
        sheet.write_boolean(row, column, bool(cell))
    elif isinstance(cell, str):
        sheet.write_string(row, column, _cell_text(cell))
    elif _is_blank(cell):
        return
    elif isinstance(cell, int | float | np.number):
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, dt.datetime | dt.date):
        sheet.write_datetime(row, column, cell, date)
    else:
        sheet.write_string(row, column, _cell_text(str(cell)))


def _is_blank(cell: object) -> bool:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    return isinstance(cell, float | np.floating) and not np.isfinite(cell)


def _cell_text(text: str) -> str:
    # Half a character (a lone surrogate) can't be written. XlsxWriter cuts what is too long for a cell.
    return safe_text(text.encode("utf-8", errors="replace").decode("utf-8"))


def _sheet_name(workbook: Workbook, name: str) -> str:
    """A name Excel takes: at most 31 characters, none of []:*?/\\, not "History", and used once."""
    taken = {sheet.get_name().casefold() for sheet in workbook.worksheets()} | {"history"}
    wanted = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31].strip("' ") or "Table"
    candidate, number = wanted, 2
    while candidate.casefold() in taken:
        ending = f" {number}"
        candidate, number = wanted[: 31 - len(ending)] + ending, number + 1
    return candidate
