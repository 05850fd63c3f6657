"""Mapped columns to a validated Cohort, with every problem as data. Rows in = accepted + folded + rejected.

Stages: each column is typed (`conversion`), ids are checked, rules between fields are applied (`rules`), and rows
that broke a rule that rejects, or can answer no endpoint, are set aside with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from nec_core import endpoints
from nec_core.cohort import Cohort, Source, StatedEndpoint, Variable
from nec_core.errors import MappingError
from nec_core.ingest.conversion import Converted, convert, findings_of
from nec_core.ingest.folding import fold
from nec_core.ingest.mapping import DROP, EXTRA, ColumnMapping, Mapping, endpoint_label, require_answers
from nec_core.ingest.normalise import MISSING, event_normaliser, normaliser, time_normaliser
from nec_core.ingest.problems import Finding, Problems
from nec_core.ingest.questions import open_questions
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.rules import DAYS_PER_MONTH, RULES, Columns, Rule
from nec_core.record import About, EndpointEvent, EndpointTime, FieldSpec, fields

_DAYS_PER = {"days": 1.0, "weeks": 7.0, "months": DAYS_PER_MONTH, "years": 365.25}
_EPOCH = dt.date(1970, 1, 1).toordinal()


def validate(raw: RawTable, mapping: Mapping, today: dt.date | None = None) -> Cohort:
    """Types, checks and accepts or rejects every row.

    Args:
        raw: the cells.
        mapping: how they are taken; questions it leaves open are an error.
        today: the day dates must not lie after; None for the machine's.

    Raises:
        QuestionsOpenError: something must be answered first.
        MappingError: the mapping fits another file, or gives no endpoint.
    """
    mapping.require_columns(raw.columns)
    require_answers(open_questions(raw, mapping))
    raw = fold(raw, mapping)
    typed = _type_columns(raw, mapping)
    _require_an_endpoint(typed, mapping)
    findings = [*raw.findings, *typed.findings]
    findings += _misshapen(raw)
    findings += _id_findings(raw, typed)
    findings += _rule_findings(raw, typed, mapping, today or dt.date.today())
    rejecting = _rows_of(f for f in findings if f.severity == "rejects")
    draft = _assemble(raw, mapping, typed, Problems())
    unusable = _without_endpoint(draft) & ~np.isin(raw.row_numbers, rejecting)
    findings += _no_endpoint_finding(raw, draft, unusable)
    rejected = np.union1d(rejecting, raw.row_numbers[unusable])
    keep = ~np.isin(raw.row_numbers, rejected)
    cohort = replace(draft.subset(keep), problems=Problems.of(findings), rejected_rows=rejected)
    return _drop_unused_levels(cohort)


@dataclass(frozen=True)
class _Typed:
    """Every used column, converted."""

    n: int
    by_target: dict[str, tuple[ColumnMapping, Converted]]
    extras: dict[str, tuple[ColumnMapping, Converted]]
    findings: tuple[Finding, ...]


def endpoint_spec(column: ColumnMapping) -> FieldSpec:
    """The time or event of an endpoint as a field: its type is the record's, its name the endpoint's."""
    label = endpoint_label(column.endpoint or "")
    if column.is_time:
        about = About(f"{label}: time", "Outcome", unit=column.unit, known="later", essential=True)
        return FieldSpec(f"{column.endpoint}_time", "number", about, (), 0, 36525, False, EndpointTime | None)
    about = About(f"{label}: event", "Outcome", known="later", essential=True)
    levels = ("0", "1", "2")
    return FieldSpec(f"{column.endpoint}_event", "category", about, levels, None, None, False, EndpointEvent | None)


def _type_columns(raw: RawTable, mapping: Mapping) -> _Typed:
    missing = MISSING | {m.casefold() for m in mapping.missing}
    by_target: dict[str, tuple[ColumnMapping, Converted]] = {}
    extras: dict[str, tuple[ColumnMapping, Converted]] = {}
    findings: list[Finding] = []
    for column in mapping.columns:
        if column.target == DROP or column.column not in raw.columns:
            continue
        if column.target == EXTRA:
            extras[column.column] = (column, _convert_extra(raw, column, missing))
            continue
        if column.endpoint:
            spec = endpoint_spec(column)
            to_text = time_normaliser(column, missing) if column.is_time else event_normaliser(column, missing)
        else:
            spec = fields()[column.target]
            to_text = normaliser(spec, column, missing)
        converted = convert(raw, column.column, spec.annotation, to_text)
        findings += findings_of(converted, raw, column, spec)
        by_target[spec.name] = (column, converted)
    return _Typed(raw.table.num_rows, by_target, extras, tuple(findings))


def _convert_extra(raw: RawTable, column: ColumnMapping, missing: frozenset[str]) -> Converted:
    """An extra variable keeps its texts; as a number, what is no number is blank."""
    if column.extra_kind == "number":
        return convert(raw, column.column, float | None, time_normaliser(column, missing))
    values = column.values
    return convert(
        raw, column.column, str | None,
        lambda t: values.get(t.casefold(), t) if t.casefold() not in missing else None,
    )  # fmt: skip


def _require_an_endpoint(typed: _Typed, mapping: Mapping) -> None:
    have = set(typed.by_target)
    dated = {"diagnosis_date", "first_visit_date"} & have and {"last_contact_date", "death_date"} & have
    timed = [n for n in have if n.endswith("_time")]
    for name in timed:
        if name.replace("_time", "_event") not in have and not (name == "os_time" and {"vital_status", "death_date"} & have):
            column = typed.by_target[name][0].column
            raise MappingError(
                f"The time in column “{column}” has no event beside it. Match the column that tells who had the event."
            )
    if dated or timed:
        return
    raise MappingError(
        "No survival time was found. Match the date of diagnosis with the last contact or date of death, or a column "
        "with a time and one with its event."
    )


def _misshapen(raw: RawTable) -> list[Finding]:
    if not raw.misshapen:
        return []
    return [
        Finding(
            "row_shape", "(whole row)", None, "rejects",
            f"The row has more cells than the header ({len(raw.columns)}), so nobody can tell which belongs where.",
            "Look for a stray delimiter in the row, or put quotes around the text that holds it.",
            np.array([m.row for m in raw.misshapen], np.int64),
            [f"{m.cells} cells" for m in raw.misshapen],
        )
    ]  # fmt: skip


def _id_findings(raw: RawTable, typed: _Typed) -> list[Finding]:
    if "patient_id" not in typed.by_target:
        return []
    column, ids = typed.by_target["patient_id"]
    blank = ~ids.recorded() & ~np.isin(ids.codes, list(ids.errors))
    order = np.argsort(ids.codes, kind="stable")
    sorted_codes = ids.codes[order]
    again = np.zeros(typed.n, bool)
    again[order[1:]] = sorted_codes[1:] == sorted_codes[:-1]
    again &= ids.recorded()
    where = np.flatnonzero(again)
    return [
        Finding(
            "required", column.column, "patient_id", "rejects", "The patient ID is blank.", "Enter an ID.",
            raw.row_numbers[blank], [""] * int(blank.sum()),
        ),
        Finding(
            "duplicate_id", column.column, "patient_id", "rejects",
            "The patient ID “{value}” stands in an earlier row already; the first row is kept.",
            "Give each patient one row, or correct the ID.",
            raw.row_numbers[where], [ids.texts[c] for c in ids.codes[where]],
        ),
    ]  # fmt: skip


def _rule_findings(raw: RawTable, typed: _Typed, mapping: Mapping, today: dt.date) -> list[Finding]:
    columns = rule_columns(typed.n, {k: v for k, (_, v) in typed.by_target.items()}, today, _os_unit(mapping))
    out = []
    for rule in RULES:
        if not all(f in typed.by_target for f in rule.fields[:1]):
            continue
        where = np.flatnonzero(rule.broken(columns))
        if len(where):
            out.append(_finding(rule, where, raw, typed))
    return out


def rule_columns(n: int, converted: dict[str, Converted], today: dt.date, os_unit: str | None) -> Columns:
    """The typed columns as the rules read them."""
    specs = fields()
    first: dict[str, npt.NDArray[np.float64]] = {}
    last: dict[str, npt.NDArray[np.float64]] = {}
    levels: dict[str, npt.NDArray[np.object_]] = {}
    for name, values in converted.items():
        spec = specs.get(name)
        if spec is not None and spec.kind == "date":
            first[name], last[name], _ = values.days()
        elif spec is not None and spec.kind == "category":
            levels[name] = values.objects()
    stated = converted["os_time"].numbers() * _DAYS_PER[os_unit] / DAYS_PER_MONTH if os_unit else None
    return Columns(n, today.toordinal(), first, last, levels, stated)


def _os_unit(mapping: Mapping) -> str | None:
    column = mapping.by_target("time:os")
    return column.unit if column else None


def _finding(rule: Rule, where: npt.NDArray[np.intp], raw: RawTable, typed: _Typed) -> Finding:
    involved = [typed.by_target[f] for f in rule.fields if f in typed.by_target]
    texts = [[c.texts[code] for code in c.codes[where]] for _, c in involved]
    return Finding(
        rule.id,
        " and ".join(m.column for m, _ in involved),
        rule.fields[0],
        rule.severity,
        rule.message,
        rule.next_step,
        raw.row_numbers[where],
        [" / ".join(t or "blank" for t in row) for row in zip(*texts, strict=True)],
    )


def _rows_of(findings: Iterable[Finding]) -> npt.NDArray[np.int64]:
    parts = [f.rows for f in findings]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def _assemble(raw: RawTable, mapping: Mapping, typed: _Typed, problems: Problems) -> Cohort:
    series: dict[str, pd.Series] = {}
    variables: dict[str, Variable] = {}
    precision: dict[str, npt.NDArray[np.int8]] = {}
    for name, spec in fields().items():
        if name not in typed.by_target:
            continue
        _, values = typed.by_target[name]
        variables[name] = Variable.of_field(spec)
        if spec.kind == "category":
            series[name] = _categorical(values.level_codes(spec.levels), spec.levels)
        elif spec.kind == "number":
            series[name] = pd.Series(values.numbers())
        elif spec.kind == "date":
            first, _, precision[name] = values.days()
            series[name] = _dates(first)
        elif spec.kind == "text":
            series[name] = _text_category(values)
            variables[name] = replace(variables[name], kind="category", levels=tuple(series[name].cat.categories))
        else:
            series[name] = pd.Series(values.objects(), dtype=object)
    if "patient_id" not in series:
        series = {"patient_id": pd.Series([f"row {r}" for r in raw.row_numbers], dtype=object), **series}
        variables = {"patient_id": Variable.of_field(fields()["patient_id"]), **variables}
    _add_year(series, variables)
    stated = _add_stated(series, typed)
    for name, (column, values) in typed.extras.items():
        series[_free_name(name, series)], variables[_free_name(name, variables)] = _extra(column, values)
    return Cohort(
        records=pd.DataFrame(series, index=pd.RangeIndex(typed.n)),
        source_rows=raw.row_numbers,
        variables=variables,
        date_precision=precision,
        endpoints=stated,
        problems=problems,
        source=_source(raw, mapping),
        rejected_rows=np.zeros(0, np.int64),
        folded_rows=raw.folded_rows,
        columns=mapping.columns,
    )


def _categorical(codes: npt.NDArray[np.int32], levels: tuple[str, ...]) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, categories=list(levels), ordered=True))  # type: ignore[call-overload]


def _text_category(values: Converted) -> pd.Series:
    levels = tuple(sorted({str(v) for v in values.values if v is not None}))
    return _categorical(values.level_codes(levels), levels)


def _dates(ordinals: npt.NDArray[np.float64]) -> pd.Series:
    days = np.full(len(ordinals), np.datetime64("NaT"), "datetime64[D]")
    known = ~np.isnan(ordinals)
    days[known] = (ordinals[known] - _EPOCH).astype("int64").astype("datetime64[D]")
    return pd.Series(days.astype("datetime64[s]"))


def _add_year(series: dict[str, pd.Series], variables: dict[str, Variable]) -> None:
    """The year of diagnosis is read from the date where the file has no column for it."""
    if "diagnosis_year" in series or "diagnosis_date" not in series:
        return
    series["diagnosis_year"] = series["diagnosis_date"].dt.year.astype("float64")
    variables["diagnosis_year"] = Variable.of_field(fields()["diagnosis_year"])


def _add_stated(series: dict[str, pd.Series], typed: _Typed) -> tuple[StatedEndpoint, ...]:
    stated = []
    for name, (column, values) in typed.by_target.items():
        if not column.is_time or column.unit is None:
            continue
        endpoint = str(column.endpoint)
        series[name] = pd.Series(values.numbers())
        event = typed.by_target.get(f"{endpoint}_event")
        if event is not None:
            series[f"{endpoint}_event"] = pd.Series(event[1].numbers())
        event_column = event[0].column if event else _vital_column(typed)
        meaning = event[0].meaning if event else "death from any cause"
        label = endpoint_label(endpoint)
        stated.append(
            StatedEndpoint(endpoint, label, column.unit, column.column, event_column, column.meaning, meaning)
        )
    return tuple(stated)


def _vital_column(typed: _Typed) -> str:
    for name in ("vital_status", "death_date"):
        if name in typed.by_target:
            return typed.by_target[name][0].column
    return ""


def _extra(column: ColumnMapping, values: Converted) -> tuple[pd.Series, Variable]:
    label = column.label or column.column
    if column.extra_kind == "number":
        return pd.Series(values.numbers()), Variable(column.column, label, "number", known="unsaid")
    series = _text_category(values)
    return series, Variable(column.column, label, "category", levels=tuple(series.cat.categories), known="unsaid")


def _free_name(name: str, taken: dict[str, pd.Series] | dict[str, Variable]) -> str:
    return name if name not in taken else f"{name} (column)"


def _source(raw: RawTable, mapping: Mapping) -> Source:
    return Source(
        raw.file_name, raw.sha256, mapping.layout, raw.encoding, raw.delimiter, raw.sheet, raw.header_row, raw.n_rows,
        raw.notes,
    )


def _without_endpoint(cohort: Cohort) -> npt.NDArray[np.bool_]:
    usable = np.zeros(cohort.n, bool)
    for endpoint in endpoints.available(cohort):
        usable |= endpoints.endpoint_times(cohort, endpoint.name, partial_dates="earliest").usable
    return ~usable


def _no_endpoint_finding(raw: RawTable, cohort: Cohort, unusable: npt.NDArray[np.bool_]) -> list[Finding]:
    rows = raw.row_numbers[unusable]
    column = next((c.column for c in cohort.columns if c.is_time or c.target in ("diagnosis_date", "first_visit_date")), "")
    return [
        Finding(
            "no_endpoint", column, None, "rejects",
            "No survival time can be computed: a date, the time or the event is missing.",
            "Enter the date of diagnosis and the last contact or date of death, or the time with its event.",
            rows, [""] * len(rows),
        )
    ]  # fmt: skip


def _drop_unused_levels(cohort: Cohort) -> Cohort:
    """Free-text levels that only rejected rows had are gone; a field's own levels stay, counted as zero."""
    records = cohort.records.copy(deep=False)
    variables = dict(cohort.variables)
    own = {n for n, s in fields().items() if s.levels}
    for name, variable in variables.items():
        if variable.kind == "category" and name not in own:
            records[name] = records[name].cat.remove_unused_categories()
            variables[name] = replace(variable, levels=tuple(str(c) for c in records[name].cat.categories))
    return replace(cohort, records=records, variables=variables)
