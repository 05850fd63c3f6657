"""Curves that cross by more than chance, and curves that cross by chance, touch, or come together."""

from __future__ import annotations

import numpy as np

from nec_core.survival.comparing.crossing import Crossing, crossings
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, kaplan_meier

EARLY = np.array([*np.arange(1.0, 16.0), *np.arange(40.0, 55.0)])
"""Half die within 15 months, the others after 40."""
MIDDLE = np.arange(16.0, 46.0)
"""All die between 16 and 45 months."""


def curves(**groups: np.ndarray) -> tuple[SurvivalCurve, ...]:
    """Everybody's time of death, by group."""
    times = np.concatenate(tuple(groups.values()))
    codes = np.repeat(range(len(groups)), [len(t) for t in groups.values()])
    return kaplan_meier(event_table(times, np.ones(times.size, bool), codes, tuple(groups)))


def test_a_crossing_says_who_is_above_before_it_and_from_when_on_not() -> None:
    # At 30 months 15 of 30 of either are alive, at 31 one less of one.
    assert crossings(curves(early=EARLY, middle=MIDDLE)) == (Crossing("middle", "early", 30.0),)
    assert crossings(curves(middle=MIDDLE, early=EARLY)) == (Crossing("middle", "early", 30.0),)


def test_curves_whose_difference_is_within_chance_on_one_side_are_not_told() -> None:
    few = slice(None, None, 6)
    assert crossings(curves(early=EARLY[few], middle=MIDDLE[few])) == ()


def test_a_curve_without_a_variance_is_surely_above_none() -> None:
    """Of five nobody dies early: their curve stands at 1, which says little of five."""
    five = np.array([30.0, 31, 32, 33, 34, *np.full(5, 35.0)])
    behind = np.array([*np.arange(1.0, 13.0), *np.full(28, 60.0)])
    assert crossings(curves(five=five, behind=behind)) == ()


def test_curves_that_come_together_do_not_cross() -> None:
    late = np.concatenate((MIDDLE[:15], EARLY[15:]))
    assert crossings(curves(early=EARLY, late=late)) == ()


def test_a_crossing_in_the_tail_where_few_are_left_is_none() -> None:
    """Of a hundred each, nine are left at 41 months, when eight of the one die."""
    ahead = np.array([*np.full(2, 5.0), *np.full(89, 20.0), *np.full(8, 41.0), 60.0])
    behind = np.array([*np.full(60, 10.0), *np.full(31, 20.0), *np.full(9, 80.0)])
    assert crossings(curves(ahead=ahead, behind=behind)) == ()
    more = np.array([*np.full(2, 5.0), *np.full(88, 20.0), *np.full(9, 41.0), 60.0])
    assert crossings(curves(ahead=more, behind=np.append(behind[1:], 80.0))) == (Crossing("ahead", "behind", 41.0),)


def test_every_two_of_several_groups_are_looked_at() -> None:
    found = crossings(curves(early=EARLY, middle=MIDDLE, again=MIDDLE))
    assert [(c.above, c.below) for c in found] == [("middle", "early"), ("again", "early")]


def test_nobody_and_one_group_cross_nothing() -> None:
    assert crossings(curves(early=EARLY)) == ()
    assert crossings(curves(early=EARLY, nobody=np.zeros(0))) == ()
