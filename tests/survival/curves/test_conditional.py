"""Conditional survival and the landmark table it stands on, against R's curve of those still there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.conditional import conditional_survival
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.landmark import landmark_table
from nec_core.survival.curves.rates import rates_at
from tests.survival.goldens import assert_same, cases, columns
from tests.survival.strategies import Cohort, cohorts


@pytest.mark.parametrize("name", cases("conditional"))
def test_conditional_survival_equals_r(name: str) -> None:
    r, data = cases("conditional")[name], columns(name)
    table = event_table(data["t"], data["e"] == 1, unit="days")
    ours = conditional_survival(table, r["survived"], r["further"])[0]
    assert ours.n == r["n"]
    assert [rate.at_risk for rate in ours.rates] == r["at_risk"]
    for field in ("survival", "std_error", "lower", "upper"):
        assert_same([getattr(rate, field) for rate in ours.rates], r[field], what=field)
    dropped = landmark_table(table, r["survived"])
    assert dropped.dropped_events.tolist() == [r["dropped_events"]]
    assert dropped.dropped_censored.tolist() == [r["dropped_censored"]]


@given(cohorts(max_groups=1), st.integers(0, 20), st.integers(0, 20))
def test_it_is_the_ratio_of_two_survivals(cohort: Cohort, survived: int, further: int) -> None:
    curve = kaplan_meier(cohort.table())[0]
    first, both = rates_at(curve, (survived, survived + further))
    conditional = conditional_survival(cohort.table(), survived, (further,))[0].rates[0].survival
    if conditional is not None and first.survival:
        assert conditional == pytest.approx(both.survival / first.survival, abs=1e-9)
