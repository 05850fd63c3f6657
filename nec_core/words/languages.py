"""The languages beside English that headers and cells are read in, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from nec_core.time_units import UNITS, TimeUnit
from nec_core.words.dutch import DUTCH
from nec_core.words.french import FRENCH
from nec_core.words.german import GERMAN
from nec_core.words.italian import ITALIAN
from nec_core.words.language import Language, each
from nec_core.words.portuguese import PORTUGUESE
from nec_core.words.spanish import SPANISH
from nec_core.words.spelling import plain, spellings

LANGUAGES = (GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, PORTUGUESE)


def missing_words() -> frozenset[str]:
    """What stands in cells for "not recorded", lower case, with and without accents."""
    return frozenset(s for language in LANGUAGES for word in each(language.missing) for s in spellings(word))


@cache
def month_numbers() -> Mapping[str, int]:
    """Name or abbreviation of a month, plain -> 1 to 12."""
    return {
        s: number
        for language in LANGUAGES
        for number, names in enumerate(language.months, start=1)
        for name in each(names)
        for s in (plain(t) for t in spellings(name))
    }


@cache
def unit_words() -> Mapping[TimeUnit, tuple[str, ...]]:
    """Unit of time -> its words, with and without accents."""
    return {
        unit: tuple(
            dict.fromkeys(s for language in LANGUAGES for word in each(language.units[unit]) for s in spellings(word))
        )
        for unit in UNITS
    }


@cache
def small_words(language: Language) -> frozenset[str]:
    """Its articles and prepositions, plain."""
    return frozenset(s for word in each(language.small) for s in spellings(word))


def event_words(code: str) -> frozenset[str]:
    """What cells call the event ("1"), a censoring ("0") or a competing event ("2")."""
    return frozenset(s for language in LANGUAGES for word in each(language.events[code]) for s in spellings(word))


def words_of(english: str) -> frozenset[str]:
    """What cells call an English value, "dead" or "yes"."""
    words = (word for language in LANGUAGES for word in each(language.levels.get(english, "")))
    return frozenset(s for word in words for s in spellings(word))


def translated(english: Mapping[str, str]) -> dict[str, str]:
    """What cells call the values of a field in any of the languages.

    Args:
        english: every English spelling, lower case -> allowed value.

    Returns:
        spelling -> allowed value. A word that would mean two of them is left out.
    """
    meant: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for value, word in _named(language, english):
            for s in spellings(word):
                meant.setdefault(s, set()).add(value)
    return {s: values.pop() for s, values in meant.items() if len(values) == 1}


def _named(language: Language, english: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Allowed value, and a word for it."""
    for name, words in language.levels.items():
        if (value := english.get(name.casefold())) is not None:
            yield from ((value, word) for word in each(words))
    for spelling, value in english.items():
        if spelling.startswith("stage "):
            number = spelling.removeprefix("stage ")
            yield from ((value, f"{stage} {number}") for stage in each(language.stage))
