"""The only place where numbers become text.

Results hold numbers, and None for what is not estimable; here they become what a clinician reads in a
journal. Every function takes None (and nan or infinity, should one slip through) and answers `NE`, or `NR`
where a median was not reached: nobody is shown nan, inf or -0.0. Numbers are rounded as on paper, half away
from zero, from their decimal value: 0.0385 is .039, although the nearest float lies a little below it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Literal, TypeGuard

from nec_core.time_units import converted

NR = "NR"
NR_MEANS = "NR: not reached. The curve does not come down this far while patients are followed."
NE = "NE"
NE_MEANS = "NE: not estimable. There are too few patients or events to give this number."

PStyle = Literal["house", "nejm", "lancet", "generic"]
P_STYLES = MappingProxyType(
    {
        "house": "AMA, JCO: .039",
        "nejm": "NEJM: 0.04",
        "lancet": "Lancet: 0·039",
        "generic": "With a leading zero: 0.039",
    }
)
"""Journals' ways to print a P value, with an example each, for a setting."""


# --- P values and tests ---


def p_value(p: float | None, style: PStyle = "house") -> str:
    """A P value as the journal prints it; never .000, never 1.00, and never ".050" for what is below .05.

    house: three decimals below .1, two above, no leading zero. nejm: two decimals from .01, else three.
    lancet: two significant figures and a raised point, down to 0·0001. generic: as house, with the zero.
    """
    if not _is_number(p) or not 0.0 <= p <= 1.0:
        return NE
    least, most = (0.0001, 0.99) if style == "lancet" else (0.001, 0.99)
    if p < least:
        text = f"<{least:f}".rstrip("0")
    elif p > most:
        text = f">{most}"
    else:
        text = _p_digits(p, style)
    if style == "house":
        return text.replace("0.", ".", 1)
    return text.replace(".", "·") if style == "lancet" else text


def _p_digits(p: float, style: PStyle) -> str:
    if style == "lancet":
        digits = 1 - math.floor(math.log10(p))
        if _round(p, digits) >= Decimal(1).scaleb(2 - digits):
            digits -= 1
    elif style == "nejm":
        digits = 2 if p >= 0.01 else 3
    else:
        digits = 3 if _round(p, 3) < Decimal("0.1") else 2
    # Rounding must not carry a P value across the line that readers look at.
    while p < 0.05 and _round(p, digits) >= Decimal("0.05"):
        digits += 1
        if digits > 3:
            return "<0.05"
    return _fixed(p, digits)


def p_statement(p: float | None, style: PStyle = "house") -> str:
    """A P value in a sentence: "P = .039", "P < .001", "P not estimable"."""
    letter = "p" if style == "lancet" else "P"
    text = p_value(p, style)
    if text == NE:
        return f"{letter} not estimable"
    return f"{letter} {text[0]} {text[1:]}" if text[0] in "<>" else f"{letter} = {text}"


def chi2(value: float | None, df: int | None) -> str:
    """A chi-squared statistic with its degrees of freedom: "χ² = 4.27, 1 df"."""
    return f"χ² = {_fixed(value, 2)}, {df} df" if _is_number(value) and df is not None else f"χ² {NE}"


# --- Numbers, shares and intervals ---


def number(value: float | None, digits: int = 1, unit: str | None = None) -> str:
    """A number with this many decimals, and its unit: "18.1 months", "45%"."""
    return _with_unit(_fixed(value, digits), unit) if _is_number(value) else NE


def plain_number(value: float | None, unit: str | None = None) -> str:
    """A number as it was recorded, without zeros at its end: "36525", "0.5"."""
    if not _is_number(value):
        return NE
    text = _fixed(value, 6)
    return _with_unit(text.rstrip("0").rstrip(".") if "." in text else text, unit)


def count(n: int | None) -> str:
    """A count of patients: "38", "1,000,000"."""
    return NE if n is None else f"{n:,}"


def plural(n: int, singular: str, plural_form: str | None = None) -> str:
    """A count with its noun: "1 patient", "2 patients", "3 biopsies"."""
    return f"{n:,} {singular if n == 1 else plural_form or singular + 's'}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def percent(share: float | None, digits: int = 1) -> str:
    """A share between 0 and 1 as a percentage; "<0.1%" and ">99.9%" rather than a false 0% or 100%."""
    return _percent_figure(share, digits) + "%" if _is_number(share) else NE


def n_percent(n: int | None, total: int | None, digits: int = 0) -> str:
    """A count with its percentage of `total`: "11 (73%)"; the count alone where the total is nobody."""
    if n is None or not total:
        return count(n)
    return f"{count(n)} ({percent(n / total, digits)})"


def interval(lower: float | None, upper: float | None, digits: int = 1) -> str:
    """Two limits: "13.6–NE"; "NE" where there is neither."""
    if not _is_number(lower) and not _is_number(upper):
        return NE
    # An en dash before a minus can't be read.
    link = " to " if any(_is_number(x) and x < 0 for x in (lower, upper)) else "–"
    return f"{number(lower, digits)}{link}{number(upper, digits)}"


def with_interval(value: float | None, lower: float | None, upper: float | None, digits: int = 1) -> str:
    """ "0.59 (0.42–0.82)"; the level of the interval stands in the column's head."""
    return f"{number(value, digits)} ({interval(lower, upper, digits)})"


def rate(
    survival: float | None,
    lower: float | None,
    upper: float | None,
    digits: int = 1,
    conf_level: float = 0.95,
) -> str:
    """A probability with its interval: "26.7% (95% CI 8.3–49.6)"."""
    if not _is_number(survival):
        return NE
    limits = [_percent_figure(x, digits) if _is_number(x) else NE for x in (lower, upper)]
    inside = NE if limits == [NE, NE] else "–".join(limits)
    return f"{percent(survival, digits)} ({confidence_label(conf_level)} {inside})"


def confidence_label(conf_level: float = 0.95) -> str:
    """ "95% CI"."""
    return f"{plain_number(100 * conf_level)}% CI"


# --- Times ---


def duration(value: float | None, unit: str) -> str:
    """A length of time: "18.1 months", "310 days", "0.83 years"."""
    return number(value, _time_digits(unit, value), unit)


def point_in_time(value: float, unit: str) -> str:
    """A chosen time: "1 month", "18 months", "1.5 years"; whole years as years: "1 year" for 12 months."""
    years = converted(value, unit, "years") if unit in ("months", "days") else 0.0
    if years >= 1 and years == int(years):
        value, unit = years, "years"
    return f"{plain_number(value)} {unit.removesuffix('s') if value == 1 else unit}"


def months(days: float | None) -> str:
    """Days told in months: "18.1 months"."""
    return number(converted(days, "days", "months"), 1, "months") if _is_number(days) else NE


def median_ci(
    value: float | None,
    lower: float | None,
    upper: float | None,
    unit: str,
    conf_level: float = 0.95,
    absent: str = NR,
) -> str:
    """A median time with its interval: "18.1 months (95% CI 13.6–NE)", "NR (95% CI 20.4–NE)".

    Args:
        value, lower, upper: in `unit`; None where not reached or not estimable.
        absent: what stands for a missing median: NR (the curve stays above 50%), or NE for a group without
            patients.
    """
    if not any(_is_number(x) for x in (value, lower, upper)):
        return absent
    digits = _time_digits(unit, value, lower, upper)
    shown = number(value, digits, unit) if _is_number(value) else absent
    return f"{shown} ({confidence_label(conf_level)} {interval(lower, upper, digits)})"


def _time_digits(unit: str, *values: float | None) -> int:
    if unit == "days":
        return 0 if all(x == int(x) for x in values if _is_number(x)) else 1
    return 2 if unit == "years" else 1


# --- Spread, for Table 1 ---


def median_iqr(middle: float | None, q1: float | None, q3: float | None, digits: int | None = None) -> str:
    """ "55.5 [48.0–66.0]"; whole numbers stay whole: "58 [49–66]". Beside others with the decimals they all have."""
    if not _is_number(middle):
        return NE
    digits = shared_digits(middle, q1, q3) if digits is None else digits
    return f"{number(middle, digits)} [{interval(q1, q3, digits)}]"


def mean_sd(mean: float | None, sd: float | None, digits: int | None = None) -> str:
    """ "54.2 (SD 11.3)". Beside others with the decimals they all have, one at least."""
    if not _is_number(mean):
        return NE
    digits = max(1, shared_digits(mean, sd) if digits is None else digits)
    return f"{number(mean, digits)} (SD {number(sd, digits)})"


def mean_year_sd(mean: float | None, sd: float | None) -> str:
    """ "2010 (SD 3.2)": a year is whole, how far years lie apart need not be."""
    return f"{number(mean, 0)} (SD {number(sd, 1)})" if _is_number(mean) else NE


def value_range(minimum: float | None, maximum: float | None, digits: int | None = None) -> str:
    """ "31–84", "0.5–36.2"; "2019" where both are the same. Beside others with the decimals they all have."""
    digits = shared_digits(minimum, maximum) if digits is None else digits
    if _is_number(minimum) and minimum == maximum:
        return number(minimum, digits)
    return interval(minimum, maximum, digits)


def shared_digits(*values: float | None) -> int:
    """Decimals for numbers printed side by side: none for whole ones, more the smaller they are."""
    known = [abs(float(x)) for x in values if _is_number(x)]
    if all(x == int(x) for x in known):
        return 0
    largest = max(known)
    return 1 if largest >= 10 else 2 if largest >= 1 else 3


# --- Sentences ---


def in_sentence(label: str) -> str:
    """A label inside a sentence: "Overall survival" becomes "overall survival"; "PFI" and "Ki-67" stay."""
    if any(character.isdigit() for character in label.split(" ")[0]):
        return label
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


# --- Other people's text ---

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    """Text from a file, harmless in Streamlit's Markdown: no format, HTML, formula, emoji, image or link.

    A backslash keeps ASCII punctuation from being Markdown. Bare addresses and emoji names are looked for
    later, in the finished text, where the backslash is gone: an invisible word joiner breaks those. Line
    breaks become spaces; control and direction-changing characters go.
    """
    escaped = _PUNCTUATION.sub(r"\\\1", printable(text))
    broken = re.sub(r"(:|@)(?=\S)", rf"\1{_JOINER}", escaped)
    return re.sub(r"(?i)(www)(?=\\\.)", rf"\1{_JOINER}", broken)


def printable(text: str) -> str:
    """Text on one line, without control and direction-changing characters."""
    return "".join(c for c in " ".join(text.split()) if not _is_unprintable(c))


def shorten(text: str, width: int) -> str:
    """Text on one line of at most `width` characters, ending in "…" where something was cut off."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    kept = line[: max(width - 1, 0)]
    # A letter is not parted from its accents.
    while kept and unicodedata.combining(line[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip() + "…"


def shorten_apart(texts: Sequence[str], width: int) -> tuple[str, ...]:
    """Each text as `shorten` makes it; those that would then be alike lose their middle instead, and stay different.

    Args:
        texts: names that stand beside each other.
        width: characters, at most.
    """
    return cut_apart(texts, lambda text: len(text) <= width, lambda text: shorten(text, width))


def cut_apart(texts: Sequence[str], fits: Callable[[str], bool], cut: Callable[[str], str]) -> tuple[str, ...]:
    """`cut` of each text that does not fit; of different ones that would then be alike, their beginning and what
    comes after all they share.

    Args:
        texts: names that stand beside each other.
        fits: whether a text has room.
        cut: shortens a text at its end until it fits.
    """
    short = [text if fits(text) else cut(text) for text in texts]
    for alike in set(short):
        members = [i for i, s in enumerate(short) if s == alike]
        different = {texts[i] for i in members}
        if len(different) > 1:
            shared = _shared(different)
            for i in members:
                short[i] = _with_its_end(texts[i], shared, fits, cut)
    return tuple(short)


_LONGEST_LEAD = 12  # whole words of this length together are shown before the place where texts begin to differ


def _shared(texts: Iterable[str]) -> int:
    """How many characters all begin with, back to the beginning of a word that is near."""
    first, last = min(texts), max(texts)
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    word = first.find(" ", max(shared - _LONGEST_LEAD, 0), shared) + 1
    return word or shared


def _with_its_end(text: str, start: int, fits: Callable[[str], bool], cut: Callable[[str], str]) -> str:
    """The text from `start` on, after as much of its beginning as fits."""
    end = f"…{text[start:]}"
    kept = next((n for n in range(start - 1, -1, -1) if fits(text[:n].rstrip() + end)), None)
    return cut(end) if kept is None else text[:kept].rstrip() + end


def _is_unprintable(character: str) -> bool:
    bidirectional = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    return bidirectional or unicodedata.category(character) in ("Cc", "Cs")


# --- Rounding ---


def _is_number(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _round(value: float, digits: int) -> Decimal:
    # Twelve significant figures: what sums of floats add beyond them is not the number's.
    return Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _fixed(value: float, digits: int) -> str:
    if abs(value) >= 1e15:
        return f"{value:.3g}"
    rounded = _round(float(value), digits)
    return f"−{-rounded:f}" if rounded < 0 else f"{abs(rounded):f}"


def _percent_figure(share: float, digits: int) -> str:
    shown = _round(100 * share, digits)
    step = Decimal(1).scaleb(-digits)
    if share > 0 and shown == 0:
        return f"<{step:f}"
    if share < 1 and shown == 100:
        return f">{100 - step:f}"
    return _fixed(100 * share, digits)


def _with_unit(text: str, unit: str | None) -> str:
    if not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"
