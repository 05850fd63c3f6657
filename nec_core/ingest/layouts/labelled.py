"""A data set's own labels as answers: codes become what they mean, and a variable's label helps to know what it is."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import replace

from nec_core.ingest.column_labels import ColumnLabel
from nec_core.ingest.layouts.coding import rows_text
from nec_core.ingest.layouts.derived_columns import recoded
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable, unique_headers


def with_value_labels(raw: RawTable) -> RawTable:
    """The table with labelled codes as their labels; the labels of columns stay. Where only some numbers of a column
    are labelled, they stay numbers, and a note tells what they are said to mean."""
    table, notes, named = raw.table, [], 0
    for i, column in enumerate(raw.columns):
        label = raw.labels.get(column)
        if label is None or not label.values:
            continue
        counts = raw.counts(column)
        meanings = label.explained(frozenset(counts))
        named += any(meanings.values())
        if meanings:
            texts = recoded(raw, column, lambda t, m=meanings: m.get(t, t))  # type: ignore[misc]  # a default binds
            table = table.set_column(i, column, texts.array())
        notes += [
            f"“{column}”: {code} is labelled “{label.values[code]}” ({rows_text(n)}), "
            + ("and read as not recorded." if code in meanings else "and stays a number among others.")
            for code, n in counts.items()
            if label.values.get(code) and not meanings.get(code)
        ]
    if named:
        notes.insert(0, f"The file's own labels say what the codes of {named} column{'s' * (named != 1)} mean.")
    if not notes:
        return raw
    labels = {c: ColumnLabel(x.label) for c, x in raw.labels.items()}
    return replace(raw, table=table, labels=labels, notes=(*raw.notes, *notes))


def suggest_by_labels(raw: RawTable, by_name: Mapping) -> Mapping:
    """The suggestion with what the labels of columns add: columns whose names say nothing, units, and words to show."""
    labels = {c: x.label for c, x in raw.labels.items() if c in raw.columns and x.label}
    if not labels:
        return by_name
    spoken = unique_headers([labels.get(c, c) for c in raw.columns])
    by_label = suggest(replace(raw, columns=spoken, table=raw.table.rename_columns(list(spoken)), labels={}))
    of_label = {c: by_label.column(s) for c, s in zip(raw.columns, spoken, strict=True)}
    taken = {c.target for c in by_name.columns}
    ends = {c.endpoint for c in by_name.columns if c.is_time} - {None}
    columns = []
    for own in by_name.columns:
        columns.append(_better(own, of_label.get(own.column), labels, taken, ends))
    return by_name.model_copy(update={"columns": tuple(columns)})


def _better(
    own: ColumnMapping, said: ColumnMapping | None, labels: Table[str, str], taken: set[str], ends: set[str | None]
) -> ColumnMapping:
    label = labels.get(own.column)
    if said is None or label is None:
        return own
    if own.target == said.target and own.unit is None and (own.is_time or said.unit is not None):
        told = {} if own.is_time else {"reason": f"its label “{label}”: {said.reason}"}
        return own.model_copy(update={"unit": said.unit, **told})
    # Each row has a text of its own, as ids do; what else tells who a patient is stays out.
    named = own.target == DROP and said.target == "patient_id" and own.identifier in (None, "text")
    if own.target != EXTRA and not named:
        return own
    new = said.target not in (EXTRA, *taken) and said.endpoint not in ends
    if new or said.hides:
        target = said.target if new else DROP
        reason = f"its label “{label}”: {said.reason}"
        return said.model_copy(update={"column": own.column, "target": target, "reason": reason})
    return own.model_copy(update={"label": label})
