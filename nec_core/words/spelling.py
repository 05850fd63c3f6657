"""How a word is written with accents and without: "décès" and "deces", "für", "fur" and "fuer"."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "’": "'"})
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BETWEEN_WORDS = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """Lower case, without accents and umlauts; each run of blanks one."""
    low = text.casefold()
    if not low.isascii():
        parts = unicodedata.normalize("NFKD", low.translate(_LIGATURES))
        low = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(low.split())


def spellings(text: str) -> tuple[str, ...]:
    """The text in lower case, without accents, and with ae, oe, ue for its umlauts; each spelling once."""
    low = unicodedata.normalize("NFC", text.casefold())
    return tuple(dict.fromkeys((low, plain(low), plain(low.translate(_DIGRAPHS)))))


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a header, plain: "Date du décès :" is date, du, deces."""
    return tuple(_BETWEEN_WORDS.sub(" ", plain(text)).split())
