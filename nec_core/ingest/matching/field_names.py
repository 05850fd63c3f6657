"""What the record's fields are called in languages other than English: a header's words to the fields they name.

Nothing is read here by likeness. A header names a field when its words, without accents, articles and order, are those
of one of the field's names, written as one word or several: "Datum der Diagnose" is "Diagnosedatum".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import product

from nec_core.ingest.matching.outcome_words import in_english
from nec_core.ingest.matching.profile import header_words
from nec_core.record import FieldSpec, fields
from nec_core.time_units import UNITS
from nec_core.words.language import Language, each
from nec_core.words.languages import LANGUAGES, small_words
from nec_core.words.spelling import plain_words, spellings

_Key = tuple[str, ...]

_CALLED_BY_OUTCOMES = {"vital_status": ("dead", "death", "alive", "status", "vital status"),
                       "progression": ("progression", "relapse")}  # fmt: skip
"""Fields called as the event of an endpoint is: by what those words are in English."""
_DATES_OF_OUTCOMES = {"progression_date": ("progression", "relapse")}


@lru_cache(maxsize=4096)
def named_fields(words: str) -> Mapping[str, str]:
    """Field -> the language its name is in, for the fields that a header's words name; empty for English."""
    written = plain_words(words)
    found: dict[str, str] = {}
    for language in LANGUAGES:
        names = _names(language)
        for key in _keys(language, written):
            for name in names.get(key, ()):
                found.setdefault(name, language.name)
    meant = in_english(words)
    if meant != words:
        found |= {name: "" for name, called in _CALLED_BY_OUTCOMES.items() if meant in called}
    return found


def languages_of(words: str) -> frozenset[str]:
    """The languages in which a header's words are the name of a field."""
    written = plain_words(words)
    return frozenset(
        language.name for language in LANGUAGES if any(key in _names(language) for key in _keys(language, written))
    )


@cache
def _names(language: Language) -> Mapping[_Key, tuple[str, ...]]:
    """A name's words -> the fields called so."""
    found: dict[_Key, dict[str, None]] = {}
    for spec in fields().values():
        for name in _names_of(language, spec):
            for spelled in spellings(name):
                for key in _keys(language, plain_words(spelled)):
                    found.setdefault(key, {})[spec.name] = None
    return {key: tuple(names) for key, names in found.items()}


def _keys(language: Language, words: Iterable[str]) -> tuple[_Key, _Key]:
    """The words that say something, in any order, and written together."""
    words = tuple(words)
    telling = tuple(w for w in words if w not in small_words(language)) or words
    return tuple(sorted(telling)), ("".join(telling),)


def _names_of(language: Language, spec: FieldSpec) -> Iterator[str]:
    own = each(language.headers.get(spec.name, ""))
    dates = each(language.date)
    if spec.name in _treatment_dates():
        nouns = (*own, *each(language.headers.get(_treatment_dates()[spec.name], "")))
        starts = each(language.start)
        yield from _with(language, nouns, ("", *dates, *starts, *(f"{d} {s}" for d, s in product(dates, starts))))
    elif spec.kind == "date":
        said = (w for term in _DATES_OF_OUTCOMES.get(spec.name, ()) for w in each(language.outcomes.get(term, "")))
        yield from _with(language, (*own, *said), ("", *dates))
    elif spec.name == "diagnosis_year":
        yield from _with(language, (*own, *each(language.headers["diagnosis_date"])), each(language.year))
    elif _is_marker(spec):
        english = (header_words(spec.name), header_words(spec.about.label), *spec.about.headers)
        yield from own
        yield from _with(language, (*english, *own), each(language.status))
    else:
        yield from own
        yield from (f"{name} {unit}" for name in own for unit in _units(language, spec))


def _with(language: Language, names: Iterable[str], marks: Iterable[str]) -> Iterator[str]:
    """The names with a mark beside each, apart and, in a language of compounds, joined."""
    marks = tuple(marks)
    for name, mark in product(names, marks):
        yield f"{name} {mark}"
        if mark:
            yield from (f"{name}{link}{mark}" for link in language.links if link)


def _is_marker(spec: FieldSpec) -> bool:
    return "unknown" in spec.levels and (spec.about.section == "Tumour" or spec.name == "hiv")


def _units(language: Language, spec: FieldSpec) -> tuple[str, ...]:
    unit = spec.about.unit or ""
    if unit in UNITS:
        return (unit, *each(language.units[unit]))
    words = header_words(unit)
    return tuple(dict.fromkeys((words, words.replace("µ", "u")))) if words else ()


@cache
def _treatment_dates() -> Mapping[str, str]:
    """Date of a treatment's beginning -> the treatment."""
    return {s.about.treatment_date: s.name for s in fields().values() if s.about.treatment_date}
