"""XLSX (and old XLS): which sheet, which row is the header, and the cells as text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from nec_core.errors import EmptyFileError, EncryptedFileError, FileTooLargeError, InputError
from nec_core.ingest.delimited import Laid
from nec_core.ingest.header import find_header, header_names
from nec_core.ingest.raw_table import unique_headers

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
UNPACKED_LIMIT_BYTES = 600 * 1024**2
"""A workbook of 3.6 MiB can unpack to 930 MiB and take 2.3 GB to read; 100,000 rows x 25 columns unpack to 0.1 GiB."""
CELL_LIMIT = 30_000_000
"""Cells of a sheet, blanks between included: each takes memory. A stray cell in the last corner makes 17 billion."""
_LOOK_AHEAD = 40
_CHUNK = 1 << 24
_CELL_PLACE = re.compile(rb'r="([A-Z]{1,3})([0-9]{1,7})"')
_WIDE_PLACE = re.compile(rb'r="([A-Z]{2,3})[0-9]{1,7}"')

Cell = str | float | bool | int | dt.date | dt.datetime | dt.time | dt.timedelta
Grid = list[list[Cell]]


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP_MAGIC, OLE_MAGIC))


def read_workbook(
    data: bytes, sheet: str | None = None, header_row: int | None = None
) -> tuple[Laid, str, tuple[str, ...]]:
    """Lays a sheet's cells out under its headers.

    Args:
        data: the file's bytes.
        sheet: the sheet to read, or None for the one with the most filled cells.
        header_row: as in `read_delimited`.

    Returns:
        the cells, the sheet's name, and the names of all sheets.

    Raises:
        EncryptedFileError, FileTooLargeError, EmptyFileError, InputError.
    """
    _check_container(data)
    names, grids = _grids(data, sheet)
    if not grids:
        raise EmptyFileError("The workbook has no sheet. Save it again with its records.")
    chosen = sheet or max(grids, key=lambda n: _filled_cells(grids[n]))
    return _lay(grids[chosen], header_row), chosen, names


def _grids(data: bytes, sheet: str | None) -> tuple[tuple[str, ...], dict[str, Grid]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(book.sheet_names)
        wanted = (sheet,) if sheet else names
        return names, {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in wanted}
    except PasswordError:
        raise _encrypted() from None
    except WorksheetNotFound:
        raise InputError("The workbook has no such sheet. Choose another one.") from None
    except (CalamineError, ValueError, OverflowError, OSError):
        raise _damaged() from None
    except BaseException as error:
        # calamine is written in Rust: what stops it there arrives as a PanicException, which is no Exception
        if type(error).__name__ == "PanicException":
            raise _damaged() from None
        raise


def _check_container(data: bytes) -> None:
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _encrypted()
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(m.flag_bits & 1 for m in members):
                raise _encrypted()
            if not any(m.filename.startswith("xl/") for m in members):
                raise InputError("This is a ZIP archive, not a workbook. Unpack it and upload the table inside.")
            if sum(m.file_size for m in members) > UNPACKED_LIMIT_BYTES:
                raise FileTooLargeError(
                    "The workbook unpacks to more than 600 MB. Save the sheet with the records as CSV and upload that."
                )
            for member in members:
                if member.filename.startswith("xl/"):
                    _check_member(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise _damaged() from None


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reads a part through: its true size, its checksum, and how far a sheet's cells reach."""
    last_row = last_column = 0
    before = b""
    is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            if not is_sheet:
                continue
            seen = before + chunk
            last_row = max(last_row, _last_row(seen))
            columns = {m[1] for m in _WIDE_PLACE.finditer(seen)} or {b"Z"}
            last_column = max(last_column, *(_column_number(c) for c in columns))
            before = chunk[-32:]
    if last_row * last_column > CELL_LIMIT:
        raise FileTooLargeError(
            f"A sheet reaches to row {last_row} and column {last_column}, most of it empty. Delete the stray cells far "
            "below or beside the table, or save the sheet as CSV, and upload that."
        )


def _last_row(xml: bytes) -> int:
    """Rows stand in order: the last cell's is the last; an element not ended is left to the next chunk."""
    tail = xml[-(1 << 16) :]
    places = _CELL_PLACE.findall(tail) or _CELL_PLACE.findall(xml)
    return max((int(row) for _, row in places), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _encrypted() -> EncryptedFileError:
    return EncryptedFileError(
        "The workbook is protected by a password. Open it, save a copy without password, and upload that."
    )


def _damaged() -> InputError:
    return InputError("The workbook is damaged. Open it in your spreadsheet program, save it again, and retry.")


def _filled_cells(grid: Grid) -> int:
    return sum(len(row) - row.count("") for row in grid)


def _lay(grid: Grid, header_row: int | None) -> Laid:
    if not any(_has_cells(row) for row in grid):
        raise EmptyFileError("The sheet is empty. Choose another sheet or export the file again.")
    first = [[cell_text(c) for c in row] for row in grid[: max(_LOOK_AHEAD, header_row or 0)]]
    header = find_header(first) if header_row is None else header_row
    if header > len(first):
        raise InputError(f"There is no row {header} to take headers from.")
    head = header_names(first, header) if header else []
    rows = [(number, row) for number, row in enumerate(grid[header:], start=header + 1) if _has_cells(row)]
    if not rows:
        raise EmptyFileError("The sheet has a header and no rows under it. Export it again with its records.")
    named = max((i for i, c in enumerate(head, start=1) if c.strip()), default=0)
    columns = [
        _texts(cells) for cells in zip(*(row for _, row in rows), strict=True)
    ]  # calamine's rows are of a length
    while len(columns) > named and not any(columns[-1]):
        columns.pop()
    columns += [[""] * len(rows)] * (named - len(columns))
    names = unique_headers((head + [""] * len(columns))[: len(columns)])
    table = pa.table([pa.array(c, pa.string()) for c in columns], names=list(names))
    return Laid(names, table, np.array([n for n, _ in rows], np.int64), header)


def _has_cells(row: list[Cell]) -> bool:
    return any(c != "" and (not isinstance(c, str) or not c.isspace()) for c in row)


def _texts(cells: Sequence[Cell]) -> list[str]:
    """A column's cells as text, each distinct one once: cells repeat."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return list(cells)  # type: ignore[arg-type]  # as just seen
    if bool in kinds:  # True equals 1 and must not be taken for it
        return [cell_text(c) for c in cells]
    text_of = {c: cell_text(c) for c in set(cells)}
    return [text_of[c] for c in cells]


def cell_text(cell: Cell) -> str:
    """A cell as a person would type it: 5.0 is "5", a date is ISO, midnight is not printed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    return str(cell)
