"""The TCGA clinical data resource, synthetic, as the workbook of Liu 2018 is laid out."""

# ruff: noqa: E501  # rows of registry files are as long as they are

from __future__ import annotations

import io

import xlsxwriter

from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit
from nec_core.patients.endpoints import available
from tests.ingest.layouts.opened import TODAY, levels, times_and_events

PATIENTS = [
    ["", "bcr_patient_barcode", "type", "age_at_initial_pathologic_diagnosis", "gender", "ajcc_pathologic_tumor_stage",
     "birth_days_to", "vital_status", "OS", "OS.time", "DSS", "DSS.time", "DFI", "DFI.time", "PFI", "PFI.time", "Redaction"],
    [1, "TCGA-AF-0001", "READ", 60, "FEMALE", "Stage IIIB", -22000, "Dead", 1, 400, 1, 400, "#N/A", "#N/A", 1, 200, "#N/A"],
    [2, "TCGA-AF-0002", "READ", 71, "MALE", "Stage IV", -26000, "Alive", 0, 900, 0, 900, 0, 900, 0, 900, "Redacted"],
    [3, "TCGA-AG-0003", "COAD", "#N/A", "MALE", "[Not Available]", "#N/A", "Dead", 1, 30, "#N/A", 30, 0, 30, 0, 30, "#N/A"],
]  # fmt: skip
EXTRA = [
    ["", "bcr_patient_barcode", "type", "PFS", "PFS.time", "DSS_cr", "DSS.time.cr"],
    [3, "TCGA-AG-0003", "COAD", 1, 30, 2, 30],
    [1, "TCGA-AF-0001", "READ", 1, 200, 1, 400],
]
NOTES = [["x" * 9] * 8] * 60  # the largest sheet is not the one with the patients


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return out.getvalue()


def opened(sheets: dict[str, list[list[object]]]) -> Admission:
    return admit(workbook(sheets), "TCGA-CDR.xlsx", today=TODAY)


def test_the_right_sheet_is_read_and_its_endpoints_are_in_days() -> None:
    admission = opened({"Notes": [list(r) for r in NOTES], "TCGA-CDR": PATIENTS})
    cohort = admission.cohort
    assert (admission.source.layout, admission.source.sheet) == ("tcga_cdr", "TCGA-CDR")
    assert [e.name for e in available(cohort)] == ["os", "dfi", "dss", "pfi"]
    assert {e.unit for e in available(cohort)} == {"days"}
    assert times_and_events(cohort, "os") == [(400.0, 1), (900.0, 0), (30.0, 1)]
    assert times_and_events(cohort, "dfi") == [(None, -1), (900.0, 0), (30.0, 0)]
    assert levels(cohort, "ajcc_stage") == ["III", "IV", None]
    assert levels(cohort, "sex") == ["female", "male", "male"]
    assert "birth_days_to" not in cohort.variables
    assert "1 patients were redacted by TCGA; the column “Redaction” tells which." in admission.source.notes


def test_extra_endpoints_are_joined_by_barcode_and_compete() -> None:
    admission = opened({"TCGA-CDR": PATIENTS, "ExtraEndpoints": EXTRA})
    cohort = admission.cohort
    assert times_and_events(cohort, "dss_cr") == [(400.0, 1), (None, -1), (30.0, 2)]
    assert times_and_events(cohort, "pfs") == [(200.0, 1), (None, -1), (30.0, 1)]
    found = {e.name: e for e in available(cohort)}
    assert found["dss_cr"].competing
    assert found["dss_cr"].label == "Disease-specific survival, competing risks"
    assert "4 columns come from the sheet ExtraEndpoints." in admission.source.notes
    assert admission.source.rows_in == 3
