"""One patient changed: every P equals the log-rank test of a table counted anew from the rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from nec_core.errors import PlanError
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.comparing.one_change import (
    MOST_CHANGES,
    cells_of,
    outcomes_to_cross,
    with_other_outcome,
    without_one,
)
from nec_core.survival.counts.event_table import event_table
from tests.survival.strategies import Cohort, cohorts


def p_of(time: np.ndarray, event: np.ndarray, group: np.ndarray, k: int) -> float:
    p = log_rank(event_table(time, event, group, [f"g{i}" for i in range(k)])).p
    return np.nan if p is None else p


def cell_of_rows(cohort: Cohort) -> np.ndarray:
    table = cohort.table()
    tick = np.abs(table.times[None, :] - cohort.time[:, None]).argmin(axis=1)
    return cells_of(table).of(cohort.group, tick, cohort.event)


@given(cohorts(max_size=14))
@settings(max_examples=60)
def test_leaving_one_out_equals_counting_the_others(cohort: Cohort) -> None:
    table = cohort.table()
    p = without_one(table, cells_of(table))[cell_of_rows(cohort)]
    for i in range(cohort.time.size):
        keep = np.arange(cohort.time.size) != i
        expected = p_of(cohort.time[keep], cohort.event[keep], cohort.group[keep], cohort.groups)
        np.testing.assert_allclose(p[i], expected, rtol=1e-9, atol=1e-12)


@given(cohorts(max_size=14))
@settings(max_examples=60)
def test_the_other_outcome_equals_counting_it(cohort: Cohort) -> None:
    table = cohort.table()
    p = with_other_outcome(table, cells_of(table))[cell_of_rows(cohort)]
    for i in range(cohort.time.size):
        event = cohort.event.copy()
        event[i] = ~event[i]
        expected = p_of(cohort.time, event, cohort.group, cohort.groups)
        np.testing.assert_allclose(p[i], expected, rtol=1e-9, atol=1e-12)


def test_cells_hold_every_patient_once() -> None:
    table = event_table([1, 1, 1, 2], [True, True, False, True], [0, 0, 0, 1], ("a", "b"))
    cells = cells_of(table)
    assert cells.count.tolist() == [1, 2, 1]
    assert cells.event.tolist() == [False, True, True]


def test_one_changed_outcome_that_crosses_is_found_in_both_directions() -> None:
    time, group = np.arange(1, 13), np.repeat([0, 1], 6)
    event = np.ones(12, dtype=bool)
    apart = event_table(time, event, group, ("a", "b"))
    assert (log_rank(apart).p or 1) < 0.05
    found = outcomes_to_cross(apart)
    assert found.changes is not None
    assert found.changes == found.to_censored + found.to_event
    assert (found.p or 0) >= 0.05
    mixed = event_table(time, event, np.arange(12) % 2, ("a", "b"))
    other = outcomes_to_cross(mixed)
    assert (other.p or 1) < 0.05
    if other.changes == 1:
        assert np.nanmin(with_other_outcome(mixed, cells_of(mixed))) == other.p


def test_a_p_far_from_the_level_is_given_up_and_none_has_no_changes() -> None:
    n = 400
    far = event_table(np.arange(1, n + 1), np.ones(n, bool), (np.arange(n) >= n // 2).astype(int), ("a", "b"))
    found = outcomes_to_cross(far)
    assert (found.changes, found.to_censored + found.to_event) == (None, MOST_CHANGES)
    assert outcomes_to_cross(event_table([1, 2], [False, False], [0, 1], ("a", "b"))).p is None


def test_delayed_entry_is_refused() -> None:
    table = event_table([5, 6], [True, True], [0, 1], ("a", "b"), entry=[1, 2])
    for change in (without_one, with_other_outcome):
        with pytest.raises(PlanError, match="does not say who entered when"):
            change(table, cells_of(table))
    with pytest.raises(PlanError, match="does not say who entered when"):
        outcomes_to_cross(table)
