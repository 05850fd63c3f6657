"""CSV, TSV and their relatives: which delimiter, which row is the header, and the cells under it."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from nec_core.errors import EmptyFileError, InputError
from nec_core.ingest.header import find_header
from nec_core.ingest.raw_table import MisshapenRow, unique_headers

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LOOK_AHEAD = 60


@dataclass(frozen=True)
class Laid:
    """Cells under headers, before they become a RawTable."""

    columns: tuple[str, ...]
    table: pa.Table
    row_numbers: npt.NDArray[np.int64]
    header_row: int
    misshapen: tuple[MisshapenRow, ...] = ()


def detect_delimiter(text_start: str) -> str:
    """The delimiter under which the first rows agree best on a number of cells above one."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _rows(text_start, delimiter, _LOOK_AHEAD) if any(c.strip() for c in row)]
        wide = [w for w in widths if w > 1]
        if not wide:
            continue
        width, agreeing = Counter(wide).most_common(1)[0]
        score = agreeing / len(widths) * (1 + min(width, 30) / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_delimited(data: bytes, delimiter: str | None = None, header_row: int | None = None) -> tuple[Laid, str]:
    """Lays UTF-8 text out under its headers.

    Args:
        data: UTF-8 bytes without BOM.
        delimiter: one of `DELIMITERS`, or None to detect it.
        header_row: the row of the headers counted from 1, 0 for a file without any, or None to detect it.

    Returns:
        the cells, and the delimiter used.

    Raises:
        EmptyFileError, InputError.
    """
    if not data.strip():
        raise EmptyFileError("The file is empty. Export it again, with a header row and one row per patient.")
    start = data[: 1 << 20].decode("utf-8", "ignore")
    used = delimiter or detect_delimiter(start)
    first_rows = _rows(start, used, _LOOK_AHEAD)
    header = find_header(first_rows) if header_row is None else header_row
    if header > len(first_rows):
        raise InputError(f"There is no row {header} to take headers from.")
    names = _headers(first_rows, header)
    skip_lines = _physical_lines(start, used, header)
    laid = _read_fast(data, used, names, header, skip_lines) or _read_careful(data, used, names, header)
    if not len(laid.row_numbers) and not laid.misshapen:
        raise EmptyFileError("The file has a header and no rows under it. Export it again with its records.")
    return laid, used


def _headers(rows: Sequence[Sequence[str]], header: int) -> tuple[str, ...]:
    if header:
        return unique_headers(rows[header - 1])
    return unique_headers([""] * max(len(r) for r in rows))


def _rows(text: str, delimiter: str, limit: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(itertools.islice(reader, limit))
    except csv.Error:
        return rows
    return rows


def _physical_lines(text: str, delimiter: str, records: int) -> int:
    """How many lines the first `records` records take: a quoted title can hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for _ in range(records):
        next(reader)
    return reader.line_num


def _read_fast(data: bytes, delimiter: str, names: tuple[str, ...], header: int, skip: int) -> Laid | None:
    """pyarrow's reader, where every row has the header's number of cells; None where one has not."""
    end = len(data)
    while end and data[end - 1 : end] in (b"\n", b"\r"):
        end -= 1
    odd_rows: list[object] = []

    def refuse(row: object) -> str:
        odd_rows.append(row)
        return "skip"

    quoted = b'"' in data
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(0, end)),
            read_options=pa_csv.ReadOptions(column_names=list(names), skip_rows=skip, block_size=1 << 23),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoted else False,
                newlines_in_values=quoted,
                ignore_empty_lines=False,
                invalid_row_handler=refuse,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types={n: pa.string() for n in names}, strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if odd_rows or len(names) == 1 or (table.num_rows and _last_is_blank(table)):
        return None
    return Laid(names, table, np.arange(header + 1, header + 1 + table.num_rows, dtype=np.int64), header)


def _last_is_blank(table: pa.Table) -> bool:
    """Blank lines of delimiters only (";;;;") end many spreadsheets' exports; the careful reader drops them."""
    return all(not (c[-1].as_py() or "").strip() for c in table.columns)


def _read_careful(data: bytes, delimiter: str, names: tuple[str, ...], header: int) -> Laid:
    """Row by row: short rows are filled with blanks, blank rows skipped, long rows set aside."""
    reader = csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""), delimiter=delimiter)
    width = len(names)
    kept: list[list[str]] = []
    numbers: list[int] = []
    misshapen: list[MisshapenRow] = []
    record = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            record += 1
            misshapen.append(MisshapenRow(record, 0, ""))
            continue
        record += 1
        if record <= header or not any(c.strip() for c in row):
            continue
        if len(row) > width and any(c.strip() for c in row[width:]):
            misshapen.append(MisshapenRow(record, len(row), delimiter.join(row)))
            continue
        kept.append((row + [""] * (width - len(row)))[:width])
        numbers.append(record)
    columns = zip(*kept, strict=True) if kept else [()] * width
    table = pa.table([pa.array(list(c), pa.string()) for c in columns], names=list(names))
    return Laid(names, table, np.array(numbers, np.int64), header, tuple(misshapen))
