"""Who is known to be dead and who to be alive: one reading of it for every summary."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort
from nec_core.patients.intervals import DEATH

Mask = npt.NDArray[np.bool_]


def dead(cohort: Cohort) -> Mask:
    """(n,) True for who is recorded as dead, or has a date of death and no vital status."""
    return _status(cohort, DEATH.said) | (_unsaid(cohort) & _has_date_of_death(cohort))


def alive(cohort: Cohort) -> Mask:
    """(n,) True for who is recorded as alive."""
    return _status(cohort, DEATH.denied)


def _status(cohort: Cohort, said: tuple[str, ...]) -> Mask:
    if said[0] not in cohort.variables:
        return np.zeros(cohort.n, bool)
    codes, levels = cohort.codes(said[0])
    matches: Mask = np.isin(codes, [levels.index(level) for level in said[1:] if level in levels])
    return matches


def _unsaid(cohort: Cohort) -> Mask:
    return ~(_status(cohort, DEATH.said) | _status(cohort, DEATH.denied))


def _has_date_of_death(cohort: Cohort) -> Mask:
    if "death_date" not in cohort.variables:
        return np.zeros(cohort.n, bool)
    return cohort.records["death_date"].notna().to_numpy(bool)
