"""Validation as one would write it at first: row by row, each with the record's own model."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from pydantic import ValidationError, create_model

from nec_core.ingest.cells.conversion import RULE_OF_ERROR
from nec_core.ingest.cells.normalise import missing_texts
from nec_core.ingest.cells.typed_columns import reader
from nec_core.ingest.checking.columns import Columns, DayColumn, LevelColumn
from nec_core.ingest.checking.rules import RULES
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.partial_date import PartialDate
from nec_core.record import PatientRecord, fields
from nec_core.time_units import DAYS_PER_UNIT

Error = tuple[int, str, str]


def errors_row_by_row(raw: RawTable, mapping: Mapping, today: dt.date) -> set[Error]:
    """(row, field, rule) of every error that a row shows by itself, and of ids used before."""
    missing = missing_texts(mapping)
    read = {c.column: (*reader(c, missing), c) for c in mapping.columns}
    model = create_model(
        "Row", __base__=PatientRecord,
        **{spec.name: (spec.annotation, None) for spec, _, c in read.values() if c.target not in fields()},
    )  # fmt: skip
    found: set[Error] = set()
    seen: set[str] = set()
    for number, row in zip(raw.row_numbers.tolist(), raw.table.to_pylist(), strict=True):
        given = {spec.name: canonical for name, (spec, convert, _) in read.items()
                 if (canonical := convert(row[name].strip())) is not None}  # fmt: skip
        refused: dict[str, str] = {}
        try:
            model.model_validate(given)
        except ValidationError as error:
            for one in error.errors():
                name = str(one["loc"][0])
                rule = "required" if one["type"] == "missing" else RULE_OF_ERROR.get(one["type"], "type")
                refused.setdefault(name, rule)
        found |= {(number, name, rule) for name, rule in refused.items()}
        kept = {k: v for k, v in given.items() if k not in refused}
        accepted = model.model_validate({"patient_id": "x"} | kept).model_dump()
        found |= {(number, _named(rule.fields, read), rule.kind.id) for rule in RULES
                  if set(rule.needs) <= {s.name for s, _, _ in read.values()}
                  and bool(rule.broken(one_row(accepted, mapping, today))[0])}  # fmt: skip
        if "patient_id" in kept:
            if kept["patient_id"] in seen:
                found.add((number, "patient_id", "duplicate_id"))
            seen.add(kept["patient_id"])
    return found


def _named(names: tuple[str, ...], read: dict[str, Any]) -> str:
    here = {spec.name for spec, _, _ in read.values()}
    return next(n for n in names if n in here)


def one_row(record: dict[str, Any], mapping: Mapping, today: dt.date) -> Columns:
    """One record as the rules' columns."""
    days, levels = {}, {}
    for name, spec in fields().items():
        if mapping.by_target(name) is None:
            continue
        value = record.get(name)
        if spec.kind == "date":
            first, last = _day_range(value)
            days[name] = DayColumn(lambda d=first: np.array([d]), lambda d=last: np.array([d]))
        elif spec.kind == "category":
            place = -1 if value is None else spec.levels.index(value)
            levels[name] = LevelColumn(np.zeros(1, np.int32), np.array([place], np.int32), spec.levels)
    time = mapping.by_target("time:os")
    months = None
    if time is not None and time.unit is not None:
        stated = record.get("os_time")
        months = np.array([np.nan if stated is None else stated * DAYS_PER_UNIT[time.unit] / DAYS_PER_UNIT["months"]])
    stated_events = {f"{c.endpoint}_event": record.get(f"{c.endpoint}_event") for c in mapping.columns if c.is_event}
    events = {k: lambda e=e: np.array([np.nan if e is None else float(e)]) for k, e in stated_events.items()}
    return Columns(1, today.toordinal(), days, levels, months, events)


def _day_range(value: PartialDate | None) -> tuple[float, float]:
    if value is None:
        return np.nan, np.nan
    return value.earliest.toordinal(), value.latest.toordinal()
