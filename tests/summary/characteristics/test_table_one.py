"""Table 1: every patient counted once, blanks apart from "unknown", quartiles as R's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kruskal

from nec_core.errors import PlanError
from nec_core.patients.cohort import NOT_RECORDED
from nec_core.summary.characteristics.group_tests import compare_categories
from nec_core.summary.characteristics.standardised_difference import Difference, category_difference
from nec_core.summary.characteristics.table_one import (
    Compared,
    LevelCounts,
    LevelRow,
    NumberRow,
    NumberSummary,
    filled,
    table_one,
)
from nec_core.summary.characteristics.table_plan import TablePlan
from tests.summary.cohorts import cohort_of

AGES = [31.0, 45.0, 52.0, 60.0, 71.0, 40.0]


def test_a_number_is_summarised_as_r_does() -> None:
    """R 4.2.2: x <- c(31,45,52,60,71,40)

    quantile(x, c(.25,.5,.75)) is 41.25 48.50 58.00; sd(x) is 14.3585050289599
    """
    (row,) = table_one(cohort_of({"age_years": [*AGES, None]})).rows
    assert isinstance(row, NumberRow)
    assert row.overall == NumberSummary(
        n=6,
        missing=1,
        mean=pytest.approx(299 / 6, rel=1e-12),
        sd=pytest.approx(14.3585050289599, rel=1e-12),
        median=48.5,
        q1=41.25,
        q3=58.0,
        minimum=31.0,
        maximum=71.0,
    )


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    ages = [*range(30, 49), *range(60, 79)]
    (row,) = table_one(cohort_of({"age_years": [float(a) for a in ages]})).rows
    assert len(ages) == 38
    assert row.overall.median == (48 + 60) / 2  # type: ignore[union-attr]  # ages are a number


def test_what_can_not_be_computed_is_none_and_never_nan() -> None:
    age = TablePlan(variables=("age_years",))
    (nobody,) = table_one(cohort_of({"age_years": [None, None]}), age).rows
    (one,) = table_one(cohort_of({"age_years": [50.0]}), age).rows
    (infinite,) = table_one(cohort_of({"age_years": [float("inf")]}), age).rows
    assert infinite.overall == NumberSummary(0, 1, None, None, None, None, None, None, None)
    assert nobody.overall == NumberSummary(0, 2, None, None, None, None, None, None, None)
    assert one.overall == NumberSummary(1, 0, 50.0, None, 50.0, 50.0, 50.0, 50.0, 50.0)


def test_unknown_is_counted_as_a_value_and_a_blank_as_missing() -> None:
    (row,) = table_one(cohort_of({"smoking": ["never", "unknown", None, None, "never"]})).rows
    assert isinstance(row, LevelRow)
    assert row.levels == ("never", "former", "current", "unknown")
    assert row.overall == LevelCounts(n=3, missing=2, counts=(2, 0, 0, 1))


def test_groups_are_counted_apart_and_the_blank_group_comes_last() -> None:
    cohort = cohort_of(
        {
            "stage": ["metastatic", "LRD", None, "metastatic"],
            "age_years": [60.0, 40.0, 50.0, None],
            "sex": ["male", "female", "female", None],
        }
    )
    table = table_one(cohort, TablePlan(by="Stage at diagnosis"))
    assert (table.n, table.groups, table.sizes) == (4, ("LRD", "metastatic", NOT_RECORDED), (1, 2, 1))
    age, sex = table.rows
    assert [g.median for g in age.groups] == [40.0, 60.0, 50.0]  # type: ignore[union-attr]  # a number
    assert sex.groups == (
        LevelCounts(1, 0, (1, 0, 0)),
        LevelCounts(1, 1, (0, 1, 0)),
        LevelCounts(1, 0, (1, 0, 0)),
    )
    assert sex.overall == LevelCounts(3, 1, (2, 1, 0))


@given(st.lists(st.one_of(st.none(), st.sampled_from([0.1, 0.3, 7.0]), st.floats(0, 119)), min_size=1, max_size=40))
def test_counts_of_distinct_values_tell_of_a_number_what_its_rows_do(ages: list[float | None]) -> None:
    (row,) = table_one(cohort_of({"age_years": ages}), TablePlan(variables=("age_years",))).rows
    assert isinstance(row, NumberRow)
    found, known = row.overall, np.array([age for age in ages if age is not None])
    assert (found.n, found.missing) == (known.size, len(ages) - known.size)
    if not known.size:
        assert found.median is None
        return
    assert [found.q1, found.median, found.q3] == np.quantile(known, [0.25, 0.5, 0.75]).tolist()
    assert (found.minimum, found.maximum) == (known.min(), known.max())
    assert found.mean == pytest.approx(known.mean(), rel=1e-12, abs=1e-12)
    assert found.sd == (pytest.approx(known.std(ddof=1), rel=1e-9, abs=1e-12) if known.size > 1 else None)


@pytest.mark.parametrize("digits", [0, 9], ids=["values repeat themselves", "hardly any does"])
def test_groups_are_counted_alike_by_few_values_and_by_many(digits: int) -> None:
    rng = np.random.default_rng(7)
    ages: list[float | None] = [*np.round(rng.uniform(20, 90, 400), digits).tolist(), None]
    sexes = [("female", "male")[k] for k in rng.integers(0, 2, 401)]
    plan = TablePlan(by="sex", variables=("age_years",), p=True)
    (row,) = table_one(cohort_of({"age_years": ages, "sex": sexes}), plan).rows
    assert isinstance(row, NumberRow) and row.compared.test is not None
    own = {s: [a for a, sex in zip(ages, sexes, strict=True) if sex == s and a is not None] for s in ("female", "male")}
    assert [g.median for g in row.groups] == [np.median(own["female"]), np.median(own["male"])]
    assert row.compared.test.p == pytest.approx(kruskal(*own.values()).pvalue, rel=1e-9)
    assert (row.overall.n, row.overall.missing) == (400, 1)


def test_values_that_are_all_the_same_have_no_spread() -> None:
    (row,) = table_one(cohort_of({"age_years": [50.1] * 3}), TablePlan(variables=("age_years",))).rows
    assert isinstance(row, NumberRow)
    assert (row.overall.mean, row.overall.sd) == (50.1, 0.0)


def test_a_level_without_patients_makes_no_group() -> None:
    cohort = cohort_of({"histology": ["small cell", "NET G3"], "age_years": [1.0, 2.0]})
    table = table_one(cohort, TablePlan(by="histology"))
    assert table.groups == ("small cell", "NET G3")
    assert table.sizes == (1, 1)


def test_the_table_shows_what_is_known_at_diagnosis_and_treatments_and_extras() -> None:
    cohort = cohort_of(
        {
            "age_years": [50.0], "diagnosis_date": ["2019-01-01"], "stage": ["LRD"], "resection": ["yes"],
            "resection_margin": ["R0"], "best_response": ["CR"], "progression": ["no"],
            "vital_status": ["alive"], "crp": [3.5], "ward": ["b"], "centre": ["X"],
        }
    )  # fmt: skip
    names = [row.variable.name for row in table_one(cohort).rows]
    assert names == ["age_years", "stage", "resection", "crp", "ward"]
    assert [r.variable.name for r in table_one(cohort, TablePlan(by="stage")).rows] == [
        "age_years",
        "resection",
        "crp",
        "ward",
    ]


def test_chosen_variables_are_shown_in_the_order_asked_for() -> None:
    cohort = cohort_of({"age_years": [50.0], "best_response": ["CR"], "sex": ["male"]})
    rows = table_one(cohort, TablePlan(variables=("Best response", "age_years"))).rows
    assert [row.variable.name for row in rows] == ["best_response", "age_years"]


def test_a_treatment_is_told_by_its_yes_and_a_marker_is_not() -> None:
    treatment, marker = table_one(
        cohort_of({"resection": ["yes"], "hiv": ["positive"]}), TablePlan(variables=("resection", "hiv"))
    ).rows
    assert isinstance(treatment, LevelRow)
    assert isinstance(marker, LevelRow)
    assert treatment.is_yes_no
    assert not marker.is_yes_no


def test_differences_are_given_only_when_asked_for_and_leave_the_blank_group_out() -> None:
    cohort = cohort_of(
        {
            "stage": ["LRD", "LRD", "metastatic", "metastatic", None],
            "age_years": [40.0, 50.0, 60.0, 70.0, 99.0],
        }
    )
    plan = TablePlan(by="stage", variables=("age_years",))
    assert table_one(cohort, plan).rows[0].compared == Compared()
    asked = plan.model_copy(update={"differences": True})
    # Means 45 and 65, both standard deviations 50 ** 0.5.
    found = table_one(cohort, asked).rows[0].compared.difference
    assert found == Difference(pytest.approx(20 / 50**0.5, rel=1e-12), ("LRD", "metastatic"))
    alone = table_one(cohort, asked.model_copy(update={"by": None}))
    assert (alone.rows[0].compared, alone.has_differences) == (Compared(), False)


def test_an_empty_cohort_has_an_empty_table() -> None:
    table = table_one(
        cohort_of({"stage": [], "age_years": [], "sex": []}), TablePlan(by="stage", variables=("age_years", "sex"))
    )
    assert (table.n, table.groups, table.sizes) == (0, (), ())
    assert [row.overall.n for row in table.rows] == [0, 0]


def test_a_table_is_split_by_categories_only() -> None:
    cohort = cohort_of({"age_years": [50.0], "diagnosis_date": ["2019-01-01"]})
    with pytest.raises(PlanError) as split:
        table_one(cohort, TablePlan(by="age_years"))
    assert str(split.value) == (
        "Table 1 can be split by a category only, but “Age at diagnosis” is a number. "
        "Choose stage, sex, a treatment or another category."
    )
    with pytest.raises(PlanError) as shown:
        table_one(cohort, TablePlan(variables=("diagnosis_date",)))
    assert str(shown.value) == (
        "Table 1 shows categories and numbers, but “Date of diagnosis” is a date. Leave it out of the table."
    )


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["LRD", "metastatic", None]),
            st.sampled_from(["female", "male", "other", None]),
            st.one_of(st.none(), st.integers(0, 120).map(float)),
        ),
        max_size=40,
    )
)
def test_the_table_equals_a_naive_count(rows: list[tuple[str | None, str | None, float | None]]) -> None:
    stage, sex, age = ([row[i] for row in rows] for i in range(3))
    cohort = cohort_of({"stage": stage, "sex": sex, "age_years": age})
    before = cohort.records.copy()
    table = table_one(cohort, TablePlan(by="stage", variables=("sex", "age_years")))
    sexes, ages = table.rows
    assert isinstance(sexes, LevelRow)
    assert sum(table.sizes) == table.n == len(rows)
    for g, group in enumerate(table.groups):
        mine = [row for row in rows if (row[0] or NOT_RECORDED) == group]
        assert table.sizes[g] == len(mine)
        expected = tuple(sum(row[1] == level for row in mine) for level in sexes.levels)
        assert sexes.groups[g] == LevelCounts(sum(expected), len(mine) - sum(expected), expected)
        known = [row[2] for row in mine if row[2] is not None]
        assert (ages.groups[g].n, ages.groups[g].missing) == (len(known), len(mine) - len(known))
        if known:
            assert ages.groups[g].median == pytest.approx(float(np.median(known)))  # type: ignore[union-attr]
    pd.testing.assert_frame_equal(cohort.records, before)


def test_unknown_is_counted_but_not_compared() -> None:
    cohort = cohort_of(
        {
            "stage": [*["LRD"] * 6, *["metastatic"] * 6, None],
            "smoking": ["never"] * 3 + ["current", "unknown", "unknown"] + ["current"] * 4 + ["never", None, "never"],
        }
    )
    plan = TablePlan(by="stage", variables=("smoking",), p=True, differences=True)
    (row,) = table_one(cohort, plan).rows
    assert row.compared.test == compare_categories([[3, 1], [1, 4]])
    assert row.compared.difference == category_difference({"LRD": [3, 1], "metastatic": [1, 4]})
    assert row.overall == LevelCounts(12, 1, (5, 0, 5, 2))


def test_numbers_are_tested_as_they_are_told() -> None:
    cohort = cohort_of({"stage": ["LRD"] * 3 + ["metastatic"] * 3, "age_years": [50.0, 61, 70, 44, 81, 90]})
    plan = TablePlan(by="stage", variables=("age_years",), p=True)
    methods = [
        table_one(cohort, plan.model_copy(update={"numbers": numbers})).rows[0].compared.test
        for numbers in ("median", "mean")
    ]
    assert [t.method for t in methods if t] == ["kruskal_wallis", "welch"]


def test_groups_of_a_few_patients_are_warned_of_where_they_are_compared() -> None:
    cohort = cohort_of({"stage": ["LRD"] * 5 + ["metastatic"] * 4, "age_years": [float(x) for x in range(50, 59)]})
    plan = TablePlan(by="stage", variables=("age_years",))
    assert table_one(cohort, plan).guards == ()
    (guard,) = table_one(cohort, plan.model_copy(update={"p": True})).guards
    assert guard.what == "Fewer than 5 patients are compared: “Metastatic” (n = 4)."
    assert table_one(cohort, plan.model_copy(update={"differences": True})).guards == (guard,)


def test_a_variable_asked_for_twice_is_one_row_and_the_grouping_is_none() -> None:
    cohort = cohort_of({"stage": ["LRD", "metastatic"], "age_years": [50.0, 60.0]})
    rows = table_one(cohort, TablePlan(by="stage", variables=("age_years", "Age at diagnosis", "stage"))).rows
    assert [row.variable.name for row in rows] == ["age_years"]


def test_rows_that_are_left_open_are_named_by_the_whole_cohort() -> None:
    cohort = cohort_of({"age_years": [50.0, 60.0], "stage": ["LRD", "metastatic"]})
    assert filled(TablePlan(), cohort).variables == ("age_years", "stage")
    assert filled(TablePlan(variables=()), cohort).variables == ()
