"""The year of diagnosis, from the date where there is one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort


def years_of_diagnosis(cohort: Cohort) -> npt.NDArray[np.float64]:
    """(k,) years of diagnosis that are known."""
    years = year_of_each(cohort)
    return years[~np.isnan(years)]


def year_of_each(cohort: Cohort) -> npt.NDArray[np.float64]:
    """(n,) year of diagnosis, from the date where there is one; nan where not recorded."""
    years: npt.NDArray[np.float64] = np.full(cohort.n, np.nan)
    if "diagnosis_year" in cohort.variables:
        years = cohort.records["diagnosis_year"].to_numpy(np.float64)
    if "diagnosis_date" in cohort.variables:
        of_date = cohort.records["diagnosis_date"].dt.year.to_numpy(np.float64)
        years = np.where(np.isnan(of_date), years, of_date)
    return years


__all__ = ["year_of_each", "years_of_diagnosis"]
