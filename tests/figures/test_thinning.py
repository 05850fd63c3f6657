from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nec_core.figures.thinning import Pixels, kept_marks, kept_vertices

PIXELS = Pixels(high=100.0, columns=40, rows=50)


def _picture(time: NDArray[np.float64], height: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The pixels a step line passes through: horizontals to the next vertex, verticals between heights."""
    grid = np.zeros((PIXELS.rows + 1, PIXELS.columns), dtype=bool)

    def column(t: float) -> int:
        return min(int(t / PIXELS.high * PIXELS.columns), PIXELS.columns - 1)

    def row(h: float) -> int:
        return int(h * PIXELS.rows)

    for i in range(time.size):
        if i:
            low, high = sorted((row(height[i - 1]), row(height[i])))
            grid[row(height[i - 1]), column(time[i - 1]) : column(time[i]) + 1] = True
            grid[low : high + 1, column(time[i])] = True
    return grid


@given(st.integers(0, 2**32 - 1), st.integers(2, 3000))
@settings(deadline=None, max_examples=60)
def test_no_pixel_of_a_survival_curve_changes(seed: int, m: int) -> None:
    random = np.random.default_rng(seed)
    time = np.concatenate(([0.0], np.sort(random.uniform(0, 100, m))))
    survival = np.concatenate(([1.0], np.sort(random.uniform(0, 1, m))[::-1]))
    kept = kept_vertices(time, (), PIXELS)
    np.testing.assert_array_equal(_picture(time[kept], survival[kept]), _picture(time, survival))
    assert kept.size <= (m + 1 if m < 2 * PIXELS.columns else PIXELS.columns + 1)


@given(st.integers(0, 2**32 - 1), st.integers(200, 3000), st.floats(0, 90))
@settings(deadline=None, max_examples=60)
def test_in_a_window_no_pixel_changes_and_what_lies_before_it_is_one_vertex(seed: int, m: int, low: float) -> None:
    random = np.random.default_rng(seed)
    time = np.concatenate(([0.0], np.sort(random.uniform(0, 100, m))))
    survival = np.concatenate(([1.0], np.sort(random.uniform(0, 1, m))[::-1]))
    window = Pixels(high=100.0, columns=40, rows=50, low=low)
    kept = kept_vertices(time, (), window)
    assert set(survival[kept]) <= set(survival)
    if m + 1 > 2 * window.columns:
        assert (time[kept] < low).sum() <= 2
        # At the window's edge, and at the edge of each of its columns, the curve stands where it did.
        for edge in np.linspace(low, 100, 41):
            whole, thin = (t[np.searchsorted(t, edge, side="left") - 1 :][:1] for t in (time, time[kept]))
            assert survival[time == whole] == survival[kept][time[kept] == thin]


@given(st.integers(0, 2**32 - 1), st.integers(2, 3000))
@settings(deadline=None, max_examples=60)
def test_no_pixel_of_a_limit_that_rises_and_falls_changes(seed: int, m: int) -> None:
    random = np.random.default_rng(seed)
    time = np.sort(random.uniform(0, 100, m))
    limit = random.uniform(0, 1, m)
    kept = kept_vertices(time, (limit,), PIXELS)
    np.testing.assert_array_equal(_picture(time[kept], limit[kept]), _picture(time, limit))
    assert kept.size <= max(3 * PIXELS.columns + 1, 2 * PIXELS.columns)


def test_few_vertices_are_all_kept() -> None:
    time = np.linspace(0, 100, 80)
    np.testing.assert_array_equal(kept_vertices(time, (), PIXELS), np.arange(80))


def test_extremes_are_found_among_missing_limits() -> None:
    time = np.linspace(0, 1, 500)
    limit = np.full(500, 0.5)
    limit[:10] = np.nan
    limit[200], limit[300] = 0.1, 0.9
    kept = kept_vertices(time, (limit,), PIXELS)
    assert {0, 200, 300, 499} <= set(kept.tolist())


def test_one_mark_per_pixel_is_kept() -> None:
    time = np.repeat(np.linspace(0, 99, 20), 50)
    value = np.full(1000, 0.5)
    assert kept_marks(time, value, PIXELS).size == 20
    assert kept_marks(time[:30], value[:30], PIXELS).size == 30


def test_marks_before_a_window_are_left_out() -> None:
    time, value = np.repeat(np.linspace(0, 99, 20), 50), np.full(1000, 0.5)
    window = Pixels(high=100.0, columns=40, rows=50, low=50.0)
    assert time[kept_marks(time, value, window)].min() > 50
    assert time[kept_marks(time[::50], value[::50], window)].min() >= 0
    assert time[::50][kept_marks(time[::50], value[::50], window)].min() > 50
