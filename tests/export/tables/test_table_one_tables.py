"""Table 1 as a paper prints it, with its footnote, and unrounded."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from nec_core.export.tables import table_one_tables as tables
from nec_core.patients.cohort import NOT_RECORDED, Variable
from nec_core.record import fields
from nec_core.summary.characteristics.group_tests import GroupTest, Method
from nec_core.summary.characteristics.standardised_difference import Difference
from nec_core.summary.characteristics.table_guards import small_groups
from nec_core.summary.characteristics.table_one import (
    Compared,
    LevelCounts,
    LevelRow,
    NumberRow,
    NumberSummary,
    TableOne,
)
from nec_core.summary.characteristics.table_plan import TablePlan

AGE, STAGE, SEX, RESECTION = (Variable.of_field(fields()[name]) for name in ("age_years", "stage", "sex", "resection"))


def a_test(method: Method, p: float, smallest_group: int = 6, expected: float | None = None) -> GroupTest:
    return GroupTest(method, 21, smallest_group, 1.5, 1, None, expected, p)


NONE = Compared()
NOBODY = NumberSummary(0, 3, None, None, None, None, None, None, None)
AGES = NumberSummary(15, 0, 54.2, 11.3, 55.5, 48.0, 66.0, 31.0, 84.0)
OLD = NumberSummary(6, 0, 70.0, 8.25, 71.0, 66.0, 78.0, 60.0, 84.0)
TABLE = TableOne(
    n=24,
    by=STAGE,
    groups=("LRD", "metastatic", NOT_RECORDED),
    sizes=(15, 6, 3),
    rows=(
        NumberRow(
            AGE,
            replace(AGES, n=21, missing=3),
            (AGES, OLD, NOBODY),
            Compared(a_test("kruskal_wallis", 0.0385), Difference(0.425, ("LRD", "metastatic"))),
        ),
        LevelRow(
            SEX,
            SEX.levels,
            LevelCounts(22, 2, (12, 10, 0)),
            (LevelCounts(15, 0, (10, 5, 0)), LevelCounts(6, 0, (2, 4, 0)), LevelCounts(1, 2, (0, 1, 0))),
            Compared(a_test("fisher", 0.3, expected=2.6), None),
        ),
        LevelRow(
            RESECTION,
            RESECTION.levels,
            LevelCounts(24, 0, (10, 13, 1)),
            (LevelCounts(15, 0, (10, 4, 1)), LevelCounts(6, 0, (0, 6, 0)), LevelCounts(3, 0, (0, 3, 0))),
            NONE,
        ),
    ),
)
ASKED = replace(TABLE, plan=TablePlan(by="stage", p=True, differences=True))
P_RULE = (
    "P: categories by Fisher's exact testᵃ where an expected count is under 5, otherwise by Pearson's chi-squared test "
    "without continuity correctionᵇ; {} testᶜ."
)


def _lines(frame: pd.DataFrame) -> list[list[object]]:
    return frame.to_numpy().tolist()


def test_table_one_is_printed_as_in_a_paper() -> None:
    frame = tables.table_one_frame(TABLE)
    assert list(frame.columns) == [
        "Characteristic", "Value", "All patients (n = 24)", "Locoregional (LRD) (n = 15)", "Metastatic (n = 6)",
        "not recorded (n = 3)",
    ]  # fmt: skip
    assert _lines(frame) == [
        ["Age at diagnosis (years)", "median [IQR]", "55.5 [48.0–66.0]", "55.5 [48.0–66.0]", "71.0 [66.0–78.0]", "NE"],
        ["", "range", "31–84", "31–84", "60–84", "NE"],
        ["", "not recorded", "3", "0", "0", "3"],
        ["Sex", "female", "12 (55%)", "10 (67%)", "2 (33%)", "0 (0%)"],
        ["", "male", "10 (45%)", "5 (33%)", "4 (67%)", "1 (100%)"],
        ["", "not recorded", "2", "0", "0", "2"],
        ["Resection of the primary", "yes", "10 (42%)", "10 (67%)", "0 (0%)", "0 (0%)"],
        ["", "unknown", "1 (4%)", "1 (7%)", "0 (0%)", "0 (0%)"],
    ]


def test_each_share_of_patients_has_a_bar_and_nothing_else_has() -> None:
    shares, frame = tables.table_one_shares(ASKED), tables.table_one_frame(ASKED)
    assert [len(line) for line in shares] == [frame.shape[1] - 2] * len(frame)
    told = [[f"{100 * share:.0f}%" if share is not None else None for share in line] for line in shares]
    printed = [
        [text.split("(")[1][:-1] if text.endswith("%)") else None for text in line[2:]] for line in _lines(frame)
    ]
    assert told == printed
    assert shares[3] == [12 / 22, 10 / 15, 2 / 6, 0.0, None, None]


def test_numbers_are_told_by_means_where_these_are_asked_for() -> None:
    table = replace(TABLE, plan=TablePlan(numbers="mean"))
    assert _lines(tables.table_one_frame(table))[:2] == [
        ["Age at diagnosis (years)", "mean (SD)", "54.2 (SD 11.3)", "54.2 (SD 11.3)", "70.0 (SD 8.3)", "NE"],
        ["", "range", "31–84", "31–84", "60–84", "NE"],
    ]
    assert "Numbers: mean (SD, standard deviation) and range." in tables.table_one_note(table)
    assert "Numbers: median [IQR, interquartile range] and range." in tables.table_one_note(TABLE)


def test_comparisons_stand_in_the_first_line_of_each_variable_and_only_on_request() -> None:
    frame = tables.table_one_frame(ASKED)
    assert list(frame.columns)[-2:] == ["P", "Standardised difference"]
    assert [line[-2:] for line in _lines(frame)] == [
        [".039ᶜ", "0.43"], ["", ""], ["", ""], [".30ᵃ", "NE"], ["", ""], ["", ""], ["NE", "NE"], ["", ""],
    ]  # fmt: skip
    only_p = replace(TABLE, plan=TablePlan(p=True))
    assert list(tables.table_one_frame(only_p).columns)[-1] == "P"
    alone = replace(ASKED, groups=("LRD", NOT_RECORDED))
    assert (alone.has_p, alone.has_differences) == (False, False)


def test_of_more_than_two_groups_the_difference_is_called_the_largest() -> None:
    table = replace(ASKED, groups=("I", "II", "III"))
    assert list(tables.table_one_frame(table).columns)[-1] == "Largest standardised difference"
    assert "Standardised difference, the largest between any two groups: of means" in tables.table_one_note(table)


def test_the_footnote_states_the_rule_of_p_and_what_it_is_worth() -> None:
    note = tables.table_one_note(ASKED)
    assert P_RULE.format("medians by the Kruskal-Wallis") in note
    assert "Blank and unknown values, and patients whose group is not recorded, are left out of comparisons." in note
    assert (
        "In a cohort that was not randomised P values describe how groups differ; they are not adjusted for there "
        "being 2 of them."
    ) in note
    assert note.endswith("NE: not estimable.")
    means = replace(ASKED, plan=TablePlan(p=True, numbers="mean"))
    assert P_RULE.format("means by the Welch's one-way").replace("the Welch", "Welch") in tables.table_one_note(means)
    assert not {"P:", "Standardised", "randomised"} & set(tables.table_one_note(TABLE).split())


def test_one_p_alone_is_not_said_to_be_one_of_several() -> None:
    note = tables.table_one_note(replace(ASKED, rows=ASKED.rows[:1]))
    assert "P values describe how groups differ." in note
    assert "NE" not in note


@pytest.mark.parametrize(
    ("smallest_group", "p"),
    [(4, ".039ᶜ†"), (5, ".039ᶜ")],
)
def test_an_approximation_for_few_values_is_marked(smallest_group: int, p: str) -> None:
    row = replace(ASKED.rows[0], compared=Compared(a_test("kruskal_wallis", 0.0385, smallest_group)))
    table = replace(ASKED, rows=(row,))
    assert tables.table_one_frame(table)["P"].tolist()[0] == p
    said = "† A group has fewer than 5 values: this P is an approximation for larger groups."
    assert (said in tables.table_one_note(table)) == ("†" in p)


def test_an_exact_test_is_no_approximation_for_few() -> None:
    row = replace(ASKED.rows[1], compared=Compared(a_test("fisher", 0.3, 2, 0.5)))
    assert tables.table_one_frame(replace(ASKED, rows=(row,)))["P"].tolist()[0] == ".30ᵃ"


def test_a_table_too_large_for_the_exact_test_is_told_with_its_expected_count() -> None:
    row = replace(ASKED.rows[1], compared=Compared(a_test("pearson_small", 0.012, expected=1.86)))
    table = replace(ASKED, rows=(row,))
    assert tables.table_one_frame(table)["P"].tolist()[0] == ".012ᵈ"
    assert (
        "ᵈ Too large a table for the exact test, so Pearson's chi-squared test, an approximation: Sex (smallest "
        "expected count 1.9)."
    ) in tables.table_one_note(table)
    row = replace(row, compared=Compared(a_test("pearson_small", 0.012, expected=0.02)))
    assert "Sex (smallest expected count below 0.1)." in tables.table_one_note(replace(ASKED, rows=(row,)))


def test_a_variable_nobody_has_is_shown_as_missing() -> None:
    row = LevelRow(SEX, SEX.levels, LevelCounts(0, 4, (0, 0, 0)), (), NONE)
    frame = tables.table_one_frame(TableOne(4, None, (), (), (row,)))
    assert list(frame.columns) == ["Characteristic", "Value", "All patients (n = 4)"]
    assert _lines(frame) == [["Sex", "not recorded", "4"]]
    nobody = LevelRow(SEX, SEX.levels, LevelCounts(0, 0, (0, 0, 0)), (), NONE)
    assert _lines(tables.table_one_frame(TableOne(0, None, (), (), (nobody,)))) == [["Sex", "not recorded", "0"]]


def test_a_yes_that_nobody_has_is_told_by_its_no() -> None:
    row = LevelRow(RESECTION, RESECTION.levels, LevelCounts(4, 1, (0, 3, 1)), (), NONE)
    assert _lines(tables.table_one_frame(TableOne(5, None, (), (), (row,)))) == [
        ["Resection of the primary", "no", "3 (75%)"],
        ["", "unknown", "1 (25%)"],
        ["", "not recorded", "1"],
    ]


def test_no_two_columns_have_one_name() -> None:
    group = Variable("g", "Ward", "category", levels=("All patients",))
    row = LevelRow(SEX, SEX.levels, LevelCounts(1, 0, (1, 0, 0)), (LevelCounts(1, 0, (1, 0, 0)),), NONE)
    frame = tables.table_one_frame(TableOne(1, group, ("All patients",), (1,), (row,)))
    assert list(frame.columns)[2:] == ["All patients (n = 1)", "All patients (n = 1), by Ward"]


def test_an_empty_table_one_has_its_headers() -> None:
    empty = TableOne(0, None, (), (), ())
    frame = tables.table_one_frame(empty)
    assert (len(frame), list(frame.columns)) == (0, ["Characteristic", "Value", "All patients (n = 0)"])
    assert tables.table_one_numbers(empty).empty


def test_table_one_is_also_given_as_numbers() -> None:
    frame = tables.table_one_numbers(TABLE)
    age = frame[(frame["variable"] == "age_years") & (frame["group"] == "All patients")].iloc[0]
    assert (age["median"], age["q3"], age["n"], age["missing"], age["unit"]) == (55.5, 66.0, 21, 3, "years")
    sex = frame[(frame["variable"] == "sex") & (frame["group"] == "LRD")]
    assert sex[["level", "count"]].to_numpy().tolist() == [["female", 10], ["male", 5], ["other", 0]]
    assert len(frame) == 4 + 4 * 3 + 4 * 3


def test_comparisons_are_also_given_unrounded() -> None:
    frame = tables.table_one_comparisons(ASKED)
    assert frame["variable"].tolist() == ["age_years", "sex", "resection"]
    first = frame.iloc[0]
    assert (first["test"], first["p"], first["standardised_difference"], first["between"]) == (
        "Kruskal-Wallis test", 0.0385, 0.425, "LRD and metastatic",
    )  # fmt: skip
    assert frame["smallest_expected"].tolist()[1] == 2.6
    assert tables.table_one_comparisons(TABLE).empty


def test_a_workbook_tells_the_footnote_and_the_warnings_too() -> None:
    guards = small_groups([("LRD", 15), ("metastatic", 3)])
    sheets = tables.table_one_sheets(replace(ASKED, guards=guards))
    assert list(sheets) == ["Table 1, unrounded", "Table 1, comparisons", "Table 1, footnote"]
    kinds, texts = (sheets["Table 1, footnote"][column].tolist() for column in ("kind", "text"))
    assert kinds == ["caution", "footnote"]
    assert texts[0].startswith("Fewer than 5 patients are compared: “metastatic” (n = 3).")
    assert texts[1] == tables.table_one_note(ASKED)
    assert tables.told(replace(ASKED, guards=guards)) == " ".join(texts)
    assert "Table 1, comparisons" not in tables.table_one_sheets(TABLE)


@pytest.mark.parametrize("word", ["Unknown", "Not recorded"])
def test_the_note_under_table_one_tells_unknown_from_blank(word: str) -> None:
    assert word in tables.table_one_note(TABLE)
