"""Dates of birth, told by the other dates of their rows: long before all of them, by an adult's age."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.dates import DateOrder, iso
from nec_core.ingest.matching.profile import Profile
from nec_core.ingest.raw_table import RawTable
from nec_core.time_units import DAYS_PER_UNIT

_ROWS = 2000  # looked at; more would not change a verdict
_YEAR = DAYS_PER_UNIT["years"]
_YOUNGEST, _OLDEST = 18, 100  # years at the other date
_MIDDLE = 30  # years: half of a cohort is older, as a rule; a disease of childhood can lie less far back
_LIVED = 45  # years before today, half of a cohort; a diagnosis of an old registry lies less far back
_SPREAD = 8  # years between the tenth and the ninetieth part: ages differ, a calendar's slip does not
_FEW, _ENOUGH = 4, 10  # rows from which it may be, and from which it is sure
_MOST = 0.95
_NUMBER = re.compile(r"\d+(\.0+)?")
_LONE_YEAR = re.compile(r"(19|20)\d{2}")


@dataclass(frozen=True)
class _Dated:
    profile: Profile
    days: npt.NDArray[np.float64]  # (n,) ordinal days, NaN for none
    serial: bool
    years: bool


def births(raw: RawTable, profiles: Sequence[Profile], today: dt.date | None = None) -> dict[str, bool]:
    """Columns that hold dates of birth or years of birth -> whether that is sure."""
    dated = [_dated(raw, p) for p in profiles if p.dates.share > 0.8 and p.n_filled >= _FEW]
    found = {}
    for one in dated:
        others = [d for d in dated if d is not one and d.serial == one.serial]  # a serial can be a laboratory's number
        middle = _middle_age(one, others)
        if middle is not None:
            enough = int(np.isfinite(one.days).sum()) >= _ENOUGH
            found[one.profile.column] = enough and middle >= _MIDDLE and not one.years
        elif not others and not one.serial and not one.years and _is_of_the_living(one, today or dt.date.today()):
            found[one.profile.column] = False
    return found


def _dated(raw: RawTable, p: Profile) -> _Dated:
    texts = [t.strip() for t in raw.table.column(p.column).slice(0, _ROWS).to_pylist()]
    order: DateOrder = p.dates.order or "DMY"
    known = {t: _day(iso(t, order)) for t in set(texts)}
    years = all(_LONE_YEAR.fullmatch(t) for t in p.counts)
    numbers = all(_NUMBER.fullmatch(t) for t in p.counts)
    serial = numbers and not years and not all(len(t) == 8 for t in p.counts)
    return _Dated(p, np.array([known[t] for t in texts], np.float64), serial, years)


def _day(text: str | None) -> float:
    if text is None:
        return np.nan
    try:
        return float(
            dt.date.fromisoformat((text + "-07-01")[:10] if len(text) == 4 else (text + "-15")[:10]).toordinal()
        )
    except ValueError:
        return np.nan


def _middle_age(one: _Dated, others: Sequence[_Dated]) -> float | None:
    """The median age at the first of a row's other dates, in years; None where not nearly every row is an adult's."""
    if not others:
        return None
    with np.errstate(invalid="ignore"):
        stacked = np.vstack([d.days for d in others])
        known = np.isfinite(stacked).any(axis=0) & np.isfinite(one.days)
        if known.sum() < _FEW:
            return None
        first = np.nanmin(np.where(np.isfinite(stacked[:, known]), stacked[:, known], np.inf), axis=0)
    ages = (first - one.days[known]) / _YEAR
    low, high = np.quantile(ages, (0.1, 0.9))
    adult = float(((ages >= _YOUNGEST) & (ages <= _OLDEST)).mean())
    return float(np.median(ages)) if adult >= _MOST and high - low >= _SPREAD else None


def _is_of_the_living(one: _Dated, today: dt.date) -> bool:
    """Whether, with no other date beside it, nearly every date is one on which a living adult can be born."""
    days = one.days[np.isfinite(one.days)]
    if len(days) < _ENOUGH:
        return False
    ages = (today.toordinal() - days) / _YEAR
    low, high = np.quantile(ages, (0.1, 0.9))
    return float((ages >= _YOUNGEST).mean()) >= _MOST and float(np.median(ages)) >= _LIVED and high - low >= 2 * _SPREAD
