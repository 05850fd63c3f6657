"""The permutation log-rank test, for cohorts too small for a chi-squared P.

Peto R, Peto J. Asymptotically efficient rank invariant test procedures. J R Stat Soc A 1972;135:185-207.
Heinze G, Gnant M, Schemper M. Exact log-rank tests for unequal follow-up. Biometrics 2003;59:1151-1157 (its
limits: when follow-up differs between the groups, so does the null distribution).

Each patient's score is event minus cumulative hazard of everybody at their time; a group's scores add up to
its observed minus expected events. Under the null hypothesis every arrangement of the patients in groups of
these sizes is as likely; P is the share of arrangements at least as far from expectation as the one observed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DRAWS = 100_000
# Half of a two-group problem is listed in full while the list stays this short: 46 patients without ties.
_LONGEST_HALF = 1 << 23
_MOST_ARRANGEMENTS = 200_000
_CHUNK = 1 << 21


@dataclass(frozen=True)
class PermutationTest:
    """The permutation log-rank test.

    Attributes:
        p: two-sided; None when fewer than two groups have patients, or nobody had the event.
        exact: every arrangement was counted; else P comes from random draws.
        arrangements: how many there are; None when P comes from draws or there is none.
        draws, seed: how many random arrangements, and where the generator started; None when exact.
        monte_carlo_error: standard error of P from drawing; None when exact.
    """

    p: float | None
    exact: bool
    arrangements: int | None
    draws: int | None
    seed: int | None
    monte_carlo_error: float | None


def permutation_test(
    table: EventTable,
    draws: int = DRAWS,
    seed: int = 20_201_201,
    told: Callable[[float], None] = lambda _: None,
) -> PermutationTest:
    """Tests equal survival in all groups of the table that have patients.

    Exact where the number of arrangements allows (two groups: about 45 patients, more with ties), else seeded
    random draws; the same table, draws and seed give the same P.

    Args:
        table: counts per time and group.
        draws, seed: of the random arrangements.
        told: how far the drawing has come, 0 to 1; may raise to end it.

    Raises:
        PlanError: delayed entry, for which patients are not exchangeable, or draws less than 1.
    """
    if table.entered is not None:
        raise PlanError("Patients who enter at different times can't be exchanged. Use the log-rank test instead.")
    if draws < 1:
        raise PlanError(f"draws must be at least 1, but was {draws}. Use 100000.")
    sizes = table.n[table.n > 0]
    if sizes.size < 2 or not table.events.any():
        return PermutationTest(None, True, None, None, None, None)
    scores, counts, observed = _scores(table)
    share = _exact_two(scores, counts, sizes, observed) if sizes.size == 2 else None
    if share is None:
        share = _exact_many(scores, counts, sizes, observed)
    if share is not None:
        return PermutationTest(min(1.0, share), True, _multinomial(sizes), None, None, None)
    hits = _drawn(scores, counts, sizes, observed, draws, np.random.default_rng(seed), told)
    # The observed arrangement is one of those possible: P is never zero.
    p = (hits + 1) / (draws + 1)
    return PermutationTest(p, False, None, draws, seed, math.sqrt(p * (1.0 - p) / draws))


def _scores(table: EventTable) -> tuple[Floats, Integers, float]:
    """Distinct scores, how many patients have each, and the observed distance from expectation."""
    present = table.n > 0
    events, censored = table.events[present], table.censored[present]
    at_risk = table.at_risk[present].sum(axis=0).astype(np.float64)
    hazard = (events.sum(axis=0) / np.maximum(at_risk, 1.0)).cumsum()
    group_sums = events @ (1.0 - hazard) - censored @ hazard
    distance = float((group_sums**2 / table.n[present]).sum())
    scores, counts = (
        np.concatenate((1.0 - hazard, -hazard)),
        np.concatenate((events.sum(axis=0), censored.sum(axis=0))),
    )
    # Those last seen between two events have the same score: fewer distinct scores, fewer arrangements to
    # list.
    distinct, place = np.unique(scores[counts > 0], return_inverse=True)
    return distinct, np.bincount(place, weights=counts[counts > 0]).astype(np.int64), distance


def _exact_two(scores: Floats, counts: Integers, sizes: Integers, observed: float) -> float | None:
    """Share of extreme arrangements of two groups; None when there are too many to list.

    All ways to fill the first group from one half of the scores meet all ways to fill it up from the other
    half: two
    lists of square-root length instead of one list of all arrangements.
    """
    cut = int(np.searchsorted(np.log(counts + 1.0).cumsum(), np.log(counts + 1.0).sum() / 2.0)) + 1
    longest = max(float(np.log(half + 1.0).sum()) for half in (counts[:cut], counts[cut:]))
    if longest > math.log(_LONGEST_HALF) + 1e-9:
        return None
    n, wanted = int(sizes.sum()), int(sizes[0])
    first, second = (_fillings(scores[half], counts[half], wanted / n) for half in (slice(cut), slice(cut, None)))
    # Scores add up to zero, so the groups' sums are s and -s, and the distance is s^2 (1 / n1 + 1 / n2).
    bound = math.sqrt(observed * sizes[0] * sizes[1] / n)
    bound -= 1e-9 * float(np.abs(scores).max())
    extreme, total = 0.0, 0.0
    for size, some in first.items():
        if wanted - size in second:
            # The shorter list is looked up in the longer one.
            few, many = sorted((some, second[wanted - size]), key=lambda x: x.sums.size)
            outside, every = _outside(few, many, bound)
            extreme += outside
            total += every
    return extreme / total


@dataclass(frozen=True, eq=False)
class _Fillings:
    """Ways to take equally many patients from some scores.

    Attributes:
        sums: (m,) increasing, of the scores taken.
        ways: (m,) the chance of each, or None where all have the chance `each`.
    """

    sums: Floats
    ways: Floats | None
    each: float = 1.0


def _outside(few: _Fillings, many: _Fillings, bound: float) -> tuple[float, float]:
    """The chance of a pair of fillings whose sum is at least `bound` from zero, and that of any pair."""
    begin = np.searchsorted(many.sums, -bound - few.sums, side="right")
    end = np.searchsorted(many.sums, bound - few.sums, side="left")
    if many.ways is None:
        inside, whole = many.each * np.maximum(end - begin, 0), many.each * many.sums.size
    else:
        up_to = np.concatenate(([0.0], many.ways.cumsum()))
        inside, whole = np.maximum(up_to[end] - up_to[begin], 0.0), float(up_to[-1])
    if few.ways is None:
        return few.each * float((whole - inside).sum()), few.each * few.sums.size * whole
    return float(few.ways @ (whole - inside)), float(few.ways.sum()) * whole


def _fillings(scores: Floats, counts: Integers, share: float) -> dict[int, _Fillings]:
    """For each number of patients taken: the sums they can have, and in how many ways.

    The ways are told as the chance of taking so many of each score when each patient is taken with the chance `share`:
    of 2,000 patients their number passes what a float can hold. Among arrangements that take equally many, the ratios
    are the same. Scores are added one by one, so that each list is two or more sorted ones put together.
    """
    alike = not (counts > 1).any()
    found: dict[int, tuple[list[Floats], list[Floats]]] = {0: ([np.zeros(1)], [np.ones(1)])}
    for score, count in zip(scores.tolist(), counts.tolist(), strict=True):
        taken: dict[int, tuple[list[Floats], list[Floats]]] = {}
        for size, ((sums,), (ways,)) in found.items():
            for step in range(count + 1):
                lists = taken.setdefault(size + step, ([], []))
                lists[0].append(sums + step * score)
                lists[1].append(ways if alike else ways * _chance(count, step, share))
        found = {size: _sorted(*lists, alike) for size, lists in taken.items()}
    k = counts.size
    return {
        size: _Fillings(sums, None if alike else ways, share**size * (1.0 - share) ** (k - size) if alike else 1.0)
        for size, ((sums,), (ways,)) in found.items()
    }


def _sorted(sums: list[Floats], ways: list[Floats], alike: bool) -> tuple[list[Floats], list[Floats]]:
    joined = sums[0] if len(sums) == 1 else np.concatenate(sums)
    if alike:
        joined.sort(kind="stable")
        return [joined], ways[:1]
    order = np.argsort(joined, kind="stable")
    return [joined[order]], [np.concatenate(ways)[order]]


def _chance(count: int, step: int, share: float) -> float:
    """Of taking `step` of `count` patients."""
    ways = math.log(math.comb(count, step))
    return math.exp(ways + step * math.log(share) + (count - step) * math.log1p(-share))


def _exact_many(scores: Floats, counts: Integers, sizes: Integers, observed: float) -> float | None:
    """Share of extreme arrangements of any number of groups, listed one patient at a time."""
    if _log_multinomial(sizes) > math.log(_MOST_ARRANGEMENTS):
        return None
    arrangements = _multinomial(sizes)
    k = sizes.size
    sums, taken = np.zeros((1, k)), np.zeros((1, k), dtype=np.int64)
    for score in np.repeat(scores, counts).tolist():
        step = np.eye(k, dtype=np.int64)
        taken = (taken[:, None, :] + step).reshape(-1, k)
        sums = (sums[:, None, :] + score * step).reshape(-1, k)
        fits = (taken <= sizes).all(axis=1)
        sums, taken = sums[fits], taken[fits]
    return float(_as_extreme(sums, sizes, observed).sum()) / arrangements


def _drawn(
    scores: Floats,
    counts: Integers,
    sizes: Integers,
    observed: float,
    draws: int,
    random: np.random.Generator,
    told: Callable[[float], None],
) -> int:
    """How many of `draws` random arrangements are at least as extreme."""
    everybody = np.repeat(scores, counts)
    begin = np.concatenate(([0], sizes.cumsum()[:-1]))
    chunk, hits = max(1, _CHUNK // everybody.size), 0
    for first in range(0, draws, chunk):
        told(first / draws)
        rows = np.broadcast_to(everybody, (min(chunk, draws - first), everybody.size))
        sums = np.add.reduceat(random.permuted(rows, axis=1), begin, axis=1)
        hits += int(_as_extreme(sums, sizes, observed).sum())
    return hits


def _as_extreme(sums: Floats, sizes: Integers, observed: float) -> NDArray[np.bool_]:
    """(a, k) sums of scores: which arrangements are as far from expectation as the observed one."""
    far: NDArray[np.bool_] = (sums**2 / sizes).sum(axis=1) >= observed * (1.0 - 1e-9) - 1e-12
    return far


def _log_multinomial(sizes: Integers) -> float:
    """Its logarithm, at once for millions too."""
    return math.lgamma(int(sizes.sum()) + 1) - sum(math.lgamma(size + 1) for size in sizes.tolist())


def _multinomial(sizes: Integers) -> int:
    """Number of ways to deal patients into groups of these sizes."""
    ways, left = 1, int(sizes.sum())
    for size in sizes.tolist():
        ways *= math.comb(left, size)
        left -= size
    return ways
