"""The cells of a file as uploaded: text, with where each row stands in the user's spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nec_core.ingest.problems import Finding


@dataclass(frozen=True)
class Edit:
    """One repaired cell: what the change log lists."""

    row: int
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class MisshapenRow:
    """A row with more cells than the header has names: nobody can tell which cell belongs where."""

    row: int
    cells: int
    text: str


@dataclass(frozen=True)
class RawTable:
    """What was read, before anything is understood.

    Attributes:
        file_name, sha256: of the uploaded bytes.
        columns: the headers, made unique ("stage", "stage (2)").
        table: one string column per header, in that order; a blank cell is "".
        row_numbers: (n,) the row each line has in the user's spreadsheet, counted from 1.
        header_row: the spreadsheet row the headers stand in; 0 when the file has none.
        encoding, delimiter: of a text file, else None; the delimiter of XML is "XML".
        sheet, sheets: of a workbook: the sheet read, and all it has.
        misshapen: rows that could not be laid out under the headers; they count as rows in, and are rejected.
        folded_rows: (k,) numbers of rows that were folded into another row of the table; they count as rows in.
        findings: what reading several rows or files together found. Rows they reject may be out of the table; those
            count as rows in.
        before: the table as read, where a layout then derived columns or joined companions; else None. Repairs of the
            user's own cells are made there, so that what was derived follows.
        companions: the tables a layout joined.
        notes: what was decided on the way, for the page.
    """

    file_name: str
    sha256: str
    columns: tuple[str, ...]
    table: pa.Table
    row_numbers: npt.NDArray[np.int64]
    header_row: int
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    misshapen: tuple[MisshapenRow, ...] = ()
    notes: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = field(default=())
    folded_rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    findings: tuple[Finding, ...] = ()
    before: RawTable | None = None
    companions: tuple[RawTable, ...] = ()

    @property
    def n_rows(self) -> int:
        """Rows of data: those in the table, those folded into them, and those set aside."""
        return int(self.table.num_rows) + len(self.misshapen) + len(self.folded_rows) + self._n_set_aside

    @cached_property
    def _n_set_aside(self) -> int:
        """Rows that a finding rejects and that are not in the table."""
        rejected = [f.rows for f in self.findings if f.severity == "rejects"]
        return len(np.setdiff1d(np.concatenate(rejected), self.row_numbers)) if rejected else 0

    @cached_property
    def _encoded(self) -> dict[str, tuple[tuple[str, ...], npt.NDArray[np.int32]]]:
        return {}

    def distinct(self, column: str) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
        """The column's distinct texts, stripped of white space at both ends, and (n,) codes into them."""
        found = self._encoded.get(column)
        if found is None:
            found = self._encoded[column] = _distinct(self.table.column(column))
        return found

    def counts(self, column: str) -> dict[str, int]:
        """Distinct text -> how many rows hold it, the most frequent first."""
        texts, codes = self.distinct(column)
        counts = np.bincount(codes, minlength=len(texts))
        return {texts[i]: int(counts[i]) for i in np.argsort(-counts, kind="stable")}

    def with_edits(self, edits: Sequence[Edit]) -> RawTable:
        """The same table with cells replaced. Rows are named as in the spreadsheet; unknown rows raise KeyError."""
        if not edits:
            return self
        position = {int(row): i for i, row in enumerate(self.row_numbers)}
        table = self.table
        for column in dict.fromkeys(e.column for e in edits):
            values = table.column(column).to_pylist()
            for edit in edits:
                if edit.column == column:
                    values[position[edit.row]] = edit.new
            table = table.set_column(self.columns.index(column), column, pa.array(values, pa.string()))
        return replace(self, table=table, edits=self.edits + tuple(edits))


def _distinct(column: pa.ChunkedArray) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    encoded = column.dictionary_encode().unify_dictionaries()
    chunks = encoded.chunks
    if not chunks:
        return (), np.zeros(0, np.int32)
    codes = np.concatenate([c.indices.to_numpy(zero_copy_only=False) for c in chunks]).astype(np.int32, copy=False)
    trimmed = pc.utf8_trim_whitespace(chunks[0].dictionary)
    again = trimmed.dictionary_encode()
    if len(again.dictionary) < len(trimmed):  # " yes" and "yes" are one value
        codes = again.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)[codes]
    return tuple(again.dictionary.to_pylist()), codes


def unique_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers with a name each: blank ones become "column 3", repeated ones "stage (2)"."""
    seen: set[str] = set()
    names = []
    for i, cell in enumerate(cells, start=1):
        base = " ".join(cell.split()) or f"column {i}"
        name, k = base, 1
        while name in seen:
            k += 1
            name = f"{base} ({k})"
        seen.add(name)
        names.append(name)
    return tuple(names)
