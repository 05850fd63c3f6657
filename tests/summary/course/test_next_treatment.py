"""Time to the next treatment: followed from the first line, death competing, who can't be used counted."""

from __future__ import annotations

import pytest

from nec_core.summary.course.next_treatment import NextTreatment, next_treatment
from tests.analysed import late_surgery, sample
from tests.summary.cohorts import cohort_of


def made(rows: list[tuple[str | None, ...]]) -> NextTreatment:
    """Diagnosed on 1 January 2015; systemic and its day, second line and its day, last contact, alive or dead."""
    names = ("systemic", "systemic_date", "second_line", "second_line_date", "last_contact_date", "vital_status")
    columns = {name: [row[k] for row in rows] for k, name in enumerate(names)}
    return next_treatment(cohort_of({"diagnosis_date": ["2015-01-01"] * len(rows), **columns}))


FIRST = "2015-02-01"


def test_the_second_line_is_the_event_and_death_without_it_competes() -> None:
    found = made(
        [
            ("yes", FIRST, "yes", "2015-04-01", "2016-01-01", "dead"),  # 59 days: 1.94 months
            ("yes", FIRST, "no", None, "2015-05-01", "dead"),
            ("yes", FIRST, "yes", "2015-10-01", "2016-01-01", "alive"),
            ("yes", FIRST, "no", None, "2017-01-01", "alive"),
            ("no", None, "no", None, "2017-01-01", "dead"),
        ]
    )
    assert (found.n, found.began, found.died, found.alive) == (4, 2, 1, 1)
    begun, died = found.rates
    assert [r.incidence for r in begun] == pytest.approx([0.25, 0.25, 0.5])
    assert [r.incidence for r in died] == pytest.approx([0.25, 0.25, 0.25])
    assert [r.at_risk for r in begun] == [2, 2, 1]
    assert found.half_began == pytest.approx(242 / 30.4375)
    assert found.excluded == {}


def test_who_can_not_be_used_is_counted_once_by_the_first_reason() -> None:
    found = made(
        [
            ("yes", None, "yes", "2015-04-01", "2016-01-01", "dead"),
            ("yes", FIRST, "yes", None, "2016-01-01", "alive"),
            ("yes", FIRST, "yes", "2015-01-15", "2016-01-01", "alive"),
            ("yes", FIRST, None, None, "2016-01-01", "alive"),
            ("yes", FIRST, "unknown", None, "2016-01-01", "alive"),
            ("yes", "2016-03-01", "no", None, "2016-01-01", "alive"),
        ]
    )
    assert found.excluded == {
        "the first line's start is not known to the day": 1,
        "a second line without a day": 1,
        "the second line begins before the first": 1,
        "whether there was a second line is not recorded": 2,
        "last contact before the first line": 1,
    }
    assert (found.n, found.rates, found.half_began) == (0, (), None)


def test_the_sample_adds_up_and_a_file_without_the_columns_says_what_it_needs() -> None:
    found = next_treatment(sample())
    assert found.began + found.died + found.alive == found.n == 37
    assert next_treatment(late_surgery()).needs == ("Start of second line",)
    assert next_treatment(cohort_of({"patient_id": ["a"]})).needs == (
        "Start of systemic therapy", "Start of second line", "dates that tell overall survival",
    )  # fmt: skip
