"""Every used column of a table as typed values: by the record's fields, the endpoints' pairs, and extra variables."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace

from nec_core.ingest.cells.conversion import Converted, convert, findings_of
from nec_core.ingest.cells.normalise import Normaliser, event_normaliser, extra_normaliser, missing_texts, normaliser
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping, endpoint_label
from nec_core.ingest.problems import Finding
from nec_core.ingest.progress import Progress, quiet
from nec_core.ingest.raw_table import RawTable
from nec_core.patients import intervals
from nec_core.record import About, EndpointEvent, EndpointTime, FieldSpec, fields


@dataclass(frozen=True)
class TypedColumns:
    """Every used column, converted.

    Attributes:
        n: rows.
        by_target: field of the record, or endpoint's time or event -> its column, converted.
        extras: column -> itself, converted.
        findings: the values the types refused.
        event_times: endpoint -> the column with the time of its event, where that stood beside the follow-up's.
    """

    n: int
    by_target: dict[str, tuple[ColumnMapping, Converted]]
    extras: dict[str, tuple[ColumnMapping, Converted]]
    findings: tuple[Finding, ...]
    event_times: Table[str, str] = field(default_factory=dict)

    def for_endpoints(self) -> TypedColumns:
        """Only what tells a patient's time and event."""
        told = frozenset[str]().union(*(one.fields for one in intervals.INTERVALS))
        used = {n: c for n, c in self.by_target.items() if c[0].endpoint or n in told}
        return replace(self, by_target=used, extras={})


def type_columns(raw: RawTable, mapping: Mapping, progress: Progress = quiet) -> TypedColumns:
    """Types the columns a mapping takes."""
    missing = missing_texts(mapping)
    by_target: dict[str, tuple[ColumnMapping, Converted]] = {}
    extras: dict[str, tuple[ColumnMapping, Converted]] = {}
    findings: list[Finding] = []
    used = [c for c in mapping.columns if c.target != DROP and c.column in raw.columns]
    raw.encode([c.column for c in used])
    for i, column in enumerate(used):
        progress(f"Checking {raw.table.num_rows:,} records: column {i + 1} of {len(used)}", i / len(used))
        spec, to_text = reader(column, missing)
        converted = convert(raw, column, spec, to_text, missing)
        findings += findings_of(converted, raw, column, spec)
        if column.target == EXTRA:
            extras[column.column] = (column, converted)
        else:
            by_target[spec.name] = (column, converted)
    return TypedColumns(raw.table.num_rows, by_target, extras, tuple(findings))


def reader(column: ColumnMapping, missing: frozenset[str]) -> tuple[FieldSpec, Normaliser]:
    """What a column's texts must fit, and how they are brought into canonical form."""
    if column.target == EXTRA:
        spec = extra_spec(column)
        return spec, extra_normaliser(column, missing) if spec.kind == "text" else normaliser(spec, column, missing)
    if column.endpoint is None:
        spec = fields()[column.target]
        return spec, normaliser(spec, column, missing)
    spec = endpoint_spec(column)
    return spec, event_normaliser(column, missing) if column.is_event else normaliser(spec, column, missing)


def endpoint_spec(column: ColumnMapping) -> FieldSpec:
    """A time or the event of an endpoint as a field: its type is the record's, its name the endpoint's."""
    label = endpoint_label(column.endpoint or "")
    if not column.is_event:
        part = "time" if column.is_time else "time of event"
        about = About(f"{label}: {part}", "Outcome", unit=column.unit, known="later", essential=True)
        name = f"{column.endpoint}_{part.replace(' ', '_')}"
        return FieldSpec(name, "number", about, (), 0, 36525, False, EndpointTime | None)
    about = About(f"{label}: event", "Outcome", known="later", essential=True)
    levels = ("0", "1", "2")
    return FieldSpec(f"{column.endpoint}_event", "category", about, levels, None, None, False, EndpointEvent | None)


def extra_spec(column: ColumnMapping) -> FieldSpec:
    """An extra variable as a field: any text, or any number."""
    about = About(column.label or column.column, "Identity")
    if column.extra_kind == "number":
        return FieldSpec(column.column, "number", about, (), None, None, False, float | None)
    return FieldSpec(column.column, "text", about, (), None, None, False, str | None)
