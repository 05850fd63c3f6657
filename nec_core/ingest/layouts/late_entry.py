"""Columns that look like delayed entry: told, since nobody who does not know of it would choose it.

Who comes under observation late is immortal until then; `nec_core.patients.delayed_entry` counts them from there on.
"""

from __future__ import annotations

import numpy as np

from nec_core.ingest.matching.endpoint_columns import looks_like_time
from nec_core.ingest.matching.profile import Profile, header_words, numbers, profile
from nec_core.ingest.raw_table import RawTable

_AROUND = frozenset(("time", "age", "at", "of", "days", "months", "weeks", "years", "late", "delayed", "observation"))
_ENTRY = frozenset(("entry", "enter", "entered", "ageentry", "entryage", "entrytime", "entertime", "timeentry"))
_FILLED = 0.9


def entry_column(raw: RawTable) -> str | None:
    """The number called entry that is below the time in every row; None where there is none."""
    named = [c for c, name in raw.names.items() if _says_entry(header_words(name))]
    if not named:
        return None
    profiles = [profile(raw, c) for c in raw.columns]
    times = [p for p in profiles if looks_like_time(p) and p.column not in named]
    return next((p.column for p in profiles if p.column in named and any(_below(raw, p, t) for t in times)), None)


def entry_note(column: str, why: str) -> str:
    """What such a column is, and where to choose it."""
    return (
        f"“{column}” {why} and looks like delayed entry: choose it on Survival curves under “Under observation from”, "
        "or with --entry."
    )


def _says_entry(words: str) -> bool:
    said = words.split()
    return any(w in _ENTRY for w in said) and all(w in _ENTRY or w in _AROUND for w in said)


def _below(raw: RawTable, p: Profile, time: Profile) -> bool:
    if p.number_share < 1 or p.dates.share > _FILLED:
        return False
    entry, end = numbers(raw, p), numbers(raw, time)
    both = ~np.isnan(entry) & ~np.isnan(end)
    return bool(both.mean() >= _FILLED and (entry < end)[both].all() and (entry > 0)[both].any())
