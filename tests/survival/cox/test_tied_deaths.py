"""Efron's sums over deaths: the few nodes of the quadrature give what every death by itself gives."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from nec_core.survival.counts.event_table import event_table
from nec_core.survival.cox.model import cox_groups
from nec_core.survival.cox.partial_likelihood import partial_likelihood
from nec_core.survival.cox.risk_sets import CoxRows, RiskSets
from nec_core.survival.cox.tied_deaths import MOST_DYING, NODES, each_death, gathered_deaths

TERMS: list[Callable[[np.ndarray], np.ndarray]] = [np.log, lambda x: 1 / x, lambda x: 1 / x**2]


@pytest.mark.parametrize("d", [NODES + 1, NODES + 2, 40, 1000, 100_000])
@pytest.mark.parametrize("carried", [0.001, 0.3, MOST_DYING])
def test_nodes_add_up_to_the_sum_over_every_death(d: int, carried: float) -> None:
    deaths, at_risk = np.array([d]), np.array([10.0 * d])
    few, all_of_them = gathered_deaths(deaths, at_risk), each_death(deaths, "efron")
    assert (few.slot.size, all_of_them.slot.size) == (NODES, d)
    risk, dying = np.array([1.0]), np.array([carried])
    assert few.hold(risk, dying)
    for term in TERMS:
        for power in range(3):
            every = all_of_them.share**power * term(all_of_them.denominators(risk, dying))
            (ours,) = few.sums(power, term(few.denominators(risk, dying)))
            assert ours == pytest.approx(math.fsum(every), rel=2e-13)


def test_few_deaths_and_dying_crowds_keep_a_term_each() -> None:
    deaths, at_risk = np.array([NODES, NODES + 1, 40]), np.array([1000.0, 1000.0, 79.0])
    terms = gathered_deaths(deaths, at_risk)
    assert terms.gathered.tolist() == [1]
    assert np.bincount(terms.slot).tolist() == [NODES, NODES, 40]
    assert terms.sums(0, np.ones(terms.slot.size)) == pytest.approx(deaths, rel=1e-13)


def rows_of(n: int, shift: float) -> CoxRows:
    """Two hundred deaths a day, more often of those with the covariate when the shift is large."""
    random = np.random.default_rng(5)
    covariate = (random.random(n) < 0.4).astype(float)
    stop = np.ceil(random.exponential(np.exp(-shift * covariate)) * 40).astype(int)
    return CoxRows(covariate[:, None], stop, None, random.random(n) < 0.8, np.zeros(n, dtype=int), np.ones(n))


@pytest.mark.parametrize("beta", [0.0, 1.5, 6.0, -6.0])
def test_the_likelihood_is_the_same_however_far_the_coefficient_is(
    beta: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, at = rows_of(8000, 1.5), np.array([beta])
    sets = RiskSets(rows)
    ours = partial_likelihood(sets, at)
    monkeypatch.setattr("nec_core.survival.cox.risk_sets.NODES", 10**9)
    one_by_one = partial_likelihood(RiskSets(rows), at)
    assert ours.value == pytest.approx(one_by_one.value, rel=1e-13)
    for field in ("slot_score", "slot_information"):
        np.testing.assert_allclose(getattr(ours, field), getattr(one_by_one, field), rtol=1e-10, atol=1e-10)


def test_where_the_dying_carry_nearly_all_risk_every_death_is_taken() -> None:
    sets = RiskSets(rows_of(8000, 1.5))
    on_one_day = sets.rows.event & (sets.rows.stop == sets.ticks[1])
    near, far = (
        sets.tied(sets.at_risk_sums(risk[:, None])[:, 0], sets.event_sums(risk[:, None])[:, 0])
        for risk in (np.ones(8000), np.where(on_one_day, 1e6, 1.0))
    )
    assert near.gathered.size > 0
    assert near is not sets.each_death
    assert far is sets.each_death


def test_ten_times_the_patients_cost_no_more_terms() -> None:
    """Two in three die on a hundred days, the rest are last seen after them."""
    days = np.concatenate((np.tile(np.arange(1, 101), 2000), np.full(100_000, 101)))
    event, group = days <= 100, np.arange(days.size) % 2
    terms = []
    for each in (1, 10):
        table = event_table(days[::each], event[::each], group[::each] if each == 1 else None, ("a", "b"))
        terms.append(gathered_deaths(table.events.sum(axis=0), table.at_risk.sum(axis=0).astype(float)).slot.size)
        assert table.events.sum() == 200_000 / each
    assert terms[0] == 100 * NODES
    model = cox_groups(event_table(days, event, group, ("a", "b")))
    assert (model.n, model.n_events) == (300_000, 200_000)
    assert terms[1] <= terms[0]
