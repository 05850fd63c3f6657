"""Who is dead and who is alive: the recorded status first, a date of death where nothing is recorded."""

from __future__ import annotations

from nec_core.summary.vital_status import alive, dead
from tests.summary.cohorts import cohort_of


def test_a_date_of_death_speaks_only_where_no_status_does() -> None:
    cohort = cohort_of(
        {
            "vital_status": ["dead", "alive", None, None, "alive"],
            "death_date": [None, None, "2020-01-01", None, "2020-01-01"],
        }
    )
    assert dead(cohort).tolist() == [True, False, True, False, False]
    assert alive(cohort).tolist() == [False, True, False, False, True]


def test_either_column_may_be_absent() -> None:
    dates = cohort_of({"death_date": ["2020-01-01", None]})
    assert (dead(dates).tolist(), alive(dates).tolist()) == ([True, False], [False, False])
    status = cohort_of({"vital_status": ["dead", "alive"]})
    assert (dead(status).tolist(), alive(status).tolist()) == ([True, False], [False, True])
    assert dead(cohort_of(n=2)).tolist() == [False, False]
