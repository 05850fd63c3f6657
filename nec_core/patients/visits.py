"""Events that are seen only when somebody looks: at visits, every so many months.

Progression seen at a visit happened some time since the visit before. Panageas KS, Ben-Porat L, Dickler MN, Chapman PB,
Schrag D. When you look matters: the effect of assessment schedule on progression-free survival. J Natl Cancer Inst
2007;99:428-432. Whether times lie on a grid is asked of their phase: Rayleigh's test, Mardia KV, Jupp PE. Directional
statistics. 2000.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import CohortDates, EndpointTimes
from nec_core.time_units import DAYS_PER_UNIT, converted

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

FEWEST = 10
"""Events of which fewer lie on any grid by chance."""
_TOGETHER = 0.7
"""Mean resultant length of their phases: as if seven of ten were on the grid and the others anywhere."""
_BY_CHANCE = 0.001
_AT_ONE = 2 / 3
"""Share of the events that one visit may hold."""
_SCHEDULES = (
    *(("months", n) for n in (2, 3, 4, 6, 12)),
    *(("weeks", n) for n in (6, 8, 9, 12)),
)
"""How often patients are seen."""
USUAL_DAYS = 3 * DAYS_PER_UNIT["months"]
"""Between two visits, where the times do not say it: guidelines look every three months."""


@dataclass(frozen=True)
class Schedule:
    """Visits that events lie on.

    Attributes:
        every, unit: so many months or weeks.
        n: events.
        together: mean resultant length of their phases, from 0 for anywhere to 1 for all on one grid.
    """

    every: int
    unit: str
    n: int
    together: float

    @property
    def days(self) -> float:
        return self.every * DAYS_PER_UNIT[self.unit]


def schedule(times: Floats, unit: str) -> Schedule | None:
    """The visits at which events were seen; None where they lie on no grid, and for times told no finer than one.

    Args:
        times: (n,) of events, in `unit`.
        unit: of the times.
    """
    times = times[times > 0]
    if times.size < FEWEST:
        return None
    days = converted(times, unit, "days")
    # Times in whole years lie on years, whoever was seen when.
    finest = DAYS_PER_UNIT[unit] if (np.abs(times - np.round(times)) < 1e-6).all() else 0.0
    asked = [(every * DAYS_PER_UNIT[u], every, u) for u, every in _SCHEDULES if every * DAYS_PER_UNIT[u] > 1.5 * finest]
    found = [(_together(days, step), step, every, u) for step, every, u in asked]
    good = [
        one
        for one in found
        if one[0] >= _TOGETHER and len(found) * _chance(times.size, one[0]) < _BY_CHANCE and _several(days, one[1])
    ]
    if not good:
        return None
    # Who is seen every six months is seen on a grid of three, too.
    best = max(one[0] for one in good)
    together, _, every, u = max((one for one in good if one[0] >= best - 0.05), key=lambda one: one[1])
    return Schedule(every, u, times.size, together)


def _together(days: Floats, step: float) -> float:
    angles = 2 * np.pi * days / step
    return float(np.hypot(np.cos(angles).mean(), np.sin(angles).mean()))


def _several(days: Floats, step: float) -> bool:
    """Whether events lie on several visits: early ones are all near one point of a long cycle, whoever looks when."""
    visit = np.round(days / step).astype(np.int64)
    return bool(np.bincount(visit).max() <= _AT_ONE * visit.size)


def _chance(n: int, together: float) -> float:
    """P of Rayleigh's test."""
    return math.exp(-n * together**2)


def unseen(cohort: Cohort, patients: EndpointTimes, longest_days: float) -> Mask:
    """(n,) who counts as free of progression, to a death or the last contact, longer than `longest_days` after the last
    tumour assessment; nobody where the cohort has no dates of it."""
    dates = CohortDates(cohort)
    if not patients.endpoint.derived or not dates.holds("last_assessment_date"):
        return np.zeros(cohort.n, bool)
    ended = np.fmax(dates.first("death_date"), dates.first("last_contact_date"))
    with np.errstate(invalid="ignore"):
        late: Mask = ended - dates.first("last_assessment_date") > longest_days
    return late & patients.usable & np.isnan(dates.first("progression_date"))


__all__ = ["FEWEST", "USUAL_DAYS", "Schedule", "schedule", "unseen"]
