"""XLSX, ODS (and old XLS): which sheet, which row is the header, and the cells as text."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from nec_core.errors import EmptyFileError, EncryptedFileError, FileTooLargeError, InputError
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import unique_headers
from nec_core.ingest.reading.bounds import cell_limit, in_mb, require_columns, require_sheets, unpacked_limit
from nec_core.ingest.reading.cell_text import Cell, cell_text
from nec_core.ingest.reading.delimited import Laid
from nec_core.ingest.reading.header import described_note, described_rows, find_header, header_names
from nec_core.ingest.reading.ods_parts import SheetParts, is_encrypted, is_ods, sheet_parts
from nec_core.ingest.reading.workbook_parts import (
    UNCOMPUTED,
    OddCell,
    Reach,
    counts_from_1904,
    odd_cells,
    pieces_of,
)

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_EPOCH_1904 = dt.date(1904, 1, 1)
_FROM_1904 = (
    "The workbook counts its days from 1904, as old Excel for Mac does. A day stored as a bare number is read so only "
    "in a column that has real dates too."
)
_LOOK_AHEAD = 40
_SHEET_COLUMNS = 16_384  # the last is XFD
Grid = list[list[Cell]]


@dataclass(frozen=True)
class Workbook:
    """A workbook found to be one, and no larger than may be; its sheets are read one by one.

    Attributes:
        sheets, hidden: the names of all sheets, and of the hidden ones; none is hidden where all are.
    """

    sheets: tuple[str, ...]
    hidden: tuple[str, ...]
    _data: bytes
    _book: Any
    _odd_parts: frozenset[str]
    _ods_parts: dict[str, SheetParts]

    def read(self, sheet: str | None = None, header_row: int | None = None) -> tuple[Laid, str]:
        """Lays a sheet's cells out under its headers.

        Args:
            sheet: the sheet to read, or None for the one with the most filled cells that is not hidden.
            header_row: as in `read_delimited`.

        Returns:
            the cells, and the sheet's name.

        Raises:
            FileTooLargeError, EmptyFileError, InputError.
        """
        chosen, grid = (sheet, self._grid(sheet)) if sheet else self._fullest()
        notes = [] if sheet or not self.hidden else [
            f"The workbook has hidden sheets, which are not read unless chosen: {', '.join(self.hidden)}."
        ]  # fmt: skip
        odd: list[OddCell] = []
        if self._ods_parts:
            odd = self._ods_parts[chosen].odd if chosen in self._ods_parts else []
            _empty(grid, odd)
        elif self._data.startswith(ZIP_MAGIC):
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                odd = odd_cells(archive, chosen, self._odd_parts)
                if counts_from_1904(archive):
                    _count_from_1904(grid)
                    notes.append(_FROM_1904)
        laid = _lay(grid, header_row)
        return replace(laid, findings=_formula_findings(laid, odd), notes=(*laid.notes, *notes)), chosen

    def _fullest(self) -> tuple[str, Grid]:
        if not self.sheets:
            raise EmptyFileError("The workbook has no sheet. Save it again with its records.")
        require_sheets(self.sheets)
        best: tuple[str, Grid] | None = None
        most, left = 0, cell_limit(len(self._data))
        for name in (n for n in self.sheets if n not in self.hidden):
            grid = self._grid(name, left)
            left -= len(grid) * max(map(len, grid), default=0)
            filled = _filled_cells(grid)
            if best is None or filled > most:
                best, most = (name, grid), filled
        if best is None:
            raise EmptyFileError("The workbook has no sheet. Save it again with its records.")
        return best

    def _grid(self, name: str, most: int | None = None) -> Grid:
        """A sheet's cells; `most` of them where some sheets were read before."""
        from python_calamine import WorksheetNotFound

        try:
            with _damage_told():
                sheet = self._book.get_sheet_by_name(name)
                last_row, last_column = sheet.end or (-1, -1)  # counted from 0
                _require_room(last_row + 1, last_column + 1, cell_limit(len(self._data)) if most is None else most)
                if last_column >= _SHEET_COLUMNS:
                    raise _too_far(last_row + 1, last_column + 1)
                grid: Grid = sheet.to_python(skip_empty_area=False)
                return grid
        except WorksheetNotFound:
            raise InputError("The workbook has no such sheet. Choose another one.") from None


def open_workbook(data: bytes) -> Workbook:
    """Looks through a workbook before any of its cells is laid out.

    Raises:
        EncryptedFileError, FileTooLargeError, InputError.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    odd_parts, ods_parts = _check_container(data)
    with _damage_told():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(book.sheet_names)
        hidden = tuple(m.name for m in book.sheets_metadata if m.visible != SheetVisibleEnum.Visible)
        return Workbook(names, () if len(hidden) == len(names) else hidden, data, book, odd_parts, ods_parts)


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP_MAGIC, OLE_MAGIC))


@contextlib.contextmanager
def _damage_told() -> Iterator[None]:
    """What calamine can't read is a damaged workbook."""
    from python_calamine import CalamineError, PasswordError, WorksheetNotFound

    try:
        yield
    except PasswordError:
        raise _encrypted() from None
    except WorksheetNotFound:
        raise
    except (CalamineError, ValueError, OverflowError, OSError):
        raise _damaged() from None
    except BaseException as error:
        # calamine is written in Rust: what stops it there arrives as a PanicException, which is no Exception
        if type(error).__name__ == "PanicException":
            raise _damaged() from None
        raise


def _check_container(data: bytes) -> tuple[frozenset[str], dict[str, SheetParts]]:
    """Refuses what is no workbook, or too large a one; returns the parts of XLSX with formulas that may have given no
    value, and what each sheet of ODS tells."""
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _encrypted()
        return frozenset(), {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(m.flag_bits & 1 for m in members):
                raise _encrypted()
            as_ods = is_ods(archive)
            if not as_ods and not any(m.filename.startswith("xl/") for m in members):
                raise InputError("This is a ZIP archive, not a workbook. Unpack it and upload the table inside.")
            if sum(m.file_size for m in members) > unpacked_limit(len(data)):
                raise FileTooLargeError(
                    f"The workbook unpacks to more than {in_mb(unpacked_limit(len(data)))}. Save the sheet with the "
                    "records as CSV and upload that."
                )
            if as_ods:
                return frozenset(), _checked_ods(archive, cell_limit(len(data)))
            return _checked_parts(archive, cell_limit(len(data))), {}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise _damaged() from None


def _checked_ods(archive: zipfile.ZipFile, most: int) -> dict[str, SheetParts]:
    """Cells and rows can be said to repeat: few bytes then make many cells."""
    if is_encrypted(archive):
        raise _encrypted()
    found = sheet_parts(archive)
    for sheet in found.values():
        _require_room(sheet.rows, sheet.columns, most)
        most -= sheet.rows * sheet.columns
    return found


def _checked_parts(archive: zipfile.ZipFile, most: int) -> frozenset[str]:
    """Reads every part through, wherever it stands: its true size, its checksum, and how far its cells reach. Returns
    those that may hold formulas that gave no value."""
    odd = set()
    for member in archive.infolist():
        reach = Reach()
        with archive.open(member) as part:
            for piece in pieces_of(part):
                reach.see(piece)
        _require_room(reach.rows, reach.columns, most)
        most -= reach.rows * reach.columns
        if reach.may_be_odd:
            odd.add(member.filename)
    return frozenset(odd)


def _require_room(last_row: int, last_column: int, most: int) -> None:
    """Raises FileTooLargeError for cells far out, and for more of them than are left to the workbook."""
    if last_row * last_column > most:
        raise _too_far(last_row, last_column)


def _too_far(last_row: int, last_column: int) -> FileTooLargeError:
    return FileTooLargeError(
        f"A sheet reaches to row {last_row} and column {last_column}, most of it empty. Delete the stray cells far "
        "below or beside the table, or save the sheet as CSV, and upload that."
    )


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
    top = header + (described_rows(first, header) if header else 0)
    rows = [(number, row) for number, row in enumerate(grid[top:], start=top + 1) if _has_cells(row)]
    if not rows:
        raise EmptyFileError("The sheet has a header and no rows under it. Export it again with its records.")
    named = max((i for i, c in enumerate(head, start=1) if c.strip()), default=0)
    require_columns(named)
    columns = [
        _texts(cells) for cells in zip(*(row for _, row in rows), strict=True)
    ]  # calamine's rows are of a length
    while len(columns) > named and not any(columns[-1]):
        columns.pop()
    require_columns(len(columns))
    columns += [[""] * len(rows)] * (named - len(columns))
    names = unique_headers((head + [""] * len(columns))[: len(columns)])
    table = pa.table([pa.array(c, pa.string()) for c in columns], names=list(names))
    numbers = np.array([n for n, _ in rows], np.int64)
    return Laid(names, table, numbers, header, notes=described_note(header, top - header))


def _empty(grid: Grid, odd: Sequence[OddCell]) -> None:
    """An error is stored beside a zero, which is no value."""
    for cell in odd:
        if cell.row <= len(grid) and cell.column < len(grid[cell.row - 1]):
            grid[cell.row - 1][cell.column] = ""


def _count_from_1904(grid: Grid) -> None:
    """Bare numbers in columns of dates become dates too; what is no date there stays a number."""
    for i in range(max((len(row) for row in grid), default=0)):
        column = [row[i] for row in grid if i < len(row)]
        if not any(isinstance(c, dt.date) for c in column):
            continue
        for row in grid:
            cell = row[i] if i < len(row) else ""
            if isinstance(cell, float) and 8_000 < cell < 70_000:
                row[i] = _EPOCH_1904 + dt.timedelta(days=int(cell))


def _formula_findings(laid: Laid, odd: Sequence[OddCell]) -> tuple[Finding, ...]:
    """One finding per column and kind, for cells under the headers."""
    under = set(laid.row_numbers.tolist())
    kinds: dict[tuple[int, bool], list[OddCell]] = {}
    for cell in odd:
        if cell.row in under and cell.column < len(laid.columns):
            kinds.setdefault((cell.column, cell.error == UNCOMPUTED), []).append(cell)
    found = []
    for (column, uncomputed), cells in kinds.items():
        rule = "formula_empty" if uncomputed else "formula_error"
        rows = np.array([c.row for c in cells], np.int64)
        found.append(Finding(KINDS[rule], laid.columns[column], None, rows, [c.error for c in cells]))
    return tuple(found)


def _has_cells(row: list[Cell]) -> bool:
    if row and isinstance(row[0], str) and row[0].strip():  # as in nearly every row: most tables begin with an id
        return True
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
