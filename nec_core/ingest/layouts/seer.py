"""SEER*Stat case listings: one row per tumour, headers with the years they hold for, labels or codes.

Codes and labels are those of the SEER*Stat variable dictionaries and the SEER research data record description. A
listing holds one stage column per era, blank outside it; two classifications of death; and "No/Unknown" where nobody
looked, which is never taken for no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nec_core.ingest.layouts.coding import (
    SPREAD,
    Coding,
    Take,
    ajcc_group,
    blanks,
    codes,
    find,
    histology_code,
    histology_level,
    listed,
    mapping_of,
    ranges,
    site_level,
    spread_of,
    surgery_code,
    tnm_level,
    yes_no_code,
)
from nec_core.ingest.layouts.derived_columns import Texts, as_is, combined, first_filled, recoded, with_columns
from nec_core.ingest.mapping import EXTRA, Fold, Mapping
from nec_core.ingest.raw_table import RawTable

NAME = "seer"

MONTHS = r"survival months(?! flag)"
VITAL = r"vital status recode"
CAUSE = r"SEER cause-specific death classification"
OTHER_CAUSE = r"SEER other cause of death classification"
SEQUENCE = r"sequence number"

EVENT = "First event by cause of death"
EVENT_MONTHS = "Survival months to first event"
CAUSE_OF_DEATH = "Cause of death by classification"
SUMMARY = "SEER summary stage, eras joined"
AJCC = "AJCC stage group, eras joined"
STAGE = "Locoregional or metastatic"
SURGERY = "Surgery of the primary, eras joined"
HISTOLOGY = "Histology by ICD-O-3"

_SUMMARY_COLUMNS = (
    r"combined summary stage \(", r"combined summary stage with expanded", r"SEER combined summary stage",
    r"summary stage 2000", r"SEER historic stage", r"LRD summary stage",
)  # fmt: skip
_AJCC_COLUMNS = (
    r"derived EOD 2018 stage group", r"7th edition stage group recode", r"derived SEER combined stage g",
    r"derived AJCC stage group, 7th", r"derived AJCC stage group, 6th", r"adjusted AJCC 6th stage", r"AJCC stage 3rd",
)  # fmt: skip
_SURGERY_COLUMNS = (r"RX summ--surg prim site",)
_TNM_COLUMNS = (
    r"derived EOD 2018 {0} ", r"derived SEER combined {0} ", r"derived AJCC {0}, 7th", r"derived AJCC {0}, 6th",
)  # fmt: skip

_VITAL: Coding = codes({"alive": "alive", "dead": "dead", "1": "alive", "4": "dead", "0": "dead"})
_CLASSIFIED: Coding = codes({"0": "no", "1": "dead", "8": "no code", "9": "not first"})
_SEX = codes({"1": "male", "2": "female", "9": ""})
_RADIATION = {
    "none/unknown": "unknown", "0": "unknown", "refused (1988+)": "no", "refused": "no", "7": "no",
    "recommended, unknown if administered": "unknown", "8": "unknown", "9": "unknown",
    "unknown": "unknown",
}  # fmt: skip


def knows(raw: RawTable) -> bool:
    """Survival months beside a vital status recode, a death classification or a cause of death to site recode."""
    return bool(find(raw.columns, MONTHS) and find(raw.columns, VITAL, CAUSE, r"COD to site rec"))


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """Joins what is spread over eras and combines the classifications of death."""
    derived: dict[str, Texts] = {}
    notes: list[str] = []
    _join(raw, derived, notes, SUMMARY, find(raw.columns, *_SUMMARY_COLUMNS), _summary_coding)
    _join(raw, derived, notes, AJCC, find(raw.columns, *_AJCC_COLUMNS), _always(ajcc_group))
    _join(raw, derived, notes, SURGERY, find(raw.columns, *_SURGERY_COLUMNS), _always(surgery_code))
    for letter in "TNM":
        columns = find(raw.columns, *(p.format(letter) for p in _TNM_COLUMNS))
        _join(raw, derived, notes, f"{letter} category, eras joined", columns, _always(tnm_level(letter)))
    _stage(raw, derived)
    _histology(raw, derived)
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
    take([r"age recode with single ages", r"age at diagnosis", r"age \(at"], Take("age_years", _age))
    take([r"sex"], Take("sex", _SEX))
    take([r"year of diagnosis"], Take("diagnosis_year"))
    take([r"primary site(?! - labeled)", r"primary site - labeled"], Take("primary_site", site_level))
    take([r"ICD-O-3 hist/behav(?!, mal)", r"histologic type ICD-O-3"], Take("icdo3_histology", histology_code))
    take([HISTOLOGY], Take("histology", lambda t: t))
    for column in find(raw.columns, SUMMARY, *_SUMMARY_COLUMNS)[:1]:
        takes[column] = Take("seer_stage", _summary_coding(column))
    take([AJCC, *_AJCC_COLUMNS], Take("ajcc_stage", ajcc_group))
    take([STAGE], Take("stage"))
    take([SURGERY], Take("resection"))
    if SURGERY not in raw.columns:
        take(_SURGERY_COLUMNS, Take("resection", surgery_code))
    take([r"chemotherapy"], Take("systemic", _chemotherapy))
    take([r"radiation recode", r"radiation$"], Take("radiation", _radiation))
    for letter, target in (("T", "t_category"), ("N", "n_category"), ("M", "m_category")):
        columns = [p.format(letter) for p in _TNM_COLUMNS]
        take([f"{letter} category, eras joined", *columns], Take(target, tnm_level(letter)))
    for site, target in (("bone", "met_bone"), ("brain", "met_brain"), ("liver", "met_liver"), ("lung", "met_lung")):
        take([rf"(SEER combined )?mets at DX-{site}"], Take(target, yes_no_code))
    take([r"mets at DX-distant LN"], Take("met_nodes", yes_no_code))
    take([MONTHS], Take("time:os", blanks("9999"), unit="months", meaning="diagnosis"))
    take([VITAL], Take("vital_status", _VITAL))
    take([EVENT_MONTHS], Take("time:css", blanks("9999"), unit="months", meaning="diagnosis"))
    cause = "death from this cancer, with death from another cause competing"
    take([EVENT], Take("event:css", codes({"0": "0", "1": "1", "2": "2"}), meaning=cause))
    take([CAUSE_OF_DEATH], Take("cause_of_death"))
    for column in find(raw.columns, r".*tumor size"):
        takes.setdefault(column, Take(EXTRA, ranges(("989-999", "")), kind="number"))
    for column in find(raw.columns, r"regional nodes (examined|positive)"):
        takes.setdefault(column, Take(EXTRA, ranges(("95-99", ""), ("126", "")), kind="number"))
    return mapping_of(raw, NAME, takes, _fold(raw))


def _fold(raw: RawTable) -> Fold | None:
    """Of several tumours of a patient the first primary counts."""
    if not find(raw.columns, r"patient ID"):
        return None
    order = find(raw.columns, SEQUENCE, r"record number", r"year of diagnosis")
    return Fold(rule="lowest", by=order[0]) if order else Fold(rule="first")


def _join(
    raw: RawTable,
    derived: dict[str, Texts],
    notes: list[str],
    name: str,
    columns: Sequence[str],
    coding_of: Callable[[str], Coding],
) -> None:
    """One column out of several eras'; a single column is taken as it stands."""
    if len(columns) < 2:
        return
    joined, counts = first_filled([recoded(raw, c, coding_of(c)) for c in columns])
    derived[name] = joined
    parts = [f"{n} rows from “{c}”" for c, n in zip(columns, counts, strict=True) if n]
    blank = len(joined.codes) - joined.n_filled
    what = name.removesuffix(", eras joined")
    notes.append(f"{what}: {listed([*parts, f'{blank} not recorded'] if blank else parts)}.")


def _always(coding: Coding) -> Callable[[str], Coding]:
    return lambda _: coding


def _stage(raw: RawTable, derived: dict[str, Texts]) -> None:
    """Locoregional or metastatic, from the summary stage, or where that is blank from the AJCC stage."""
    parts = []
    spread = spread_of(SPREAD)
    for name, patterns in ((SUMMARY, _SUMMARY_COLUMNS), (AJCC, _AJCC_COLUMNS)):
        own = find(raw.columns, *patterns)
        if name in derived:
            parts.append(_through(derived[name], spread))
        elif own:
            coding = _summary_coding(own[0]) if name == SUMMARY else ajcc_group
            parts.append(recoded(raw, own[0], _then(coding, spread)))
    if parts:
        derived[STAGE] = first_filled(parts)[0]


def _through(texts: Texts, coding: Coding) -> Texts:
    return combined([texts], {(t,): coding(t) or "" for t in texts.distinct})


def _then(first: Coding, second: Coding) -> Coding:
    return lambda text: second(first(text) or "")


def _histology(raw: RawTable, derived: dict[str, Texts]) -> None:
    for column in find(raw.columns, r"ICD-O-3 hist/behav(?!, mal)", r"histologic type ICD-O-3")[:1]:
        levels = recoded(raw, column, histology_level)
        if levels.n_filled:
            derived[HISTOLOGY] = levels


def _deaths(raw: RawTable, derived: dict[str, Texts]) -> None:
    """1 = death from this cancer, 2 = from another cause, 0 = alive; deaths without a code, and tumours that are not
    the first, which SEER does not classify, are blank."""
    months, cause = find(raw.columns, MONTHS), find(raw.columns, CAUSE)
    if not months or not cause:
        return
    vital, other = find(raw.columns, VITAL), find(raw.columns, OTHER_CAUSE)
    nothing = recoded(raw, cause[0], lambda _: "")
    parts = [
        recoded(raw, vital[0], _VITAL) if vital else nothing,
        recoded(raw, cause[0], _classification),
        recoded(raw, other[0], _classification) if other else nothing,
    ]
    derived[EVENT] = combined(
        parts,
        {
            ("*", "dead", "*"): "1",
            ("*", "*", "dead"): "2",
            ("*", "no code", "*"): "", ("*", "*", "no code"): "",
            ("*", "not first", "*"): "", ("*", "*", "not first"): "",
            ("alive", "*", "*"): "0",
            ("dead", "no", ""): "2",
            ("", "no", "no"): "0",
        },
    )  # fmt: skip
    derived[EVENT_MONTHS] = as_is(raw, months[0])
    causes: dict[tuple[str, ...], str] = {
        ("*", "dead", "*"): "cancer",
        ("*", "*", "dead"): "other cause",
        ("dead", "no code", "*"): "unknown",
        ("dead", "not first", "*"): "",
        ("dead", "no", ""): "other cause",
    }
    derived[CAUSE_OF_DEATH] = combined(parts, causes)


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
    return _CLASSIFIED(text) or ""


def _summary_coding(column: str) -> Coding:
    """Historic stage A codes distant as 4; in the other summary stages 4 is regional and 7 distant."""
    if "historic" not in column.casefold():
        return _summary_level
    return lambda text: {"4": "distant", "8": "unstaged"}.get(text) or _summary_level(text)


def _summary_level(text: str) -> str | None:
    """A SEER summary stage, label or code, to the record's."""
    low = text.casefold()
    for start, level in (
        ("in situ", "in situ"), ("locali", "localized"), ("regional", "regional"), ("distant", "distant"),
        ("unstaged", "unstaged"), ("unknown", "unstaged"),
    ):  # fmt: skip
        if low.startswith(start):
            return level
    if low in ("0", "1", "2", "3", "4", "5", "7", "9"):
        return {"0": "in situ", "1": "localized", "7": "distant", "9": "unstaged"}.get(low, "regional")
    return ""


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
    return _RADIATION.get(low, "yes")


def _told(raw: RawTable) -> list[str]:
    """What a reader of the numbers has to know."""
    notes = []
    for column in find(raw.columns, r"age recode with single ages", r"age at diagnosis", r"age \(at")[:1]:
        open_ended = {t: n for t, n in raw.counts(column).items() if "+" in t}
        for text, n in open_ended.items():
            notes.append(f"{n} rows have the age “{text}”, which counts as {_age(text)}.")
    for column in find(raw.columns, r"chemotherapy")[:1]:
        n = sum(k for t, k in raw.counts(column).items() if t.casefold() == "no/unknown")
        if n:
            notes.append(f"“{column}” does not tell no from unknown: {n} rows are unknown, none of them no.")
    for column in find(raw.columns, r"radiation recode")[:1]:
        n = sum(k for t, k in raw.counts(column).items() if t.casefold() == "none/unknown")
        if n:
            notes.append(f"“{column}” does not tell none from unknown: {n} rows are unknown, none of them no.")
    for column in find(raw.columns, MONTHS)[:1]:
        n = sum(k for t, k in raw.counts(column).items() if t.casefold() in ("unknown", "9999"))
        if n:
            notes.append(f"{n} rows have unknown survival months; those of 0 months stay.")
    return notes


__all__ = ["NAME", "knows", "mapping", "prepare"]
