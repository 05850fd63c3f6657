"""Delayed entry in a plan: R's numbers, and everybody who can't be used is counted with a reason."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.errors import PlanError
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.delayed_entry import entries
from nec_core.patients.endpoints import available
from tests.analysed import answers, extract, lung_by_ecog, sample

DATES = """PatientID,DateOfDiagnosis,DateOfFirstVisit,DateOfLastContact,DateOfDeath,VitalStatus
1,2020-01-01,2020-01-01,,2020-06-01,dead
2,2020-01-01,2020-03-01,,2020-09-01,dead
3,2020-01-01,2019-12-01,2021-01-01,,alive
4,2020-01-01,2021-01-01,2020-07-01,,alive
5,2020-01-01,,2020-07-01,,alive
6,2020-01-01,2020-07-01,2020-07-01,,alive
7,2020-01-01,2020-03,2020-07-01,,alive
"""


def of_dates() -> Cohort:
    return admit(DATES.encode(), "dates.csv").cohort


def lung_seen(**plan: object) -> SurvivalResult:
    return analyse(
        lung_by_ecog(), AnalysisPlan.model_validate({"by": "who", "entry": "seen", "times": (180, 365)} | plan)
    )


def test_curves_tests_and_hazard_ratios_equal_r() -> None:
    found, r = lung_seen(strata="level"), answers()["lung"]["delayed"]
    assert (found.n, found.n_events) == (r["n"], r["events"])
    assert [g.median.value for g in found.groups] == r["median"]
    flat = [rate for g in found.groups for rate in g.rates]
    for field in ("survival", "lower", "upper"):
        assert [getattr(x, field) for x in flat] == pytest.approx(r[field], rel=1e-9)
    assert found.comparison is not None
    assert found.comparison.log_rank.chi2 == pytest.approx(r["log_rank"], rel=1e-9)
    assert found.comparison.stratified is not None
    assert found.comparison.stratified.chi2 == pytest.approx(r["log_rank_within_ecog"], rel=1e-9)
    (ratio,) = found.comparison.hazard_ratios.coefficients
    expected = (r["hazard_ratio"][0], r["lower_ratio"][0], r["upper_ratio"][0])
    assert (ratio.hazard_ratio, ratio.lower, ratio.upper) == pytest.approx(expected, rel=1e-6)


def test_a_model_counts_patients_from_their_entry_too() -> None:
    found = lung_seen(covariates=("years", "who"))
    assert found.regression is not None
    ratios = [c.hazard_ratio for c in found.regression.model.coefficients]
    assert ratios == pytest.approx(answers()["lung"]["delayed"]["both"], rel=1e-6)


def test_who_was_last_seen_before_entering_is_counted_out() -> None:
    found = lung_seen()
    assert found.excluded == {"last seen before coming under observation": 228 - found.n}


def test_entry_from_a_date_counts_days_from_time_zero_and_says_who_is_left_out() -> None:
    plan = AnalysisPlan(entry="first_visit_date", unit="days")
    found = analyse(of_dates(), plan)
    assert found.excluded == {
        "First visit or study entry not recorded": 1,
        "First visit or study entry known only to the month or year": 1,
        "last seen before coming under observation": 2,
    }
    assert (found.n, found.n_events) == (3, 2)
    # Entered on day 60 (2), from the start (1, and 3 who was seen before the diagnosis).
    assert found.table.entered is not None
    np.testing.assert_array_equal(found.table.times, [60, 152, 244, 366])
    np.testing.assert_array_equal(found.table.entered[0], [1, 0, 0, 0])
    np.testing.assert_array_equal(found.table.at_risk[0], [2, 3, 2, 1])
    assert found.entry is not None
    assert found.entry.label == "First visit or study entry"
    used = analyse(of_dates(), plan.model_copy(update={"partial_dates": "earliest"}))
    assert used.n == 4


def test_without_entry_nobody_is_left_out_for_it() -> None:
    assert analyse(of_dates(), AnalysisPlan(unit="days")).table.entered is None


def test_the_diagnosis_and_the_ends_of_follow_up_are_no_entries() -> None:
    cohort = of_dates()
    assert [v.name for v in entries(cohort, available(cohort)[0])] == ["first_visit_date"]


@pytest.mark.parametrize("name", ["death_date", "vital_status"])
def test_what_can_not_be_an_entry_is_refused_with_what_can(name: str) -> None:
    with pytest.raises(
        PlanError, match=r"can't be the entry: this endpoint needs a date\. It has: first_visit_date\.$"
    ):
        analyse(of_dates(), AnalysisPlan(entry=name))


def test_a_treatment_is_not_compared_over_time_with_delayed_entry_but_the_guard_stands() -> None:
    found = analyse(sample(), AnalysisPlan(by="resection", entry="systemic_date"))
    assert found.timed is None
    assert found.guards[0].kind == "immortal_time"


def test_small_risk_sets_at_the_start_are_told() -> None:
    # Two are watched from the start and one of them dies on day 20; thirty more are seen from day 100 on.
    rows = [("a", 20, 1, 0), ("b", 300, 0, 0), *((i, 200 + i, 1, 100) for i in range(30))]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "seen"), rows, number=("seen",))
    guard = analyse(cohort, AnalysisPlan(entry="seen")).guards[0]
    assert (guard.kind, guard.severity) == ("small_early_risk_sets", "caution")
    assert guard.what == "Early on, fewer than 5 patients were under observation in “All patients”."
    assert "small_early_risk_sets" not in {g.kind for g in analyse(cohort, AnalysisPlan()).guards}
