"""Response rates: who is counted, who is not, and what is missing."""

from __future__ import annotations

import numpy as np

from nec_core.summary.response import response_summary
from tests.analysed import late_surgery, sample
from tests.summary.cohorts import cohort_of


def test_the_sample_s_responses_are_counted_by_hand() -> None:
    column = sample().records["best_response"].astype(object).to_numpy()
    found = response_summary(sample()).overall
    assert found is not None
    assert found.counts == {level: int((column == level).sum()) for level in ("CR", "PR", "SD", "PD")}
    assert found.evaluable == int(np.isin(column, ["CR", "PR", "SD", "PD"]).sum()) == 27
    assert (found.objective.count, found.objective.n) == (10, 27)
    assert (found.control.count, found.control.n) == (20, 27)
    assert (found.objective_of_all.count, found.objective_of_all.n) == (10, 38)
    assert found.evaluable + found.not_evaluable + found.not_recorded == found.n == 38


def test_a_blank_is_in_no_rate_and_not_evaluable_in_one() -> None:
    made = cohort_of({"best_response": ["CR", "PD", "not evaluable", None]})
    found = response_summary(made).overall
    assert found is not None
    assert (found.objective.n, found.objective_of_all.n, found.not_recorded) == (2, 3, 1)


def test_groups_are_counted_each_by_itself() -> None:
    found = response_summary(sample(), "stage")
    assert [g.name for g in found.groups] == ["LRD", "metastatic"]
    assert sum(g.objective.count for g in found.groups) == 10
    assert sum(g.n for g in found.groups) == 38


def test_without_the_column_it_says_which_one_it_needs() -> None:
    found = response_summary(late_surgery(), "stage")
    assert (found.needs, found.overall, found.groups) == (("Best response",), None, ())
