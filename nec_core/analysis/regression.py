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
from nec_core.survival.cox.design import Factor
from nec_core.survival.cox.firth import FirthModel, firth
from nec_core.survival.cox.model import CoxModel, cox

FIRTH_UP_TO_PATIENTS = 5000
"""Its profile limits are many fits: a third of a second for one term of so many patients, and longer for more."""
EVENTS_PER_TERM = 10
"""Peduzzi P and others. J Clin Epidemiol 1995;48:1503-1510: below it, estimates are unsteady."""
UNPROPORTIONAL_BELOW = 0.05
"""The usual level of the test of Grambsch and Therneau. Biometrika 1994;81:515-526."""


@dataclass(frozen=True, eq=False)
class Regression:
    """A model of an endpoint.

    Attributes:
        covariates: the variables in it, in order.
        strata: the variable whose levels each have their own baseline hazard; None for none.
        model: the Cox model.
        firth: the penalised model where a coefficient of Cox's is infinite and the cohort is small; else None.
        events_per_term: events divided by estimated coefficients; None for none.
    """

    covariates: tuple[Variable, ...]
    strata: Variable | None
    model: CoxModel
    firth: FirthModel | None
    events_per_term: float | None


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
    if not covariates:
        raise PlanError("A model needs at least one variable: choose one.")
    variables = tuple(dict.fromkeys(cohort.variable(name) for name in covariates))
    stratum = _stratum(cohort, strata)
    keep = patients.usable
    whole = _complete(cohort, (*variables, *((stratum,) if stratum else ())), keep)
    codes = cohort.codes(stratum.name)[0][keep] if stratum else None
    chosen = references or {}
    columns = {v.name: _column(cohort, v, keep, whole, chosen.get(v.name)) for v in variables}
    time, event = patients.time[keep], patients.event[keep] == 1
    entry = None if patients.entry is None else patients.entry[keep]
    model = cox(time, event, columns, patients.endpoint.unit, entry, codes, conf_level)
    endless = any(c.infinite for c in model.coefficients)
    small = endless and model.n <= FIRTH_UP_TO_PATIENTS
    terms = sum(not c.aliased for c in model.coefficients)
    return Regression(
        variables,
        stratum,
        model,
        firth(time, event, columns, patients.endpoint.unit, entry, codes, conf_level) if small else None,
        model.n_events / terms if terms else None,
    )


def regression_guards(found: Regression, time_zero: str) -> list[Guard | None]:
    """Where the model can mislead."""
    model = found.model
    in_model = (*found.covariates, *((found.strata,) if found.strata else ()))
    later = [guards.immortal_covariate(v, time_zero) for v in in_model]
    labels = {v.name: v.label for v in found.covariates}
    endless = [c for c in model.coefficients if c.infinite]
    return [
        *later,
        guards.endless_estimates(len(endless), found.firth is not None) if endless else None,
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
