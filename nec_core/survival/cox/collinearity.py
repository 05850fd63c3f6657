"""How much of what a covariate tells the others of the model tell already.

Generalised variance inflation: how many times larger the variance of a covariate's coefficients is than it would be if
the others told nothing of it; of a number, the usual variance inflation factor. Fox J, Monette G. Generalized
collinearity diagnostics. J Am Stat Assoc 1992;87:178-183.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nec_core.survival.cox.risk_sets import Floats

Terms = Sequence[tuple[str, tuple[int, ...]]]


@dataclass(frozen=True)
class Inflation:
    """One covariate beside the others.

    Attributes:
        term: the covariate.
        df: its coefficients.
        factor: generalised variance inflation, to the power 1/df so that factors and numbers compare; None for a
            covariate of which a column says nothing that those before it do not.
        nearest: the other covariate that says most of the same.
    """

    term: str
    df: int
    factor: float | None
    nearest: str


def inflation(variance: Floats, columns: Floats, terms: Terms, aliased: Sequence[bool]) -> tuple[Inflation, ...]:
    """Of each of several covariates; empty for one.

    Args:
        variance: (p, p) of the coefficients.
        columns: (n, p) what was fitted.
        terms: each covariate's name and the indices of its columns.
        aliased: (p,) columns without a coefficient.
    """
    terms = [(name, of) for name, of in terms if of]
    if len(terms) < 2:
        return ()
    alike = _correlated(np.cov(columns, rowvar=False))
    free = [(name, tuple(c for c in of if not aliased[c])) for name, of in terms]
    return tuple(
        _nearest_in_columns(name, of, terms, alike)
        if any(aliased[c] for c in of)
        else _inflated(name, of, [(other, cs) for other, cs in free if cs and other != name], variance)
        for name, of in terms
    )


def _inflated(name: str, of: tuple[int, ...], others: Terms, variance: Floats) -> Inflation:
    shared = {other: _apart(variance, of, cs) for other, cs in others}
    everything = tuple(c for _, cs in others for c in cs)
    factor = float(np.exp(-_apart(variance, of, everything) / len(of))) if others else 1.0
    return Inflation(name, len(of), factor, min(shared, key=lambda other: shared[other], default=""))


def _apart(variance: Floats, of: tuple[int, ...], others: tuple[int, ...]) -> float:
    """Logarithm of how much smaller two sets of coefficients are together than each by itself: 0 where they have
    nothing in common, the more below the more they have."""
    both = [*of, *others]
    r = _correlated(variance[np.ix_(both, both)])
    k = len(of)
    return float(np.linalg.slogdet(r)[1] - np.linalg.slogdet(r[:k, :k])[1] - np.linalg.slogdet(r[k:, k:])[1])


def _nearest_in_columns(name: str, of: tuple[int, ...], terms: Terms, alike: Floats) -> Inflation:
    strongest = {other: float(np.abs(alike[np.ix_(of, cs)]).max()) for other, cs in terms if other != name}
    return Inflation(name, len(of), None, max(strongest, key=lambda other: strongest[other]))


def _correlated(covariance: Floats) -> Floats:
    spread = np.sqrt(np.diagonal(covariance))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.nan_to_num(covariance / np.outer(spread, spread))
    return found


__all__ = ["Inflation", "inflation"]
