"""The languages say one thing each: no word means two values of a field, and none is lost."""

from __future__ import annotations

from itertools import combinations

import pytest

from nec_core.ingest.cells.normalise import MISSING, value_table
from nec_core.ingest.matching.outcome_words import in_english
from nec_core.record import FieldSpec, fields
from nec_core.time_units import UNITS
from nec_core.words.language import Language, each
from nec_core.words.languages import (
    LANGUAGES,
    event_words,
    month_numbers,
    small_words,
    translated,
    unit_words,
    words_of,
)
from nec_core.words.spelling import plain, plain_words, spellings

each_language = pytest.mark.parametrize("language", LANGUAGES, ids=[language.name for language in LANGUAGES])
CATEGORIES = [spec for spec in fields().values() if spec.levels]
WITHOUT_WORDS = ("ecog", "ajcc_stage", "t_category", "n_category", "m_category")  # numbers, behind "Stadium" or a T


def english(spec: FieldSpec) -> dict[str, str]:
    said = {s.casefold(): level for level, words in spec.about.synonyms.items() for s in words}
    return said | {level.casefold(): level for level in spec.levels}


@each_language
@pytest.mark.parametrize("spec", CATEGORIES, ids=[spec.name for spec in CATEGORIES])
def test_each_value_of_a_language_is_one_value_of_the_field(spec: FieldSpec, language: Language) -> None:
    """A word left out by `translated`, because it would mean two, is missing here."""
    known, table = english(spec), value_table(spec)
    for name, words in language.levels.items():
        for word in each(words):
            if (level := known.get(name.casefold())) is not None:
                assert {table[s] for s in spellings(word)} == {level}, word


@pytest.mark.parametrize("spec", [s for s in CATEGORIES if s.name not in WITHOUT_WORDS], ids=lambda s: s.name)
@each_language
def test_a_language_has_words_for_a_field_s_values(language: Language, spec: FieldSpec) -> None:
    named = [level for name in language.levels if (level := english(spec).get(name.casefold()))]
    nameless = {"MiNEN", "RX", "in situ", "unstaged", "other", "another event"}
    assert set(spec.levels) - set(named) <= nameless, spec.name


@each_language
def test_levels_and_letters_are_values_of_some_field(language: Language) -> None:
    known = {text for spec in CATEGORIES for text in english(spec)}
    assert {name.casefold() for name in language.levels} <= known
    assert {name for letters in language.letters for name in letters} <= known
    assert all(len(letter) == 1 for letters in language.letters for letter in letters.values())
    assert all(len(set(letters.values())) == len(letters) for letters in language.letters)


@pytest.mark.parametrize("spec", CATEGORIES, ids=[spec.name for spec in CATEGORIES])
def test_english_words_keep_their_meaning(spec: FieldSpec) -> None:
    assert english(spec).items() <= value_table(spec).items()


def test_a_word_of_two_meanings_is_in_no_table() -> None:
    assert "nein" in translated({"no": "a", "yes": "b"})
    assert translated({"positive": "a", "present": "b"}).get("présent") is None


@pytest.mark.parametrize("spec", CATEGORIES, ids=[spec.name for spec in CATEGORIES])
def test_not_recorded_is_no_value_but_unknown(spec: FieldSpec) -> None:
    unknown = {english(spec).get("unknown")}
    native = translated(english(spec))
    assert {level for text, level in native.items() if text in MISSING} <= unknown


def test_events_and_censorings_share_no_word() -> None:
    happened = words_of("dead") | event_words("1")
    censored = words_of("alive") | event_words("0")
    for one, other in combinations((happened, censored, event_words("2")), 2):
        assert not one & other
    assert not words_of("yes") & words_of("no")


@each_language
def test_each_month_has_a_name_that_is_no_other_month(language: Language) -> None:
    assert len(language.months) == 12
    for number, names in enumerate(language.months, start=1):
        assert each(names)
        assert {month_numbers()[plain(name)] for name in each(names)} == {number}


def test_a_unit_s_word_is_no_other_unit() -> None:
    for one, other in combinations(UNITS, 2):
        assert not set(unit_words()[one]) & set(unit_words()[other])


@each_language
def test_small_words_turn_no_meaning(language: Language) -> None:
    names = (*each(language.outcomes["without"]), *each(language.levels["no"]))
    negations = {w for name in names for w in plain_words(name)}
    assert not small_words(language) & (negations | {"no", "non", "nicht", "niet", "pas", "not", "os"})


@each_language
def test_what_a_language_calls_a_time_or_an_event_is_said_in_english(language: Language) -> None:
    """Beside a word of the language's own, where it means something else in another."""
    for term, names in language.outcomes.items():
        for name in each(names):
            said = in_english(name)
            assert said == term or term in ("without", "from"), (name, said)


def test_spellings_are_with_accents_without_and_with_digraphs() -> None:
    assert spellings("Männlich") == ("männlich", "mannlich", "maennlich")
    assert spellings("décès") == ("décès", "deces")
    assert spellings("groß") == ("gross",)
    assert plain("CŒUR  Ñandú") == "coeur nandu"
    assert plain_words("Date du décès : (j/m/a)") == ("date", "du", "deces", "j", "m", "a")
