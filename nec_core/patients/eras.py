"""Whether a category was coded, or fell out, otherwise in some years than in others.

A stage of another edition, a marker that came into use, a centre that joined: groups made of it differ in years, too.
Feinstein AR, Sosin DM, Wells CK. The Will Rogers phenomenon. Stage migration and new diagnostic techniques as a source
of misleading statistics for survival in cancer. N Engl J Med 1985;312:1604-1608.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort
from nec_core.patients.diagnosis_year import year_of_each
from nec_core.survival.comparing.fisher_exact import fisher_exact

Integers = npt.NDArray[np.int64]

BY_CHANCE = 0.05
"""The usual level, of P times the questions asked of a variable."""
LEAST_SHARE = 0.05
"""Of the patients, that a level has which is missing in some years, and that these years have: less says little."""
LEAST_PATIENTS = 5
MUCH_OTHER = 0.2
"""Difference of a level's shares between both halves: so many patients of a hundred would be in another group."""


@dataclass(frozen=True)
class EraDifference:
    """How one level, or having been recorded at all, depends on the year of diagnosis.

    Attributes:
        kind: "from" and "until" for what is there only from a year on, or up to one; "shares" for what is more common
            in one half of the patients than in the other.
        level: of the category; None for whether it is recorded.
        n: patients with it.
        year: the first or the last year of it; of "shares", the last year of the earlier half.
        years: the first and the last of the cohort.
        share_before, share_after: of the patients in both halves, or on both sides of the year.
        p: exact, times the questions that were asked.
    """

    kind: Literal["from", "until", "shares"]
    level: str | None
    n: int
    year: int
    years: tuple[int, int]
    share_before: float
    share_after: float
    p: float


def era_difference(cohort: Cohort, name: str) -> EraDifference | None:
    """What a category differs most in between years of diagnosis; None where chance explains it, where it matters
    little, and for one made of the years themselves."""
    key = ("era", name)
    if key not in cohort.memo:
        cohort.memo[key] = _most(cohort, name)
    found: EraDifference | None = cohort.memo[key]
    return found


def _most(cohort: Cohort, name: str) -> EraDifference | None:
    counts, first, levels = _counted(cohort, name)
    if np.count_nonzero(counts.sum(axis=0)) < 2 or _made_of_years(counts[1:]):
        return None
    of_each: list[tuple[str | None, Integers, Integers]] = [(None, counts[1:].sum(axis=0), counts.sum(axis=0))]
    of_each += [(level, mine, counts[1:].sum(axis=0)) for level, mine in zip(levels, counts[1:], strict=True)]
    asked = [one for level, mine, everybody in of_each for one in _asked_of(level, mine, everybody, first)]
    told = [replace(one, p=min(1.0, one.p * len(asked))) for one in asked]
    least = min(told, key=lambda one: one.p, default=None)
    return least if least is not None and least.p < BY_CHANCE else None


def _counted(cohort: Cohort, name: str) -> tuple[Integers, int, tuple[str, ...]]:
    """Patients (levels + 1, years), those without a value first, from the first year on; and the levels."""
    years, (codes, levels) = year_of_each(cohort), cohort.codes(name)
    known = ~np.isnan(years)
    if not known.any():
        return np.zeros((len(levels) + 1, 1), np.int64), 0, levels
    when = years[known].astype(np.int64)
    first, n = int(when.min()), int(when.max() - when.min()) + 1
    cells = np.bincount((codes[known] + 1) * n + when - first, minlength=(len(levels) + 1) * n)
    return cells.reshape(-1, n), first, levels


def _made_of_years(counts: Integers) -> bool:
    """Whether no two levels share a year: a period of diagnosis."""
    spans = sorted((int(there[0]), int(there[-1])) for mine in counts if (there := np.flatnonzero(mine)).size)
    return len(spans) > 1 and all(before[1] < after[0] for before, after in pairwise(spans))


def _asked_of(level: str | None, mine: Integers, everybody: Integers, first: int) -> tuple[EraDifference, ...]:
    """Three questions: is it there only from some year on, only up to one, and as common in both halves. What matters
    little has P 1.

    Args:
        level: which.
        mine, everybody: (years,) patients with it, and all of whom it is asked.
        first: the first year.
    """
    k, n = int(mine.sum()), int(everybody.sum())
    with_it, there = np.flatnonzero(mine), np.flatnonzero(everybody)
    if k in (0, n) or there.size < 2:
        return ()
    span = first + int(there[0]), first + int(there[-1])
    since, until = int(with_it[0]), int(with_it[-1])
    late, early = int(everybody[since:].sum()), int(everybody[: until + 1].sum())
    return (
        EraDifference("from", level, k, first + since, span, 0.0, k / late, _all_inside(k, late, n)),
        EraDifference("until", level, k, first + until, span, k / early, 0.0, _all_inside(k, early, n)),
        _in_halves(level, mine, everybody, first, span),
    )


def _all_inside(k: int, m: int, n: int) -> float:
    """P that all of k patients drawn from n are among m of them."""
    if min(k, n - m) < max(LEAST_PATIENTS, LEAST_SHARE * n):
        return 1.0
    ways = math.lgamma(m + 1) - math.lgamma(m - k + 1) - math.lgamma(n + 1) + math.lgamma(n - k + 1)
    return math.exp(ways)


def _in_halves(
    level: str | None, mine: Integers, everybody: Integers, first: int, span: tuple[int, int]
) -> EraDifference:
    k, n, up_to = int(mine.sum()), int(everybody.sum()), everybody.cumsum()
    last = int(np.abs(up_to[: span[1] - first] - n / 2).argmin())  # of the earlier half, as nearly as years allow
    early, with_it = int(up_to[last]), int(mine[: last + 1].sum())
    late, late_with_it = n - early, k - with_it
    before, after = with_it / early, late_with_it / late
    much = abs(after - before) >= MUCH_OTHER
    p = fisher_exact(with_it, early - with_it, late_with_it, late - late_with_it) if much else 1.0
    return EraDifference("shares", level, k, first + last, span, before, after, p)


__all__ = ["EraDifference", "era_difference"]
