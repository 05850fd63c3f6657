"""The table of counts: exact ties, units, merging, delayed entry, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable, event_table
from tests.survival.strategies import Cohort, cohorts


def test_counts_events_and_censorings_per_time_and_group() -> None:
    table = event_table([5, 2, 5, 2, 9], [True, False, True, True, False], [0, 0, 1, 0, 1], ("a", "b"), "days")
    assert table.groups == ("a", "b")
    assert table.unit == "days"
    np.testing.assert_array_equal(table.times, [2.0, 5.0, 9.0])
    np.testing.assert_array_equal(table.events, [[1, 1, 0], [0, 1, 0]])
    np.testing.assert_array_equal(table.censored, [[1, 0, 0], [0, 0, 1]])
    np.testing.assert_array_equal(table.at_risk, [[3, 1, 0], [2, 2, 1]])
    np.testing.assert_array_equal(table.n, [3, 2])
    assert table.entered is None
    assert (table.times.dtype, table.events.dtype, table.censored.dtype) == (np.float64, np.int64, np.int64)


def test_group_minus_one_is_left_out_whatever_its_time() -> None:
    table = event_table([1.0, np.nan, 3.0], [True, True, False], [0, -1, 0], ("a",))
    np.testing.assert_array_equal(table.times, [1.0, 3.0])
    np.testing.assert_array_equal(table.n, [2])


def test_float_fuzz_is_one_time_on_and_off_the_grid() -> None:
    np.testing.assert_array_equal(event_table([0.1 + 0.2, 0.3, 0.7], [1, 1, 0]).times, [0.3, 0.7])
    off_grid = event_table([np.sqrt(2), np.sqrt(2) + 1e-9, np.pi], [1, 1, 0])
    np.testing.assert_array_equal(off_grid.times, [np.sqrt(2), np.pi])
    np.testing.assert_array_equal(off_grid.events, [[2, 0]])


def test_whole_days_told_in_months_are_exact_ties() -> None:
    days = np.array([365, 1461, 365, 12])
    table = event_table(days / 30.4375, [1, 0, 1, 1], unit="months")
    np.testing.assert_array_equal(table.times, np.array([12, 365, 1461]) / 30.4375)
    np.testing.assert_array_equal(table.times, event_table(days, [1, 0, 1, 1], unit="days").in_unit("months").times)


def test_units_follow_the_calendar_conventions() -> None:
    table = event_table([1461], [True], unit="days")
    assert table.in_unit("months").times[0] == 48.0
    assert table.in_unit("years").times[0] == 4.0
    assert table.in_unit("weeks").times[0] == 1461 / 7
    assert table.in_unit("years").in_unit("days").times[0] == 1461.0
    assert table.in_unit("days") is table


def test_large_and_sparse_whole_times_are_sorted_instead_of_binned() -> None:
    time = np.array([10**12, 5, 10**12, 7])
    table = event_table(time, [True, False, False, True], unit="days")
    np.testing.assert_array_equal(table.times, [5.0, 7.0, 1e12])
    np.testing.assert_array_equal(table.censored, [[1, 0, 1]])


def test_no_rows_give_an_empty_table() -> None:
    table = event_table([], [], [], ("a", "b"))
    assert table.times.size == 0
    np.testing.assert_array_equal(table.n, [0, 0])
    assert table.at_risk.shape == (2, 0)


def test_inputs_are_not_changed() -> None:
    time, event, group = np.array([0.1 + 0.2, 0.3]), np.array([True, False]), np.array([0, -1])
    event_table(time, event, group, ("a",))
    np.testing.assert_array_equal(time, [0.1 + 0.2, 0.3])
    np.testing.assert_array_equal(event, [True, False])
    np.testing.assert_array_equal(group, [0, -1])


def test_delayed_entry_counts_as_at_risk_strictly_after_it() -> None:
    table = event_table([5, 6, 7], [True, False, True], unit="days", entry=[0, 2, 5])
    np.testing.assert_array_equal(table.times, [2.0, 5.0, 6.0, 7.0])
    np.testing.assert_array_equal(table.entered, [[1, 1, 0, 0]])
    np.testing.assert_array_equal(table.at_risk, [[1, 2, 2, 1]])
    np.testing.assert_array_equal(table.n, [3])


def test_select_keeps_order_and_drops_times_nobody_of_the_groups_has() -> None:
    table = event_table([1, 2, 3, 4], [1, 0, 1, 0], [0, 1, 2, 0], ("a", "b", "c"), "days").select([2, 0])
    assert table.groups == ("c", "a")
    np.testing.assert_array_equal(table.times, [1.0, 3.0, 4.0])
    np.testing.assert_array_equal(table.events, [[0, 1, 0], [1, 0, 0]])
    np.testing.assert_array_equal(table.censored, [[0, 0, 0], [0, 0, 1]])


@given(cohorts(), st.data())
def test_merging_tables_equals_pooling_rows(cohort: Cohort, data: st.DataObject) -> None:
    first = data.draw(st.lists(st.booleans(), min_size=cohort.time.size, max_size=cohort.time.size))
    there = np.array(first)
    names = [f"g{i}" for i in range(cohort.groups)]
    parts = [event_table(cohort.time[m], cohort.event[m], cohort.group[m], names) for m in (there, ~there)]
    assert_equal_tables(parts[0].merge(parts[1]), cohort.table())


@given(cohorts())
def test_at_risk_equals_the_naive_recount(cohort: Cohort) -> None:
    table = cohort.table()
    for g in range(cohort.groups):
        recount = [(cohort.time[cohort.group == g] >= t - 1e-6).sum() for t in table.times]
        np.testing.assert_array_equal(table.at_risk[g], recount)


@given(cohorts())
def test_pooled_is_the_table_of_everybody(cohort: Cohort) -> None:
    assert_equal_tables(cohort.table().pooled(), event_table(cohort.time, cohort.event))


def test_merging_adds_delayed_entries_too() -> None:
    first = event_table([5, 6], [True, False], entry=[1, 2])
    merged = first.merge(event_table([6], [True]))
    np.testing.assert_array_equal(merged.entered, [[1, 1, 0, 0]])
    np.testing.assert_array_equal(merged.at_risk, [[1, 2, 3, 2]])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"time": [-1.0], "event": [True]}, "time must be zero or more, but some values are missing, negative"),
        ({"time": [np.nan], "event": [True]}, "time must be zero or more, but some values are missing, negative"),
        ({"time": [np.inf], "event": [True]}, "Leave these patients out or correct their dates."),
        ({"time": [1.0], "event": [2]}, "event must be True where the event was observed"),
        ({"time": [1.0, 2.0], "event": [True]}, r"event must have as many values as time, but has shape \(1,\)"),
        ({"time": [1.0], "event": [True], "group": [1]}, "group must lie between -1 and 0 for 1 group names"),
        ({"time": [1.0], "event": [True], "group": [0.5]}, "group must be whole numbers, but is float64"),
        ({"time": [1.0], "event": [True], "unit": "hours"}, "unit must be one of days, weeks, months, years"),
        ({"time": [1.0], "event": [True], "entry": [1.0]}, "entry must be before time"),
        ({"time": [1.0], "event": [True], "entry": [np.nan]}, "entry must be a number"),
        ({"time": ["1"], "event": [True]}, "time must be a flat list of numbers"),
    ],
)
def test_wrong_rows_are_refused_with_the_field_and_the_rule(arguments: dict, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        event_table(**arguments)


def test_messages_never_hold_a_patients_value() -> None:
    with pytest.raises(PlanError) as caught:
        event_table([4242.0, -77.125], [True, True])
    assert "4242" not in str(caught.value)
    assert "77" not in str(caught.value)


def test_merging_other_groups_or_units_is_refused() -> None:
    table = event_table([1], [True], unit="days")
    with pytest.raises(PlanError, match="same groups in the same order"):
        table.merge(event_table([1], [True], group_names=("b",), unit="days"))
    with pytest.raises(PlanError, match="one is in days and the other in months"):
        table.merge(event_table([1], [True], unit="months"))


def assert_equal_tables(first: EventTable, second: EventTable) -> None:
    np.testing.assert_allclose(first.times, second.times, rtol=1e-12)
    np.testing.assert_array_equal(first.events, second.events)
    np.testing.assert_array_equal(first.censored, second.censored)
