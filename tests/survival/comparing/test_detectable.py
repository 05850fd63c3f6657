"""Schoenfeld's formula, also the other way round."""

from __future__ import annotations

import math

import pytest

from nec_core.survival.comparing.detectable import POWERS, detectable
from nec_core.survival.counts.event_table import event_table


def test_schoenfeld_s_number_of_events_shows_the_ratio_it_is_for() -> None:
    # Equal groups, 90% power: 4 (1.959964 + 1.281552)^2 / 0.5621^2 = 133.02 events for a log hazard ratio of 0.5621.
    n = 133
    found = detectable(event_table(range(1, n + 1), [True] * n, [i % 2 for i in range(n)], ("a", "b")))
    assert [d.power for d in found] == list(POWERS)
    assert math.log(found[1].hazard_ratio or 1) == pytest.approx(0.5621, abs=1e-3)


def test_more_groups_are_each_against_the_reference_and_no_events_show_nothing() -> None:
    found = detectable(event_table([1, 2, 3], [False] * 3, [0, 1, 2], ("a", "b", "c")), reference=1)
    assert [(d.group, d.reference) for d in found[::2]] == [("a", "b"), ("c", "b")]
    assert {d.hazard_ratio for d in found} == {None}
