"""Delayed entry (left truncation): patients who came under observation after time zero.

A registry of referrals sees only patients who lived until the referral. Counted as at risk from diagnosis, they are
immortal until they are seen; counted from their entry on, they are not. Lagakos SW, Barraj LM, De Gruttola V.
Nonparametric analysis of truncated survival data. Biometrika 1988;75:515-523.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nec_core.errors import PlanError
from nec_core.patients import intervals
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import Endpoint, EndpointTimes, PartialDates, date_from_zero
from nec_core.patients.intervals import STARTS, TimeZero
from nec_core.time_units import tie_width


def entries(cohort: Cohort, endpoint: Endpoint) -> tuple[Variable, ...]:
    """What can say when patients came under observation: a date where the endpoint is computed from dates, else a
    number in the endpoint's unit."""
    kind = "date" if endpoint.derived else "number"
    # Nobody enters at the end; and the diagnosis is time zero or before it.
    never = {name for one in intervals.INTERVALS for name in one.end_dates}.union(STARTS["diagnosis"].dates)
    return tuple(v for v in cohort.variables.values() if v.kind == kind and v.name not in never)


def with_entry(
    cohort: Cohort, patients: EndpointTimes, name: str, time_zero: TimeZero, partial_dates: PartialDates
) -> EndpointTimes:
    """The same times with everybody's entry, without those who can't be used with it.

    Args:
        cohort: the patients, in the order of `patients`.
        patients: times and events from time zero.
        name: one of `entries`.
        time_zero: as `patients` counts from, where it is computed from dates.
        partial_dates: whether dates known to the month or year count.

    Raises:
        PlanError: the variable can't say when patients entered.
    """
    variable = cohort.variable(name)
    known = entries(cohort, patients.endpoint)
    if variable.name not in {v.name for v in known}:
        wanted = "a date" if patients.endpoint.derived else f"a number of {patients.endpoint.unit}"
        has = ", ".join(v.name for v in known) or "none"
        raise PlanError(f"“{variable.label}” can't be the entry: this endpoint needs {wanted}. It has: {has}.")
    entry, inexact = entry_of(cohort, patients.endpoint, variable, time_zero)
    unknown = np.isnan(entry)
    with np.errstate(invalid="ignore"):
        # Not before the end by more than would count as one time: the estimators take (entry, end].
        never_seen = (entry > patients.time - tie_width(patients.time)) & (entry > 0)
    reasons = {
        f"{variable.label} not recorded": unknown,
        f"{variable.label} known only to the month or year": inexact & (partial_dates == "exclude"),
        "last seen before coming under observation": never_seen,
    }
    return _without(patients, reasons, np.maximum(entry, 0.0))


def entry_of(
    cohort: Cohort, endpoint: Endpoint, variable: Variable, time_zero: TimeZero
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """(n,) when each came under observation, in the endpoint's unit from time zero on, nan where not recorded; and (n,)
    whether it is not exact.

    Args:
        cohort: the patients.
        endpoint: what is waited for.
        variable: one of `entries`.
        time_zero: where the endpoint is computed from dates.
    """
    if endpoint.derived:
        return date_from_zero(cohort, variable.name, time_zero)
    values: npt.NDArray[np.float64] = cohort.records[variable.name].to_numpy(np.float64)
    return values, np.zeros(cohort.n, bool)


def _without(
    patients: EndpointTimes, reasons: dict[str, npt.NDArray[np.bool_]], entry: npt.NDArray[np.float64]
) -> EndpointTimes:
    """Blanks out who can't be used; who could not be before keeps that reason."""
    reason = patients.reason.copy()
    for i, mask in enumerate(reasons.values(), start=len(patients.reasons)):
        reason[mask & (reason < 0)] = i
    out = reason >= 0
    return replace(
        patients,
        time=np.where(out, np.nan, patients.time),
        event=np.where(out, np.int8(-1), patients.event),
        reasons=(*patients.reasons, *reasons),
        reason=reason,
        entry=np.where(out, np.nan, entry),
    )


__all__ = ["entries", "entry_of", "with_entry"]
