"""The cumulative hazard and its limits. Its numbers are checked in test_against_r.py."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.nelson_aalen import cumulative_hazards_at, nelson_aalen
from tests.survival.strategies import Cohort, cohorts


@given(cohorts())
def test_the_hazard_never_falls_and_lies_within_its_limits(cohort: Cohort) -> None:
    for conf_type in ("log", "plain"):
        for curve in nelson_aalen(cohort.table(), conf_type):
            assert (np.diff(curve.cumulative_hazard, prepend=0.0) >= 0.0).all()
            known = ~np.isnan(curve.lower)
            assert (curve.lower[known] <= curve.cumulative_hazard[known]).all()
            assert (curve.upper[known] >= curve.cumulative_hazard[known]).all()
            assert (curve.lower[known] >= 0.0).all()


def test_limits_on_the_log_scale_are_a_factor_away() -> None:
    curve = nelson_aalen(event_table([1, 2], [True, False], unit="days"))[0]
    # H = 1/2 with standard error 1/2: the factor is exp(1.96).
    assert curve.cumulative_hazard[0] == 0.5
    assert curve.std_error[0] == 0.5
    assert curve.lower[0] == pytest.approx(0.5 * np.exp(-1.959963984540054))
    assert curve.upper[0] == pytest.approx(0.5 * np.exp(1.959963984540054))


def test_before_the_first_event_there_are_no_log_limits() -> None:
    curve = nelson_aalen(event_table([1, 2], [False, True], unit="days"))[0]
    assert np.isnan(curve.lower[0])
    assert np.isnan(curve.upper[0])


def test_an_empty_group_has_no_hazard() -> None:
    empty = nelson_aalen(event_table([1], [True], [0], ("a", "b")))[1]
    assert [h.value for h in cumulative_hazards_at(empty, (0, 1))] == [None, None]


def test_at_a_time_the_hazard_has_its_limits_and_says_where_nobody_was_followed() -> None:
    curve = nelson_aalen(event_table([1, 2], [True, False], unit="days"))[0]
    before, at, after = cumulative_hazards_at(curve, (0.5, 1, 2.5))
    assert (before.value, before.std_error, before.lower, before.upper) == (0.0, 0.0, None, None)
    assert (at.value, at.std_error) == (0.5, 0.5)
    assert (at.lower, at.upper) == (curve.lower[0], curve.upper[0])
    assert (after.value, after.beyond_follow_up) == (0.5, True)
    assert not at.beyond_follow_up
    assert not cumulative_hazards_at(curve, (2.0,))[0].beyond_follow_up


def test_survival_interval_types_are_refused() -> None:
    with pytest.raises(
        PlanError, match="conf_type of a cumulative hazard must be one of log, plain, but was 'log-log'"
    ):
        nelson_aalen(event_table([1], [True]), "log-log")
