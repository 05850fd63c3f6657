"""Rows that say the same under another id are told, and nobody is left out for it."""

from __future__ import annotations

import pytest

from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.opening import admit, open_table
from tests.ingest.layouts.opened import admitted

HEADER = "Patient ID,Date of diagnosis,Last contact,Vital status,Sex,Age,Grade"


def line(i: int, name: str) -> str:
    vital = "dead" if i % 3 else "alive"
    return f"{name},2015-03-{i + 1:02d},2018-0{i % 9 + 1}-11,{vital},{'fm'[i % 2]},{50 + i},{i % 3}"


def told(rows: list[str], header: str = HEADER) -> list[tuple[list[int], list[str]]]:
    found = admitted("\n".join([header, *rows])).problems.findings
    return [(f.rows.tolist(), list(f.values)) for f in found if f.rule == "same_row"]


def test_a_row_entered_again_under_another_id_is_told_and_stays() -> None:
    rows = [line(i, f"P{i}") for i in range(24)] + [line(5, "Q5"), line(6, "P6a"), line(5, "R5")]
    assert told(rows) == [([26, 27, 28], ["row 7", "row 8", "row 7"])]
    assert admitted("\n".join([HEADER, *rows])).cohort.n == 27


def test_an_id_nobody_knows_hides_none() -> None:
    header = HEADER.replace("Patient ID", "Zzz")
    rows = [line(i, f"{7919 * i % 1000}") for i in range(24)]
    assert told([*rows, line(5, f"{7919 * 5 % 1000}")], header) == [([26], ["row 7"])]


@pytest.mark.parametrize(
    "rows",
    [
        [line(i, f"P{i}") for i in range(24)],
        [line(i, f"P{i}") for i in range(24)] + [line(5, "P5")],
        [line(i, f"P{i}") for i in range(24)] + [line(5, "Q5").removesuffix("2") + "1"],
    ],
    ids=["none", "one id", "one cell other"],
)
def test_others_are_not(rows: list[str]) -> None:
    assert told(rows) == []


def test_few_columns_or_only_codes_agree_by_chance() -> None:
    few = [",".join(line(i % 9, f"P{i}").split(",")[:5]) for i in range(24)]
    assert told(few, HEADER.removesuffix(",Age,Grade")) == []
    codes = [f"P{i},{10 + i % 7},{int(i % 7 > 3)},{i % 2},{i % 2},{50 + i % 7},{i % 2}" for i in range(28)]
    assert told(codes, "Patient ID,OS months,died,a,b,c,d") == []
    years = [f"{c},{1999 + i % 7}" for i, c in enumerate(codes)]
    assert told(years, "Patient ID,OS months,died,a,b,c,d,Year of diagnosis") == []


def test_a_saved_mapping_may_drop_a_column_the_file_does_not_have() -> None:
    data = "\n".join([HEADER, *(line(i, f"P{i}") for i in range(9)), line(5, "Q5")]).encode()
    _, mapping = open_table(data, "x.csv")
    saved = mapping.model_copy(update={"columns": (*mapping.columns, ColumnMapping(column="Name", target="drop"))})
    found = admit(data, "x.csv", saved).problems.findings
    assert [f.rows.tolist() for f in found if f.rule == "same_row"] == [[11]]
