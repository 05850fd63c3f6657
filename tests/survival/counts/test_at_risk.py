"""The extended at-risk table, recounted naively."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nec_core.survival.counts.at_risk import at_risk_table
from nec_core.survival.counts.event_table import event_table
from tests.survival.strategies import Cohort, cohorts


@given(cohorts(), st.lists(st.integers(0, 30), max_size=6))
def test_counts_equal_the_naive_recount_and_add_up(cohort: Cohort, asked: list[int]) -> None:
    table = cohort.table()
    times = [float(t) for t in asked] + [float(table.times[-1])]
    counts = at_risk_table(table, times)
    for g in range(cohort.groups):
        time, event = cohort.time[cohort.group == g], cohort.event[cohort.group == g]
        for column, t in enumerate(times):
            assert counts.at_risk[g, column] == (time >= t - 1e-6).sum()
            assert counts.events[g, column] == (event & (time < t - 1e-6)).sum()
            assert counts.censored[g, column] == (~event & (time < t - 1e-6)).sum()
    total = counts.at_risk + counts.events + counts.censored
    np.testing.assert_array_equal(total, np.repeat(table.n[:, None], len(times), axis=1))


def test_at_the_time_of_an_event_the_patient_is_still_at_risk() -> None:
    counts = at_risk_table(event_table([0.3, 0.3, 1.0], [True, False, False]), (0.1 + 0.2, 0.31))
    np.testing.assert_array_equal(counts.at_risk, [[3, 1]])
    np.testing.assert_array_equal(counts.events, [[0, 1]])
    np.testing.assert_array_equal(counts.censored, [[0, 1]])
    assert counts.groups == ("All",)
    assert counts.times == (0.1 + 0.2, 0.31)


def test_who_has_not_entered_yet_is_not_at_risk() -> None:
    counts = at_risk_table(event_table([5, 9], [True, True], unit="days", entry=[0, 3]), (0, 3, 4, 6))
    np.testing.assert_array_equal(counts.at_risk, [[1, 1, 2, 1]])
