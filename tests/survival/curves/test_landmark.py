"""Landmark groups: who is kept, who is dropped, where the clock restarts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.counts.grouped_rows import GroupedRows
from nec_core.survival.curves.landmark import landmark_groups, landmark_rows, landmark_table
from tests.survival.strategies import Cohort, cohorts

NAN = float("nan")


def test_patients_are_grouped_by_what_had_come_by_the_landmark() -> None:
    # In order: dies before (changed before, and only planned to), leaves before, dies at, last seen at, changed at,
    # changed later, never.
    time = [1.0, 1.0, 2.0, 3.0, 3.0, 7.0, 8.0, 9.0]
    event = [True, True, False, True, False, True, True, False]
    changed_at = [0.5, 9.0, NAN, 1.0, NAN, 3.0, 5.0, NAN]
    groups = landmark_groups(time, event, changed_at, 3.0, ("No surgery", "Surgery"), "months")
    assert (groups.dropped_events, groups.dropped_censored, groups.changed_later) == (3, 1, 1)
    assert groups.table.groups == ("No surgery", "Surgery")
    np.testing.assert_allclose(groups.table.times, [0.0, 4.0, 5.0, 6.0])
    np.testing.assert_array_equal(groups.table.events, [[0, 0, 1, 0], [0, 1, 0, 0]])
    np.testing.assert_array_equal(groups.table.censored, [[1, 0, 0, 1], [0, 0, 0, 0]])


@given(cohorts(), st.integers(0, 26))
def test_everybody_is_kept_or_counted_as_dropped(cohort: Cohort, landmark: int) -> None:
    table = cohort.table()
    kept = landmark_table(table, landmark)
    np.testing.assert_array_equal(kept.table.n + kept.dropped_events + kept.dropped_censored, table.n)
    assert kept.table.times.size == 0 or kept.table.times[0] >= 0.0


def test_a_landmark_told_with_float_fuzz_is_the_time_itself() -> None:
    table = event_table([0.3, 0.3, 0.9], [True, False, False])
    for landmark in (0.3, 0.1 + 0.2, 0.3 - 1e-12):
        kept = landmark_table(table, landmark)
        assert kept.dropped_events.tolist() == [1]
        np.testing.assert_array_equal(kept.table.n, [2])
        assert kept.table.times[0] == pytest.approx(0.0, abs=1e-9)


def test_the_landmark_at_zero_keeps_all_but_events_at_zero() -> None:
    kept = landmark_table(event_table([0, 0, 4], [True, False, True], unit="days"), 0)
    np.testing.assert_array_equal(kept.table.n, [2])


def test_who_entered_before_the_landmark_is_there_from_the_start() -> None:
    table = event_table([9, 8, 7], [True, True, True], unit="days", entry=[2, 5, 6])
    kept = landmark_table(table, 5).table
    np.testing.assert_array_equal(kept.times, [0.0, 1.0, 2.0, 3.0, 4.0])
    np.testing.assert_array_equal(kept.entered, [[0, 1, 0, 0, 0]])


def test_the_original_table_is_not_changed_and_a_negative_landmark_is_refused() -> None:
    table = event_table([1, 2], [True, True], unit="days")
    landmark_table(table, 1)
    np.testing.assert_array_equal(table.events, [[1, 1]])
    with pytest.raises(PlanError, match="landmark must be zero or a later time, but was -1"):
        landmark_table(table, -1)


@given(cohorts(), st.integers(0, 26))
def test_rows_and_table_keep_the_same_patients_with_the_same_times(cohort: Cohort, landmark: int) -> None:
    table = cohort.table()
    rows = GroupedRows(
        np.asarray(cohort.time, np.float64), np.asarray(cohort.event, np.int8), np.asarray(cohort.group, np.int32),
        table.groups, table.unit,
    )  # fmt: skip
    kept, there = landmark_rows(rows, landmark)
    assert there.sum() == len(kept.time)
    of_table, of_rows = landmark_table(table, landmark).table, kept.table()
    np.testing.assert_array_equal(of_rows.n, of_table.n)
    filled = (of_table.events + of_table.censored).sum(axis=0) > 0
    np.testing.assert_allclose(of_rows.times, of_table.times[filled])
    np.testing.assert_array_equal(of_rows.events, of_table.events[:, filled])


def test_a_landmark_before_time_zero_is_refused_for_rows_too() -> None:
    rows = GroupedRows(np.array([1.0]), np.array([1], np.int8), np.array([0], np.int32), ("all",), "months")
    with pytest.raises(PlanError, match="landmark must be zero or a later time"):
        landmark_rows(rows, -1)
