"""Cox models of a cohort: R's numbers on lung, who is in the model, and where it can mislead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nec_core.analysis import guards
from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guards import Guard, ordered
from nec_core.analysis.regression import Regression, regression, regression_guards
from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times
from nec_core.survival.cox.collinearity import Inflation
from nec_core.survival.cox.proportional_hazards import ProportionalHazards
from tests.analysed import answers, extract, late_surgery, lung, sample

R = answers()["lung"]


def model_guards(found: Regression) -> tuple[Guard, ...]:
    return ordered(regression_guards(found))


def fitted(cohort: Cohort, *covariates: str, strata: str | None = None) -> Regression:
    return regression(cohort, endpoint_times(cohort, "os"), covariates, strata)


def made(rows: list[tuple[object, ...]], **kinds: tuple[str, ...]) -> Cohort:
    names = (*kinds.get("category", ()), *kinds.get("number", ()))
    return extract(("PatientID", "SurvivalDays", "Died", *names), rows, **kinds)


def kinds_of(found: Regression) -> list[str]:
    return [g.kind for g in model_guards(found)]


def same(found: Regression, r: dict[str, list[float]]) -> None:
    coefficients = found.model.coefficients
    for name in ("hazard_ratio", "lower", "upper", "p"):
        assert [getattr(c, name) for c in coefficients] == pytest.approx(r[name], rel=1e-6), name
    assert (found.model.n, found.model.n_events) == (r["n"], r["events"])
    lr = found.model.likelihood_ratio
    assert (lr.chi2, lr.df) == pytest.approx((r["lr"], r["df"]), rel=1e-6)
    zph = found.model.proportional_hazards_km
    # R gives GLOBAL as a line of its own, also where there is one term.
    assert [t.chi2 for t in zph] == pytest.approx(r["zph_chi2"], rel=1e-6)
    assert [t.p for t in zph] == pytest.approx(r["zph_p"], rel=1e-6)


def test_sex_alone_equals_r() -> None:
    found = fitted(lung(), "who")
    same(found, R["sex"])
    assert found.model.coefficients[0].hazard_ratio == pytest.approx(0.588003, abs=5e-7)
    assert (found.model.coefficients[0].level, found.model.coefficients[0].reference) == ("2 female", "1 male")


def test_a_chosen_reference_is_what_the_others_are_compared_with() -> None:
    found = regression(lung(), endpoint_times(lung(), "os"), ["who"], references={"who": "2 female"})
    (male,) = found.model.coefficients
    assert (male.level, male.reference) == ("1 male", "2 female")
    assert (male.lower, male.upper) == pytest.approx((1 / R["sex"]["upper"][0], 1 / R["sex"]["lower"][0]), rel=1e-6)


def test_a_reference_nobody_in_the_model_has_gives_way_to_the_usual_one() -> None:
    cohort = made([(i, 10 + i, 1, "abc"[i % 3]) for i in range(30)], category=("arm",))
    few = cohort.subset((cohort.records["arm"] != "c").to_numpy())
    found = regression(few, endpoint_times(few, "os"), ["arm"], references={"arm": "c"})
    assert [(c.level, c.reference) for c in found.model.coefficients] == [("b", "a")]


def test_three_together_equal_r_on_those_who_have_all_three() -> None:
    found = fitted(lung(), "years", "who", "score")
    same(found, R["together"])
    assert found.model.n_left_out == 1
    assert found.model.concordance.value == pytest.approx(R["together"]["concordance"], rel=1e-9)


def test_strata_equal_r_and_get_no_hazard_ratio() -> None:
    found = fitted(lung(), "years", strata="who")
    same(found, R["stratified"])
    assert found.strata is not None
    assert (found.strata.name, [v.name for v in found.covariates]) == ("who", ["years"])


def test_a_variable_named_twice_is_in_once() -> None:
    found = fitted(lung(), "years", "years")
    assert [v.name for v in found.covariates] == ["years"]
    assert len(found.model.coefficients) == 1


def test_events_per_term_are_events_over_coefficients() -> None:
    assert fitted(lung(), "years", "who", "score").events_per_term == pytest.approx(164 / 3)
    assert kinds_of(fitted(lung(), "years", "who", "score")) == ["excluded"]


def test_few_events_for_the_terms_are_told() -> None:
    guard = next(g for g in model_guards(fitted(sample(), "age_years", "stage", "sex")) if g.severity == "caution")
    assert guard.what == "Only 8.0 events for each term of the model."


# Nobody of "b" has the event: Cox's estimate runs off.
ENDLESS: list[tuple[object, ...]] = [(i, i + 1, int(i % 2 == 0), "ab"[i % 2]) for i in range(20)]


def test_where_cox_runs_off_firth_s_estimate_stands_beside() -> None:
    found = fitted(made(ENDLESS, category=("arm",)), "arm")
    assert found.model.coefficients[0].infinite == -1
    assert found.firth is not None
    (c,) = found.firth.coefficients
    assert 0 < (c.hazard_ratio or 0) < 0.2
    guard = model_guards(found)[0]
    assert (guard.kind, guard.severity) == ("endless", "serious")
    assert guard.do == "Read the penalised estimate (Firth) instead."


def test_firth_is_not_fitted_where_cox_has_an_answer_or_patients_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fitted(lung(), "who").firth is None
    monkeypatch.setattr("nec_core.analysis.regression.FIRTH_UP_TO_PATIENTS", 19)
    found = fitted(made(ENDLESS, category=("arm",)), "arm")
    assert found.firth is None
    assert model_guards(found)[0].do == "Join that level with another one."


@pytest.mark.parametrize(("patients", "fitted_too"), [(5000, True), (5001, False)])
def test_firth_is_fitted_up_to_five_thousand_patients(patients: int, fitted_too: bool) -> None:
    many: list[tuple[object, ...]] = [(i, i + 1, int(i % 2 == 0), "ab"[i % 2]) for i in range(patients)]
    found = fitted(made(many, category=("arm",)), "arm")
    assert found.model.coefficients[0].infinite == -1
    assert (found.firth is not None) is fitted_too


def test_the_reference_is_the_first_level_that_somebody_in_the_model_has() -> None:
    rows: list[tuple[object, ...]] = [
        (i, i + 1, i % 3 > 0, "abc"[i % 3], "" if i % 3 == 0 else i * 7 % 5) for i in range(30)
    ]
    rows = [(i, t, int(e), arm, x) for i, t, e, arm, x in rows]
    cohort = made(rows, category=("arm",), number=("x",))
    alone, together = fitted(cohort, "arm"), fitted(cohort, "arm", "x")
    assert {c.reference for c in alone.model.coefficients} == {"a"}
    # Nobody of "a" has x: the model has "b" and "c" only.
    assert [(c.level, c.reference) for c in together.model.coefficients] == [("c", "b"), (None, None)]
    assert together.model.n == 20


def test_hazards_that_do_not_stay_proportional_are_named_as_the_reader_knows_them() -> None:
    guard = next(g for g in model_guards(fitted(late_surgery(), "resection")) if g.kind == "unproportional")
    assert guard.what == "The hazard ratio changes over time for “Resection of the primary”."


@pytest.mark.parametrize(("p", "told"), [(0.04999, True), (0.05, False), (0.05001, False), (None, False)])
def test_hazards_are_said_not_to_be_proportional_below_five_percent(p: float | None, told: bool) -> None:
    found = fitted(lung(), "who")
    tested = replace(found.model, proportional_hazards_km=(ProportionalHazards("who", 3.85, 1, p),))
    assert ("unproportional" in kinds_of(replace(found, model=tested))) is told


def test_patients_without_a_value_are_told() -> None:
    (guard,) = (g for g in model_guards(fitted(lung(), "score")) if g.kind == "excluded")
    assert guard.what == "1 patient is left out: a value of the model is not recorded (1)."


@pytest.mark.parametrize(
    ("covariates", "strata", "message"),
    [
        ((), None, "A model needs at least one variable: choose one."),
        (("diagnosis_date",), None, "“Date of diagnosis” can't be in a model: choose a category or a number."),
        (("age_years",), "age_years", "“Age at diagnosis” can't be a stratum: choose a category."),
        (("colour",), None, "This cohort has no variable “colour”. It has:"),
    ],
)
def test_what_can_t_be_modelled_is_refused_in_a_sentence(
    covariates: tuple[str, ...], strata: str | None, message: str
) -> None:
    with pytest.raises(PlanError) as error:
        fitted(sample(), *covariates, strata=strata)
    assert str(error.value).startswith(message)


def test_one_level_only_and_nobody_complete_are_refused() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, "a", "" if i < 5 else 1, 1 if i < 5 else "") for i in range(10)]
    cohort = made(rows, category=("arm",), number=("x", "y"))
    with pytest.raises(PlanError, match=r"^“arm” has one level only among these patients: it can't be in a model\.$"):
        fitted(cohort, "arm")
    with pytest.raises(PlanError, match=r"^No patient has a value of all of “x”, “y”\. Take one of them out\.$"):
        fitted(cohort, "x", "y")


def test_a_plan_without_anybody_has_no_model_and_one_without_events_no_estimate() -> None:
    nobody = AnalysisPlan.checked(
        covariates=("age_years",), filter={"ranges": [{"variable": "age_years", "minimum": 119}]}
    )
    assert analyse(sample(), nobody).regression is None
    quiet = fitted(made([(i, i + 1, 0, i) for i in range(9)], number=("x",)), "x")
    assert (quiet.model.n_events, quiet.model.coefficients[0].hazard_ratio) == (0, None)


def ages(apart: float) -> Cohort:
    """Eighty patients with their age and another one that is like it."""
    rows = [(i, 37 * i % 89 + 1, int(i % 4 > 0), 40 + i % 37, 40 + i % 37 + apart * (i % 7), i % 2) for i in range(80)]
    columns = ("PatientID", "SurvivalDays", "Died", "age", "age_at_treatment", "arm")
    return extract(columns, rows, number=("age", "age_at_treatment"), category=("arm",))


def test_covariates_that_tell_the_same_are_named() -> None:
    found = analyse(ages(0.1), AnalysisPlan(covariates=("age", "age_at_treatment", "arm"))).guards
    (guard,) = (g for g in found if g.kind == "collinear")
    assert (guard.severity, guard.about) == ("caution", "model")
    assert guard.what.startswith("“age” and “age_at_treatment” say nearly the same (variance inflation ")
    assert guard.what.count("“") == 2  # each pair once


def test_covariates_are_collinear_from_a_variance_inflation_of_ten_on() -> None:
    told = {"a": "A", "b": "B"}
    assert guards.collinear([Inflation("a", 1, 9.99, "b"), Inflation("b", 1, None, "a")][:1], told) is None
    guard = guards.collinear([Inflation("a", 1, 10.0, "b")], told)
    assert guard is not None
    assert guard.what == "“A” and “B” say nearly the same (variance inflation 10)."


def test_a_covariate_settled_by_another_is_told_so() -> None:
    guard = guards.collinear([Inflation("a", 1, None, "b")], {})
    assert guard is not None
    assert guard.what == "All or part of “a” is said by “b” already, and gets no hazard ratio."


def test_honest_covariates_are_not_told_to_be_collinear() -> None:
    for cohort, covariates in (
        (ages(6), ("age", "age_at_treatment", "arm")),
        (sample(), ("age_years", "stage", "sex")),
    ):
        kinds = {g.kind for g in analyse(cohort, AnalysisPlan(covariates=covariates)).guards}
        assert "collinear" not in kinds
