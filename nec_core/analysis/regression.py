"""Regression of an endpoint on several variables: Cox's model, and Firth's where Cox's has no finite answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.analysis import guards
from nec_core.analysis.guards import Guard
from nec_core.analysis.model.model_checks import CHECKED_UP_TO_PATIENTS, ModelChecks
from nec_core.analysis.model.model_rows import ModelLevel, ModelRows, model_rows
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import EndpointTimes
from nec_core.survival.cox.design import cox_data
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
        missing: which values are not recorded -> patients with the endpoint who are not in the model for it.
        competing: the models of competing events; None for an endpoint without them.
        checks: what else a reviewer asks; None for more patients than it takes a moment for.
    """

    covariates: tuple[Variable, ...]
    strata: Variable | None
    model: CoxModel
    firth: FirthModel | None
    events_per_term: float | None
    levels: Mapping[str, tuple[ModelLevel, ...]]
    missing: Mapping[str, int]
    competing: CompetingModels | None = None
    checks: ModelChecks | None = None


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
        rows.missing,
        _competing(rows, patients.event[patients.usable], conf_level),
        ModelChecks(rows) if model.n_events and rows.time.size <= CHECKED_UP_TO_PATIENTS else None,
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
        guards.left_out(found.missing, " of the model"),
    ]
