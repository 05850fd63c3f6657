"""What a spreadsheet opens: nothing that runs, numbers as they are, the same bytes each time."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.errors import PlanError
from nec_core.export import spreadsheet
from nec_core.export.spreadsheet import safe_csv, safe_text, safe_xlsx

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    " =1",
    "\u3000=1",
    "\ufeff=1",
    '"=1+1"',
    '=HYPERLINK("http://x")',
    "＝1",
    "+49 170",
    "-ve",
]
# A sign that stands after what can part: each with where the apostrophe goes.
PARTED = {
    'x;=HYPERLINK("http://evil.example";"x")': 'x;\'=HYPERLINK("http://evil.example";"x")',
    "x,=1+1": "x,'=1+1",
    "x|@SUM(A1)": "x|'@SUM(A1)",
    "x\t=1+1": "x\t'=1+1",
    "\t=1": "\t'=1",
    "\r=1": "\r'=1",
    "\n=1": "\n'=1",
    "one\r\n=cmd()": "one\r\n'=cmd()",
    "x;  =1+1": "x;'  =1+1",
    'x;"=1+1"': 'x;\'"=1+1"',
    'x";"=1+1': 'x";\'"=1+1',
    "x;＝1+1": "x;'＝1+1",
    "=1;=2": "'=1;'=2",
    "-1;-2+A1;-3": "-1;'-2+A1;-3",
}


def _cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_starts_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize(("text", "safe"), PARTED.items())
def test_a_sign_after_what_a_spreadsheet_may_split_at_gets_an_apostrophe(text: str, safe: str) -> None:
    assert safe_text(text) == safe
    assert safe_text(safe) == safe


@pytest.mark.parametrize(
    "text",
    ["", "R0", "a=b", "'", "-5", "+3.5", "-1,5", "-1e-05", "2019-05-01", "-", "+++", "+/-", "--; -", "-1;2, -3",
     "a - b", "Lastname, First-name", "x;'=1"],
)  # fmt: skip
def test_other_text_and_numbers_are_left_alone(text: str) -> None:
    assert safe_text(text) == text


def test_a_footnote_stands_under_its_table_and_runs_nothing() -> None:
    frame = pd.DataFrame({"Group": ["a", "b"], "n": [1, 2]})
    note = '=1+1, "said" of n.'
    assert _cells(safe_csv(frame, note)) == [["Group", "n"], ["a", "1"], ["b", "2"], [], [f"'{note}"]]
    assert _sheets(safe_xlsx({"A": frame, "B": frame}, {"A": note})) == {
        "A": [["Group", "n"], ["a", 1], ["b", 2], [None, None], [f"'{note}", None]],
        "B": [["Group", "n"], ["a", 1], ["b", 2]],
    }
    assert safe_csv(frame, "") == safe_csv(frame)


def test_headers_categories_and_mixed_columns_are_guarded_in_both_files() -> None:
    frame = pd.DataFrame(
        {
            "=head": ["=cell", None],
            "level": pd.Categorical(["@level", None]),
            "mixed": pd.Series([-3, "-x"], dtype=object),
        }
    )
    expected = [["'=head", "level", "mixed"], ["'=cell", "'@level", "-3"], ["", "", "'-x"]]
    assert _cells(safe_csv(frame)) == expected
    assert _sheets(safe_xlsx({"a": frame}))["a"] == [
        expected[0],
        ["'=cell", "'@level", -3],
        [None, None, "'-x"],
    ]


def test_numbers_are_written_unrounded_and_what_is_none_stays_empty() -> None:
    numbers = [0.1 + 0.2, -1 / 3, np.nan, np.inf, 1e-12]
    frame = pd.DataFrame({"x": numbers, "n": [1, 2, 3, 4, -5]})
    rows = _cells(safe_csv(frame))[1:]
    assert [row[0] for row in rows] == ["0.30000000000000004", "-0.3333333333333333", "", "", "1e-12"]
    assert rows[4][1] == "-5"
    cells = [row[0] for row in _sheets(safe_xlsx({"a": frame}))["a"][1:]]
    # XlsxWriter writes 16 significant digits; Excel itself keeps 15.
    assert cells == [pytest.approx(0.3, rel=1e-15), pytest.approx(-1 / 3, rel=1e-15), None, None, 1e-12]


def test_dates_and_truth_keep_their_kind() -> None:
    frame = pd.DataFrame({"d": pd.Series(["2019-05-17", None], dtype="datetime64[s]"), "b": [True, False]})
    assert _cells(safe_csv(frame)) == [["d", "b"], ["2019-05-17", "True"], ["", "False"]]
    book = openpyxl.load_workbook(io.BytesIO(safe_xlsx({"a": frame})))
    cell = book["a"]["A2"]
    assert (cell.value.date().isoformat(), cell.number_format) == ("2019-05-17", "yyyy-mm-dd")
    assert [book["a"]["A3"].value, book["a"]["B2"].value] == [None, True]


def test_csv_opens_in_excel_and_keeps_a_separator_inside_its_cell() -> None:
    data = safe_csv(pd.DataFrame({"µg/L": ["a;b", 'say "hi"', "two\nlines"]}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == '"µg/L"\r\n"a;b"\r\n"say ""hi"""\r\n"two\nlines"\r\n'


def starts(text: str) -> list[str]:
    """What a careless spreadsheet would take for cells of a file, split everywhere and without quotation marks."""
    return [piece.strip(' "\u3000\ufeff') for piece in re.split(r"[;,|\t\r\n]", text)]


@given(st.text(st.sampled_from("=+-@＝;,|\t\n\" 'a1"), max_size=12), st.text(st.sampled_from('=;,\t" a1'), max_size=8))
def test_wherever_a_file_is_split_no_piece_is_a_formula(one: str, other: str) -> None:
    pieces = starts(safe_csv(pd.DataFrame({one: [other], f"{other}x": [one]})).decode("utf-8-sig"))
    assert not [p for p in pieces if re.match("[=+@＝-]", p) and re.search("[a'(]|[1].*[=+@＝-]", p)]


def test_a_long_text_takes_no_time_to_speak_of() -> None:
    """A pattern that looks at every stretch anew would need some ten seconds; a busy computer slows a linear one a few
    times, from a tenth of a second."""
    for part in ("\t", ";-", " ", "-", '"', "1", "-1,", "1e"):
        started = time.process_time()
        safe_text(part * 60_000)
        assert time.process_time() - started < 3, part


def test_the_frame_is_not_changed() -> None:
    frame = pd.DataFrame({"=a": ["=1"], "b": pd.Categorical(["@"])})
    before = frame.copy(deep=True)
    safe_csv(frame)
    safe_xlsx({"s": frame})
    pd.testing.assert_frame_equal(frame, before)


def test_the_same_table_makes_the_same_bytes() -> None:
    frame = pd.DataFrame({"a": [1.5]})
    data = safe_xlsx({"s": frame})
    assert data == safe_xlsx({"s": frame})
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"2000-01-01T00:00:00Z" in parts.read("docProps/core.xml")
        assert {info.date_time[0] for info in parts.infolist()} == {1980}


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    data = safe_xlsx({"s": pd.DataFrame({"a": [*HOSTILE, "http://x.example", "{=1}", "12"]})})
    sheet = openpyxl.load_workbook(io.BytesIO(data))["s"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_sheets_get_names_excel_takes() -> None:
    one = pd.DataFrame({"a": [1]})
    names = list(_sheets(safe_xlsx(dict.fromkeys(["a/b", "A?b", "history", "", "'q'", "x" * 40, "x" * 33], one))))
    assert names == ["a b", "A b 2", "history 2", "Table", "q", "x" * 31, "x" * 29 + " 2"]


def test_text_too_long_for_a_cell_and_half_characters_do_not_break_the_file() -> None:
    frame = pd.DataFrame({"a": ["x" * 40_000, "a\ud800b"]})
    cells = [row[0] for row in _sheets(safe_xlsx({"s": frame}))["s"][1:]]
    assert cells == ["x" * 32_767, "a?b"]
    assert _cells(safe_csv(frame))[2] == ["a?b"]


def test_a_table_larger_than_a_sheet_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_EXCEL_ROWS", 3)
    safe_xlsx({"s": pd.DataFrame({"a": [1, 2]})})
    with pytest.raises(PlanError) as error:
        safe_xlsx({"s": pd.DataFrame({"a": [1, 2, 3]})})
    assert str(error.value) == (
        "A sheet of Excel holds 2 rows and 16,384 columns, but this table has 3 rows and 1 columns. Download it as CSV."
    )


def test_empty_tables_are_files_too() -> None:
    assert _cells(safe_csv(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]
    assert _sheets(safe_xlsx({"s": pd.DataFrame({"a": []})})) == {"s": [["a"]]}
    assert safe_csv(pd.DataFrame()).decode("utf-8-sig").strip() in ("", '""')


def test_two_columns_of_one_name_are_both_written() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert _cells(safe_csv(frame)) == [["a", "a"], ["1", "2"]]
    assert _sheets(safe_xlsx({"s": frame}))["s"] == [["a", "a"], [1, 2]]


@given(cells=st.lists(st.text(st.characters() | st.sampled_from("=+-@ 1a")), min_size=1, max_size=5))
def test_no_cell_of_a_csv_starts_a_formula(cells: list[str]) -> None:
    """Judged by the cell's first character alone: a sign stands there before numbers and other signs only."""
    starting = [
        c for row in _cells(safe_csv(pd.DataFrame({"h": cells}))) for c in row if c[:1] in tuple("=+-@＝＋－＠")
    ]
    first = [re.split(r"[;,|\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", c)[0] for c in starting]
    assert not [p for p in first if re.search("[^\\W\\d_]", p.translate({ord("e"): "", ord("E"): ""}))]
