"""Codes of one letter, read together: an M beside an F is a man, beside an H (hombre) a woman.

Each language has its sets of letters, English among them. A column is read by the set that knows most of its letters.
Where two such sets say different things (M and V, a Dutch man and woman, or a Spanish woman and man), the
language of the header decides, and where that does not, nobody but a person can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nec_core.words.languages import LANGUAGES

_ENGLISH = "English"


@dataclass(frozen=True)
class Letters:
    """What the letters of a column mean.

    Attributes:
        values: letter, lower case -> value; empty where there are none, or where nothing but English is needed.
        unclear: they can mean different things, and nothing says which.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    unclear: bool = False


@dataclass(frozen=True)
class _Set:
    """Letters that are written together.

    Attributes:
        language: whose they are.
        values: letter -> value.
        own: the letters that make the set; the others are English ones that may stand beside them.
    """

    language: str
    values: Mapping[str, str]
    own: frozenset[str]


def letters_of(texts: Iterable[str], english: Mapping[str, str], languages: frozenset[str]) -> Letters:
    """What the letters among a column's texts mean.

    Args:
        texts: the column's texts, lower case.
        english: English word or letter, lower case -> value.
        languages: those of the header, beside English.
    """
    found = frozenset(t for t in texts if len(t) == 1 and t.isalpha())
    if not found:
        return Letters()
    sets = [s for s in _sets(english) if _speaks(s, found, languages)]
    most = max((len(found & s.values.keys()) for s in sets), default=0)
    best = [s for s in sets if most and len(found & s.values.keys()) == most]
    readings = _readings(best, found)
    if len(readings) > 1:
        readings = _readings([s for s in best if s.language in languages], found) or readings
    if len(readings) > 1:
        return Letters(unclear=True)
    if not readings or any(s.language == _ENGLISH for s in best):
        return Letters()
    return Letters(dict(next(iter(readings))))


def _sets(english: Mapping[str, str]) -> Iterator[_Set]:
    own = {text: value for text, value in english.items() if len(text) == 1 and text.isalpha()}
    yield _Set(_ENGLISH, own, frozenset(own))
    for language in LANGUAGES:
        for letters in language.letters:
            if letters.keys() <= english.keys():
                said = {letter: english[word] for word, letter in letters.items()}
                beside = {letter: value for letter, value in own.items() if value not in said.values()}
                yield _Set(language.name, beside | said, frozenset(said))


def _speaks(letters: _Set, found: frozenset[str], languages: frozenset[str]) -> bool:
    """One letter alone is no set, unless the header is of its language."""
    return letters.language == _ENGLISH or letters.language in languages or len(letters.own & found) > 1


def _readings(sets: Iterable[_Set], found: frozenset[str]) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted((t, s.values[t]) for t in found if t in s.values)) for s in sets}


__all__ = ["Letters", "letters_of"]
