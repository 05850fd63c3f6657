"""A model's hazard ratios: each variable alone, and all together, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nec_core.analysis.forest.forest_row import Forest, ForestRow, Kind, Reason, best_coefficients, why
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import Regression, regression
from nec_core.errors import PlanError
from nec_core.patients.cohort import Variable

_Cells = Mapping[str, ForestRow]


def model_forest(patients: PlanPatients) -> Forest:
    """The plan's covariates, each alone on every patient who has it, and together on those who have all; with competing
    events, the subdistribution hazards and the competing event's own hazard besides.

    A variable that all patients have one level of can't be in a model: it keeps its lines, with the reason.

    Raises:
        PlanError: no covariate, one of another kind, or as for `PlanPatients`.
    """
    plan = patients.plan
    variables = tuple(dict.fromkeys(patients.selected.variable(name) for name in plan.covariates))
    if not variables:
        raise PlanError("A forest plot of a model needs at least one variable: choose one.")
    alone = {v.name: _fitted(patients, [v.name]) for v in variables}
    together = _fitted(patients, [v.name for v in variables if alone[v.name] is not None])
    model = together.model if together else None
    usable = int(patients.times.usable.sum())
    return Forest(
        shows="models",
        rows=(
            *(row for v in variables for row in _lines(patients, v, alone[v.name], together)),
            *(_beside_competing(together) if together else ()),
        ),
        compared=None,
        n=model.n if model else 0,
        events=model.n_events if model else 0,
        n_left_out=usable - model.n if model else usable,
        unit=plan.unit or patients.times.endpoint.unit,
        conf_level=plan.conf_level,
        events_per_term=together.events_per_term if together else None,
        penalised=any(r is not None and r.firth is not None for r in (*alone.values(), together)),
    )


def _fitted(patients: PlanPatients, names: list[str]) -> Regression | None:
    """The model; None where these patients carry none."""
    plan = patients.plan
    for name in names:
        variable = patients.selected.variable(name)
        if variable.kind not in ("category", "number"):
            raise PlanError(f"“{variable.label}” can't be in a model: choose a category or a number.")
    if not names or not patients.times.usable.any():
        return None
    try:
        return regression(patients.selected, patients.times, names, plan.strata, plan.conf_level, plan.references)
    except PlanError:  # one level only, or nobody with all of them
        return None


def _lines(
    patients: PlanPatients, variable: Variable, alone: Regression | None, together: Regression | None
) -> Iterator[ForestRow]:
    own, joint = _cells("univariable", variable, alone), _cells("multivariable", variable, together)
    if not own:
        there = patients.times.usable & patients.selected.records[variable.name].notna().to_numpy()
        events = int((there & (patients.times.event == 1)).sum())
        yield ForestRow("univariable", variable.label, "", int(there.sum()), events, reason="one group")
    for level, row in own.items():
        yield row
        yield joint.get(level) or ForestRow(
            "multivariable", variable.label, row.level, 0, 0, reason="nobody", unit=row.unit
        )


def _cells(kind: Kind, variable: Variable, found: Regression | None) -> _Cells:
    """Level -> its line, the reference first; "" for a number."""
    if found is None or variable not in found.covariates:
        return {}
    model, counts = found.model, {c.level: c for c in found.levels[variable.name]}
    estimates = {(c.term, c.level): c for c in best_coefficients(found)}
    lines: dict[str, ForestRow] = {}
    if counts:
        reference = next(c.reference for c in model.coefficients if c.term == variable.name) or ""
        there = counts[reference]
        lines[reference] = ForestRow(
            kind, variable.label, variable.words(reference), there.n, there.events, 1.0, reason="reference"
        )
    for c in model.coefficients:
        if c.term != variable.name:
            continue
        at, best = counts.get(c.level or ""), estimates[c.term, c.level]
        lines[c.level or ""] = ForestRow(
            kind,
            variable.label,
            variable.words(c.level or ""),
            at.n if at else model.n,
            at.events if at else model.n_events,
            best.hazard_ratio,
            best.lower,
            best.upper,
            best.p,
            why(c, model.n_events),
            unit=_unit(variable, c.level),
        )
    return lines


def _beside_competing(found: Regression) -> Iterator[ForestRow]:
    """Fine and Gray's ratios, and those of the competing event's hazard, of the same patients and columns."""
    if found.competing is None:
        return
    labels = {v.name: v for v in found.covariates}
    for c in found.competing.fine_gray:
        reason: Reason | None = None if c.hazard_ratio is not None else "not estimable"
        yield ForestRow(
            "subdistribution", labels[c.term].label, c.level or "", found.model.n, found.model.n_events, c.hazard_ratio,
            c.lower, c.upper, c.p, reason, unit=_unit(labels[c.term], c.level),
        )  # fmt: skip
    other = found.competing.competing_hazard
    for own in other.coefficients:
        yield ForestRow(
            "competing_hazard", labels[own.term].label, own.level or "", other.n, other.n_events, own.hazard_ratio,
            own.lower, own.upper, own.p, why(own, other.n_events), unit=_unit(labels[own.term], own.level),
        )  # fmt: skip


def _unit(variable: Variable, level: str | None) -> str:
    return "" if level else (variable.unit or "").removesuffix("s")
