"""CSV, TSV and their relatives: which delimiter, which row is the header, and the cells under it."""

from __future__ import annotations

import csv
import io
import itertools
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from nec_core.errors import EmptyFileError, InputError
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import MisshapenRow, unique_headers
from nec_core.ingest.reading.bounds import MOST_TEXTS, require_cells, require_columns
from nec_core.ingest.reading.header import described_note, described_rows, find_header, header_names
from nec_core.ingest.reading.spaced import SPACE, is_spaced, with_tabs

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", SPACE: "spaces"}
_LOOK_AHEAD = 60
_MOST = 0.6  # share of rows as wide as the header
_BATCH_CELLS = 2_000_000
_MOST_ODD = 20_000  # more rows that do not fit the header are read faster one by one
ROW_NAMES = "row names"
_ROW_NAMES_NOTE = "The header has one name fewer than the rows have cells, as R writes it: it lacks the first column's."
_NUMBERS_ROWS = re.compile(
    r"(?i)(^|[^a-z])(id|no|nr|n|num|number|case|patient|pt|subject|record|row|index)([^a-z]|$)|id$|^#"
)
_SENTINEL = "\x1eend"


@dataclass(frozen=True)
class Laid:
    """Cells under headers, before they become a RawTable.

    Attributes:
        columns, table, row_numbers, header_row, misshapen: as in `RawTable`.
        short: number and cells of rows that end before the last named header; the cells they lack are blank.
        findings, notes: what was met on the way.
    """

    columns: tuple[str, ...]
    table: pa.Table
    row_numbers: npt.NDArray[np.int64]
    header_row: int
    misshapen: tuple[MisshapenRow, ...] = ()
    short: tuple[tuple[int, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def detect_delimiter(text_start: str) -> str:
    """The delimiter that gives the header most names where most rows have as many cells; else the one under which the
    first rows agree best on a number of cells above one. Spaces only where the header has no other."""
    if is_spaced(text_start, _LOOK_AHEAD):
        return SPACE
    best, best_score = ",", (0, 0.0)
    for delimiter in (d for d in DELIMITERS if d != SPACE):
        rows = [row for row in _rows(text_start, delimiter, _LOOK_AHEAD) if any(c.strip() for c in row)]
        widths = [len(row) for row in rows]
        wide = [len(row) for row in rows if len(row) > 1 and not _cuts_quotes(row)]
        if not wide:
            continue
        width, agreeing = Counter(wide).most_common(1)[0]
        named = width if widths[0] == width and agreeing >= _MOST * len(widths) else 0
        score = (named, agreeing / len(widths) * min(width, 30) ** 0.5)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _cuts_quotes(row: Sequence[str]) -> bool:
    """Whether a cell holds one of two quotation marks: the delimiter has parted what they hold together."""
    return any(cell.count('"') % 2 for cell in row)


def read_delimited(data: bytes, delimiter: str | None = None, header_row: int | None = None) -> tuple[Laid, str]:
    """Lays UTF-8 text out under its headers.

    Args:
        data: UTF-8 bytes without BOM.
        delimiter: one character, or None to detect it.
        header_row: the row of the headers counted from 1, 0 for a file without any, or None to detect it.

    Returns:
        the cells, and the delimiter used.

    Raises:
        EmptyFileError, InputError.
    """
    if not data or data.isspace():
        raise EmptyFileError("The file is empty. Export it again, with a header row and one row per patient.")
    start = data[: 1 << 20].decode("utf-8", "ignore")
    used = delimiter or detect_delimiter(start)
    if used != SPACE:
        return _lay(data, start, used, header_row), used
    data = with_tabs(data)
    laid = _lay(data, data[: 1 << 20].decode("utf-8", "ignore"), "\t", header_row, spaced=True)
    misshapen = tuple(replace(m, text=m.text.replace("\t", SPACE)) for m in laid.misshapen)
    return replace(laid, misshapen=misshapen), SPACE


def _lay(data: bytes, start: str, used: str, header_row: int | None, spaced: bool = False) -> Laid:
    """The cells under their headers; `spaced` text lacks the name of its row names wherever the header is one short."""
    first_rows = _rows(start, used, max(_LOOK_AHEAD, header_row or 0))
    header = find_header(first_rows) if header_row is None else header_row
    if header > len(first_rows):
        raise InputError(f"There is no row {header} to take headers from.")
    names = _headers(first_rows, header)
    top = header + (described_rows(first_rows, header) if header else 0)
    skip_lines = _physical_lines(start, used, top)
    lines = start.splitlines()[skip_lines : skip_lines + _LOOK_AHEAD]
    below = first_rows[top:]
    one_short = bool(header and below) and all(len(r) == len(names) + 1 for r in below if r)
    row_names = one_short and (spaced or _has_row_names(lines, used) or _are_row_names(names, below))
    if row_names:
        names = unique_headers([ROW_NAMES, *names])
    shape = _Shape(names, row_names + _named(first_rows, header, names), used)
    laid = _read_fast(data, shape, top, skip_lines) or _read_careful(data, shape, top)
    if not len(laid.row_numbers) and not laid.misshapen:
        raise EmptyFileError("The file has a header and no rows under it. Export it again with its records.")
    notes = (*((_ROW_NAMES_NOTE,) if row_names else ()), *described_note(header, top - header))
    return replace(laid, header_row=header, findings=_short_row_findings(laid), notes=notes)


def _has_row_names(lines: Sequence[str], delimiter: str) -> bool:
    """Whether rows with one cell more than the header has names are those of R's `write.table`: each begins with its
    number in quotation marks, while other numbers have none. An unnamed last column looks otherwise."""
    numbered = all(line.startswith(f'"{i}"{delimiter}') for i, line in enumerate(lines, start=1))
    bare = any(re.search(rf"{re.escape(delimiter)}-?\d[\d.]*(?:{re.escape(delimiter)}|$)", line) for line in lines)
    return bool(lines) and numbered and bare


def _are_row_names(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows with one cell more than the header begin with R's row names without quotation marks: 1, 2, 3 and so
    on under a name that is no identifier's, and no last cell is blank, as in an unnamed column of remarks."""
    filled = [r for r in rows if r]
    running = len(filled) > 2 and all(r[0].strip() == str(i) for i, r in enumerate(filled, start=1))
    return running and not _NUMBERS_ROWS.search(names[0]) and all(r[-1].strip() for r in filled)


def _short_row_findings(laid: Laid) -> tuple[Finding, ...]:
    """Rows that end early, as a warning: a line break or a lost delimiter may have cut them."""
    if not laid.short:
        return ()
    rows = [row for row, _ in laid.short]
    return (
        Finding(
            KINDS["row_short"], "(whole row)", None,
            np.array(rows, np.int64), [f"{n} cell{'s' * (n != 1)}" for _, n in laid.short],
            {"width": str(len(laid.columns))},
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class _Shape:
    """What a row should look like: the names of its cells, how many it must have at least, and what parts them."""

    names: tuple[str, ...]
    named: int
    delimiter: str


@dataclass
class _Sorted:
    """Rows by how they fit the header. State, because rows come one by one."""

    shape: _Shape
    kept: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    misshapen: list[MisshapenRow] = field(default_factory=list)
    short: list[tuple[int, int]] = field(default_factory=list)

    def take(self, row: list[str], number: int) -> None:
        """A row with further cells than the header has names is set aside; a shorter one is filled with blanks."""
        width = len(self.shape.names)
        if len(row) > width and any(c.strip() for c in row[width:]):
            self.misshapen.append(MisshapenRow(number, len(row), self.shape.delimiter.join(row)))
            return
        if len(row) < self.shape.named and any(c.strip() for c in row):
            self.short.append((number, len(row)))
        self.kept.append((row + [""] * (width - len(row)))[:width])
        self.numbers.append(number)


def _named(rows: Sequence[Sequence[str]], header: int, names: tuple[str, ...]) -> int:
    """How many cells a row needs to reach the last header with a name; all, in a file without headers."""
    cells = header_names(rows, header) if header else names
    return max((i for i, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _headers(rows: Sequence[Sequence[str]], header: int) -> tuple[str, ...]:
    cells = header_names(rows, header) if header else [""] * max(len(r) for r in rows)
    require_columns(len(cells))
    return unique_headers(cells)


def _rows(text: str, delimiter: str, limit: int) -> list[list[str]]:
    return list(itertools.islice(_csv_reader(text, delimiter), limit))


def _csv_reader(text: str, delimiter: str) -> Any:
    csv.field_size_limit(sys.maxsize)  # the default refuses cells over 128 kB
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _physical_lines(text: str, delimiter: str, records: int) -> int:
    """How many lines the first `records` records take: a quoted title can hold line breaks."""
    reader = _csv_reader(text, delimiter)
    for _ in range(records):
        next(reader)
    return int(reader.line_num)


def _read_fast(data: bytes, shape: _Shape, top: int, skip: int) -> Laid | None:
    """pyarrow's reader; None where it can't tell the rows apart as a spreadsheet would. Data begin below row `top`."""
    delimiter, names = shape.delimiter, shape.names
    if len(names) == 1:
        return None
    table, odd = _arrow_rows(data, delimiter, names, skip, most_odd=0)
    if odd:
        table, odd = _arrow_rows(data, delimiter, names, skip, most_odd=_MOST_ODD)
    if table is None or _is_swallowed(table) or any("\n" in r.text or "\r" in r.text for r in odd):
        return None
    total = table.num_rows + len(odd)
    require_cells(total, len(names), len(data), MOST_TEXTS)
    at = np.array([int(r.number) - skip - 1 for r in odd], np.int64)
    whole = np.ones(total, bool)
    whole[at] = False
    numbers = np.flatnonzero(whole) + top + 1
    odd_rows = _Sorted(shape)
    for record, position in zip(odd, at, strict=True):
        odd_rows.take(next(iter(_csv_reader(record.text, delimiter)), []), int(position) + top + 1)
    if odd_rows.kept:
        table = pa.concat_tables([table, _as_table(odd_rows.kept, names)])
        numbers = np.concatenate([numbers, np.array(odd_rows.numbers, np.int64)])
        order = np.argsort(numbers, kind="stable")
        table, numbers = table.take(order), numbers[order]
    laid = Laid(names, table, numbers, top, tuple(odd_rows.misshapen), tuple(odd_rows.short))
    return _without_blank_rows(laid)


def _arrow_rows(
    data: bytes, delimiter: str, names: tuple[str, ...], skip: int, most_odd: int
) -> tuple[pa.Table | None, list[Any]]:
    """The table without the rows that do not fit the header, and those rows; no table where they are more than
    `most_odd`. Only one thread knows which rows they are."""
    odd: list[Any] = []

    def refuse(row: Any) -> str:
        odd.append(row)
        return "skip" if len(odd) <= most_odd else "error"

    end = len(data)
    while end and data[end - 1 : end] in (b"\n", b"\r"):
        end -= 1
    quoted = b'"' in data
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(0, end)),
            read_options=pa_csv.ReadOptions(
                column_names=list(names), skip_rows=skip, block_size=1 << 23, use_threads=most_odd == 0
            ),
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
        return None, odd if most_odd == 0 else []
    return table, odd


def _is_swallowed(table: pa.Table) -> bool:
    """A quotation mark never closed makes one cell of the rest of the file; it is the last, and has line breaks."""
    return bool(table.num_rows) and any("\n" in c[-1].as_py() or "\r" in c[-1].as_py() for c in table.columns)


def _without_blank_rows(laid: Laid) -> Laid:
    """Blank lines, and lines of delimiters only (";;;;"), are no rows of data."""
    left = np.arange(laid.table.num_rows)
    for i, column in enumerate(laid.table.columns):
        cells = column if i == 0 else column.take(left)
        blank = pc.or_(pc.equal(pc.binary_length(cells), 0), pc.utf8_is_space(cells))
        left = left[blank.to_numpy(zero_copy_only=False).astype(bool)]
        if not len(left):
            return laid
    keep = np.ones(laid.table.num_rows, bool)
    keep[left] = False
    return replace(laid, table=laid.table.filter(pa.array(keep)), row_numbers=laid.row_numbers[keep])


def _read_careful(data: bytes, shape: _Shape, top: int) -> Laid:
    """Row by row: short rows are filled with blanks, blank rows skipped, long rows set aside."""
    text = data.decode("utf-8", "replace")
    ending = "" if text.endswith(("\n", "\r")) else "\n"
    reader = _csv_reader(f"{text}{ending}{_SENTINEL}", shape.delimiter)
    rows, width = _Sorted(shape), len(shape.names)
    batches: list[pa.Table] = [_as_table([], shape.names)]
    record, row = 0, [""]
    for record, row in enumerate(reader, start=1):
        if record <= top or row == [_SENTINEL] or not any(c.strip() for c in row):
            continue
        rows.take(row, record)
        if len(rows.kept) * width >= _BATCH_CELLS:
            require_cells(len(rows.numbers), width, len(data), MOST_TEXTS)
            batches.append(_as_table(rows.kept, shape.names))
            rows.kept = []
    if row != [_SENTINEL]:
        raise InputError(
            f"A quotation mark opened in row {record} is never closed, so the rows from there on can't be told apart. "
            "Remove it, or close it, and upload the file again."
        )
    table = pa.concat_tables([*batches, _as_table(rows.kept, shape.names)]).combine_chunks()
    numbers = np.array(rows.numbers, np.int64)
    return Laid(shape.names, table, numbers, top, tuple(rows.misshapen), tuple(rows.short))


def _as_table(rows: list[list[str]], names: tuple[str, ...]) -> pa.Table:
    columns: Any = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.table([pa.array(list(c), pa.string()) for c in columns], names=list(names))
