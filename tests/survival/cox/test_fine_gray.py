"""Fine and Gray's model against R's cmprsk::crr; the script is make_fine_gray.R beside the goldens."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.survival.cox.fine_gray import fine_gray
from tests.analysed import mgus2
from tests.survival.goldens import ITERATIVE, assert_same, cases

CASES = cases("fine_gray")
ENDLESS = "random_2"
"""Nobody with the second covariate has the event: crr stops on the way to minus infinity, at -10.8."""


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("mgus2", ENDLESS)])
def test_coefficients_and_robust_covariance_equal_crr(name: str) -> None:
    case = CASES[name]
    ticks = np.unique(case["time"], return_inverse=True)[1].astype(np.int64)
    found = fine_gray(ticks, np.array(case["cause"], dtype=np.int64), np.array(case["x"]).T)
    assert found is not None
    assert_same(found[0], case["coef"], ITERATIVE)
    assert_same(found[1].ravel(), case["var"], ITERATIVE)


def test_an_estimate_on_its_way_to_infinity_is_none() -> None:
    case = CASES[ENDLESS]
    had = np.array(case["cause"]) == 1
    assert not np.array(case["x"])[1][had].any()
    ticks = np.unique(case["time"], return_inverse=True)[1].astype(np.int64)
    assert fine_gray(ticks, np.array(case["cause"], dtype=np.int64), np.array(case["x"]).T) is None


def test_mgus2_by_sex_equals_crr_through_a_plan_with_cause_specific_hazards_beside() -> None:
    result = analyse(mgus2(), AnalysisPlan(covariates=("who",))).regression
    assert result is not None
    assert result.competing is not None
    (own,), r = result.competing.fine_gray, CASES["mgus2"]
    assert own.coef == pytest.approx(r["coef"][0], rel=1e-6)
    assert own.std_error == pytest.approx(r["var"][0] ** 0.5, rel=1e-6)
    assert (result.competing.n_competing, result.competing.not_computed) == (860, "")
    assert result.competing.competing_hazard.n_events == 860
    assert result.model.n_events == 115


def test_without_competing_events_and_without_a_maximum() -> None:
    assert fine_gray(np.arange(6), np.array([0, 2, 0, 2, 0, 2]), np.arange(6.0)[:, None]) is None
    assert fine_gray(np.arange(6), np.array([1, 1, 1, 0, 0, 0]), np.repeat([1.0, 0.0], 3)[:, None]) is None
    assert fine_gray(np.arange(6), np.ones(6, dtype=np.int64), np.ones((6, 1))) is None
