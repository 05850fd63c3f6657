"""Rows that say the same under whatever id: one patient entered twice counts twice, so they are told.

Few columns agree by chance, and so do codes; six filled ones with a date or a decimal among them do not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.normalise import missing_texts
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.mapping import DROP, Mapping
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.row_places import row_text

_FILLED = 6
_MOSTLY = 0.9
_LETTERS_OF_A_YEAR = 4
_WORTH_LEAVING_OUT = 0.7  # share of rows left from which it costs more than it saves
_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Rows = npt.NDArray[np.intp]


def repeated_rows(raw: RawTable, mapping: Mapping) -> list[Finding]:
    """The rows equal to an earlier one in every column but the ids, as one finding; none where there are none."""
    n = raw.table.num_rows
    if n < 2 or (mapping.fold is not None and mapping.fold.rule == "apart"):
        return []
    ids = [c.column for c in mapping.columns if c.target == "patient_id"]
    dropped = {c.column for c in mapping.columns if c.target == DROP}
    numbering = {c for c in raw.columns if c in dropped and raw.n_distinct(c) == n}
    columns = [c for c in raw.columns if c not in ids and c not in numbering]
    if len(columns) < _FILLED or any(raw.n_distinct(c) == n for c in columns):
        return []
    rows, first = _equal(raw, columns)
    for column in ids:  # a repeated id is told as one
        codes = raw.encoded(column).codes
        other = codes[rows] != codes[first]
        rows, first = rows[other], first[other]
    if len(rows):
        telling = _tells_much(raw, columns, rows, missing_texts(mapping))
        rows, first = rows[telling], first[telling]
    if not len(rows):
        return []
    said = [f"row {row_text(int(r))}" for r in raw.row_numbers[first]]
    return [Finding(KINDS["same_row"], "(whole row)", None, raw.row_numbers[rows], said)]


def _equal(raw: RawTable, columns: Sequence[str]) -> tuple[Rows, Rows]:
    """Rows, and for each the first that is equal to it. Columns of many texts go first and leave few rows."""
    most, *others = sorted(columns, key=lambda c: -raw.n_distinct(c))
    encoded = raw.encoded(most)
    codes, left = encoded.codes, np.flatnonzero((encoded.rows > 1)[encoded.codes])
    if not len(left):
        return left, left
    mixed = codes[left].astype(np.uint64)
    for column in others:
        mixed = (mixed * _FACTOR) ^ raw.encoded(column).codes[left].astype(np.uint64)
        mixed ^= mixed >> np.uint64(29)
        bins = (mixed & np.uint64(_bins(len(left)) - 1)).astype(np.int64)
        several = (np.bincount(bins) > 1)[bins]
        if several.mean() < _WORTH_LEAVING_OUT:
            left, mixed = left[several], mixed[several]
        if not len(left):
            return left, left
    _, begins, group = np.unique(mixed, return_index=True, return_inverse=True)
    first = left[begins][group]
    same = left != first
    for column in columns:
        codes = raw.encoded(column).codes
        same &= codes[left] == codes[first]
    return left[same], first[same]


def _bins(n: int) -> int:
    """A power of two in which few of n rows meet another by chance."""
    return 1 << max(10, n.bit_length() + 2)


def _tells_much(raw: RawTable, columns: Sequence[str], rows: Rows, missing: frozenset[str]) -> npt.NDArray[np.bool_]:
    """(k,) whether a row has enough filled cells, a date or a decimal among them."""
    n_filled, telling = np.zeros(len(rows), int), np.zeros(len(rows), bool)
    for column in columns:
        texts, codes = raw.distinct(column)
        filled = np.array([t.casefold() not in missing for t in texts], bool)[codes[rows]]
        n_filled += filled
        p = profile(raw, column)
        to_the_day = p.dates.share > _MOSTLY and any(len(t) > _LETTERS_OF_A_YEAR for t in p.counts)
        if to_the_day or (p.number_share > _MOSTLY and not p.whole):
            telling |= filled
    enough: npt.NDArray[np.bool_] = (n_filled >= _FILLED) & telling
    return enough
