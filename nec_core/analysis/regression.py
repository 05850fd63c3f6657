"""Regression of an endpoint on several variables: Cox's model, and Firth's where Cox's has no finite answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.analysis import guards
from nec_core.analysis.guards import Guard
from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import EndpointTimes
from nec_core.patients.grouping import reference_level
from nec_core.survival.cox.design import Factor, cox_data
from nec_core.survival.cox.fine_gray import FineGrayCoefficient, coefficient, fine_gray
from nec_core.survival.cox.firth import FirthModel, firth
from nec_core.survival.cox.model import CoxModel, cox

FIRTH_UP_TO_PATIENTS = 5000
"""Its profile limits are many fits: a third of a second for one term of so many patients, and longer for more."""
FINE_GRAY_UP_TO_PATIENTS = 3000
"""Its weights are a number for each patient and event time: a second, and some hundred MB, for so many."""
EVENTS_PER_TERM = 10
"""Peduzzi P and others. J Clin Epidemiol 1995;48:1503-1510: below it, estimates are unsteady."""
UNPROPORTIONAL_BELOW = 0.05
"""The usual level of the test of Grambsch and Therneau. Biometrika 1994;81:515-526."""


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


@dataclass(frozen=True, eq=False)
class Regression:
    """A model of an endpoint.

    Attributes:
        covariates: the variables in it, in order.
        strata: the variable whose levels each have their own baseline hazard; None for none.
        model: the Cox model.
        firth: the penalised model where a coefficient of Cox's is infinite and the cohort is small; else None.
        events_per_term: events divided by estimated coefficients; None for none.
        levels: category -> who is in the model at each of its levels, in their order; empty for a number.
        competing: the models of competing events; None for an endpoint without them.
    """

    covariates: tuple[Variable, ...]
    strata: Variable | None
    model: CoxModel
    firth: FirthModel | None
    events_per_term: float | None
    levels: Mapping[str, tuple[ModelLevel, ...]]
    competing: CompetingModels | None = None


@dataclass(frozen=True, eq=False)
class CompetingModels:
    """The models beside Cox's of an endpoint with competing events, of the same patients and columns.

    Attributes:
        n_competing: patients whose first event was the competing one.
        fine_gray: subdistribution hazard ratios of the event (how likely it ever comes first); empty where
            `not_computed` says why. Cox's own model is that of the event's cause-specific hazard.
        competing_hazard: Cox's model of the competing event's hazard, the event censored.
        not_computed: why there is no Fine-Gray model; "" where there is one.
    """

    n_competing: int
    fine_gray: tuple[FineGrayCoefficient, ...]
    competing_hazard: CoxModel
    not_computed: str


def regression(
    cohort: Cohort,
    patients: EndpointTimes,
    covariates: Sequence[str],
    strata: str | None = None,
    conf_level: float = 0.95,
    references: Mapping[str, str] | None = None,
) -> Regression:
    """Fits the model to patients with the endpoint and every covariate known.

    Args:
        cohort: the patients, in the order of `patients`.
        patients: times, events and entries; competing events count as censored.
        covariates: names of categories and numbers.
        strata: name of a category, or None.
        conf_level: of the hazard ratios.
        references: category -> the level others are compared with; else, or where nobody has it, "no" of a yes/no
            variable or the first level that has patients.

    Raises:
        PlanError: no covariate, one of another kind or with one level only, or nobody with all of them known.
    """
    rows = model_rows(cohort, patients, covariates, strata, references)
    given = (rows.time, rows.event, rows.columns, rows.unit, rows.entry, rows.strata, conf_level)
    model = cox(*given)
    endless = any(c.infinite for c in model.coefficients)
    small = endless and model.n <= FIRTH_UP_TO_PATIENTS
    terms = sum(not c.aliased for c in model.coefficients)
    return Regression(
        rows.covariates,
        rows.stratum,
        model,
        firth(*given) if small else None,
        model.n_events / terms if terms else None,
        rows.levels,
        _competing(rows, patients.event[patients.usable], conf_level),
    )


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
    whole = _complete(cohort, (*variables, *((stratum,) if stratum else ())), keep)
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
    )


def _competing(model: ModelRows, event: npt.NDArray[np.int8], conf_level: float) -> CompetingModels | None:
    """Of who is in the model; event (n,) is 0, 1 or 2."""
    if not (event == 2).any():
        return None
    time, columns, unit, entry, strata = model.time, model.columns, model.unit, model.entry, model.strata
    of_event, of_other = (cox_data(time, event == kind, columns, unit, entry, strata) for kind in (1, 2))
    rows = of_event.rows
    other = cox(time, event == 2, columns, unit, entry, strata, conf_level)
    reason, found = "", None
    if entry is not None or strata is not None:
        reason = "Fine and Gray's model is not fitted with delayed entry or strata."
    elif rows.stop.size > FINE_GRAY_UP_TO_PATIENTS:
        reason = f"Fine and Gray's model is fitted to up to {FINE_GRAY_UP_TO_PATIENTS:,} patients."
    else:
        cause = np.where(rows.event, 1, np.where(of_other.rows.event, 2, 0)).astype(np.int64)
        found = fine_gray(rows.stop, cause, rows.covariates)
        if found is None:
            reason = "Fine and Gray's model has no finite estimate here."
    names = [(c.term, c.level, c.reference) for c in of_event.design.columns]
    coefficients: tuple[FineGrayCoefficient, ...] = ()
    if found is not None:
        errors = np.sqrt(found[1].diagonal()).tolist()
        coefficients = tuple(
            coefficient(name, coef, error, conf_level)
            for name, coef, error in zip(names, found[0].tolist(), errors, strict=True)
        )
    return CompetingModels(other.n_events, coefficients, other, reason)


def regression_guards(found: Regression) -> list[Guard | None]:
    """Where the model can mislead."""
    model = found.model
    labels = {v.name: v.label for v in found.covariates}
    endless = [c for c in model.coefficients if c.infinite]
    return [
        guards.endless_estimates(len(endless), found.firth is not None) if endless else None,
        guards.collinear(model.inflation, labels),
        guards.few_events_per_term(found.events_per_term, EVENTS_PER_TERM),
        guards.unproportional(
            [
                labels.get(t.term, t.term)
                for t in model.proportional_hazards_km
                if t.p is not None and t.p < UNPROPORTIONAL_BELOW
            ]
        ),
        guards.left_out({"a value of the model is not recorded": model.n_left_out}) if model.n_left_out else None,
    ]


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
