"""Where what is left out tells patients apart best: its column becomes the patient's ID, by running numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping
from nec_core.ingest.raw_table import Persons, RawTable
from nec_core.ingest.rows.folding import ASK_FROM_SHARE
from nec_core.ingest.rows.same_person import persons

_MOSTLY = 0.5  # so many rows of people with several make a file of visits, not of people who happen to share a name
_BY_NAME = 0.9  # how sure an ID is at least that its name tells, and not its values alone


def with_patients(raw: RawTable, columns: Sequence[ColumnMapping]) -> tuple[ColumnMapping, ...]:
    """The columns with one that is left out as the patient's ID, where people have several rows and no ID says so.

    An ID that differs in every row numbers the rows. Few people with several rows beside such an ID are told as
    findings (`nec_core.ingest.rows.same_person`); as many as make a file of several rows per patient are asked about.
    """
    own = next((c for c in columns if c.target == "patient_id"), None)
    behaves = own is not None and own.confidence < _BY_NAME
    if own is not None and not behaves and (own.identifier is not None or not _numbers_rows(raw, own.column)):
        return tuple(columns)
    found = persons(raw, columns)
    if found is None or (own is not None and behaves and not _parts(raw, own.column, found)):
        return tuple(columns)
    sizes = np.bincount(found.of_row[found.of_row >= 0])
    several = int((sizes > 1).sum())
    asked = several >= 2 and several >= ASK_FROM_SHARE * len(sizes)
    visits = asked and int(sizes[sizes > 1].sum()) >= _MOSTLY * raw.table.num_rows
    if not (several if own is None and found.sure else asked if found.sure else visits):
        return tuple(columns)
    taken = found.columns[0]
    why = "people have several rows by it; its cells became running numbers"
    numbered = f"it numbers the rows; “{taken}” tells the patients"
    no_id: dict[str, object] = {"target": DROP, "reason": numbered}
    if behaves:
        no_id = {
            "target": EXTRA,
            "confidence": 1.0,
            "reason": f"it is the same in rows of a patient, whom “{taken}” tells",
        }
    return tuple(
        c.model_copy(update={"target": "patient_id", "reason": why}) if c.column == taken
        else c.model_copy(update=no_id) if c is own
        else c
        for c in columns
    )  # fmt: skip


def _parts(raw: RawTable, column: str, found: Persons) -> bool:
    """Whether people are the smaller groups: each has one value of the column, and some values are several people's."""
    if not found.sure:
        return False
    known = found.of_row >= 0
    codes, people = raw.encoded(column).codes[known], found.of_row[known]
    pairs = np.unique(np.stack([codes, people]), axis=1).shape[1]
    return bool(pairs == len(np.unique(people)) > len(np.unique(codes)))


def _numbers_rows(raw: RawTable, column: str) -> bool:
    return column in raw.columns and raw.n_distinct(column) == raw.table.num_rows
