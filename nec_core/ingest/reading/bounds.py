"""How large a table may be: more than any of patients ever is, and no more than can be laid out in the time and memory
that a file of its size may take (`nec_core.ingest.apart.limits`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nec_core.errors import FileTooLargeError

MB = 1 << 20
SIZE_LIMIT_BYTES = 200 * MB
COLUMNS = 2_000
HEADER_CHARACTERS = 300
CELL_CHARACTERS = 1_000_000
"""Of one cell: a long report of pathology has 20,000."""
LINE_BYTES = 8 * MB
"""Of one line of text: 2,000 cells of 4,000 characters."""
SHEETS = 100
MOST_OBJECTS, MOST_TEXTS = 30_000_000, 300_000_000
"""Cells of any file: where each is an object while it is laid out, and where columns are texts in one piece."""
_CELLS, _CELLS_PER_BYTE = 5_000_000, 2.5
_MOST_UNPACKED_BYTES, _UNPACKED_BYTES, _UNPACKED_PER_BYTE = 600 * MB, 64 * MB, 60


def cell_limit(size_bytes: int, most: int = MOST_OBJECTS) -> int:
    """Cells a file of so many bytes may hold or reach over, all its sheets together, blanks between included: each
    takes memory. A stray cell in the last corner of a sheet makes 17 billion; an honest text has less than one a byte.
    """
    return min(most, int(_CELLS + _CELLS_PER_BYTE * size_bytes))


def unpacked_limit(size_bytes: int) -> int:
    """Bytes a compressed file of so many bytes may unpack to. A workbook unpacks to some ten times its size; one of
    3.6 MiB made for it, to 930 MiB."""
    return min(_MOST_UNPACKED_BYTES, _UNPACKED_BYTES + _UNPACKED_PER_BYTE * size_bytes)


def in_mb(size_bytes: int) -> str:
    return f"{size_bytes / MB:,.0f} MB"


def require_columns(n: int) -> None:
    """Raises FileTooLargeError for more columns than are read."""
    if n > COLUMNS:
        raise FileTooLargeError(
            f"The table has {n:,} columns; at most {COLUMNS:,} are read. Leave out columns that are not needed and "
            "export it again."
        )


def require_cells(rows: int, columns: int, size_bytes: int, most: int = MOST_OBJECTS) -> None:
    """Raises FileTooLargeError where rows times columns is more than can be held."""
    limit = cell_limit(size_bytes, most)
    if rows * columns > limit:
        raise FileTooLargeError(
            f"The file holds {rows:,} rows of {columns:,} columns: more than {limit // 10**6} million cells, most of "
            "them blank or packed. Leave out columns that are not needed and export it again."
        )


def require_headers(names: Sequence[str]) -> None:
    """Raises FileTooLargeError for a header that is longer than any name."""
    longest = max(range(len(names)), key=lambda i: len(names[i]), default=None)
    if longest is not None and len(names[longest]) > HEADER_CHARACTERS:
        raise FileTooLargeError(
            f"The header of column {longest + 1} has {len(names[longest]):,} characters; at most {HEADER_CHARACTERS} "
            "are read. Shorten it in your spreadsheet program, or choose another header row."
        )


def require_short_cells(table: pa.Table, row_numbers: npt.NDArray[np.int64]) -> None:
    """Raises FileTooLargeError for a cell that is longer than any text.

    Args:
        table: columns of strings.
        row_numbers: (n,) the row each line has in the user's spreadsheet.
    """
    for place, column in enumerate(table.columns, start=1):
        if (pc.max(pc.binary_length(column)).as_py() or 0) <= CELL_CHARACTERS:  # bytes; a character has one or more
            continue
        characters = pc.utf8_length(column)
        longest = pc.max(characters).as_py()
        if longest > CELL_CHARACTERS:
            row = row_numbers[pc.index(characters, longest).as_py()]
            raise too_long_a_cell(longest, f"in row {row}, column {place}")


def too_long_a_cell(characters: int, where: str) -> FileTooLargeError:
    return FileTooLargeError(
        f"The cell {where} has {characters:,} characters; at most {CELL_CHARACTERS:,} are read. Shorten it, or leave "
        "its column out, and export the file again."
    )


def require_lines(data: bytes) -> None:
    """Raises FileTooLargeError for a line of text that is longer than any row of a table. A line of twice the limit is
    met for sure, a shorter one only where it fills a piece looked at."""
    for start in range(0, len(data) - LINE_BYTES + 1, LINE_BYTES):
        end = start + LINE_BYTES
        if data.find(b"\n", start, end) < 0 and data.find(b"\r", start, end) < 0:
            line = data.count(b"\n", 0, start) + 1
            raise FileTooLargeError(
                f"Line {line:,} is longer than {in_mb(LINE_BYTES)}, which no row of a table is. Export the file again, "
                "with one row per patient."
            )


def require_sheets(names: Iterable[str]) -> None:
    """Raises FileTooLargeError for more sheets than are looked through."""
    n = len(tuple(names))
    if n > SHEETS:
        raise FileTooLargeError(
            f"The workbook has {n:,} sheets; at most {SHEETS} are looked through. Save the sheet with the records as "
            "CSV and upload that."
        )
