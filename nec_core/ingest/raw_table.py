"""The cells of a file as uploaded: text, with where each row stands in the user's spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nec_core.errors import MappingError
from nec_core.ingest.column_labels import ColumnLabel
from nec_core.ingest.header_prefixes import without_prefixes
from nec_core.ingest.problems import Finding

_WORTH_THREADS = 20_000  # rows


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
class Persons:
    """Which rows are one person's.

    Attributes:
        of_row: (n,) a number for the person of each row, in order of appearance; -1 where nothing tells.
        columns: the columns that told.
        sure: told by a number of a register, or by a name with the date of birth; not by a name alone.
    """

    of_row: npt.NDArray[np.int64]
    columns: tuple[str, ...]
    sure: bool


@dataclass(frozen=True)
class RawTable:
    """What was read, before anything is understood.

    Attributes:
        file_name, sha256: of the uploaded bytes.
        files: the names of the files dropped together, as `nec_core.ingest.row_places` counts them; empty for one.
        columns: the headers, made unique ("stage", "stage (2)").
        table: one string column per header, in that order; a blank cell is "".
        row_numbers: (n,) the row each line has in the user's spreadsheet, counted from 1.
        header_row: the spreadsheet row the headers stand in; 0 when the file has none.
        encoding, delimiter: of a text file, else None; the delimiter of XML is "XML", of a data set its program.
        sheet, sheets, hidden_sheets: of a workbook: the sheet read, all it has, and those of them that are hidden.
        misshapen: rows that could not be laid out under the headers; they count as rows in, and are rejected.
        folded_rows: (k,) numbers of rows that were folded into another row of the table; they count as rows in.
        findings: what reading several rows or files together found. Rows they reject may be out of the table; those
            count as rows in.
        before: the table as read, where a layout then derived columns or joined companions; else None. Repairs of the
            user's own cells are made there, so that what was derived follows.
        companions: the tables a layout joined.
        labels: column -> what the file itself says of it and its codes, of a data set of Stata, SPSS or SAS.
        notes: what was decided on the way, for the page.
        sealed: columns that tell who a patient is, in which running numbers stand instead (`nec_core.ingest.sealing`)
            -> where that is in doubt, some of their cells, masked, with their rows.
        persons: which rows are one person's, as those columns told.
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
    files: tuple[str, ...] = ()
    labels: Mapping[str, ColumnLabel] = field(default_factory=dict)
    hidden_sheets: tuple[str, ...] = ()
    sealed: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    persons: Persons | None = None

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
    def names(self) -> Mapping[str, str]:
        """Column -> its header without what says nothing before it: "age" for "pt_age" among "pt_sex", "pt_stage"."""
        return without_prefixes(self.columns)

    @cached_property
    def _encoded(self) -> dict[str, Encoded]:
        return {}

    def encoded(self, column: str) -> Encoded:
        """The column as distinct texts, stripped of white space at both ends, and codes into them."""
        found = self._encoded.get(column)
        if found is None:
            found = self._encoded[column] = _encode(self.table.column(column))
        return found

    def encode(self, columns: Sequence[str]) -> None:
        """Does what `encoded` does for several columns at once, on all processors: for the speed of it only."""
        waiting = [c for c in columns if c not in self._encoded]
        if self.table.num_rows < _WORTH_THREADS or len(waiting) < 2:
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            self._encoded.update(zip(waiting, pool.map(lambda c: _encode(self.table.column(c)), waiting), strict=True))

    def take_encodings(self, of: RawTable, except_of: Collection[str]) -> None:
        """Takes over what `of` has encoded of columns that are the same in both: for the speed of it only."""
        self._encoded.update((c, e) for c, e in of._encoded.items() if c not in except_of)

    def with_notes(self, *notes: str) -> RawTable:
        """The same table, and what else was decided on the way."""
        return self._as_encoded(replace(self, notes=(*self.notes, *notes))) if notes else self

    def with_findings(self, *findings: Finding) -> RawTable:
        """The same table, and what else was found."""
        return self._as_encoded(replace(self, findings=(*self.findings, *findings))) if findings else self

    def selecting(self, columns: Sequence[str]) -> RawTable:
        """Some of the columns."""
        return self._as_encoded(replace(self, columns=tuple(columns), table=self.table.select(list(columns))))

    def _as_encoded(self, same: RawTable) -> RawTable:
        same.take_encodings(self, except_of=set(self.columns) - set(same.columns))
        return same

    def distinct(self, column: str) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
        """As `encoded`, as Python's strings."""
        encoded = self.encoded(column)
        return encoded.strings, encoded.codes

    def n_distinct(self, column: str) -> int:
        """How many different texts the column holds."""
        return len(self.encoded(column).texts)

    def counts(self, column: str, most: int | None = None) -> dict[str, int]:
        """Distinct text -> how many rows hold it, the most frequent first; at most `most` of them."""
        encoded = self.encoded(column)
        order = encoded.by_frequency[:most]
        return dict(zip(encoded.texts.take(pa.array(order)).to_pylist(), encoded.rows[order].tolist(), strict=True))

    def with_edits(self, edits: Sequence[Edit]) -> RawTable:
        """The same table with cells replaced.

        Raises:
            MappingError: an edit names a row or column that is not here, as repairs made for another file do.
        """
        if not edits:
            return self
        position = {int(row): i for i, row in enumerate(self.row_numbers)} if len(edits) > 20 else None
        table = self.table
        for column in dict.fromkeys(e.column for e in edits):
            here = [e for e in edits if e.column == column]
            where = [self._position(e.row, position) for e in here]
            if column not in self.columns or None in where:
                raise MappingError("The repairs were made for another file: it has cells that are not here.")
            values = table.column(column).to_pylist()
            for i, edit in zip(where, here, strict=True):
                values[i] = edit.new
            table = table.set_column(self.columns.index(column), column, pa.array(values, pa.string()))
        return replace(self, table=table, edits=self.edits + tuple(edits))

    def _position(self, row: int, known: dict[int, int] | None) -> int | None:
        if known is not None:
            return known.get(row)
        found = np.flatnonzero(self.row_numbers == row)
        return int(found[0]) if len(found) else None


@dataclass(frozen=True)
class Encoded:
    """A column as its distinct texts and which of them each row holds.

    Attributes:
        texts: the distinct texts.
        codes: (n,) index into `texts`.
    """

    texts: pa.StringArray
    codes: npt.NDArray[np.int32]

    def __reduce__(self) -> tuple[type[Encoded], tuple[pa.StringArray, npt.NDArray[np.int32]]]:
        return Encoded, (self.texts, self.codes)  # what was worked out is not sent from one process to another

    @cached_property
    def strings(self) -> tuple[str, ...]:
        return tuple(self.texts.to_pylist())

    @cached_property
    def rows(self) -> npt.NDArray[np.int64]:
        """(k,) how many rows hold each text."""
        return np.bincount(self.codes, minlength=len(self.texts))

    @cached_property
    def by_frequency(self) -> npt.NDArray[np.intp]:
        """(k,) the places of the texts, the most frequent first."""
        return np.argsort(-self.rows, kind="stable")

    def at_texts(self, places: Sequence[int]) -> list[str]:
        """Some of the distinct texts."""
        return list(self.texts.take(pa.array(places, pa.int64())).to_pylist())

    def at(self, rows: npt.NDArray[np.intp]) -> list[str]:
        """The texts in these rows."""
        return list(self.texts.take(pa.array(self.codes[rows])).to_pylist())


def _encode(column: pa.ChunkedArray) -> Encoded:
    encoded = column.combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    trimmed = pc.utf8_trim_whitespace(encoded.dictionary)  # the same characters as `str.strip`
    if trimmed.equals(encoded.dictionary):
        return Encoded(trimmed, codes)
    again = trimmed.dictionary_encode()  # " yes" and "yes" are one value
    return Encoded(again.dictionary, again.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)[codes])


def unique_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers with a name each: blank ones become "column 3", repeated ones "stage (2)"."""
    seen: set[str] = set()
    used: dict[str, int] = {}  # the last number a name was given: thousands of equal headers are counted on
    names = []
    for i, cell in enumerate(cells, start=1):
        base = " ".join(cell.split()) or f"column {i}"
        name = base
        while name in seen:
            used[base] = used.get(base, 1) + 1
            name = f"{base} ({used[base]})"
        seen.add(name)
        names.append(name)
    return tuple(names)
