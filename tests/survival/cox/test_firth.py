"""Firth's penalty, against R's optimisers on coxph's likelihood and, a second time, against scipy's on loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.survival.cox.design import Factor
from nec_core.survival.cox.firth import FirthModel, firth
from nec_core.survival.cox.model import cox
from tests.survival.goldens import ITERATIVE, assert_same, cases, codes, columns

GOLDENS = cases("firth")
MODELS = {
    "efron_one": ("efron", ("g",)),
    "breslow_one": ("breslow", ("g",)),
    "efron_two": ("efron", ("g", "x")),
    "breslow_two": ("breslow", ("g", "x")),
}


def small_data() -> dict[str, np.ndarray]:
    """Fourteen patients; nobody of group 1 has the event."""
    return {key: np.array(values, dtype=float) for key, values in GOLDENS["data"].items()}


def fitted(name: str) -> tuple[FirthModel, dict[str, Any]]:
    if name == "aml":
        aml = columns("aml")
        group = Factor(codes(aml["g"], ["Maintained", "Nonmaintained"]), ("Maintained", "Nonmaintained"))
        return firth(aml["t"], aml["e"] == 1, {"g": group}, "days"), GOLDENS["aml"]
    ties, names = MODELS[name]
    data = small_data()
    return firth(data["t"], data["e"] == 1, {key: data[key] for key in names}, "days", ties=ties), GOLDENS[name]


@pytest.mark.parametrize("name", [*MODELS, "aml"])
def test_estimates_profile_limits_and_tests_equal_r(name: str) -> None:
    model, r = fitted(name)
    assert_same([c.coef for c in model.coefficients], r["coef"], ITERATIVE)
    assert_same([np.log(c.lower) for c in model.coefficients], r["lower"], ITERATIVE)
    assert_same([np.log(c.upper) for c in model.coefficients], r["upper"], ITERATIVE)
    assert_same([c.chi2 for c in model.coefficients], r["chi2"], ITERATIVE)
    assert_same(model.penalised_log_likelihood, r["penalised"], ITERATIVE)
    assert_same(model.penalised_log_likelihood_null, r["null"], ITERATIVE)
    assert_same(model.likelihood_ratio.chi2, 2 * (r["penalised"] - r["null"]), ITERATIVE)


def spelled_out(data: dict[str, np.ndarray], names: tuple[str, ...], beta: np.ndarray, ties: str) -> float:
    """The penalised likelihood in loops, its information from each risk set's weighted covariance."""
    x = np.column_stack([data[name] for name in names])
    risk, value = np.exp(x @ beta), 0.0
    information = np.zeros((beta.size, beta.size))
    for t in np.unique(data["t"][data["e"] == 1]):
        at_risk, dying = data["t"] >= t, (data["t"] == t) & (data["e"] == 1)
        d = int(dying.sum())
        value += float((x[dying] @ beta).sum())
        for rank in range(d):
            weight = risk * at_risk
            if ties == "efron":
                weight = weight * (1.0 - dying * rank / d)
            value -= float(np.log(weight.sum()))
            information += np.atleast_2d(np.cov(x.T, aweights=weight, bias=True))
    return value + 0.5 * float(np.linalg.slogdet(information)[1])


@pytest.mark.parametrize("name", MODELS)
def test_estimates_and_limits_equal_scipys_search(name: str) -> None:
    from scipy.optimize import brentq, minimize

    (ties, names), data = MODELS[name], small_data()
    model, p = fitted(name)[0], len(MODELS[name][1])
    tight = {"xatol": 1e-10, "fatol": 1e-14, "maxiter": 4000, "maxfev": 4000}
    top = minimize(lambda b: -spelled_out(data, names, b, ties), np.zeros(p), method="Nelder-Mead", options=tight)
    np.testing.assert_allclose([c.coef for c in model.coefficients], top.x, rtol=1e-6)
    if p == 1:
        level = -top.fun - 3.841458820694124 / 2
        for limit, far in ((model.coefficients[0].lower, -15.0), (model.coefficients[0].upper, 15.0)):
            root = brentq(
                lambda b: spelled_out(data, names, np.array([b]), ties) - level, top.x[0], top.x[0] + far, xtol=1e-12
            )
            assert np.log(limit) == pytest.approx(root, rel=1e-6)


def test_it_has_an_estimate_where_cox_has_none() -> None:
    data = small_data()
    plain = cox(data["t"], data["e"] == 1, {"g": data["g"]}, "days").coefficients[0]
    penalised = firth(data["t"], data["e"] == 1, {"g": data["g"]}, "days").coefficients[0]
    assert (plain.infinite, plain.hazard_ratio) == (-1, None)
    assert penalised.hazard_ratio == pytest.approx(np.exp(-2.6883945), rel=1e-5)


def test_in_a_large_sample_it_is_near_cox() -> None:
    lung = columns("lung")
    rows = {"age": lung["age"], "sex": lung["sex"]}
    plain = cox(lung["t"], lung["e"] == 1, rows, "days").coefficients
    penalised = firth(lung["t"], lung["e"] == 1, rows, "days").coefficients
    for ours, theirs in zip(penalised, plain, strict=True):
        assert ours.coef == pytest.approx(theirs.coef, rel=0.05)
        assert ours.std_error == pytest.approx(theirs.std_error, rel=0.05)


def test_the_units_of_a_covariate_change_nothing_but_its_coefficient() -> None:
    data = small_data()
    small = firth(data["t"], data["e"] == 1, {"g": data["g"], "x": data["x"]}, "days").coefficients
    large = firth(data["t"], data["e"] == 1, {"g": data["g"], "x": 1000 * data["x"] + 7}, "days").coefficients
    assert large[1].coef == pytest.approx(small[1].coef / 1000, rel=1e-9)
    assert large[0].coef == pytest.approx(small[0].coef, rel=1e-9)
    assert [c.p for c in large] == pytest.approx([c.p for c in small], rel=1e-8)


def test_aliased_columns_and_nobody_having_the_event_are_none() -> None:
    data = small_data()
    twice = firth(data["t"], data["e"] == 1, {"g": data["g"], "again": 1 - data["g"]}, "days")
    assert [c.aliased for c in twice.coefficients] == [False, True]
    assert twice.coefficients[1].hazard_ratio is None
    assert twice.likelihood_ratio.df == 1
    constant = firth(data["t"], data["e"] == 1, {"x": np.ones(14)}, "days")
    assert (constant.coefficients[0].aliased, constant.likelihood_ratio.chi2) == (True, None)
    nobody = firth([1, 2], [False, False], {"x": [1.0, 2.0]})
    assert (nobody.coefficients[0].coef, nobody.penalised_log_likelihood) == (None, None)
    with pytest.raises(PlanError, match="ties must be one of efron, breslow, but was 'exact'"):
        firth([1, 2], [True, False], {"x": [1.0, 2.0]}, ties="exact")
