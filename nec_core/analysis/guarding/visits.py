"""Guards of events that are seen at visits: dated by the visit, and not looked for between or after them.

Who has no progression is censored at the last assessment, and so is who progressed or died after two missed ones: Food
and Drug Administration. Clinical trial endpoints for the approval of cancer drugs and biologics. Guidance for industry.
2018.
"""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.analysis.guards import Guard
from nec_core.ingest.row_places import row_text
from nec_core.patients.visits import USUAL_DAYS, Schedule

MISSED_VISITS = 2
_NEARLY_ALL = 0.95
_MOST_ROWS = 8
"""So many rows are told in a sentence."""


def longest_unseen_days(found: Schedule | None) -> float:
    """After how long somebody counts as not looked at: two visits."""
    return MISSED_VISITS * (USUAL_DAYS if found is None else found.days)


def seen_at_visits(found: Schedule) -> Guard:
    """The guard for events that were seen at visits only."""
    every = f"{found.every} {found.unit}"
    return Guard(
        "seen_at_visits",
        "caution",
        f"{'Nearly all' if found.together >= _NEARLY_ALL else 'Most'} of the {fmt.count(found.n)} events lie on visits "
        f"every {every}: they are dated by the visit at which they were seen.",
        f"Each happened up to {every} before, or longer where a visit was missed. Medians are late by that much, and a "
        "group that is seen less often looks better.",
        "Say in the paper how often patients were seen, and compare groups only if they were seen alike. Who has no "
        "event is best censored at the last assessment.",
        about="patients",
    )


def not_assessed(rows: Sequence[int], found: Schedule | None) -> Guard:
    """The guard for patients who count as free of progression long after anybody looked.

    Args:
        rows: theirs, of the file.
        found: visits, where the events say which.
    """
    first = ", ".join(row_text(row) for row in rows[:_MOST_ROWS])
    more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
    gap = fmt.months(longest_unseen_days(found))
    one = len(rows) == 1
    return Guard(
        "not_assessed",
        "caution",
        f"{fmt.plural(len(rows), 'patient')} {'counts' if one else 'count'} as free of progression for more than "
        f"{gap}, two visits, after {'the' if one else 'their'} last tumour assessment: "
        f"{'row' if one else 'rows'} {first}{more}.",
        "Nobody looked in that time: a progression would not have been seen, and progression-free survival looks too "
        "long.",
        "Complete the assessments in your file. Otherwise report progression-free survival censored at the last "
        "assessment as well.",
        about="patients",
    )


__all__ = ["longest_unseen_days", "not_assessed", "seen_at_visits"]
