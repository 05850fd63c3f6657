"""Units of time written into the cells: "64 Mon.", "5 years", "12 mois"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nec_core.time_units import UNITS, TimeUnit
from nec_core.words.languages import unit_words

_ENGLISH: dict[TimeUnit, tuple[str, ...]] = {
    "days": ("d", "day", "days"),
    "weeks": ("wk", "wks", "week", "weeks"),
    "months": ("mo", "mon", "mos", "mth", "mths", "month", "months"),
    "years": ("y", "yr", "yrs", "year", "years"),
}
TIME_WORDS: Mapping[str, tuple[str, ...]] = {unit: (*words, *unit_words()[unit]) for unit, words in _ENGLISH.items()}
"""Unit of time -> its words in any language, lower case."""
TIME_WORD = "|".join("|".join(words) for words in TIME_WORDS.values())
"""A regular expression for any of them, to be matched in any case."""
_UNITS = {unit: re.compile(rf".*\d\s*(?:{'|'.join(TIME_WORDS[unit])})\.?", re.IGNORECASE) for unit in UNITS}


_EITHER = re.compile(r".*\d\s*j\.?", re.IGNORECASE)
"""Days (jours) in French, years (Jahre, jaren) in German and Dutch: a person says which."""


def unit_said(text: str) -> TimeUnit | None:
    """The unit a number is followed by; None for a bare number, for what is none, and for one that may be either."""
    if not text or text[-1].isdigit() or _EITHER.fullmatch(text):
        return None
    return next((unit for unit, pattern in _UNITS.items() if pattern.fullmatch(text)), None)


def common_unit(texts: Iterable[str]) -> TimeUnit | None:
    """The one unit that cells say; None where none does or two differ."""
    said = {unit for text in texts if (unit := unit_said(text)) is not None}
    return said.pop() if len(said) == 1 else None
