"""Variance inflation of Cox models: R's numbers, and covariates that tell the same."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.survival.cox.collinearity import Inflation
from nec_core.survival.cox.design import Factor
from nec_core.survival.cox.model import cox
from tests.survival.goldens import ITERATIVE, assert_same, cases, columns

RNG = np.random.default_rng(5)
TIME, EVENT, X = RNG.permutation(np.arange(1.0, 81.0)), np.arange(80) % 4 > 0, RNG.normal(size=80)
OTHER, NOISE = RNG.normal(size=80), RNG.normal(size=80)


def factor(values: np.ndarray) -> Factor:
    names = sorted({v for v in values.tolist() if v == v})
    return Factor(np.array([names.index(v) if v == v else -1 for v in values.tolist()]), tuple(map(str, names)))


@pytest.mark.parametrize("name", cases("inflation"))
def test_it_equals_r(name: str) -> None:
    case, data = cases("inflation")[name], columns(name.split("_")[0])
    covariates: dict[str, np.ndarray | Factor] = {}
    strata = None
    for term in case["formula"].split(" ~ ")[1].split(" + "):
        column = data[term.removeprefix("factor(").removeprefix("strata(").removesuffix(")")]
        if term.startswith("strata("):
            strata = np.asarray(factor(column).codes)
        else:
            covariates[term] = factor(column) if "(" in term or column.dtype.kind == "U" else column
    found = cox(data["t"], data["e"] == 1, covariates, "days", strata=strata).inflation
    assert [f.term for f in found] == list(covariates)
    assert_same([f.factor for f in found], case["factor"], ITERATIVE)


def test_two_numbers_that_tell_the_same_are_named_together() -> None:
    found = cox(TIME, EVENT, {"x": X, "other": OTHER, "nearly": X + 0.01 * NOISE}).inflation
    assert [(f.term, f.df, f.nearest) for f in found if f.factor is not None and f.factor > 10] == [
        ("x", 1, "nearly"),
        ("nearly", 1, "x"),
    ]
    assert found[1].factor is not None
    assert 1 < found[1].factor < 2


def test_a_covariate_that_is_settled_by_another_has_no_number() -> None:
    stage = Factor(np.arange(80) // 20, ("I", "II", "III", "IV"))
    early = Factor((np.arange(80) // 40), ("early", "late"))
    first, second, third = cox(TIME, EVENT, {"other": OTHER, "stage": stage, "early": early}).inflation
    assert third == Inflation("early", 1, None, "stage")
    assert first.factor is not None
    assert second.factor is not None


def test_one_covariate_and_one_without_an_estimate_have_none() -> None:
    assert cox(TIME, EVENT, {"x": X}).inflation == ()
    apart = Factor(EVENT.astype(int), ("alive", "dead"))
    assert cox(TIME, EVENT, {"x": X, "apart": apart}).inflation == ()
