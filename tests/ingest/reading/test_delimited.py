"""Delimited text is laid out under its headers, every row with the number a spreadsheet gives it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_core.ingest.reading import delimited
from nec_core.ingest.reading.delimited import Laid, detect_delimiter, read_delimited

HEADER = "id,age,status\n"


def laid(text: str) -> Laid:
    return read_delimited(text.encode())[0]


def cells(table: Laid) -> list[tuple[str, ...]]:
    return list(zip(*(c.to_pylist() for c in table.table.columns), strict=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_rows_agree_on(delimiter: str) -> None:
    text = "a, b;c\n".join([""]) + "\n".join(delimiter.join(row) for row in (["id", "age", "x"], ["1", "5,5", "y|z"]))
    assert detect_delimiter(text.replace("5,5", "5") if delimiter == "," else text) == delimiter


def test_rows_keep_their_spreadsheet_numbers_past_blank_lines_and_line_breaks_in_cells() -> None:
    table = laid("Registry export\n\n" + HEADER + '1,50,"dead\nof disease"\n\n,,\n2,60,alive\n')
    assert (table.header_row, table.columns) == (3, ("id", "age", "status"))
    assert table.row_numbers.tolist() == [4, 7]
    assert cells(table) == [("1", "50", "dead\nof disease"), ("2", "60", "alive")]


def test_a_title_with_a_line_break_is_one_row() -> None:
    table = laid('"Export\nof today"\n' + HEADER + "1,50,dead\n2,60\n")
    assert (table.header_row, table.row_numbers.tolist()) == (2, [3, 4])


def test_short_rows_are_filled_and_long_rows_set_aside() -> None:
    table = laid(HEADER + "1,50,dead\n2\n3,60,alive,,\n4,70,dead,extra\n5,80,alive\n")
    assert table.row_numbers.tolist() == [2, 3, 4, 6]
    assert cells(table)[1] == ("2", "", "")
    assert [(m.row, m.cells) for m in table.misshapen] == [(5, 4)]
    assert table.short == ((3, 1),)


def test_a_row_that_ends_early_is_a_warning_that_names_it() -> None:
    finding = laid(HEADER + "1,50,dead\n2\n3,60\n").findings[0]
    assert (finding.rule, finding.severity, finding.rows.tolist()) == ("row_short", "warns", [3, 4])
    assert finding.values == ["1 cell", "2 cells"]
    assert finding.message == ("The row has fewer cells than the header (3); those it lacks at its end count as blank.")


def test_many_short_rows_are_read_one_by_one_and_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + "".join(f"{i},5{i}\n{i},5{i},dead\n" for i in range(5))
    fast = laid(text)
    monkeypatch.setattr(delimited, "_MOST_ODD", 2)
    slow = laid(text)
    assert cells(slow) == cells(fast)
    assert (slow.short, slow.row_numbers.tolist()) == (fast.short, fast.row_numbers.tolist())


def test_a_header_without_the_row_names_r_writes_is_put_right() -> None:
    table = laid('"id" "age"\n"1" "P1" 50\n"2" "P2" 60\n'.replace(" ", "\t"))
    assert table.columns == ("row names", "id", "age")
    assert cells(table) == [("1", "P1", "50"), ("2", "P2", "60")]
    assert table.notes[0].startswith("The header has one name fewer than the rows have cells, as R writes it")
    assert laid("id,age\n1,50,\n2,60,\n").columns == ("id", "age")  # a delimiter too many at the rows' ends
    assert len(laid("id,age\n1,50,note\n2,60,x\n").misshapen) == 2  # a last column without a name


def test_a_header_that_ends_in_delimiters_makes_no_row_short() -> None:
    table = laid("id,age,status,,\n1,50,dead\n2,60,alive,\n3,70\n")
    assert (len(table.columns), table.short) == (5, ((4, 2),))


def test_quotes_inside_cells_are_kept() -> None:
    assert cells(laid(HEADER + '1,"a ""b""",5" tube\n')) == [("1", 'a "b"', '5" tube')]


def test_a_quote_open_at_the_very_end_swallows_nothing() -> None:
    assert cells(laid(HEADER + '1,50,"dead')) == [("1", "50", "dead")]


def test_repeated_and_blank_headers_get_names_of_their_own() -> None:
    assert laid("id,,id,id (2)\n1,2,3,4\n").columns == ("id", "column 2", "id (2)", "id (2) (2)")


def test_a_header_row_chosen_by_hand_counts() -> None:
    table, _ = read_delimited(b"a,b\nid,x\n1,2\n", header_row=2)
    assert (table.columns, table.row_numbers.tolist()) == (("id", "x"), [3])
    bare, _ = read_delimited(b"1,2\n3,4\n", header_row=0)
    assert (bare.columns, bare.row_numbers.tolist()) == (("column 1", "column 2"), [1, 2])


_cell = st.sampled_from(["", " ", "a", "b c", "1", 'say "x"', "x,y", "p;q", "line\nbreak", "line\r\nbreak", "é"])


@given(st.lists(st.lists(_cell, min_size=0, max_size=5), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150, deadline=None)
def test_the_fast_reader_sees_what_the_careful_one_sees(rows: list[list[str]], ending: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator=ending).writerows([["id", "age", "status"], ["1", "2", "3"], *rows])
    data = out.getvalue().encode()
    fast, _ = read_delimited(data, ",", 1)
    shape = delimited._Shape(("id", "age", "status"), 3, ",")
    careful = delimited._read_careful(data, shape, 1)
    assert cells(fast) == cells(careful)
    assert fast.row_numbers.tolist() == careful.row_numbers.tolist()
    assert fast.misshapen == careful.misshapen
    assert fast.short == careful.short


def test_the_delimiter_that_names_the_header_goes_before_one_in_quoted_cells() -> None:
    rows = "\n".join(f'{i};{i + 3};{i % 2};"x,y;z"' for i in range(3))
    text = f"id;OS (months, from diagnosis);dead;note\n{rows}\n4;9;1;x,y;z"
    assert detect_delimiter(text) == ";"
    assert laid(text).columns == ("id", "OS (months, from diagnosis)", "dead", "note")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_row_names_without_quotes_are_none_of_the_columns(delimiter: str) -> None:
    lines = ["unit,age,months,died", *(f"{i},{5 + i % 3},{40 + i},{i + 0.5},{i % 2}" for i in range(1, 9))]
    table = laid("\n".join(lines).replace(",", delimiter))
    assert table.columns == ("row names", "unit", "age", "months", "died")
    assert table.table.column("died").to_pylist() == [str(i % 2) for i in range(1, 9)]


@pytest.mark.parametrize(
    "lines",
    [
        ["id,age,died", *(f"{i},{40 + i},{i % 2},remark" for i in range(1, 9))],
        ["unit,age,died", *(f"{i},{40 + i},{i % 2},{'seen' if i < 5 else ''}" for i in range(1, 9))],
        ["unit,age,died", *(f"{2 * i},{40 + i},{i % 2},seen" for i in range(1, 9))],
    ],
    ids=["numbered", "remarks", "not running"],
)
def test_an_unnamed_last_column_is_no_shift(lines: list[str]) -> None:
    assert "row names" not in laid("\n".join(lines)).columns


def test_many_cells_in_some_rows_say_more_than_two_in_most() -> None:
    rows = "P1\t0\tF\tdead\tx,y\nP2\t12,5\tF\tdead\t\tstray\tcells\nP3\t0\tF\tdead\tx,y\tstray\n"
    assert detect_delimiter(f"patient_id\tage\tsex\tstatus\tnotes\n{rows}") == "\t"


def test_a_mark_that_parts_quoted_cells_is_no_delimiter() -> None:
    notes = "\n".join(f'P{i},{i},1,"x,y;z",stray,cells' for i in range(3))
    assert detect_delimiter(f"Our registry\npatient_id,os_months,os_event,notes\n{notes}\n* as of today\n") == ","
