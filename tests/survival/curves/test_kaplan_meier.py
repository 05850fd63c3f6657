"""The curve: invariants on random cohorts, lifelines as an independent check, delayed entry against R."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.nelson_aalen import nelson_aalen
from nec_core.survival.curves.quantiles import quantile
from tests.survival.goldens import assert_same, cases, codes, columns
from tests.survival.strategies import Cohort, cohorts


@given(cohorts())
def test_survival_starts_at_one_never_rises_and_stays_within_its_limits(cohort: Cohort) -> None:
    for conf_type in ("log-log", "log", "plain", "logit", "arcsin"):
        for curve in kaplan_meier(cohort.table(), conf_type):
            with_start = np.concatenate(([1.0], curve.survival))
            assert (np.diff(with_start) <= 0.0).all()
            assert (curve.survival >= 0.0).all()
            known = ~np.isnan(curve.lower)
            assert (curve.lower[known] <= curve.survival[known] + 1e-12).all()
            assert (curve.upper[known] >= curve.survival[known] - 1e-12).all()
            assert (curve.lower[known] >= 0.0).all()
            assert (curve.upper[known] <= 1.0).all()


@given(cohorts())
def test_survival_falls_exactly_at_events(cohort: Cohort) -> None:
    for curve in kaplan_meier(cohort.table()):
        falls = np.diff(np.concatenate(([1.0], curve.survival))) < 0.0
        np.testing.assert_array_equal(falls, curve.events > 0)


@given(cohorts(max_groups=1))
def test_survival_equals_the_product_over_patients_in_order(cohort: Cohort) -> None:
    curve = kaplan_meier(cohort.table())[0]
    naive = 1.0
    for time, survival in zip(curve.time, curve.survival, strict=True):
        at_risk = (cohort.time >= time - 1e-6).sum()
        deaths = ((np.abs(cohort.time - time) < 1e-6) & cohort.event).sum()
        naive *= 1.0 - deaths / at_risk
        assert survival == pytest.approx(naive, abs=1e-12)


def test_an_empty_group_has_an_empty_curve() -> None:
    empty = kaplan_meier(event_table([1], [True], [0], ("a", "b")))[1]
    assert (empty.name, empty.n, empty.n_events) == ("b", 0, 0)
    for field in ("time", "at_risk", "events", "censored", "survival", "std_error", "lower", "upper"):
        assert getattr(empty, field).size == 0


def test_there_is_no_log_log_interval_where_survival_is_one_or_zero() -> None:
    curve = kaplan_meier(event_table([1, 2, 3], [False, True, True], unit="days"))[0]
    np.testing.assert_array_equal(curve.survival, [1.0, 0.5, 0.0])
    np.testing.assert_array_equal(np.isnan(curve.lower), [True, False, True])
    np.testing.assert_array_equal(np.isnan(curve.upper), [True, False, True])


def test_arcsin_limits_stop_at_zero() -> None:
    curve = kaplan_meier(event_table(np.arange(8), np.ones(8, dtype=bool), unit="days"), "arcsin", 0.99)[0]
    assert curve.survival[6] == pytest.approx(1 / 8)
    assert curve.lower[6] == 0.0


@pytest.mark.parametrize("part", ["overall", "Early", "Late"])
def test_delayed_entry_equals_r(part: str) -> None:
    data, case = columns("myeloma"), cases("delayed_entry")["myeloma"]
    table = event_table(
        data["t"], data["e"], codes(data["g"], ["Early", "Late"]), ("Early", "Late"), "days", data["entry"]
    )
    table = table.pooled() if part == "overall" else table.select([table.groups.index(part)])
    r = case["overall"] if part == "overall" else case["by"][part]
    curve = kaplan_meier(table, "log")[0]
    for field in ("time", "at_risk", "events", "survival", "std_error", "lower", "upper"):
        assert_same(getattr(curve, field), r[field], what=field)
    assert_same(nelson_aalen(table)[0].cumulative_hazard, r["hazard"])
    ours = [quantile(curve, p) for p in r["median"]["p"]]
    for field in ("value", "lower", "upper"):
        assert_same([getattr(q, field) for q in ours], r["median"][field], what=field)


@given(cohorts(max_groups=2))
def test_lifelines_agrees(cohort: Cohort) -> None:
    from lifelines import KaplanMeierFitter

    for curve in kaplan_meier(cohort.table()):
        if curve.n:
            here = cohort.group == int(curve.name[1:])
            fitter = KaplanMeierFitter().fit(np.round(cohort.time[here], 9), cohort.event[here])
            theirs = fitter.survival_function_at_times(curve.time + 1e-6).to_numpy()
            np.testing.assert_allclose(theirs, curve.survival, atol=1e-12)


def test_wrong_intervals_are_refused() -> None:
    table = event_table([1], [True])
    with pytest.raises(PlanError, match="conf_type must be one of log-log, log, plain, logit, arcsin, but was 'x'"):
        kaplan_meier(table, "x")
    with pytest.raises(PlanError, match=r"conf_level must lie between 0 and 1, but was 95"):
        kaplan_meier(table, conf_level=95)
