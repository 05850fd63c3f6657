"""Rows of one person, told by what is left out of the table: a number of a register, or a name with a date of birth.

Somebody entered twice counts twice. So the columns that tell who a patient is are looked at once more before their
cells are taken out: rows that have the same number, or the same name and date of birth, are one person's. What stays
is which rows belong together, never by what.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from nec_core.ingest.cells.dates import DateOrder, iso, judge_order
from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.mapping import ColumnMapping, IdentifierKind, Mapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import Persons, RawTable
from nec_core.ingest.row_places import row_text

_VISITS, _PART = 10, 0.2  # rows one person can have in a small file, and which part of a large one
_LOOKED_AT, _MOSTLY = 500, 0.8  # texts that say whether a column holds dates, and which part must
_SIGNS = re.compile(r"[\W_]+")


def persons(raw: RawTable, columns: Sequence[ColumnMapping]) -> Persons | None:
    """Which rows are one person's, by the columns that surely tell who a patient is; None where none can tell.

    Numbers of registers count each for itself, names with the date of birth. Names alone are not sure: two people can
    have the same.
    """
    of_kind: dict[IdentifierKind, list[str]] = {}
    for c in columns:
        if c.hides and c.identifier is not None and c.asks is None and c.column in raw.columns:
            of_kind.setdefault(c.identifier, []).append(c.column)
    names = [*of_kind.get("name", ()), *of_kind.get("surname", ()), *of_kind.get("first_name", ())]
    told_by_name = "name" in of_kind or "surname" in of_kind
    keys = [[c] for c in of_kind.get("number", ())]
    if told_by_name and "birth_date" in of_kind:
        keys.append([*names, of_kind["birth_date"][0]])
    sure = [(k, codes) for k in keys if _tells_apart(codes := _codes(raw, k))]
    if sure:
        told = tuple(dict.fromkeys(c for k, _ in sure for c in k))
        return Persons(_joined(raw.table.num_rows, [codes for _, codes in sure]), told, True)
    if not told_by_name or not _tells_apart(codes := _codes(raw, names)):
        return None
    return Persons(_joined(raw.table.num_rows, [codes]), tuple(names), False)


def _tells_apart(codes: npt.NDArray[np.int64]) -> bool:
    """Not where one text stands in many rows: a hospital's or an insurer's own number."""
    filled = codes[codes >= 0]
    return len(filled) > 1 and int(np.bincount(filled).max()) <= max(_VISITS, _PART * len(filled))


def _joined(n: int, keys: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """(n,) a number for the person of each row, in order of appearance; -1 where no key is filled."""
    rows, nodes, first_free = [], [], n
    named = np.zeros(n, bool)
    for codes in keys:
        where = np.flatnonzero(codes >= 0)
        named[where] = True
        rows.append(where)
        nodes.append(codes[where] + first_free)
        first_free += int(codes.max(initial=-1)) + 1
    linked = sparse.coo_matrix(
        (np.ones(sum(map(len, rows)), np.int8), (np.concatenate(rows), np.concatenate(nodes))),
        shape=(first_free, first_free),
    )
    _, label = csgraph.connected_components(linked, directed=False)
    of_row = np.full(n, -1, np.int64)
    _, first, inverse = np.unique(label[:n][named], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    of_row[named] = rank[inverse]
    return of_row


def _codes(raw: RawTable, key: Sequence[str]) -> npt.NDArray[np.int64]:
    """(n,) a number for each combination of the key's cells, -1 where one is blank."""
    n = raw.table.num_rows
    joint, blank = np.zeros(n, np.int64), np.zeros(n, bool)
    for column in key:
        texts, codes = raw.distinct(column)
        verdict = judge_order([t for t in texts if t][:_LOOKED_AT])
        order = (verdict.order or "DMY") if verdict.share > _MOSTLY else None
        place: dict[str, int] = {}
        meant = [place.setdefault(m, len(place)) if (m := _compared(t, order)) else -1 for t in texts]
        own = np.array(meant, np.int64)[codes]
        blank |= own < 0
        _, joint = np.unique(joint * (len(place) + 1) + own + 1, return_inverse=True)
    return np.where(blank, -1, joint.astype(np.int64))


def _compared(text: str, dates: DateOrder | None) -> str:
    """A cell as it is compared: dates by day; other texts without case, accents, blanks, signs and leading zeros."""
    low = text.casefold()
    if low in MISSING:
        return ""
    if dates is not None and (day := iso(text, dates)) is not None:
        return day
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return (low if low.isalnum() else _SIGNS.sub("", low)).lstrip("0")


def with_repeats_told(raw: RawTable, mapping: Mapping) -> RawTable:
    """The table with a finding on rows that are one person's and yet have another patient ID each."""
    found = raw.persons
    ids = mapping.by_target("patient_id")
    if found is None or len(found.of_row) != raw.table.num_rows or (ids is not None and ids.identifier is not None):
        return raw
    if len(found.columns) == 1 and not found.sure and mapping.column(found.columns[0]).identifier == "surname":
        return raw  # namesakes, as often as not
    own = np.arange(raw.table.num_rows) if ids is None or ids.column not in raw.columns else raw.distinct(ids.column)[1]
    first: dict[int, int] = {}
    other: dict[int, int] = {}  # row -> a row of the same person with another ID
    for row in np.flatnonzero(found.of_row >= 0).tolist():
        before = first.setdefault(int(found.of_row[row]), row)
        if own[before] != own[row]:
            other[row] = before
            other.setdefault(before, row)
    if not other:
        return raw
    where = np.array(sorted(other), np.intp)
    finding = Finding(
        KINDS["same_person"], ids.column if ids is not None else found.columns[0], None, raw.row_numbers[where],
        [row_text(int(raw.row_numbers[other[int(r)]])) for r in where],
        {"columns": " and ".join(f"“{c}”" for c in found.columns), "id": "" if ids is None else " and another ID"},
    )  # fmt: skip
    return raw.with_findings(finding)
