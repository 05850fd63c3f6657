"""Whether the difference of two groups differs between subgroups: a hazard ratio in each, and the interaction's test.

Subgroups have no P of their own: one small and one large P say nothing of a difference between them (Wang R and others.
N Engl J Med 2007;357:2189-2194). The interaction is tested by the likelihood ratio of Cox models with and without the
product terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.analysis.forest.forest_row import Forest, ForestRow, Interaction, Kind, why
from nec_core.analysis.model.model_rows import ModelLevel
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.errors import PlanError
from nec_core.patients.cohort import NOT_RECORDED, level_words
from nec_core.patients.grouping import Grouping, group, reference_level
from nec_core.survival.cox.design import Factor
from nec_core.survival.cox.model import CoxModel, cox
from nec_core.survival.distributions import chi_squared_tail

FEWEST_EVENTS = 5
"""In an arm: with fewer a hazard ratio is mostly chance, and counts alone are shown."""


@dataclass(frozen=True, eq=False)
class _Rows:
    """The n patients compared: `arm` is 1 for the group whose hazard is told; `called` are its names in words."""

    time: npt.NDArray[np.float64]
    event: npt.NDArray[np.bool_]
    arm: npt.NDArray[np.int64]
    names: tuple[str, str]
    called: tuple[str, str]
    unit: str
    entry: npt.NDArray[np.float64] | None
    strata: npt.NDArray[np.int32] | None
    conf_level: float

    def fit(self, covariates: Mapping[str, Factor | npt.NDArray[np.float64]], here: npt.NDArray[np.bool_]) -> CoxModel:
        entry = None if self.entry is None else self.entry[here]
        strata = None if self.strata is None else self.strata[here]
        columns = {
            name: Factor(np.asarray(c.codes)[here], c.levels) if isinstance(c, Factor) else c[here]
            for name, c in covariates.items()
        }
        return cox(self.time[here], self.event[here], columns, self.unit, entry, strata, self.conf_level)

    def arms(self, here: npt.NDArray[np.bool_]) -> tuple[ModelLevel, ModelLevel]:
        def one(k: int) -> ModelLevel:
            own = here & (self.arm == k)
            return ModelLevel(self.called[k], int(own.sum()), int((own & self.event).sum()))

        return one(0), one(1)


def subgroup_forest(patients: PlanPatients, variables: Sequence[str]) -> Forest:
    """The plan's two groups compared in everybody and in each level of these variables; numbers are cut at their
    median.

    Raises:
        PlanError: the plan's groups are not two, no variable, or one that can't be grouped.
    """
    names = patients.grouping.names
    if patients.variable is None or len(names) != 2:
        raise PlanError(f"Subgroups compare two groups, but here are {len(names)}. Group by a variable with two.")
    if not variables:
        raise PlanError("Subgroups need a variable to divide by: choose one.")
    rows = _rows(patients)
    found, interactions = [_row("overall", "All patients", "", rows, np.ones(len(rows.time), bool))], []
    for name in dict.fromkeys(variables):
        variable = patients.selected.variable(name)
        if variable.name == patients.variable.name:
            raise PlanError(f"“{variable.label}” makes the groups: it can't divide them, too. Choose another variable.")
        levels = group(patients.selected, name, None, patients.analysed)
        for k, level in enumerate(levels.names):
            found.append(_row("subgroup", variable.label, level_words(levels.variable, level), rows, levels.codes == k))
        if levels.n_missing:
            arms = rows.arms(levels.codes < 0)
            found.append(
                ForestRow(
                    "subgroup", variable.label, NOT_RECORDED, sum(a.n for a in arms), sum(a.events for a in arms),
                    reason="not recorded", arms=arms,
                )
            )  # fmt: skip
        interactions.append(_interaction(variable.label, rows, levels))
    return Forest(
        shows="subgroups",
        rows=tuple(found),
        compared=(rows.called[1], rows.called[0]),
        n=len(rows.time),
        events=int(rows.event.sum()),
        n_left_out=int(patients.times.usable.sum()) - len(rows.time),
        unit=rows.unit,
        conf_level=rows.conf_level,
        interactions=tuple(interactions),
    )


def _rows(patients: PlanPatients) -> _Rows:
    plan, keep, times, names = patients.plan, patients.analysed, patients.times, patients.grouping.names
    assert patients.variable is not None
    reference = reference_level(names, plan.references.get(patients.variable.name))
    strata = None
    if plan.strata:
        strata = patients.selected.codes(patients.selected.variable(plan.strata).name)[0][keep]
    return _Rows(
        time=times.time[keep],
        event=times.event[keep] == 1,
        arm=(patients.grouping.codes[keep] != reference).astype(np.int64),
        names=(names[reference], names[1 - reference]),
        called=(patients.variable.words(names[reference]), patients.variable.words(names[1 - reference])),
        unit=times.endpoint.unit,
        entry=None if times.entry is None else times.entry[keep],
        strata=strata,
        conf_level=plan.conf_level,
    )


def _row(kind: Kind, label: str, level: str, rows: _Rows, here: npt.NDArray[np.bool_]) -> ForestRow:
    arms = rows.arms(here)
    n, events = sum(a.n for a in arms), sum(a.events for a in arms)
    if min(a.n for a in arms) == 0:
        return ForestRow(kind, label, level, n, events, reason="one group", arms=arms)
    if kind == "subgroup" and min(a.events for a in arms) < FEWEST_EVENTS:
        return ForestRow(kind, label, level, n, events, reason="few events", arms=arms)
    c = rows.fit({"arm": Factor(rows.arm, rows.names)}, here).coefficients[0]
    p = c.p if kind == "overall" else None
    return ForestRow(kind, label, level, n, events, c.hazard_ratio, c.lower, c.upper, p, why(c, events), arms=arms)


def _interaction(label: str, rows: _Rows, levels: Grouping) -> Interaction:
    here = levels.codes >= 0
    if len(levels.names) < 2 or not (rows.event & here).any() or min(a.n for a in rows.arms(here)) == 0:
        return Interaction(label, None, None, None)
    main: dict[str, Factor | npt.NDArray[np.float64]] = {
        "arm": rows.arm.astype(np.float64),
        "level": Factor(levels.codes, levels.names),
    }
    products: dict[str, Factor | npt.NDArray[np.float64]] = {
        f"arm x {k}": (rows.arm * (levels.codes == k)).astype(np.float64) for k in range(1, len(levels.names))
    }
    without, whole = rows.fit(main, here), rows.fit({**main, **products}, here)
    df = (whole.likelihood_ratio.df or 0) - (without.likelihood_ratio.df or 0)
    if df < 1:
        return Interaction(label, None, None, None)
    chi2 = max((whole.likelihood_ratio.chi2 or 0.0) - (without.likelihood_ratio.chi2 or 0.0), 0.0)
    return Interaction(label, chi2, df, chi_squared_tail(chi2, df))


__all__ = ["FEWEST_EVENTS", "subgroup_forest"]
