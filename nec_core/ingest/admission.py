"""What became of a file: its patients, every row that is none of them, and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.ingest.mapping import ColumnMapping, Question
from nec_core.ingest.problems import Problems
from nec_core.ingest.raw_table import RawTable
from nec_core.patients.cohort import Cohort


@dataclass(frozen=True)
class Source:
    """Where the records came from, for the frame of every screen and the report.

    Attributes:
        file_name, sha256: of the uploaded bytes.
        layout, encoding, delimiter, sheet, header_row: how it was read; delimiter or sheet is None where there is none.
        rows_in: rows of data in the file.
        notes: what was decided on the way from the file to the patients, a sentence each.
        files: the names of the files dropped together, as `nec_core.ingest.row_places` counts them; empty for one.
    """

    file_name: str
    sha256: str
    layout: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int
    rows_in: int
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, raw: RawTable, layout: str) -> Source:
        """Of a table taken as this layout."""
        return cls(
            raw.file_name, raw.sha256, layout, raw.encoding, raw.delimiter, raw.sheet, raw.header_row, raw.n_rows,
            raw.notes, raw.files,
        )  # fmt: skip


@dataclass(frozen=True)
class Admission:
    """The patients of a file beside what became of its other rows. Rows in = accepted + folded + rejected, always.

    Attributes:
        cohort: the accepted patients.
        problems: every finding, of accepted and rejected rows alike.
        source: the file.
        rejected_rows: source rows left out until they are repaired.
        folded_rows: source rows that belong to a patient of another row.
        columns: how each column of the file was taken.
        offered: the questions that could still be answered and need not be.

    Raises:
        ValueError: rows got lost or were counted twice, which is a fault of the program, not of the file.
    """

    cohort: Cohort
    problems: Problems
    source: Source
    rejected_rows: npt.NDArray[np.int64]
    folded_rows: npt.NDArray[np.int64]
    columns: tuple[ColumnMapping, ...]
    offered: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        accepted, folded, rejected = self.cohort.n, len(self.folded_rows), len(self.rejected_rows)
        if self.source.rows_in != accepted + folded + rejected:
            raise ValueError(
                f"The rows do not add up: {self.source.rows_in} in the file, but {accepted} accepted, {folded} folded "
                f"and {rejected} rejected. Report this."
            )

    @property
    def n_with_warnings(self) -> int:
        """Accepted patients with at least one warning."""
        return int(np.isin(self.cohort.source_rows, self.problems.warned_rows()).sum())
