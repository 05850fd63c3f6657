"""Where a time falls on a curve, whichever curve it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.survival.counts.competing_table import competing_table
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.competing_risks import cumulative_incidence, incidences_at
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.nelson_aalen import cumulative_hazards_at, nelson_aalen
from nec_core.survival.curves.rates import rates_at
from nec_core.survival.curves.step_curve import Place
from tests.survival.strategies import Cohort, cohorts

# Neither is 0.3; both are it told in floats.
JUST_ABOVE, JUST_BELOW = 0.1 + 0.2, 0.3 - 1e-12


@given(cohorts(), st.lists(st.integers(0, 30), max_size=6))
def test_the_last_step_and_who_is_at_risk_equal_the_naive_recount(cohort: Cohort, asked: list[int]) -> None:
    for g, curve in enumerate(kaplan_meier(cohort.table())):
        time = cohort.time[cohort.group == g]
        for t, place in zip(asked, curve.at(asked), strict=True):
            assert place.time == t
            assert place.last == len({round(x, 6) for x in time if x <= t + 1e-6}) - 1
            assert place.at_risk == (time >= t - 1e-6).sum()
            assert place.beyond == (not (time >= t - 1e-6).any())


def test_a_time_told_with_float_fuzz_is_the_step_s() -> None:
    curve = kaplan_meier(event_table([0.3, 0.7], [True, False]))[0]
    assert curve.at((JUST_ABOVE, JUST_BELOW)) == (Place(JUST_ABOVE, 0, 2, False), Place(JUST_BELOW, 0, 2, False))
    assert curve.at((0.7 + 1e-12, 0.7 + 1e-6))[0].beyond is False
    assert curve.at((0.7 + 1e-6,))[0].beyond is True


@pytest.mark.parametrize("time", [JUST_ABOVE, JUST_BELOW])
def test_survival_hazard_and_incidence_take_their_step_at_such_a_time(time: float) -> None:
    table = event_table([0.3, 0.7], [True, False])
    competing = competing_table([0.3, 0.7], [1, 0], ("a",))
    assert rates_at(kaplan_meier(table)[0], (time,))[0].survival == 0.5
    assert cumulative_hazards_at(nelson_aalen(table)[0], (time,))[0].value == 0.5
    incidence = incidences_at(cumulative_incidence(competing)[0], (time,))[0]
    assert (incidence.incidence, incidence.at_risk) == (0.5, 2)


def test_the_last_time_told_with_float_fuzz_is_not_beyond_follow_up() -> None:
    table = event_table([0.1, 0.3], [True, False])
    competing = competing_table([0.1, 0.3], [1, 0], ("a",))
    assert not rates_at(kaplan_meier(table)[0], (JUST_ABOVE,))[0].beyond_follow_up
    assert not cumulative_hazards_at(nelson_aalen(table)[0], (JUST_ABOVE,))[0].beyond_follow_up
    assert not incidences_at(cumulative_incidence(competing)[0], (JUST_ABOVE,))[0].beyond_follow_up


def test_an_empty_group_has_no_step() -> None:
    curve = kaplan_meier(event_table([], []))[0]
    assert curve.at((1,)) == (Place(1.0, -1, 0, True),)
    assert curve.at(()) == ()


def test_what_is_asked_is_not_changed() -> None:
    times = np.array([2.0, 1.0])
    places = kaplan_meier(event_table([1, 2], [True, True]))[0].at(times.tolist())
    assert [place.last for place in places] == [1, 0]
