"""Guards of how patients were watched: a time zero before anybody could be in the file, each with one that is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guards import Guard
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from tests.analysed import extract, late_surgery, sample

FIRST = dt.date(2015, 1, 1)


def sequenced(late: Sequence[int | None], time: int = 400, name: str = "Date of sequencing", died: int = 3) -> Cohort:
    """Patients followed for `time` days and a few more, one in `died` dead; the sample of each sequenced so many days
    after diagnosis, None where it was not."""
    lines = [f"patient_id,diagnosis_date,last_contact_date,vital_status,{name}"]
    for i, days in enumerate(late):
        start = FIRST + dt.timedelta(11 * i)
        on = "" if days is None else str(start + dt.timedelta(days))
        status = "dead" if i % died == 0 else "alive"
        lines.append(f"P{i},{start},{start + dt.timedelta(time + i)},{status},{on}")
    return admit("\n".join(lines).encode(), "made.csv").cohort


def told(cohort: Cohort, kind: str = "late_entry", **plan: object) -> Guard | None:
    return next((g for g in analyse(cohort, AnalysisPlan.checked(**plan)).guards if g.kind == kind), None)


def test_a_sequencing_long_after_diagnosis_that_nobody_died_before_is_told() -> None:
    guard = told(sequenced([100] * 30 + [0] * 10))
    assert guard is not None
    assert (guard.severity, guard.about) == ("serious", "patients")
    assert guard.what == (
        "“First visit or study entry” is after diagnosis in 30 of 40 patients, by a median of 3.3 months, and nobody "
        "had the event before it."
    )
    assert "18% of all time is then time in which nobody could have it" in guard.why
    assert guard.do.startswith("Choose it at “Under observation from”")
    assert "left out" not in guard.do


@pytest.mark.parametrize(("died", "severity"), [(3, "serious"), (4, "caution")])
def test_it_is_serious_where_chance_hardly_explains_that_nobody_died_before(died: int, severity: str) -> None:
    guard = told(sequenced([75] * 40, died=died))  # 18% of all time: 3.0 deaths in it are expected of 14, 2.2 of 10
    assert guard is not None
    assert guard.severity == severity


def test_patients_without_it_are_told_with_what_delayed_entry_would_cost() -> None:
    guard = told(sequenced([100] * 37 + [None] * 3))
    assert guard is not None
    assert "3 patients without it would be left out." in guard.do


@pytest.mark.parametrize(("days", "expected"), [(45, True), (40, False)])
def test_it_is_told_from_a_tenth_of_all_time_on(days: int, expected: bool) -> None:
    assert (told(sequenced([days] * 40)) is not None) is expected


@pytest.mark.parametrize(
    ("late", "name"),
    [
        ([100] * 35 + [None] * 5, "Date of sequencing"),  # not what lets in: an eighth has none
        ([100] * 39 + [900], "Date of sequencing"),  # the last but one of the dead died before it
        ([100] * 40, "Date of the last scan"),
    ],
    ids=["not of all", "after a death", "another date"],
)
def test_a_date_that_lets_nobody_in_is_not_told(late: list[int | None], name: str) -> None:
    assert told(sequenced(late, name=name)) is None


def test_it_is_silent_once_it_is_the_entry_or_the_time_zero() -> None:
    cohort = sequenced([100] * 40, name="first_visit_date")
    assert told(cohort) is not None
    assert told(cohort, entry="first_visit_date") is None
    assert told(cohort, time_zero="first_visit") is None


def test_of_an_endpoint_the_file_states_a_number_says_it() -> None:
    rows = [(i, 200 + i, i % 2, 60) for i in range(30)]
    columns = ("PatientID", "SurvivalDays", "Died", "days_to_consent")
    guard = told(extract(columns, rows, number=("days_to_consent",)))
    assert guard is not None
    assert guard.what.startswith("“days_to_consent” is after time zero in 30 of 30 patients, by a median of 60 days")


def test_the_samples_treatments_let_nobody_in() -> None:
    assert told(sample()) is None
    assert told(late_surgery()) is None
