"""Events that lie on visits, and events that do not."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.patients.visits import schedule

RNG = np.random.default_rng(2)


def on_grid(step: float, n: int = 30, scatter: float = 0.0) -> np.ndarray:
    """Times at whole numbers of steps, so far from them."""
    return step * RNG.integers(1, 9, n) + RNG.normal(0, scatter, n) if scatter else step * RNG.integers(1, 9, n)


@pytest.mark.parametrize(
    ("times", "unit", "expected"),
    [
        (on_grid(3), "months", (3, "months")),
        (on_grid(2), "months", (2, "months")),
        (on_grid(6), "months", (6, "months")),  # and on three, which is not told
        (on_grid(91.3125, scatter=9), "days", (3, "months")),  # a visit can be some days early or late
        (on_grid(56), "days", (8, "weeks")),
        (on_grid(6), "weeks", (6, "weeks")),
        (on_grid(0.25), "years", (3, "months")),
    ],
)
def test_visits_are_found_in_any_unit(times: np.ndarray, unit: str, expected: tuple[int, str]) -> None:
    found = schedule(times.astype(float), unit)
    assert found is not None
    assert (found.every, found.unit) == expected


@pytest.mark.parametrize("seed", range(20))
def test_times_at_any_day_or_in_whole_months_are_on_no_visit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    days = rng.exponential(300, 25).round() + 1
    assert schedule(days, "days") is None
    assert schedule(np.ceil(days / 30.4375), "months") is None


def test_whole_years_are_no_visits() -> None:
    assert schedule(RNG.integers(1, 9, 40).astype(float), "years") is None


def test_few_events_and_half_of_them_off_the_grid_are_not_told() -> None:
    nine = 3.0 * np.arange(1, 10)
    assert schedule(nine, "months") is None
    assert schedule(np.append(nine, 30.0), "months") is not None
    half = np.concatenate((on_grid(3, 20), 3 * RNG.uniform(0, 9, 20)))
    assert schedule(half, "months") is None
    assert schedule(np.concatenate((on_grid(3, 40), 3 * RNG.uniform(0, 9, 8))), "months") is not None


def test_events_that_all_come_early_are_on_no_visit() -> None:
    early = RNG.uniform(10, 80, 40).round()  # near one point of a year, and of half a year
    assert schedule(early, "days") is None
    at_one = np.append(np.full(30, 91.0), 91.0 * RNG.integers(2, 6, 10))
    assert schedule(at_one, "days") is None
    assert schedule(np.append(at_one, 91.0 * RNG.integers(2, 6, 6)), "days") is not None


def test_times_of_zero_say_nothing_of_visits() -> None:
    assert schedule(np.zeros(40), "months") is None
