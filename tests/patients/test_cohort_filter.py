"""Filters by level, range and set of treatments; all conditions must be met."""

from __future__ import annotations

import pytest

from nec_core.errors import PlanError
from nec_core.patients.cohort import NOT_RECORDED
from nec_core.patients.cohort_filter import (
    CohortFilter,
    LevelCondition,
    RangeCondition,
    TreatmentCondition,
    parse_where,
)
from tests.small_cohort import six


def who(chosen: CohortFilter) -> str:
    return "".join(i[1] for i in chosen.apply(six()).records["patient_id"])


def test_the_empty_filter_keeps_everybody() -> None:
    assert CohortFilter().is_empty
    assert who(CohortFilter()) == "123456"


@pytest.mark.parametrize(
    ("levels", "kept"),
    [(("female",), "156"), (("female", "male"), "12356"), ((NOT_RECORDED,), "4"), (("male", NOT_RECORDED), "234"),
     ((), "")],
)  # fmt: skip
def test_levels_keep_who_has_one_of_them(levels: tuple[str, ...], kept: str) -> None:
    assert who(CohortFilter(levels=(LevelCondition(variable="sex", levels=levels),))) == kept


@pytest.mark.parametrize(
    ("minimum", "maximum", "keep_missing", "kept"),
    [(50, 70, False, "124"), (None, 50, False, "16"), (70, None, True, "345"), (90, None, False, "")],
)
def test_ranges_include_their_ends(minimum: float | None, maximum: float | None, keep_missing: bool, kept: str) -> None:
    condition = RangeCondition(variable="age_years", minimum=minimum, maximum=maximum, keep_missing=keep_missing)
    assert who(CohortFilter(ranges=(condition,))) == kept


@pytest.mark.parametrize(
    ("treatments", "kept"),
    [
        ({"any_of": ("resection", "systemic")}, "1235"),
        ({"all_of": ("resection", "systemic")}, "1"),
        ({"none_of": ("resection",)}, "3456"),
        ({"any_of": ("systemic",), "none_of": ("resection",)}, "35"),
    ],
)
def test_treatments_are_a_set_and_unknown_is_not_had(treatments: dict[str, tuple[str, ...]], kept: str) -> None:
    assert who(CohortFilter(treatments=TreatmentCondition(**treatments))) == kept


def test_all_conditions_must_be_met() -> None:
    chosen = parse_where(["sex=female|male", "age_years>=50", "treatments=any:resection|systemic"], six())
    assert who(chosen) == "125"
    assert chosen.variables() == ("sex", "age_years", "resection", "systemic")


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ("sex", "“sex” is not a condition. Write stage=LRD, sex=female|male or age_years>=50."),
        ("sex=x", "“Sex” has no level “x”. It has: female, male, other."),
        ("age_years=old", "“Age at diagnosis” is a number: write age_years>=50."),
        ("treatments=some:resection", "Write treatments=any:resection|systemic, all:... or none:...."),
        ("treatments=any:sex", "“Sex” is not a treatment of this cohort. Treatments here: resection, systemic."),
    ],
)
def test_conditions_that_do_not_fit_are_told(clause: str, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse_where([clause], six()).mask(six())
    assert str(caught.value) == message


def test_a_filter_survives_json() -> None:
    chosen = parse_where(["sex=female", "age_years<=60"], six())
    assert CohortFilter.model_validate_json(chosen.model_dump_json()) == chosen
