"""How far each row moves a coefficient: R's dfbeta, and the model fitted again without the row."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.survival.cox.design import CoxData, cox_data
from nec_core.survival.cox.model import cox
from nec_core.survival.cox.score_residuals import influence, score_residuals
from tests.survival.cox.formulas import Given, of_formula
from tests.survival.goldens import ITERATIVE, assert_same, cases

GOLDENS = cases("model_checks")["dfbeta"]


def data_of(given: Given) -> CoxData:
    return cox_data(given.time, given.event, given.covariates, "days", given.entry, given.strata)


@pytest.mark.parametrize("name", GOLDENS)
def test_every_row_s_dfbeta_equals_r(name: str) -> None:
    found = influence(data_of(of_formula(name, GOLDENS[name]["formula"])))
    assert found is not None
    for k, column in enumerate(GOLDENS[name]["dfbeta"].values()):
        assert_same(found.dfbeta[:, k], column, ITERATIVE, f"column {k}")


@pytest.mark.parametrize("name", GOLDENS)
def test_the_parts_of_the_score_add_up_to_nothing_at_the_maximum(name: str) -> None:
    data = data_of(of_formula(name, GOLDENS[name]["formula"]))
    found = influence(data)
    assert found is not None
    parts = score_residuals(data.rows, found.coef)
    np.testing.assert_allclose(parts.sum(axis=0), 0.0, atol=1e-7 * np.abs(parts).max() * len(parts))


def test_it_is_about_what_the_model_without_the_row_gives() -> None:
    random = np.random.default_rng(3)
    x, time = random.normal(size=120), random.exponential(10, 120).round(1) + 0.1
    event = random.random(120) < 0.7
    found = influence(cox_data(time, event, {"x": x}, "months", None, None))
    assert found is not None
    i = int(np.abs(found.dfbeta[:, 0]).argmax())
    keep = np.arange(120) != i
    without = cox(time[keep], event[keep], {"x": x[keep]}).coefficients[0].coef
    assert without is not None
    assert found.coef[0] - without == pytest.approx(found.dfbeta[i, 0], rel=0.15)


def test_without_events_or_with_an_infinite_estimate_nobody_moves_anything() -> None:
    nobody = cox_data([1, 2, 3], [False] * 3, {"x": np.array([1.0, 2, 3])}, "days", None, None)
    assert influence(nobody) is None
    apart = cox_data([1, 2, 3, 4], [True] * 4, {"x": np.array([4.0, 3, 2, 1])}, "days", None, None)
    assert influence(apart) is None
