"""Mapped columns to an admission: the patients, with every problem as data.

Stages: each column is typed (`typed_columns`), ids are checked, rules between fields are applied (`rules`), and rows
that broke a rule that rejects, or can answer no endpoint, are set aside with the reason (`assembly` makes the frame).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nec_core import time_units
from nec_core.errors import MappingError
from nec_core.ingest.admission import Admission, Source
from nec_core.ingest.cells.conversion import Converted
from nec_core.ingest.cells.field_units import conversion_note
from nec_core.ingest.cells.typed_columns import TypedColumns, type_columns
from nec_core.ingest.checking import event_times
from nec_core.ingest.checking.assembly import assemble, drop_unused_levels
from nec_core.ingest.checking.columns import Columns, DayColumn, LevelColumn
from nec_core.ingest.checking.id_findings import id_findings
from nec_core.ingest.checking.mixed_dates import mixed_dates
from nec_core.ingest.checking.repeated_rows import repeated_rows
from nec_core.ingest.checking.rules import RULES, Rule
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.mapping import Mapping, require_answers
from nec_core.ingest.problems import Finding, Problems
from nec_core.ingest.progress import Progress, part, quiet
from nec_core.ingest.questions import open_questions, optional_questions
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.rows.folding import fold
from nec_core.ingest.rows.same_person import with_repeats_told
from nec_core.ingest.sealing import sealed
from nec_core.ingest.several_files import told_apart
from nec_core.patients import endpoints, intervals
from nec_core.patients.cohort import Cohort, RejectedRows, StatedEndpoint
from nec_core.patients.intervals import STARTS, TimeZero
from nec_core.record import fields

_OS = intervals.interval("os")
_SOME_PATIENTS = 3
_LONGEST_YEARS = 90
_HARDLY_ANY, _HALF = 0.1, 0.5  # shares of patients with a time


def validate(raw: RawTable, mapping: Mapping, today: dt.date | None = None, progress: Progress = quiet) -> Admission:
    """Types, checks and accepts or rejects every row.

    Args:
        raw: the cells.
        mapping: how they are taken; questions it leaves open are an error.
        today: the day dates must not lie after; None for the machine's.
        progress: told how far it is.

    Raises:
        QuestionsOpenError: something must be answered first.
        MappingError: the mapping fits another file, or gives no endpoint.
    """
    checking = f"Checking {raw.table.num_rows:,} records"
    progress(checking, 0)
    mapping.require_columns(raw.columns)
    raw = told_apart(sealed(raw, mapping), mapping)
    require_answers(open_questions(raw, mapping), mapping)
    offered = optional_questions(raw, mapping)
    raw = fold(with_repeats_told(raw, mapping), mapping)
    typed = type_columns(raw, mapping, part(progress, 0.1, 0.5))
    progress(f"{checking}: one column against another", 0.5)
    typed, contradictions, notes = event_times.joined(raw, typed, _rule_columns_of(typed, mapping, today))
    raw = raw.with_notes(*notes, *_unit_notes(typed))
    _require_an_endpoint(typed)
    columns = _rule_columns_of(typed, mapping, today)
    own = [*typed.findings, *contradictions, *id_findings(raw, typed), *_rule_findings(raw, typed, columns)]
    findings = [*_misshapen(raw), *raw.findings, *own, *mixed_dates(raw, typed), *repeated_rows(raw, mapping)]
    progress(f"{checking}: who has a survival time", 0.75)
    rejecting = _rows_of(f for f in findings if f.severity == "rejects")
    everybody = assemble(raw, typed.for_endpoints(), nameless=True)
    _require_possible_times(everybody)
    unusable = _without_endpoint(everybody) & ~np.isin(raw.row_numbers, rejecting)
    zero = endpoints.default_time_zero(everybody)
    findings += _no_endpoint_finding(raw, mapping, everybody, zero, unusable)
    rejected = np.union1d(rejecting, raw.row_numbers[unusable])
    keep = np.flatnonzero(~np.isin(raw.row_numbers, rejected))
    progress(f"{checking}: putting the cohort together", 0.85)
    cohort = drop_unused_levels(assemble(raw, typed, None if len(keep) == typed.n else keep))
    cohort = replace(cohort, rejected=_rejected(everybody, rejected, raw))
    return Admission(
        cohort, Problems.of(findings), Source.of(raw, mapping.layout), rejected, raw.folded_rows, mapping.columns,
        offered,
    )  # fmt: skip


def _unit_notes(typed: TypedColumns) -> list[str]:
    """A sentence for each column that came in another unit than its field's."""
    taken = ((fields().get(name), column) for name, (column, _) in typed.by_target.items())
    noted = (conversion_note(c.column, spec.about, c.unit) for spec, c in taken if spec is not None)
    return [note for note in noted if note is not None]


def _rejected(everybody: Cohort, rejected: npt.NDArray[np.int64], raw: RawTable) -> RejectedRows:
    """What results must tell of the rows left out: how many had the event, by the file's own word."""
    if not len(rejected):
        return RejectedRows()
    totals = _rows_of(f for f in raw.findings if f.kind is KINDS["summary_row"])
    who = np.isin(everybody.source_rows, np.setdiff1d(rejected, totals))
    events = {
        endpoint.name: int((endpoints.events_told(everybody, endpoint.name, who) == 1).sum())
        for endpoint in endpoints.available(everybody)
    }
    return RejectedRows(len(rejected), len(np.intersect1d(rejected, totals)), events)


def _require_an_endpoint(typed: TypedColumns) -> None:
    have = set(typed.by_target)
    dated = any(intervals.offered(one, have) for one in intervals.INTERVALS)
    timed = [n for n in have if n.endswith("_time")]
    for name in timed:
        event = f"{name.removesuffix('_time')}_event"
        if event not in have and not (name.startswith("os_") and {"vital_status", "death_date"} & have):
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


def _require_possible_times(everybody: Cohort) -> None:
    """A time that those with the event have and nobody else, or the others only, makes a curve that means nothing; and
    nobody is followed for a century."""
    for stated in everybody.endpoints:
        event = endpoints.events_told(everybody, _name_of(everybody, stated))
        times = everybody.records[stated.time_name].to_numpy(np.float64)
        timed = times > 0
        if (
            timed.sum() >= _SOME_PATIENTS
            and np.median(times[timed]) > time_units.scale("years", stated.unit) * _LONGEST_YEARS
        ):
            raise MappingError(
                f"More than half of the times in the column “{stated.time_column}” ({stated.label.lower()}) are longer "
                f"than {_LONGEST_YEARS} years. Say in what unit they are, and whether the comma is decimal."
            )
        had, without = event == 1, event == 0
        if min(had.sum(), without.sum()) < _SOME_PATIENTS:
            continue
        where = f"the column “{stated.time_column}” ({stated.label.lower()})"
        if timed[had].mean() <= _HARDLY_ANY < _HALF <= timed[without].mean():
            raise MappingError(
                f"Of those with the event, hardly anybody has a time above 0 in {where}: their times must stand in "
                "another column. Match it as the time of the event."
            )
        if timed[without].mean() <= _HARDLY_ANY < _HALF <= timed[had].mean():
            raise MappingError(
                f"Only those with the event have a time in {where}, and nothing says how long the others were "
                "followed. Match a column with the time to the last follow-up as their time, or leave this one out."
            )


def _name_of(cohort: Cohort, stated: StatedEndpoint) -> str:
    known = {e.name for e in endpoints.available(cohort)}
    return f"{stated.name}_stated" if f"{stated.name}_stated" in known else stated.name


def _misshapen(raw: RawTable) -> list[Finding]:
    if not raw.misshapen:
        return []
    return [
        Finding(
            KINDS["row_shape"], "(whole row)", None,
            np.array([m.row for m in raw.misshapen], np.int64),
            [f"{m.cells} cells" for m in raw.misshapen],
            {"width": str(len(raw.columns))},
        )
    ]  # fmt: skip


def _rule_findings(raw: RawTable, typed: TypedColumns, columns: Columns) -> list[Finding]:
    out = []
    for rule in RULES:
        if not all(f in typed.by_target for f in rule.needs):
            continue
        where = np.flatnonzero(rule.broken(columns))
        if len(where):
            spans = None if rule.spans_months is None else rule.spans_months(columns)[where]
            out.append(replace(_finding(rule, where, raw, typed), spans_months=spans))
    return out


def _rule_columns_of(typed: TypedColumns, mapping: Mapping, today: dt.date | None) -> Columns:
    converted = {k: v for k, (_, v) in typed.by_target.items()}
    unit = _os_unit(mapping) if "os_time" in converted else None
    return rule_columns(typed.n, converted, today or dt.date.today(), unit)


def rule_columns(n: int, converted: dict[str, Converted], today: dt.date, os_unit: str | None) -> Columns:
    """The typed columns as the rules read them."""
    days: dict[str, DayColumn] = {}
    levels: dict[str, LevelColumn] = {}
    for name, values in converted.items():
        spec = fields().get(name)
        if spec is not None and spec.kind == "date":
            days[name] = DayColumn(values.first_days, values.last_days)
        elif spec is not None and spec.kind == "category":
            levels[name] = LevelColumn(values.codes, values.level_codes_of(spec.levels), spec.levels)
    stated = time_units.converted(converted["os_time"].numbers(), os_unit, "months") if os_unit else None
    events = {name: values.numbers for name, values in converted.items() if name.endswith("_event")}
    return Columns(n, today.toordinal(), days, levels, stated, events)


def _os_unit(mapping: Mapping) -> str | None:
    column = mapping.by_target("time:os")
    return column.unit if column else None


def _finding(rule: Rule, where: npt.NDArray[np.intp], raw: RawTable, typed: TypedColumns) -> Finding:
    """The cell named is the one to repair first; the message names the others."""
    name = next(f for f in rule.fields if f in typed.by_target)
    column, values = typed.by_target[name]
    return Finding(
        rule.kind,
        column.column,
        name,
        raw.row_numbers[where],
        values.text(where),
        rule.words,
        fields()[name].about.essential if name in fields() else False,
    )


def _rows_of(findings: Iterable[Finding]) -> npt.NDArray[np.int64]:
    parts = [f.rows for f in findings]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def _without_endpoint(cohort: Cohort) -> npt.NDArray[np.bool_]:
    """(n,) who can be used for no endpoint, from whatever time zero; each is asked only of those whom none before can
    use."""
    without = np.ones(cohort.n, bool)
    zeros = endpoints.time_zeros(cohort)
    for endpoint in endpoints.available(cohort):
        for zero in zeros if endpoint.derived else (None,):
            if without.any():
                without[without] = ~endpoints.can_use(cohort.subset(without), endpoint, zero)
    return without


def _no_endpoint_finding(
    raw: RawTable, mapping: Mapping, everybody: Cohort, zero: TimeZero, unusable: npt.NDArray[np.bool_]
) -> list[Finding]:
    """In the words of what the file has: a time with its event, dates counted from `zero`, or both."""
    rows = raw.row_numbers[unusable]
    have = {c.target for c in mapping.columns}
    timed = any(c.is_time for c in mapping.columns)
    start = STARTS[zero] if any(intervals.offered(one, have) for one in intervals.INTERVALS) else None
    column = next((c.column for c in mapping.columns if c.is_time or (start and c.target in start.dates)), "")
    missing, steps = [], []
    if start is not None:
        vital = "vital_status" in have
        missing += ["a date", *(["the vital status"] if vital and not timed else [])]
        end = f"the {intervals.end_words(_OS)}"
        steps.append(f"the date of {start.label}{', ' if vital else ' and '}{end}{' and the vital status' * vital}")
    if timed:
        missing += ["the time", "the event"]
        steps.append("the time with its event")
    dates = endpoints.CohortDates(everybody.subset(unusable))
    backwards = intervals.end(_OS, dates).day < intervals.first_start(_OS, dates).day
    order = ", or the last date is before the first" if backwards.any() else ""
    return [
        Finding(
            KINDS["no_endpoint"], column, None, rows, [""] * len(rows),
            {"missing": _one_of(missing), "order": order, "steps": ", or ".join(steps)},
        )
    ]  # fmt: skip


def _one_of(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
