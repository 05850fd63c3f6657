from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.figures.axis import number_axis, share_axis, time_axis
from nec_core.time_units import UNITS


@pytest.mark.parametrize(
    ("longest", "unit", "ticks"),
    [
        (60.0, "months", (0, 12, 24, 36, 48, 60)),
        (59.9, "months", (0, 12, 24, 36, 48, 60)),
        (300.0, "months", (0, 36, 72, 108, 144, 180, 216, 252, 288, 324)),
        (7.5, "months", (0, 1, 2, 3, 4, 5, 6, 7, 8)),
        (1000.0, "days", (0, 180, 360, 540, 720, 900, 1080)),
        (10.0, "years", (0, 2, 4, 6, 8, 10)),
        (0.3, "months", (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)),
    ],
)
def test_ticks_stand_where_a_clinician_looks(longest: float, unit: str, ticks: tuple[float, ...]) -> None:
    assert time_axis("t", longest, unit, None, None).ticks == pytest.approx(ticks)


def test_the_axis_ends_at_its_last_tick_or_where_it_is_told_to() -> None:
    assert time_axis("t", 58.3, "months", None, None).high == 60
    assert time_axis("t", 58.3, "months", None, 7).high == 63
    assert time_axis("t", 58.3, "months", 36, None).ticks == (0, 6, 12, 18, 24, 30, 36)
    assert time_axis("t", 58.3, "months", 36, None).high == 36


def test_a_window_has_round_ticks_of_its_own() -> None:
    axis = time_axis("t", 60.0, "months", None, None, (12.8, 25.8))
    assert (axis.low, axis.high) == (12.8, 25.8)
    assert axis.ticks == (14, 16, 18, 20, 22, 24)
    assert time_axis("t", 60.0, "months", None, None, (36, 400)).ticks == (36, 39, 42, 45, 48, 51, 54, 57, 60)
    assert time_axis("t", 60.0, "months", None, None, (70, 80)).low == 0
    assert time_axis("t", 60.0, "months", None, 3, (12.8, 25.8)).ticks == (15, 18, 21, 24)
    assert time_axis("t", 60.0, "months", None, 12, (12.8, 25.8)).ticks == (14, 16, 18, 20, 22, 24)


def test_a_chosen_step_is_kept() -> None:
    axis = time_axis("t", 60, "months", None, 15)
    assert axis.ticks == (0, 15, 30, 45, 60)
    assert axis.tick_text == ("0", "15", "30", "45", "60")


def test_a_step_that_nobody_could_read_is_widened() -> None:
    assert len(time_axis("t", 300, "months", None, 0.1).ticks) <= 61


def test_follow_up_of_nobody_and_of_no_time_still_has_an_axis() -> None:
    assert time_axis("t", 0.0, "months", None, None).high == 1.0


@given(
    st.floats(0.01, 1e6),
    st.sampled_from(UNITS),
    st.none() | st.floats(0.01, 1e6),
    st.none() | st.floats(0.01, 1e6),
)
def test_ticks_always_lie_within_the_axis_and_start_at_zero(
    longest: float, unit: str, x_max: float | None, x_step: float | None
) -> None:
    axis = time_axis("t", longest, unit, x_max, x_step)
    assert axis.ticks[0] == 0
    assert axis.ticks[-1] <= axis.high * (1 + 1e-6)
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert 1 <= len(axis.ticks) <= 61
    assert len(axis.ticks) == len(axis.tick_text)


@given(
    st.floats(0.01, 1e6),
    st.sampled_from(UNITS),
    st.none() | st.floats(0.01, 1e6),
    st.floats(0, 0.99),
    st.floats(0.005, 1),
)
def test_a_window_always_has_ticks_within_it(
    longest: float, unit: str, x_step: float | None, start: float, share: float
) -> None:
    window = (start * longest, min(1.0, start + share) * longest)
    axis = time_axis("t", longest, unit, None, x_step, window)
    assert 1 <= len(axis.ticks) <= 62
    span = axis.high - axis.low
    assert all(axis.low - 1e-6 * span <= tick <= axis.high + 1e-6 * span for tick in axis.ticks)
    assert len(set(axis.tick_text)) == len(axis.ticks)


def test_shares_are_told_in_percent_or_as_proportions() -> None:
    assert share_axis("S", 0, 1, percent=True).tick_text == ("0", "20", "40", "60", "80", "100")
    assert share_axis("S", 0, 1, percent=False).tick_text == ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")
    assert share_axis("S", 0.9, 1, percent=False).tick_text == ("0.90", "0.92", "0.94", "0.96", "0.98", "1.00")


def test_an_axis_that_does_not_start_at_zero_is_broken_and_says_where_it_starts() -> None:
    axis = share_axis("S", 0.85, 1, percent=True)
    assert axis.broken
    assert axis.tick_text[0] == "85"
    assert share_axis("S", 0.87, 1, percent=True).tick_text == ("87", "90", "92", "94", "96", "98", "100")
    assert not share_axis("S", 0, 0.5, percent=True).broken


def test_a_number_s_ticks_are_round_and_its_ends_are_ticks() -> None:
    assert number_axis("x", 0, 6, most=6, whole=True).ticks == (0, 2, 4, 6)
    assert number_axis("x", 0, 1, most=6, whole=True).ticks == (0, 1)
    assert number_axis("x", -2.5, 3.1).tick_text == ("−3", "−2", "−1", "0", "1", "2", "3", "4")
    axis = number_axis("x", 0, 97)
    assert (axis.low, axis.high, axis.ticks[1]) == (0, 100, 20)


def test_an_axis_that_ends_where_it_is_told_to_has_its_ticks_inside() -> None:
    axis = number_axis("x", -0.5, 4.5, whole=True, to_a_tick=False)
    assert (axis.low, axis.high, axis.ticks) == (-0.5, 4.5, (0, 1, 2, 3, 4))


def test_an_axis_of_one_value_has_a_length() -> None:
    assert number_axis("x", 7, 7).high > number_axis("x", 7, 7).low
