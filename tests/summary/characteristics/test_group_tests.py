"""Tests of Table 1 against base R (tests/golden/summary/make_group_tests.R), and the exact one against every table."""

from __future__ import annotations

import json
from itertools import product
from math import factorial, prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from nec_core.summary.characteristics.exact_table import exact_p
from nec_core.summary.characteristics.group_tests import compare_categories, compare_means, compare_ranks
from nec_core.summary.characteristics.table_one import table_one
from nec_core.summary.characteristics.table_plan import TablePlan
from tests.analysed import ROOT
from tests.summary.cohorts import cohort_of

GOLDEN: dict[str, Any] = json.loads((ROOT / "tests/golden/summary/group_tests.json").read_text(encoding="utf-8"))
CATEGORIES, NUMBERS = GOLDEN["categories"], GOLDEN["numbers"]
FISHER = 2e-7
"""R's network joins paths whose probabilities differ by less than one in ten million."""


def _at_each_value(*groups: npt.NDArray[np.float64]) -> list[npt.NDArray[np.int64]]:
    """How many of each group have each of the values there are."""
    return [np.array([(g == value).sum() for value in np.unique(np.concatenate(groups))], np.int64) for g in groups]


def _counts(case: dict[str, Any]) -> npt.NDArray[np.int64]:
    return np.array(case["counts"], np.int64).reshape(case["rows"], -1)


def _groups(case: dict[str, Any]) -> list[npt.NDArray[np.float64]]:
    return np.split(np.array(case["values"], np.float64), np.cumsum(case["sizes"])[:-1])


def test_there_are_enough_cases_of_each_kind() -> None:
    rules = [case["expected"] < 5 for case in CATEGORIES.values()]
    assert (len(CATEGORIES), rules.count(False), len(NUMBERS)) == (26, 4, 16)


@pytest.mark.parametrize("name", CATEGORIES)
def test_categories_are_tested_as_r_does_by_the_rule(name: str) -> None:
    case = CATEGORIES[name]
    found = compare_categories(_counts(case))
    assert found is not None
    assert found.n == sum(case["counts"])
    assert found.smallest_expected == pytest.approx(case["expected"], rel=1e-12)
    if case["expected"] < 5:
        assert (found.method, found.statistic, found.df) == ("fisher", None, None)
        assert found.p == pytest.approx(case["fisher"], rel=FISHER)
    else:
        assert (found.method, found.df) == ("pearson", case["df"])
        assert found.statistic == pytest.approx(case["chi2"], rel=1e-12)
        assert found.p == pytest.approx(case["pearson"], rel=1e-11)


@pytest.mark.parametrize("name", [name for name, case in CATEGORIES.items() if sum(case["counts"]) < 120])
def test_the_exact_test_is_r_s_where_the_rule_would_not_ask_for_it_too(name: str) -> None:
    assert exact_p(_counts(CATEGORIES[name])) == pytest.approx(CATEGORIES[name]["fisher"], rel=FISHER)


def _every_table(rows: tuple[int, ...], columns: tuple[int, ...]) -> list[tuple[tuple[int, ...], ...]]:
    """All tables with these margins, column by column."""
    if not columns:
        return [()] if not any(rows) else []
    fillings = [f for f in product(*(range(r + 1) for r in rows)) if sum(f) == columns[0]]
    return [
        (f, *rest)
        for f in fillings
        for rest in _every_table(tuple(r - x for r, x in zip(rows, f, strict=True)), columns[1:])
    ]


@pytest.mark.parametrize("name", ["two_by_three_zero", "two_by_six", "three_by_three", "three_by_two", "four_by_two"])
def test_the_exact_test_counts_every_table_with_the_margins(name: str) -> None:
    counts = _counts(CATEGORIES[name])
    rows, columns = tuple(counts.sum(axis=1).tolist()), tuple(counts.sum(axis=0).tolist())
    weight = prod(factorial(x) for x in (*rows, *columns))

    def ways(table: tuple[tuple[int, ...], ...]) -> int:
        return weight // prod(factorial(x) for column in table for x in column)

    every = [ways(table) for table in _every_table(rows, columns)]
    seen = ways(tuple(map(tuple, counts.T.tolist())))
    assert exact_p(counts) == pytest.approx(sum(w for w in every if w <= seen) / sum(every), rel=1e-9)


def test_the_order_of_groups_and_levels_and_empty_ones_change_nothing() -> None:
    counts = _counts(CATEGORIES["three_by_four"])
    wide = np.insert(np.insert(counts, 2, 0, axis=1), 1, 0, axis=0)
    for other in (counts[::-1, ::-1], counts.T, wide):
        assert exact_p(other) == pytest.approx(exact_p(counts), rel=1e-9)
    assert compare_categories(wide) == compare_categories(counts)


def test_a_table_too_large_for_the_exact_test_is_told_by_its_expected_counts() -> None:
    counts = np.array([[400, 300, 200, 100, 3], [300, 300, 300, 150, 1], [250, 350, 200, 120, 2]])
    assert exact_p(counts) is None
    found = compare_categories(counts)
    assert found is not None
    assert (found.method, found.df) == ("pearson_small", 8)
    assert found.smallest_expected == pytest.approx(6 * 923 / 2976, rel=0.02)


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_tested_by_ranks_and_by_means_as_r_does(name: str) -> None:
    case = NUMBERS[name]
    groups = _groups(case)
    ranks = compare_ranks(_at_each_value(np.empty(0), *groups))
    if case["kruskal"] is None:
        assert ranks is None
    else:
        assert ranks is not None
        assert (ranks.df, ranks.smallest_group) == (case["h_df"], min(case["sizes"]))
        assert ranks.statistic == pytest.approx(case["h"], rel=1e-10)
        assert ranks.p == pytest.approx(case["kruskal"], rel=1e-10)
    means = compare_means([(len(g), float(g.mean()), float(g.std(ddof=1)) if len(g) > 1 else None) for g in groups])
    if case["welch"] is None or min(case["sizes"]) == 1 or name in ("flat", "all_same"):
        assert means is None
    else:
        assert means is not None
        assert (means.df, means.df_within) == (case["f_df"][0], pytest.approx(case["f_df"][1], rel=1e-10))
        assert means.statistic == pytest.approx(case["f"], rel=1e-10)
        assert means.p == pytest.approx(case["welch"], rel=1e-9)


def _lung_p(by: str, variable: str, numbers: str, most: int = 4) -> tuple[str, float]:
    """The P of a row of Table 1, blanks and a level nobody has included."""
    lung = pd.read_csv(ROOT / "tests/golden/survival/data/lung.csv")
    ecog = [None if pd.isna(x) or x > most else str(int(x)) for x in lung["ecog"]]
    columns = {"ecog": ecog, "man": ["ab"[x - 1] for x in lung["sex"]], "age_years": lung["age"].astype(float).tolist(),
               "wt": [None if pd.isna(x) else float(x) for x in lung["wt"]]}  # fmt: skip
    plan = TablePlan.model_validate({"by": by, "variables": (variable,), "numbers": numbers, "p": True})
    test = table_one(cohort_of(columns), plan).rows[0].compared.test
    assert test is not None
    return test.method, test.p


def test_blanks_are_left_out_of_a_row_of_table_one_as_r_leaves_out_na() -> None:
    raw = GOLDEN["raw"]
    assert _lung_p("man", "ecog", "median") == ("fisher", pytest.approx(raw["ecog_by_sex"]["fisher"], rel=FISHER))
    kruskal = pytest.approx(raw["weight_by_ecog"]["kruskal"], rel=1e-10)
    assert _lung_p("ecog", "wt", "median") == ("kruskal_wallis", kruskal)
    assert _lung_p("ecog", "wt", "mean", most=2) == ("welch", pytest.approx(raw["weight_by_ecog"]["welch"], rel=1e-9))
    assert _lung_p("ecog", "age_years", "median")[1] == pytest.approx(raw["age_by_ecog"]["kruskal"], rel=1e-10)


def test_one_group_or_one_level_can_not_be_tested() -> None:
    assert compare_categories([[3, 4], [0, 0]]) is None
    assert compare_categories([[3, 0], [4, 0]]) is None
    assert compare_categories([]) is None
    assert compare_ranks(_at_each_value(np.array([1.0, 2.0]), np.empty(0))) is None
    assert compare_means([(3, 1.0, 1.0), (0, None, None)]) is None
