"""What the Upload page gives back reads back, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core.export.corrected import change_log, corrected_file, problems_csv, rejected_rows
from nec_core.export.spreadsheet import safe_text, safe_xlsx
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.preparing import repaired
from nec_core.ingest.raw_table import Edit, RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.reading.table import read_table
from nec_core.ingest.row_places import in_file
from nec_core.ingest.several_files import open_tables

CSV = 'id,months,status,note\r\nP1,12,1,=cmd()\r\nP2,minus,0,"a, b"\r\nP3,7,0,é\r\nP3,8,1,twice\r\nP5,9,1,too,many\r\n'
MAPPING = Mapping(
    columns=(
        ColumnMapping(column="id", target="patient_id"),
        ColumnMapping(column="months", target="time:os", unit="months"),
        ColumnMapping(column="status", target="event:os", values={"0": "0", "1": "1"}),
        ColumnMapping(column="note", target="extra"),
    )
)


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _column(raw: RawTable, name: str) -> list[str]:
    found: list[str] = raw.table.column(name).to_pylist()
    return found


def _same(one: RawTable, other: RawTable) -> None:
    assert other.columns == one.columns
    assert other.table.to_pydict() == one.table.to_pydict()
    assert other.row_numbers.tolist() == one.row_numbers.tolist()
    assert [m.row for m in other.misshapen] == [m.row for m in one.misshapen]
    assert other.header_row == one.header_row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_corrected_file_keeps_delimiter_and_encoding_and_reads_back_to_the_same_table(
    encoding: str, delimiter: str
) -> None:
    raw = read_table(CSV.replace(",", delimiter).encode(encoding), "a.b.csv")
    raw = raw.with_edits([Edit(3, "months", "minus", "5")])
    file = corrected_file(raw)
    assert (file.encoding, file.delimiter, file.name) == (encoding, delimiter, "a.b_corrected.csv")
    again = read_table(file.data, file.name)
    _same(raw.with_edits([Edit(2, "note", "=cmd()", "'=cmd()")]), again)
    assert again.encoding == encoding
    assert again.table.column("months").to_pylist() == ["12", "5", "7", "8"]


def test_titles_and_blank_lines_leave_every_row_its_number() -> None:
    raw = read_table(b"Registry extract\n\nid;months;status\nP1;1;0\n\n;;\nP2;2;1\n", "x.csv")
    assert raw.row_numbers.tolist() == [4, 7]
    _same(raw, read_table(corrected_file(raw).data, "x.csv"))


def test_a_file_without_a_header_gets_none() -> None:
    raw = read_table(b"1,12,0\n2,13,1\n", "x.csv", ReadOptions(header_row=0))
    assert corrected_file(raw).data == b"1,12,0\r\n2,13,1\r\n"


def test_a_workbook_becomes_a_comma_separated_file_with_the_same_cells() -> None:
    import pandas as pd

    book = safe_xlsx({"Patients": pd.DataFrame({"id": ["P1", "P2"], "months": [3.5, 4], "note": ["a\nb", 'says "x"']})})
    raw = read_table(book, "cohort.xlsx")
    file = corrected_file(raw)
    assert (file.name, file.encoding, file.delimiter) == ("cohort_corrected.csv", "utf-8-sig", ",")
    _same(raw, read_table(file.data, file.name))


def test_what_a_layout_derived_is_no_part_of_the_users_file() -> None:
    own = read_table(b"id,months\nP1,1\n", "x.csv")
    derived = read_table(b"id,months,stage\nP1,1,IV\n", "x.csv")
    assert corrected_file(replace(derived, before=own)).data == b"id,months\r\nP1,1\r\n"


def test_a_repair_the_encoding_cannot_hold_makes_the_file_utf_8() -> None:
    raw = read_table("id,note\nP1,é\nP2,x\n".encode("windows-1252"), "x.csv")
    assert raw.encoding == "windows-1252"
    file = corrected_file(raw.with_edits([Edit(3, "note", "x", "≥ 5")]))
    assert file.encoding == "utf-8-sig"
    assert read_table(file.data, "x.csv").table.column("note").to_pylist() == ["é", "≥ 5"]


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\x1a", exclude_categories=("Cc",)), max_size=8)


@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=6))
def test_any_cells_read_back_as_they_were_written(cells: list[tuple[str, str]]) -> None:
    head = [("patient identifier", "remark"), ("P0", "first"), *((f"P{i} {a}", b) for i, (a, b) in enumerate(cells))]
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(head)
    options = ReadOptions(encoding="utf-8", delimiter=",", header_row=1)
    raw = read_table(buffer.getvalue().encode(), "x.csv", options)
    again = read_table(corrected_file(raw).data, "x.csv", options)
    safe = [
        Edit(row, c, t, safe_text(t))
        for c in raw.columns
        for row, t in zip(raw.row_numbers, _column(raw, c), strict=True)
    ]
    _same(raw.with_edits(safe), again)


def test_the_corrected_file_runs_nothing_wherever_a_spreadsheet_splits_it() -> None:
    text = 'id;note;=head\r\nP1;"x,=1";a\r\nP2;y;"z\n@SUM(A1)"\r\nP3;-;-1,5\r\nP4;1;=2;=3\r\n'
    raw = read_table(text.encode(), "x.csv", ReadOptions(delimiter=";", header_row=1))
    assert corrected_file(raw).data.decode() == (
        "id;note;'=head\r\nP1;x,'=1;a\r\nP2;y;\"z\n'@SUM(A1)\"\r\nP3;-;-1,5\r\nP4;1;'=2;'=3\r\n"
    )


def test_the_change_log_says_what_each_cell_held_and_holds() -> None:
    edits = [Edit(3, "months", "minus", "5"), Edit(2, "note", "=cmd()", "=1")]
    raw = read_table(CSV.encode(), "x.csv").with_edits(edits)
    lines = _rows(change_log(raw))
    assert [(x["row"], x["column"], x["was"], x["is now"]) for x in lines] == [
        ("3", "months", "minus", "5"), ("2", "note", "'=cmd()", "'=1"),
    ]  # fmt: skip
    assert {x["sha256 of the uploaded file"] for x in lines} == {raw.sha256}


def test_rejected_rows_come_with_their_reasons_and_without_dropped_columns() -> None:
    raw = read_table(CSV.encode(), "x.csv")
    admission = validate(raw, MAPPING)
    lines = _rows(rejected_rows(raw, admission))
    assert [(x["row"], x["id"]) for x in lines] == [("3", "P2"), ("5", "P3"), ("6", "")]
    assert lines[0]["why"] == "Not readable (months)"
    assert lines[1]["why"] == "Patient ID used twice (id)"
    assert lines[2]["why"] == "Too many cells in the row ((whole row))"
    assert lines[0]["note"] == "a, b"
    without = MAPPING.replaced(ColumnMapping(column="note", target="drop"))
    assert "note" not in _rows(rejected_rows(raw, validate(raw, without)))[0]


def test_a_column_of_the_users_named_like_ours_is_kept() -> None:
    raw = read_table(b"row,why,months,status\n1,x,5,0\n2,y,,1\n", "x.csv")
    mapping = Mapping(
        columns=(
            ColumnMapping(column="row", target="extra"),
            ColumnMapping(column="why", target="extra"),
            ColumnMapping(column="months", target="time:os", unit="months"),
            ColumnMapping(column="status", target="event:os", values={"0": "0", "1": "1"}),
        )
    )
    (line,) = _rows(rejected_rows(raw, validate(raw, mapping)))
    assert (line["row"], line["row (in the file)"], line["why (in the file)"]) == ("3", "2", "y")


def test_problems_are_all_there_and_run_nothing() -> None:
    data = "id,months,status\n" + "".join(f"P{i},=now(),0\n" for i in range(500)) + "P500,5,1\n"
    mapping = Mapping(columns=MAPPING.columns[:3])
    lines = _rows(problems_csv(validate(read_table(data.encode(), "x.csv"), mapping)))
    assert len(lines) == 500
    assert lines[0]["value"] == "'=now()"
    assert lines[0]["row"] == "2"


def test_several_files_of_patients_are_corrected_as_one_with_the_column_that_tells_the_file() -> None:
    north = b"id,months,dead\nP1,5,1\nP2,minus,0\n"
    south = b"id;dead;months\nP3;1;7\nP4;0;8;stray\n"
    raw, _ = open_tables([(north, "north.csv"), (south, "south.csv")])
    dead = ColumnMapping(column="dead", target="event:os", values={"0": "0", "1": "1"})
    mapping = Mapping(columns=(*MAPPING.columns[:2], dead))
    edited = raw.with_edits([Edit(3, "months", "minus", "6"), Edit(in_file(2, 1), "months", "7", "9")])
    file = corrected_file(edited)
    assert (file.name, file.delimiter, file.encoding) == ("north_corrected.csv", ",", "utf-8-sig")
    assert file.data.decode("utf-8-sig") == (
        "id,months,dead,File\r\nP1,5,1,north\r\nP2,6,0,north\r\nP3,9,1,south\r\nP4;0;8;stray,,,,south.csv\r\n"
    )
    again = read_table(file.data, file.name)
    assert (again.n_rows, [m.row for m in again.misshapen]) == (raw.n_rows, [5])
    assert [list(line.values())[:5] for line in _rows(change_log(edited))] == [
        ["3", "months", "minus", "6", "north.csv"], ["2", "months", "7", "9", "south.csv"],
    ]  # fmt: skip
    rejected = _rows(rejected_rows(raw, validate(raw, mapping)))
    assert [(r["file"], r["row"], r["id"]) for r in rejected] == [("north.csv", "3", "P2"), ("south.csv", "3", "")]


def test_a_file_with_its_companion_is_corrected_alone() -> None:
    patients = b"PATIENT_ID\tOS_STATUS\tOS_MONTHS\nP1\t1:DECEASED\t3\nP2\t0:LIVING\tx\n"
    samples = b"PATIENT_ID\tSAMPLE_ID\nP1\tS1\nP2\tS2\n"
    raw, _ = open_tables([(samples, "samples.txt"), (patients, "patients.txt")])
    file = corrected_file(repaired(raw, "cbioportal", [Edit(3, "OS_MONTHS", "x", "4")]))
    assert (file.name, file.data) == (
        "patients_corrected.txt", patients.replace(b"x", b"4").replace(b"\n", b"\r\n"),
    )  # fmt: skip
