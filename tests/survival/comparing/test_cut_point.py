"""The best of many cuts, against listing every arrangement."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import numpy as np
import pytest

from nec_core.survival.comparing.cut_point import cut_point_test
from nec_core.survival.counts.event_table import event_table

TIME = np.array([3, 1, 4, 2, 6, 5])
EVENT = np.array([True, True, False, True, True, False])
VALUE = np.array([10, 20, 30, 30, 50, 60])


def statistic(time: np.ndarray, event: np.ndarray, value: np.ndarray) -> float:
    """The largest standardised sum of scores, by hand."""
    n = time.size
    hazard = np.array([sum(event[time == u].sum() / (time >= u).sum() for u in set(time[time <= t])) for t in time])
    scores = event - hazard
    found = []
    for cut in sorted(set(value))[:-1]:
        low = value <= cut
        m = int(low.sum())
        if min(m, n - m) >= 0.1 * n:
            variance = m * (n - m) / n * scores.var(ddof=1)
            found.append(abs(scores[low].sum() - m * scores.mean()) / np.sqrt(variance))
    return max(found)


@cache
def listed() -> float:
    """P over all orders of the six."""
    best = statistic(TIME, EVENT, VALUE) * (1 - 1e-9)
    return float(np.mean([statistic(TIME, EVENT, np.array(v)) >= best for v in permutations(VALUE.tolist())]))


def test_with_few_arrangements_p_is_the_share_of_all_in_which_some_cut_is_as_far() -> None:
    table = event_table(TIME, EVENT)
    tick = np.searchsorted(table.times, TIME)
    found = cut_point_test(table, VALUE, tick, EVENT)
    assert found is not None
    assert found.statistic == pytest.approx(statistic(TIME, EVENT, VALUE), rel=1e-9)
    assert (found.exact, found.draws, found.cuts) == (True, None, 4)
    assert found.p == pytest.approx(listed(), rel=1e-12)


def test_of_more_than_can_be_listed_p_is_drawn_within_its_error() -> None:
    table = event_table(TIME, EVENT)
    tick = np.searchsorted(table.times, TIME)
    # Six patients with two of one value have 360 arrangements.
    assert cut_point_test(table, VALUE, tick, EVENT, draws=360).exact  # type: ignore[union-attr]  # there is one
    drawn = cut_point_test(table, VALUE, tick, EVENT, draws=359)
    assert drawn is not None and drawn.monte_carlo_error is not None
    assert (drawn.exact, drawn.draws) == (False, 359)
    assert abs(drawn.p - listed()) < 4 * drawn.monte_carlo_error
    assert drawn == cut_point_test(table, VALUE, tick, EVENT, draws=359)


def test_of_cuts_that_are_equally_far_it_is_the_first() -> None:
    time, event = np.array([1, 1, 1, 1, 2]), np.array([False, True, True, True, True])
    table = event_table(time, event)
    found = cut_point_test(table, [1, 2, 3, 4, 5], np.searchsorted(table.times, time), event)
    assert found is not None
    assert found.cut == 1  # after four patients it is as far, but for rounding


def test_a_cut_between_groups_that_do_not_differ_has_p_1() -> None:
    """Its statistic is nothing, which rounding makes 1e-16: other arrangements are as far then."""
    time = np.array([1, 2, 3] * 4)
    event = np.array([True, False, True] * 4)
    value = np.array([0] * 6 + [1] * 6)
    table = event_table(time, event)
    found = cut_point_test(table, value, np.searchsorted(table.times, time), event)
    assert found is not None
    assert found.statistic == pytest.approx(0.0, abs=1e-12)
    assert (found.p, found.exact) == (1.0, True)


def test_where_nothing_can_be_cut_there_is_none() -> None:
    table = event_table([1, 2, 3], [True, True, False])
    assert cut_point_test(table, [5, 5, 5], [0, 1, 2], [True, True, False]) is None
    nobody = event_table([1, 2, 3], [False] * 3)
    assert cut_point_test(nobody, [1, 2, 3], [0, 1, 2], [False] * 3) is None
