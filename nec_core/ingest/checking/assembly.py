"""Typed columns to a cohort: the frame of records and what each of its columns means."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from nec_core.ingest.cells.conversion import Converted
from nec_core.ingest.cells.typed_columns import TypedColumns
from nec_core.ingest.mapping import ColumnMapping, endpoint_label
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.row_places import row_text
from nec_core.patients.cohort import Cohort, StatedEndpoint, Variable
from nec_core.record import fields

_YEARS = (1900, 2100)  # as the record's own year of diagnosis


def assemble(
    raw: RawTable, typed: TypedColumns, rows: npt.NDArray[np.intp] | None = None, *, nameless: bool = False
) -> Cohort:
    """Rows, by position, as a cohort; None for all of them. Patients without an id are called by their rows, unless
    nobody will call them."""
    numbers = raw.row_numbers if rows is None else raw.row_numbers[rows]
    series: dict[str, pd.Series] = {}
    variables: dict[str, Variable] = {}
    precision: dict[str, npt.NDArray[np.int8]] = {}
    for name, spec in fields().items():
        if name not in typed.by_target:
            continue
        values = typed.by_target[name][1].only(rows)
        variables[name] = Variable.of_field(spec)
        if spec.kind == "category":
            series[name] = _categorical(values.level_codes(spec.levels), spec.levels)
        elif spec.kind == "number":
            series[name] = pd.Series(values.numbers())
        elif spec.kind == "date":
            series[name], precision[name] = pd.Series(values.first_dates()), values.precision()
        elif spec.kind == "text":
            series[name] = _text_category(values)
            variables[name] = replace(variables[name], kind="category", levels=tuple(series[name].cat.categories))
        else:
            series[name] = _texts(values.texts())
    if "patient_id" not in series and not nameless:
        places = pa.array([f"row {row_text(r)}" for r in numbers.tolist()], pa.large_string())
        series = {"patient_id": _texts(places), **series}
        variables = {"patient_id": Variable.of_field(fields()["patient_id"]), **variables}
    _add_year(series, variables, typed, rows)
    stated = _add_stated(series, typed, rows)
    for column, values in typed.extras.values():
        name = _free_name(column.column, series.keys() | variables.keys() | fields().keys())
        series[name], variables[name] = _extra(name, column, values.only(rows))
    return Cohort(
        records=pd.DataFrame(series, index=pd.RangeIndex(len(numbers)), copy=False),
        source_rows=numbers,
        variables=variables,
        date_precision=precision,
        endpoints=stated,
    )


def _categorical(codes: npt.NDArray[np.int32], levels: tuple[str, ...]) -> pd.Series:
    small = codes.astype(np.int8) if len(levels) < 128 else codes  # a quarter of the memory
    categories = pd.Index(list(levels), dtype=object)
    return pd.Series(pd.Categorical.from_codes(small, categories=categories, ordered=True))  # type: ignore[arg-type]  # the stubs know lists only


def _texts(cells: pa.LargeStringArray) -> pd.Series:
    """Kept as they are: a million texts of Python's take long to make, and to hand from one process to another."""
    return pd.Series(pd.array(cells, dtype=pd.StringDtype("pyarrow", na_value=np.nan)))


def _text_category(values: Converted) -> pd.Series:
    found = tuple(values.levels_found())
    levels = _scale(found) or found  # numbers stand as numbers do
    return _categorical(values.level_codes(levels), levels)


def _add_year(
    series: dict[str, pd.Series],
    variables: dict[str, Variable],
    typed: TypedColumns,
    rows: npt.NDArray[np.intp] | None,
) -> None:
    """The year of diagnosis is read from the date where the file has no column for it."""
    if "diagnosis_year" in series or "diagnosis_date" not in series:
        return
    series["diagnosis_year"] = pd.Series(typed.by_target["diagnosis_date"][1].only(rows).first_years())
    variables["diagnosis_year"] = Variable.of_field(fields()["diagnosis_year"])


def _add_stated(
    series: dict[str, pd.Series], typed: TypedColumns, rows: npt.NDArray[np.intp] | None
) -> tuple[StatedEndpoint, ...]:
    stated = []
    for name, (column, values) in typed.by_target.items():
        unit = column.time_unit
        if not column.is_time or unit is None:
            continue
        endpoint = str(column.endpoint)
        series[name] = pd.Series(values.only(rows).numbers())
        event = typed.by_target.get(f"{endpoint}_event")
        if event is not None:
            series[f"{endpoint}_event"] = pd.Series(event[1].only(rows).numbers())
        event_column = event[0].column if event else _vital_column(typed)
        meaning = event[0].meaning if event else "death from any cause"
        competing = event is not None and bool((series[f"{endpoint}_event"] == 2).any())
        # A death that competes with another event is not death from any cause.
        label = endpoint_label("cr" if competing and endpoint.split("_")[0] == "os" else endpoint)
        apart = typed.event_times.get(endpoint, "")
        stated.append(
            StatedEndpoint(endpoint, label, unit, column.column, event_column, column.meaning, meaning, apart)
        )
    return tuple(stated)


def _vital_column(typed: TypedColumns) -> str:
    for name in ("vital_status", "death_date"):
        if name in typed.by_target:
            return typed.by_target[name][0].column
    return ""


def _extra(name: str, column: ColumnMapping, values: Converted) -> tuple[pd.Series, Variable]:
    label = column.label or column.column
    if column.extra_kind == "number":
        numbers = values.numbers()
        return pd.Series(numbers), Variable(name, label, "number", known="unsaid", is_year=_are_years(numbers))
    series = _text_category(values)
    levels = tuple(series.cat.categories)
    return series, Variable(name, label, "category", levels=levels, known="unsaid", scale=_scale(levels))


def _are_years(numbers: npt.NDArray[np.float64]) -> bool:
    """Whether all are whole and of the last or of this century. A measurement that is both loses at most a decimal of
    its median by it."""
    known = numbers[~np.isnan(numbers)]
    within = bool(((known >= _YEARS[0]) & (known <= _YEARS[1])).all())  # an endless number has no remainder
    return bool(known.size) and within and bool((known % 1 == 0).all())


def _scale(levels: tuple[str, ...]) -> tuple[str, ...]:
    """Levels that are numbers follow each other as numbers do, 10 after 9; words follow nothing but the alphabet."""
    try:
        return tuple(sorted(levels, key=float))
    except ValueError:
        return ()


def _free_name(name: str, taken: Set[str]) -> str:
    """An extra column called as a field of the record, which another column has taken, gets a name of its own."""
    free, k = name, 1
    while free in taken:
        k += 1
        free = f"{name} (column)" if k == 2 else f"{name} (column {k})"
    return free


def drop_unused_levels(cohort: Cohort) -> Cohort:
    """Free-text levels that only rejected rows had are gone; a field's own levels stay, counted as zero."""
    records = cohort.records.copy(deep=False)
    variables = dict(cohort.variables)
    own = {n for n, s in fields().items() if s.levels}
    for name, variable in variables.items():
        if variable.kind == "category" and name not in own:
            records[name] = records[name].cat.remove_unused_categories()
            variables[name] = replace(variable, levels=tuple(str(c) for c in records[name].cat.categories))
    return replace(cohort, records=records, variables=variables)
