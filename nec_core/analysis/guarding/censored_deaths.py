"""The guard of deaths that a stated endpoint censors: progression-free survival in which the dead without a progression
count as if they had only gone home.

Files of portals bring such endpoints: beside the time to progression stands a status of progression alone. Death from
any cause is an event of every "-free survival": Hudis CA and others. J Clin Oncol 2007;25:2127-2132. For the time to a
progression it is a competing event: Putter H, Fiocco M, Geskus RB. Stat Med 2007;26:2389-2430.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core import formatting as fmt
from nec_core.analysis.guards import Guard
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.patients import intervals
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import AS_STATED, CohortDates, Endpoint, EndpointTimes, available, endpoint_times
from nec_core.patients.intervals import DEATH
from nec_core.time_units import converted, tie_width

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

MANY = 0.1
"""Share of all that would be events from which the guard is serious: below it the curve falls by a tenth less at most,
which the intervals of a rare tumour hide."""
_FREE_SURVIVAL = ("pfs", "dfs", "rfs", "efs", "mfs")
_TIME_TO_EVENT = ("ttp", "ttr", "dfi", "pfi")
_OF_LIVES = ("os", "dss", "css")
_WORDS = re.compile("progress|recur|relaps|metasta", re.IGNORECASE)
_STEPS = (1.0, 0.1, 0.01)


@dataclass(frozen=True, eq=False)
class CensoredDeaths:
    """Of a cohort's n patients.

    Attributes:
        at_death: (n,) who is censored at the time of death, or after it.
        undated: (n,) who is censored and recorded as dead, where the file has no time of death at all.
    """

    at_death: Bools
    undated: Bools


def deaths_censored(patients: PlanPatients) -> Guard | None:
    """The guard for a stated endpoint of progression or recurrence that censors deaths; None where it counts them."""
    endpoint = patients.everybody.endpoint
    free = _is_free_survival(endpoint)
    if free is None:
        return None
    found = _found(patients.cohort, patients.everybody)
    if not (found.at_death | found.undated).any():
        return None
    at_death, undated, events = _counts(found, patients)
    if at_death:
        return _at_death(endpoint, at_death, events, free=free)
    return _undated(endpoint, undated, free=free) if undated else None


def _is_free_survival(endpoint: Endpoint) -> bool | None:
    """True for survival free of something, False for the time to it; None for an endpoint that this is not about."""
    base = endpoint.name.partition("_")[0]
    if endpoint.derived or base in _OF_LIVES:
        return None
    if base in _FREE_SURVIVAL:
        return True
    return False if base in _TIME_TO_EVENT or _WORDS.search(endpoint.event) else None


def _found(cohort: Cohort, times: EndpointTimes) -> CensoredDeaths:
    key = ("censored deaths", times.endpoint.name)
    if key not in cohort.memo:
        cohort.memo[key] = _look(cohort, times)
    found: CensoredDeaths = cohort.memo[key]
    return found


def _look(cohort: Cohort, times: EndpointTimes) -> CensoredDeaths:
    nobody = np.zeros(cohort.n, bool)
    lives = [endpoint_times(cohort, e.name) for e in available(cohort) if e.name.partition("_")[0] == "os"]
    censored = times.event == 0
    if not lives:
        return CensoredDeaths(nobody, censored & (intervals.told(DEATH, CohortDates(cohort)) == 1))
    at_death = nobody.copy()
    for life in lives:
        at_death |= censored & (life.event == 1) & _not_before(times, life)
    return CensoredDeaths(at_death, nobody)


def _not_before(times: EndpointTimes, life: EndpointTimes) -> Bools:
    """(n,) whether a patient is followed up to the end of life. Times in one unit are rounded alike; of two units each
    can be off by half of what its last digit tells."""
    unit, own = times.endpoint.unit, life.endpoint.unit
    end = converted(life.time, own, unit)
    with np.errstate(invalid="ignore"):
        off = tie_width(end)
        if own != unit:
            off = off + _half_a_step(times.time) + converted(_half_a_step(life.time), own, unit)
        reached: Bools = times.time >= end - off
    return reached


def _half_a_step(times: Floats) -> float:
    """Half of the coarsest step, of 1, 0.1 and 0.01, on which all times lie; 0 for none."""
    known = times[~np.isnan(times)]
    for step in _STEPS:
        if (np.abs(known / step - np.round(known / step)) < 1e-6).all():
            return step / 2
    return 0.0


def _counts(found: CensoredDeaths, patients: PlanPatients) -> tuple[int, int, int]:
    """Among the analysed: censored at death, censored and dead at no known time, and those with the event."""
    analysed, inside = patients.analysed, patients.inside
    at_death, undated = (x if inside is None else x[inside] for x in (found.at_death, found.undated))
    event = patients.times.event[analysed]
    return int(at_death[analysed].sum()), int(undated[analysed].sum()), int((event == 1).sum())


def _at_death(endpoint: Endpoint, deaths: int, events: int, *, free: bool) -> Guard:
    whom = "1 patient is censored at death" if deaths == 1 else f"{deaths:,} patients are censored at their death"
    return Guard(
        "deaths_censored",
        "serious" if free and deaths >= MANY * (events + deaths) else "caution",
        f"{whom}, beside {fmt.plural(events, 'event')}: in this file death is no event of {_label(endpoint)}.",
        _WHY[free],
        _DO[free],
        about="patients",
        in_figure=f"{fmt.plural(deaths, 'patient')} censored at death",
    )


def _undated(endpoint: Endpoint, deaths: int, *, free: bool) -> Guard:
    whom = "1 patient who is censored is" if deaths == 1 else f"{deaths:,} patients who are censored are"
    return Guard(
        "deaths_censored",
        "caution",
        f"{whom} recorded as dead: whether {_label(endpoint)} was censored at the death the file does not say.",
        _WHY[free],
        f"Look up when they died. {_DO[free]}",
        about="patients",
    )


def _label(endpoint: Endpoint) -> str:
    return fmt.in_sentence(endpoint.label.removesuffix(AS_STATED))


_WHY = {
    True: "Death from any cause is an event of every “-free survival”: without these deaths the curve stands too high.",
    False: "Who is dead can't have the event any more: 1 minus the curve overstates how many will ever have it.",
}
_DO = {
    True: "Count these deaths as events in your file, or call the endpoint the time to progression.",
    False: "Code these deaths as 2, a competing event: cumulative incidences then stand beside the curve.",
}


__all__ = ["MANY", "deaths_censored"]
