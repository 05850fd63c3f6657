"""Of several sheets the one that tells who survived is read, and the others are named."""

from __future__ import annotations

import io

import xlsxwriter

from nec_core.ingest.preparing import read_sheet

PATIENTS = [["id", "os_months", "os_event"], ["a", 3, 1], ["b", 4, 0], ["c", 5.5, 1]]
PRICES = [["item", "price", "shop", "town"], *([f"thing {i}", i, "x", "y"] for i in range(30))]


def workbook(sheets: dict[str, list[list[object]]], hidden: str = "") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
                for j, cell in enumerate(row):
                    if cell == "#REF!":
                        sheet.write_formula(i, j, "=Z9", None, "#REF!")
            if name == hidden:
                sheet.hide()
    return out.getvalue()


def test_a_fuller_sheet_without_survival_is_passed_over() -> None:
    raw = read_sheet(workbook({"Prices": PRICES, "Cohort": PATIENTS, "Words": [["a", "b"], ["c", "d"]]}), "x.xlsx")
    assert raw.sheet == "Cohort"
    assert raw.notes[-1] == "The sheet “Cohort” is read: it tells who survived. Not read: “Prices” and “Words”."


def test_a_fuller_sheet_whose_times_are_spoiled_is_passed_over() -> None:
    spoiled = [[*PATIENTS[0], "note"], *([str(i), "#REF!" if i % 2 else 4, 1, "x"] for i in range(20))]
    assert read_sheet(workbook({"Old": spoiled, "New": PATIENTS}), "x.xlsx").sheet == "New"


def test_the_fullest_stays_where_it_reads_as_well_as_any() -> None:
    fuller = [*PATIENTS, ["d", 8, 0]]
    raw = read_sheet(workbook({"Few": PATIENTS, "More": fuller}), "x.xlsx")
    assert (raw.sheet, raw.notes) == ("More", ("The sheet “More” is read: it has the most cells. Not read: “Few”.",))


def test_hidden_sheets_are_not_taken() -> None:
    raw = read_sheet(workbook({"Prices": PRICES, "Old": PATIENTS}, hidden="Old"), "x.xlsx")
    assert (raw.sheet, len(raw.notes)) == ("Prices", 1)
