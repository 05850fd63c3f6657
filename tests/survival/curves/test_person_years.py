"""Events per 100 person-years and their exact limits, against R's pyears and poisson.test."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.curves.person_years import EventRate, event_rates
from nec_core.time_units import UNITS
from tests.survival.goldens import assert_same, cases, codes, columns_of
from tests.survival.strategies import Cohort, cohorts

GOLDENS = cases("person_years")
PARTS = [(name, part) for name, case in GOLDENS.items() for part in ("overall", *case["groups"])]


def table_of(name: str) -> EventTable:
    data, case = columns_of(name, GOLDENS[name]), GOLDENS[name]
    groups = case["groups"]
    return event_table(data["t"], data["e"] == 1, codes(data["g"], groups), groups, case["unit"], data.get("entry"))


def rate_of(name: str, part: str, conf_level: float = 0.95) -> EventRate:
    table = table_of(name)
    table = table.pooled() if part == "overall" else table.select([table.groups.index(part)])
    return event_rates(table, conf_level)[0]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_the_rate_and_its_limits_equal_r(name: str, part: str) -> None:
    r = GOLDENS[name]["overall"] if part == "overall" else GOLDENS[name]["by"][part]
    for conf_level, limits in ((0.95, r["limits_95"]), (0.9, r["limits_90"])):
        ours = rate_of(name, part, conf_level)
        assert (ours.events, ours.conf_level) == (r["events"], conf_level)
        assert_same([ours.person_years, ours.rate], [r["person_years"], r["rate"]])
        assert_same([ours.lower, ours.upper], limits)


def test_lung_by_hand() -> None:
    # 165 deaths in 69593 days.
    whole = rate_of("lung", "overall")
    assert (whole.name, whole.events) == ("All", 165)
    assert whole.person_years == pytest.approx(69593 / 365.25, rel=1e-12)
    assert whole.rate == pytest.approx(100 * 165 / (69593 / 365.25), rel=1e-12)
    female, male = event_rates(table_of("lung"))
    assert (female.name, male.name) == ("Female", "Male")
    assert female.person_years + male.person_years == pytest.approx(whole.person_years, rel=1e-12)


def test_without_events_the_rate_and_its_lower_limit_are_zero_and_the_upper_one_is_the_rule_of_three() -> None:
    nobody = event_rates(event_table([1, 2], [False, False], unit="years"))[0]
    # exp(-m) = 0.025 at 3.69 events, in 3 years.
    assert (nobody.rate, nobody.lower) == (0.0, 0.0)
    assert nobody.upper == pytest.approx(100 * -np.log(0.025) / 3, rel=1e-12)


def test_nobody_under_observation_for_any_time_has_no_rate() -> None:
    at_once, empty = event_rates(event_table([0, 0], [True, False], [0, 0], ("at once", "empty")))
    assert astuple(at_once) == ("at once", 1, 0.0, None, None, None, 0.95)
    assert astuple(empty) == ("empty", 0, 0.0, None, None, None, 0.95)


def test_time_before_the_entry_is_not_counted() -> None:
    table = event_table([5, 9, 4], [True, True, False], unit="years", entry=[0, 3, 1])
    rate = event_rates(table)[0]
    assert (rate.events, rate.person_years) == (2, 14.0)


@given(cohorts())
def test_person_years_are_the_sum_of_the_patients_times(cohort: Cohort) -> None:
    for g, rate in enumerate(event_rates(cohort.table())):
        own = cohort.group == g
        assert rate.events == cohort.event[own].sum()
        assert rate.person_years == pytest.approx(cohort.time[own].sum() / 12, rel=1e-9)


@given(cohorts(), st.integers(0, 40))
def test_merged_tables_have_the_events_and_the_person_years_of_both(cohort: Cohort, cut: int) -> None:
    names = [f"g{i}" for i in range(cohort.groups)]
    first, second = (
        event_table(cohort.time[part], cohort.event[part], cohort.group[part], names)
        for part in (slice(None, cut), slice(cut, None))
    )
    for a, b, both in zip(event_rates(first), event_rates(second), event_rates(first.merge(second)), strict=True):
        assert both.events == a.events + b.events
        assert both.person_years == pytest.approx(a.person_years + b.person_years, rel=1e-9)


@given(cohorts(), st.sampled_from(UNITS))
def test_the_rate_is_the_same_in_every_unit(cohort: Cohort, unit: str) -> None:
    for ours, other in zip(event_rates(cohort.table()), event_rates(cohort.table().in_unit(unit)), strict=True):
        assert (ours.rate is None) == (other.rate is None)
        assert other.person_years == pytest.approx(ours.person_years, rel=1e-12)
        if ours.rate is not None:
            assert (other.rate, other.lower, other.upper) == pytest.approx((ours.rate, ours.lower, ours.upper))


@given(cohorts(), st.floats(0.5, 0.98))
def test_the_rate_lies_within_its_limits_which_widen_with_the_level(cohort: Cohort, conf_level: float) -> None:
    for narrow, wide in zip(event_rates(cohort.table(), conf_level), event_rates(cohort.table(), 0.99), strict=True):
        if narrow.rate is not None:
            assert wide.lower <= narrow.lower <= narrow.rate < narrow.upper < wide.upper


def test_a_level_outside_zero_and_one_is_refused() -> None:
    with pytest.raises(PlanError, match=r"conf_level must lie between 0 and 1, but was 95"):
        event_rates(event_table([1], [True]), 95)
