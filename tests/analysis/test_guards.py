"""Guards say what is wrong, why it matters, what to do; and only where it applies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nec_core.analysis import guards
from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.survival.comparing.cut_point import CutPointTest
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, kaplan_meier
from tests.analysed import sample


def curves(*sizes: int, events: int = 99) -> tuple[SurvivalCurve, ...]:
    group = np.repeat(np.arange(len(sizes)), sizes)
    time = np.concatenate([np.arange(1, n + 1) for n in sizes])
    event = np.arange(len(time)) < events
    return kaplan_meier(event_table(time, event, group, [f"g{i}" for i in range(len(sizes))]))


@pytest.mark.parametrize(("per_term", "told"), [(None, False), (9.9, True), (10.0, False)])
def test_ten_events_for_each_term_are_enough(per_term: float | None, told: bool) -> None:
    assert (guards.few_events_per_term(per_term, 10) is not None) is told


@pytest.mark.parametrize(("events", "expected"), [(0, False), (1, True), (9, True), (10, False)])
def test_few_events_are_told_below_ten(events: int, expected: bool) -> None:
    kinds = [g.kind for g in guards.of_curves(curves(20, 20, events=events), compared=True)]
    assert ("few_events" in kinds) is expected


def test_few_events_are_no_matter_where_nothing_is_compared() -> None:
    assert guards.of_curves(curves(20, events=3), compared=False) == []


def test_one_event_is_not_called_events() -> None:
    assert guards.of_curves(curves(20, 20, events=1), compared=True)[0].what == "Only 1 event in all."


def test_small_groups_are_named_with_their_size() -> None:
    guard = next(g for g in guards.of_curves(curves(4, 5), compared=True) if g.kind == "small_group")
    assert guard.what == "Very small: “g0” (n = 4)."


def test_left_out_patients_are_counted_with_their_reasons() -> None:
    guard = guards.left_out({"no date of diagnosis": 2, "Stage not recorded": 1})
    assert guard is not None
    assert guard.what == "3 patients are left out: no date of diagnosis (2); Stage not recorded (1)."
    assert guards.left_out({}) is None


def test_the_most_serious_stands_first() -> None:
    found = guards.ordered(
        [
            guards.left_out({"x": 1}),
            None,
            guards.COMPETING,
            *guards.of_curves(curves(3), True),
        ]
    )
    assert [g.severity for g in found] == ["serious", "caution", "caution", "note"]


def test_a_number_cut_in_two_tells_what_the_best_of_all_cuts_is_worth() -> None:
    for plan in (AnalysisPlan(by="age_years"), AnalysisPlan(by="age_years", cut=60)):
        result = analyse(sample(), plan)
        assert result.cut_point is not None
        (guard,) = [g for g in result.guards if g.kind == "cut_point"]
        assert f"one of {result.cut_point.cuts} cuts" in guard.what
        assert "maximally selected log-rank statistic" in guard.why
    assert not [g for g in analyse(sample(), AnalysisPlan(by="stage")).guards if g.kind == "cut_point"]


def test_a_cut_that_only_the_search_explains_is_a_caution() -> None:
    test = CutPointTest(cut=3.0, cuts=13, statistic=3.1, p=0.05, draws=100, seed=1, monte_carlo_error=0.02)
    assert guards.cut_point(test, "Ki-67", 3.0, 0.002).severity == "caution"
    assert guards.cut_point(replace(test, p=0.049), "Ki-67", 3.0, 0.002).severity == "note"
    assert guards.cut_point(test, "Ki-67", 3.0, 0.05).severity == "note"
