"""Who died and when, in a file of dates whose columns have other names than one expects.

An event beside dates ("OS event", "Censored") tells who died as a vital status does; left as a variable of its own, the
dead without a date would pass for alive. And a date that the dead have and nobody else is their death's, whatever it is
called; without it they would die at their last visit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.dates import iso
from nec_core.ingest.cells.normalise import MISSING, value_table
from nec_core.ingest.matching.endpoint_columns import (
    endpoint_in,
    event_values,
    looks_like_event,
    of_one_cause,
    subject_of_event,
    subject_of_words,
    vital_values,
)
from nec_core.ingest.matching.outcome_words import in_english
from nec_core.ingest.matching.profile import Profile
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields

_NEARLY_ALL = 0.9  # share of the dead who have the date
_ENOUGH = 3  # of them
_HALF = 0.5
_HARDLY_ANY = 0.1  # share of the living who may have a date of death, by mistake
_MOSTLY = 0.8  # share of a value's rows with a date of death from which it means dead
_DATES = 0.9  # share of a column's texts that are dates
_MOST_LEVELS = 6
_AS_LONG = 0.5  # of the median time to death, how long the living are at least followed
_OF_A_CONTACT = ("visit", "contact", "follow", "seen")
_OTHER_DATES = (
    "birth", "relapse", "recurrence", "progression", "surgery", "operation", "treatment", "therapy", "chemo", "radio",
    "visit", "contact", "follow", "seen", "diagnosis", "metastas", "scan", "imaging", "biopsy",
)  # fmt: skip


@dataclass(frozen=True)
class Deaths:
    """What tells who died, beside the columns already known.

    Attributes:
        vital: the column that is the vital status; None where one is known or there is none.
        values: what its cells mean, as far as the file says it.
        date: the column that is the date of death; None likewise.
        by_name: its name speaks of death; else only the dead have it.
        of_all: the last contact is a date that was taken for death's by its name, which the living have as well.
        last: the column that is the last contact; None likewise.
    """

    vital: str | None
    values: Mapping[str, str]
    date: str | None
    last: str | None = None
    by_name: bool = False
    of_all: bool = False


def dated_deaths(raw: RawTable, free: Sequence[Profile], taken: Mapping[str, Profile]) -> Deaths:
    """What of the columns not yet taken tells who died and when.

    Args:
        raw: the cells.
        free: the columns nothing is known of.
        taken: field of the record -> the column taken for it. It has a start and an end.
    """
    event = None if "vital_status" in taken else _event(raw, free, taken)
    status = taken.get("vital_status") or event
    end = taken.get("death_date")
    seen = "last_contact_date" in taken
    if status is not None and end is not None and not seen and _the_living_have_it(raw, end, status):
        values = _meaning(event) if event is not None else {}
        return Deaths(event.column if event is not None else None, values, None, end.column, of_all=True)
    date, named = None, None
    if "death_date" not in taken:
        others = [p for p in free if p is not event]
        named = next((p.column for p in others if _speaks_of_death(raw, p, status)), None)
        behaving = (p.column for p in others if status is not None and _is_of_the_dead(raw, p, status))
        date = named or next(behaving, None)
    by_date = taken.get("death_date") or next((p for p in free if p.column == date), None)
    last = None
    if by_date is not None and "last_contact_date" not in taken and (start := _start(taken)) is not None:
        last = next((p.column for p in free if p is not by_date and _is_last_contact(raw, p, start, by_date)), None)
    if event is None:
        return Deaths(None, {}, date, last, named is not None)
    values = _meaning(event) or ({} if by_date is None else _as_dated(raw, event, by_date))
    return Deaths(event.column, values, date, last, named is not None)


def _start(taken: Mapping[str, Profile]) -> Profile | None:
    return next((taken[name] for name in ("diagnosis_date", "first_visit_date") if name in taken), None)


def _is_last_contact(raw: RawTable, p: Profile, start: Profile, death: Profile) -> bool:
    """Whether a date is when the living were last seen: nearly all of them have it, it is never before the start, and
    it lies as far behind it as deaths do, or shortly before them."""
    words = in_english(p.words)
    named_otherwise = any(other in words for other in _OTHER_DATES if other not in _OF_A_CONTACT)
    if p.dates.share < _DATES or p.dates.order is None or named_otherwise:
        return False
    last, began, died = (_days(raw, q) for q in (p, start, death))
    alive = np.isnan(died)
    if not alive.any() or (~np.isnan(last[alive])).mean() < _NEARLY_ALL:
        return False
    with np.errstate(invalid="ignore"):
        early = (last < began).mean()
    lived = np.nanmedian(died - began) if (~alive).any() else 0.0
    return bool(early <= 1 - _DATES and np.nanmedian((last - began)[alive]) >= lived * _AS_LONG > 0)


def _days(raw: RawTable, p: Profile) -> npt.NDArray[np.float64]:
    """(n,) days since 0001-01-01, nan for what is no full date."""
    texts, codes = raw.distinct(p.column)
    found = []
    for text in texts:
        day = iso(text, p.dates.order) or ""
        try:
            found.append(float(dt.date.fromisoformat(day).toordinal()))
        except ValueError:
            found.append(np.nan)
    return np.array(found, np.float64)[codes]


def _event(raw: RawTable, free: Sequence[Profile], taken: Mapping[str, Profile]) -> Profile | None:
    """An event that is death, or the only one that says nothing of itself; where progression is told, too, one that
    goes with the dates of death."""
    events = [p for p in free if looks_like_event(p) and not of_one_cause(p.words)]
    death = [p for p in events if endpoint_in(p.words) == "os" or (_plain(p) and subject_of_event(p) == "death")]
    unsaid = [p for p in events if _plain(p) and subject_of_event(p) is None]
    if death:
        return death[0]
    if not unsaid and "death_date" in taken:  # under a name nobody knows
        of_two = [p for p in free if p.n_distinct == 2 and p.n_filled >= raw.table.num_rows]
        return next((p for p in of_two if _as_dated(raw, p, taken["death_date"])), None)
    if "progression_date" in taken:
        unsaid = [p for p in unsaid if "death_date" in taken and _as_dated(raw, p, taken["death_date"])]
    return unsaid[0] if len(unsaid) == 1 else None


def _plain(p: Profile) -> bool:
    return endpoint_in(p.words) is None


def _meaning(event: Profile) -> dict[str, str]:
    if values := vital_values(event):
        return values
    return {text: "dead" if v == "1" else "alive" for text, v in event_values(event)[0].items() if v in "01"}


def _as_dated(raw: RawTable, event: Profile, date: Profile) -> dict[str, str]:
    """What the two values of an event mean by the dates of death: one nearly always has a date, the other hardly ever.
    Empty where they do not go together."""
    shares = {t: s for t, (s, _) in _dated_shares(raw, event, date).items() if t.casefold() in event.texts}
    dead = [t for t, s in shares.items() if s >= _MOSTLY]
    alive = [t for t, s in shares.items() if s <= 1 - _MOSTLY]
    if len(shares) != 2 or len(dead) != 1 or len(alive) != 1:
        return {}
    return {dead[0].casefold(): "dead", alive[0].casefold(): "alive"}


def _dated_shares(raw: RawTable, status: Profile, date: Profile) -> dict[str, tuple[float, int]]:
    """Value of a status -> the share of its rows that have a date, and how many rows it has."""
    dates, of_row = raw.distinct(date.column)
    filled = np.array([t.casefold() not in MISSING for t in dates], bool)[of_row]
    texts, codes = raw.distinct(status.column)
    rows = np.bincount(codes, minlength=len(texts))
    share = np.bincount(codes, weights=filled, minlength=len(texts)) / np.maximum(rows, 1)
    return {t: (float(s), int(n)) for t, s, n in zip(texts, share, rows, strict=True) if n}


def _the_living_have_it(raw: RawTable, date: Profile, status: Profile) -> bool:
    """Whether nearly everybody has a date of death, those of whom the status says that they live among them: then it is
    when each was seen last."""
    known = {**value_table(fields()["vital_status"]), **vital_values(status), **_meaning(status)}
    shares = _dated_shares(raw, status, date)
    alive = [(s, n) for t, (s, n) in shares.items() if known.get(t.casefold()) == "alive"]
    dead = [(s, n) for t, (s, n) in shares.items() if known.get(t.casefold()) == "dead"]
    return all(sum(n for _, n in group) >= _ENOUGH and all(s >= _MOSTLY for s, _ in group) for group in (alive, dead))


def _speaks_of_death(raw: RawTable, p: Profile, status: Profile | None) -> bool:
    """Whether a date's name speaks of death and of nothing else, and it is not there for everybody, nor as often for
    each level of the status: "died on" beside dates of contact. Who contradicts it is told."""
    words = in_english(p.words)
    if p.dates.share < _DATES or p.number_share > 1 - _DATES or subject_of_words(words) != "death":
        return False
    if any(other in words for other in _OTHER_DATES) or not _ENOUGH <= p.n_filled < raw.table.num_rows:
        return False
    if status is None or status.n_distinct < 2:
        return True
    shares = [share for share, _ in _dated_shares(raw, status, p).values()]
    return max(shares) >= _HALF >= min(shares)


def _is_of_the_dead(raw: RawTable, p: Profile, status: Profile) -> bool:
    """Whether a date is there for those of some levels of the status and for nobody of the others."""
    if p.dates.share < _DATES or not 2 <= raw.n_distinct(status.column) <= _MOST_LEVELS + 1:
        return False
    words = in_english(p.words)
    if subject_of_words(words) != "death" and any(other in words for other in _OTHER_DATES):
        return False
    shares = _dated_shares(raw, status, p)
    has = [t for t, (s, _) in shares.items() if s >= _MOSTLY]
    none = [t for t, (s, _) in shares.items() if s <= _HARDLY_ANY]  # who contradicts is told
    if not has or not none or len(has) + len(none) < len(shares) or sum(s * n for s, n in shares.values()) < _ENOUGH:
        return False
    known = {**value_table(fields()["vital_status"]), **_meaning(status)}
    return all(known.get(t.casefold(), "dead") == "dead" for t in has)
