"""Cumulative incidence, cause-specific tests and Gray's test, against R's survival and cmprsk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.errors import PlanError
from nec_core.survival.comparing.gray import gray_test
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.counts.competing_table import CompetingTable, competing_table
from nec_core.survival.curves.competing_risks import cumulative_incidence, incidences_at
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.survival.goldens import assert_same, cases, codes, columns_of
from tests.survival.strategies import Cohort, cohorts

GOLDENS = cases("competing_risks")
PARTS = [
    (name, cause, part)
    for name, case in GOLDENS.items()
    for cause in range(len(case["causes"]))
    for part in ("overall", *case["causes"][cause]["by"])
]


def table_of(name: str) -> CompetingTable:
    data, case = columns_of(name, GOLDENS[name]), GOLDENS[name]
    groups = sorted(case["causes"][0]["by"])
    names = [f"cause {k}" for k in range(len(case["causes"]))]
    return competing_table(data["tc"], data["cause"].astype(int), names, codes(data["g"], groups), groups)


def everybody(table: CompetingTable) -> CompetingTable:
    return CompetingTable(
        ("All",),
        table.causes,
        table.times,
        table.events.sum(0, keepdims=True),
        table.censored.sum(0, keepdims=True),
        "months",
    )


@pytest.mark.parametrize(("name", "cause", "part"), PARTS)
def test_incidence_standard_error_and_limits_equal_r(name: str, cause: int, part: str) -> None:
    table, case = table_of(name), GOLDENS[name]["causes"][cause]
    r = case["overall"] if part == "overall" else case["by"][part]
    g = 0 if part == "overall" else table.groups.index(part)
    table = everybody(table) if part == "overall" else table
    if r is None:
        assert cumulative_incidence(table, cause)[g].n_events == 0
        return
    for conf_type, suffix in (("log", ""), ("log-log", "_loglog")):
        rates = incidences_at(cumulative_incidence(table, cause, conf_type)[g], r["at"])
        assert_same([rate.incidence for rate in rates], r["incidence"])
        assert_same([rate.std_error for rate in rates], r["std_error"])
        # R prints 0 to 0 before the first observed time; there is no interval, and None says so.
        seen = [rate.incidence != 0.0 or limit is None for rate, limit in zip(rates, r["lower"], strict=True)]
        assert_same([rate.lower for rate in rates], np.where(seen, r[f"lower{suffix}"], None))
        assert_same([rate.upper for rate in rates], np.where(seen, r[f"upper{suffix}"], None))


@pytest.mark.parametrize("name", GOLDENS)
def test_grays_test_equals_cmprsk(name: str) -> None:
    table, r = table_of(name), GOLDENS[name]
    for cause, (chi2, df) in enumerate(zip(r["gray"]["chi2"], r["gray"]["df"], strict=True)):
        test = gray_test(table, cause)
        assert_same(test.chi2, chi2)
        assert test.df == df
        assert test.cause == table.causes[cause]
        assert_same(gray_test(table, cause, rho=1.0).chi2, r["gray_rho_1"][cause])


def test_mgus2_has_the_published_numbers() -> None:
    table = table_of("mgus2")
    assert gray_test(table, 0).chi2 == pytest.approx(1.194507825, abs=1e-9)
    assert gray_test(table, 1).chi2 == pytest.approx(11.651259012, abs=1e-9)
    progression = incidences_at(cumulative_incidence(everybody(table), 0)[0], (240,))[0]
    assert progression.incidence == pytest.approx(0.0998, abs=5e-5)
    wrong = 1 - kaplan_meier(everybody(table).cause_specific(0))[0].survival[-1]
    assert wrong > 0.2


@pytest.mark.parametrize("name", GOLDENS)
def test_cause_specific_log_rank_equals_r(name: str) -> None:
    for cause, case in enumerate(GOLDENS[name]["causes"]):
        assert_same(log_rank(table_of(name).cause_specific(cause)).chi2, case["cause_specific"])


@given(cohorts())
def test_incidences_and_survival_share_out_everybody(cohort: Cohort) -> None:
    cause = np.where(cohort.event, 1 + np.arange(cohort.time.size) % 2, 0)
    table = competing_table(cohort.time, cause, ("a", "b"), cohort.group, [f"g{i}" for i in range(cohort.groups)])
    first, second = cumulative_incidence(table, 0), cumulative_incidence(table, 1)
    for one, two, curve in zip(first, second, kaplan_meier(cohort.table()), strict=True):
        np.testing.assert_allclose(one.incidence + two.incidence + curve.survival, 1.0, atol=1e-12)
        assert (np.diff(one.incidence, prepend=0.0) >= 0.0).all()


@given(cohorts())
def test_without_competing_events_it_is_one_minus_kaplan_meier(cohort: Cohort) -> None:
    names = [f"g{i}" for i in range(cohort.groups)]
    table = competing_table(cohort.time, cohort.event.astype(int), ("a",), cohort.group, names)
    for ours, curve in zip(cumulative_incidence(table, 0), kaplan_meier(cohort.table()), strict=True):
        np.testing.assert_allclose(ours.incidence, 1.0 - curve.survival, atol=1e-12)
        alive = curve.survival > 0.0
        np.testing.assert_allclose(ours.std_error[alive], curve.std_error[alive], atol=1e-9)


@given(cohorts(max_groups=3))
def test_grays_test_does_not_mind_the_order_of_groups(cohort: Cohort) -> None:
    cause = np.where(cohort.event, 1 + np.arange(cohort.time.size) % 2, 0)
    names = [f"g{i}" for i in range(cohort.groups)]
    forwards = gray_test(competing_table(cohort.time, cause, ("a", "b"), cohort.group, names))
    turned = cohort.groups - 1 - cohort.group
    backwards = gray_test(competing_table(cohort.time, cause, ("a", "b"), turned, names))
    if forwards.chi2 is not None and backwards.chi2 is not None:
        assert forwards.chi2 == pytest.approx(backwards.chi2, rel=1e-5, abs=1e-8)
        assert forwards.df == backwards.df


def test_one_group_and_no_events_are_none() -> None:
    one = gray_test(competing_table([1, 2], [1, 0], ("a",)))
    assert (one.chi2, one.df, one.p, one.groups_compared) == (None, None, None, ("All",))
    none = gray_test(competing_table([1, 2], [0, 0], ("a",), [0, 1], ("x", "y")))
    assert none.chi2 is None
    empty = incidences_at(cumulative_incidence(competing_table([1], [1], ("a",), [0], ("x", "y")))[1], (1,))[0]
    assert (empty.at_risk, empty.incidence, empty.lower) == (0, None, None)


def test_beyond_follow_up_is_told() -> None:
    curve = cumulative_incidence(competing_table([1, 2], [1, 0], ("a",)))[0]
    assert [rate.beyond_follow_up for rate in incidences_at(curve, (2, 3))] == [False, True]
    assert [rate.at_risk for rate in incidences_at(curve, (0.5, 2, 3))] == [2, 1, 0]


def test_wrong_causes_are_refused() -> None:
    with pytest.raises(PlanError, match=r"cause must be whole numbers from 0 \(no event\) to 1"):
        competing_table([1], [2], ("a",))
    with pytest.raises(PlanError, match="cause must be the index of one of 1 causes, but was 1"):
        cumulative_incidence(competing_table([1], [1], ("a",)), 1)
    with pytest.raises(PlanError, match="group must be one whole number per patient"):
        competing_table([1, 2], [1, 0], ("a",), [0], ("x",))
