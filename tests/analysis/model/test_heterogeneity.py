"""Products with the strata against one effect for all: R's likelihood-ratio test."""

from __future__ import annotations

import pytest

from nec_core.analysis.model.heterogeneity import heterogeneity
from tests.analysed import late_surgery, lung_by_ecog
from tests.analysis.model.data_sets import data_set, rows_of
from tests.survival.goldens import ITERATIVE, assert_same, cases

R = cases("model_checks")["heterogeneity"]
ASKED = {
    "veteran_karno": lambda: rows_of(data_set("veteran", ("karno", "age"), ("g",)), "karno", "age", strata="g"),
    "lung_age": lambda: rows_of(lung_by_ecog(), "years", strata="level"),
    "gbsg_nodes": lambda: rows_of(data_set("gbsg", ("nodes", "size"), ("grade",)), "nodes", "size", strata="grade"),
}


def test_all_of_r_s_cases_are_asked() -> None:
    assert ASKED.keys() == R.keys()


@pytest.mark.parametrize("name", R)
def test_the_test_equals_r(name: str) -> None:
    found, r = heterogeneity(ASKED[name]())[0], R[name]
    assert_same([found.test.chi2, found.test.p], [r["chi2"], r["p"]], ITERATIVE)
    assert found.test.df == r["df"]  # a stratum of one patient says nothing, and costs nothing


def test_centres_are_strata_and_each_variable_of_the_model_is_asked() -> None:
    found = heterogeneity(rows_of(late_surgery(), "age_years", "stage", strata="centre"))
    assert [(h.variable.name, h.strata.name, h.n_strata, h.test.df) for h in found] == [
        ("age_years", "centre", 3, 2),
        ("stage", "centre", 3, 2),
    ]
    assert heterogeneity(rows_of(late_surgery(), "age_years")) == ()
