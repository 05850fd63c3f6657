"""Row numbers across files: unique for computing, and back to file and row for showing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

FILE_STEP = 1_000_000_000
"""More rows than any file has."""


@overload
def in_file(rows: int, index: int) -> int: ...
@overload
def in_file(rows: npt.NDArray[np.int64], index: int) -> npt.NDArray[np.int64]: ...
def in_file(rows: int | npt.NDArray[np.int64], index: int) -> int | npt.NDArray[np.int64]:
    """The unique numbers of rows of the file with this index, counted from 0; those of the first file are their own."""
    return rows + index * FILE_STEP


def row_place(row: int) -> tuple[int, int]:
    """The index of the file, counted from 0, and the row in the user's spreadsheet."""
    return divmod(int(row), FILE_STEP)


def row_text(row: int) -> str:
    """ "17", or "17 of file 2" where there are several."""
    if row < FILE_STEP:  # as nearly always, and a million times over
        return str(row)
    index, own = row_place(row)
    return str(own) if index == 0 else f"{own} of file {index + 1}"


def place_columns(
    rows: Sequence[int] | npt.NDArray[np.int64], files: Sequence[str]
) -> dict[str, npt.NDArray[np.generic]]:
    """Rows as columns of a table for a person: "row", and before it "file" where there are several.

    Args:
        rows: unique numbers.
        files: the names of the files, in the order of their indices; fewer than two for one file alone.
    """
    index, own = np.divmod(np.asarray(rows, np.int64), FILE_STEP)
    if len(files) < 2:
        return {"row": own}
    return {"file": np.array(files, object)[index], "row": own}
