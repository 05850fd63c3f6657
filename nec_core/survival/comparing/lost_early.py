"""Best and worst case for patients lost early: what the test would say had they died at last contact, or lived on.

Altman DG, De Stavola BL, Love SB, Stepniewska KA. Review of survival analyses published in cancer journals. Br J Cancer
1995;72:511-518 (losses that are not told). Early is before the median follow-up (reverse Kaplan-Meier): those seen for
longer are followed as long as this cohort usually is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.follow_up import follow_up
from nec_core.survival.curves.many_medians import many_medians


@dataclass(frozen=True)
class LossCase:
    """One thing that may have become of those lost early.

    Attributes:
        died: the groups whose lost patients died at last contact; those of the others lived to the end.
        p: of the log-rank test then; None where not estimable.
    """

    died: tuple[str, ...]
    p: float | None


@dataclass(frozen=True)
class LossMedians:
    """A group's median survival, None for not reached, if all its lost patients died at once, or none did."""

    group: str
    n_lost: int
    worst: float | None
    best: float | None


@dataclass(frozen=True)
class LostEarly:
    """What those lost early could change.

    Attributes:
        before: last seen alive before this time, the median follow-up, in the table's unit.
        n: how many.
        cases: all died; all lived; and for each group, it alone died, and it alone lived.
        p_min, p_max: over the cases; None where none is estimable.
        medians: per group.
    """

    before: float
    n: int
    cases: tuple[LossCase, ...]
    p_min: float | None
    p_max: float | None
    medians: tuple[LossMedians, ...]


def lost_early(table: EventTable) -> LostEarly | None:
    """Every case of a table without delayed entry; None where nobody is followed, or the median follow-up is not
    reached."""
    if not table.times.size:
        return None
    median = follow_up(table.pooled(), "log-log", 0.95)[0].reverse_km.value
    if median is None:
        return None
    lost = np.where(table.times < median, table.censored, 0)
    k = len(table.groups)
    whose = [(True,) * k, (False,) * k]
    whose += [tuple((g == one) == alone for g in range(k)) for alone in (True, False) for one in range(k)]
    told = dict.fromkeys(whose)  # of two groups "one alone died" and "the other alone lived" are the same
    cases = tuple(_case(table, lost, died) for died in told)
    known = [case.p for case in cases if case.p is not None]
    worst, best = (_changed(table, lost, np.full(k, died)) for died in (True, False))
    return LostEarly(
        before=median,
        n=int(lost.sum()),
        cases=cases,
        p_min=min(known, default=None),
        p_max=max(known, default=None),
        medians=tuple(
            LossMedians(table.groups[g], int(lost[g].sum()), _median(worst, g), _median(best, g)) for g in range(k)
        ),
    )


def _case(table: EventTable, lost: NDArray[np.int64], died: tuple[bool, ...]) -> LossCase:
    changed = _changed(table, lost, np.array(died))
    return LossCase(tuple(g for g, d in zip(table.groups, died, strict=True) if d), log_rank(changed).p)


def _changed(table: EventTable, lost: NDArray[np.int64], died: NDArray[np.bool_]) -> EventTable:
    """Those lost had the event where they were last seen, or were seen to the end without it."""
    moved = np.zeros_like(lost)
    moved[:, -1] = np.where(died, 0, lost.sum(axis=1))
    events = table.events + np.where(died[:, None], lost, 0)
    return replace(table, events=events, censored=table.censored - lost + moved)


def _median(table: EventTable, g: int) -> float | None:
    value = float(many_medians(table.times, table.events[g : g + 1], table.censored[g : g + 1])[0])
    return value if np.isfinite(value) else None
