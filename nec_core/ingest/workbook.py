"""XLSX (and old XLS): which sheet, which row is the header, and the cells as text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import numpy as np
import pyarrow as pa

from nec_core.errors import EmptyFileError, EncryptedFileError, FileTooLargeError, InputError
from nec_core.ingest.delimited import Laid
from nec_core.ingest.header import find_header
from nec_core.ingest.raw_table import unique_headers

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
UNPACKED_LIMIT_BYTES = 600 * 1024**2
"""A workbook of 3.6 MiB can unpack to 930 MiB and take 2.3 GB to read; 100,000 rows x 25 columns unpack to 0.1 GiB."""
_LOOK_AHEAD = 40

Cell = str | float | bool | int | dt.date | dt.datetime | dt.time | dt.timedelta


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP_MAGIC, OLE_MAGIC))


def read_workbook(
    data: bytes, sheet: str | None = None, header_row: int | None = None
) -> tuple[Laid, str, tuple[str, ...]]:
    """Lays a sheet's cells out under its headers.

    Args:
        data: the file's bytes.
        sheet: the sheet to read, or None for the one with the most filled rows.
        header_row: as in `read_delimited`.

    Returns:
        the cells, the sheet's name, and the names of all sheets.

    Raises:
        EncryptedFileError, FileTooLargeError, EmptyFileError, InputError.
    """
    _check_container(data)
    from python_calamine import CalamineError, CalamineWorkbook  # 20 ms that the command line's other work saves

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(book.sheet_names)
        grids = {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in ([sheet] if sheet else names)}
    except CalamineError:
        if sheet is not None:
            raise InputError("The workbook has no such sheet. Choose another one.") from None
        raise InputError("The workbook is damaged. Open it in your spreadsheet program, save it again, and retry.") from None
    if not grids:
        raise EmptyFileError("The workbook has no sheet. Save it again with its records.")
    chosen = sheet or max(grids, key=lambda n: _filled_cells(grids[n]))
    return _lay(grids[chosen], header_row), chosen, names


def _check_container(data: bytes) -> None:
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFileError(
                "The workbook is protected by a password. Open it, save a copy without password, and upload that."
            )
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise InputError("The workbook is damaged. Open it in your spreadsheet program, save it again, and retry.") from None
    if any(m.flag_bits & 1 for m in members):
        raise EncryptedFileError("The file is protected by a password. Save a copy without password and upload that.")
    if not any(m.filename.startswith("xl/") for m in members):
        raise InputError("This is a ZIP archive, not a workbook. Unpack it and upload the table inside.")
    if sum(m.file_size for m in members) > UNPACKED_LIMIT_BYTES:
        raise FileTooLargeError(
            "The workbook unpacks to more than 600 MB. Save the sheet with the records as CSV and upload that."
        )


def _filled_cells(grid: list[list[Cell]]) -> int:
    return sum(sum(c != "" for c in row) for row in grid)


def _lay(grid: list[list[Cell]], header_row: int | None) -> Laid:
    if not any(any(c != "" for c in row) for row in grid):
        raise EmptyFileError("The sheet is empty. Choose another sheet or export the file again.")
    first = [[cell_text(c) for c in row] for row in grid[:_LOOK_AHEAD]]
    header = find_header(first) if header_row is None else header_row
    if header > len(grid):
        raise InputError(f"There is no row {header} to take headers from.")
    width = max(len(r) for r in grid)
    head = [cell_text(c) for c in grid[header - 1]] if header else []
    used = max((i + 1 for i, c in enumerate(head) if c.strip()), default=0)
    used = max(used, _used_width(grid[header:])) if header else width
    names = unique_headers((head + [""] * used)[:used])
    numbers = [i for i, row in enumerate(grid[header:], start=header + 1) if any(c != "" for c in row)]
    if not numbers:
        raise EmptyFileError("The sheet has a header and no rows under it. Export it again with its records.")
    columns = [
        pa.array([cell_text(grid[i - 1][k]) if k < len(grid[i - 1]) else "" for i in numbers], pa.string())
        for k in range(used)
    ]
    return Laid(names, pa.table(columns, names=list(names)), np.array(numbers, np.int64), header)


def _used_width(rows: list[list[Cell]]) -> int:
    return max((i + 1 for row in rows for i, c in enumerate(row) if c != ""), default=0)


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
