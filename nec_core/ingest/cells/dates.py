"""Dates as people write them, to ISO text. The order of day and month is decided for a whole column, never per row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from nec_core.words.languages import month_numbers
from nec_core.words.spelling import plain

DateOrder = Literal["YMD", "DMY", "MDY", "ONE_WAY"]
"""ONE_WAY: as it can only be read; what can be read day first and month first is no date."""

_THREE = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?:[ T]\d{1,2}:\d{2}.*)?")
_TWO = re.compile(r"(?:((?:19|20)\d{2})[-/.](\d{1,2})|(\d{1,2})[-/.]((?:19|20)\d{2}))")  # 8246/3 is a histology
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?")
_NAMED = re.compile(
    r"(\d{1,2})(?:er|[º°])?[-/. ]*(?:de )?([A-Za-zÀ-ÿ]{3,10})\.?[-/., ]*(?:del? )?(\d{2,4})"
    r"|([A-Za-zÀ-ÿ]{3,10})\.? (\d{1,2}),? (\d{4})"
)
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.0+)?")
_ENGLISH_MONTHS = {
    name: i
    for i, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
"""By their first three letters, so that a slip behind them does no harm."""
_TYPING_ERRORS = 0.05  # share of dates that may contradict the others and be taken for errors
_LONGEST = 40  # a date with a time and a zone; longer texts are no dates, and slow to try
_EXCEL_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class OrderVerdict:
    """What a column's texts say about the order of day, month and year.

    Attributes:
        order: the order the three-number dates agree on; None when several fit ("ambiguous") or when none is needed.
        ambiguous: a person must say: every date can be read in several orders, or some only day first and others
            only month first.
        share: how much of the texts can be read as a date at all, 0 to 1.
        serials: some texts are spreadsheet serial numbers.
        mixed: some can be read only day first and others only month first, more than are typing errors.
    """

    order: DateOrder | None
    ambiguous: bool
    share: float
    serials: bool
    mixed: bool = False


def judge_order(texts: Iterable[str]) -> OrderVerdict:
    """Decides the order from a column's distinct non-blank texts."""
    n = readable = dots = asking = 0
    serials = year_first = False
    only: dict[DateOrder, int] = {"DMY": 0, "MDY": 0}
    either = only_ymd = 0
    for text in texts:
        n += 1
        match = _THREE.fullmatch(text)
        if match is None or len(match[1]) == 4:
            found = iso(text, None) is not None
            readable += found
            year_first |= match is not None
            serials |= found and _SERIAL.fullmatch(text) is not None
            continue
        day_first, month_first, ymd = (iso(text, o) for o in ("DMY", "MDY", "YMD"))
        readable += (day_first or month_first or ymd) is not None
        asking += 1
        dots += match[2] == "."
        if day_first and month_first:
            either += day_first != month_first
        elif day_first:
            only["DMY"] += 1
        elif month_first:
            only["MDY"] += 1
        elif ymd:
            only_ymd += 1
    share = readable / n if n else 0.0
    if not asking:
        return OrderVerdict("YMD" if year_first else None, False, share, serials)
    order, ambiguous = _decide(only, either, only_ymd, dots == asking)
    return OrderVerdict(order, ambiguous, share, serials, mixed=ambiguous and _is_mixed(only))


def only_order(text: str) -> DateOrder | None:
    """The one of day first and month first in which the text is a date; None where it is in both, or in neither."""
    day_first, month_first = iso(text, "DMY"), iso(text, "MDY")
    if (day_first is None) == (month_first is None):
        return None
    return "DMY" if month_first is None else "MDY"


def _is_mixed(only: Mapping[DateOrder, int]) -> bool:
    """One typing error among many must not make a day-first column ambiguous; a real mixture is for a person."""
    return min(only.values()) > _TYPING_ERRORS * sum(only.values())


def _decide(only: Mapping[DateOrder, int], either: int, only_ymd: int, all_dots: bool) -> tuple[DateOrder | None, bool]:
    decisive = only["DMY"] + only["MDY"]
    if only_ymd > decisive:
        return "YMD", False
    if decisive:
        if _is_mixed(only):
            return None, True
        return ("DMY" if only["DMY"] > only["MDY"] else "MDY"), False
    if all_dots or not either:  # 03.04.2019 is written where the day comes first; 03/03/2019 reads one way
        return "DMY", False
    return None, True


def iso(text: str, order: DateOrder | None) -> str | None:
    """The date as ISO text (2019-05-17, 2019-05, 2019), or None when it can't be read.

    Two-digit years up to next year's belong to this century. Five-digit numbers are spreadsheet serials.
    """
    if len(text) > _LONGEST:
        return None
    match = _THREE.fullmatch(text)
    if match is not None:
        a, c, b = match[1], match[4], match[3]
        if len(a) == 4:
            return _day(a, b, c)
        if order == "DMY":
            return _day(c, b, a)
        if order == "MDY":
            return _day(c, a, b)
        if order == "ONE_WAY":
            day_first, month_first = _day(c, b, a), _day(c, a, b)
            return None if day_first and month_first and day_first != month_first else day_first or month_first
        return _day(a, b, c) if order == "YMD" and len(a) == 2 and len(c) <= 2 else None
    if _COMPACT.fullmatch(text):
        return "-".join(p for p in (text[:4], text[4:6], text[6:8]) if p) if _fits_calendar(text) else None
    match = _TWO.fullmatch(text)
    if match is not None:
        year, number = (match[1], match[2]) if match[1] else (match[4], match[3])
        return f"{year}-{int(number):02d}" if 1 <= int(number) <= 12 else None
    if _SERIAL.fullmatch(text):
        return (_EXCEL_EPOCH + dt.timedelta(days=int(float(text)))).isoformat()
    match = _NAMED.fullmatch(text)
    if match is not None:
        day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        month = month_number(name)
        return _day(year, str(month), day) if month else None
    return None


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or its abbreviation, in any language the reader knows; None for other words."""
    return month_numbers().get(plain(name)) or _ENGLISH_MONTHS.get(name.casefold()[:3])


def _fits_calendar(compact: str) -> bool:
    return len(compact) < 8 or _day(compact[:4], compact[4:6], compact[6:8]) is not None


def _day(year: str, month: str, day: str) -> str | None:
    if len(day) > 2 or len(month) > 2 or len(year) not in (2, 4):
        return None
    y = int(year)
    if len(year) == 2:
        y += 2000 if y <= dt.date.today().year % 100 + 1 else 1900
    try:
        return dt.date(y, int(month), int(day)).isoformat()
    except ValueError:
        return None
