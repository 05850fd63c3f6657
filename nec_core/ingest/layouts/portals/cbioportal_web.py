"""cBioPortal's table as its web page gives it to download: names for people, one row per sample.

"Overall Survival (Months)" and "Overall Survival Status" are an endpoint, as their like are; a status is written
1:DECEASED, the code before the colon.
"""

from __future__ import annotations

from nec_core.ingest.layouts.coding import Take, ajcc_group, codes, mapping_of
from nec_core.ingest.layouts.portals.cbioportal import TIME_ZERO, status_codes
from nec_core.ingest.mapping import DROP, Fold, Mapping
from nec_core.ingest.raw_table import RawTable

NAME = "cbioportal_web"
_STUDY, _PATIENT, _SAMPLE = "Study ID", "Patient ID", "Sample ID"
_PAIRS = {
    "os": ("Overall Survival (Months)", "Overall Survival Status"),
    "rfs": ("Relapse Free Status (Months)", "Relapse Free Status"),
    "dfs": ("Disease Free (Months)", "Disease Free Status"),
    "pfs": ("Progress Free Survival (Months)", "Progression Free Status"),
    "dss": ("Months of disease-specific survival", "Disease-specific Survival status"),
}
_COLUMNS = {
    _PATIENT: Take("patient_id"),
    _SAMPLE: Take(DROP, reason="the name of the sample"),
    "Age at Diagnosis": Take("age_years"),
    "Diagnosis Age": Take("age_years"),
    "Sex": Take("sex"),
    "Neoplasm Disease Stage American Joint Committee on Cancer Code": Take("ajcc_stage", ajcc_group),
    "Patient's Vital Status": Take(
        "cause_of_death", codes({"died of disease": "cancer", "died of other causes": "other cause", "living": ""})
    ),
}


def knows(raw: RawTable) -> bool:
    """Study, patient and sample under the page's names, and an endpoint."""
    return {_STUDY, _PATIENT, _SAMPLE} <= set(raw.columns) and bool(_pairs(raw))


def mapping(raw: RawTable) -> Mapping:
    """The endpoints in months; of a patient's samples the first."""
    takes: dict[str, Take] = {}
    for column, take in _COLUMNS.items():
        if column in raw.columns and take.target not in {t.target for t in takes.values()} - {DROP}:
            takes[column] = take
    for name, (months, status) in _pairs(raw).items():
        event = status_codes(raw, status)
        words = [t.partition(":")[2].lower() for t in raw.distinct(status)[0] if t.startswith("1:")]
        takes[months] = Take(f"time:{name}", unit="months", meaning=TIME_ZERO)
        takes[status] = Take(f"event:{name}", lambda t, e=event: e.get(t.casefold()), meaning=" or ".join(words))  # type: ignore[misc]  # a default binds
    return mapping_of(raw, NAME, takes, Fold(rule="first"))


def _pairs(raw: RawTable) -> dict[str, tuple[str, str]]:
    return {name: pair for name, pair in _PAIRS.items() if set(pair) <= set(raw.columns)}
