"""Who is in a model, and who is not for which values."""

from __future__ import annotations

from nec_core.analysis.regression import regression
from nec_core.patients.endpoints import endpoint_times
from tests.analysed import late_surgery
from tests.analysis.model.data_sets import rows_of
from tests.summary.cohorts import cohort_of


def test_who_is_left_out_is_counted_once_by_what_is_not_recorded_together() -> None:
    n = 8
    cohort = cohort_of(
        {
            "diagnosis_date": ["2015-01-01"] * n,
            "last_contact_date": [f"2016-0{i + 1}-01" for i in range(n)],
            "vital_status": ["dead"] * n,
            "age_years": [50, None, None, 60, 41, 52, 43, None],
            "sex": ["male", None, "female", None, "male", "female", "female", "male"],
        }
    )
    rows = rows_of(cohort, "age_years", "sex")
    assert rows.missing == {
        "Age at diagnosis not recorded": 2,
        "Sex not recorded": 1,
        "Age at diagnosis and Sex not recorded": 1,
    }
    assert rows.whole.sum() == 4
    fitted = regression(cohort, endpoint_times(cohort, "os"), ["age_years", "sex"])
    assert (fitted.model.n, fitted.model.n_left_out, sum(fitted.missing.values())) == (4, 4, 4)
    assert rows.source.tolist() == list(range(2, 10))


def test_a_stratum_that_is_not_recorded_leaves_out_too() -> None:
    cohort = late_surgery()
    rows = rows_of(cohort, "ki67_percent", strata="centre")
    assert sum(rows.missing.values()) == (~rows.whole).sum() == 33
