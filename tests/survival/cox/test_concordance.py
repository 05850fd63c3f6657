"""Concordance against counting every pair. R's numbers are checked in test_cox.py."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_core.survival.cox.concordance import concordance
from nec_core.survival.cox.risk_sets import CoxRows


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=60)
def test_it_equals_counting_every_pair(seed: int, delayed: bool) -> None:
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 40))
    stop = random.integers(1, 8, n)
    start = np.where(random.random(n) < 0.5, random.integers(-1, 6, n), -1)
    rows = CoxRows(
        covariates=np.zeros((n, 1)),
        stop=np.maximum(stop, start + 1),
        start=start if delayed else None,
        event=random.random(n) < 0.6,
        stratum=random.integers(0, 2, n),
        counts=np.ones(n),
    )
    risk = random.integers(0, 6, n).astype(float)
    value, std_error = every_pair(rows, risk)
    ours = concordance(rows, risk)
    if value is None:
        assert (ours.value, ours.std_error) == (None, None)
    else:
        assert ours.value == pytest.approx(value)
        assert ours.std_error == pytest.approx(std_error)


def every_pair(rows: CoxRows, risk: np.ndarray) -> tuple[float | None, float | None]:
    n = risk.size
    pairs = np.zeros((n, 3))
    start = np.full(n, -1) if rows.start is None else rows.start
    for i in np.flatnonzero(rows.event):
        for j in range(n):
            later = rows.stop[j] > rows.stop[i] or (rows.stop[j] == rows.stop[i] and not rows.event[j])
            if rows.stratum[i] == rows.stratum[j] and later and start[j] < rows.stop[i]:
                kind = 0 if risk[i] > risk[j] else 1 if risk[i] < risk[j] else 2
                pairs[i, kind] += 1
                pairs[j, kind] += 1
    total = pairs.sum() / 2
    if total == 0:
        return None, None
    d = (pairs[:, 0] - pairs[:, 1]).sum() / 2 / total
    influence = (pairs[:, 0] - pairs[:, 1] - d * pairs.sum(axis=1)) / total
    return (d + 1) / 2, float(np.sqrt((influence**2).sum())) / 2


def test_rows_that_stand_for_many_are_many_rows() -> None:
    random = np.random.default_rng(2)
    rows = CoxRows(
        np.zeros((20, 1)), random.integers(1, 9, 20), None, random.random(20) < 0.5, np.zeros(20, int), np.full(20, 3.0)
    )
    risk = random.integers(0, 4, 20).astype(float)
    three = np.repeat(np.arange(20), 3)
    apart = CoxRows(np.zeros((60, 1)), rows.stop[three], None, rows.event[three], np.zeros(60, int), np.ones(60))
    together, alone = concordance(rows, risk), concordance(apart, risk[three])
    assert together.value == pytest.approx(alone.value)
    assert together.std_error == pytest.approx(alone.std_error)


def test_risks_that_differ_by_rounding_are_tied() -> None:
    rows = CoxRows(np.zeros((2, 1)), np.array([1, 2]), None, np.array([True, False]), np.zeros(2, int), np.ones(2))
    assert concordance(rows, np.array([0.1 + 0.2, 0.3])).value == 0.5
    assert concordance(rows, np.array([0.4, 0.3])).value == 1.0
