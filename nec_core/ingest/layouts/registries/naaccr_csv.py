"""NAACCR items as CSV, headed by XML ids, item numbers or item names: one row per tumour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nec_core.ingest.layouts.registries.naaccr_items import item_columns, mapping_of_items, prepare_items
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.options import ReadOptions

NAME = "naaccr_csv"
_FEWEST = 5
_PLAIN_NAMES = frozenset(
    ("sex", "vitalStatus", "ageAtDiagnosis", "dateOfDiagnosis", "dateOfLastContact", "primarySite", "dateOfBirth",
     "telephone", "ki67", "medicalRecordNumber")
)  # fmt: skip
"""Items whose names any hospital's sheet can have: they prove nothing unless written as XML ids or numbers."""


def knows(raw: RawTable) -> bool:
    """Five items or more, a vital status or survival months among them, and no doubt that they are NAACCR's: an id or
    a number, or a name nobody else uses beside dates without separators."""
    items = item_columns(raw.columns)
    if len(items) < _FEWEST or not {"vitalStatus", "survMosActiveFollowup", "survMosPresumedAlive"} & set(items):
        return False
    if sum(i == c or c.strip().isdigit() for i, c in items.items()) >= _FEWEST:
        return True
    own = set(items) - _PLAIN_NAMES
    return len(own) >= 2 and ("dateOfDiagnosis" not in items or _compact(raw, items["dateOfDiagnosis"]))


def reads(raw: RawTable) -> ReadOptions | None:
    """Headers that are item numbers look like data: the first row holds them if it holds several items, each once."""
    if raw.header_row != 0 or raw.delimiter is None or not raw.table.num_rows:
        return None
    first = [raw.table.column(c)[0].as_py() for c in raw.columns]
    items = item_columns(first)
    sure = len(items) >= _FEWEST and "vitalStatus" in items and len(set(first)) == len(first)
    return ReadOptions(header_row=int(raw.row_numbers[0])) if sure else None


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    return prepare_items(raw)


def mapping(raw: RawTable) -> Mapping:
    return mapping_of_items(raw, NAME)


def _compact(raw: RawTable, column: str) -> bool:
    texts = [t for t in raw.distinct(column)[0] if t]
    return bool(texts) and sum(re.fullmatch(r"\d{4}(\d{2}){0,2}", t) is not None for t in texts) > 0.9 * len(texts)
