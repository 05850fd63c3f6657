"""Log-rank tests between all pairs of groups, adjusted for their number.

Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 1979;6:65-70. Benjamini Y,
Hochberg Y. Controlling the false discovery rate. J R Stat Soc B 1995;57:289-300. Each pair is tested on its
own patients, as R's survminer::pairwise_survdiff does; adjustments equal R's p.adjust.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.counts.event_table import EventTable


@dataclass(frozen=True)
class PairwiseLogRank:
    """One pair of groups.

    Attributes:
        first, second: names of the groups.
        chi2, df, p_raw: of the pair's own log-rank test; None where it can't be done.
        p_holm, p_bonferroni, p_bh: adjusted for all pairs that could be tested; None where p_raw is.
    """

    first: str
    second: str
    chi2: float | None
    df: int | None
    p_raw: float | None
    p_holm: float | None
    p_bonferroni: float | None
    p_bh: float | None


def pairwise(
    table: EventTable, weighting: str = "log-rank", rho: float = 0.0, gamma: float = 0.0
) -> tuple[PairwiseLogRank, ...]:
    """Every pair of the table's groups, in the table's order. Fewer than two groups give no pair.

    Raises:
        PlanError: unknown weighting.
    """
    pairs = list(combinations(range(len(table.groups)), 2))
    tests = [log_rank(table.select(pair), weighting, rho, gamma) for pair in pairs]
    raw = [test.p for test in tests]
    adjusted = zip(adjust(raw, "holm"), adjust(raw, "bonferroni"), adjust(raw, "bh"), strict=True)
    return tuple(
        PairwiseLogRank(table.groups[a], table.groups[b], test.chi2, test.df, test.p, holm, bonferroni, bh)
        for (a, b), test, (holm, bonferroni, bh) in zip(pairs, tests, adjusted, strict=True)
    )


def adjust(p_values: Sequence[float | None], method: str) -> list[float | None]:
    """P values adjusted for their number by "holm", "bonferroni" or "bh"; None stays None and uncounted."""
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    m = len(known)
    adjusted: list[float | None] = [None] * len(p_values)
    if method == "bonferroni":
        for p, place in known:
            adjusted[place] = min(1.0, m * p)
    elif method == "holm":
        largest = 0.0
        for rank, (p, place) in enumerate(known):
            largest = max(largest, min(1.0, (m - rank) * p))
            adjusted[place] = largest
    else:
        smallest = 1.0
        for rank, (p, place) in reversed(list(enumerate(known, start=1))):
            smallest = min(smallest, m / rank * p)
            adjusted[place] = smallest
    return adjusted
