"""Guards of a comparison: each with patients that raise it, and ones that don't."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guarding import groups
from nec_core.analysis.guards import Guard
from nec_core.export import report_json
from nec_core.patients.cohort import Cohort
from nec_core.survival.comparing.crossing import Crossing
from tests.analysed import extract, late_surgery, sample

COLUMNS = ("PatientID", "SurvivalDays", "Died", "arm")
OURS = {"grouping_missing", "follow_up_differs", "changing_ratio", "crossing_curves"}


def arms(*rows: tuple[Any, ...]) -> Cohort:
    """Patients of (days, died, arm)."""
    return extract(COLUMNS, [(i, *row) for i, row in enumerate(rows)], category=("arm",))


def told(cohort: Cohort, kind: str, by: str = "arm") -> Guard | None:
    return next((g for g in analyse(cohort, AnalysisPlan(by=by)).guards if g.kind == kind), None)


def with_missing(n: int) -> Cohort:
    """Forty patients, half of them dead; n have no arm, and all of these are dead."""
    return arms(*((10 + i, int(i < 20), "" if i < n else "ab"[i % 2]) for i in range(40)))


def test_a_grouping_missing_in_a_fifth_is_serious_and_compares_kept_and_lost() -> None:
    guard = told(with_missing(8), "grouping_missing")
    assert guard is not None
    assert guard.severity == "serious"
    assert guard.what == (
        "“arm” is not recorded in 8 of 40 patients (20%): of these, 8 (100%) had the event; "
        "of the 32 who are compared, 12 (38%)."
    )


def test_a_grouping_missing_in_less_than_a_fifth_stays_a_note() -> None:
    cohort = with_missing(7)
    assert told(cohort, "grouping_missing") is None
    assert told(cohort, "excluded") is not None


def test_patients_without_the_endpoint_do_not_count_as_without_a_group() -> None:
    assert groups.grouping_missing("arm", (30, 10), (7, 7)) is None
    assert groups.grouping_missing("arm", (28, 10), (7, 7)) is not None


def followed(short: int, long: int) -> Cohort:
    """Two arms of thirty, each last seen within 30 days of its own time; a third of them die on the way."""
    return arms(
        *((i + 1 if i % 3 == 0 else time + i, int(i % 3 == 0), arm) for arm, time in (("a", long), ("b", short))
          for i in range(30))
    )  # fmt: skip


def test_follow_up_that_differs_is_told_with_both_medians() -> None:
    guard = told(followed(150, 1950), "follow_up_differs")
    assert guard is not None
    assert guard.severity == "caution"
    assert guard.what == (
        "The groups were not followed equally long: median follow-up is 1965 days (95% CI 1957–1972) in “a” and "
        "165 days (95% CI 157–172) in “b” (reverse Kaplan-Meier)."
    )


@pytest.mark.parametrize(("long", "expected"), [(300, False), (330, True)])
def test_follow_up_differs_from_twice_as_long_on(long: int, expected: bool) -> None:
    assert (told(followed(150, long), "follow_up_differs") is not None) is expected


def test_medians_whose_intervals_meet_do_not_differ() -> None:
    few = arms(*((100 * i, 0, "a") for i in range(1, 8)), *((30 * i, 0, "b") for i in range(1, 8)))
    assert told(few, "follow_up_differs") is None


def test_curves_that_cross_are_told_and_parallel_ones_are_not() -> None:
    crossing = arms(
        *((100 + i, 1, "a") for i in range(30)), *((5 + i if i < 15 else 300 + i, 1, "b") for i in range(30))
    )
    guard = told(crossing, "crossing_curves")
    assert guard is not None
    assert guard.severity == "caution"
    assert guard.what == (
        "Curves cross: “a” is above “b” up to about 114 days and below it after (P < .001, test of proportional "
        "hazards)."
    )
    assert "restricted means and survival at fixed times" in guard.do
    assert told(crossing, "changing_ratio") is None  # not told twice
    (told_in_json,) = json.loads(report_json.of_analysis(analyse(crossing, AnalysisPlan(by="arm"))))["comparison"][
        "crossings"
    ]
    assert told_in_json == {"above": "a", "below": "b", "time": 114, "misleads": []}
    parallel = arms(*((10 * i, 1, "a") for i in range(1, 31)), *((15 * i, 1, "b") for i in range(1, 31)))
    assert told(parallel, "changing_ratio") is None
    assert told(parallel, "crossing_curves") is None


def together() -> Cohort:
    """Two arms of forty: half of the one die early, half of the other late; the others live."""
    return arms(*(((10, 200)[arm == "b"] + i if i < 20 else 400, int(i < 20), arm) for i in range(40) for arm in "ab"))


def test_a_ratio_that_changes_without_a_crossing_is_told_as_such() -> None:
    guard = told(together(), "changing_ratio")
    assert guard is not None
    assert guard.severity == "caution"
    assert "test of proportional hazards)" in guard.what
    assert told(together(), "crossing_curves") is None


def test_curves_that_cross_while_their_ratio_holds_are_not_told() -> None:
    found = analyse(late_surgery(), AnalysisPlan(endpoint="pfs", by="n_category"))
    assert found.comparison is not None
    assert found.comparison.crossings
    assert not {"crossing_curves", "changing_ratio"} & {g.kind for g in found.guards}


def test_of_many_crossings_three_are_told() -> None:
    model = analyse(together(), AnalysisPlan(by="arm")).comparison
    assert model is not None
    many = tuple(Crossing("a", name, 12.25) for name in "bcdef")
    guard = groups.crossing_curves(model.hazard_ratios, many, "months")
    assert guard is not None
    assert guard.what.startswith("Curves cross: “a” is above “b” up to about 12.3 months and below it after; “a” is")
    assert "“d”" in guard.what
    assert "“e”" not in guard.what
    assert "; and 2 more (P" in guard.what


def test_groups_whose_ratio_is_not_given_are_not_told_that_it_changes() -> None:
    naive = analyse(late_surgery(), AnalysisPlan(by="resection"))
    assert naive.comparison is not None
    assert groups.changing_ratio(naive.comparison.hazard_ratios) is not None
    assert "changing_ratio" not in {g.kind for g in naive.guards}


def test_none_of_them_stands_beside_the_sample_by_stage_or_a_randomised_arm() -> None:
    assert not OURS & {g.kind for g in analyse(sample(), AnalysisPlan(by="stage")).guards}
    randomised = arms(*((20 + 37 * i % 400, int(i % 3 > 0), "ab"[i % 2]) for i in range(100)))
    assert not [g for g in analyse(randomised, AnalysisPlan(by="arm")).guards if g.severity == "serious"]
    assert not OURS & {g.kind for g in analyse(randomised, AnalysisPlan(by="arm")).guards}
