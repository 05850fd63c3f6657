"""The best of many cuts, against listing every arrangement."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from nec_core.survival.comparing.cut_point import cut_point_test
from nec_core.survival.counts.event_table import event_table

TIME = np.array([3, 1, 4, 2, 6, 5, 7])
EVENT = np.array([True, True, False, True, True, False, True])
VALUE = np.array([10, 20, 30, 30, 50, 60, 70])


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


def test_p_is_the_share_of_arrangements_in_which_some_cut_is_as_far() -> None:
    table = event_table(TIME, EVENT)
    tick = np.searchsorted(table.times, TIME)
    found = cut_point_test(table, VALUE, tick, EVENT)
    assert found is not None
    best = statistic(TIME, EVENT, VALUE)
    assert found.statistic == pytest.approx(best, rel=1e-9)
    listed = np.mean([statistic(TIME, EVENT, np.array(v)) >= best * (1 - 1e-9) for v in permutations(VALUE.tolist())])
    assert abs(found.p - listed) < 4 * found.monte_carlo_error
    assert found.cuts == 5
    assert found == cut_point_test(table, VALUE, tick, EVENT)


def test_where_nothing_can_be_cut_there_is_none() -> None:
    table = event_table([1, 2, 3], [True, True, False])
    assert cut_point_test(table, [5, 5, 5], [0, 1, 2], [True, True, False]) is None
    nobody = event_table([1, 2, 3], [False] * 3)
    assert cut_point_test(nobody, [1, 2, 3], [0, 1, 2], [False] * 3) is None
