"""Guards of visits: progression dated by them, and nobody looking after them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guarding import visits
from nec_core.analysis.guards import Guard
from nec_core.export import report_json
from nec_core.ingest.opening import admit
from nec_core.ingest.row_places import FILE_STEP
from nec_core.patients.cohort import Cohort
from tests.analysed import sample

START = dt.date(2015, 1, 1)


def progressed(days: Sequence[int]) -> str:
    """Lines of patients who progressed after so many days, and died 200 days later."""
    return "\n".join(
        f"P{i},{START},{START + dt.timedelta(d + 200)},{START + dt.timedelta(d + 200)},dead,yes,"
        f"{START + dt.timedelta(d)},{START + dt.timedelta(d)}"
        for i, d in enumerate(days)
    )


def without(gaps: Sequence[int]) -> str:
    """Lines of patients last seen alive so many days after their last assessment, a year after diagnosis."""
    return "\n".join(
        f"F{i},{START},{START + dt.timedelta(365 + gap)},,alive,no,,{START + dt.timedelta(365)}"
        for i, gap in enumerate(gaps)
    )


def cohort_of(*lines: str) -> Cohort:
    head = (
        "patient_id,diagnosis_date,last_contact_date,death_date,vital_status,progression,progression_date,"
        "last_assessment_date"
    )
    return admit("\n".join([head, *(part for part in lines if part)]).encode(), "made.csv").cohort


EVERY_THREE_MONTHS = [91 * (1 + i % 7) + i % 3 for i in range(20)]
ANY_DAY = [40 + 97 * i % 530 for i in range(20)]


def told(cohort: Cohort, kind: str, endpoint: str = "pfs") -> Guard | None:
    return next((g for g in analyse(cohort, AnalysisPlan(endpoint=endpoint)).guards if g.kind == kind), None)


def test_progression_on_visits_is_told_and_overall_survival_is_not() -> None:
    guard = told(cohort_of(progressed(EVERY_THREE_MONTHS)), "seen_at_visits")
    assert guard is not None
    assert (guard.severity, guard.about) == ("caution", "patients")
    assert guard.what == (
        "Nearly all of the 20 events lie on visits every 3 months: they are dated by the visit at which they were seen."
    )
    assert "censored at the last assessment" in guard.do
    assert told(cohort_of(progressed([d - 200 for d in EVERY_THREE_MONTHS if d > 200])), "seen_at_visits", "os") is None
    assert told(cohort_of(progressed(ANY_DAY)), "seen_at_visits") is None
    scattered = [d + 7 * (i % 5 - 2) for i, d in enumerate(EVERY_THREE_MONTHS)]
    most = told(cohort_of(progressed(scattered)), "seen_at_visits")
    assert most is not None
    assert most.what.startswith("Most of the 20 events lie on visits every 3 months")


def test_who_counts_as_free_of_progression_long_after_anybody_looked_is_named_by_rows() -> None:
    cohort = cohort_of(progressed(ANY_DAY), without([10, 183, 182, 400]))
    guard = told(cohort, "not_assessed")
    assert guard is not None
    assert (guard.severity, guard.about) == ("caution", "patients")
    assert guard.what == (
        "2 patients count as free of progression for more than 6.0 months, two visits, after their last tumour "
        "assessment: rows 23, 25."
    )
    in_json = json.loads(report_json.of_analysis(analyse(cohort, AnalysisPlan(endpoint="pfs"))))["guards"]
    assert guard.what in [g["what"] for g in in_json]
    assert told(cohort, "not_assessed", "os") is None


def test_visits_that_the_events_show_say_how_long_two_of_them_are() -> None:
    every_six_months = [182 * (1 + i % 5) + i % 3 for i in range(20)]
    lines = progressed(every_six_months), without([300, 380])
    guard = told(cohort_of(*lines), "not_assessed")
    assert guard is not None
    assert "for more than 12.0 months, two visits, after the last tumour assessment: row 23." in guard.what


def test_who_died_unseen_counts_and_who_progressed_does_not() -> None:
    died = f"D1,{START},{START + dt.timedelta(700)},{START + dt.timedelta(700)},dead,no,,{START + dt.timedelta(100)}"
    guard = told(cohort_of(progressed(ANY_DAY), died), "not_assessed")
    assert guard is not None
    assert guard.what.startswith("1 patient counts as free of progression")
    assert told(cohort_of(progressed(ANY_DAY)), "not_assessed") is None


def test_many_rows_are_told_by_the_first_eight_and_those_of_another_file_by_theirs() -> None:
    guard = visits.not_assessed([2, FILE_STEP + 3, *range(4, 12)], None)
    assert guard.what.endswith("rows 2, 3 of file 2, 4, 5, 6, 7, 8, 9 and 2 more.")


@pytest.mark.parametrize("kind", ["seen_at_visits", "not_assessed"])
def test_the_sample_is_not_told_of(kind: str) -> None:
    assert told(sample(), kind) is None
