"""Units of the record's fields: how headers and cells write them, and how a number in another becomes the record's.

Numbers are converted here and nowhere else, as decimal numbers: an albumin of 4.14 g/dL is 41.4 g/L, and not
41.39999999999999.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from nec_core.ingest.cells.unit_words import TIME_WORDS
from nec_core.record import About, FieldSpec
from nec_core.words.spelling import plain, plain_words

_NUMBER_BEFORE = re.compile(r"[-+]?[0-9][0-9.,\s]*(?=[^0-9.,\s])")


def unit_in_words(words: str, spec: FieldSpec) -> tuple[str, str | None]:
    """A header's words without the unit among them, and the unit: "albumin" and "g/dL" of "albumin g dl"; None where
    there is none."""
    written = words.split()
    key = tuple(plain(w) for w in written)
    spelled = _spelled(spec)
    for n in range(len(key) - 1, 0, -1):
        for start in range(len(key) - n, -1, -1):
            unit = spelled.get("".join(key[start : start + n]))
            if unit is not None:
                before, after = written[:start], written[start + n :]
                return " ".join([*(before[:-1] if before[-1:] == ["in"] else before), *after]), unit
    return words, None


def unit_in_cell(text: str, spec: FieldSpec) -> str | None:
    """The unit of the field that a cell's number is followed by; None for a bare number and for other words."""
    number = _NUMBER_BEFORE.match(text)
    return None if number is None else _spelled(spec).get(_joined(text[number.end() :]))


def in_own_unit(number: str, about: About, unit: str | None) -> str:
    """A number in plain notation, converted from one of the field's other units to its own."""
    other = about.other_unit(unit)
    if other is None or other.times == other.over == 1:
        return number
    exact = Decimal(number) * Decimal(str(other.times)) / Decimal(str(other.over))
    return repr(float(exact))


def in_other_unit(value: float, about: About, unit: str | None) -> float:
    """A number of the field's own unit in another: for a bound as the file would write it."""
    other = about.other_unit(unit)
    return value if other is None else value * other.over / other.times


def how_converted(about: About, unit: str) -> str:
    """What the conversion does, in words: "divided by 365.25"."""
    other = about.other_unit(unit)
    if other is None:
        return ""
    done = [f"multiplied by {other.times:g}"] * (other.times != 1) + [f"divided by {other.over:g}"] * (other.over != 1)
    return "; ".join([*done, *([other.because] if other.because else [])])


def conversion_note(column: str, about: About, unit: str | None) -> str | None:
    """What was done with a column in another unit than the field's, in a sentence; None where nothing was."""
    other = about.other_unit(unit)
    if unit is None or other is None:
        return None
    done = "taken as" if other.times == other.over == 1 else "converted to"
    said = unit if unit.startswith("per ") else f"in {unit}"
    return f"“{column}” is {said}: {done} {about.unit} ({how_converted(about, unit)})."


@lru_cache(maxsize=256)
def _spelled(spec: FieldSpec) -> Mapping[str, str]:
    """A unit's words, joined, -> the unit, the field's own for another name of it. Words of headers are parted where a
    capital begins: "g/dL" is g, d, l."""
    about = spec.about
    found: dict[str, str] = {}
    for name, spellings, means in (
        (about.unit or "", (), about.unit or ""),
        *((u.name, u.spelled, about.unit or "" if u.is_own else u.name) for u in about.other_units),
    ):
        for text in (name, *spellings, *TIME_WORDS.get(name, ())):
            if joined := _joined(text):
                found.setdefault(joined, means)
    return found


def _joined(text: str) -> str:
    return "".join(plain_words(text.replace("%", " percent ")))
