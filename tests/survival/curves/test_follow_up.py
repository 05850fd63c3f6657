"""Follow-up: ties when deaths and censorings swap roles, those alive only, the range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.follow_up import follow_up
from tests.survival.goldens import cases, columns
from tests.survival.strategies import Cohort, cohorts


def test_a_death_on_the_day_another_is_last_seen_comes_first_in_both_curves() -> None:
    # At day 5 one dies and one is last seen. With the death gone first, the other is one of two still followed.
    table = event_table([5, 5, 9], [True, False, False], unit="days")
    by_default, as_r = follow_up(table)[0], follow_up(table, ties="as R")[0]
    np.testing.assert_array_equal(by_default.curve.at_risk, [2, 1])
    np.testing.assert_allclose(by_default.curve.survival, [1 / 2, 0.0])
    np.testing.assert_array_equal(as_r.curve.at_risk, [3, 1])
    np.testing.assert_allclose(as_r.curve.survival, [2 / 3, 0.0])
    assert by_default.ties == "events first"
    assert by_default.reverse_km.value == 7.0
    assert as_r.reverse_km.value == 9.0


def test_without_such_ties_both_ways_are_the_same() -> None:
    lung = columns("lung")
    table = event_table(lung["t"], lung["e"], unit="days")
    assert follow_up(table, "log")[0].reverse_km == follow_up(table, "log", ties="as R")[0].reverse_km
    followed = follow_up(table, "log")[0].reverse_km
    assert (followed.value, followed.lower, followed.upper) == (588.0, 511.0, 1010.0)


@given(cohorts())
def test_the_plain_numbers_equal_numpy(cohort: Cohort) -> None:
    for g, followed in enumerate(follow_up(cohort.table())):
        time, event = cohort.time[cohort.group == g], cohort.event[cohort.group == g]
        assert (followed.n, followed.n_alive) == (time.size, (~event).sum())
        if time.size:
            assert followed.minimum == pytest.approx(time.min())
            assert followed.maximum == pytest.approx(time.max())
        else:
            assert (followed.minimum, followed.maximum, followed.reverse_km.value) == (None, None, None)
        if (~event).any():
            assert followed.alive_only_median == pytest.approx(np.median(time[~event]))
        else:
            assert followed.alive_only_median is None


@given(cohorts(max_groups=1))
def test_following_and_surviving_share_out_everybody(cohort: Cohort) -> None:
    """With events first, S(t) G(t) is the share still under observation: the two curves split the patients exactly."""
    from nec_core.survival.curves.kaplan_meier import kaplan_meier

    table = cohort.table()
    survival, followed = kaplan_meier(table)[0].survival, follow_up(table)[0].curve.survival
    left_after = table.at_risk[0] - table.events[0] - table.censored[0]
    np.testing.assert_allclose(survival * followed, left_after / table.n[0], atol=1e-12)


def test_nobody_censored_means_no_follow_up_median() -> None:
    followed = follow_up(event_table([1, 2], [True, True], unit="days"))[0]
    assert (followed.reverse_km.value, followed.alive_only_median, followed.n_alive) == (None, None, 0)
    assert (followed.minimum, followed.maximum) == (1.0, 2.0)


def test_ties_in_the_data_sets_are_where_the_two_ways_differ() -> None:
    r = cases("kaplan_meier")["mgus2"]["overall"]["reverse_as_r"]["log"]
    mgus2 = columns("mgus2")
    followed = follow_up(event_table(mgus2["t"], mgus2["e"]), "log")[0]
    assert (r["value"][2], followed.reverse_km.value) == (185, 184.0)


def test_an_unknown_way_with_ties_is_refused() -> None:
    with pytest.raises(PlanError, match="ties must be one of events first, as R, but was 'deaths'"):
        follow_up(event_table([1], [True]), ties="deaths")
