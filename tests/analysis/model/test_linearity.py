"""A number's spline against its straight line: R's likelihood-ratio test with splines::ns."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis.model.linearity import FOUR_KNOTS_FROM, linearity
from nec_core.analysis.model.model_rows import ModelRows
from tests.analysed import lung, sample
from tests.analysis.model.data_sets import data_set, rows_of
from tests.survival.goldens import ITERATIVE, assert_same, cases

R = cases("model_checks")["linearity"]
ASKED = {
    "lung_age": lambda: rows_of(lung(), "years", "who", "score"),
    "veteran_karno": lambda: rows_of(data_set("veteran", ("karno", "trt"), ("g",)), "karno", "trt", "g"),
    "gbsg_nodes": lambda: rows_of(data_set("gbsg", ("nodes",)), "nodes"),
    "veteran_first": lambda: rows_of(data_set("veteran", ("karno",), (), 29), "karno"),
    "gbsg_size": lambda: rows_of(data_set("gbsg", ("size", "age", "nodes")), "size", "age", "nodes"),
}


def test_all_of_r_s_cases_are_asked() -> None:
    assert ASKED.keys() == R.keys()


@pytest.mark.parametrize("name", R)
def test_knots_and_test_equal_r(name: str) -> None:
    found, r = linearity(ASKED[name]())[0], R[name]
    assert found.not_tested == ""
    assert_same(found.knots, r["knots"])
    assert_same([found.test.chi2, found.test.p], [r["chi2"], r["p"]], ITERATIVE)
    assert found.test.df == r["df"]


def made(n: int, x: np.ndarray) -> ModelRows:
    rows = rows_of(data_set("veteran", ("karno",), (), n), "karno")
    return ModelRows(**{**vars(rows), "columns": {"karno": x}})


@pytest.mark.parametrize(("n", "knots"), [(FOUR_KNOTS_FROM - 1, 3), (FOUR_KNOTS_FROM, 4)])
def test_fewer_than_thirty_patients_carry_three_knots(n: int, knots: int) -> None:
    (found,) = linearity(made(n, np.arange(n, dtype=np.float64) ** 2))
    assert len(found.knots) == knots
    assert found.test.df == knots - 2


def test_a_number_of_two_values_is_not_tested_and_a_category_is_not_asked() -> None:
    (found,) = linearity(made(40, (np.arange(40) % 2).astype(np.float64)))
    assert (found.not_tested, found.test.p) == ("too few different values", None)
    assert linearity(rows_of(sample(), "stage", "sex")) == ()
