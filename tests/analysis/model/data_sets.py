"""R's data sets as cohorts, for models that R was asked about."""

from __future__ import annotations

from functools import cache

from nec_core.analysis.model.model_rows import ModelRows, model_rows
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times
from tests.analysed import extract
from tests.survival.goldens import columns


@cache
def data_set(name: str, numbers: tuple[str, ...], categories: tuple[str, ...] = (), first: int | None = None) -> Cohort:
    """These columns of a data set, of its first rows alone where that is said."""
    data = columns(name)
    asked = [data[key].tolist()[:first] for key in ("t", "e", *numbers, *categories)]
    # What R has as NA is a blank; a category of numbers is told by them.
    rows = [
        (i, *(("" if x != x else f"{x:g}" if isinstance(x, float) else x) for x in row))
        for i, row in enumerate(zip(*asked, strict=True))
    ]
    return extract(
        ("PatientID", "SurvivalDays", "Died", *numbers, *categories), rows, number=numbers, category=categories
    )


def rows_of(cohort: Cohort, *names: str, strata: str | None = None) -> ModelRows:
    return model_rows(cohort, endpoint_times(cohort, "os"), names, strata)
