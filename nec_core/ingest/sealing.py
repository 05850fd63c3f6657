"""A table without the cells that tell who a patient is: in their places stand running numbers.

What rows have in common stays, for rows of one patient must still be found; what they have in common is gone. It is
done as soon as a file is opened, so that nothing behind can show, keep or write such a cell. A column that a person
keeps after all is read from the file's bytes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping
from nec_core.ingest.raw_table import MisshapenRow, Persons, RawTable
from nec_core.ingest.rows.same_person import persons
from nec_core.ingest.rows.summary_rows import are_summaries

NOT_SHOWN = "(not shown)"
_MASK, _UNMASKED = "••••", 4  # a text of fewer characters would be given away by its first and its last
_EXAMPLES = 3
_DIGITS = 3


def kept_by_hand(mapping: Mapping | None) -> frozenset[str]:
    """The columns a person uses whatever they tell: matched to a field or an endpoint, or kept by hand."""
    columns = () if mapping is None else mapping.columns
    return frozenset(c.column for c in columns if _is_kept(c))


def _is_kept(column: ColumnMapping) -> bool:
    if column.target in (DROP, "patient_id"):
        return False
    return column.target != EXTRA or column.is_by_hand


def with_left_out(mapping: Mapping, suggested: Mapping) -> Mapping:
    """A saved mapping with the columns left out that now are known to tell who a patient is, unless a person kept
    them. As the patient's ID they become running numbers."""
    hidden = {c.column: c for c in suggested.columns if c.hides}
    columns = []
    for c in mapping.columns:
        now = hidden.get(c.column)
        if now is None:
            columns.append(c)
        elif c.target in (DROP, "patient_id") or _is_kept(c):
            columns.append(c.model_copy(update={"identifier": now.identifier}))
        else:
            columns.append(now.model_copy(update={"target": DROP}))
    return mapping.model_copy(update={"columns": tuple(columns)})


def sealed(raw: RawTable, mapping: Mapping, kept: AbstractSet[str] = frozenset()) -> RawTable:
    """The table with running numbers in the columns that the mapping hides, but for those in `kept`.

    An ID's numbers go by person, where other columns tell that two of its texts are one person's. Texts that mean "not
    recorded" stay, and so do the labels of summary rows. Rows that fit no header are emptied: nobody can tell which of
    their cells belong to such a column.
    """
    hidden = [
        c for c in mapping.columns
        if c.hides and c.column in raw.columns and c.column not in raw.sealed and c.column not in kept
    ]  # fmt: skip
    if not hidden:
        return raw
    found = raw.persons or persons(raw, hidden)
    examples = {c.column: _masked(raw, c.column) if c.asks else () for c in hidden}
    numbers = {c.column: _numbered(raw, c, found) for c in hidden}
    before = None if raw.before is None else _before(raw, raw.before, numbers)
    names = frozenset(numbers)
    companions = tuple(_emptied(t, names & frozenset(t.columns)) for t in raw.companions)
    notes = tuple(
        f"Patients are told apart by “{c.column}”: running numbers stand in place of its cells."
        for c in hidden
        if c.target == "patient_id"
    )
    table = replace(raw, before=before, companions=companions, persons=found, notes=(*raw.notes, *notes))
    return _with_cells(table, numbers, examples)


def _numbered(raw: RawTable, column: ColumnMapping, found: Persons | None) -> pa.Array:
    texts, codes = raw.distinct(column.column)
    labels = are_summaries(texts) if column.column == raw.columns[0] else np.zeros(len(texts), bool)
    stays = labels | np.array([t.casefold() in MISSING for t in texts], bool)
    if column.target == "patient_id" and found is not None and column.column in found.columns:
        return _by_person(texts, codes, labels, found.of_row)
    number = np.cumsum(~stays)
    spelled = [t if s else _number(int(k), int(number[-1])) for t, s, k in zip(texts, stays, number, strict=True)]
    return pa.array(spelled, pa.string()).take(pa.array(codes))


def _by_person(
    texts: Sequence[str], codes: npt.NDArray[np.int32], labels: npt.NDArray[np.bool_], of_row: npt.NDArray[np.int64]
) -> pa.Array:
    """Rows of nobody known are a person each."""
    nobody = np.flatnonzero(of_row < 0)
    person = of_row.copy()
    person[nobody] = int(of_row.max(initial=-1)) + 1 + np.arange(len(nobody))
    _, first, inverse = np.unique(person, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(1, len(first) + 1)
    spelled = np.array([_number(k, len(first)) for k in range(1, len(first) + 1)], object)[rank[inverse] - 1]
    for row in np.flatnonzero(labels[codes]):
        spelled[row] = texts[codes[row]]
    return pa.array(spelled.tolist(), pa.string())


def _number(k: int, of: int) -> str:
    return f"P{k:0{max(_DIGITS, len(str(of)))}d}"


def _before(raw: RawTable, before: RawTable, numbers: dict[str, pa.Array]) -> RawTable:
    """The table as read, with the same numbers where it has the same rows."""
    if np.array_equal(before.row_numbers, raw.row_numbers):
        here = {c: cells for c, cells in numbers.items() if c in before.columns}
    else:
        here = {
            c: _numbered(before, ColumnMapping(column=c, target=DROP), None) for c in numbers if c in before.columns
        }
    return _with_cells(before, here, dict.fromkeys(here, ()))


def _emptied(raw: RawTable, names: AbstractSet[str]) -> RawTable:
    blank = pa.array([""] * raw.table.num_rows, pa.string())
    return _with_cells(raw, dict.fromkeys(names, blank), dict.fromkeys(names, ()))


def _with_cells(
    raw: RawTable, cells: dict[str, pa.Array], examples: dict[str, tuple[tuple[str, int], ...]]
) -> RawTable:
    table = raw.table
    for name, column in cells.items():
        table = table.set_column(raw.columns.index(name), name, column)
    findings = tuple(replace(f, values=[""] * f.n) if f.column in cells else f for f in raw.findings)
    result = replace(
        raw,
        table=table,
        findings=findings,
        misshapen=tuple(_without_text(m, raw.delimiter) for m in raw.misshapen),
        sealed={**raw.sealed, **examples},
    )
    result.take_encodings(raw, except_of=cells)
    return result


def _without_text(row: MisshapenRow, delimiter: str | None) -> MisshapenRow:
    """As many cells, none of which says anything."""
    mark = delimiter if delimiter and len(delimiter) == 1 else ","
    return MisshapenRow(row.row, row.cells, mark.join([NOT_SHOWN] * row.cells))


def _masked(raw: RawTable, column: str) -> tuple[tuple[str, int], ...]:
    """Some of the texts, masked, with their rows."""
    filled = [(t, n) for t, n in raw.counts(column, _EXAMPLES + len(MISSING)).items() if t.casefold() not in MISSING]
    return tuple((masked(t), n) for t, n in filled[:_EXAMPLES])


def masked(text: str) -> str:
    """A text of which only the first and the last character stay, and of a short one none: "M••••r"."""
    return f"{text[0]}{_MASK}{text[-1]}" if len(text) >= _UNMASKED else _MASK
