"""Dates as people write them, to ISO text. The order of day and month is decided for a whole column, never per row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

DateOrder = Literal["YMD", "DMY", "MDY"]

_THREE = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?:[ T]\d{1,2}:\d{2}.*)?")
_TWO = re.compile(r"(\d{1,4})([-/.])(\d{1,4})")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?")
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([A-Za-zÀ-ÿ]{3,9})\.?[-/., ]*(\d{2,4})|([A-Za-zÀ-ÿ]{3,9})\.? (\d{1,2}),? (\d{4})")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.0+)?")
_MONTHS = {
    m: i
    for i, names in enumerate(
        ("jan janv januar enero", "feb fév févr februar", "mar mär mars mrz märz", "apr avr avril abr", "may mai mayo",
         "jun juin juni", "jul juil juli", "aug août ago", "sep sept", "oct okt", "nov", "dec dez déc dic"), start=1,
    )
    for m in names.split()
}  # fmt: skip
_EXCEL_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class OrderVerdict:
    """What a column's texts say about the order of day, month and year.

    Attributes:
        order: the order all three-number dates agree on; None when several fit ("ambiguous") or when none is needed.
        ambiguous: several orders fit every date: a person must say.
        share: how much of the texts can be read as a date at all, 0 to 1.
        serials: some texts are spreadsheet serial numbers.
    """

    order: DateOrder | None
    ambiguous: bool
    share: float
    serials: bool


def judge_order(texts: Iterable[str]) -> OrderVerdict:
    """Decides the order from a column's distinct non-blank texts."""
    n = readable = 0
    serials = False
    fits = {"YMD": 0, "DMY": 0, "MDY": 0}
    three = dots = 0
    for text in texts:
        n += 1
        match = _THREE.fullmatch(text)
        if match is None:
            found = iso(text, None) is not None
            readable += found
            serials |= found and _SERIAL.fullmatch(text) is not None
            continue
        three += 1
        dots += match[2] == "."
        orders: tuple[DateOrder, ...] = ("YMD", "DMY", "MDY")
        fitting = [o for o in orders if iso(text, o) is not None]
        readable += bool(fitting)
        for o in fitting:
            fits[o] += 1
    share = readable / n if n else 0.0
    if not three:
        return OrderVerdict(None, False, share, serials)
    best = max(fits.values())
    # an order that reads nearly all dates beats one that reads clearly fewer: a few typing errors must not
    # make a day-first column ambiguous
    winners = [o for o in ("YMD", "DMY", "MDY") if fits[o] == best]
    if len(winners) == 1:
        return OrderVerdict(winners[0], False, share, serials)  # type: ignore[arg-type]  # a key of fits
    if "YMD" in winners:
        return OrderVerdict("YMD", False, share, serials)
    if dots == three:  # 03.04.2019 is written where the day comes first
        return OrderVerdict("DMY", False, share, serials)
    return OrderVerdict(None, True, share, serials)


def iso(text: str, order: DateOrder | None) -> str | None:
    """The date as ISO text (2019-05-17, 2019-05, 2019), or None when it can't be read.

    Two-digit years up to next year's belong to this century. Five-digit numbers are spreadsheet serials.
    """
    match = _THREE.fullmatch(text)
    if match is not None:
        a, c, b = match[1], match[4], match[3]
        if len(a) == 4:
            return _day(a, b, c)
        if order == "DMY":
            return _day(c, b, a)
        if order == "MDY":
            return _day(c, a, b)
        return _day(a, b, c) if order == "YMD" and len(a) == 2 and len(c) <= 2 else None
    if _COMPACT.fullmatch(text):
        return "-".join(p for p in (text[:4], text[4:6], text[6:8]) if p) if _fits_calendar(text) else None
    match = _TWO.fullmatch(text)
    if match is not None:
        year, month = (match[1], match[3]) if len(match[1]) == 4 else (match[3], match[1])
        return f"{year}-{int(month):02d}" if len(year) == 4 and len(month) <= 2 and 1 <= int(month) <= 12 else None
    if _SERIAL.fullmatch(text):
        return (_EXCEL_EPOCH + dt.timedelta(days=int(float(text)))).isoformat()
    match = _NAMED.fullmatch(text)
    if match is not None:
        day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        month_number = _month(name)
        return _day(year, str(month_number), day) if month_number else None
    return None


def _month(name: str) -> int | None:
    low = name.casefold()
    return _MONTHS.get(low) or _MONTHS.get(low[:3])


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
