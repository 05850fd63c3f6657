"""Times become whole ticks: on a grid exactly, off it by R's tolerance."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.survival.counts.time_grid import tied_to, time_grid


@pytest.mark.parametrize(
    ("values", "unit", "per_unit"),
    [
        ([1.0, 20.0], "months", 1.0),
        ([0.1, 2.5], "months", 10.0),
        ([0.25, 1.0], "months", 100.0),
        ([0.125, 1.0], "months", 1000.0),
        ([1 / 30.4375, 100 / 30.4375], "months", 30.4375),
        ([1 / 7, 9 / 7], "weeks", 7.0),
        ([1 / 365.25], "years", 365.25),
    ],
)
def test_the_coarsest_grid_that_holds_all_times_is_found(values: list, unit: str, per_unit: float) -> None:
    grid = time_grid(np.array(values), unit)
    assert grid.per_unit == per_unit
    np.testing.assert_allclose(grid.times_of(grid.ticks), values, rtol=1e-15)


def test_float_fuzz_does_not_push_times_off_their_grid() -> None:
    grid = time_grid(np.array([0.1 + 0.2, 0.7, 0.3]), "months")
    assert grid.per_unit == 10.0
    np.testing.assert_array_equal(grid.ticks, [3, 7, 3])


def test_times_on_no_grid_are_told_by_their_place() -> None:
    grid = time_grid(np.array([np.pi, np.e, np.pi]), "months")
    assert grid.per_unit is None
    np.testing.assert_array_equal(grid.ticks, [1, 0, 1])
    np.testing.assert_array_equal(grid.times_of(np.array([0, 1])), [np.e, np.pi])


def test_a_grid_finer_than_the_tie_tolerance_of_huge_times_is_not_used() -> None:
    assert time_grid(np.array([1e9, 1e9 + 0.001]), "days").per_unit is None


def test_ties_are_chained_and_named_by_their_first_time() -> None:
    np.testing.assert_array_equal(tied_to(np.array([0.0, 1.0, 1.0 + 1e-9, 1.0 + 2e-9, 2.0])), [0, 1, 1, 1, 4])


def test_whole_numbers_are_their_own_ticks() -> None:
    grid = time_grid(np.array([3, 0, 3], dtype=np.int32), "days")
    np.testing.assert_array_equal(grid.ticks, [3, 0, 3])
    np.testing.assert_array_equal(grid.times_of(grid.ticks), [3.0, 0.0, 3.0])
