"""What the record's fields are called in languages other than English: a header's words to the fields they name.

Nothing is read here by likeness. A header names a field when its words, without accents, articles and order, are those
of one of the field's names, written as one word or several: "Datum der Diagnose" is "Diagnosedatum".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product

from nec_core.ingest.matching.outcome_words import in_english
from nec_core.ingest.matching.profile import header_words
from nec_core.record import FieldSpec, fields
from nec_core.time_units import UNITS
from nec_core.words.language import Language, each
from nec_core.words.languages import LANGUAGES, small_words
from nec_core.words.spelling import plain_words, spellings

_Words = tuple[str, ...]

_CALLED_BY_OUTCOMES = {
    "vital_status": ("death", "alive", "status", "vital status"),
    "progression": ("progression", "relapse"),
}
"""Fields called as the event of an endpoint is: by what those words are in English."""
_DATES_OF_OUTCOMES = {"progression_date": ("progression", "relapse")}


@lru_cache(maxsize=4096)
def named_fields(words: str) -> Mapping[str, str]:
    """Field -> the languages its name is in, "Spanish or Portuguese", for the fields that a header's words name; "" for
    those it names as an event ("décès"). Empty for English."""
    written = plain_words(words)
    found: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for name in _fields_called(language, written):
            found.setdefault(name, {})[language.name] = None
    meant = in_english(words)
    for name, called in _CALLED_BY_OUTCOMES.items():
        if meant != words and meant in called:
            found.setdefault(name, {})
    return {name: _listed(tuple(languages)) for name, languages in found.items()}


def languages_of(words: str) -> frozenset[str]:
    """The languages in which a header's words are the name of a field."""
    written = plain_words(words)
    return frozenset(language.name for language in LANGUAGES if _fields_called(language, written))


def _listed(languages: _Words) -> str:
    """ "Spanish, Italian or Portuguese"."""
    return " or ".join(part for part in (", ".join(languages[:-1]), *languages[-1:]) if part)


def _fields_called(language: Language, written: _Words) -> _Words:
    names = _names(language)
    return tuple(dict.fromkeys(name for key in _keys(language, written) for name in names.get(key, ())))


@cache
def _names(language: Language) -> Mapping[_Words, _Words]:
    """A name's words -> the fields called so."""
    found: dict[_Words, dict[str, None]] = {}
    for spec in fields().values():
        for words in _names_of(language, spec):
            for key in _keys(language, words):
                found.setdefault(key, {})[spec.name] = None
    return {key: tuple(names) for key, names in found.items()}


def _keys(language: Language, words: _Words) -> tuple[_Words, _Words]:
    """The words that say something, in any order, and written together."""
    telling = tuple(w for w in words if w not in small_words(language)) or words
    return tuple(sorted(telling)), ("".join(telling),)


def _names_of(language: Language, spec: FieldSpec) -> Iterator[_Words]:
    own = _spelled(each(language.headers.get(spec.name, "")))
    dates = _spelled(each(language.date))
    yield from own
    if spec.name in _treatment_dates():
        nouns = (*own, *_spelled(each(language.headers.get(_treatment_dates()[spec.name], ""))))
        starts = _spelled(each(language.start))
        both = [start + date for start, date in product(starts, dates)]
        joined = [("".join(words),) for words in both if language.links]
        yield from nouns
        yield from _with(language, nouns, (*dates, *starts, *both, *joined))
    elif spec.kind == "date":
        terms = _DATES_OF_OUTCOMES.get(spec.name, ())
        nouns = (*own, *(words for term in terms for words in _spelled(each(language.outcomes[term]))))
        yield from nouns
        yield from _with(language, nouns, dates)
    elif spec.name == "diagnosis_year":
        yield from _with(language, _spelled(each(language.headers["diagnosis_date"])), _spelled(each(language.year)))
    elif _is_marker(spec):
        english = _spelled((spec.name.replace("_", " "), spec.about.label, *spec.about.headers))
        yield from (a + b for a, b in product((*english, *own), _spelled(each(language.status))))
    else:
        yield from (a + b for a, b in product(own, _units(language, spec)))


def _with(language: Language, names: Sequence[_Words], marks: Sequence[_Words]) -> Iterator[_Words]:
    """The names with a mark beside each, apart and, in a language of compounds, joined by what joins them."""
    for name, mark in product(names, marks):
        yield name + mark
        yield from (("".join(name) + link + "".join(mark),) for link in language.links if link)


def _spelled(names: Iterable[str]) -> tuple[_Words, ...]:
    """The plain words of names, in each of their spellings."""
    return tuple(dict.fromkeys(plain_words(spelling) for name in names for spelling in spellings(name)))


def _is_marker(spec: FieldSpec) -> bool:
    return "unknown" in spec.levels and (spec.about.section == "Tumour" or spec.name == "hiv")


def _units(language: Language, spec: FieldSpec) -> tuple[_Words, ...]:
    unit = spec.about.unit or ""
    if unit in UNITS:
        return _spelled((unit, *each(language.units[unit])))
    written = (tuple(header_words(u).split()) for u in (unit, unit.replace("µ", "u")))
    return tuple(dict.fromkeys(words for words in written if words))


@cache
def _treatment_dates() -> Mapping[str, str]:
    """Date of a treatment's beginning -> the treatment."""
    return {s.about.treatment_date: s.name for s in fields().values() if s.about.treatment_date}
