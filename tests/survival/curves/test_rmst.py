"""Restricted means: horizon, difference and ratio. Single groups are checked in test_against_r.py."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.curves.rmst import common_horizon, rmst, rmst_comparisons
from tests.survival.goldens import assert_same, cases, codes, columns
from tests.survival.strategies import Cohort, cohorts


def table_of(name: str) -> EventTable:
    data = columns(name)
    groups = sorted(set(data["g"].tolist()))
    return event_table(data["t"], data["e"] == 1, codes(data["g"], groups), groups, unit="days")


@pytest.mark.parametrize("name", cases("differences"))
def test_difference_and_ratio_equal_r(name: str) -> None:
    r = cases("differences")[name]
    c = rmst_comparisons(table_of(name), r["tau"])[0]
    assert_same([c.difference, c.difference_lower, c.difference_upper, c.difference_p], r["difference"])
    assert_same([c.ratio, c.ratio_lower, c.ratio_upper, c.ratio_p], r["ratio"])


def test_lung_at_730_days_has_the_standard_error_lifelines_has_not() -> None:
    mean = rmst(table_of("lung").pooled(), 730)[0]
    assert mean.value == pytest.approx(357.073252, abs=1e-6)
    assert mean.std_error == pytest.approx(16.219344, abs=1e-6)


def test_the_common_horizon_is_the_first_curve_end_that_is_not_at_zero() -> None:
    # a ends with an event at 3, at zero for ever; b was last seen at 5, c at 9.
    table = event_table([1, 3, 2, 5, 9], [1, 1, 1, 0, 0], [0, 0, 1, 1, 2], ("a", "b", "c"), "days")
    assert common_horizon(table) == 5.0
    assert common_horizon(table.select([0])) == 3.0
    assert common_horizon(event_table([], [])) is None
    assert [mean.tau for mean in rmst(table)] == [5.0, 5.0, 5.0]
    assert [mean.beyond_follow_up for mean in rmst(table, 6.0)] == [False, True, False]


def test_a_mean_is_carried_on_only_past_the_last_patient_of_a_curve_that_still_stands() -> None:
    table = event_table([1, 4, 2, 4], [1, 0, 1, 1], [0, 0, 1, 1], ("seen alive", "all dead"), "days")
    for tau, carried_on in ((3.9, [False, False]), (4.0, [False, False]), (4.1, [True, False])):
        assert [mean.beyond_follow_up for mean in rmst(table, tau)] == carried_on
    # The height of 1/2 is carried on.
    assert rmst(table, 6.0)[0].value == 1.0 + 0.5 * 5.0


@given(cohorts())
def test_the_mean_lies_between_zero_and_the_horizon(cohort: Cohort) -> None:
    table = cohort.table()
    for tau in (0.01, float(table.times[-1]) + 1.0):
        for mean in rmst(table, tau):
            assert (mean.value is None) == (mean.n == 0)
            assert mean.value is None or 0.0 <= mean.value <= tau + 1e-12


@given(cohorts(max_groups=1))
def test_without_censoring_it_is_the_plain_mean_of_times_cut_at_the_horizon(cohort: Cohort) -> None:
    table = event_table(cohort.time, np.ones(cohort.time.size, dtype=bool))
    tau = float(cohort.time.max()) / 2 + 0.1
    mean = rmst(table, tau)[0]
    assert mean.value == pytest.approx(np.minimum(cohort.time, tau).mean())
    assert mean.std_error == pytest.approx(np.minimum(cohort.time, tau).std() / np.sqrt(cohort.time.size))


def test_nothing_to_estimate_is_none() -> None:
    table = event_table([5, 5, 0], [False, False, True], [0, 0, 1], ("alive", "dead", "empty"), "days")
    alive, dead, empty = rmst(table, 4.0)
    assert (alive.value, alive.std_error, alive.lower) == (4.0, 0.0, None)
    assert (dead.value, dead.std_error) == (0.0, 0.0)
    assert (empty.value, empty.std_error, empty.upper) == (None, None, None)
    against_dead, against_empty = rmst_comparisons(table, 4.0)
    assert (against_dead.difference, against_dead.difference_p, against_dead.ratio) == (-4.0, None, None)
    assert (against_empty.difference, against_empty.ratio) == (None, None)


def test_the_reference_can_be_chosen() -> None:
    table = table_of("veteran")
    comparisons = rmst_comparisons(table, 365, reference=2)
    assert [c.reference for c in comparisons] == [table.groups[2]] * 3
    assert [c.group for c in comparisons] == [table.groups[g] for g in (0, 1, 3)]
    with pytest.raises(PlanError, match="reference must be the index of one of the 4 groups, but was 4"):
        rmst_comparisons(table, 365, reference=4)
    with pytest.raises(PlanError, match="tau must be a positive time, but was 0"):
        rmst(table, 0)
