"""Table 1 as a paper prints it, and unrounded."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from nec_core.export.tables import table_one_tables as tables
from nec_core.patients.cohort import NOT_RECORDED, Variable
from nec_core.record import fields
from nec_core.summary.characteristics.table_one import LevelCounts, LevelRow, NumberRow, NumberSummary, TableOne

AGE, STAGE, SEX, RESECTION = (Variable.of_field(fields()[name]) for name in ("age_years", "stage", "sex", "resection"))


def _lines(frame: pd.DataFrame) -> list[list[object]]:
    return frame.to_numpy().tolist()


NOBODY = NumberSummary(0, 3, None, None, None, None, None, None, None)
AGES = NumberSummary(15, 0, 54.2, 11.3, 55.5, 48.0, 66.0, 31.0, 84.0)
TABLE = TableOne(
    n=18,
    by=STAGE,
    groups=("LRD", NOT_RECORDED),
    sizes=(15, 3),
    rows=(
        NumberRow(AGE, replace(AGES, missing=3), (AGES, NOBODY), 0.425),
        LevelRow(
            SEX,
            SEX.levels,
            LevelCounts(16, 2, (10, 6, 0)),
            (LevelCounts(15, 0, (10, 5, 0)), LevelCounts(1, 2, (0, 1, 0))),
            None,
        ),
        LevelRow(
            RESECTION,
            RESECTION.levels,
            LevelCounts(18, 0, (10, 7, 1)),
            (LevelCounts(15, 0, (10, 4, 1)), LevelCounts(3, 0, (0, 3, 0))),
            None,
        ),
    ),
)


def test_table_one_is_printed_as_in_a_paper() -> None:
    frame = tables.table_one_frame(TABLE)
    assert list(frame.columns) == [
        "Characteristic",
        "Value",
        "All patients (n = 18)",
        "LRD (n = 15)",
        "not recorded (n = 3)",
        "Standardised difference",
    ]
    assert _lines(frame) == [
        ["Age at diagnosis (years)", "median [IQR]", "55.5 [48.0–66.0]", "55.5 [48.0–66.0]", "NE", "0.43"],
        ["", "mean (SD)", "54.2 (SD 11.3)", "54.2 (SD 11.3)", "NE", ""],
        ["", "range", "31–84", "31–84", "NE", ""],
        ["", "not recorded", "3", "0", "3", ""],
        ["Sex", "female", "10 (63%)", "10 (67%)", "0 (0%)", ""],
        ["", "male", "6 (38%)", "5 (33%)", "1 (100%)", ""],
        ["", "not recorded", "2", "0", "2", ""],
        ["Resection of the primary", "yes", "10 (56%)", "10 (67%)", "0 (0%)", ""],
        ["", "unknown", "1 (6%)", "1 (7%)", "0 (0%)", ""],
    ]


def test_a_variable_nobody_has_is_shown_as_missing() -> None:
    row = LevelRow(SEX, SEX.levels, LevelCounts(0, 4, (0, 0, 0)), (), None)
    frame = tables.table_one_frame(TableOne(4, None, (), (), (row,)))
    assert list(frame.columns) == ["Characteristic", "Value", "All patients (n = 4)"]
    assert _lines(frame) == [["Sex", "not recorded", "4"]]
    nobody = LevelRow(SEX, SEX.levels, LevelCounts(0, 0, (0, 0, 0)), (), None)
    assert _lines(tables.table_one_frame(TableOne(0, None, (), (), (nobody,)))) == [["Sex", "not recorded", "0"]]


def test_no_two_columns_have_one_name() -> None:
    group = Variable("g", "Ward", "category", levels=("All patients",))
    row = LevelRow(SEX, SEX.levels, LevelCounts(1, 0, (1, 0, 0)), (LevelCounts(1, 0, (1, 0, 0)),), None)
    frame = tables.table_one_frame(TableOne(1, group, ("All patients",), (1,), (row,)))
    assert list(frame.columns)[2:] == ["All patients (n = 1)", "All patients (n = 1), by Ward"]


def test_an_empty_table_one_has_its_headers() -> None:
    frame = tables.table_one_frame(TableOne(0, None, (), (), ()))
    assert (len(frame), list(frame.columns)) == (0, ["Characteristic", "Value", "All patients (n = 0)"])
    assert tables.table_one_numbers(TableOne(0, None, (), (), ())).empty


def test_table_one_is_also_given_as_numbers() -> None:
    frame = tables.table_one_numbers(TABLE)
    age = frame[(frame["variable"] == "age_years") & (frame["group"] == "All patients")].iloc[0]
    assert (age["median"], age["q3"], age["n"], age["missing"], age["unit"]) == (55.5, 66.0, 15, 3, "years")
    sex = frame[(frame["variable"] == "sex") & (frame["group"] == "LRD")]
    assert sex[["level", "count"]].to_numpy().tolist() == [["female", 10], ["male", 5], ["other", 0]]
    assert len(frame) == 3 + 3 * 3 + 3 * 3


@pytest.mark.parametrize("word", ["Unknown", "Not recorded"])
def test_the_note_under_table_one_tells_unknown_from_blank(word: str) -> None:
    assert word in tables.TABLE_ONE_NOTE
