"""Long tables turned wide: several rows of a patient, each one endpoint or one attribute, become one row with a column
for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.layouts.derived_columns import Texts, looked_up, with_columns
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable


def _key_and_value(key: str, value: str) -> str:
    return f"{key} {value}"


def turned_wide(
    raw: RawTable,
    patient: str,
    key: str,
    values: Sequence[str],
    spelled: Callable[[str, str], str] = _key_and_value,
) -> RawTable:
    """One row per patient, at the place of their first; the other rows count as folded into it.

    Args:
        raw: the long table.
        patient, key: the columns of ids and of what a row is about.
        values: the columns whose cells belong to that; each becomes a column for each key.
        spelled: from the key and the column's name to what such a column is called.

    Rows of a patient about the same thing that differ are told; the first counts.
    """
    ids, of_row = raw.distinct(patient)
    keys, about = raw.distinct(key)
    n, position = len(of_row), np.arange(len(of_row))
    first = np.full(len(ids), n)
    np.minimum.at(first, of_row, position)
    kept = np.sort(first[first < n])
    derived: dict[str, Texts] = {}
    findings = []
    for k in sorted(range(len(keys)), key=lambda k: int(np.flatnonzero(about == k)[0])):
        if not keys[k]:
            continue
        rows = np.flatnonzero(about == k)
        row_of = np.full(len(ids), -1, np.intp)
        row_of[of_row[rows[::-1]]] = rows[::-1]  # the last assignment wins: the first row
        taken = row_of[of_row]
        for value in values:
            name = spelled(keys[k], value)
            derived[name] = looked_up(raw, value, taken[kept])
            texts, codes = raw.distinct(value)
            other = rows[codes[rows] != codes[taken[rows]]]
            if len(other):
                findings.append(
                    Finding(
                        KINDS["fold_conflict"], value, None, raw.row_numbers[other],
                        [texts[codes[taken[i]]] for i in other],
                    )
                )  # fmt: skip
    gone = np.setdiff1d(position, kept)
    short = replace(
        raw,
        table=raw.table.take(pa.array(kept)),
        row_numbers=raw.row_numbers[kept],
        folded_rows=np.concatenate([raw.folded_rows, raw.row_numbers[gone]]),
        findings=(*raw.findings, *findings),
    )
    note = f"{n} rows, one for each “{key}” of a patient, were turned into {len(kept)} rows, one for each patient."
    return with_columns(short, derived, [note] if len(gone) else [])


def varies_within(raw: RawTable, patient: str, column: str) -> bool:
    """Whether a patient's rows differ in this column."""
    of_row, codes = raw.encoded(patient).codes, raw.encoded(column).codes
    return len(np.unique(np.stack([of_row, codes]), axis=1).T) > len(np.unique(of_row))
