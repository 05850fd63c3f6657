"""SEER*Stat case listings: one row per tumour, headers with the years they hold for, labels or codes.

Codes and labels are those of the SEER*Stat variable dictionaries and the SEER research data record description. A
listing holds one stage column per era, blank outside it; two classifications of death; and "No/Unknown" where nobody
looked, which is never taken for no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nec_core.ingest.layouts.coding import (
    NODES,
    SIZE,
    Coding,
    Take,
    ajcc_group,
    blanks,
    classification_code,
    find,
    histology_code,
    mapping_of,
    rows_text,
    sex_code,
    site_level,
    summary_code,
    surgery_code,
    tnm_level,
    vital_code,
    yes_no_code,
)
from nec_core.ingest.layouts.derived_columns import Texts, with_columns
from nec_core.ingest.layouts.registries.eras import TAKES, add_first_event, add_histology, add_spread, always, join
from nec_core.ingest.mapping import Fold, Mapping
from nec_core.ingest.raw_table import RawTable

NAME = "seer"

MONTHS = r"survival months(?! flag)"
VITAL = r"vital status recode"
CAUSE = r"SEER cause.specific death classification"
OTHER_CAUSE = r"SEER other cause of death classification"
SEQUENCE = r"sequence number"

SUMMARY = "SEER summary stage, eras joined"
AJCC = "AJCC stage group, eras joined"
SURGERY = "Surgery of the primary, eras joined"

_SUMMARY_COLUMNS = (
    r"combined summary stage \(?\d", r"combined summary stage with expanded", r"SEER combined summary stage",
    r"summary stage 2000", r"SEER historic stage", r"LRD summary stage",
)  # fmt: skip
_AJCC_COLUMNS = (
    r"derived EOD 2018 stage group", r"7th edition stage group recode", r"derived SEER combined stage g",
    r"derived AJCC stage group,? 7th", r"derived AJCC stage group,? 6th", r"adjusted AJCC 6th stage", r"AJCC stage 3rd",
)  # fmt: skip
_SURGERY_COLUMNS = (r"RX summ\W+surg prim site",)
_TNM_COLUMNS = (
    r"derived EOD 2018 {0} ", r"derived SEER combined {0} ", r"derived AJCC {0},? 7th", r"derived AJCC {0},? 6th",
)  # fmt: skip

_HISTOLOGIES = (r"ICD.O.3 hist.behav(?!,? mal)", r"histologic type ICD.O.3")
_GIVEN = ("beam", "radioactive implants", "radioisotopes", "combination", "radiation, nos", "other radiation")
_RADIATION = {
    "none/unknown": "unknown", "0": "unknown", "refused (1988+)": "no", "refused": "no", "7": "no",
    "recommended, unknown if administered": "unknown", "8": "unknown", "9": "unknown",
    "unknown": "unknown", **dict.fromkeys("123456", "yes"),
}  # fmt: skip
"""Labels and codes of Radiation (SEER research data record description): 1-6 by kind, 7 refused, 8 recommended."""


def knows(raw: RawTable) -> bool:
    """Survival months beside a vital status recode, a death classification or a cause of death to site recode."""
    return bool(find(raw.columns, MONTHS) and find(raw.columns, VITAL, CAUSE, r"COD to site rec"))


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """Joins what is spread over eras and combines the classifications of death."""
    derived: dict[str, Texts] = {}
    notes: list[str] = []
    join(raw, derived, notes, SUMMARY, find(raw.columns, *_SUMMARY_COLUMNS), _summary_coding)
    join(raw, derived, notes, AJCC, find(raw.columns, *_AJCC_COLUMNS), always(ajcc_group))
    join(raw, derived, notes, SURGERY, find(raw.columns, *_SURGERY_COLUMNS), always(surgery_code))
    for letter in "TNM":
        columns = find(raw.columns, *(p.format(letter) for p in _TNM_COLUMNS))
        join(raw, derived, notes, f"{letter} category, eras joined", columns, always(tnm_level(letter)))
    add_spread(
        raw,
        derived,
        (
            (SUMMARY, find(raw.columns, *_SUMMARY_COLUMNS), _summary_coding),
            (AJCC, find(raw.columns, *_AJCC_COLUMNS), always(ajcc_group)),
        ),
    )
    add_histology(raw, derived, next(iter(find(raw.columns, *_HISTOLOGIES)), None))
    _deaths(raw, derived)
    notes += _told(raw)
    return with_columns(raw, derived, notes)


def mapping(raw: RawTable) -> Mapping:
    """The coding of every column the layout defines; time zero is the date of diagnosis."""
    takes: dict[str, Take] = {}

    def take(patterns: Sequence[str], as_what: Take) -> None:
        for column in find(raw.columns, *patterns)[:1]:
            takes.setdefault(column, as_what)

    take([r"patient ID"], Take("patient_id"))
    take([r"age recode with single ages", r"age at diagnosis", r"age \(?at"], Take("age_years", _age))
    take([r"sex"], Take("sex", sex_code))
    take([r"year of diagnosis"], Take("diagnosis_year"))
    take([r"primary site(?! (- )?labeled)", r"primary site"], Take("primary_site", site_level))
    take(_HISTOLOGIES, Take("icdo3_histology", histology_code))
    takes |= {column: taken for column, taken in TAKES.items() if column in raw.columns}
    for column in find(raw.columns, SUMMARY, *_SUMMARY_COLUMNS)[:1]:
        takes[column] = Take("seer_stage", _summary_coding(column))
    take([AJCC, *_AJCC_COLUMNS], Take("ajcc_stage", ajcc_group))
    take([SURGERY], Take("resection"))
    if SURGERY not in raw.columns:
        take(_SURGERY_COLUMNS, Take("resection", surgery_code))
    take([r"chemotherapy"], Take("systemic", _chemotherapy))
    take([r"radiation recode", r"radiation$"], Take("radiation", _radiation))
    for letter, target in (("T", "t_category"), ("N", "n_category"), ("M", "m_category")):
        columns = [p.format(letter) for p in _TNM_COLUMNS]
        take([f"{letter} category, eras joined", *columns], Take(target, tnm_level(letter)))
    for site, target in (("bone", "met_bone"), ("brain", "met_brain"), ("liver", "met_liver"), ("lung", "met_lung")):
        take([rf"(SEER combined )?mets at DX.{site}"], Take(target, yes_no_code))
    take([r"mets at DX.distant LN"], Take("met_nodes", yes_no_code))
    take([MONTHS], Take("time:os", blanks("9999"), unit="months", meaning="diagnosis"))
    take([VITAL], Take("vital_status", vital_code))
    for column in find(raw.columns, r".*tumor size"):
        takes.setdefault(column, SIZE)
    for column in find(raw.columns, r"regional nodes (examined|positive)"):
        takes.setdefault(column, NODES)
    return mapping_of(raw, NAME, takes, _fold(raw))


def _fold(raw: RawTable) -> Fold | None:
    """Of several tumours of a patient the first primary counts."""
    if not find(raw.columns, r"patient ID"):
        return None
    order = find(raw.columns, SEQUENCE, r"record number", r"year of diagnosis")
    return Fold(rule="lowest", by=order[0]) if order else Fold(rule="first")


def _deaths(raw: RawTable, derived: dict[str, Texts]) -> None:
    months, cause = find(raw.columns, MONTHS), find(raw.columns, CAUSE)
    if not months or not cause:
        return
    vital, other = find(raw.columns, VITAL), find(raw.columns, OTHER_CAUSE)
    add_first_event(
        raw,
        derived,
        months[0],
        (vital[0], vital_code) if vital else None,
        (cause[0], _classification),
        (other[0], _classification) if other else None,
    )


def _classification(text: str) -> str:
    low = text.casefold()
    if low.startswith("dead (attributable"):
        return "dead"
    if low.startswith("dead (missing"):
        return "no code"
    if low.startswith("n/a not first"):
        return "not first"
    if low.startswith("alive or dead"):
        return "no"
    return classification_code(text) or ""


def _summary_coding(column: str) -> Coding:
    """Historic stage A codes 2 regional and 4 distant (field HST_STGA of the SEER research data), 8 localized or
    regional; in the other summary stages 2 to 5 are regional and 7 distant."""
    if "historic" not in column.casefold():
        return _summary_level
    return lambda text: {"4": "distant", "8": ""}.get(text, _summary_level(text))


def _summary_level(text: str) -> str | None:
    """A SEER summary stage, label or code, to the record's."""
    low = text.casefold()
    for start, level in (
        ("localized/regional", ""), ("in situ", "in situ"), ("locali", "localized"), ("regional", "regional"),
        ("distant", "distant"), ("unstaged", "unstaged"), ("unknown", "unstaged"),
    ):  # fmt: skip
        if low.startswith(start):
            return level
    return summary_code(text) or ""


def _age(text: str) -> str | None:
    match = re.match(r"(\d{1,3})\+?(?:\s*years?)?(?![-\d])", text, re.IGNORECASE)
    if match is None:
        return ""
    return "" if match[1] == "999" else str(int(match[1]))


def _chemotherapy(text: str) -> str | None:
    return {"yes": "yes", "1": "yes", "no/unknown": "unknown", "0": "unknown", "no": "no"}.get(text.casefold(), "")


def _radiation(text: str) -> str | None:
    low = text.casefold()
    if not low or low == "blank(s)":
        return ""
    return "yes" if low.startswith(_GIVEN) else _RADIATION.get(low, "")


def _told(raw: RawTable) -> list[str]:
    """What a reader of the numbers has to know."""
    notes = []
    for column in find(raw.columns, r"age recode with single ages", r"age at diagnosis", r"age \(?at")[:1]:
        open_ended = {t: n for t, n in raw.counts(column).items() if "+" in t}
        for text, n in open_ended.items():
            notes.append(f"{rows_text(n)} with the age “{text}”, which counts as {_age(text)}.")
    for column in find(raw.columns, r"chemotherapy")[:1]:
        n = sum(k for t, k in raw.counts(column).items() if t.casefold() == "no/unknown")
        if n:
            notes.append(f"“{column}” does not tell no from unknown: {rows_text(n)} unknown, none of them no.")
    for column in find(raw.columns, r"radiation recode")[:1]:
        n = sum(k for t, k in raw.counts(column).items() if t.casefold() == "none/unknown")
        if n:
            notes.append(f"“{column}” does not tell none from unknown: {rows_text(n)} unknown, none of them no.")
    for column in find(raw.columns, MONTHS)[:1]:
        n = sum(k for t, k in raw.counts(column).items() if t.casefold() in ("unknown", "9999"))
        if n:
            notes.append(f"{rows_text(n)} with unknown survival months; those of 0 months stay.")
    return notes


__all__ = ["NAME", "knows", "mapping", "prepare"]
