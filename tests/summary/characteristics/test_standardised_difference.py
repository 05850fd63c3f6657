"""Standardised differences against R and against the closed form for two levels.

R 4.2.2:
    a <- c(5,3,7); b <- c(9,2,4); p <- a/sum(a); q <- b/sum(b)
    S <- (diag(p)-p%*%t(p) + diag(q)-q%*%t(q))/2; d <- (p-q)[-1]
    sqrt(t(d) %*% solve(S[-1,-1]) %*% d)                        # 0.557230375482465
    x <- c(31,45,52,60,71); y <- c(40,44,58,66,79,83)
    abs(mean(x)-mean(y))/sqrt((var(x)+var(y))/2)                # 0.599044244339337
"""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.summary.characteristics.standardised_difference import category_difference, number_difference


def _mean_sd(values: list[int]) -> tuple[float, float]:
    return float(np.mean(values)), float(np.std(values, ddof=1))


def test_of_a_number_it_equals_r() -> None:
    groups = [_mean_sd([31, 45, 52, 60, 71]), _mean_sd([40, 44, 58, 66, 79, 83])]
    assert number_difference(groups) == pytest.approx(0.599044244339337, rel=1e-12)


def test_of_three_levels_it_equals_r_in_any_order_of_levels() -> None:
    assert category_difference([(5, 3, 7), (9, 2, 4)]) == pytest.approx(0.557230375482465, rel=1e-12)
    assert category_difference([(7, 5, 3), (4, 9, 2)]) == pytest.approx(0.557230375482465, rel=1e-12)


def test_a_level_nobody_has_changes_nothing() -> None:
    assert category_difference([(5, 0, 3, 7), (9, 0, 2, 4)]) == pytest.approx(0.557230375482465, rel=1e-12)


def test_of_two_levels_it_is_the_closed_form() -> None:
    p, q = 10 / 15, 4 / 23
    expected = abs(p - q) / ((p * (1 - p) + q * (1 - q)) / 2) ** 0.5
    assert category_difference([(10, 5), (4, 19)]) == pytest.approx(expected, rel=1e-12)


def test_of_three_groups_it_is_the_mean_over_pairs() -> None:
    pairs = [number_difference([(0.0, 1.0), (1.0, 1.0)]), number_difference([(0.0, 1.0), (3.0, 1.0)])]
    assert pairs == [1.0, 3.0]
    assert number_difference([(0.0, 1.0), (1.0, 1.0), (3.0, 1.0)]) == pytest.approx((1 + 3 + 2) / 3, rel=1e-12)


def test_groups_that_are_alike_differ_by_nothing_even_without_spread() -> None:
    assert number_difference([(5.0, 0.0), (5.0, 0.0)]) == 0.0
    assert category_difference([(3, 0), (7, 0)]) == 0.0


def test_without_spread_or_without_a_second_group_there_is_none() -> None:
    assert number_difference([(5.0, 0.0), (6.0, 0.0)]) is None
    assert number_difference([(5.0, 1.0)]) is None
    assert number_difference([(5.0, 1.0), (None, None)]) is None
    assert number_difference([(5.0, 1.0), (6.0, 1.0), (None, None)]) is None
    assert category_difference([(3, 0), (0, 7)]) is None
    assert category_difference([(3, 1), (0, 0)]) is None
    assert category_difference([]) is None
