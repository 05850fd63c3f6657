"""A treatment that comes after time zero: the naive hazard ratio, and what is left of it without immortal time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nec_core.analysis.forest.forest_row import Forest, ForestRow, Kind, why
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import ModelLevel
from nec_core.analysis.timed_treatment import DEFAULT_LANDMARK_DAYS, TreatedRows, treated_rows
from nec_core.errors import PlanError
from nec_core.survival.comparing.mantel_byar import mantel_byar
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.cox.two_states import two_state_hazard_ratio
from nec_core.survival.curves.landmark import landmark_groups
from nec_core.time_units import converted

SENSITIVITY = (0.5, 2.0)
"""Other landmarks, as multiples of the planned one."""
_ARMS = ("not treated", "treated")


def timed_forest(patients: PlanPatients, landmarks: Sequence[float] | None = None) -> Forest | None:
    """Naive, landmark, Mantel-Byar and time-varying, all of the same patients, so that the method alone differs.

    Args:
        patients: of a plan that groups by a treatment with a date.
        landmarks: further ones, in the plan's unit; None for half and twice the planned one.

    Returns:
        None where the endpoint is not computed from dates, the treatment has none, or nobody is left to compare.

    Raises:
        PlanError: the plan groups by no treatment, or has delayed entry.
    """
    plan, variable = patients.plan, patients.variable
    if variable is None or not variable.is_treatment:
        raise PlanError("Comparing a treatment without immortal time needs a treatment: group by one.")
    if plan.entry is not None:
        raise PlanError("With delayed entry a treatment can begin before the patient is seen: leave the entry out.")
    unit = plan.unit or "months"
    rows = treated_rows(patients.selected, patients.times, variable, patients.time_zero, unit, plan.partial_dates)
    if rows is None:
        return None
    planned = plan.landmark or converted(DEFAULT_LANDMARK_DAYS, "days", unit)
    others = [planned * share for share in SENSITIVITY] if landmarks is None else list(landmarks)
    found = [_naive(rows, unit, plan.conf_level)]
    for at in (planned, *(x for x in others if x != planned)):
        found.append(_landmark(rows, at, at == planned, unit, plan.conf_level))
    found += _dynamic(rows, unit, plan.conf_level)
    return Forest(
        shows="timed",
        rows=tuple(found),
        compared=(variable.label, "not (yet) treated"),
        n=len(rows.time),
        events=int(rows.event.sum()),
        n_left_out=int(patients.times.usable.sum()) - len(rows.time),
        unit=unit,
        conf_level=plan.conf_level,
    )


def _naive(rows: TreatedRows, unit: str, conf_level: float) -> ForestRow:
    """Ever treated against never, as if it had been known at time zero."""
    ever = (~np.isnan(rows.began)).astype(np.int64)
    return _row("naive", "ever treated", event_table(rows.time, rows.event, ever, _ARMS, unit), conf_level)


def _landmark(rows: TreatedRows, at: float, planned: bool, unit: str, conf_level: float) -> ForestRow:
    groups = landmark_groups(rows.time, rows.event, rows.began, at, _ARMS, unit)
    lost = groups.dropped_events + groups.dropped_censored
    return _row("landmark", "treated by the landmark", groups.table, conf_level, planned=planned, at=at, lost=lost)


def _dynamic(rows: TreatedRows, unit: str, conf_level: float) -> list[ForestRow]:
    test = mantel_byar(rows.time, rows.event, rows.began, _ARMS, unit, conf_level=conf_level)
    ratio = _row("time_varying", "treated from the start of treatment on", test.table, conf_level)
    states = (int((~(rows.began <= 0)).sum()), int((rows.began < rows.time).sum()))
    arms = tuple(
        ModelLevel(name, n, int(events))
        for name, n, events in zip(_ARMS, states, test.table.events.sum(axis=1), strict=True)
    )
    n, events = len(rows.time), int(rows.event.sum())
    alone = ForestRow("mantel_byar", "Mantel-Byar test", "", n, events, p=test.p, reason="test only", arms=arms)
    varying = ForestRow(
        "time_varying", ratio.label, "", n, events, ratio.estimate, ratio.lower, ratio.upper, ratio.p, ratio.reason,
        arms=arms,
    )  # fmt: skip
    return [alone, varying]


def _row(
    kind: Kind,
    label: str,
    table: EventTable,
    conf_level: float,
    planned: bool = True,
    at: float | None = None,
    lost: int = 0,
) -> ForestRow:
    ratio = two_state_hazard_ratio(table, label, conf_level)
    events = table.events.sum(axis=1).tolist()
    arms = tuple(ModelLevel(*arm) for arm in zip(table.groups, table.n.tolist(), events, strict=True))
    reason = "one group" if min(arm.n for arm in arms) == 0 else why(ratio, sum(events))
    return ForestRow(
        kind, label, "", sum(arm.n for arm in arms), sum(events), ratio.hazard_ratio, ratio.lower, ratio.upper, ratio.p,
        reason, arms=arms, planned=planned, at=at, lost=lost,
    )  # fmt: skip


__all__ = ["SENSITIVITY", "timed_forest"]
