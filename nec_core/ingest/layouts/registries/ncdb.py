"""The NCDB participant user file: one row per case, names in either case, no dates, 0 = dead.

Codes: the value labels of the American College of Surgeons' own SAS program for the 2022 file. Months are blank for the
newest year of diagnosis, whose follow-up is not released: those rows are counted and told.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.layouts.coding import (
    NODES,
    SIZE,
    SPREAD,
    Coding,
    Take,
    ajcc_group,
    blanks,
    codes,
    histology_code,
    listed,
    mapping_of,
    modality_code,
    radiation_code,
    rows_text,
    sex_code,
    site_level,
    spread_of,
    surgery_code,
    systemic_code,
    tnm_level,
    yes_no_code,
)
from nec_core.ingest.layouts.derived_columns import Texts, first_filled, recoded, with_columns
from nec_core.ingest.layouts.registries.eras import STAGE, TAKES, add_histology
from nec_core.ingest.mapping import EXTRA, Mapping
from nec_core.ingest.raw_table import RawTable

NAME = "ncdb"
MONTHS, VITAL, CASE = "dx_lastcontact_death_months", "puf_vital_status", "puf_case_id"

AJCC = "AJCC stage by analytic group"
SURGERY = "Surgery of the primary, eras joined"
RADIATION = "Radiation, sources joined"

_SURGERY = ("rx_summ_surg_prim_site_2023", "rx_summ_surg_prim_site")
_RADIATION = ("rx_summ_radiation", "phase_i_rt_modality", "reason_for_no_radiation")
_GROUPS = ("ajcc_tnm_path_stg_grp", "ajcc_tnm_clin_stg_grp", "tnm_path_stage_group", "tnm_clin_stage_group")
_ANALYTIC = codes(
    {"0": "stage 0", "1": "stage I", "2": "stage II", "3": "stage III", "4": "stage IV", "5": "occult",
     "8": "not applicable", "9": "unknown"}
)  # fmt: skip
_MARGINS = codes({"0": "R0", "1": "", "2": "R1", "3": "R2", "7": "RX", "8": "", "9": "RX"})
_REASON = codes({"0": "yes", **dict.fromkeys("12567", "no"), "8": "unknown", "9": "unknown"})
_UNKNOWN = {
    "9": ("grade", "grade_clin", "grade_path", "laterality", "diagnostic_confirmation", "insurance_status",
          "spanish_hispanic_origin", "puf_30_day_mort_cd", "puf_90_day_mort_cd", "readm_hosp_30_days_fac",
          "rx_summ_treatment_status", "rx_summ_systemic_sur_seq", "rx_summ_surgrad_seq", "lymph_vascular_invasion",
          "rx_summ_scope_reg_ln_sur", "rx_summ_surg_oth_regdis", "mets_at_dx_other", "no_hsd_quar", "ur_cd"),
    "99": ("race", "rx_summ_hormone", "rx_summ_transplnt_endo", "tnm_clin_stage_group", "tnm_path_stage_group"),
    "999": ("cs_extension", "cs_sitespecific_factor_1", "rad_regional_rx_modality"),
}  # fmt: skip
"""What means unknown, by column: 9 is a code of its own in one column and a value in the next."""
_FACILITY = codes(
    {"1": "community", "2": "comprehensive community", "3": "academic or research", "4": "integrated network",
     "9": "other"}
)  # fmt: skip


def knows(raw: RawTable) -> bool:
    """The PUF's own names for vital status and months, in upper or lower case."""
    return {MONTHS, VITAL} <= set(_names(raw))


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """Joins what the editions split, and counts rows without follow-up by year of diagnosis."""
    names = _names(raw)
    derived: dict[str, Texts] = {}
    notes = _told(raw, names)
    groups = [c for c in ("analytic_stage_group", *_GROUPS) if c in names]
    if groups:
        derived[AJCC] = first_filled([recoded(raw, names[c], ajcc_group) for c in groups])[0]
        derived[STAGE] = first_filled([recoded(raw, names[c], _spread) for c in groups])[0]
    add_histology(raw, derived, names.get("histology"))
    for name, columns in ((SURGERY, _SURGERY), (RADIATION, _RADIATION)):
        present = [c for c in columns if c in names]
        if present:
            derived[name] = first_filled([recoded(raw, names[c], _treatment_coding(c)) for c in present])[0]
    for letter in "TNM":
        present = [c for c in _tnm_columns(letter) if c in names]
        if present:
            parts = [recoded(raw, names[c], tnm_level(letter)) for c in present]
            derived[f"{letter} category, pathological before clinical"] = first_filled(parts)[0]
    return with_columns(raw, {k: v for k, v in derived.items() if v.n_filled}, notes)


def mapping(raw: RawTable) -> Mapping:
    """The coding of every column the layout defines; time zero is the date of diagnosis."""
    names = _names(raw)
    coding = {
        CASE: Take("patient_id"),
        "puf_facility_id": Take("centre"),
        "age": Take("age_years", blanks("999")),
        "sex": Take("sex", sex_code),
        "year_of_diagnosis": Take("diagnosis_year"),
        "primary_site": Take("primary_site", site_level),
        "histology": Take("icdo3_histology", histology_code),
        "rx_summ_chemo": Take("systemic", systemic_code),
        "rx_summ_immunotherapy": Take("immunotherapy", systemic_code),
        "rx_summ_surgical_margins": Take("resection_margin", _MARGINS),
        "analytic_stage_group": Take(EXTRA, _ANALYTIC, label="Analytic stage group"),
        "facility_type_cd": Take(EXTRA, _FACILITY, label="Facility type"),
        "tumor_size": SIZE,
        "tumor_size_summary_2016": SIZE,
        "regional_nodes_positive": NODES,
        "regional_nodes_examined": NODES,
        MONTHS: Take("time:os", blanks("9999"), unit="months", meaning="diagnosis"),
        VITAL: Take("vital_status", codes({"0": "dead", "1": "alive"})),
    }
    takes = {names[c]: Take(EXTRA, blanks(code)) for code, own in _UNKNOWN.items() for c in own if c in names}
    takes |= {names[name]: take for name, take in coding.items() if name in names}
    for part in ("bone", "brain", "liver", "lung"):
        for name in (f"mets_at_dx_{part}", f"cs_mets_dx_{part}"):
            if name in names and f"met_{part}" not in {t.target for t in takes.values()}:
                takes[names[name]] = Take(f"met_{part}", yes_no_code)
    if "mets_at_dx_distant_ln" in names:
        takes[names["mets_at_dx_distant_ln"]] = Take("met_nodes", yes_no_code)
    derived = {
        AJCC: "ajcc_stage", SURGERY: "resection", RADIATION: "radiation",
        **{f"{x} category, pathological before clinical": f"{x.lower()}_category" for x in "TNM"},
    }  # fmt: skip
    takes |= {name: Take(target) for name, target in derived.items() if name in raw.columns}
    takes |= {name: take for name, take in TAKES.items() if name in raw.columns}
    return mapping_of(raw, NAME, takes)


def _names(raw: RawTable) -> dict[str, str]:
    """Lower-case name -> the column as the file spells it."""
    return {c.strip().casefold(): c for c in reversed(raw.columns)}


def _tnm_columns(letter: str) -> tuple[str, ...]:
    low = letter.lower()
    return (f"ajcc_tnm_path_{low}", f"tnm_path_{low}", f"ajcc_tnm_clin_{low}", f"tnm_clin_{low}")


def _spread(text: str) -> str | None:
    return spread_of(SPREAD)(ajcc_group(text) or "")


def _treatment_coding(column: str) -> Coding:
    if column in _SURGERY:
        return surgery_code
    return {"rx_summ_radiation": radiation_code, "phase_i_rt_modality": modality_code}.get(column, _REASON)


def _told(raw: RawTable, names: dict[str, str]) -> list[str]:
    notes = []
    if "age" in names and (n := sum(k for t, k in raw.counts(names["age"]).items() if t.lstrip("0") == "90")):
        notes.append(f"{rows_text(n)} with the age 90, which stands for 90 and older.")
    months = raw.distinct(names[MONTHS])
    blank = np.array([t.casefold() in MISSING for t in months[0]], bool)[months[1]]
    if not blank.any():
        return notes
    notes.append(f"{rows_text(int(blank.sum()))} without months of follow-up.")
    if "year_of_diagnosis" in names:
        years, of_row = raw.distinct(names["year_of_diagnosis"])
        all_of = np.bincount(of_row, minlength=len(years))
        none_of = np.bincount(of_row[blank], minlength=len(years))
        empty = sorted(y for y, a, b in zip(years, all_of, none_of, strict=True) if a and a == b)
        if empty:
            notes[-1] += f" All rows of {listed(empty)} are among them: NCDB does not release the newest follow-up."
    return notes
