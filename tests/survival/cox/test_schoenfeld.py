"""Scaled Schoenfeld residuals and the smooth through them: R's cox.zph and the lines of its plot."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.survival.cox.model import cox
from nec_core.survival.cox.schoenfeld import ScaledSchoenfeld, scaled_schoenfeld
from nec_core.survival.cox.spline_smooth import spline_smooth
from tests.survival.cox.formulas import of_formula
from tests.survival.goldens import ITERATIVE, assert_same, cases, columns

GOLDENS = cases("schoenfeld")


def found_of(name: str) -> ScaledSchoenfeld:
    """Our residuals of the golden's formula."""
    veteran = columns("veteran")
    given = of_formula(name, GOLDENS[name]["formula"], one_of=np.where(veteran["g"] == "squamous", 0.0, veteran["trt"]))
    found = scaled_schoenfeld(given.time, given.event, given.covariates, "days", given.entry, given.strata)
    assert found is not None
    return found


@pytest.mark.parametrize("name", GOLDENS)
def test_every_residual_its_time_and_the_variance_equal_rs_cox_zph(name: str) -> None:
    found, r = found_of(name), GOLDENS[name]
    theirs = [np.array([np.nan if y is None else y for y in column]) for column in r["scaled"].values()]
    # Tied events have no order of their own.
    keys = [np.nan_to_num(t.round(6), nan=9e9) for t in theirs]
    own_keys = [np.nan_to_num(t.round(6), nan=9e9) for t in found.scaled.T]
    by_r, by_us = np.lexsort((*keys, r["time"])), np.lexsort((*own_keys, found.time))
    assert_same(found.time[by_us], np.array(r["time"])[by_r])
    assert_same(found.transformed[by_us], np.array(r["transformed"])[by_r])
    for i, column in enumerate(theirs):
        assert_same(found.scaled[by_us, i], column[by_r], ITERATIVE, f"column {i}")
    assert_same(found.variance.ravel(), r["variance"], ITERATIVE)


@pytest.mark.parametrize("name", GOLDENS)
def test_the_smooth_and_its_band_equal_the_lines_of_rs_plot(name: str) -> None:
    found, r = found_of(name), GOLDENS[name]
    for i, lines in enumerate(r["smooth"].values()):
        smooth = spline_smooth(found.transformed, found.scaled[:, i], float(found.variance[i, i]))
        assert smooth is not None
        assert_same(smooth.x, lines["x"])
        assert_same(smooth.value, lines["value"], ITERATIVE)
        assert_same(smooth.lower, lines["lower"], ITERATIVE)
        assert_same(smooth.upper, lines["upper"], ITERATIVE)


def test_a_column_that_is_one_value_in_a_stratum_tells_nothing_there() -> None:
    found = found_of("veteran_strata")
    assert 0 < np.isnan(found.scaled[:, 1]).sum() < len(found.scaled)
    assert not np.isnan(found.scaled[:, 0]).any()


def test_about_the_mean_of_the_residuals_is_the_coefficient() -> None:
    data = columns("lung")
    found = scaled_schoenfeld(data["t"], data["e"] == 1, {"age": data["age"]}, "days")
    model = cox(data["t"], data["e"] == 1, {"age": data["age"]}, "days")
    assert found is not None
    assert found.scaled.mean() == pytest.approx(model.coefficients[0].coef, rel=1e-6)
    assert len(found.time) == model.n_events
    assert (found.columns[0].term, found.columns[0].level) == ("age", None)


def test_without_events_or_with_an_infinite_coefficient_there_are_none() -> None:
    x = np.array([0.0, 1.0, 0.0, 1.0])
    assert scaled_schoenfeld([1, 2, 3, 4], [False] * 4, {"x": x}) is None
    assert scaled_schoenfeld([1, 2, 3, 4], [True, False, True, False], {"x": x}) is None


def test_fewer_than_four_times_carry_no_smooth() -> None:
    x = np.array([0.0, 0.0, 0.5, 1.0])
    assert spline_smooth(x, np.array([1.0, 2.0, 3.0, 4.0]), 1.0) is None
    four = spline_smooth(np.array([0.0, 0.3, 0.6, 1.0]), np.array([1.0, 2.0, 1.0, 2.0]), 1.0)
    assert four is not None
    assert four.value[[0, -1]] == pytest.approx([1.0, 2.0])


def test_the_smooth_of_points_on_a_line_is_that_line() -> None:
    x = np.linspace(0, 1, 30) ** 2
    smooth = spline_smooth(x, 3 - 2 * x, 0.5)
    assert smooth is not None
    assert smooth.value == pytest.approx(3 - 2 * smooth.x)
    assert smooth.upper - smooth.value == pytest.approx(smooth.value - smooth.lower)
