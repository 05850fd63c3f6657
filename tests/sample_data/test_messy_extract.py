"""The messy extract: every planted fault is found, and nothing else is."""

from __future__ import annotations

import csv
from pathlib import Path

from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit

FOLDER = Path(__file__).parents[2] / "sample_data"


def messy() -> Admission:
    return admit((FOLDER / "messy_extract.csv").read_bytes(), "messy_extract.csv")


def listed() -> list[dict[str, str]]:
    with (FOLDER / "messy_extract_faults.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_faults_found_are_those_listed_cell_by_cell() -> None:
    found = messy().problems.table()
    assert sorted(
        zip(found["row"], found["column"], found["value"], found["rule"], found["severity"], strict=True)
    ) == sorted((int(f["row"]), f["column"], f["value"].strip(), f["rule"], f["severity"]) for f in listed())


def test_it_is_read_as_a_spreadsheet_of_central_europe_saves_it() -> None:
    admission = messy()
    source = admission.source
    assert (source.encoding, source.delimiter, source.header_row, source.rows_in) == ("windows-1252", ";", 2, 62)
    rejected = {int(f["row"]) for f in listed() if f["severity"] == "rejects"}
    assert set(admission.rejected_rows.tolist()) == rejected
    assert admission.cohort.n == 62 - len(rejected)


def test_names_and_telephone_numbers_are_dropped_and_named() -> None:
    dropped = {c.column: c.reason for c in messy().columns if c.target == "drop"}
    assert dropped == {
        "Surname": "looks like an identifier: its header names an identifier",
        "Phone": "looks like an identifier: its header names an identifier",
    }
