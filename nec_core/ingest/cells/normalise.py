"""A cell's text to the text the record's type expects: ISO dates, decimal points, allowed values, None for blank."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Table
from functools import lru_cache
from types import MappingProxyType

from nec_core.ingest.cells.dates import iso
from nec_core.ingest.cells.field_units import in_own_unit, unit_in_cell
from nec_core.ingest.cells.unit_words import TIME_WORD, unit_said
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.record import FieldSpec, fields
from nec_core.time_units import UNITS
from nec_core.words.languages import missing_words, translated
from nec_core.words.spelling import plain

Normaliser = Callable[[str], str | None]

MISSING = frozenset(
    (
        "", ".", "..", "-", "--", "—", "–", "na", "n/a", "n.a.", "nan", "null", "nil", "#n/a", "#na",
        "missing", "nd", "n.d.", "'--", "'-", "not reported", "not allowed to collect",
        "not available", "not applicable", "not recorded", "blank", "blank(s)", "[not available]", "[not applicable]",
        "[unknown]", "[discrepancy]", "[not evaluated]", "[completed]", "unknown", "unk", "?", *missing_words(),
    )
)  # fmt: skip
"""Texts that mean "not recorded", lower case, unless the field has a level of that name ("unknown")."""

_MEASURES = sorted({re.escape(u) for f in fields().values() for u in (f.about.unit, *f.about.other_names) if u})
# It begins at the first blank of a run: tried from each, a run of blanks takes as long as its square.
_UNIT_WORDS = re.compile(rf"(?<!\s)\s*({'|'.join(_MEASURES)}|ug/l|{TIME_WORD})\.?$", re.IGNORECASE)
_LONGEST_NUMBER = 40
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")


def missing_texts(mapping: Mapping) -> frozenset[str]:
    """Texts that mean "not recorded" in this file, lower case."""
    return MISSING.union(mapping.missing)


def normaliser(spec: FieldSpec, column: ColumnMapping, missing: frozenset[str]) -> Normaliser:
    """A function from a cell's stripped text to canonical text or None. Text it can't read it returns as it is, for
    the field's own type to refuse."""
    if spec.kind == "category":
        table = value_table(spec)
        return lambda text: _category(text, column.values, table, missing)
    if spec.kind == "date":
        return lambda text: _date(text, column, missing)
    if spec.kind == "number":
        return lambda text: _number(text, column, missing, spec)
    return lambda text: _text(text, column.values, missing)


def event_normaliser(column: ColumnMapping, missing: frozenset[str]) -> Normaliser:
    """As `normaliser`, for an endpoint's event column: only the mapping's own values count."""

    def convert(text: str) -> str | None:
        for spelling in spellings(text):
            if spelling in column.values:
                return column.values[spelling] or None
        return None if text.casefold() in missing else text

    return convert


def extra_normaliser(column: ColumnMapping, missing: frozenset[str]) -> Normaliser:
    """As `normaliser`, for an extra category: texts stay as they are, but for those the mapping translates."""

    def convert(text: str) -> str | None:
        low = text.casefold()
        if low in column.values:
            return column.values[low] or None
        return None if low in missing else text

    return convert


@lru_cache(maxsize=256)
def value_table(spec: FieldSpec) -> Table[str, str]:
    """Every known spelling in any language, lower case -> allowed value. English goes before the others."""
    english = {s.casefold(): level for level, spellings in spec.about.synonyms.items() for s in spellings}
    english.update({level.casefold(): level for level in spec.levels})
    return MappingProxyType(translated(english) | english)


def number_text(text: str, decimal_comma: bool) -> str | None:
    """A number in plain notation, or None: "3,5" "1.234,5" "12 %" "45 years"."""
    body = _UNIT_WORDS.sub("", text) if not text[-1:].isdigit() else text
    body = body.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if decimal_comma:
        # Where a comma is decimal, a point before three digits parts thousands.
        thousands = "," in body or re.fullmatch(r"[-+]?[1-9]\d{0,2}(\.\d{3})+", body)
        body = body.replace(".", "").replace(",", ".") if thousands else body
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", body):
        body = body.replace(",", "")
    return body if len(body) <= _LONGEST_NUMBER and _NUMBER.fullmatch(body) else None


def measure_said(text: str) -> str | None:
    """What a number is followed by, a unit of time or another ("12 cm"), lower case; None for a bare number."""
    found = None if text[-1:].isdigit() else _UNIT_WORDS.search(text)
    return unit_said(text) or (found[1].casefold() if found else None)


def _category(text: str, values: Table[str, str], table: Table[str, str], missing: frozenset[str]) -> str | None:
    for spelling in spellings(text):
        if spelling in values:
            return values[spelling] or None
        if spelling in table:
            return table[spelling]
    return None if text.casefold() in missing else text


def spellings(text: str) -> tuple[str, str, str, str]:
    """Lower case; each run of blanks one; 1.0 as 1, since columns of codes with gaps are often exported so; and without
    accents."""
    low = text.casefold()
    joined = " ".join(low.split())
    return low, joined, joined.removesuffix(".0"), joined if low.isascii() else plain(text)


def level_of(text: str, spec: FieldSpec) -> str | None:
    """The allowed value a text means by itself, or None."""
    table = value_table(spec)
    return next((table[s] for s in spellings(text) if s in table), None)


def _text(text: str, values: Table[str, str], missing: frozenset[str]) -> str | None:
    low = text.casefold()
    if low in values:
        return values[low] or None
    return None if low in missing else text


def _date(text: str, column: ColumnMapping, missing: frozenset[str]) -> str | None:
    if text.casefold() in column.values:
        return column.values[text.casefold()] or None
    if text.casefold() in missing:
        return None
    return iso(text, column.date_order) or text


def _number(text: str, column: ColumnMapping, missing: frozenset[str], spec: FieldSpec) -> str | None:
    if text.casefold() in column.values:
        return column.values[text.casefold()] or None
    if text.casefold() in missing:
        return None
    unit = column.unit or spec.about.unit
    said = unit_in_cell(text, spec) or unit_said(text)
    if unit in (*UNITS, *spec.units) and said not in (None, unit):
        return text  # "2 years" is no 2 among months
    number = number_text(text, column.decimal_comma)
    return text if number is None else in_own_unit(number, spec.about, unit)
