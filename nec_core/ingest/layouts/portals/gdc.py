"""Clinical tables of the Genomic Data Commons, and TCGA's biotab files before it.

GDC: names with or without the entity they belong to ("demographic.vital_status", "cases.submitter_id"), `'--` for not
reported, one row per treatment or exposure of a case. Biotab: three header rows, [Not Available]. Both give the time of
death and of the last follow-up in days from diagnosis, each in a column of its own; GDC counts the age at diagnosis in
days. (GDC data dictionary: demographic.days_to_death, diagnosis.days_to_last_follow_up, diagnosis.age_at_diagnosis.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nec_core.ingest.cells.normalise import number_text
from nec_core.ingest.layouts.coding import Take, ajcc_group, codes, histology_code, mapping_of, tnm_level
from nec_core.ingest.layouts.derived_columns import recoded, with_columns
from nec_core.ingest.layouts.portals.two_times import TIME, TwoTimes, with_one_time
from nec_core.ingest.mapping import DROP, Fold, Mapping
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable
from nec_core.time_units import converted

NAME = "gdc"
AGE = "Age in years"

_ENTITY = re.compile(
    r"^(?:(?:cases?|clinical|patient|demographics?|diagnos[ei]s|exposures?|treatments?|follow_ups?|project"
    r"|pathology_details?|family_histor(?:y|ies))\.)+"
)
_PATIENT = ("bcr_patient_barcode", "case_submitter_id", "submitter_id", "case_id")
_DEATH = ("days_to_death", "death_days_to")
_FOLLOW_UP = ("days_to_last_follow_up", "days_to_last_followup", "last_contact_days_to")
_VITAL = codes({"alive": "alive", "dead": "dead", "living": "alive", "deceased": "dead"})
_COLUMNS = {
    "gender": Take("sex"),
    "sex_at_birth": Take("sex"),
    "year_of_diagnosis": Take("diagnosis_year"),
    "initial_pathologic_dx_year": Take("diagnosis_year"),
    "ajcc_pathologic_stage": Take("ajcc_stage", ajcc_group),
    "ajcc_pathologic_tumor_stage": Take("ajcc_stage", ajcc_group),
    "tumor_stage": Take("ajcc_stage", ajcc_group),
    "morphology": Take("icdo3_histology", histology_code),
    "icd_o_3_histology": Take("icdo3_histology", histology_code),
    **{f"ajcc_pathologic_{x}": Take(f"{x}_category", tnm_level(x.upper())) for x in "tnm"},
    **{f"ajcc_{w}_pathologic_p{x}": Take(f"{x}_category", tnm_level(x.upper()))
       for w, x in (("tumor", "t"), ("nodes", "n"), ("metastasis", "m"))},
}  # fmt: skip
_BIRTHS = ("days_to_birth", "birth_days_to", "year_of_birth")


def knows(raw: RawTable) -> bool:
    """A vital status, and both times in days under their own names."""
    names = _names(raw)
    return "vital_status" in names and _first(names, _DEATH) is not None and _first(names, _FOLLOW_UP) is not None


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """One time of two, and an age in years."""
    names = _names(raw)
    death, follow_up = _first(names, _DEATH), _first(names, _FOLLOW_UP)
    if death is not None and follow_up is not None and "vital_status" in names:
        raw = with_one_time(
            raw, TwoTimes(names["vital_status"], _VITAL, death, follow_up, _first(names, _PATIENT))
        )  # fmt: skip
    if "age_at_index" not in names and "age_at_diagnosis" in names:
        in_days = recoded(raw, names["age_at_diagnosis"], _years)
        if in_days.n_filled:
            note = f"“{AGE}” is “{names['age_at_diagnosis']}”, in days, turned into years."
            raw = with_columns(raw, {AGE: in_days}, [note])
    return raw


def mapping(raw: RawTable) -> Mapping:
    """Overall survival in days from diagnosis; rows of one case, one a treatment or exposure, become one."""
    names = _names(raw)
    takes: dict[str, Take] = {}
    targets: set[str] = set()
    for name, take in _COLUMNS.items():
        if name in names and take.target not in targets:
            takes[names[name]] = take
            targets.add(take.target)
    age = next((c for c in (names.get("age_at_index"), AGE) if c in raw.columns), None)
    age = age or names.get("age_at_initial_pathologic_diagnosis")
    takes |= {names[c]: Take(DROP, reason="it tells the date of birth") for c in _BIRTHS if c in names}
    takes |= {c: Take(DROP, reason=f"it is part of “{TIME}”") for c in _times(names)}
    takes |= {names["case_id"]: Take(DROP, reason="another name of the patient")} if "case_id" in names else {}
    if "age_at_diagnosis" in names and age:
        takes[names["age_at_diagnosis"]] = Take(DROP, reason="the age in days")
    takes |= {age: Take("age_years")} if age else {}
    takes[names["vital_status"]] = Take("vital_status", _VITAL)
    takes[TIME] = Take("time:os", unit="days", meaning="diagnosis")
    patient = _first(names, _PATIENT) or _suggested_id(raw)
    takes |= {patient: Take("patient_id")} if patient else {}
    return mapping_of(raw, NAME, takes, Fold(rule="fill") if patient else None)


def _suggested_id(raw: RawTable) -> str | None:
    column = suggest(raw, NAME).by_target("patient_id")
    return column.column if column is not None else None


def _names(raw: RawTable) -> dict[str, str]:
    """Lower-case name without its entity -> the column as the file spells it, the first of several."""
    return {_ENTITY.sub("", c.strip().casefold()): c for c in reversed(raw.columns)}


def _first(names: dict[str, str], wanted: Sequence[str]) -> str | None:
    return next((names[n] for n in wanted if n in names), None)


def _times(names: dict[str, str]) -> list[str]:
    return [names[n] for n in (*_DEATH, *_FOLLOW_UP) if n in names]


def _years(text: str) -> str | None:
    number = number_text(text, False)
    return f"{float(converted(float(number), 'days', 'years')):.2f}" if number is not None else None
