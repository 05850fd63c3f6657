"""Dates read in one order although other cells of their column can only be read in the other: told with their rows."""

from __future__ import annotations

import numpy as np

from nec_core.ingest.cells.dates import DateOrder, iso, judge_order, only_order
from nec_core.ingest.cells.typed_columns import TypedColumns
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields

_ENOUGH = 3000  # distinct texts, the most frequent: a mixture shows long before
_WORDS: dict[DateOrder, str] = {"DMY": "day", "MDY": "month"}


def mixed_dates(raw: RawTable, typed: TypedColumns) -> list[Finding]:
    """A finding for each date column that mixes both orders: the cells that can be read in either."""
    return [finding for name in typed.by_target if (finding := _finding(raw, typed, name)) is not None]


def _finding(raw: RawTable, typed: TypedColumns, name: str) -> Finding | None:
    column, converted = typed.by_target[name]
    spec = fields().get(name)
    if spec is None or spec.kind != "date" or column.date_order not in _WORDS:
        return None
    if not judge_order(raw.counts(column.column, _ENOUGH)).mixed:
        return None
    either = np.array([_reads_both_ways(text) for text in converted.encoded.strings], bool)
    where = np.flatnonzero(either[converted.codes])
    order, other = _WORDS[column.date_order], next(w for o, w in _WORDS.items() if o != column.date_order)
    return Finding(
        KINDS["mixed_order"], column.column, name, raw.row_numbers[where], converted.text(where),
        {"label": spec.about.label, "order": order, "other": other}, spec.about.essential,
    )  # fmt: skip


def _reads_both_ways(text: str) -> bool:
    return only_order(text) is None and iso(text, "DMY") != iso(text, "MDY")
