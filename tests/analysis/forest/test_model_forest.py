"""Each variable alone and all together, line by line, from the regressions that tables print."""

from __future__ import annotations

import pytest

from nec_core.analysis.forest.forest_row import Forest, best_coefficients
from nec_core.analysis.forest.model_forest import model_forest
from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.regression import regression
from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times
from tests.analysed import extract, lung, mgus2, sample


def forest_of(cohort: Cohort, *covariates: str, **plan: object) -> Forest:
    return model_forest(PlanPatients(cohort, AnalysisPlan.model_validate({"covariates": covariates, **plan})))


def test_every_number_is_that_of_the_regression_alone_and_together() -> None:
    found = forest_of(lung(), "years", "who", "score")
    times = endpoint_times(lung(), "os")
    for kind, models in (
        ("univariable", [regression(lung(), times, [name]) for name in ("years", "who", "score")]),
        ("multivariable", [regression(lung(), times, ["years", "who", "score"])]),
    ):
        rows = [r for r in found.of(kind) if r.reason != "reference"]
        theirs = [c for m in models for c in best_coefficients(m)]
        assert [(r.estimate, r.lower, r.upper, r.p) for r in rows] == [
            (c.hazard_ratio, c.lower, c.upper, c.p) for c in theirs
        ]
    assert (found.n, found.events, found.n_left_out) == (227, 164, 1)
    assert not found.penalised


def test_each_level_counts_its_own_patients_and_events() -> None:
    found = forest_of(sample(), "stage", "age_years")
    dead = (sample().records["vital_status"] == "dead").to_numpy()
    stage = sample().records["stage"].to_numpy()
    rows = {(r.kind, r.level): (r.n, r.events) for r in found.rows if r.label == "Stage at diagnosis"}
    for level, words in (("LRD", "Locoregional (LRD)"), ("metastatic", "Metastatic")):
        counted = (int((stage == level).sum()), int((dead & (stage == level)).sum()))
        assert rows["univariable", words] == rows["multivariable", words] == counted
    assert [(r.unit, r.n) for r in found.rows if r.label == "Age at diagnosis"] == [("year", 38), ("year", 38)]


def test_the_reference_comes_first_at_one_without_limits() -> None:
    first, joint, *_ = forest_of(sample(), "stage", references={"stage": "metastatic"}).rows
    assert (first.level, first.reason, first.estimate, first.lower, first.p) == (
        "Metastatic", "reference", 1.0, None, None,
    )  # fmt: skip
    assert (joint.kind, joint.level) == ("multivariable", "Metastatic")


def test_an_infinite_hazard_ratio_keeps_its_row_its_way_and_firth_s_estimate() -> None:
    rows = [(i, 10 + i, int(i % 3 != 0), "ab"[i % 3 == 0]) for i in range(30)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    found = forest_of(cohort, "arm")
    row = found.rows[2]
    assert (row.level, row.events, row.reason) == ("b", 0, "infinitely low")
    assert found.penalised
    assert row.estimate is not None
    assert 0 < row.estimate < 1


def test_without_events_no_row_has_an_estimate_and_each_says_why() -> None:
    cohort = extract(
        ("PatientID", "SurvivalDays", "Died", "arm"), [(i, 9 + i, 0, "ab"[i % 2]) for i in range(8)], category=("arm",)
    )
    found = forest_of(cohort, "arm")
    assert [(r.reason, r.estimate) for r in found.rows] == [("reference", 1.0)] * 2 + [("no events", None)] * 2
    assert (found.n, found.events) == (8, 0)


def test_a_variable_of_one_level_keeps_a_line_and_leaves_the_others_their_model() -> None:
    rows = [(i, 10 + i, 1, "a", 40 + i % 7) for i in range(20)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm", "years"), rows, category=("arm",), number=("years",))
    found = forest_of(cohort, "arm", "years")
    alone = found.rows[0]
    assert (alone.label, alone.reason, alone.n, alone.events) == ("arm", "one group", 20, 20)
    assert [r.kind for r in found.rows[1:]] == ["univariable", "multivariable"]
    assert found.rows[1].estimate == pytest.approx(found.rows[2].estimate)


def test_one_patient_and_nobody_are_told_without_an_estimate() -> None:
    one = extract(("PatientID", "SurvivalDays", "Died", "years"), [(1, 10, 1, 50)], number=("years",))
    found = forest_of(one, "years")
    assert [(r.estimate, r.reason) for r in found.rows] == [(None, "adds nothing")] * 2
    nobody = forest_of(sample(), "stage", filter={"ranges": [{"variable": "age_years", "minimum": 119}]})
    assert (nobody.n, nobody.n_left_out, [r.reason for r in nobody.rows]) == (0, 0, ["one group"])


def test_a_level_nobody_has_among_the_complete_is_marked_so() -> None:
    rows = [(i, 10 + i, 1, "abc"[i % 3], "" if i % 3 == 2 else 40 + i) for i in range(30)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm", "years"), rows, category=("arm",), number=("years",))
    rows_of = {(r.kind, r.level): r for r in forest_of(cohort, "arm", "years").rows}
    assert rows_of["univariable", "c"].n == 10
    assert (rows_of["multivariable", "c"].n, rows_of["multivariable", "c"].reason) == (0, "nobody")


def test_a_date_is_refused() -> None:
    with pytest.raises(PlanError, match="can't be in a model"):
        forest_of(sample(), "diagnosis_date")
    with pytest.raises(PlanError, match="at least one variable"):
        forest_of(sample())


def test_with_competing_events_fine_gray_and_the_competing_hazard_stand_beside_the_event_s() -> None:
    found = forest_of(mgus2(), "who")
    model = regression(mgus2(), endpoint_times(mgus2(), "os"), ["who"])
    assert model.competing is not None
    (subdistribution,), (other,) = found.of("subdistribution"), found.of("competing_hazard")
    theirs = model.competing.fine_gray[0]
    assert (subdistribution.estimate, subdistribution.p) == (theirs.hazard_ratio, theirs.p)
    assert (subdistribution.n, subdistribution.events) == (model.model.n, model.model.n_events)
    own = model.competing.competing_hazard.coefficients[0]
    assert (other.estimate, other.lower, other.upper) == (own.hazard_ratio, own.lower, own.upper)
    assert other.events == model.competing.competing_hazard.n_events
    assert forest_of(sample(), "stage").of("subdistribution") == ()
