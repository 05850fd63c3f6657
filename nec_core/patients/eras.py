"""Whether a category was coded, or fell out, otherwise in some years than in others.

A stage of another edition, a marker that came into use, a centre that joined: groups made of it differ in years, too.
Feinstein AR, Sosin DM, Wells CK. The Will Rogers phenomenon. Stage migration and new diagnostic techniques as a source
of misleading statistics for survival in cancer. N Engl J Med 1985;312:1604-1608.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort
from nec_core.patients.diagnosis_year import year_of_each
from nec_core.survival.comparing.fisher_exact import fisher_exact

Floats = npt.NDArray[np.float64]

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
        n_elsewhere: patients of the years without it; of "shares", of the later half.
        year: the first or the last year of it; of "shares", the last year of the earlier half.
        years: the first and the last of the cohort.
        share_before, share_after: of the patients in both halves, or on both sides of the year.
        p: exact, times the questions that were asked.
    """

    kind: Literal["from", "until", "shares"]
    level: str | None
    n: int
    n_elsewhere: int
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
    years, (codes, levels) = year_of_each(cohort), cohort.codes(name)
    known = ~np.isnan(years)
    years, codes = years[known], codes[known]
    have = [np.flatnonzero(codes == i) for i in range(len(levels))]
    if len(np.unique(years)) < 2 or _made_of_years([years[who] for who in have if who.size]):
        return None
    recorded = codes >= 0
    of_recorded = [(level, years[recorded], (codes == i)[recorded]) for i, level in enumerate(levels)]
    asked: list[tuple[str | None, Floats, npt.NDArray[np.bool_]]] = [(None, years, recorded), *of_recorded]
    found = [one for level, when, who in asked for one in _asked_of(level, when, who)]
    told = [replace(one, p=min(1.0, one.p * len(found))) for one in found if _matters(one, years.size)]
    least = min(told, key=lambda one: one.p, default=None)
    return least if least is not None and least.p < BY_CHANCE else None


def _made_of_years(several: Sequence[Floats]) -> bool:
    """Whether no two levels share a year: a period of diagnosis."""
    spans = sorted((float(years.min()), float(years.max())) for years in several)
    return len(spans) > 1 and all(before[1] < after[0] for before, after in pairwise(spans))


def _asked_of(level: str | None, years: Floats, who: npt.NDArray[np.bool_]) -> Iterator[EraDifference]:
    """Three questions: is it there only from some year on, only up to one, and as common in both halves."""
    n, k = years.size, int(who.sum())
    if k in (0, n):
        return
    span = int(years.min()), int(years.max())
    first, last = years[who].min(), years[who].max()
    for kind, inside in (("from", years >= first), ("until", years <= last)):
        m = int(inside.sum())
        share = k / m
        yield EraDifference(
            "from" if kind == "from" else "until", level, k, n - m, int(first if kind == "from" else last), span,
            0.0 if kind == "from" else share, share if kind == "from" else 0.0, _all_inside(k, m, n),
        )  # fmt: skip
    middle = np.median(years)
    early = years <= middle if (years <= middle).sum() < n else years < middle
    e, with_it = int(early.sum()), int(who[early].sum())
    later, later_with_it, year = n - e, k - with_it, int(years[early].max())
    p = fisher_exact(with_it, e - with_it, later_with_it, later - later_with_it)
    yield EraDifference("shares", level, k, later, year, span, with_it / e, later_with_it / later, p)


def _all_inside(k: int, m: int, n: int) -> float:
    """P that all of k patients drawn from n are among m of them."""
    return math.exp(sum(math.log((m - i) / (n - i)) for i in range(k))) if k <= 1000 or m == n else 0.0


def _matters(one: EraDifference, n: int) -> bool:
    if one.kind == "shares":
        return abs(one.share_after - one.share_before) >= MUCH_OTHER
    return min(one.n, one.n_elsewhere) >= max(LEAST_PATIENTS, LEAST_SHARE * n)


__all__ = ["EraDifference", "era_difference"]
