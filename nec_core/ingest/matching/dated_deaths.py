"""Who died and when, in a file of dates whose columns have other names than one expects.

An event beside dates ("OS event", "Censored") tells who died as a vital status does; left as a variable of its own, the
dead without a date would pass for alive. And a date that the dead have and nobody else is their death's, whatever it is
called; without it they would die at their last visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
_MOSTLY = 0.8  # share of a value's rows with a date of death from which it means dead
_DATES = 0.9  # share of a column's texts that are dates
_MOST_LEVELS = 6
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
    """

    vital: str | None
    values: Mapping[str, str]
    date: str | None


def dated_deaths(raw: RawTable, free: Sequence[Profile], taken: Mapping[str, Profile]) -> Deaths:
    """What of the columns not yet taken tells who died and when.

    Args:
        raw: the cells.
        free: the columns nothing is known of.
        taken: field of the record -> the column taken for it. It has a start and an end.
    """
    event = None if "vital_status" in taken else _event(raw, free, taken)
    status = taken.get("vital_status") or event
    date = None
    if status is not None and "death_date" not in taken:
        date = next((p.column for p in free if p is not event and _is_of_the_dead(raw, p, status)), None)
    if event is None:
        return Deaths(None, {}, date)
    by_date = taken.get("death_date") or next((p for p in free if p.column == date), None)
    values = _meaning(event) or ({} if by_date is None else _as_dated(raw, event, by_date))
    return Deaths(event.column, values, date)


def _event(raw: RawTable, free: Sequence[Profile], taken: Mapping[str, Profile]) -> Profile | None:
    """An event that is death, or the only one that says nothing of itself; where progression is told, too, one that
    goes with the dates of death."""
    events = [p for p in free if looks_like_event(p) and not of_one_cause(p.words)]
    death = [p for p in events if endpoint_in(p.words) == "os" or (_plain(p) and subject_of_event(p) == "death")]
    unsaid = [p for p in events if _plain(p) and subject_of_event(p) is None]
    if death:
        return death[0]
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


def _is_of_the_dead(raw: RawTable, p: Profile, status: Profile) -> bool:
    """Whether a date is there for those of some levels of the status and for nobody of the others."""
    if p.dates.share < _DATES or not 2 <= raw.n_distinct(status.column) <= _MOST_LEVELS + 1:
        return False
    words = in_english(p.words)
    if subject_of_words(words) != "death" and any(other in words for other in _OTHER_DATES):
        return False
    shares = _dated_shares(raw, status, p)
    has = [t for t, (s, _) in shares.items() if s >= _NEARLY_ALL]
    none = [t for t, (s, _) in shares.items() if s == 0]
    if not has or not none or len(has) + len(none) < len(shares) or sum(s * n for s, n in shares.values()) < _ENOUGH:
        return False
    known = {**value_table(fields()["vital_status"]), **_meaning(status)}
    return all(known.get(t.casefold(), "dead") == "dead" for t in has)
