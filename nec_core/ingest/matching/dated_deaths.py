"""Who died and when, in a file of dates whose columns have other names than one expects.

An event beside dates ("OS event", "Censored") tells who died as a vital status does; left as a variable of its own, the
dead without a date would pass for alive. And a date that the dead have and nobody else is their death's, whatever it is
called; without it they would die at their last visit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.normalise import value_table
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

Mask = npt.NDArray[np.bool_]

_NEARLY_ALL = 0.9  # share of the dead who have the date
_ENOUGH = 3  # of them
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
    event = None if "vital_status" in taken else _event(free, taken)
    status = taken.get("vital_status") or event
    date = None
    if status is not None and "death_date" not in taken:
        date = next((p.column for p in free if p is not event and _is_of_the_dead(raw, p, status)), None)
    return Deaths(None if event is None else event.column, _meaning(event) if event is not None else {}, date)


def _event(free: Sequence[Profile], taken: Collection[str]) -> Profile | None:
    """An event that is death, or the only one that says nothing of itself."""
    events = [p for p in free if looks_like_event(p) and not of_one_cause(p.words)]
    death = [p for p in events if endpoint_in(p.words) == "os" or (_plain(p) and subject_of_event(p) == "death")]
    unsaid = [p for p in events if _plain(p) and subject_of_event(p) is None]
    if death:
        return death[0]
    return unsaid[0] if len(unsaid) == 1 and "progression_date" not in taken else None


def _plain(p: Profile) -> bool:
    return endpoint_in(p.words) is None


def _meaning(event: Profile) -> dict[str, str]:
    if values := vital_values(event):
        return values
    return {text: "dead" if v == "1" else "alive" for text, v in event_values(event)[0].items() if v in "01"}


def _is_of_the_dead(raw: RawTable, p: Profile, status: Profile) -> bool:
    """Whether a date is there for those of some levels of the status and for nobody of the others."""
    if p.dates.share < _DATES or not 2 <= raw.n_distinct(status.column) <= _MOST_LEVELS + 1:
        return False
    words = in_english(p.words)
    if subject_of_words(words) != "death" and any(other in words for other in _OTHER_DATES):
        return False
    dates, of_row = raw.distinct(p.column)
    filled = np.array([t != "" for t in dates], bool)[of_row]
    texts, codes = raw.distinct(status.column)
    rows = np.bincount(codes, minlength=len(texts))
    share = np.bincount(codes, weights=filled, minlength=len(texts)) / np.maximum(rows, 1)
    has = [t for t, s, n in zip(texts, share, rows, strict=True) if s >= _NEARLY_ALL and n]
    none = [t for t, s, n in zip(texts, share, rows, strict=True) if s == 0 and n]
    if not has or not none or len(has) + len(none) < len(texts) or filled.sum() < _ENOUGH:
        return False
    known = {**value_table(fields()["vital_status"]), **_meaning(status)}
    return all(known.get(t.casefold(), "dead") == "dead" for t in has)
