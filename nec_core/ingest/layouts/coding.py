"""How a registry's coding is written down: a table of columns, what each becomes, and what its codes mean.

A `Take` says it for one column; `mapping_of` makes the mapping. Columns nothing is said about are kept as variables of
their own, as in any file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from nec_core.ingest import mapping as mappings
from nec_core.ingest.mapping import EXTRA
from nec_core.ingest.matching.identifying.verdicts import identifiers
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.matching.suggestion import as_extra
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.record import fields
from nec_core.time_units import TimeUnit

_NO_STAGE = frozenset(("0", "8", "9", "00", "88", "90", "99", "000", "888", "900", "999"))
_CODE = re.compile(r"\d{1,3}")

Coding = Callable[[str], str | None]
"""A cell's text to an allowed value, "" for not recorded, None to leave it to the record's own synonyms."""


@dataclass(frozen=True)
class Take:
    """How one column is taken.

    Attributes:
        target: as in `ColumnMapping`.
        coding: what its texts mean; None where the record's own synonyms do.
        unit: of a time.
        meaning: of a time or an event, in words.
        label: of an extra variable.
        kind: of an extra variable.
        reason: why, for the page.
        identifier: what the column tells of who a patient is, of one left out.
    """

    target: str
    coding: Coding | None = None
    unit: TimeUnit | None = None
    meaning: str = ""
    label: str = ""
    kind: mappings.ExtraKind = "category"
    reason: str = "the layout defines it"
    identifier: mappings.IdentifierKind | None = None


def mapping_of(
    raw: RawTable, layout: str, takes: Mapping[str, Take], fold: mappings.Fold | None = None
) -> mappings.Mapping:
    """The mapping of a table whose columns `takes` tells about.

    Args:
        raw: the prepared table.
        layout: its name.
        takes: column -> how it is taken.
        fold: how several rows of a patient become one.
    """
    columns = []
    dates = [c for c, take in takes.items() if take.target in fields() and fields()[take.target].kind == "date"]
    profiles = {c: profile(raw, c) for c in raw.columns if c not in takes or c in dates}
    telling = identifiers(raw, list(profiles.values()))
    for name in raw.columns:
        take = takes.get(name)
        own = as_extra(profiles[name], telling.get(name)) if take is None else _column(raw, name, take)
        columns.append(own)
        if take is not None and take.target == "ajcc_stage" and unexplained_codes(raw, name, ajcc_group):
            columns[-1] = _asking(raw, name, take.target)
    delimiter = raw.delimiter if raw.delimiter and len(raw.delimiter) == 1 else None  # XML has none
    read = ReadOptions(encoding=raw.encoding, delimiter=delimiter, sheet=raw.sheet, header_row=raw.header_row)
    return mappings.Mapping(layout=layout, read=read, columns=tuple(columns), fold=fold)


def _column(raw: RawTable, name: str, take: Take) -> mappings.ColumnMapping:
    return mappings.ColumnMapping(
        column=name,
        target=take.target,
        unit=take.unit,
        decimal_comma=_holds_numbers(take) and profile(raw, name).decimal_comma,
        values={} if take.coding is None else values_of(raw, name, take.coding),
        extra_kind=take.kind,
        label=take.label,
        meaning=take.meaning,
        confidence=1.0,
        reason=take.reason,
        identifier=take.identifier,
    )


def _holds_numbers(take: Take) -> bool:
    spec = fields().get(take.target)
    of_an_endpoint = take.target.startswith(("time:", "time_of_event:"))
    return (
        of_an_endpoint
        or (spec is not None and spec.kind == "number")
        or (take.target == EXTRA and take.kind == "number")
    )


def _asking(raw: RawTable, name: str, target: str) -> mappings.ColumnMapping:
    reason = "nothing here explains its codes: kept as a variable of its own"
    return as_extra(profile(raw, name)).model_copy(
        update={"asks": target, "extra_kind": "category", "confidence": 1.0, "reason": reason}
    )


def values_of(raw: RawTable, column: str, coding: Coding) -> dict[str, str]:
    """Every text of the column the coding speaks of, lower case -> its meaning."""
    found = ((text.casefold(), coding(text)) for text in raw.distinct(column)[0])
    return {text: meaning for text, meaning in found if meaning is not None}


def unexplained_codes(raw: RawTable, column: str, coding: Coding) -> list[str]:
    """The bare codes of a column of which its coding can read none; empty where it reads some."""
    texts = raw.distinct(column)[0]
    if any(coding(t) for t in texts):
        return []
    return sorted(t for t in texts if _CODE.fullmatch(t) and t not in _NO_STAGE)


def codes(table: Mapping[str, str]) -> Coding:
    """A coding from a table of texts, lower case, with numbers compared as numbers ("01" is "1")."""

    def meaning(text: str) -> str | None:
        low = text.casefold()
        if low in table:
            return table[low]
        return table.get(low.lstrip("0") or "0") if low.isdigit() else None

    return meaning


def blanks(*texts: str) -> Coding:
    """These texts are missing codes of this column alone."""
    return codes(dict.fromkeys(texts, ""))


def ranges(*parts: tuple[str, str]) -> Coding:
    """A coding of two-digit codes from ("10-80", "yes") and ("00", "no")."""
    table: dict[str, str] = {}
    for span, meaning in parts:
        first, last = (span.split("-") * 2)[:2]
        table.update({str(code): meaning for code in range(int(first), int(last) + 1)})
    return codes(table)


def find(columns: Iterable[str], *patterns: str) -> list[str]:
    """Columns whose header matches a pattern at its start, in either case; by pattern, then as they stand. Headers as R
    writes them ("Survival.months") match as well."""
    spelled = {c: _as_written(c) for c in columns}
    found: list[str] = []
    for pattern in patterns:
        found += [c for c, text in spelled.items() if c not in found and re.match(pattern, text, re.IGNORECASE)]
    return found


def _as_written(header: str) -> str:
    """R's `make.names` turns all but letters and digits into dots."""
    return " ".join(header.replace(".", " ").split()) if "." in header and " " not in header else header


def site_level(text: str) -> str | None:
    """ICD-O-3 topography ("C20.9-Rectum, NOS", "C209", "209") to the record's primary site."""
    match = re.match(r"C?(\d{2})\.?(\d)", text, re.IGNORECASE)
    if match is None:
        return None
    place, part = match[1], match[2]
    if place in ("18", "19", "20"):
        return {"18": "colon", "19": "rectosigmoid junction", "20": "rectum"}[place]
    if place == "21":
        return "anorectal junction" if part == "8" else "anal canal"
    return "other"


def histology_code(text: str) -> str | None:
    """ "8246/3: Neuroendocrine carcinoma, NOS" to "8246/3"."""
    match = re.match(r"(\d{4}(?:/\d)?)(?!\d)", text)
    return match[1] if match else None


def histology_level(text: str) -> str | None:
    """ICD-O-3 morphology to the record's histology; "" for what is none of its levels. 8249/3 covers G2 and G3."""
    code = (histology_code(text) or "")[:4]
    if code in ("8041", "8042", "8043", "8044"):
        return "small cell"
    return {"8013": "large cell", "8246": "NEC NOS", "8045": "mixed small and large cell"}.get(
        code, "MiNEN" if code in ("8154", "8244") else ""
    )


def ajcc_group(text: str) -> str | None:
    """AJCC stage group in any notation ("IIIB", "Stage IIIB", "3B", "IIINOS") to I-IV; "" for all else, 0 included."""
    body = re.sub(r"^stage\s*", "", text.strip(), flags=re.IGNORECASE).upper()
    match = re.fullmatch(r"(IV|III|II|I)(?:[ABCS]\d?|NOS)?(?:\s*NOS)?", body)
    if match:
        return match[1]
    match = re.fullmatch(r"([1-4])(?:[ABCS]\d?)?", body)
    return ("", "I", "II", "III", "IV")[int(match[1])] if match else ""


def tnm_level(letter: str) -> Coding:
    """T, N or M in any notation ("T3a", "cT3", "p3A", "c0") to the record's level; "" for what is none.

    So too the storage codes of Derived AJCC-6 and -7: their first digit is the category, as in 10, 110 or 199 for N1
    (California Cancer Reporting System Standards III, items E1214, E1221); below 1 only 00 and 000 are surely T0.
    """

    def meaning(text: str) -> str | None:
        if letter == "T" and re.fullmatch(r"0\d{1,2}", text) and int(text):
            return ""
        match = re.fullmatch(rf"[cpyra]*{letter}?\s*(is|x|[0-4]).*", text.strip(), re.IGNORECASE)
        if match is None or text.strip() in ("88", "99"):
            return ""
        part = match[1].lower()
        if part == "is":
            return "Tis" if letter == "T" else ""
        highest = {"T": "4", "N": "3", "M": "1"}[letter]
        return f"{letter}X" if part == "x" else f"{letter}{part}" if part <= highest else ""

    return meaning


def yes_no_code(text: str) -> str | None:
    """ "Yes", "1", "None; no lymph node metastases", "0", "Unknown", "9": whatever its first word or code says."""
    low = text.casefold()
    if low.startswith("yes") or low in ("1", "01"):
        return "yes"
    if low.startswith(("no;", "none")) or low in ("no", "0", "00"):
        return "no"
    return "unknown" if low.startswith("unk") or low in ("9", "99") else ""


def surgery_code(text: str) -> str | None:
    """Surgery of the primary site, codes of before 2023 ("30") and since ("A300"): tissue of the primary was removed
    (20-90). Destruction without specimen (10-19) is no resection; 98 does not apply to the site; 99 is unknown."""
    match = re.fullmatch(r"(?:[AB](\d{2})\d|(\d{1,2}))", text.strip(), re.IGNORECASE)
    if match is None:
        return ""
    code = int(match[1] or match[2])
    return "no" if code < 20 else "yes" if code <= 90 else "unknown" if code == 99 else ""


def systemic_code(text: str) -> str | None:
    """Chemotherapy and immunotherapy codes: 01-03 given; 00 and 82-87 not given; 88 and 99 unknown whether given."""
    return ranges(("0", "no"), ("1-3", "yes"), ("82-87", "no"), ("88", "unknown"), ("99", "unknown"))(text) or ""


def radiation_code(text: str) -> str | None:
    """Radiation codes: 1-6 given, 0 and 7 (refused) not given, 8 and 9 unknown whether given."""
    return ranges(("0", "no"), ("1-6", "yes"), ("7", "no"), ("8-9", "unknown"))(text) or ""


def modality_code(text: str) -> str | None:
    """Phase I radiation treatment modality (NAACCR item 1506): 00 none, 01-16 by kind, 98 given in an unknown way, 99
    unknown whether given."""
    return ranges(("0", "no"), ("1-16", "yes"), ("98", "yes"), ("99", "unknown"))(text) or ""


vital_code = codes({"1": "alive", "0": "dead", "4": "dead", "alive": "alive", "dead": "dead"})
"""NAACCR item 1760: 1 = alive; dead is 0 with the CoC and NAACCR, and 4 in SEER's files, "the only item for which SEER
and CoC agreed to retain different codes" (NCDB PUF 2014 data dictionary, Vital Status)."""

sex_code = codes({"1": "male", "2": "female", **dict.fromkeys("3456", "other"), "9": ""})
"""NAACCR item 220."""

summary_code = codes(
    {"0": "in situ", "1": "localized", **dict.fromkeys("2345", "regional"), "7": "distant", "8": "", "9": "unstaged"}
)
"""Summary stage of 1977, 2000 and 2018 (NAACCR items 760, 759, 764: allowable values 0-5, 7, 8, 9)."""

classification_code = codes({"0": "no", "1": "dead", "8": "no code", "9": "not first"})
"""SEER cause-specific and other-cause classification of death (NAACCR items 1914, 1915)."""


def spread_of(levels: Mapping[str, str]) -> Coding:
    """A coding of a stage as locoregional or metastatic, "" for the rest."""
    return lambda text: levels.get(text.casefold(), "")


SPREAD = {
    "localized": "LRD", "regional": "LRD", "distant": "metastatic",
    "i": "LRD", "ii": "LRD", "iii": "LRD", "iv": "metastatic",
}  # fmt: skip
"""Summary stage or AJCC stage -> the record's stage: M1 = distant = IV = metastatic."""


def rows_text(n: int) -> str:
    """ "1 row", "12 rows"."""
    return f"{n} row{'s' * (n != 1)}"


def listed(parts: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    words = list(parts)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


NODES = Take(EXTRA, ranges(("95-99", ""), ("126", "")), kind="number")
"""Regional nodes examined and positive: 95-99 say how they are not known, 126 is SEER*Stat's blank."""
SIZE = Take(EXTRA, ranges(("989-999", "")), kind="number")
"""Tumour size in mm: 989 and more are codes."""

__all__ = [
    "NODES", "SIZE", "SPREAD", "Coding", "Take", "ajcc_group", "blanks", "classification_code", "codes", "find",
    "histology_code", "histology_level", "listed", "mapping_of", "modality_code", "radiation_code", "ranges",
    "rows_text", "sex_code", "site_level", "spread_of", "summary_code", "surgery_code", "systemic_code", "tnm_level",
    "unexplained_codes", "values_of", "vital_code", "yes_no_code",
]  # fmt: skip
