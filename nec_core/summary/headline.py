"""The numbers of the one sentence that stands above a cohort."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort
from nec_core.patients.diagnosis_year import years_of_diagnosis
from nec_core.summary.follow_up import FollowUpSummary
from nec_core.summary.vital_status import dead


@dataclass(frozen=True)
class Headline:
    """A cohort in a few numbers; None for what its file does not tell.

    Attributes:
        n: patients.
        first_year, last_year: of diagnosis.
        median_age: at diagnosis, in years.
        deaths: patients known to be dead; None when the file records neither deaths nor overall survival.
        follow_up_median, follow_up_unit: by reverse Kaplan-Meier; None when not reached or not asked for.
    """

    n: int
    first_year: int | None
    last_year: int | None
    median_age: float | None
    deaths: int | None
    follow_up_median: float | None
    follow_up_unit: str | None


def headline(cohort: Cohort, follow_up: FollowUpSummary | None = None) -> Headline:
    """Reads the headline off a cohort, with the follow-up of overall survival where it was computed."""
    years = years_of_diagnosis(cohort)
    ages = _known_numbers(cohort, "age_years")
    return Headline(
        n=cohort.n,
        first_year=int(years.min()) if years.size else None,
        last_year=int(years.max()) if years.size else None,
        median_age=float(np.median(ages)) if ages.size else None,
        deaths=_deaths(cohort),
        follow_up_median=None if follow_up is None else follow_up.overall.reverse_km.value,
        follow_up_unit=None if follow_up is None else follow_up.unit,
    )


def _known_numbers(cohort: Cohort, name: str) -> npt.NDArray[np.float64]:
    if name not in cohort.variables:
        return np.zeros(0)
    values = cohort.records[name].to_numpy(np.float64)
    known: npt.NDArray[np.float64] = values[np.isfinite(values)]
    return known


def _deaths(cohort: Cohort) -> int | None:
    if {"vital_status", "death_date"} & cohort.variables.keys():
        return int(dead(cohort).sum())
    for endpoint in cohort.endpoints:
        if endpoint.name == "os":
            return int((cohort.records[endpoint.event_name] == 1).sum())
    return None
