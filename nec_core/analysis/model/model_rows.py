"""The patients of a regression model, as it takes them: times, covariates as columns, strata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.errors import PlanError
from nec_core.formatting import listed
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import EndpointTimes
from nec_core.patients.grouping import reference_level
from nec_core.survival.cox.design import Factor


@dataclass(frozen=True)
class ModelLevel:
    """Patients of one level of a category, and their events, among those in a model."""

    level: str
    n: int
    events: int


@dataclass(frozen=True, eq=False)
class ModelRows:
    """The n patients with the endpoint, as a model takes them.

    Attributes:
        covariates, stratum: the variables.
        time, event: (n,) in `unit`, and True where the event was observed.
        columns: per covariate (n,) numbers or a factor; unknown on those who are not in the model.
        unit: of the times.
        entry, strata: (n,), or None.
        levels: as in `Regression`.
        whole: (n,) who has a value of all of them, and is in the model.
        source: (n,) the row of each in the file.
        missing: which values are not recorded -> patients who are not in the model for it; each is counted once.
    """

    covariates: tuple[Variable, ...]
    stratum: Variable | None
    time: npt.NDArray[np.float64]
    event: npt.NDArray[np.bool_]
    columns: Mapping[str, npt.NDArray[np.float64] | Factor]
    unit: str
    entry: npt.NDArray[np.float64] | None
    strata: npt.NDArray[np.int32] | None
    levels: Mapping[str, tuple[ModelLevel, ...]]
    whole: npt.NDArray[np.bool_]
    source: npt.NDArray[np.int64]
    missing: Mapping[str, int]


def model_rows(
    cohort: Cohort,
    patients: EndpointTimes,
    covariates: Sequence[str],
    strata: str | None = None,
    references: Mapping[str, str] | None = None,
) -> ModelRows:
    """What a model of these is fitted to; arguments and refusals as for `regression`."""
    if not covariates:
        raise PlanError("A model needs at least one variable: choose one.")
    variables = tuple(dict.fromkeys(cohort.variable(name) for name in covariates))
    stratum = _stratum(cohort, strata)
    keep = patients.usable
    asked = (*variables, *((stratum,) if stratum and stratum not in variables else ()))
    whole = _complete(cohort, asked, keep)
    chosen = references or {}
    columns = {v.name: _column(cohort, v, keep, whole, chosen.get(v.name)) for v in variables}
    event = patients.event[keep] == 1
    return ModelRows(
        variables,
        stratum,
        patients.time[keep],
        event,
        columns,
        patients.endpoint.unit,
        None if patients.entry is None else patients.entry[keep],
        cohort.codes(stratum.name)[0][keep] if stratum else None,
        {name: _level_counts(column, whole[keep], event) for name, column in columns.items()},
        whole[keep],
        cohort.source_rows[keep],
        _missing(cohort, asked, keep),
    )


def _stratum(cohort: Cohort, name: str | None) -> Variable | None:
    if not name:
        return None
    variable = cohort.variable(name)
    if variable.kind != "category":
        raise PlanError(f"“{variable.label}” can't be a stratum: choose a category.")
    return variable


def _complete(cohort: Cohort, variables: Sequence[Variable], keep: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """(n,) who has the endpoint and a value of every variable: only they are in the model."""
    whole = keep.copy()
    for v in variables:
        whole &= cohort.records[v.name].notna().to_numpy()
    if keep.any() and not whole.any():
        named = ", ".join(f"“{v.label}”" for v in variables)
        raise PlanError(f"No patient has a value of all of {named}. Take one of them out.")
    return whole


def _missing(cohort: Cohort, variables: Sequence[Variable], keep: npt.NDArray[np.bool_]) -> dict[str, int]:
    """What is blank in those who are not complete, together, the most frequent first."""
    blank = np.column_stack([cohort.records[v.name].isna().to_numpy()[keep] for v in variables])
    patterns, counts = np.unique(blank[blank.any(axis=1)], axis=0, return_counts=True)
    found = {
        f"{listed([v.label for v, b in zip(variables, pattern, strict=True) if b])} not recorded": int(n)
        for pattern, n in zip(patterns, counts, strict=True)
    }
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _column(
    cohort: Cohort,
    variable: Variable,
    keep: npt.NDArray[np.bool_],
    whole: npt.NDArray[np.bool_],
    reference: str | None,
) -> npt.NDArray[np.float64] | Factor:
    """A covariate's values; a category without the levels that nobody in the model has."""
    if variable.kind == "number":
        values: npt.NDArray[np.float64] = cohort.records[variable.name].to_numpy(np.float64)[keep]
        return values
    if variable.kind != "category":
        raise PlanError(f"“{variable.label}” can't be in a model: choose a category or a number.")
    codes, levels = cohort.codes(variable.name)
    present = np.bincount(codes[whole], minlength=len(levels)) > 0
    codes = codes[keep]
    if present.sum() < 2:
        raise PlanError(f"“{variable.label}” has one level only among these patients: it can't be in a model.")
    renumber = np.append(np.where(present, np.cumsum(present) - 1, -1), -1)
    kept = tuple(name for name, p in zip(levels, present, strict=True) if p)
    called = tuple(variable.shown(level) for level in kept)
    return Factor(renumber[codes], called, reference_level(kept, reference))


def _level_counts(
    column: npt.NDArray[np.float64] | Factor, whole: npt.NDArray[np.bool_], event: npt.NDArray[np.bool_]
) -> tuple[ModelLevel, ...]:
    if not isinstance(column, Factor):
        return ()
    codes, k = np.asarray(column.codes), len(column.levels)
    n = np.bincount(codes[whole], minlength=k)
    events = np.bincount(codes[whole & event], minlength=k)
    return tuple(ModelLevel(*found) for found in zip(column.levels, n.tolist(), events.tolist(), strict=True))


__all__ = ["ModelLevel", "ModelRows", "model_rows"]
