"""Edges are round and hold the marks; a value on an edge belongs to the bar below; nobody is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.summary.histogram import histogram
from tests.analysed import sample
from tests.summary.cohorts import cohort_of

VALUES = st.lists(st.integers(0, 100).map(float), min_size=1, max_size=80)


def test_a_value_on_an_edge_is_counted_below_it() -> None:
    found = histogram(cohort_of({"ki67_percent": [20.0, 55.0, 55.0, 56.0, 90.0, None]}))
    assert found.marks == (20.0, 55.0)
    assert found.between == (1, 2, 2)
    assert {20.0, 55.0} <= set(found.edges.tolist())
    below = int(np.searchsorted(found.edges, 55.0)) - 1
    assert (found.edges[below], found.counts[below]) == (50.0, 2)
    assert (found.n, found.missing, found.median) == (5, 1, 55.0)


@given(VALUES, st.sampled_from([(), (20.0,), (20.0, 55.0), (6.12,), (6.12, 33.3)]))
def test_everybody_is_in_one_bar_and_every_mark_is_an_edge(values: list[float], marks: tuple[float, ...]) -> None:
    found = histogram(cohort_of({"x": values}), "x", marks)
    assert found.counts.sum() == sum(found.between) == found.n == len(values)
    assert (found.counts >= 0).all()
    edges = found.edges + (-0.5 if found.per_value else 0.0)
    for mark in marks:
        assert np.abs(edges - mark).min() < 1e-6 * max(1.0, mark)
    for i, mark in enumerate(marks):
        assert sum(found.between[: i + 1]) == sum(v <= mark for v in values)
    naive = [sum(a < v <= b for v in values) for a, b in zip(found.edges, found.edges[1:], strict=False)]
    naive[0] += sum(v == found.edges[0] for v in values)
    assert found.counts.tolist() == naive


def test_few_whole_numbers_have_a_bar_each() -> None:
    found = histogram(cohort_of({"ecog score": [0.0, 1.0, 1.0, 3.0]}), "ecog score")
    assert found.per_value
    assert found.counts.tolist() == [1, 2, 0, 1]


def test_the_sample_s_ki67_is_taken_where_no_number_is_named() -> None:
    found = histogram(sample())
    assert (found.variable.name, found.n, found.missing, found.between) == ("ki67_percent", 29, 9, (0, 4, 25))


def test_what_is_no_number_and_too_many_cut_offs_are_refused() -> None:
    with pytest.raises(PlanError, match="A histogram shows a number, but “Sex” is a category"):
        histogram(sample(), "sex")
    with pytest.raises(PlanError, match="cut in two places at most, but 3 were named"):
        histogram(sample(), "ki67_percent", (1, 2, 3))
    with pytest.raises(PlanError, match="and this cohort has none"):
        histogram(cohort_of({"sex": ["male"]}))
