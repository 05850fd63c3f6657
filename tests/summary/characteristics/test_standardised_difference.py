"""Standardised differences against tableone (tests/golden/summary/make_differences.py), R and the closed form.

R 4.2.2:
    a <- c(5,3,7); b <- c(9,2,4); p <- a/sum(a); q <- b/sum(b)
    S <- (diag(p)-p%*%t(p) + diag(q)-q%*%t(q))/2; d <- (p-q)[-1]
    sqrt(t(d) %*% solve(S[-1,-1]) %*% d)                        # 0.557230375482465
    x <- c(31,45,52,60,71); y <- c(40,44,58,66,79,83)
    abs(mean(x)-mean(y))/sqrt((var(x)+var(y))/2)                # 0.599044244339337
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nec_core.summary.characteristics.standardised_difference import (
    Difference,
    category_difference,
    number_difference,
)
from tests.analysed import ROOT

GOLDEN: dict[str, Any] = json.loads((ROOT / "tests/golden/summary/differences.json").read_text(encoding="utf-8"))
MADE_OF = {"veteran": "g", "lung": "sex", "gbsg": "grade"}


def _mean_sd(values: Sequence[float]) -> tuple[float, float]:
    return float(np.mean(values)), float(np.std(values, ddof=1))


def _size(found: Difference | None) -> float:
    assert found is not None
    return found.value


def _of_categories(*groups: Sequence[int]) -> Difference | None:
    return category_difference(dict(zip("abcdef", groups, strict=False)))


def _of_numbers(*groups: tuple[float | None, float | None]) -> Difference | None:
    return number_difference(dict(zip("abcdef", groups, strict=False)))


@pytest.mark.parametrize("name", MADE_OF)
def test_of_every_pair_it_is_tableone_s_and_of_all_the_largest(name: str) -> None:
    data = pd.read_csv(ROOT / f"tests/golden/survival/data/{name}.csv").dropna()
    data[MADE_OF[name]] = data[MADE_OF[name]].astype(str)
    numbers = {"age", "karno", "wt", "size", "nodes"}
    for variable, pairs in GOLDEN[name].items():
        by = data.groupby(MADE_OF[name])[variable]
        levels = sorted(data[variable].unique())
        of_number = {str(g): _mean_sd(v.tolist()) for g, v in by}
        of_category = {str(g): [int((v == level).sum()) for level in levels] for g, v in by}

        def found(groups: list[str]) -> Difference | None:
            if variable in numbers:  # noqa: B023  # called within this turn of the loop only
                return number_difference({g: of_number[g] for g in groups})  # noqa: B023  # as above
            return category_difference({g: of_category[g] for g in groups})  # noqa: B023  # as above

        for a, b in combinations(of_number, 2):
            assert _size(found([a, b])) == pytest.approx(abs(pairs[f"{a},{b}"]), rel=1e-9)
        widest = max(pairs, key=lambda pair: abs(pairs[pair]))  # as above
        largest = found(list(of_number))
        assert largest == Difference(pytest.approx(abs(pairs[widest]), rel=1e-9), tuple(widest.split(",")))


def test_of_a_number_it_equals_r() -> None:
    found = _of_numbers(_mean_sd([31, 45, 52, 60, 71]), _mean_sd([40, 44, 58, 66, 79, 83]))
    assert _size(found) == pytest.approx(0.599044244339337, rel=1e-12)


def test_of_three_levels_it_equals_r_in_any_order_of_levels() -> None:
    assert _size(_of_categories((5, 3, 7), (9, 2, 4))) == pytest.approx(0.557230375482465, rel=1e-12)
    assert _size(_of_categories((7, 5, 3), (4, 9, 2))) == pytest.approx(0.557230375482465, rel=1e-12)


def test_a_level_nobody_has_changes_nothing() -> None:
    assert _size(_of_categories((5, 0, 3, 7), (9, 0, 2, 4))) == pytest.approx(0.557230375482465, rel=1e-12)


def test_of_two_levels_it_is_the_closed_form() -> None:
    p, q = 10 / 15, 4 / 23
    expected = abs(p - q) / ((p * (1 - p) + q * (1 - q)) / 2) ** 0.5
    assert _size(_of_categories((10, 5), (4, 19))) == pytest.approx(expected, rel=1e-12)


def test_of_three_groups_it_is_that_of_the_two_furthest_apart() -> None:
    found = _of_numbers((1.0, 1.0), (0.0, 1.0), (3.0, 1.0))
    assert found == Difference(pytest.approx(3.0, rel=1e-12), ("b", "c"))


def test_groups_that_are_alike_differ_by_nothing_even_without_spread() -> None:
    assert _size(_of_numbers((5.0, 0.0), (5.0, 0.0))) == 0.0
    assert _size(_of_categories((3, 0), (7, 0))) == 0.0


def test_without_spread_or_without_a_second_group_there_is_none() -> None:
    assert _of_numbers((5.0, 0.0), (6.0, 0.0)) is None
    assert _of_numbers((5.0, 1.0)) is None
    assert _of_numbers((5.0, 1.0), (None, None)) is None
    assert _of_numbers((5.0, 1.0), (6.0, 1.0), (None, None)) is None
    assert _of_categories((3, 0), (0, 7)) is None
    assert _of_categories((3, 1), (0, 0)) is None
    assert _of_categories() is None
