"""Headers of times and events in other languages, said in English: "Überleben (Monate)" is "survival months".

A header is translated whole or not at all: where a word is in no vocabulary ("tempo de evolução") it may turn the
meaning of the others, and where two languages would say different things of it, nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from nec_core.ingest.mapping import ENDPOINT_LABELS
from nec_core.time_units import UNITS
from nec_core.words.language import Language, Words, each
from nec_core.words.languages import LANGUAGES, small_words
from nec_core.words.spelling import plain_words, spellings

_Phrase = tuple[str, ...]

_SAME_EVERYWHERE = frozenset(
    ("status", "event", "time", "follow", "up", "fu", "months", "days", "weeks", "years", "overall", "survival", "dead",
     "death", "alive", "last", "contact", "code", "coded", "vital", "tumor", "tumour", "patient", "final", "censored",
     *ENDPOINT_LABELS)
)  # fmt: skip
"""Words that stand in headers of any language, those of English files among them."""
_SAY_NOTHING_ALONE = frozenset(("yes", "no", "without", "from"))
_LATIN = (("in", "vivo"), ("ex", "vivo"))  # of an experiment, not of a patient
_SHORT = 3  # letters up to which a unit's word may be another word, where it stands alone: "an", "sem"
_LONGEST = 6  # words of a phrase


@lru_cache(maxsize=4096)
def in_english(words: str) -> str:
    """A header's words in English; as they are where they are no header of a time or an event in another language."""
    written = plain_words(words)
    if written[:2] in _LATIN:
        return words
    said = {t for language in LANGUAGES if (t := _translated(language, written)) is not None}
    return said.pop() if len(said) == 1 else words


def _translated(language: Language, words: _Phrase) -> str | None:
    small = small_words(language)
    return _word_by_word(language, words) or _word_by_word(language, tuple(w for w in words if w not in small))


def _word_by_word(language: Language, words: _Phrase) -> str | None:
    phrases, short = _vocabulary(language)
    said: list[str] = []
    telling, i = 0, 0
    while i < len(words):
        length = next((n for n in range(min(_LONGEST, len(words) - i), 0, -1) if words[i : i + n] in phrases), 0)
        if length:
            english = phrases[words[i : i + length]]
            telling += english not in _SAY_NOTHING_ALONE
            said.append(english)
        elif words[i] in short:
            said.append(short[words[i]])
        elif words[i].isdigit() or words[i] in _SAME_EVERYWHERE or _is_last_letter(words, i):
            said.append(words[i])
        elif words[i] not in small_words(language):
            return None
        i += length or 1
    if not telling or (len(words) == 1 and said[0] in UNITS and len(words[0]) <= _SHORT):
        return None
    return " ".join(said)


def _is_last_letter(words: _Phrase, i: int) -> bool:
    """A letter at the end, as in "Zeit bis Tod, T": most often a unit's, which somebody is asked about."""
    return i > 0 and len(words[i]) == 1 and i == len(words) - 1


@cache
def _vocabulary(language: Language) -> tuple[Mapping[_Phrase, str], Mapping[str, str]]:
    """Phrase -> English, and abbreviation -> English."""
    terms: dict[str, Words] = {
        **{level: language.levels[level] for level in ("yes", "no", "alive")},
        "death": f"{language.headers['death_date']}, {language.levels['dead']}",
        "last contact": language.headers["last_contact_date"],
        **{unit: language.units[unit] for unit in UNITS},
        **language.outcomes,
    }
    phrases = {
        plain_words(spelled): english
        for english, names in terms.items()
        for name in each(names)
        for spelled in spellings(name)
    }
    return phrases, {short: english for english, names in language.short.items() for short in each(names)}
