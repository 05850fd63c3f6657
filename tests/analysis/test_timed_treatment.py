"""A treatment after time zero, compared without immortal time: equal to R on the late surgery sample."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.timed_treatment import TimedTreatment, timed_treatment
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter, TreatmentCondition
from nec_core.patients.endpoints import endpoint_times
from tests.analysed import answers, late_surgery, mgus2, sample

R = answers()["late_surgery"]
HEAD = "patient_id,diagnosis_date,last_contact_date,vital_status,resection,resection_date\n"


def timed(cohort: Cohort, **plan: object) -> TimedTreatment:
    found = analyse(cohort, AnalysisPlan.model_validate({"by": "resection", **plan})).timed
    assert found is not None
    return found


def cohort_of(rows: str) -> Cohort:
    return admit((HEAD + rows).encode(), "made.csv").cohort


def test_the_naive_p_is_r_s_and_misleads() -> None:
    naive = analyse(late_surgery(), AnalysisPlan(by="resection")).log_rank
    assert naive is not None
    assert (naive.chi2, naive.p) == pytest.approx((R["naive"]["chi2"], R["naive"]["p"]), rel=1e-9)
    assert naive.p == pytest.approx(8.2459e-10, rel=1e-4)


def test_from_a_landmark_at_six_months_it_equals_r() -> None:
    found = timed(late_surgery())
    assert found.landmark.landmark == pytest.approx(6)
    assert [c.n for c in found.landmark_curves] == R["landmark"]["n"]
    assert [c.name for c in found.landmark_curves] == ["not begun by 6 months", "begun by 6 months"]
    assert found.landmark.dropped_events == R["landmark"]["dropped_events"]
    assert found.landmark.dropped_censored == R["landmark"]["dropped_censored"]
    assert found.landmark_test.p == pytest.approx(R["landmark"]["p"], rel=1e-9)
    assert found.landmark_test.p == pytest.approx(0.416, abs=5e-4)


def test_the_mantel_byar_test_equals_r() -> None:
    byar = timed(late_surgery()).mantel_byar
    assert (byar.chi2, byar.p) == pytest.approx((R["mantel_byar"]["chi2"], R["mantel_byar"]["p"]), rel=1e-9)
    assert [c.name for c in byar.curves] == ["not (yet) treated", "treated"]


def test_the_time_varying_cox_model_equals_r() -> None:
    ratio = timed(late_surgery()).hazard_ratio
    r = R["time_varying_cox"]
    found = (ratio.hazard_ratio, ratio.lower, ratio.upper, ratio.p)
    assert found == pytest.approx((r["hazard_ratio"], r["lower"], r["upper"], r["p"]), rel=1e-6)
    assert (ratio.term, ratio.hazard_ratio) == ("resection", pytest.approx(0.8806, abs=5e-5))


def test_patients_are_counted_with_the_median_start() -> None:
    found = timed(late_surgery(), unit="days")
    assert (found.n, found.n_treated, found.n_without_date) == (R["n"], R["treated"], 0)
    assert found.median_start == R["median_start_days"]
    assert (found.unit, found.treatment.name) == ("days", "resection")


def test_the_landmark_can_be_chosen_and_names_the_groups() -> None:
    found = timed(late_surgery(), landmark=9)
    assert found.landmark.landmark == 9
    assert found.landmark_curves[1].name == "begun by 9 months"
    assert (
        sum(c.n for c in found.landmark_curves) + found.landmark.dropped_events + found.landmark.dropped_censored == 150
    )


def test_the_unit_changes_no_test() -> None:
    in_days, in_years = timed(late_surgery(), unit="days"), timed(late_surgery(), unit="years")
    assert in_days.landmark_test.p == pytest.approx(in_years.landmark_test.p, rel=1e-9)
    assert in_days.mantel_byar.p == pytest.approx(in_years.mantel_byar.p, rel=1e-9)


def test_intervals_have_the_plan_s_level_and_type() -> None:
    found = timed(late_surgery(), conf_level=0.9, conf_type="plain")
    assert found.conf_level == 0.9
    for curve in (*found.landmark_curves, *found.mantel_byar.curves):
        assert (curve.conf_level, curve.conf_type) == (0.9, "plain")


def test_who_was_treated_but_nobody_knows_when_is_left_out_and_counted() -> None:
    found = timed(
        cohort_of(
            "a,2020-01-01,2021-01-01,dead,yes,2020-03-01\nb,2020-01-01,2021-06-01,dead,yes,\n"
            "c,2020-01-01,2020-12-01,alive,no,\nd,2020-01-01,2020-11-01,dead,unknown,\n"
        ),
        unit="days",
    )
    assert (found.n, found.n_treated, found.n_without_date) == (2, 1, 1)
    assert found.median_start == 60


def test_a_start_known_to_the_month_follows_the_plan() -> None:
    cohort = cohort_of(
        "a,2020-01-01,2021-01-01,dead,yes,2020-03-01\nb,2020-01-01,2021-06-01,dead,yes,2020-05\n"
        "c,2020-01-01,2020-12-01,alive,no,\nd,2020-01-01,2020-11-01,dead,yes,2020\n"
    )
    out = timed(cohort, unit="days")
    assert (out.n, out.n_treated, out.n_without_date, out.n_partial_date, out.median_start) == (2, 1, 0, 2, 60)
    used = timed(cohort, unit="days", partial_dates="earliest")
    assert (used.n, used.n_treated, used.n_without_date, used.n_partial_date, used.median_start) == (4, 3, 0, 0, 60)


def test_a_treatment_before_time_zero_counts_from_time_zero() -> None:
    found = timed(
        cohort_of("a,2020-01-15,2021-01-01,dead,yes,2020-01-01\nb,2020-01-01,2020-12-01,dead,no,\n"), unit="days"
    )
    assert (found.median_start, found.n_treated) == (0, 1)


def test_a_treatment_on_the_last_day_came_too_late_to_count() -> None:
    found = timed(
        cohort_of("a,2020-01-01,2020-03-01,dead,yes,2020-03-01\nb,2020-01-01,2020-12-01,dead,no,\n"), unit="days"
    )
    assert (found.n, found.n_treated, found.median_start) == (2, 0, None)
    assert found.hazard_ratio.hazard_ratio is None


def test_without_dates_there_is_nothing_to_compare_in_time() -> None:
    cohort = late_surgery()
    patients = endpoint_times(cohort, "os")
    assert timed_treatment(cohort, patients, cohort.variable("sex"), "diagnosis", "months") is None
    assert analyse(sample(), AnalysisPlan(by="best_supportive_care")).timed is None
    stated = mgus2()
    assert (
        timed_treatment(stated, endpoint_times(stated, "os"), cohort.variable("resection"), "diagnosis", "days") is None
    )


def test_nobody_with_a_known_treatment_is_none() -> None:
    cohort = cohort_of("a,2020-01-01,2021-01-01,dead,yes,2020-03-01\nb,2020-01-01,2021-06-01,dead,yes,\n")
    undated = cohort.subset(cohort.records["resection_date"].isna().to_numpy())
    resection = cohort.variable("resection")
    assert timed_treatment(undated, endpoint_times(undated, "os"), resection, "diagnosis", "days") is None


def test_a_filter_applies_here_too() -> None:
    operated = CohortFilter(treatments=TreatmentCondition(any_of=("resection",)))
    assert timed(late_surgery(), filter=operated.model_dump()).n == 73
