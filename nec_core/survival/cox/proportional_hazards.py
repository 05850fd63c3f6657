"""The score test of proportional hazards, equal to R's cox.zph from survival 3.0 on.

Grambsch PM, Therneau TM. Proportional hazards tests and diagnostics based on weighted residuals. Biometrika
1994;81:515-526. The test asks whether each coefficient changes in proportion to a function of time. It is the
score test of adding covariate x g(time), not the approximation by a single average variance that older R and
lifelines use (veteran, Karnofsky score, identity: 0.021 where lifelines has 0.115).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.survival.cox.partial_likelihood import Likelihood
from nec_core.survival.cox.risk_sets import CoxRows, Floats, Integers, RiskSets
from nec_core.survival.distributions import chi_squared_tail

TRANSFORMS = ("km", "identity", "log", "rank")


@dataclass(frozen=True)
class ProportionalHazards:
    """One line of the test.

    Attributes:
        term: the covariate, or "GLOBAL" for all of them together.
        chi2, df, p: None where not estimable.
    """

    term: str
    chi2: float | None
    df: int | None
    p: float | None


def proportional_hazards(
    sets: RiskSets, at: Likelihood, terms: tuple[tuple[str, tuple[int, ...]], ...], g: Floats
) -> tuple[ProportionalHazards, ...]:
    """Tests every term and all of them together.

    Args:
        sets: the risk sets of the fitted model.
        at: its likelihood at the p coefficients.
        terms: each term's name and the indices of its columns.
        g: (m,) the function of time, one value per slot of `sets`.
    """
    p = at.score.size
    g = g - np.average(g, weights=sets.deaths)
    slope = g @ at.slot_score
    crossed = np.einsum("s,spq->pq", g, at.slot_information)
    squared = np.einsum("s,spq->pq", g * g, at.slot_information)
    information = np.block([[at.information, crossed], [crossed, squared]])
    tests = [(name, columns) for name, columns in terms if columns]
    tests.append(("GLOBAL", tuple(range(p))))
    return tuple(_test(name, columns, slope, information) for name, columns in tests)


def _test(name: str, columns: tuple[int, ...], slope: Floats, information: Floats) -> ProportionalHazards:
    p = slope.size
    chosen = list(columns)
    added = [p + column for column in chosen]
    own, shared = information[np.ix_(added, added)], information[:p][:, added]
    # What the interaction knows beyond the covariates themselves.
    left = own - shared.T @ np.linalg.solve(information[:p, :p], shared)
    spread = np.sqrt(own.diagonal().clip(min=0.0))
    # Nothing is left to test with where the interaction's variance is the covariates' own but for rounding.
    if (left.diagonal() <= 1e-12 * own.diagonal()).any() or np.linalg.cond(left / np.outer(spread, spread)) > 1e12:
        return ProportionalHazards(name, None, None, None)
    chi2 = float(slope[chosen] @ np.linalg.solve(left, slope[chosen]))
    return ProportionalHazards(name, chi2, len(chosen), chi_squared_tail(chi2, len(chosen)))


def one_minus_survival_before(rows: CoxRows, ticks: Integers) -> Floats:
    """(m,) 1 - S(t-) at (m,) `ticks`, all strata as one: R's default transformation of time, "km"."""
    times = np.unique(rows.stop[rows.event])
    deaths = np.bincount(np.searchsorted(times, rows.stop[rows.event]), weights=rows.counts[rows.event])
    at_risk = _weight_from(rows.stop, rows.counts, times)
    if rows.start is not None:
        at_risk = at_risk - _weight_from(rows.start, rows.counts, times)
    survival = np.concatenate(([1.0], (1.0 - deaths / at_risk).cumprod()))
    return 1.0 - survival[np.searchsorted(times, ticks)]


def _weight_from(at: Integers, counts: Floats, times: Integers) -> Floats:
    """Sum of the counts whose tick is at or after each of `times`."""
    order = np.argsort(at, kind="stable")
    up_to = np.concatenate(([0.0], counts[order].cumsum()))
    from_time: Floats = up_to[-1] - up_to[np.searchsorted(at[order], times, side="left")]
    return from_time
