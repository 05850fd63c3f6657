"""What a column's texts look like: the evidence a suggestion stands on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.dates import OrderVerdict, judge_order
from nec_core.ingest.cells.normalise import MISSING, measure_said, number_text
from nec_core.ingest.cells.unit_words import common_unit
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.header import GROUP_MARK
from nec_core.time_units import TimeUnit

_FAR = 10
_ENOUGH = 3000  # distinct texts looked at; more would not change a verdict
_CODED_MISSING = re.compile(r"(-(9+|8+|7+)|9{3,})(\.0+)?")
_COMMA_NUMBER = re.compile(r"[-+]?\d+,\d+")
_WHOLE = re.compile(r"[0-9]{1,15}")
_POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_NUMERO = re.compile(r"(?i:\bn)[º°]")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")


@dataclass(frozen=True)
class Profile:
    """One column's texts.

    Attributes:
        column: its header.
        words: the header in lower-case words: "os months" for OS_MONTHS, osMonths or "OS (months)"; without what all
            headers begin with and say nothing by: see `RawTable.names`.
        tail: the words below the group, for a header of two rows: "date" for "Surgery › Date"; else as `words`.
        counts: non-missing distinct text, lower case -> rows; of the most frequent texts only.
        n_filled: rows that hold something.
        n_distinct: distinct non-missing texts.
        number_share: part of the distinct texts that are numbers, 0 to 1.
        negative_share: part of the numbers that are below zero, 0 to 1.
        decimal_comma: the numbers are written with a comma.
        whole: all numbers are whole.
        dates: what the texts say as dates.
        cell_unit: the unit of time the cells say ("64 Mon."), where they say one.
        measures: what stands behind the cells' numbers, lower case: "cm", "g/dl", "months".
    """

    column: str
    words: str
    tail: str
    counts: Mapping[str, int]
    n_filled: int
    n_distinct: int
    number_share: float
    negative_share: float
    decimal_comma: bool
    whole: bool
    dates: OrderVerdict
    cell_unit: TimeUnit | None = None
    measures: frozenset[str] = frozenset()

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(self.counts)


def profile(raw: RawTable, column: str) -> Profile:
    frequent, n_filled, n_distinct = _filled(raw, column)
    comma = decimal_comma(frequent, semicolons=raw.delimiter == ";")
    values = [float(x) for x in (number_text(t, comma) for t in frequent) if x is not None]
    counts: dict[str, int] = {}
    for text, n in frequent.items():
        counts[text.casefold()] = counts.get(text.casefold(), 0) + n
    return Profile(
        column=column,
        words=header_words(raw.names[column]),
        tail=header_words(raw.names[column].rpartition(GROUP_MARK)[2]),
        counts=counts,
        n_filled=n_filled,
        n_distinct=n_distinct,
        number_share=len(values) / len(frequent) if frequent else 0.0,
        negative_share=sum(x < 0 for x in values) / len(values) if values else 0.0,
        decimal_comma=comma,
        whole=all(x.is_integer() for x in values),
        dates=judge_order(frequent),
        cell_unit=common_unit(frequent),
        measures=frozenset(m for m in map(measure_said, frequent) if m is not None),
    )


def numbers(raw: RawTable, p: Profile) -> npt.NDArray[np.float64]:
    """(n,) the column as numbers, nan for what is none."""
    texts, codes = raw.distinct(p.column)
    read = (number_text(t, p.decimal_comma) for t in texts)
    return np.array([np.nan if x is None else float(x) for x in read])[codes]


def _filled(raw: RawTable, column: str) -> tuple[dict[str, int], int, int]:
    """The most frequent non-missing texts with their rows, how many rows are filled, and how many texts there are."""
    rows = raw.counts(column, _ENOUGH + len(MISSING))
    missing = {text: n for text, n in rows.items() if text.casefold() in MISSING}
    filled = {text: n for text, n in rows.items() if text not in missing}
    n_distinct = raw.n_distinct(column) - len(missing)
    return dict(list(filled.items())[:_ENOUGH]), raw.table.num_rows - sum(missing.values()), n_distinct


def decimal_comma(texts: Iterable[str], semicolons: bool) -> bool:
    """Whether 1,5 is one and a half here: more numbers have a comma than a point.

    Where every comma has three digits behind it (1,200), it parts thousands, unless the file's delimiter is the
    semicolon, as it is where the comma is decimal.
    """
    texts = tuple(texts)
    if _points_part_thousands(texts):
        return True
    commas = [t for t in texts if _COMMA_NUMBER.fullmatch(t)]
    points = sum("." in t and number_text(t, False) is not None for t in texts)
    if not semicolons and all(_THOUSANDS.fullmatch(t) for t in commas):
        return False
    return len(commas) > points


def _points_part_thousands(texts: tuple[str, ...]) -> bool:
    """Whether 1.891 is written for 1891: every number with a point has just three digits behind it, every other is
    whole and below a thousand, and most of those are ten times what the numbers with a point would be."""
    with_point = [t for t in texts if "." in t and number_text(t, False) is not None]
    whole = [int(t) for t in texts if _WHOLE.fullmatch(t)]
    if len(with_point) < 2 or not whole or len(with_point) + len(whole) < len(texts):
        return False
    if not all(_POINTED.fullmatch(t) for t in with_point):
        return False
    largest = max(float(t) for t in with_point)
    return max(whole) < 1000 and sorted(whole)[len(whole) // 2] > _FAR * largest


def missing_codes(texts: Iterable[str]) -> tuple[str, ...]:
    """Numbers that look like codes for "not recorded": -9, -99, -999 or -88 where nothing else is below zero; 999 and
    longer where all else is less than a third of it. What they are only a person can say."""
    numbers = {t: float(n) for t in texts if (n := number_text(t, False)) is not None}
    coded = {t for t in numbers if _CODED_MISSING.fullmatch(t)}
    others = [x for t, x in numbers.items() if t not in coded]
    if not others:
        return ()
    low, high = min(others), max(others)
    return tuple(sorted(t for t in coded if (numbers[t] < 0 <= low) or numbers[t] > 3 * high > 0))


@lru_cache(maxsize=4096)
def header_words(header: str) -> str:
    """ "dateOfDiagnosis", "DATE_OF_DIAGNOSIS" and "Date of diagnosis:" are all "date of diagnosis"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", " ", header)
    spaced = spaced.replace("%", " percent ") if spaced.strip() == "%" else spaced
    spaced = _NUMERO.sub("no ", unicodedata.normalize("NFC", spaced)).replace("œ", "oe")
    return " ".join(re.sub(r"[^0-9a-zà-ÿµ]+", " ", spaced.casefold()).split())
