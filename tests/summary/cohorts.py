"""Small cohorts made by hand: columns in, a `Cohort` out, typed as ingest types them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from nec_core.patients.cohort import Cohort, StatedEndpoint, Variable
from nec_core.record import fields

Cells = Sequence[str | float | None]


def cohort_of(
    columns: Mapping[str, Cells] | None = None,
    *,
    n: int | None = None,
    endpoints: tuple[StatedEndpoint, ...] = (),
) -> Cohort:
    """A cohort with these columns; None is a blank.

    A name of the record takes the record's kind and levels; any other is an extra variable, a number when its
    cells are, else a category of the levels that occur. Columns of `endpoints` are kept as they are. Source
    rows count from 2.
    """
    columns = dict(columns or {})
    size = n if n is not None else max((len(cells) for cells in columns.values()), default=0)
    columns.setdefault("patient_id", [f"P{i + 1}" for i in range(size)])
    paired = {name for e in endpoints for name in (e.time_name, e.event_name)}
    variables = {name: _variable(name, cells) for name, cells in columns.items() if name not in paired}
    records = {name: _column(variables[name], columns[name]) for name in variables}
    for name in paired:
        records[name] = pd.Series(columns[name], dtype="float64")
    return Cohort(
        records=pd.DataFrame(records),
        source_rows=np.arange(2, size + 2),
        variables=variables,
        date_precision={
            name: np.where(records[name].notna(), 0, -1).astype(np.int8)
            for name, v in variables.items()
            if v.kind == "date"
        },
        endpoints=endpoints,
    )


def _variable(name: str, cells: Cells) -> Variable:
    if name in fields():
        return Variable.of_field(fields()[name])
    if all(cell is None or isinstance(cell, (int, float)) for cell in cells):
        return Variable(name, name, "number", known="unsaid")
    levels = tuple(sorted({str(cell) for cell in cells if cell is not None}))
    return Variable(name, name, "category", levels=levels, known="unsaid")


def _column(variable: Variable, cells: Cells) -> pd.Series:
    match variable.kind:
        case "category":
            assert {cell for cell in cells if cell is not None} <= set(variable.levels), variable.name
            return pd.Series(pd.Categorical(cells, categories=list(variable.levels), ordered=False))
        case "number":
            return pd.Series(cells, dtype="float64")
        case "date":
            return pd.Series(pd.to_datetime(pd.Series(cells, dtype=object))).astype("datetime64[s]")
        case _:
            return pd.Series(cells, dtype=object)
