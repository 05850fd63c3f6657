"""Our own template: every header is a field of the record, so nothing needs matching."""

from __future__ import annotations

from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.matching.stage_digits import STAGES
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields

NAME = "template"


def knows(raw: RawTable) -> bool:
    """An id, and no header that is not a field's own name."""
    return "patient_id" in raw.columns and all(c in fields() for c in raw.columns)


def mapping(raw: RawTable) -> Mapping:
    """Each column as the field it is named after, however its values look: what they are wrong in is then told."""
    suggested = suggest(raw, NAME)
    return suggested.model_copy(update={"columns": tuple(_as_named(raw, c) for c in suggested.columns)})


def _as_named(raw: RawTable, column: ColumnMapping) -> ColumnMapping:
    refused = column.target == EXTRA and (column.asks is None or column.asks in STAGES)  # its digits are categories
    if column.column not in fields() or not (refused or (column.target == DROP and column.reason != "empty")):
        return column  # of several files together, one column tells the file
    told = None if column.identifier in ("text", "birth_date") else column.identifier  # an ID has a text of its own
    if told is not None and column.column != "patient_id":
        return column
    p, spec = profile(raw, column.column), fields()[column.column]
    return ColumnMapping(
        column=column.column,
        target=spec.name,
        date_order=p.dates.order if spec.kind == "date" else None,
        decimal_comma=p.decimal_comma and spec.kind == "number",
        reason="same name",
        identifier=told,
    )
