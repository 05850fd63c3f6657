"""Rows in groups are counted as one would count them by hand, in whatever unit."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from nec_core.survival.counts.grouped_rows import GroupedRows
from tests.survival.strategies import Cohort, cohorts


def rows(cohort: Cohort) -> GroupedRows:
    """Every third patient without the event has the competing one."""
    event = np.where(cohort.event, 1, np.where(np.arange(cohort.time.size) % 3 == 0, 2, 0)).astype(np.int8)
    names = tuple(f"g{i}" for i in range(cohort.groups))
    return GroupedRows(cohort.time, event, cohort.group.astype(np.int32), names, "months")


@given(cohorts())
def test_each_kind_of_event_is_counted_and_the_other_censors(cohort: Cohort) -> None:
    found = rows(cohort)
    for kind in (1, 2):
        table = found.table(kind)
        for g in range(cohort.groups):
            assert table.events[g].sum() == ((found.group == g) & (found.event == kind)).sum()
            assert table.n[g] == (found.group == g).sum()
    np.testing.assert_array_equal(found.table().events, cohort.table().events)
    np.testing.assert_array_equal(found.table().times, cohort.table().times)


@given(cohorts())
def test_the_table_of_rows_in_another_unit_is_the_table_in_that_unit(cohort: Cohort) -> None:
    ours, direct = rows(cohort).in_unit("days").table(), rows(cohort).table().in_unit("days")
    assert ours.unit == "days"
    np.testing.assert_allclose(ours.times, direct.times, rtol=1e-7)
    np.testing.assert_array_equal(ours.events, direct.events)


def test_entries_go_to_the_other_unit_too_and_rows_are_not_changed() -> None:
    time, entry = np.array([24.0, 12.0]), np.array([6.0, 0.0])
    found = GroupedRows(time, np.array([1, 0], np.int8), np.zeros(2, np.int32), ("All",), "months", entry)
    in_years = found.in_unit("years")
    assert in_years.entry is not None
    assert (in_years.time.tolist(), in_years.entry.tolist(), in_years.unit) == ([2.0, 1.0], [0.5, 0.0], "years")
    assert (time.tolist(), entry.tolist()) == ([24.0, 12.0], [6.0, 0.0])
    assert found.in_unit("months") is found
    assert (in_years.table().times.tolist(), in_years.table().at_risk.tolist()) == ([0.5, 1.0, 2.0], [[1, 2, 1]])
