"""A treatment after time zero: R's naive, landmark and time-varying hazard ratios, of the same patients."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import analyse
from nec_core.analysis.forest.forest_row import Forest
from nec_core.analysis.forest.timed_forest import timed_forest
from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.errors import PlanError
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from tests.analysed import answers, late_surgery, lung, sample
from tests.analysis.forest.goldens import R, same

LATE = R["late"]
HEAD = "patient_id,diagnosis_date,last_contact_date,vital_status,resection,resection_date\n"


def forest_of(cohort: Cohort, landmarks: tuple[float, ...] | None = None, **plan: object) -> Forest | None:
    patients = PlanPatients(cohort, AnalysisPlan.model_validate({"by": "resection", **plan}))
    return timed_forest(patients, landmarks)


def test_naive_landmarks_and_time_varying_equal_r() -> None:
    found = forest_of(late_surgery(), (9, 12))
    assert found is not None
    naive, six, nine, twelve, byar, varying = found.rows
    same(naive, LATE["naive"])
    for row, r in ((six, LATE["six"]), (nine, LATE["nine"]), (twelve, LATE["twelve"])):
        same(row, r["ratio"])
        assert (row.n, row.events, row.lost) == (r["n"], r["events"], r["lost"])
    assert [row.at for row in found.of("landmark")] == [6, 9, 12]
    late = answers()["late_surgery"]
    assert varying.estimate == pytest.approx(late["time_varying_cox"]["hazard_ratio"], rel=1e-6)
    assert (byar.p, byar.estimate, byar.reason) == (
        pytest.approx(late["mantel_byar"]["p"], rel=1e-9), None, "test only",
    )  # fmt: skip
    assert (f"{naive.estimate:.2f}", f"{varying.estimate:.2f}") == ("0.32", "0.88")


def test_of_all_of_them_the_naive_one_alone_is_significant_in_the_sample_with_late_surgery() -> None:
    found = forest_of(late_surgery())
    assert found is not None
    naive, *others = found.rows
    assert naive.kind == "naive" and naive.p is not None and naive.p < 0.001
    assert {row.kind for row in others} == {"landmark", "mantel_byar", "time_varying"}
    told = [row.p for row in others if row.p is not None]
    assert min(told) > 0.4 and len(told) == 4  # by three months nobody was treated


def test_it_is_what_the_survival_page_says_of_the_same_treatment() -> None:
    found, page = forest_of(late_surgery()), analyse(late_surgery(), AnalysisPlan(by="resection")).timed
    assert found is not None
    assert page is not None
    assert found.rows[-1].estimate == page.hazard_ratio.hazard_ratio
    assert found.rows[1].n == int(page.landmark.table.n.sum())
    assert found.rows[1].p == pytest.approx(page.landmark_test.p, abs=0.01)  # Wald's and the log-rank test's


def test_the_planned_landmark_is_planned_and_the_others_are_sensitivity() -> None:
    found = forest_of(late_surgery(), landmark=8)
    assert found is not None
    assert [(row.at, row.planned) for row in found.of("landmark")] == [(8, True), (4, False), (16, False)]
    assert found.of("naive")[0].planned


def test_all_rows_are_of_the_same_patients_and_the_undated_are_counted() -> None:
    rows = "".join(
        f"P{i},2010-01-01,20{11 + i % 3}-01-01,dead,{'yes' if i % 2 else 'no'},{'2010-03-01' if i % 4 == 1 else ''}\n"
        for i in range(12)
    )
    found = forest_of(admit((HEAD + rows).encode(), "made.csv").cohort)
    assert found is not None
    assert (found.n, found.n_left_out) == (9, 3)
    assert [row.n for row in found.rows if row.kind != "landmark"] == [9, 9, 9]
    assert all(row.n + row.lost == 9 for row in found.of("landmark"))


def test_where_nobody_is_treated_each_row_says_so() -> None:
    rows = "".join(f"P{i},2010-01-01,2011-01-0{i + 1},dead,no,\n" for i in range(5))
    cohort = admit((HEAD + rows + "Q,2010-01-01,2010-02-01,dead,yes,2010-01-20\n").encode(), "made.csv").cohort
    found = forest_of(cohort.subset((cohort.records["resection"] == "no").to_numpy()))
    assert found is not None
    assert [row.reason for row in found.of("naive")] == ["one group"]
    assert [row.reason for row in found.of("landmark")] == ["one group"] * 3
    assert [row.estimate for row in found.rows] == [None] * len(found.rows)


def test_without_dates_there_is_none_and_without_a_treatment_it_is_refused() -> None:
    with pytest.raises(PlanError, match="needs a treatment"):
        timed_forest(PlanPatients(sample(), AnalysisPlan(by="stage")))
    with pytest.raises(PlanError, match="needs a treatment"):
        timed_forest(PlanPatients(lung(), AnalysisPlan(by="who")))
    with pytest.raises(PlanError, match="leave the entry out"):
        forest_of(late_surgery(), entry="systemic_date")
    without = "patient_id,diagnosis_date,last_contact_date,vital_status,resection\na,2010-01-01,2011-01-01,dead,yes\n"
    assert forest_of(admit(without.encode(), "made.csv").cohort) is None


def test_a_treatment_on_the_last_day_makes_a_patient_treated_only_naively() -> None:
    rows = "A,2010-01-01,2010-06-01,dead,yes,2010-06-01\nB,2010-01-01,2011-01-01,dead,no,\n"
    found = forest_of(admit((HEAD + rows).encode(), "made.csv").cohort)
    assert found is not None
    assert [arm.n for arm in found.of("naive")[0].arms] == [1, 1]
    assert [arm.n for arm in found.of("time_varying")[0].arms] == [2, 0]
