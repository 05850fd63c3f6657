"""The TCGA clinical data resource: a workbook of several sheets, patients in the one named TCGA-CDR.

Liu J et al., Cell 2018;173:400, supplementary table 1. X and X.time are an endpoint in days, 1 = event. The sheet
ExtraEndpoints adds others and, as X.cr, competing risks: 1 = event, 2 = death from another cause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nec_core.ingest.layouts.coding import Take, ajcc_group, codes, mapping_of
from nec_core.ingest.layouts.derived_columns import looked_up, partners, with_columns
from nec_core.ingest.mapping import DROP, Mapping
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.options import ReadOptions

NAME = "tcga_cdr"
SHEET = "TCGA-CDR"
COMPANION_SHEETS = ("ExtraEndpoints",)
PATIENT = "bcr_patient_barcode"

_PAIRS = {
    "OS": "OS.time", "DSS": "DSS.time", "DFI": "DFI.time", "PFI": "PFI.time", "PFS": "PFS.time",
    "PFI.1": "PFI.time.1", "PFI.2": "PFI.time.2",
    "DSS_cr": "DSS.time.cr", "DFI.cr": "DFI.time.cr", "PFI.cr": "PFI.time.cr",
    "PFI.1.cr": "PFI.time.1.cr", "PFI.2.cr": "PFI.time.2.cr",
}  # fmt: skip
_EVENTS = {
    "OS": "death from any cause", "DSS": "death from this cancer", "DFI": "a new tumour after being disease-free",
    "PFI": "progression, or death from this cancer", "PFS": "progression or death from any cause",
}  # fmt: skip
_COLUMNS = {
    PATIENT: Take("patient_id"),
    "age_at_initial_pathologic_diagnosis": Take("age_years"),
    "gender": Take("sex"),
    "ajcc_pathologic_tumor_stage": Take("ajcc_stage", ajcc_group),
    "initial_pathologic_dx_year": Take("diagnosis_year"),
    "vital_status": Take("vital_status", codes({"[discrepancy]": ""})),
    "residual_tumor": Take("resection_margin", codes({"r0": "R0", "r1": "R1", "r2": "R2", "rx": "RX"})),
    "birth_days_to": Take(DROP, reason="the date of birth, counted in days"),
    "column 1": Take(DROP, reason="the row's number"),
}


def knows(raw: RawTable) -> bool:
    """A patient barcode and the pair OS, OS.time."""
    return {PATIENT, "OS", "OS.time"} <= set(raw.columns)


def reads(raw: RawTable) -> ReadOptions | None:
    """The sheet TCGA-CDR of a workbook that has one, whichever of its sheets is the largest."""
    return ReadOptions(sheet=SHEET) if SHEET in raw.sheets and raw.sheet != SHEET else None


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:
    """Joins the endpoints of the sheet ExtraEndpoints."""
    notes = _told(raw)
    for extra in companions:
        if PATIENT not in extra.columns:
            continue
        wanted = {c for pair in _PAIRS.items() for c in pair} - set(raw.columns)
        own = [c for c in extra.columns if c in wanted]
        rows = partners(raw, PATIENT, extra, PATIENT, range(len(extra.row_numbers)))
        derived = {c: looked_up(extra, c, rows) for c in own}
        raw = with_columns(raw, derived, [f"{len(own)} columns come from the sheet {extra.sheet}."] if own else [])
    return with_columns(raw, {}, notes) if notes else raw


def mapping(raw: RawTable) -> Mapping:
    """Every endpoint in days; time zero is the initial pathologic diagnosis."""
    takes = {c: t for c, t in _COLUMNS.items() if c in raw.columns}
    return mapping_of(raw, NAME, takes | endpoint_takes(raw))


def endpoint_takes(raw: RawTable) -> dict[str, Take]:
    """Each pair X and X.time that the table has, in days."""
    takes: dict[str, Take] = {}
    for event, time in _PAIRS.items():
        if event not in raw.columns or time not in raw.columns:
            continue
        name = re.sub(r"[._]", "_", event).lower()
        what = _EVENTS[re.split(r"[._]", event)[0]]
        if name.endswith("_cr"):
            what += ", with death from another cause competing"
        takes[event] = Take(f"event:{name}", codes({"0": "0", "1": "1", "2": "2"}), meaning=what)
        takes[time] = Take(f"time:{name}", unit="days", meaning="initial pathologic diagnosis")
    return takes


def _told(raw: RawTable) -> list[str]:
    if "Redaction" not in raw.columns:
        return []
    n = sum(k for t, k in raw.counts("Redaction").items() if t.casefold() == "redacted")
    return [f"{n} patients were redacted by TCGA; the column “Redaction” tells which."] if n else []
