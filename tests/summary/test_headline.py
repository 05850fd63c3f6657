"""The numbers of the one sentence above a cohort."""

from __future__ import annotations

from nec_core.patients.cohort import StatedEndpoint
from nec_core.summary.follow_up import follow_up_summary
from nec_core.summary.headline import Headline, headline
from nec_core.survival.counts.event_table import event_table
from tests.summary.cohorts import cohort_of

OS = StatedEndpoint("os", "Overall survival", "months", "Time", "Status")


def test_the_headline_counts_patients_years_age_and_deaths() -> None:
    cohort = cohort_of(
        {
            "age_years": [55.0, 56.0, 30.0, 80.0],
            "diagnosis_date": ["2004-05-01", None, "2021-01-31", None],
            "vital_status": ["dead", "alive", None, "dead"],
            "death_date": [None, None, "2022-01-01", "2010-01-01"],
        }
    )
    assert headline(cohort) == Headline(4, 2004, 2021, 55.5, 3, None, None)


def test_the_year_stands_in_where_there_is_no_date() -> None:
    cohort = cohort_of({"diagnosis_year": [1999.0, 2030.0, None], "diagnosis_date": [None, "2010-06-01", None]})
    found = headline(cohort)
    assert (found.first_year, found.last_year) == (1999, 2010)
    years_alone = headline(cohort_of({"diagnosis_year": [2001.0, 2003.0]}))
    assert (years_alone.first_year, years_alone.last_year) == (2001, 2003)


def test_deaths_are_read_from_overall_survival_where_the_file_brings_nothing_else() -> None:
    columns = {"os_time": [1.0, 2.0, 3.0], "os_event": [1.0, 0.0, None]}
    assert headline(cohort_of(columns, endpoints=(OS,))).deaths == 1
    assert headline(cohort_of(columns | {"vital_status": ["alive"] * 3}, endpoints=(OS,))).deaths == 0


def test_follow_up_is_passed_on_with_its_unit() -> None:
    follow_up = follow_up_summary(event_table([1, 2, 3], [False, False, False], unit="years"))
    found = headline(cohort_of(n=3), follow_up)
    assert (found.follow_up_median, found.follow_up_unit) == (2.0, "years")


def test_what_the_file_does_not_tell_is_none() -> None:
    assert headline(cohort_of(n=2)) == Headline(2, None, None, None, None, None, None)
    assert headline(cohort_of({"age_years": [None], "diagnosis_date": [None]})) == Headline(1, *[None] * 6)
    assert headline(cohort_of()) == Headline(0, *[None] * 6)
