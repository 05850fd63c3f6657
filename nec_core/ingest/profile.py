"""What a column's texts look like: the evidence a suggestion stands on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nec_core.ingest.dates import OrderVerdict, judge_order
from nec_core.ingest.normalise import MISSING, number_text
from nec_core.ingest.raw_table import RawTable

_ENOUGH = 3000  # distinct texts looked at; more would not change a verdict
_COMMA_NUMBER = re.compile(r"[-+]?\d+,\d+")


@dataclass(frozen=True)
class Profile:
    """One column's texts.

    Attributes:
        column: its header.
        words: the header in lower-case words: "os months" for OS_MONTHS, osMonths or "OS (months)".
        counts: non-missing distinct text, lower case -> rows.
        n_filled: rows that hold something.
        n_distinct: distinct non-missing texts.
        number_share: part of the distinct texts that are numbers, 0 to 1.
        decimal_comma: the numbers are written with a comma.
        whole: all numbers are whole.
        dates: what the texts say as dates.
    """

    column: str
    words: str
    counts: Mapping[str, int]
    n_filled: int
    n_distinct: int
    number_share: float
    decimal_comma: bool
    whole: bool
    minimum: float | None
    dates: OrderVerdict

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(self.counts)


def profile(raw: RawTable, column: str) -> Profile:
    filled = {text: n for text, n in raw.counts(column).items() if text.casefold() not in MISSING}
    looked_at = list(filled)[:_ENOUGH]
    comma = sum(_COMMA_NUMBER.fullmatch(t) is not None for t in looked_at)
    point = sum("." in t and number_text(t, False) is not None for t in looked_at)
    decimal_comma = comma > point
    numbers = [float(x) for x in (number_text(t, decimal_comma) for t in looked_at) if x is not None]
    counts: dict[str, int] = {}
    for text, n in filled.items():
        counts[text.casefold()] = counts.get(text.casefold(), 0) + n
    return Profile(
        column=column,
        words=header_words(column),
        counts=counts,
        n_filled=sum(filled.values()),
        n_distinct=len(filled),
        number_share=len(numbers) / len(looked_at) if looked_at else 0.0,
        decimal_comma=decimal_comma,
        whole=all(x.is_integer() for x in numbers),
        minimum=min(numbers) if numbers else None,
        dates=judge_order(looked_at),
    )


def header_words(header: str) -> str:
    """"dateOfDiagnosis", "DATE_OF_DIAGNOSIS" and "Date of diagnosis:" are all "date of diagnosis"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", " ", header)
    spaced = spaced.replace("%", " percent ") if spaced.strip() == "%" else spaced
    return " ".join(re.sub(r"[^0-9a-zà-ÿµ]+", " ", spaced.casefold()).split())
