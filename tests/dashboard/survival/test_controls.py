"""What is written as times is taken as numbers, and what is none of them is said."""

from __future__ import annotations

import pytest

from dashboard.survival.controls import MOST_TIMES, _times


@pytest.mark.parametrize(
    ("text", "times", "unread"),
    [
        ("12, 24", (12, 24), ()),
        (" 6 ,, 6.5, ", (6, 6.5), ()),
        ("12,5; 24", (12.5, 24), ()),
        ("12,5", (12, 5), ()),
        ("24, 12, 24", (24, 12), ()),
        ("", None, ()),
        ("soon, 12, -1, nan, inf, 1e6", (12,), ("soon", "-1", "nan", "inf", "1e6")),
        ("0, 999999", (0, 999999), ()),
        ("never", None, ("never",)),
    ],
)
def test_times_are_read_as_written_and_the_rest_is_named(
    text: str, times: tuple[float, ...] | None, unread: tuple[str, ...]
) -> None:
    assert _times(text) == (times, unread)


def test_up_to_eight_different_times_are_taken_and_repeats_do_not_count() -> None:
    assert MOST_TIMES == 8
    eight = ", ".join(str(t) for t in range(1, 9))
    assert _times(f"1, 1, {eight}") == (tuple(range(1, 9)), ())
    assert _times(f"{eight}, 9, 10") == (tuple(range(1, 9)), ("9", "10"))
