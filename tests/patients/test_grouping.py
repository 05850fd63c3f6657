"""Patients in groups: a category's levels that occur, or a number cut in two."""

from __future__ import annotations

import pytest

from nec_core.errors import PlanError
from nec_core.ingest.opening import open_cohort
from nec_core.patients.grouping import group
from tests.small_cohort import six


def test_without_a_variable_all_are_one_group() -> None:
    grouping = group(six(), None)
    assert (grouping.names, grouping.codes.tolist(), grouping.n_missing) == (("All patients",), [0] * 6, 0)


def test_levels_nobody_has_make_no_group() -> None:
    grouping = group(six(), "sex")
    assert (grouping.names, grouping.codes.tolist()) == (("female", "male"), [0, 1, 1, -1, 0, 0])
    assert grouping.n_missing == 1


def test_a_number_is_cut_at_the_median_or_where_one_says() -> None:
    grouping = group(six(), "age_years")
    assert (grouping.names, grouping.cut) == (("up to 60 years", "above 60 years"), 60)
    assert grouping.codes.tolist() == [0, 0, -1, 1, 1, 0]
    assert group(six(), "age_years", 75).codes.tolist() == [0, 0, -1, 0, 1, 0]
    assert group(six(), "age_years", 200).names == ("up to 200 years",)


def test_too_many_groups_and_dates_are_refused() -> None:
    rows = "".join(f"P{i},{i},{i % 2},W{i % 13}\n" for i in range(40))
    cohort = open_cohort(b"patient_id,months,died,ward\n" + rows.encode(), "x.csv")
    with pytest.raises(PlanError) as caught:
        group(cohort, "ward")
    assert str(caught.value) == "“ward” has 13 groups; at most 12 can be told apart. Filter it first."
    with pytest.raises(PlanError, match="can't be grouped by: choose a category or a number"):
        group(six(), "diagnosis_date")
