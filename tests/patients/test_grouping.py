"""Patients in groups: a category's levels that occur, or a number cut in two."""

from __future__ import annotations

import pytest

from nec_core.errors import PlanError
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Variable, VariableKind
from nec_core.patients.grouping import MOST_GROUPS, can_group, can_stratify, group, usual_group
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
    cohort = admit(b"patient_id,months,died,ward\n" + rows.encode(), "x.csv").cohort
    with pytest.raises(PlanError) as caught:
        group(cohort, "ward")
    assert str(caught.value) == "“ward” has 13 groups; at most 12 can be told apart. Filter it first."
    with pytest.raises(PlanError, match="can't be grouped by: choose a category or a number"):
        group(six(), "diagnosis_date")


@pytest.mark.parametrize(
    ("kind", "n_levels", "stratifies", "groups"),
    [
        ("category", 1, False, False),
        ("category", 2, True, True),
        ("category", MOST_GROUPS, True, True),
        ("category", MOST_GROUPS + 1, False, False),
        ("number", 0, False, True),
        ("date", 0, False, False),
        ("text", 0, False, False),
        ("identifier", 0, False, False),
    ],
)
def test_two_to_twelve_levels_can_be_told_apart_and_a_number_be_cut(
    kind: VariableKind, n_levels: int, stratifies: bool, groups: bool
) -> None:
    variable = Variable("x", "X", kind, levels=tuple(f"level {i}" for i in range(n_levels)))
    assert (can_stratify(variable), can_group(variable)) == (stratifies, groups)


@pytest.mark.parametrize(
    ("offered", "usual"),
    [
        (["sex", "ajcc_stage", "seer_stage", "stage"], "stage"),
        (["ajcc_stage", "seer_stage"], "seer_stage"),
        (["sex", "ajcc_stage"], "ajcc_stage"),
        (["sex", "t_stage"], None),
        ([], None),
    ],
)
def test_patients_are_grouped_by_stage_unless_somebody_says_otherwise(offered: list[str], usual: str | None) -> None:
    assert usual_group(offered) == usual
