"""Repairs of single cells: which cells a problem is about, what they hold now, and edits put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nec_core.ingest.checking.rules import RULES
from nec_core.ingest.mapping import DROP, Mapping
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.patients import intervals

_OS = intervals.interval("os")
_ENDPOINT_FIELDS = (*_OS.start_dates, *reversed(_OS.end_dates), intervals.DEATH.said[0])
_ALSO = {
    "months_against_dates": ("last_contact_date", "death_date"),
    "stage_against_m": ("ajcc_stage", "seer_stage"),
}
"""Fields that a rule looks at beside those it names: the wrong cell can be one of them."""


def columns_of(finding: Finding, mapping: Mapping, raw: RawTable) -> tuple[str, ...]:
    """The columns whose cells can repair a problem, the likeliest first; none for rows that fit no header, and none
    where the column is left out."""
    if finding.rule == "row_shape":
        return ()
    if finding.rule == "no_endpoint":
        timed = [c.column for c in mapping.columns if c.endpoint]
        return _present(raw, [*timed, *_of_fields(_ENDPOINT_FIELDS, mapping)])
    rule = next((r for r in RULES if r.kind == finding.kind and r.fields[0] == finding.field), None)
    if rule is None:
        hidden = any(c.column == finding.column and c.hides and c.target == DROP for c in mapping.columns)
        return () if hidden else _present(raw, [finding.column])
    return _present(raw, _of_fields(rule.fields + _ALSO.get(rule.kind.id, ()), mapping))


def _of_fields(names: Sequence[str], mapping: Mapping) -> list[str]:
    targets = ["time:os" if n == "os_time" else n for n in names]
    return [c.column for t in targets if (c := mapping.by_target(t)) is not None]


def _present(raw: RawTable, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(c for c in dict.fromkeys(columns) if c in raw.columns)


def cells_now(
    raw: RawTable, rows: Sequence[int], columns: Sequence[str], edits: Sequence[Edit]
) -> dict[str, list[str]]:
    """What cells hold, repairs put in: column -> one text per row. Rows are named as in the spreadsheet."""
    positions = np.searchsorted(raw.row_numbers, rows)
    repaired = {(e.row, e.column): e.new for e in edits}
    return {
        column: [
            repaired.get((row, column), cell.strip())
            for row, cell in zip(rows, raw.table.column(column).take(positions).to_pylist(), strict=True)
        ]
        for column in columns
    }


def merged(earlier: Sequence[Edit], later: Sequence[Edit]) -> tuple[Edit, ...]:
    """One edit per cell: from what the file held to what was said last; none where that is the same."""
    together: dict[tuple[int, str], Edit] = {}
    for edit in (*earlier, *later):
        cell = (edit.row, edit.column)
        first = together.pop(cell, edit)
        if first.old != edit.new:
            together[cell] = Edit(edit.row, edit.column, first.old, edit.new)
    return tuple(together.values())
