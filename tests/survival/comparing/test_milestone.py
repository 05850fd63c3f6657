"""Survival compared at one time."""

from __future__ import annotations

import pytest

from nec_core.errors import PlanError
from nec_core.survival.comparing.milestone import milestone_differences
from nec_core.survival.counts.event_table import event_table
from tests.survival.goldens import assert_same, cases, codes, columns


@pytest.mark.parametrize("name", cases("differences"))
def test_difference_limits_and_both_p_values_equal_r(name: str) -> None:
    r, data = cases("differences")[name], columns(name)
    groups = sorted(set(data["g"].tolist()))
    table = event_table(data["t"], data["e"] == 1, codes(data["g"], groups), groups, unit="days")
    ours = milestone_differences(table, r["time"])[0]
    assert (ours.reference, ours.group) == tuple(groups)
    assert_same([ours.difference, ours.std_error, ours.lower, ours.upper, ours.p], r["milestone"])
    assert_same(ours.p_cloglog, r["milestone_p_cloglog"])
    assert not ours.beyond_follow_up


def test_a_curve_at_zero_gives_a_difference_without_error() -> None:
    table = event_table([1, 1, 2, 9], [1, 1, 1, 0], [0, 0, 1, 1], ("a", "b"), "days")
    ours = milestone_differences(table, 5)[0]
    assert (ours.difference, ours.std_error, ours.p, ours.p_cloglog) == (0.5, None, None, None)


def test_the_limits_of_a_difference_stay_within_one() -> None:
    # S = 1/4 and 3/4, each with a standard error of .217: half a width is 1.96 * .306 = .60.
    table = event_table([1, 1, 1, 9, 1, 9, 9, 9], [1, 1, 1, 0, 1, 0, 0, 0], [0] * 4 + [1] * 4, ("a", "b"), "days")
    (better,) = milestone_differences(table, 5)
    (worse,) = milestone_differences(table, 5, reference=1)
    assert better.std_error == pytest.approx(0.306186, abs=1e-6)
    assert (better.lower, better.upper) == (pytest.approx(0.5 - 0.600114, abs=1e-6), 1.0)
    assert (worse.lower, worse.upper) == (-1.0, pytest.approx(0.600114 - 0.5, abs=1e-6))


def test_beyond_follow_up_is_told() -> None:
    table = event_table([1, 3, 2, 9], [1, 0, 1, 0], [0, 0, 1, 1], ("a", "b"), "days")
    assert milestone_differences(table, 5)[0].beyond_follow_up


def test_an_empty_group_has_no_difference_and_a_missing_reference_is_refused() -> None:
    table = event_table([1, 2], [1, 0], [0, 0], ("a", "b"), "days")
    assert milestone_differences(table, 1)[0].difference is None
    with pytest.raises(PlanError, match="reference must be the index of one of the 2 groups, but was -1"):
        milestone_differences(table, 1, reference=-1)
