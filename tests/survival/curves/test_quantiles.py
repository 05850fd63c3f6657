"""Medians on plateaus, at the end of the curve, and not reached."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.quantiles import Quantile, median, quantile
from tests.survival.strategies import Cohort, cohorts


def test_the_median_of_deaths_at_one_to_eight_is_the_plateaus_middle() -> None:
    curve = kaplan_meier(event_table(np.arange(1, 9), np.ones(8, dtype=bool), unit="days"))[0]
    assert median(curve).value == 4.5


@pytest.mark.parametrize("n", [24, 38])
def test_float_fuzz_does_not_hide_a_plateau(n: int) -> None:
    # The product of these steps misses one half by 1e-16.
    curve = kaplan_meier(event_table(np.arange(1, n + 1), np.ones(n, dtype=bool), unit="days"))[0]
    assert curve.survival[n // 2 - 1] != 0.5
    assert median(curve).value == (n + 1) / 2


@pytest.mark.parametrize("last", [9, 900])
def test_a_curve_that_ends_at_one_half_has_its_median_there_however_long_the_last_is_watched(last: int) -> None:
    # R: print(survfit(Surv(c(1, 2, 5, 9), c(1, 1, 0, 0)) ~ 1)); quantile() of it says 5.5.
    curve = kaplan_meier(event_table([1, 2, 5, last], [True, True, False, False], unit="days"))[0]
    assert median(curve).value == 2


def test_a_band_that_rises_before_it_falls_is_read_from_left_to_right() -> None:
    # R: survfit(Surv(1:11, rep(1, 11)) ~ 1, conf.type = "log-log", conf.int = 0.99) prints 6 [1, 10].
    curve = kaplan_meier(event_table(np.arange(1, 12), np.ones(11, dtype=bool), unit="days"), conf_level=0.99)[0]
    assert curve.lower[1] > curve.lower[0]
    assert median(curve) == Quantile(0.5, 6.0, 1.0, 10.0)
    # R: survfit(Surv(entry, time, e) ~ 1, conf.type = "log-log") with these prints 40 [10, 70].
    entry, time = [0] * 4 + [12] * 4, np.arange(10, 90, 10)
    late = kaplan_meier(event_table(time, np.ones(8, dtype=bool), unit="days", entry=entry))[0]
    assert median(late) == Quantile(0.5, 40.0, 10.0, 70.0)


def test_not_reached_is_none() -> None:
    curve = kaplan_meier(event_table([1, 2, 3], [True, False, False], unit="days"))[0]
    assert quantile(curve, 0.5) == Quantile(0.5, None, 1.0, None)
    assert quantile(curve, 0.25).value == 1.0


def test_an_empty_group_has_no_median() -> None:
    assert median(kaplan_meier(event_table([], []))[0]) == Quantile(0.5, None, None, None)


@given(cohorts())
def test_the_median_is_where_the_curve_comes_down_to_one_half(cohort: Cohort) -> None:
    for curve in kaplan_meier(cohort.table()):
        value = median(curve).value
        down = curve.survival <= 0.5 + 1e-8
        assert (value is None) == (not down.any())
        if value is not None:
            assert value >= curve.time[down][0]
            assert value <= curve.time[-1]
            before = curve.survival[curve.time < value - 1e-9]
            assert before.size == 0 or before.min() >= 0.5 - 1e-8


@pytest.mark.parametrize("p", [0.0, 1.0, -0.5, 50.0])
def test_a_share_outside_zero_and_one_is_refused(p: float) -> None:
    with pytest.raises(PlanError, match=r"p must lie between 0 and 1, but was .* Use 0.5 for the median"):
        quantile(kaplan_meier(event_table([1], [True]))[0], p)
