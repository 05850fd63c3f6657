"""Units of time written into the cells: "64 Mon.", "5 years", "12 mois"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nec_core.time_units import TimeUnit
from nec_core.words.languages import unit_words

_ENGLISH: dict[TimeUnit, str] = {
    "days": r"d|days?",
    "weeks": r"wks?|weeks?",
    "months": r"mon?|months?|mths?|mos",
    "years": r"y|yrs?|years?",
}
_WORDS = {unit: "|".join((english, *unit_words()[unit])) for unit, english in _ENGLISH.items()}
TIME_WORD = "|".join(_WORDS.values())
"""A regular expression for any of them, to be matched in any case."""
_UNITS = {unit: re.compile(rf".*\d\s*(?:{words})\.?", re.IGNORECASE) for unit, words in _WORDS.items()}


def unit_said(text: str) -> TimeUnit | None:
    """The unit a number is followed by; None for a bare number, and for what is none."""
    if not text or text[-1].isdigit():
        return None
    return next((unit for unit, pattern in _UNITS.items() if pattern.fullmatch(text)), None)


def common_unit(texts: Iterable[str]) -> TimeUnit | None:
    """The one unit that cells say; None where none does or two differ."""
    said = {unit for text in texts if (unit := unit_said(text)) is not None}
    return said.pop() if len(said) == 1 else None
