"""Units of time written into the cells: "64 Mon.", "5 years", "12 mois"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nec_core.time_units import TimeUnit

_WORDS: dict[TimeUnit, str] = {
    "days": r"d|days?|tage?n?|jours?|d[ií]as?|giorn[io]|dag(?:en)?",
    "weeks": r"wks?|weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week",
    "months": r"mon?|months?|mths?|mos|monate?n?|mois|mes(?:es|i|e)?|m[êe]s|maand(?:en)?",
    "years": r"y|yrs?|years?|jahre?n?|ans?|années?|años?|anos?|ann[io]|jaar|jaren",
}
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
