"""Rates at times: beyond follow-up, before the first time, and at times told with float fuzz."""

from __future__ import annotations

from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.rates import rates_at


def test_after_the_last_time_the_rate_repeats_and_is_marked() -> None:
    curve = kaplan_meier(event_table([1, 2, 5], [True, True, False], unit="days"))[0]
    last, beyond = rates_at(curve, (5, 6))
    assert (last.at_risk, last.beyond_follow_up) == (1, False)
    assert (beyond.at_risk, beyond.beyond_follow_up) == (0, True)
    assert beyond.survival == last.survival
    assert beyond.lower == last.lower


def test_a_curve_at_zero_is_known_for_ever() -> None:
    beyond = rates_at(kaplan_meier(event_table([1, 2], [True, True], unit="days"))[0], (100,))[0]
    assert (beyond.survival, beyond.lower, beyond.std_error, beyond.beyond_follow_up) == (0.0, None, None, False)


def test_before_the_first_time_survival_is_one_with_a_log_but_no_log_log_interval() -> None:
    table = event_table([3, 4], [True, False], unit="days")
    by_log_log, by_log = (rates_at(kaplan_meier(table, kind)[0], (1,))[0] for kind in ("log-log", "log"))
    assert (by_log_log.survival, by_log_log.lower, by_log_log.upper) == (1.0, None, None)
    assert (by_log.survival, by_log.lower, by_log.upper) == (1.0, 1.0, 1.0)
    assert by_log.at_risk == 2


def test_a_time_told_with_float_fuzz_is_the_event_time() -> None:
    curve = kaplan_meier(event_table([0.3, 0.7], [True, False]))[0]
    assert [rate.survival for rate in rates_at(curve, (0.1 + 0.2, 0.3 - 1e-12))] == [0.5, 0.5]
    assert rates_at(curve, (0.3 + 1e-12,))[0].at_risk == 2


def test_an_empty_group_has_no_rate() -> None:
    rate = rates_at(kaplan_meier(event_table([], []))[0], (1,))[0]
    assert (rate.at_risk, rate.survival, rate.beyond_follow_up) == (0, None, True)


def test_rates_come_in_the_order_asked_for() -> None:
    curve = kaplan_meier(event_table([1, 2], [True, True], unit="days"))[0]
    assert [rate.time for rate in rates_at(curve, (2, 1))] == [2.0, 1.0]
