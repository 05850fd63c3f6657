"""Competing events: R's cumulative incidences and tests on mgus2, and never 1 minus Kaplan-Meier."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.competing import CauseResult
from tests.analysed import answers, lung, mgus2

R = answers()["mgus2"]


def causes(**plan: object) -> tuple[CauseResult, ...]:
    return analyse(mgus2(), AnalysisPlan.model_validate({"by": "who", "times": (60, 240), **plan})).competing


def same(found: CauseResult, group: int, r: dict[str, list[float]]) -> None:
    rates = found.rates[group]
    assert [x.time for x in rates] == R["at"]
    for name in ("incidence", "lower", "upper"):
        assert [getattr(x, name) for x in rates] == pytest.approx(r[name], rel=1e-9), name


def test_incidences_and_their_intervals_equal_r() -> None:
    event, competing = causes()
    assert [c.name for c in event.curves] == ["F", "M"]
    same(event, 0, R["event_f"])
    same(competing, 1, R["competing_m"])


def test_the_level_of_the_intervals_is_the_plan_s() -> None:
    same(causes(conf_level=0.9)[0], 1, R["event_m_90"])


def test_gray_s_test_equals_r_for_both_kinds_of_event() -> None:
    found = causes()
    assert [c.cause for c in found] == ["the event", "competing event"]
    assert [c.gray.chi2 for c in found if c.gray] == pytest.approx(R["gray_chi2"], rel=1e-9)
    assert [c.gray.p for c in found if c.gray] == pytest.approx(R["gray_p"], rel=1e-9)
    assert R["gray_chi2"] == pytest.approx([1.194507825, 11.651259012], rel=1e-9)


def test_the_cause_specific_test_censors_the_other_event() -> None:
    assert [c.cause_specific.chi2 for c in causes() if c.cause_specific] == pytest.approx(R["specific_chi2"], rel=1e-9)


def test_one_minus_kaplan_meier_would_be_twice_the_truth() -> None:
    result = analyse(mgus2(), AnalysisPlan(times=(240,)))
    (rate,) = result.competing[0].rates[0]
    assert rate.incidence == pytest.approx(0.0998, abs=5e-5)
    assert 1 - (result.groups[0].rates[0].survival or 1) == pytest.approx(0.210, abs=5e-4)


def test_one_group_has_no_test() -> None:
    assert [(c.gray, c.cause_specific) for c in causes(by=None)] == [(None, None), (None, None)]


def test_events_of_both_kinds_and_those_without_add_up() -> None:
    event, competing = causes()
    assert [c.n_events for c in event.curves] == [59, 56]
    assert [c.n_events for c in competing.curves] == [370, 490]
    for one, other in zip(event.curves, competing.curves, strict=True):
        left = int(one.censored.sum())
        assert one.n_events + other.n_events + left == one.n == other.n


def test_another_unit_gives_the_same_at_the_same_moment() -> None:
    in_years = causes(unit="years", times=(5, 20))[0]
    assert [x.incidence for x in in_years.rates[0]] == pytest.approx(R["event_f"]["incidence"], rel=1e-9)
    assert in_years.curves[0].unit == "years"


def test_an_endpoint_with_one_kind_of_event_has_none_of_this() -> None:
    assert analyse(lung(), AnalysisPlan(by="who")).competing == ()
