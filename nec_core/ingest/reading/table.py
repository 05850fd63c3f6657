"""Bytes to a RawTable: the door for every kind of file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from nec_core.errors import EmptyFileError, FileTooLargeError
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.bounds import SIZE_LIMIT_BYTES, require_headers, require_lines, require_short_cells
from nec_core.ingest.reading.delimited import read_delimited
from nec_core.ingest.reading.encoding import to_utf8
from nec_core.ingest.reading.foreign import foreign_program, read_foreign
from nec_core.ingest.reading.naaccr_document import DELIMITER as XML
from nec_core.ingest.reading.naaccr_document import is_xml, read_naaccr
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.reading.packed import chunks, is_packed, start_of
from nec_core.ingest.reading.workbook import Workbook, is_workbook, open_workbook


def read_table(
    data: bytes, file_name: str, options: ReadOptions | None = None, workbook: Workbook | None = None
) -> RawTable:
    """Reads CSV, TSV, XLSX, ODS, NAACCR XML or a data set of Stata, SPSS or SAS, packed with gzip too, into text cells
    under headers.

    Args:
        data: the file's bytes; what they are is told by their first bytes, not by the name.
        file_name: as uploaded, for display.
        options: what a person decided about encoding, delimiter, sheet or header row.
        workbook: the same bytes, where they were opened as one before.

    Raises:
        InputError and its children, each with a next step.
    """
    if len(data) > SIZE_LIMIT_BYTES:
        raise FileTooLargeError(
            "The file is larger than 200 MB. Leave out columns that are not needed and export it again."
        )
    if not data:
        raise EmptyFileError("The file is empty. Export it again, with a header row and one row per patient.")
    with ThreadPoolExecutor(1) as beside:  # another processor's work, while the cells are read
        digest = beside.submit(lambda: hashlib.sha256(data).hexdigest())
        raw = _read(data, file_name, options or ReadOptions(), workbook, digest.result)
    require_headers(raw.columns)
    require_short_cells(raw.table, raw.row_numbers)
    return raw


def _read(
    data: bytes, file_name: str, chosen: ReadOptions, workbook: Workbook | None, sha256: Callable[[], str]
) -> RawTable:
    if is_workbook(data):
        book = workbook or open_workbook(data)
        laid, sheet = book.read(chosen.sheet, chosen.header_row)
        return RawTable(
            file_name, sha256(), laid.columns, laid.table, laid.row_numbers, laid.header_row,
            sheet=sheet, sheets=book.sheets, hidden_sheets=() if chosen.sheet else book.hidden,
            findings=laid.findings, notes=laid.notes,
        )  # fmt: skip
    if is_packed(data) and foreign_program(start_of(data)):
        data = b"".join(chunks(data))
    if foreign_program(data):
        foreign = read_foreign(data)
        laid = foreign.laid
        return RawTable(
            file_name, sha256(), laid.columns, laid.table, laid.row_numbers, laid.header_row,
            encoding="utf-8", delimiter=foreign.program, labels=foreign.labels,
        )  # fmt: skip
    if is_xml(start_of(data)):
        laid, encoding, notes = read_naaccr(chunks(data))
        return RawTable(
            file_name, sha256(), laid.columns, laid.table, laid.row_numbers, 0,
            encoding=encoding, delimiter=XML, notes=notes,
        )  # fmt: skip
    if is_packed(data):
        data = b"".join(chunks(data))
    require_lines(data)
    text, encoding = to_utf8(data, chosen.encoding)
    laid, delimiter = read_delimited(text, chosen.delimiter, chosen.header_row)
    return RawTable(
        file_name, sha256(), laid.columns, laid.table, laid.row_numbers, laid.header_row,
        encoding=encoding, delimiter=delimiter, misshapen=laid.misshapen, findings=laid.findings, notes=laid.notes,
    )  # fmt: skip
