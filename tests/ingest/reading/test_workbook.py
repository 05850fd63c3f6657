"""A workbook's sheet becomes text as a person would type it."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from nec_core.ingest.opening import admit
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.reading.table import read_table
from nec_core.ingest.reading.workbook import Cell, cell_text


def book(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for name, content in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [(5.0, "5"), (0.1, "0.1"), (1e20, "1e+20"), (True, "true"), ("005", "005"), (dt.datetime(2019, 5, 17),
    "2019-05-17"),
     (dt.date(2019, 5, 17), "2019-05-17"), (dt.datetime(2019, 5, 17, 8, 30), "2019-05-17 08:30:00"), ("", "")],
)  # fmt: skip
def test_a_cell_is_written_as_a_person_would(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    raw = read_table(
        book(["Export"], [], ["id", "age", "note"], [1, 50, "a\nb"], [None, "  ", None], [2, 60, None]), "x.xlsx"
    )
    assert (raw.header_row, raw.columns, raw.row_numbers.tolist()) == (3, ("id", "age", "note"), [4, 6])
    assert raw.table.to_pydict() == {"id": ["1", "2"], "age": ["50", "60"], "note": ["a\nb", ""]}


def test_true_is_not_taken_for_one() -> None:
    raw = read_table(book(["id", "flag"], ["a", True], ["b", 1], ["c", "x"]), "x.xlsx")
    assert raw.table.column("flag").to_pylist() == ["true", "1", "x"]


def test_the_sheet_with_the_most_cells_is_read_unless_one_is_chosen() -> None:
    data = book(["Read me"], records=[["id", "age"], [1, 50], [2, 60]], codes=[["code", "meaning"], [1, "x"]])
    raw = read_table(data, "x.xlsx")
    assert (raw.sheet, raw.sheets) == ("records", ("Sheet", "records", "codes"))
    assert read_table(data, "x.xlsx", ReadOptions(sheet="codes")).columns == ("code", "meaning")


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_hidden_sheets_are_told_and_read_only_when_chosen() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(book(["id", "age"], [1, 50], old=[["id", "age"], [1, 5], [2, 6]])))
    workbook["old"].sheet_state = "veryHidden"
    data = saved(workbook)
    raw = read_table(data, "x.xlsx")
    assert (raw.sheet, raw.sheets) == ("Sheet", ("Sheet", "old"))
    assert raw.notes == ("The workbook has hidden sheets, which are not read unless chosen: old.",)
    assert read_table(data, "x.xlsx", ReadOptions(sheet="old")).notes == ()


def test_formulas_that_ended_in_an_error_are_warnings_that_name_the_cell() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(book(
        ["title"], ["id", "age", "ldh"], [1, "#REF!", 200], [2, 50, "#DIV/0!"], [3, "#N/A", "#DIV/0!"],
    )))  # fmt: skip
    for row in workbook.active.iter_rows():
        for cell in row:
            if str(cell.value).startswith("#"):
                cell.data_type = "e"
    findings = {f.column: f for f in read_table(saved(workbook), "x.xlsx").findings}
    assert set(findings) == {"age", "ldh"}
    assert (findings["ldh"].rule, findings["ldh"].severity) == ("formula_error", "warns")
    assert (findings["ldh"].rows.tolist(), findings["ldh"].values) == ([4, 5], ["#DIV/0!", "#DIV/0!"])
    assert findings["age"].sentences() == [
        "The formula in this cell ends in the error “#REF!”, so the cell counts as blank."
    ]


def test_formulas_nobody_computed_are_warnings() -> None:
    raw = read_table(book(["id", "age"], [1, "=20+30"], [2, 60]), "x.xlsx")
    assert raw.table.column("age").to_pylist() == ["", "60"]
    assert [(f.rule, f.column, f.rows.tolist()) for f in raw.findings] == [("formula_empty", "age", [2])]


def test_a_workbook_that_counts_from_1904_is_told_and_its_bare_numbers_follow() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    for row in (["id", "seen", "score"], [1, dt.date(2019, 5, 17), 42140], [2, 42140, 5], [3, "2020-01", 6]):
        workbook.active.append(row)
    raw = read_table(saved(workbook), "x.xlsx")
    assert raw.table.column("seen").to_pylist() == ["2019-05-17", "2019-05-17", "2020-01"]
    assert raw.table.column("score").to_pylist() == ["42140", "5", "6"]
    assert raw.notes[0].startswith("The workbook counts its days from 1904")


def test_cells_beside_the_headers_are_kept_under_names_of_their_own() -> None:
    raw = read_table(book(["id", "age"], [1, 50, "aside"], [2, 60]), "x.xlsx")
    assert raw.columns == ("id", "age", "column 3")


def test_serials_dates_and_texts_in_one_column_are_one_kind_of_date() -> None:
    data = book(
        ["patient_id", "diagnosis_date", "last_contact_date", "vital_status"],
        ["P1", dt.date(2019, 5, 17), 43962, "dead"],
        ["P2", "17.05.2019", "2020-05-11", "alive"],
        ["P3", 43602, "11.05.20", "dead"],
        ["P4", "2019-05", "2020", "alive"],
    )
    cohort = admit(data, "x.xlsx").cohort
    assert cohort.n == 4
    days = cohort.records["diagnosis_date"].to_numpy("datetime64[D]")
    np.testing.assert_array_equal(days, np.array(["2019-05-17"] * 3 + ["2019-05-01"], "datetime64[D]"))
    assert cohort.date_precision["diagnosis_date"].tolist() == [0, 0, 0, 1]
    assert cohort.date_precision["last_contact_date"].tolist() == [0, 0, 0, 2]


def test_merged_headers_of_two_rows_become_one() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["ID", "Diagnosis", None, "Outcome", None], [None, "Date", "Age", "Last contact", "Status"],
                ["P1", "2019-05-17", 60, "2020-05-17", "dead"]):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(cells)
    out = io.BytesIO()
    workbook.save(out)
    admission = admit(out.getvalue(), "x.xlsx")
    assert [c.column for c in admission.columns] == [
        "ID", "Diagnosis › Date", "Diagnosis › Age", "Outcome › Last contact", "Outcome › Status",
    ]  # fmt: skip
    assert [c.target for c in admission.columns][:2] == ["patient_id", "diagnosis_date"]
    assert admission.cohort.source_rows.tolist() == [3]
