"""Every estimator of the Kaplan-Meier family against R's package survival, on six data sets and the degenerate ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.curves.follow_up import follow_up
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, kaplan_meier
from nec_core.survival.curves.nelson_aalen import cumulative_hazards_at, nelson_aalen
from nec_core.survival.curves.quantiles import Quantile, quantile
from nec_core.survival.curves.rates import rates_at
from nec_core.survival.curves.rmst import rmst
from tests.survival.goldens import assert_same, cases, codes, columns_of

CASES = cases("kaplan_meier")
PARTS = [(name, part) for name, case in CASES.items() for part in ("overall", *case["groups"])]
CONF_TYPES = ("log", "log-log", "plain", "logit", "arcsin")


def table_of(name: str, part: str) -> tuple[EventTable, dict[str, Any]]:
    """The one-group table of a case's part, cut from the table of all its groups, and R's answers."""
    case = CASES[name]
    data = columns_of(name, case)
    group = codes(data["g"], case["groups"])
    table = event_table(data["t"], data["e"] == 1, group, case["groups"], unit="days")
    if part == "overall":
        return table.pooled(), case["overall"]
    return table.select([case["groups"].index(part)]), case["by"][part]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_counts_survival_and_standard_errors_equal_r_at_every_time(name: str, part: str) -> None:
    table, r = table_of(name, part)
    curve = kaplan_meier(table)[0]
    assert (curve.n, curve.n_events) == (r["n"], r["events"])
    if "curve" in r:
        for field in ("time", "at_risk", "events", "censored", "survival", "std_error"):
            assert_same(getattr(curve, field), r["curve"][field], what=field)


@pytest.mark.parametrize("conf_type", CONF_TYPES)
@pytest.mark.parametrize(("name", "part"), PARTS)
def test_limits_rates_and_quantiles_equal_r(name: str, part: str, conf_type: str) -> None:
    table, r = table_of(name, part)
    curve, expected = kaplan_meier(table, conf_type)[0], r["intervals"][conf_type]
    if "lower" in expected:
        assert_same(curve.lower, expected["lower"])
        assert_same(curve.upper, expected["upper"])
    check_rates(curve, r, expected)
    check_quantiles(curve, expected["quantiles"])


def check_rates(curve: SurvivalCurve, r: dict[str, Any], expected: dict[str, Any]) -> None:
    rates = rates_at(curve, r["at"])
    assert [rate.at_risk for rate in rates] == r["at_risk"]
    assert_same([rate.survival for rate in rates], r["survival"])
    assert_same([rate.std_error for rate in rates], r["std_error"])
    # Before the first observed time R prints a log-log interval of 1 to 1; there is none, and None says so.
    seen = [rate.time >= curve.time[0] or curve.conf_type in ("log", "plain") for rate in rates]
    assert_same([rate.lower for rate in rates], np.where(seen, expected["at_lower"], None))
    assert_same([rate.upper for rate in rates], np.where(seen, expected["at_upper"], None))


def check_quantiles(curve: SurvivalCurve, expected: dict[str, Any]) -> None:
    ours = [quantile(curve, p) for p in expected["p"]]
    for field in ("value", "lower", "upper"):
        assert_same([getattr(q, field) for q in ours], expected[field], what=field)


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_another_confidence_level_equals_r(name: str, part: str) -> None:
    table, r = table_of(name, part)
    check_quantiles(kaplan_meier(table, "log-log", 0.9)[0], r["ninety"]["quantiles"])


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_cumulative_hazard_equals_r(name: str, part: str) -> None:
    table, r = table_of(name, part)
    curve = nelson_aalen(table)[0]
    found = cumulative_hazards_at(curve, r["at"])
    assert_same([h.value for h in found], r["hazard"]["at"])
    assert_same([h.std_error for h in found], r["hazard"]["std_error"])


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_restricted_means_equal_r(name: str, part: str) -> None:
    table, r = table_of(name, part)
    for expected in r["rmst"]:
        mean = rmst(table, expected["tau"])[0]
        assert_same([mean.value, mean.std_error], [expected["value"], expected["std_error"]])


@pytest.mark.parametrize(("name", "part"), [p for p in PARTS if table_of(*p)[1]["reverse_as_r"]])
def test_reverse_curve_with_ties_as_r_equals_r(name: str, part: str) -> None:
    table, r = table_of(name, part)
    for conf_type, expected in r["reverse_as_r"].items():
        followed = follow_up(table, conf_type, ties="as R")[0]
        ours: list[Quantile] = [followed.first_quartile, followed.reverse_km, followed.third_quartile]
        for field in ("value", "lower", "upper"):
            assert_same([getattr(q, field) for q in ours], expected[field][1:4], what=field)
