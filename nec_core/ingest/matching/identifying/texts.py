"""Cells that name a person or say where to find one: names, e-mail addresses, telephone numbers, postcodes, addresses.

All look at distinct texts of one column as they stand in the file; patterns are tried on short texts only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from nec_core.ingest.matching.identifying.given_names import GIVEN_NAMES

_SHORT = 120  # characters; longer texts are sentences
_MOST, _MANY = 0.8, 0.5  # shares of a column's texts
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"(?:\+|00|\()?\(?\d[\d ()/.-]{6,20}\d")
_DECIMAL = re.compile(r"-?\d+[.,]\d+")
_DATE = re.compile(r"\d{1,4}([-/. ])\d{1,2}\1\d{1,4}( .*)?")
_LOCAL = re.compile(r"\d{3}[- ]\d{4}")
_DIGITS_APART = 2  # telephone numbers of one column have about as many digits
_POSTCODES = tuple(
    re.compile(p)
    for p in (
        r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}",  # United Kingdom
        r"[1-9]\d{3} ?[A-Z]{2}",  # the Netherlands
        r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d",  # Canada
        r"\d{5}-\d{3}", r"\d{4}-\d{3}", r"\d{5}-\d{4}",  # Brazil, Portugal, United States
        r"(?:D|F|I|E|CH|A|B|NL|L|DE|FR|IT|ES|AT|BE|PT)[- ]\d{4,5}",
    )
)  # fmt: skip
_PLACE = re.compile(r"\d{4,5},? [A-ZÀ-Ý][\w'. -]+")
_FIVE = re.compile(r"\d{5}")
_WIDE = 40_000  # postcodes of a country lie farther apart than 110 years of dates, or counts of one laboratory
_STREET = re.compile(
    r"(?:str(?:\.|asse|aße)|weg|platz|gasse|allee|ufer|ring|damm|straat|laan|plein|gracht)\b"
    r"|\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|court|crescent|terrace|square|way|rue|boulevard|bd|chemin"
    r"|impasse|quai|allée|calle|c/|avda|avenida|av|plaza|paseo|carrera|via|viale|piazza|corso|vicolo|largo|rua|travessa"
    r"|praça|estrada|alameda)\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\b\d{1,4} ?[a-zA-Z]?\b")
_NAME_WORD = r"(?:[A-ZÀ-Ý][a-zà-ÿ'’]*[A-ZÀ-Ý]?[a-zà-ÿ]+|[A-ZÀ-Ý]{2,})(?:-[A-ZÀ-Ýa-zà-ÿ]+)?\.?"
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|la|le|van|von|der|den|zu|ten|ter|y|e)"
_PERSON = re.compile(rf"(?:{_NAME_WORD}|{_PARTICLE}|[A-Z]\.)(?:,? (?:{_NAME_WORD}|{_PARTICLE}|[A-Z]\.)){{1,5}}")
_ONE_NAME = re.compile(_NAME_WORD)
_COMMA_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD})?, ?(?:{_NAME_WORD}|[A-Z]\.)(?: (?:{_NAME_WORD}|[A-Z]\.))?")
_CALLED = re.compile(
    r"(?i:\b(?:mr|mrs|ms|miss|herrn?|frau|hr|fr|mme|mlle|monsieur|madame|sra?|señora?|don|doña|sig|sig\.ra|signora?"
    r"|signor|dhr|mevr|mevrouw|meneer|senhora?|pat|patient(?:in)?|name is|named|called|genannt|heißt))\.? "
    rf"(?!(?:The|Is|Was|Has|No|With|And|Died|Alive|Lost)\b){_NAME_WORD}"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def _share(texts: Sequence[str], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(t)) for t in texts) / len(texts) if texts else 0.0


def are_emails(texts: Sequence[str]) -> bool:
    return _share(texts, lambda t: len(t) <= _SHORT and _EMAIL.fullmatch(t)) > _MANY


def are_telephone_numbers(texts: Sequence[str]) -> bool:
    """Nine digits or more with a + or 0 in front or separators between, about as many in each. Decimals are none."""
    digits = sorted(sum(c.isdigit() for c in t) for t in texts if _is_telephone_number(t))
    if len(digits) <= _MOST * len(texts):
        return False
    usual = digits[len(digits) // 2]
    return sum(abs(n - usual) <= _DIGITS_APART for n in digits) > _MOST * len(texts)


def _is_telephone_number(text: str) -> bool:
    if len(text) > 24 or _PHONE.fullmatch(text) is None or _DECIMAL.fullmatch(text) or _DATE.fullmatch(text):
        return False
    if sum(c.isdigit() for c in text) < 9:
        return False
    return text[0] in "+0(" or any(c in " ()/.-" for c in text)


def may_be_local_telephone_numbers(texts: Sequence[str]) -> bool:
    """Three and four digits, as within one town."""
    return len(texts) >= 5 and _share(texts, _LOCAL.fullmatch) > _MOST


def are_postcodes(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and any(_share(texts, p.fullmatch) > _MOST for p in _POSTCODES)


def may_be_postcodes(texts: Sequence[str]) -> bool:
    """Whole numbers of five digits, all over the range: German, French, Spanish, Italian, of the United States."""
    if len(texts) < 8 or _share(texts, _FIVE.fullmatch) < 1:
        return False
    numbers = [int(t) for t in texts]
    return max(numbers) - min(numbers) > _WIDE


def are_addresses(texts: Sequence[str]) -> bool:
    """Most name a street with the house's number, or a place behind its postcode."""
    return len(texts) > 1 and _share(texts, _is_address) > _MANY


def _is_address(text: str) -> bool:
    if len(text) > _SHORT or not any(c.isdigit() for c in text):
        return False
    return (_STREET.search(text) is not None and _HOUSE.search(text) is not None) or _PLACE.fullmatch(text) is not None


def are_names(texts: Sequence[str]) -> bool:
    """Most are two to six words as names are written, and many hold a common given name."""
    if len(texts) < 2:
        return False
    written = _share(texts, _is_written_as_name)
    commas = _share(texts, lambda t: len(t) <= 60 and _COMMA_NAME.fullmatch(t))
    return written > _MANY and _share(texts, has_given_name) > (0.15 if commas > _MOST else 0.3)


def are_given_names(texts: Sequence[str]) -> bool:
    """Single words, a good part of which are common given names."""
    return (
        len(texts) >= 4 and _share(texts, lambda t: len(t) <= 25 and _ONE_NAME.fullmatch(t) and has_given_name(t)) > 0.4
    )


def may_be_names(texts: Sequence[str], n_filled: int) -> bool:
    """Written as names, hardly any twice; or single words with a capital that hardly repeat, as surnames do."""
    if len(texts) < 5 or len(texts) < _MANY * n_filled:
        return False
    if _share(texts, lambda t: len(t) <= 60 and _COMMA_NAME.fullmatch(t)) > _MOST:
        return True
    return len(texts) >= 8 and _share(texts, _is_one_name) > 0.9


def _is_one_name(text: str) -> bool:
    return 3 <= len(text) <= 25 and _ONE_NAME.fullmatch(text) is not None and not text.isupper()


def _is_written_as_name(text: str) -> bool:
    return len(text) <= 60 and (_PERSON.fullmatch(text) is not None or _COMMA_NAME.fullmatch(text) is not None)


def has_given_name(text: str) -> bool:
    return any(_plain(w) in GIVEN_NAMES for w in _WORD.findall(text[:_SHORT]) if w[0].isupper())


def may_name_people(texts: Sequence[str]) -> bool:
    """Some call somebody by name, as in “Frau Muster was seen”."""
    return sum(_CALLED.search(t[:2000]) is not None for t in texts) >= max(2, 0.05 * len(texts))


def are_sentences(texts: Sequence[str]) -> bool:
    """Some texts, most of them of three words or more."""
    return len(texts) >= 5 and _share(texts, lambda t: len(t.split()) >= 3) > _MANY


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
