"""Columns that could tell who a patient is: dropped at the door, and named."""

from __future__ import annotations

import re

from nec_core.ingest.matching.profile import Profile

_HEADERS = re.compile(
    r"\b(sur ?name|last name|first name|fore ?name|given name|family name|full name|maiden name|patient ?name|initials"
    r"|mrn|medical record|hospital (no|number|id)|nhs (no|number)|ssn|social security( (no|number))?|fiscal code"
    r"|national id"
    r"|dob|date of birth|birth ?da(te|y)|geburtsdatum|vorname|nachname|nom|prénom"
    r"|(tele)?phone|mobile|fax|e ?mail|address|street|post ?code|zip( code)?|insurance|accession( (no|number))?)\b"
    r"|^(name|tel)$"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
_PHONE = re.compile(r"\+?[\d(][\d ()/.-]{7,}\d")
_DECIMAL = re.compile(r"-?\d+[.,]\d+")
_DIGITS_APART = 2  # telephone numbers of one column have about as many digits
_BIRTH = re.compile(r"\b(days to birth|birth)\b")


_OF_A_PERSON = re.compile(
    r"\b(mrn|medical record|hospital (no|number|id)|nhs (no|number)|ssn|social security|fiscal code|national id"
    r"|patient ?name|full name|sur ?name|last name|nachname)\b|^name$"
)


def tells_patients_apart(words: str) -> bool:
    """Whether a header names a number of record, or the name, of a person: what one patient's rows have in common."""
    return _OF_A_PERSON.search(words) is not None


def identifier_reason(p: Profile) -> str | None:
    """Why the column looks like an identifier, or None when it does not."""
    if _HEADERS.search(p.words) and not p.words.startswith("days to"):
        return "its header names an identifier"
    if _BIRTH.search(p.words) and p.dates.share > 0.8 and p.n_distinct > 20:
        return "it holds dates of birth"
    texts = list(p.counts)[:500]
    if not texts:
        return None
    if sum(_EMAIL.fullmatch(t) is not None for t in texts) > 0.5 * len(texts):
        return "it holds e-mail addresses"
    if _are_telephone_numbers(texts) and p.dates.share < 0.2:
        return "it holds telephone numbers"
    if p.n_filled >= 20 and p.n_distinct > 0.9 * p.n_filled and p.number_share < 0.5 and p.dates.share < 0.5:
        return "nearly every row has a text of its own, as names and notes have"
    return None


def _are_telephone_numbers(texts: list[str]) -> bool:
    """Nine digits or more with a + or 0 in front or separators between, about as many in each. Decimals are none."""
    digits = sorted(sum(c.isdigit() for c in t) for t in texts if _is_telephone_number(t))
    if len(digits) <= 0.8 * len(texts):
        return False
    usual = digits[len(digits) // 2]
    return sum(abs(n - usual) <= _DIGITS_APART for n in digits) > 0.8 * len(texts)


def _is_telephone_number(text: str) -> bool:
    if _PHONE.fullmatch(text) is None or _DECIMAL.fullmatch(text) or sum(c.isdigit() for c in text) < 9:
        return False
    return text[0] in "+0(" or any(c in " ()/.-" for c in text)
