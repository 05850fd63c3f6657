"""The partial likelihood's slope and curvature, against differences; and the likelihood itself, spelled out."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.survival.cox.partial_likelihood import partial_likelihood
from nec_core.survival.cox.risk_sets import CoxRows, RiskSets


def some_rows(n: int = 60, delayed: bool = True) -> CoxRows:
    random = np.random.default_rng(3)
    stop = random.integers(2, 15, n)
    return CoxRows(
        covariates=random.normal(size=(n, 3)),
        stop=stop,
        start=np.where(random.random(n) < 0.5, stop - random.integers(1, 5, n), -1) if delayed else None,
        event=random.random(n) < 0.6,
        stratum=random.integers(0, 3, n),
        counts=random.integers(1, 4, n).astype(float),
    )


def spelled_out(rows: CoxRows, beta: np.ndarray, ties: str) -> float:
    """Efron's likelihood, patient by patient."""
    repeat = np.repeat(np.arange(rows.stop.size), rows.counts.astype(int))
    x, stop, event, stratum = rows.covariates[repeat], rows.stop[repeat], rows.event[repeat], rows.stratum[repeat]
    start = np.full(stop.size, -1) if rows.start is None else rows.start[repeat]
    linear, total = x @ beta, 0.0
    for s in np.unique(stratum):
        for t in np.unique(stop[event & (stratum == s)]):
            at_risk = (stratum == s) & (stop >= t) & (start < t)
            dying = at_risk & event & (stop == t)
            d = dying.sum()
            total += linear[dying].sum()
            for rank in range(d):
                share = rank / d if ties == "efron" else 0.0
                largest = linear[at_risk].max()
                of_all, of_the_dying = (np.exp(linear[rows] - largest).sum() for rows in (at_risk, dying))
                total -= largest + np.log(of_all - share * of_the_dying)
    return float(total)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("delayed", [False, True])
def test_it_is_the_likelihood_of_the_patients_one_by_one(delayed: bool, ties: str) -> None:
    rows, beta = some_rows(delayed=delayed), np.array([0.3, -0.7, 0.2])
    ours = partial_likelihood(RiskSets(rows, ties), beta).value
    assert ours == pytest.approx(spelled_out(rows, beta, ties), rel=1e-12)


def test_score_and_information_are_its_derivatives() -> None:
    sets, beta, step = RiskSets(some_rows()), np.array([0.3, -0.7, 0.2]), 1e-5
    at = partial_likelihood(sets, beta)
    for j in range(3):
        up, down = (partial_likelihood(sets, beta + sign * step * np.eye(3)[j]) for sign in (1.0, -1.0))
        assert at.score[j] == pytest.approx((up.value - down.value) / (2 * step), rel=1e-6)
        np.testing.assert_allclose(at.information[j], (down.score - up.score) / (2 * step), rtol=1e-6)
    np.testing.assert_allclose(at.slot_information.sum(axis=0), at.information)


@pytest.mark.parametrize("delayed", [False, True])
def test_far_off_coefficients_do_not_overflow(delayed: bool) -> None:
    sets, direction = RiskSets(some_rows(delayed=delayed)), np.array([3.0, -3.0, 2.0])
    for times in (10, 100, 1000, 1e6):
        at = partial_likelihood(sets, times * direction)
        assert at.value == pytest.approx(spelled_out(sets.rows, times * direction, "efron"), rel=1e-12)
        assert np.isfinite(at.information).all()
    assert partial_likelihood(sets, np.full(3, 1e308)).value == -np.inf
