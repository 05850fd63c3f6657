"""Several rows per patient to one, by a rule a person chose or the layout defines; never stacked, never dropped unsaid.

The rules are `nec_core.ingest.mapping.Fold`'s. "fill" is for visits and forms: each cell of the patient's row is taken
from the first of the rows that holds something, with two exceptions. What is known at the end counts from the last
such row (vital status, last contact, an endpoint's time and event). And a yes counts before a no, whichever is first:
somebody who progressed between two visits has progressed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from nec_core.errors import MappingError
from nec_core.ingest.cells.dates import DateOrder, iso, judge_order
from nec_core.ingest.cells.normalise import missing_texts, normaliser, value_table
from nec_core.ingest.cells.spoiled import shortened
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping, Question
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable
from nec_core.patients.intervals import DEATH
from nec_core.record import FieldSpec, fields, is_yes_no

Rows = npt.NDArray[np.intp]

ASK_FROM_SHARE = 0.02
"""Fewer patients than this with several rows are typing errors, told as problems; more are a file of several rows."""
RULE_LABELS = {
    "first": "the first row of each patient",
    "last": "the last row of each patient",
    "lowest": "the row with the lowest “{by}”",
    "highest": "the row with the highest “{by}”",
    "fill": "one row made of all: what is known from any of them",
    "reject": "only the first row; the others are errors",
    "apart": "each row is a patient of its own",
}
OFFERED = ("first", "last", "fill", "reject", "apart")
_LAST_COUNTS = ("vital_status", "death_date", "last_contact_date", "last_assessment_date", "cause_of_death")
_MOSTLY = 0.8
_BY_NAME = 0.7  # how sure an identifier is at most that its values tell, and not its name
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class _Patients:
    """Which patient each row belongs to.

    Attributes:
        of_row: (n,) patient index per row, in order of first appearance; rows without an id are patients of their own.
        first: (k,) position of each patient's first row.
        sizes: (k,) rows of each patient.
    """

    of_row: Rows
    first: Rows
    sizes: Rows


def fold_question(raw: RawTable, mapping: Mapping) -> Question | None:
    """The question which row of a patient counts, where many patients have several and nobody has said yet."""
    column = mapping.by_target("patient_id")
    if mapping.fold is not None or column is None or column.column not in raw.columns:
        return None
    if raw.n_distinct(column.column) == raw.table.num_rows:
        return None  # no text stands twice
    sizes = _patients(raw, column.column, missing_texts(mapping)).sizes
    several = int((sizes > 1).sum())
    if several < 2 or several < ASK_FROM_SHARE * len(sizes):
        return None
    told = _outcome_conflicts(raw, mapping)
    rows = sorted({int(r) for f in told for r in f.rows})
    at_odds = (
        f"In {len(rows)} of their rows ({_shown(rows)}) the outcome contradicts another row of the same patient: "
        f"{', '.join(dict.fromkeys(f.column for f in told))}. "
        if rows
        else ""
    )
    spoiled = shortened(raw.encoded(column.column).texts).any()
    digits = "A spreadsheet has shortened IDs to a few digits, so several patients can share one. " if spoiled else ""
    behaves = "" if column.confidence > _BY_NAME else f"In column “{column.column}” {column.reason}. "
    text = (
        f"{behaves}{several} of {len(sizes)} patients in column “{column.column}” have several rows "
        f"(up to {int(sizes.max())}). {digits}{at_odds}Which row of a patient counts?"
    )
    counts = (("patients with one row", len(sizes) - several), ("patients with several rows", several))
    return Question(column.column, "fold", text, counts, OFFERED)


def fold(raw: RawTable, mapping: Mapping) -> RawTable:
    """The table with one row per patient; `folded_rows` names the others and a note counts them.

    Without a rule, or with the rule "reject", the rows stay as they are: repeated ids are then problems. Outcomes that
    contradict each other are told whatever the rule; without one, a repeated id is a fault of its own.
    """
    column = mapping.by_target("patient_id")
    if mapping.fold is None or column is None or column.column not in raw.columns:
        return raw
    if mapping.fold.rule == "apart":
        return _apart(raw, column.column)
    raw = raw.with_findings(*_outcome_conflicts(raw, mapping))
    if mapping.fold.rule == "reject":
        return raw
    patients = _patients(raw, column.column, missing_texts(mapping))
    if (patients.sizes == 1).all():
        return raw
    if mapping.fold.rule == "fill":
        kept, table, findings = _filled(raw, mapping, patients)
    else:
        kept = _chosen(raw, mapping, mapping.fold, patients)
        table, findings = raw.table.take(pa.array(kept)), []
    gone = np.setdiff1d(np.arange(len(raw.row_numbers)), kept)
    several = int((patients.sizes > 1).sum())
    rule = RULE_LABELS[mapping.fold.rule].format(by=mapping.fold.by)
    who = "1 patient has" if several == 1 else f"{several} patients have"
    what = "1 row is" if len(gone) == 1 else f"{len(gone)} rows are"
    note = f"{who} several rows; {what} folded into theirs. What counts: {rule}."
    return replace(
        raw,
        table=table,
        row_numbers=raw.row_numbers[kept],
        folded_rows=np.concatenate([raw.folded_rows, raw.row_numbers[gone]]),
        findings=raw.findings + tuple(findings),
        notes=(*raw.notes, note),
    )


def _apart(raw: RawTable, column: str) -> RawTable:
    """The table with an identifier of its own for each row: the second row of "P1" is "P1 (2)"."""
    texts, codes = raw.distinct(column)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    nth = np.empty(len(codes), np.int64)
    nth[order] = np.arange(len(codes)) - np.repeat(starts, np.diff([*starts, len(codes)]))
    again = np.flatnonzero(nth)
    if not len(again):
        return raw
    names = np.array(texts, object)[codes]
    taken = set(texts)
    for i in again.tolist():
        name, k = f"{texts[codes[i]]} ({nth[i] + 1})", int(nth[i]) + 1
        while name in taken:
            k += 1
            name = f"{texts[codes[i]]} ({k})"
        taken.add(name)
        names[i] = name if texts[codes[i]] else ""
    note = f"{len(again)} rows repeat a value of “{column}”; each row counts as a patient of its own."
    place = raw.columns.index(column)
    table = raw.table.set_column(place, column, pa.array(names.tolist(), pa.string()))
    return replace(raw, table=table, notes=(*raw.notes, note))


def _patients(raw: RawTable, column: str, missing: frozenset[str]) -> _Patients:
    texts, codes = raw.distinct(column)
    blank = np.array([t.casefold() in missing for t in texts], bool)
    ids = codes.astype(np.intp)
    nameless = np.flatnonzero(blank[codes])
    ids[nameless] = len(texts) + np.arange(len(nameless))
    _, first, inverse, sizes = np.unique(ids, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return _Patients(rank[inverse], first[order], sizes[order])


def _chosen(raw: RawTable, mapping: Mapping, rule: Fold, patients: _Patients) -> Rows:
    """Positions of the rows that count, in the file's order."""
    n = len(patients.of_row)
    position = np.arange(n)
    if rule.rule == "first":
        return np.sort(patients.first)
    if rule.rule == "last":
        last = np.zeros(len(patients.first), np.intp)
        last[patients.of_row] = position
        return np.sort(last)
    value = _ordered_values(raw, mapping, rule.by)
    if rule.rule == "highest":
        value = -value
    order = np.lexsort((position, np.nan_to_num(value, nan=np.inf), patients.of_row))
    starts = np.flatnonzero(np.diff(patients.of_row[order], prepend=-1))
    return np.sort(order[starts])


def _ordered_values(raw: RawTable, mapping: Mapping, column: str | None) -> npt.NDArray[np.float64]:
    """(n,) the column as numbers that sort: dates by day, "2nd of 3 primaries" by 2, "One primary only" first."""
    if column is None or column not in raw.columns:
        return np.zeros(len(raw.row_numbers))
    taken = next((c for c in mapping.columns if c.column == column), None)
    missing = missing_texts(mapping)
    texts, codes = raw.distinct(column)
    values = taken.values if taken is not None else {}
    known = [values.get(t.casefold(), t) for t in texts]
    verdict = judge_order([t for t in known if t.casefold() not in missing])
    order = (taken.date_order if taken is not None else None) or verdict.order
    if order is None and verdict.ambiguous:
        raise MappingError(
            f"The dates in column “{column}” can be read day first or month first, so the rows of a patient can't be "
            "put in order by it. Choose another rule for several rows."
        )
    sort_value = (lambda t: _day_number(t, order)) if verdict.share > _MOSTLY and order else _number_in
    return np.array([np.nan if t.casefold() in missing else sort_value(t) for t in known], np.float64)[codes]


def _day_number(text: str, order: DateOrder) -> float:
    day = iso(text, order)
    return float((day + "-01-01")[:10].replace("-", "")) if day else np.nan


def _number_in(text: str) -> float:
    if text.casefold().startswith("one "):
        return 0.0
    number = _NUMBER.search(text)
    return float(number[0]) if number else np.nan


def _filled(raw: RawTable, mapping: Mapping, patients: _Patients) -> tuple[Rows, pa.Table, list[Finding]]:
    kept = np.sort(patients.first)
    edited = {(e.row, e.column): e.new for e in raw.edits}
    columns: list[pa.Array] = []
    findings: list[Finding] = []
    for name in raw.columns:
        taken = next((c for c in mapping.columns if c.column == name), None)
        texts, codes = raw.distinct(name)
        source = _source_rows(texts, codes, taken, patients, missing_texts(mapping))
        cells = np.array([*texts, ""], object)[np.where(source < 0, len(texts), codes[source])]
        for (row, column), new in edited.items():  # what a person typed into the row shown counts before all others
            where = np.flatnonzero(raw.row_numbers[kept] == row)
            if column == name and len(where):
                cells[where[0]] = new
        columns.append(pa.array(cells.tolist(), pa.string()))
        findings += _disagreements(raw, name, taken, patients, source, kept, missing_texts(mapping))
    return kept, pa.table(columns, names=list(raw.columns)), findings


def _source_rows(
    texts: tuple[str, ...],
    codes: npt.NDArray[np.int32],
    column: ColumnMapping | None,
    patients: _Patients,
    missing: frozenset[str],
) -> Rows:
    """(k,) the row each patient's cell comes from; -1 where all are blank. Patients are in order of appearance."""
    spec = fields().get(column.target) if column is not None else None
    weight = np.array([_weight(t, column, spec, missing) for t in texts], np.int8)[codes]
    filled = np.flatnonzero(weight > 0)
    last = column is not None and (column.endpoint is not None or column.target in _LAST_COUNTS)
    tie = filled if last else -filled
    order = np.lexsort((tie, weight[filled], patients.of_row[filled]))
    best = filled[order]
    source = np.full(len(patients.first), -1, np.intp)
    source[patients.of_row[best]] = best  # the last assignment wins: the heaviest, then first or last of the rows
    return source


def _outcome_conflicts(raw: RawTable, mapping: Mapping) -> list[Finding]:
    """Rows of a patient of which two can't both be right: two dates of death, or alive and dead at the same last
    contact."""
    ids = mapping.by_target("patient_id")
    if ids is None or raw.n_distinct(ids.column) == raw.table.num_rows:
        return []
    patients = _patients(raw, ids.column, missing_texts(mapping))
    if (patients.sizes == 1).all():
        return []
    death, vital, seen = (_meant(raw, mapping, t) for t in ("death_date", "vital_status", "last_contact_date"))
    if vital is not None:  # alive in one row and dead in a later one is no contradiction
        vital = np.full_like(vital, -1) if seen is None else np.where(seen >= 0, vital, -1)
    person = patients.of_row.astype(np.int64)
    moment = person if seen is None else person * (int(seen.max()) + 2) + seen + 1
    found = []
    for target, level, group in (("death_date", death, person), ("vital_status", vital, moment)):
        taken = mapping.by_target(target)
        if level is None or taken is None:
            continue
        where = np.flatnonzero(_differs(group, level))
        texts = raw.encoded(taken.column).at(where)
        found.append(Finding(KINDS["outcome_conflict"], taken.column, target, raw.row_numbers[where], texts))
    return [f for f in found if f.n]


def _meant(raw: RawTable, mapping: Mapping, target: str) -> npt.NDArray[np.int64] | None:
    """(n,) a number for what each row says of a field, the same for what means the same, -1 for blank."""
    taken = mapping.by_target(target)
    if taken is None or taken.column not in raw.columns:
        return None
    spec, missing = fields()[target], missing_texts(mapping)
    to_text = normaliser(spec, taken, missing)
    texts, codes = raw.distinct(taken.column)
    place: dict[str, int] = {}
    meant = [(-1 if (m := to_text(t)) is None else place.setdefault(m, len(place))) for t in texts]
    return np.array(meant, np.int64)[codes]


def _differs(group: npt.NDArray[np.int64], level: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """(n,) whether another row of the same group has another level; blanks contradict nothing."""
    filled = level >= 0
    _, inverse = np.unique(group, return_inverse=True)
    lowest = np.full(int(inverse.max()) + 1, np.iinfo(np.int64).max)
    highest = np.full(len(lowest), -1, np.int64)
    np.minimum.at(lowest, inverse[filled], level[filled])
    np.maximum.at(highest, inverse[filled], level[filled])
    return filled & (lowest < highest)[inverse]


def _shown(rows: Sequence[int], most: int = 12) -> str:
    more = f" and {len(rows) - most} more" if len(rows) > most else ""
    return ", ".join(map(str, rows[:most])) + more


def _weight(text: str, column: ColumnMapping | None, spec: FieldSpec | None, missing: frozenset[str]) -> int:
    low = text.casefold()
    said = column.values.get(low) if column is not None else None
    if said == "" or (said is None and low in missing and (spec is None or low not in value_table(spec))):
        return 0
    if spec is None or not spec.levels:
        return 2 if (said or low) == "checked" else 1
    level = said or value_table(spec).get(low, "")
    if is_yes_no(spec.levels):
        return {"yes": 3, "no": 2, "unknown": 1}.get(level, 1)
    return 2 if level in DEATH.said[1:] and spec.name == DEATH.said[0] else 1


def _disagreements(
    raw: RawTable,
    name: str,
    column: ColumnMapping | None,
    patients: _Patients,
    source: Rows,
    kept: Rows,
    missing: frozenset[str],
) -> list[Finding]:
    """What is settled at diagnosis and yet differs between a patient's rows."""
    spec = fields().get(column.target) if column is not None else None
    if spec is None or spec.about.known != "at diagnosis" or spec.name == "patient_id":
        return []
    texts, codes = raw.distinct(name)
    filled = np.array([_weight(t, column, spec, missing) > 0 for t in texts], bool)[codes]
    taken = np.where(source < 0, -1, codes[source])[patients.of_row]
    differs = np.zeros(len(patients.first), bool)
    differs[patients.of_row[filled & (codes != taken)]] = True
    where = np.flatnonzero(differs)
    if not len(where):
        return []
    return [
        Finding(
            KINDS["fold_conflict"], name, spec.name,
            raw.row_numbers[kept[where]],
            [texts[codes[source[i]]] for i in where],
        )
    ]  # fmt: skip


__all__ = ["ASK_FROM_SHARE", "OFFERED", "RULE_LABELS", "fold", "fold_question"]
