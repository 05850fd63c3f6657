"""Who is known to be dead and who to be alive: one reading of it for every summary."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort

Mask = npt.NDArray[np.bool_]


def dead(cohort: Cohort) -> Mask:
    """(n,) True for who is recorded as dead, or has a date of death and no vital status."""
    return _status(cohort, "dead") | (_unsaid(cohort) & _has_date_of_death(cohort))


def alive(cohort: Cohort) -> Mask:
    """(n,) True for who is recorded as alive."""
    return _status(cohort, "alive")


def _status(cohort: Cohort, level: str) -> Mask:
    if "vital_status" not in cohort.variables:
        return np.zeros(cohort.n, bool)
    codes, levels = cohort.codes("vital_status")
    matches: Mask = codes == levels.index(level)
    return matches


def _unsaid(cohort: Cohort) -> Mask:
    return ~(_status(cohort, "dead") | _status(cohort, "alive"))


def _has_date_of_death(cohort: Cohort) -> Mask:
    if "death_date" not in cohort.variables:
        return np.zeros(cohort.n, bool)
    return cohort.records["death_date"].notna().to_numpy(bool)
