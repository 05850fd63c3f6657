"""Numbers that a state, an insurer or a bank gives one person, told by their check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_SEPARATORS = re.compile(r"[ ./-]")
_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_D = "[0-9LMNPQRSTUV]"  # a digit of an Italian code, or the letter that stands for it where two people have the same
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_ODD = dict(zip(_CHARS, (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6,
                         8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True))  # fmt: skip


@dataclass(frozen=True)
class PersonalNumber:
    """One kind of number.

    Attributes:
        name: in words, in the plural.
        shape: of the text without separators.
        valid: whether its check digits fit.
        by_chance: about which part of other texts of this shape have fitting check digits.
    """

    name: str
    shape: re.Pattern[str]
    valid: Callable[[str], bool]
    by_chance: float


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True))


def _nhs(text: str) -> bool:
    check = 11 - _weighted(text[:9], range(10, 1, -1)) % 11
    return check != 10 and check % 11 == int(text[9])


def _bsn(text: str) -> bool:
    text = text.zfill(9)
    return _weighted(text, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(text) > 0


def _nif_of_portugal(text: str) -> bool:
    return (11 - _weighted(text[:8], range(9, 1, -1)) % 11) % 11 % 10 == int(text[8])


def _nir(text: str) -> bool:
    number = text[:13].replace("2A", "19").replace("2B", "18")
    return number.isdigit() and 97 - int(number) % 97 == int(text[13:])


def _codice_fiscale(text: str) -> bool:
    total = sum(_ODD[c] if i % 2 == 0 else (int(c) if c.isdigit() else ord(c) - 65) for i, c in enumerate(text[:15]))
    return chr(65 + total % 26) == text[15]


def _ean13(text: str) -> bool:
    return _weighted(text, (1, 3) * 6 + (1,)) % 10 == 0


def _cpf(text: str) -> bool:
    if len(set(text)) == 1:
        return False
    first = _weighted(text[:9], range(10, 1, -1)) * 10 % 11 % 10
    return first == int(text[9]) and _weighted(text[:10], range(11, 1, -1)) * 10 % 11 % 10 == int(text[10])


def _rut(text: str) -> bool:
    weights = [2 + i % 6 for i in range(len(text) - 1)][::-1]
    return "0123456789K0"[11 - _weighted(text[:-1], weights) % 11] == text[-1]


def _dni(text: str) -> bool:
    number = text[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI[int(number) % 23] == text[-1]


def _luhn(text: str) -> bool:
    total = 0
    for i, d in enumerate(reversed(text)):
        n = int(d) * (1 + i % 2)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


def _kvnr(text: str) -> bool:
    digits = f"{ord(text[0]) - 64:02d}{text[1:9]}"
    products = (int(d) * (1 + i % 2) for i, d in enumerate(digits))
    return sum(n - 9 if n > 9 else n for n in products) % 10 == int(text[9])


def _svnr(text: str) -> bool:
    return _weighted(text[:3] + text[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11 == int(text[3])


def _national_of_belgium(text: str) -> bool:
    check = int(text[9:])
    return check in (97 - int(text[:9]) % 97, 97 - int(f"2{text[:9]}") % 97)


def _tax_of_germany(text: str) -> bool:
    product = 10
    for d in text[:10]:
        total = (int(d) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(text[10]) and text[0] != "0"


def _iban(text: str) -> bool:
    return int("".join(str(_CHARS.index(c)) for c in text[4:] + text[:4])) % 97 == 1


def _anything(text: str) -> bool:  # noqa: ARG001  # of a kind whose shape says all
    return True


NUMBERS: tuple[PersonalNumber, ...] = (
    PersonalNumber("bank accounts", re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}"), _iban, 0.01),
    PersonalNumber(
        "Italian tax codes", re.compile(rf"[A-Z]{{6}}{_D}{{2}}[A-EHLMPRST]{_D}{{2}}[A-Z]{_D}{{3}}[A-Z]"),
        _codice_fiscale, 0.001,
    ),
    PersonalNumber(
        "Mexican personal numbers", re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"), _anything, 0.001
    ),
    PersonalNumber("Swiss insurance numbers", re.compile(r"756\d{10}"), _ean13, 0.001),
    PersonalNumber(
        "French social security numbers",
        re.compile(r"[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{8}"), _nir, 0.01,
    ),
    PersonalNumber("Spanish identity numbers", re.compile(r"(?:\d{8}|[XYZ]\d{7})[A-Z]"), _dni, 0.04),
    PersonalNumber("German health insurance numbers", re.compile(r"[A-Z]\d{9}"), _kvnr, 0.1),
    PersonalNumber("Brazilian tax numbers", re.compile(r"\d{11}"), _cpf, 0.01),
    PersonalNumber("Belgian national numbers", re.compile(r"\d{2}[0-5]\d[0-3]\d{6}"), _national_of_belgium, 0.02),
    PersonalNumber("German tax numbers", re.compile(r"[1-9]\d{10}"), _tax_of_germany, 0.1),
    PersonalNumber("NHS numbers", re.compile(r"\d{10}"), _nhs, 0.09),
    PersonalNumber(
        "Austrian insurance numbers", re.compile(r"[1-9]\d{3}[0-3]\d[01]\d{3}"), _svnr, 0.03
    ),
    PersonalNumber("Dutch personal numbers", re.compile(r"\d{9}"), _bsn, 0.09),
    PersonalNumber("Portuguese tax numbers", re.compile(r"[1-3]\d{8}"), _nif_of_portugal, 0.1),
    PersonalNumber("Canadian insurance numbers", re.compile(r"\d{9}"), _luhn, 0.1),
    PersonalNumber("card numbers", re.compile(r"\d{15,16}"), _luhn, 0.1),
    PersonalNumber("Chilean identity numbers", re.compile(r"\d{7,8}[0-9K]"), _rut, 0.09),
)  # fmt: skip
_WRITTEN: Mapping[str, re.Pattern[str]] = {
    "US social security numbers": re.compile(r"\d{3}-\d{2}-\d{4}"),
}
_MISTYPED = 0.85
_CHANCE = 1e-4


def personal_numbers(texts: Sequence[str]) -> tuple[str, bool] | None:
    """Which personal numbers a column's distinct texts are, and whether that is sure: so many check digits fit that
    chance is out of the question. None for other texts."""
    if not texts:
        return None
    for name, shape in _WRITTEN.items():
        if sum(shape.fullmatch(t) is not None for t in texts) > _MISTYPED * len(texts):
            return name, len(texts) > 1
    bare = [_SEPARATORS.sub("", t.upper()) for t in texts if len(t) <= 40]
    for number in NUMBERS:
        fitting = [t for t in bare if number.shape.fullmatch(t)]
        if len(fitting) <= _MISTYPED * len(texts):
            continue
        valid = sum(number.valid(t) for t in fitting)
        if valid > _MISTYPED * len(texts) and valid:
            return number.name, number.by_chance**valid < _CHANCE
    return None
