"""Cox regression against R: coefficients, tests, concordance, proportional hazards; infinite and aliased columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from nec_core.errors import PlanError
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.cox.design import Factor
from nec_core.survival.cox.model import CoxModel, cox, cox_groups
from nec_core.survival.cox.time_varying import split_at_change
from tests.survival.goldens import ITERATIVE, assert_same, cases, codes, columns, columns_of
from tests.survival.strategies import Cohort, cohorts

GOLDENS = cases("cox")


def factor(values: np.ndarray, reference: int = 0) -> Factor:
    """Levels in R's order; nan is not known."""
    if values.dtype.kind == "f":
        levels = sorted(set(values[~np.isnan(values)].tolist()))
        return Factor(np.array([-1 if v != v else levels.index(v) for v in values]), tuple(map(str, levels)), reference)
    levels = sorted(set(values.tolist()))
    return Factor(codes(values, levels), tuple(levels), reference)


def golden_model(name: str) -> CoxModel:
    """The model of a golden's formula, fitted here."""
    formula = GOLDENS[name]["formula"].replace(" ", "")
    left, right = formula.split("~")
    data = columns_of(name.split("_")[0], cases("kaplan_meier").get(name, {}))
    covariates: dict[str, Any] = {}
    strata = None
    for term in right.split("+"):
        if term.startswith("strata("):
            strata = np.asarray(factor(data[term[7:-1]]).codes)
        elif term.startswith("factor("):
            covariates[term] = factor(data[term[7:-1]])
        else:
            covariates[term] = factor(data[term]) if data[term].dtype.kind == "U" else data[term]
    times = left.removeprefix("Surv(").removesuffix(")").split(",")
    entry = data[times[0]] if len(times) == 3 else None
    return cox(data[times[-2]], data[times[-1]] == 1, covariates, "days", entry, strata)


@pytest.mark.parametrize("name", GOLDENS)
def test_coefficients_and_tests_equal_r(name: str) -> None:
    model, r = golden_model(name), GOLDENS[name]
    assert (model.n, model.n_events) == (r["n"], r["events"])
    for field in ("coef", "std_error", "hazard_ratio", "lower", "upper", "z", "p"):
        assert_same([getattr(c, field) for c in model.coefficients], r[field], ITERATIVE, field)
    assert_same([model.log_likelihood_null, model.log_likelihood], r["loglik"], ITERATIVE)
    assert_same(model.likelihood_ratio.chi2, r["lr"], ITERATIVE)
    assert_same(model.wald.chi2, r["wald"], ITERATIVE)
    assert_same(model.score.chi2, r["score"], ITERATIVE)
    assert model.likelihood_ratio.df == model.wald.df == model.score.df == r["df"]
    assert all(c.infinite == 0 and not c.aliased for c in model.coefficients)


@pytest.mark.parametrize("name", GOLDENS)
def test_concordance_and_its_standard_error_equal_r(name: str) -> None:
    ours = golden_model(name).concordance
    assert_same([ours.value, ours.std_error], GOLDENS[name]["concordance"], ITERATIVE)


@pytest.mark.parametrize("name", GOLDENS)
def test_proportional_hazards_equal_rs_cox_zph(name: str) -> None:
    model, r = golden_model(name), GOLDENS[name]
    for ours, theirs in (
        (model.proportional_hazards_km, r["zph_km"]),
        (model.proportional_hazards_identity, r["zph_identity"]),
    ):
        assert [test.term for test in ours] == theirs["terms"]
        for field in ("chi2", "df", "p"):
            assert_same([getattr(test, field) for test in ours], theirs[field], ITERATIVE, field)


@pytest.mark.parametrize("name", ["lung", "aml", "veteran", "gbsg", "mgus2", "kidney"])
def test_groups_on_the_table_equal_groups_on_the_rows(name: str) -> None:
    data = columns(name)
    group = factor(data["g"])
    on_rows = cox(data["t"], data["e"] == 1, {"group": group}, "days")
    on_table = cox_groups(event_table(data["t"], data["e"] == 1, group.codes, group.levels, "days"))
    assert_same_model(on_table, on_rows)


def test_another_reference_turns_the_hazard_ratio_round() -> None:
    data = columns("lung")
    group = factor(data["g"])
    table = event_table(data["t"], data["e"] == 1, group.codes, group.levels, "days")
    men, women = cox_groups(table).coefficients[0], cox_groups(table, reference=1).coefficients[0]
    assert (women.level, women.reference) == ("Female", "Male")
    assert (men.level, men.reference) == ("Male", "Female")
    assert women.hazard_ratio == pytest.approx(0.588003, abs=1e-6)
    assert women.lower == pytest.approx(0.423718, abs=1e-6)
    assert women.upper == pytest.approx(0.815985, abs=1e-6)
    assert men.coef == pytest.approx(-women.coef)


@given(cohorts(max_groups=2))
@settings(max_examples=50)
def test_without_ties_the_score_test_is_the_log_rank_test(cohort: Cohort) -> None:
    if cohort.groups < 2 or np.unique(cohort.group).size < 2 or not cohort.event.any():
        return
    time = np.arange(cohort.time.size)[np.argsort(np.argsort(cohort.time, kind="stable"))]
    table = event_table(time, cohort.event, cohort.group, ("a", "b"), "days")
    model, test = cox_groups(table), log_rank(table)
    if test.chi2 is not None and model.score.chi2 is not None:
        assert model.score.chi2 == pytest.approx(test.chi2, rel=1e-8, abs=1e-10)


def test_lifelines_agrees_when_asked_for_enough_precision() -> None:
    import pandas as pd
    from lifelines import CoxPHFitter

    data = columns("veteran")
    frame = pd.DataFrame({key: data[key] for key in ("t", "e", "karno", "age", "trt")})
    fitter = CoxPHFitter().fit(frame, "t", "e", fit_options={"precision": 1e-12})
    model = cox(data["t"], data["e"] == 1, {key: data[key] for key in ("karno", "age", "trt")}, "days")
    np.testing.assert_allclose([c.coef for c in model.coefficients], fitter.params_.to_numpy(), rtol=1e-7)
    ours = [c.std_error for c in model.coefficients]
    np.testing.assert_allclose(ours, fitter.standard_errors_.to_numpy(), rtol=1e-7)


def test_a_level_without_events_is_infinite_and_the_others_are_as_if_it_were_not_there() -> None:
    data = columns("lung")
    event = (data["e"] == 1) & (data["ecog"] != 1)
    known = ~np.isnan(data["ecog"]) & (data["ecog"] < 3)
    rows = {"ecog": factor(np.where(known, data["ecog"], np.nan)), "age": data["age"]}
    model = cox(data["t"], event, rows, "days")
    one, two, age = model.coefficients
    assert (one.infinite, two.infinite, age.infinite) == (-1, 0, 0)
    assert (one.coef, one.hazard_ratio, one.lower, one.p) == (None, None, None, None)
    without = known & (data["ecog"] != 1)
    rest = {"ecog": factor(np.where(without, data["ecog"], np.nan)), "age": data["age"]}
    finite = cox(data["t"], event, rest, "days").coefficients
    assert [two.coef, two.std_error] == pytest.approx([finite[0].coef, finite[0].std_error], rel=1e-6)
    assert [age.coef, age.std_error] == pytest.approx([finite[1].coef, finite[1].std_error], rel=1e-6)
    assert model.wald.chi2 is None
    assert model.likelihood_ratio.chi2 is not None
    assert model.score.df == 3
    assert model.proportional_hazards_km == ()


def test_perfect_order_is_infinite_in_a_number_too() -> None:
    model = cox([1, 2, 3, 4, 5], [True] * 5, {"x": [9.0, 7.0, 4.0, 2.0, 1.0]}, "days")
    assert model.coefficients[0].infinite == 1
    assert model.concordance.value == 1.0
    assert model.log_likelihood == pytest.approx(0.0, abs=1e-8)


def test_only_the_reference_having_events_makes_all_levels_infinite() -> None:
    table = event_table([1, 2, 3, 4, 5, 6], [1, 0, 1, 0, 1, 0], [0, 1, 0, 2, 0, 1], ("a", "b", "c"), "days")
    assert [c.infinite for c in cox_groups(table).coefficients] == [-1, -1]
    # Against b the others: a is infinite, and c, without events like b, can't be told from it.
    a, c = cox_groups(table, reference=1).coefficients
    assert (a.infinite, a.hazard_ratio) == (1, None)
    assert (c.infinite, c.aliased, c.hazard_ratio, c.std_error) == (0, False, None, None)


def test_infinite_with_delayed_entry_too() -> None:
    lung = columns("lung")
    entry = np.floor(lung["t"] / 3)
    event = (lung["e"] == 1) & (lung["sex"] == 1)
    model = cox(lung["t"], event, {"sex": lung["sex"], "age": lung["age"]}, "days", entry)
    sex, age = model.coefficients
    assert (sex.infinite, age.infinite) == (-1, 0)
    men = lung["sex"] == 1
    alone = cox(lung["t"][men], event[men], {"age": lung["age"][men]}, "days", entry[men]).coefficients[0]
    assert [age.coef, age.std_error] == pytest.approx([alone.coef, alone.std_error], rel=1e-6)


def test_a_strong_but_finite_effect_is_not_called_infinite() -> None:
    time = np.arange(1, 41)
    x = -time.astype(float)
    x[[3, 4]] = x[[4, 3]]
    model = cox(time, np.ones(40, dtype=bool), {"x": x}, "days")
    assert model.coefficients[0].infinite == 0
    assert model.coefficients[0].coef is not None
    assert model.coefficients[0].coef > 1.0


def test_a_column_that_repeats_others_is_aliased() -> None:
    data = columns("lung")
    rows = {"age": data["age"], "months": data["age"] * 12.0, "constant": np.ones(data["t"].size)}
    model = cox(data["t"], data["e"] == 1, rows, "days")
    assert [c.aliased for c in model.coefficients] == [False, True, True]
    assert model.coefficients[1].coef is None
    assert model.likelihood_ratio.df == 1
    alone = cox(data["t"], data["e"] == 1, {"age": data["age"]}, "days")
    assert model.coefficients[0].coef == pytest.approx(alone.coefficients[0].coef, rel=1e-12)


def test_a_hazard_ratio_too_large_to_be_written_is_none() -> None:
    data = columns("lung")
    model = cox(data["t"], data["e"] == 1, {"age": data["age"] / 1e6}, "days")
    age = model.coefficients[0]
    assert age.coef is not None
    assert age.coef > 700
    assert age.hazard_ratio is None


def test_rows_that_are_not_known_are_left_out_and_counted() -> None:
    data = columns("lung")
    model = cox(data["t"], data["e"] == 1, {"wt": data["wt"], "ecog": factor(data["ecog"])}, "days")
    unknown = np.isnan(data["wt"]) | np.isnan(data["ecog"])
    assert model.n_left_out == unknown.sum()
    assert model.n + model.n_left_out == data["t"].size


def test_nobody_having_the_event_is_none() -> None:
    model = cox([1, 2], [False, False], {"x": [1.0, 2.0]})
    assert (model.n, model.n_events) == (2, 0)
    assert model.coefficients[0].hazard_ratio is None
    assert (model.likelihood_ratio.chi2, model.wald.p, model.score.df) == (None, None, None)
    assert (model.log_likelihood, model.concordance.value) == (None, None)


def test_splitting_rows_at_a_change_that_changes_nothing_changes_nothing() -> None:
    data = columns("veteran")
    rows = split_at_change(data["t"], data["e"] == 1, np.where(data["t"] > 40, 17.5, np.nan))
    whole = cox(data["t"], data["e"] == 1, {"karno": data["karno"]}, "days")
    split = cox(rows.stop, rows.event, {"karno": data["karno"][rows.patient]}, "days", entry=rows.start)
    assert split.coefficients[0].coef == pytest.approx(whole.coefficients[0].coef, rel=1e-9)
    assert split.likelihood_ratio.chi2 == pytest.approx(whole.likelihood_ratio.chi2, rel=1e-9)
    assert split.concordance.value == pytest.approx(whole.concordance.value, rel=1e-9)


def test_inputs_are_not_changed() -> None:
    time, event, x = np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), np.array([1.0, np.nan, 3.0])
    cox(time, event, {"x": x})
    np.testing.assert_array_equal(time, [1.0, 2.0, 3.0])
    np.testing.assert_array_equal(x, [1.0, np.nan, 3.0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"covariates": {}}, "A Cox model needs at least one covariate, but got none"),
        ({"covariates": {"x": [1.0]}}, r"Covariate 'x' must have one value per patient, but has shape \(1,\)"),
        ({"covariates": {"x": [1.0, np.inf]}}, "Covariate 'x' must be finite"),
        ({"covariates": {"g": Factor([0, 2], ("a", "b"))}}, "Factor 'g' must have whole codes from -1 to 1"),
        ({"covariates": {"g": Factor([1, 1], ("a", "b"))}}, "The reference level of 'g' must be one that some"),
        ({"covariates": {"x": [1.0, 2.0]}, "strata": [0.5, 1.0]}, "strata must be one whole number per patient"),
        ({"covariates": {"x": [1.0, 2.0]}, "entry": [1.0, 0.0]}, "entry must be before time"),
        ({"covariates": {"x": [1.0, 2.0]}, "conf_level": 95}, "conf_level must lie between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        cox([1.0, 2.0], [True, False], **arguments)


def test_a_table_with_delayed_entry_is_sent_to_cox() -> None:
    with pytest.raises(PlanError, match="Use cox with entry instead"):
        cox_groups(event_table([5, 6], [True, True], [0, 1], ("a", "b"), "days", entry=[1, 2]))


def assert_same_model(first: CoxModel, second: CoxModel) -> None:
    assert (first.n, first.n_events) == (second.n, second.n_events)
    for ours, theirs in zip(first.coefficients, second.coefficients, strict=True):
        assert_same([ours.coef, ours.std_error, ours.p], [theirs.coef, theirs.std_error, theirs.p])
    assert_same(first.likelihood_ratio.chi2, second.likelihood_ratio.chi2)
    assert_same(first.concordance.value, second.concordance.value)
    assert_same(first.concordance.std_error, second.concordance.std_error)
    for ours, theirs in zip(first.proportional_hazards_km, second.proportional_hazards_km, strict=True):
        assert_same(ours.chi2, theirs.chi2, 1e-8)


@pytest.mark.parametrize("outlier", [3.0, 4e3, 1e5, 4e6, -1e9])
def test_a_row_in_no_risk_set_changes_nothing_however_far_out_it_lies(outlier: float) -> None:
    # R 4.2 with survival 3.5-3: coxph(Surv(t, e) ~ x) gives 0.2114373 (0.4960715) with and without the first row.
    time, event = [1, 10, 11, 12, 13, 14], [False, *[True] * 5]
    (found,) = cox(time, event, {"x": [outlier, 3, 1, 4, 1.5, 2]}, "days").coefficients
    assert (found.coef, found.std_error) == (pytest.approx(0.2114373, abs=5e-8), pytest.approx(0.4960715, abs=5e-8))
    assert (found.infinite, found.aliased) == (0, False)


def test_an_outlier_that_leaves_early_does_not_hide_the_others() -> None:
    # The first to die is far off: one step and its risk is all there is, then the others alone say what x does.
    random = np.random.default_rng(2)
    x, event = random.normal(size=60), random.random(60) < 0.7
    time = np.arange(2, 62)
    (others,) = cox(time, event, {"x": x}, "days").coefficients
    far = cox(np.append(1, time), np.append(True, event), {"x": np.append(-3e4, x)}, "days")
    assert (others.coef or 0) < 0
    assert far.coefficients[0].coef == pytest.approx(others.coef, rel=1e-9)
    assert far.coefficients[0].std_error == pytest.approx(others.std_error, rel=1e-9)


def test_one_who_outlives_all_the_others_with_the_covariate_far_off_is_told_as_infinite() -> None:
    time, event, x = [343, 852, 1871, 841], [False, True, False, False], [150.79, 1.74, 0.91, 927.11]
    (found,) = cox(time, event, {"x": x}, "days").coefficients
    assert (found.coef, found.infinite) == (None, 1)


def test_a_proportional_hazards_test_with_nothing_to_test_on_is_none() -> None:
    # One leaves before the others enter, so that 1 - S(t-) is 0 and then 1: R's cox.zph stops, "system is singular".
    model = cox([5, 20, 30, 40, 50], [True] * 5, {"x": [60, 50, 70, 55, 65]}, "days", entry=[0, 10, 10, 10, 10])
    assert [(t.chi2, t.df, t.p) for t in model.proportional_hazards_km] == [(None, None, None)] * 2
    assert model.proportional_hazards_identity[0].chi2 == pytest.approx(0.11, abs=0.005)  # cox.zph prints 0.11


def test_where_no_information_is_left_on_the_way_the_coefficient_is_infinite_too() -> None:
    marker = [11.87, 1304.44, 6.9, 33069.32, 2.95]  # the lower, the sooner
    (found,) = cox([27, 28, 17, 35, 13], [True] * 5, {"x": marker}, "days").coefficients
    assert (found.coef, found.infinite) == (None, -1)
    random = np.random.default_rng(0)
    time, level = random.integers(5, 1900, 50), random.integers(0, 3, 50)
    time[7], level[7] = 3, 3  # the only one of its level, and the first to die
    *others, last = cox(time, [True] * 50, {"x": Factor(level, ("a", "b", "c", "d"))}, "days").coefficients
    assert (last.level, last.coef, last.infinite) == ("d", None, 1)
    assert all(c.coef is not None and c.infinite == 0 for c in others)


def test_a_covariate_that_never_varies_among_those_at_risk_is_not_estimable() -> None:
    # R 4.2 with survival 3.5-3 prints NA too. Rounding left 1e-17 of information here, which is none.
    entry, time, event = [0, 5, 0, 5, 0], [5, 9, 5, 8, 3], [True, True, False, True, True]
    (found,) = cox(time, event, {"x": [0, 1, 0, 1, 0]}, "days", entry=entry).coefficients
    assert (found.coef, found.std_error, found.infinite, found.aliased) == (None, None, 0, True)
