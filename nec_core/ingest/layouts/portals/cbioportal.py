"""cBioPortal's clinical files: four # rows (or none), upper-case ids, and any pair X_STATUS and X_MONTHS an endpoint.

Format: "File Formats" in the cBioPortal documentation. A status is written 1:DECEASED, the code before the colon; files
of before 2020 have the words alone. The patient file has the endpoints; a sample file dropped along is joined to it,
one sample per patient.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.finding_kinds import KINDS
from nec_core.ingest.layouts.coding import (
    Take,
    ajcc_group,
    histology_code,
    mapping_of,
    site_level,
    tnm_level,
)
from nec_core.ingest.layouts.derived_columns import looked_up, partners, with_columns
from nec_core.ingest.mapping import DROP, Fold, Mapping
from nec_core.ingest.matching.endpoint_columns import event_values
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.problems import Finding
from nec_core.ingest.raw_table import RawTable, unique_headers

NAME = "cbioportal"
PATIENT, SAMPLE = "PATIENT_ID", "SAMPLE_ID"
TIME_ZERO = "the study's own start, most often diagnosis"

_COLUMNS: dict[str, Take] = {
    "AGE": Take("age_years", lambda t: {">89": "90", ">90": "90"}.get(t)),
    "SEX": Take("sex"),
    "GENDER": Take("sex"),
    "CENTER": Take("centre"),
    "AJCC_PATHOLOGIC_TUMOR_STAGE": Take("ajcc_stage", ajcc_group),
    "AJCC_STAGE": Take("ajcc_stage", ajcc_group),
    "TUMOR_STAGE": Take("ajcc_stage", ajcc_group),
    "STAGE": Take("ajcc_stage", ajcc_group),
    "CLINICAL_STAGE": Take("ajcc_stage", ajcc_group),
    "PATH_T_STAGE": Take("t_category", tnm_level("T")),
    "AJCC_TUMOR_PATHOLOGIC_PT": Take("t_category", tnm_level("T")),
    "PATH_N_STAGE": Take("n_category", tnm_level("N")),
    "AJCC_NODES_PATHOLOGIC_PN": Take("n_category", tnm_level("N")),
    "PATH_M_STAGE": Take("m_category", tnm_level("M")),
    "AJCC_METASTASIS_PATHOLOGIC_PM": Take("m_category", tnm_level("M")),
    "ICD_O_3_HISTOLOGY": Take("icdo3_histology", histology_code),
    "ICD_O_3_SITE": Take("primary_site", site_level),
    "RADIATION_THERAPY": Take("radiation"),
    "RADIATION_TREATMENT_ADJUVANT": Take("radiation"),
    PATIENT: Take("patient_id"),
    "OTHER_PATIENT_ID": Take(DROP, reason="another identifier of the patient"),
    "DAYS_TO_BIRTH": Take(DROP, reason="the date of birth, counted in days"),
    "FORM_COMPLETION_DATE": Take(DROP, reason="the day a form was filled in"),
}


def knows(raw: RawTable) -> bool:
    """PATIENT_ID, upper-case headers, and a pair of X_STATUS and X_MONTHS or a SAMPLE_ID."""
    if PATIENT not in raw.columns or not (_pairs(raw) or SAMPLE in raw.columns):
        return False
    upper = sum(re.fullmatch(r"[A-Z0-9_]+(?: \(\d+\))?", c) is not None for c in raw.columns)
    return upper >= 0.9 * len(raw.columns)


def accompanies(raw: RawTable) -> bool:
    """A sample file: it tells about samples of patients whose survival stands elsewhere."""
    return knows(raw) and SAMPLE in raw.columns and not _pairs(raw)


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:
    """Joins sample files: each patient has the columns of one sample, of a primary tumour where there is one."""
    for samples in companions:
        raw = _joined(raw, samples)
    return raw


def mapping(raw: RawTable) -> Mapping:
    """The endpoints in months, and the columns whose names cBioPortal fixes."""
    takes: dict[str, Take] = {}
    targets: set[str] = set()
    for column in (c for c in _COLUMNS if c in raw.columns):
        take = _COLUMNS[column]
        if take.target == DROP or (take.target not in targets and _says_something(raw, column, take)):
            takes[column] = take
            targets.add(take.target)
    for name in _pairs(raw):
        takes |= _endpoint(raw, name)
    several = Fold(rule="first") if PATIENT in raw.columns else None
    return mapping_of(raw, NAME, takes, several)


def _pairs(raw: RawTable) -> list[str]:
    """X of every X_STATUS that has its X_MONTHS."""
    stems = [c.removesuffix("_STATUS") for c in raw.columns if c.endswith("_STATUS")]
    return [s for s in stems if f"{s}_MONTHS" in raw.columns and s.lower().isidentifier()]


def _says_something(raw: RawTable, column: str, take: Take) -> bool:
    """A STAGE column of another staging system stays a variable of its own."""
    if take.target != "ajcc_stage":
        return True
    return any(ajcc_group(t) for t in raw.distinct(column)[0] if t.casefold() not in MISSING)


def _endpoint(raw: RawTable, name: str) -> dict[str, Take]:
    status, months = f"{name}_STATUS", f"{name}_MONTHS"
    event = status_codes(raw, status)
    time = Take(f"time:{name.lower()}", unit="months", meaning=TIME_ZERO, reason="a pair of _STATUS and _MONTHS")
    words = [t.partition(":")[2].lower() for t in raw.distinct(status)[0] if t.startswith("1:")]
    if name == "OS" and event:
        alive_or_dead = {"0": "alive", "1": "dead"}
        return {
            months: time,
            status: Take("vital_status", lambda t: alive_or_dead.get(event.get(t.casefold(), ""))),
        }
    return {
        months: time,
        status: Take(
            f"event:{name.lower()}",
            lambda t: event.get(t.casefold()),
            meaning=" or ".join(words),
            reason="a pair of _STATUS and _MONTHS",
        ),
    }


def status_codes(raw: RawTable, status: str) -> dict[str, str]:
    """What each text means, lower case: the code before the colon, or in files of before 2020 the words."""
    texts = [t.casefold() for t in raw.distinct(status)[0]]
    coded = {t: t[0] for t in texts if re.match(r"[01]:", t)}
    return coded or event_values(profile(raw, status))[0]


def _joined(raw: RawTable, samples: RawTable) -> RawTable:
    rows = partners(raw, PATIENT, samples, PATIENT, _worst_first(samples))
    own = [c for c in samples.columns if c != PATIENT]
    names = unique_headers((*raw.columns, *own))[len(raw.columns) :]
    derived = {new: looked_up(samples, old, rows) for new, old in zip(names, own, strict=True)}
    patients = set(raw.distinct(PATIENT)[0])
    ids, codes = samples.distinct(PATIENT)
    known = np.array([t in patients for t in ids], bool)[codes]
    lost = np.flatnonzero(~known)
    several = len(samples.row_numbers) - len(np.unique(codes))
    note = f"{samples.file_name}: {int(known.sum())} samples joined to {int((rows >= 0).sum())} patients" + (
        f"; of {several} further samples of the same patients nothing is used." if several else "."
    )
    finding = Finding(
        KINDS["no_patient"], PATIENT, "patient_id",
        samples.row_numbers[lost], [ids[c] for c in codes[lost]],
    )  # fmt: skip
    joined = with_columns(raw, derived, [*samples.notes, note])
    return replace(
        joined,
        folded_rows=np.concatenate([joined.folded_rows, samples.row_numbers[known], samples.folded_rows]),
        findings=(*joined.findings, *samples.findings, finding),
        misshapen=(*joined.misshapen, *samples.misshapen),
    )


def _worst_first(samples: RawTable) -> list[int]:
    """Positions so that the sample to be taken comes last: the first of a patient, a primary tumour before others."""
    n = len(samples.row_numbers)
    kind = "SAMPLE_TYPE" if "SAMPLE_TYPE" in samples.columns else SAMPLE
    texts, codes = samples.distinct(kind)
    primary = np.array([t.casefold().startswith("primary") for t in texts], bool)[codes]
    return [int(i) for i in np.lexsort((-np.arange(n), primary))]
