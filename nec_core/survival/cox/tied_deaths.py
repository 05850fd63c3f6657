"""Efron's treatment of ties without a term for every death.

Efron B. The efficiency of Cox's likelihood function for censored data. J Am Stat Assoc 1977;72:557-565: of d events at
one time the l-th sees its fellow events at weight 1 - l / d. What is summed over l = 0 .. d - 1 are smooth functions of
l / d, and a sum over equally spaced points has a Gauss quadrature of its own, on the discrete Chebyshev polynomials
(Gautschi W. Orthogonal Polynomials: Computation and Approximation. Oxford 2004, section 1.5): 16 nodes are exact to
rounding while the dying carry no more than three quarters of the risk. So a comparison of groups costs the event
table's length, however many patients stand in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NODES = 16
MOST_DYING = 0.75
"""Share of the risk that the dying may carry: the quadrature's error is below 3^-32 of a term."""
_MOST_DYING_AT_FIRST = 0.5


@dataclass(frozen=True, eq=False)
class TiedDeaths:
    """The terms of Efron's sums over deaths.

    Attributes:
        m: number of slots, the distinct event times.
        slot: (D,) int64, the slot of each term.
        share: (D,) l / d, how much of its fellow events' risk a term does not see.
        weight: (D,) how many deaths a term stands for; None for one each.
        gathered: (s,) int64, the slots whose deaths are not all listed.
    """

    m: int
    slot: Integers
    share: Floats
    weight: Floats | None
    gathered: Integers

    def hold(self, at_risk: Floats, dying: Floats) -> bool:
        """Whether the quadrature is exact at these (m,) sums of risk over risk sets and over events."""
        return bool((dying[self.gathered] <= MOST_DYING * at_risk[self.gathered]).all())

    def denominators(self, at_risk: Floats, dying: Floats) -> Floats:
        """(D,) the risk of each term's risk set, its fellow events at their weight. Both sums are (m,)."""
        return at_risk[self.slot] - self.share * dying[self.slot]

    def sums(self, power: int, terms: Floats) -> Floats:
        """(m,) sum over a slot's deaths of share^power times (D,) `terms`."""
        weighted = self.share**power * terms
        if self.weight is not None:
            weighted *= self.weight
        return np.bincount(self.slot, weighted, minlength=self.m).astype(np.float64)


def each_death(deaths: Integers, ties: str) -> TiedDeaths:
    """One term per death. Args: (m,) deaths per slot; ties "efron", or "breslow", for which no weight is reduced."""
    slot = np.repeat(np.arange(deaths.size), deaths)
    rank = np.arange(slot.size) - (deaths.cumsum() - deaths)[slot]
    share = rank / deaths[slot]
    if ties != "efron":
        share = np.zeros_like(share)
    return TiedDeaths(deaths.size, slot, share, None, np.zeros(0, dtype=np.int64))


def gathered_deaths(deaths: Integers, at_risk: Floats) -> TiedDeaths:
    """Efron's terms, `NODES` for a slot with more deaths than that.

    Args:
        deaths: (m,) per slot.
        at_risk: (m,) patients at risk. Where more than half of them die every death keeps its term: with the covariates
            at work the dying would soon carry too much of the risk.
    """
    many = (deaths > NODES) & (deaths <= _MOST_DYING_AT_FIRST * at_risk)
    few = each_death(np.where(many, 0, deaths), "efron")
    gathered = np.flatnonzero(many)
    quadratures = [_quadrature(int(d)) for d in deaths[gathered]]
    slot = np.concatenate((few.slot, np.repeat(gathered, NODES)))
    share = np.concatenate((few.share, *(shares for shares, _ in quadratures)))
    weight = np.concatenate((np.ones(few.slot.size), *(weights for _, weights in quadratures)))
    return TiedDeaths(deaths.size, slot, share, weight, gathered)


@lru_cache(maxsize=4096)
def _quadrature(d: int) -> tuple[Floats, Floats]:
    """Nodes on l / d and weights, adding up to d, of the sum over l = 0 .. d - 1: eigenvalues and first components of
    the polynomials' recurrence (Golub GH, Welsch JH. Math Comp 1969;23:221-230)."""
    k = np.arange(1, NODES, dtype=np.float64)
    beside = np.sqrt(k**2 * (float(d) ** 2 - k**2) / (4.0 * (4.0 * k**2 - 1.0))) / d
    nodes, vectors = np.linalg.eigh(np.diag(beside, -1) + (d - 1.0) / (2.0 * d) * np.eye(NODES))
    return nodes, d * vectors[0] ** 2


__all__ = ["MOST_DYING", "NODES", "TiedDeaths", "each_death", "gathered_deaths"]
