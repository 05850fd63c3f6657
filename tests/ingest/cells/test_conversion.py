"""Refused values are findings in words, with the severity their field asks for."""

from __future__ import annotations

import datetime as dt

import pytest

from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit

HEADER = "patient_id,age_years,sex,diagnosis_date,last_contact_date,vital_status,diagnosis_year,icdo3_histology\n"
ISO_STEP = "Enter it as 2019-05-17, or as 2019-05 or 2019 when only the month or year is known."
ORDINARY = ["P1", "50", "F", "2019-01-01", "2020-01-01", "dead", "2019", "8246/3"]


@pytest.mark.parametrize(
    ("place", "cell", "rule", "severity", "message", "next_step"),
    [
        (1, "abc", "type", "warns", "Age at diagnosis: “abc” is not a number.",
         "Enter 0 to 120 years, or leave the cell blank."),
        (1, "121", "range", "warns", "Age at diagnosis: “121” is outside 0 to 120 years.",
         "Enter 0 to 120 years, or leave the cell blank."),
        (2, "seven", "category", "warns", "Sex: “seven” is not a known value.",
         "Enter one of: female, male, other. Or say under Columns what this value means."),
        (3, "soon", "type", "rejects", "Date of diagnosis: “soon” is not a date.",
         ISO_STEP),
        (3, "1899-12-31", "type", "rejects", "Date of diagnosis: “1899-12-31” is not a date.",
         ISO_STEP),
        (5, "lost", "category", "rejects", "Vital status: “lost” is not a known value.",
         "Enter one of: alive, dead, dead of another cause, another event. "
         "Or say under Columns what this value means."),
        (6, "2019.5", "type", "warns", "Year of diagnosis: “2019.5” is not a whole number.",
         "Enter 1900 to 2100, or leave the cell blank."),
        (7, "82", "category", "warns", "ICD-O-3 histology: “82” is not a known value.",
         "Enter one of: four digits such as 8246/3. Or say under Columns what this value means."),
        (0, "", "required", "rejects", "The patient ID is blank.", "Enter an ID."),
        (0, "x" * 401, "type", "rejects", "Patient ID: the text is too long or empty.",
         "Shorten it to 400 characters."),
    ],
)  # fmt: skip
def test_a_refused_cell_is_told_in_words(
    place: int, cell: str, rule: str, severity: str, message: str, next_step: str
) -> None:
    rows = [
        [f"P{i}", str(50 + i), "F", f"2019-01-0{i}", "2020-01-01", "dead", "2019", f"82{i}6/3"] for i in range(2, 6)
    ]
    bad = [*ORDINARY[:place], cell, *ORDINARY[place + 1 :]]
    data = HEADER + "".join(",".join(r) + "\n" for r in [*rows, bad])
    admission = admit(data.encode(), "x.csv", today=dt.date(2024, 1, 1))
    (finding,) = admission.problems.findings
    assert (finding.rows.tolist(), finding.values, finding.rule, finding.severity) == ([6], [cell], rule, severity)
    assert (finding.sentences(), finding.next_step) == ([message], next_step)
    assert admission.cohort.n == (4 if severity == "rejects" else 5)


def test_the_second_row_of_an_id_is_a_problem_and_the_first_is_kept() -> None:
    rows = [[f"P{i}", f"{50 + i}", *ORDINARY[2:]] for i in (1, 2, 3, 2)]
    admission = admit((HEADER + "".join(",".join(r) + "\n" for r in rows)).encode(), "x.csv")
    (finding,) = [f for f in admission.problems.findings if f.rule != "same_row"]
    assert finding.sentences() == ["The patient ID “P2” stands in an earlier row already; the first row is kept."]
    assert (finding.rows.tolist(), admission.cohort.source_rows.tolist()) == ([5], [2, 3, 4])


def test_totals_and_notes_under_the_table_are_rejected_as_such_and_as_nothing_else() -> None:
    rows = "".join(",".join([f"P{i}", f"{50 + i}", *ORDINARY[2:]]) + "\n" for i in range(1, 5))
    data = HEADER + rows + "Total,4,zz,,,,,\n\n* ages in years\nNote: checked by AB\n"
    admission = admit(data.encode(), "x.csv")
    (finding,) = [f for f in admission.problems.findings if f.rule != "same_row"]
    assert (finding.rule, finding.rows.tolist(), admission.cohort.n) == ("summary_row", [6, 8, 9], 4)
    assert finding.sentences()[0] == "The row “Total” looks like a total or a note at the table, not like a patient."


def test_words_in_the_cell_of_a_time_are_quoted_with_what_to_do() -> None:
    lines = [f"P{i},{i}.5,{i % 2}" for i in range(1, 30)] + ["Q1,lost (seen 9 m later),0", "Q2,> 60,0", "Q3,> 60,1"]
    admission = admit(("patient_id,os_months,died\n" + "\n".join(lines)).encode(), "x.csv")
    (finding,) = admission.problems.findings
    assert (finding.rows.tolist(), admission.cohort.n) == ([31, 32, 33], 29)
    assert finding.sentences()[0] == "Overall survival: time: “lost (seen 9 m later)” is not a number of months."
    assert finding.message_with_cells == (
        "Overall survival: time is not a number of months: “lost (seen 9 m later)”, “> 60”. Enter 0 to 36525 months as "
        "a number alone. Words beside it belong into another column, such as the vital status."
    )


def test_units_in_cells_are_read_and_other_units_than_the_columns_are_not_taken_for_it() -> None:
    lines = [f"P{i},{i} Mo.,{i % 2}" for i in range(1, 30)] + ["Q1,2 Jahre,0"]
    named = admit(("patient_id,os_months,died\n" + "\n".join(lines)).encode(), "x.csv")
    assert (named.cohort.n, named.problems.findings[0].values) == (29, ["2 Jahre"])
    bare = admit(("patient_id,survival,died\n" + "\n".join(lines[:-1])).encode(), "x.csv")
    assert [e.unit for e in bare.cohort.endpoints] == ["months"]


def test_a_number_that_is_none_in_an_extra_column_is_told() -> None:
    rows = "".join(f"P{i},{i % 300 + 1},{i % 2},{i}.5\n" for i in range(1, 3010)) + "P0,1,1,high\n"
    admission = admit(b"patient_id,months,died,titre\n" + rows.encode(), "x.csv")
    assert admission.cohort.variables["titre"].kind == "number"
    assert [(f.rule, f.column, f.severity, f.rows.tolist()) for f in admission.problems.findings] == [
        ("type", "titre", "warns", [3011])
    ]


def test_an_extra_column_called_as_a_field_gets_a_name_of_its_own() -> None:
    data = b"patient_id,sex,gender,months,died\n1,F,F,5,1\n2,M,x,6,0\n"
    admission = admit(data, "x.csv")
    coded = admit(b"patient_id,sex,months,died\n1,1,5,1\n2,2,6,0\n", "x.csv").cohort
    assert coded.variables["sex (column)"].levels == ("1", "2")
    taken = {c.column: c.target for c in admission.columns}
    assert (taken["sex"], taken["gender"]) == ("sex", "extra")
    assert admission.cohort.variables["gender"].levels == ("F", "x")


def test_what_a_text_with_an_accent_in_capitals_means_is_found() -> None:
    columns = (
        ColumnMapping(column="id", target="patient_id"),
        ColumnMapping(column="os_months", target="time:os", unit="months"),
        ColumnMapping(column="os_event", target="event:os", values={"0": "0", "1": "1"}),
        ColumnMapping(column="arm", target="extra", values={"BÜHNE": "stage"}),
    )
    data = "id,os_months,os_event,arm\n1,3,1,BÜHNE\n2,4,0,DÉCÉDÉ\n3,5,1,Bühne\n".encode()
    cohort = admit(data, "x.csv", Mapping(columns=columns, missing=("Décédé",))).cohort
    assert [None if x != x else x for x in cohort.records["arm"].tolist()] == ["stage", None, "stage"]
