"""Log-rank tests, unweighted and weighted, plain and stratified.

Mantel N. Cancer Chemother Rep 1966;50:163-170. Peto R, Peto J. J R Stat Soc A 1972;135:185-207. Gehan EA.
Biometrika 1965;52:203-223. Tarone RE, Ware J. Biometrika 1977;64:156-160. Fleming TR, Harrington DP. Commun
Stat 1981;10:763-794; Counting Processes and Survival Analysis, Wiley 1991 (rho and gamma). Hypergeometric
variance, two-sided, no continuity correction; groups without expected events are dropped, as R's survdiff
does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.distributions import chi_squared_tail

WEIGHTINGS = ("log-rank", "peto-peto", "gehan-breslow", "tarone-ware", "fleming-harrington")


@dataclass(frozen=True, eq=False)
class LogRank:
    """A test of equal survival in all groups.

    Attributes:
        weighting: one of WEIGHTINGS.
        chi2, df, p: None when fewer than two groups have expected events, or nothing varies.
        observed, expected: (k,) float64, weighted sums, one per group of the table.
        n: (k,) int64 patients.
        groups_compared: names of the groups with expected events, those the test is about.
        rho, gamma: exponents of the Fleming-Harrington weight S(t-)^rho (1 - S(t-))^gamma; None for weights
            that are not of this family.
    """

    weighting: str
    chi2: float | None
    df: int | None
    p: float | None
    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    n: NDArray[np.int64]
    groups_compared: tuple[str, ...]
    rho: float | None = None
    gamma: float | None = None


@dataclass(frozen=True, eq=False)
class Scores:
    """What every test of this family is made of; sums over times and strata.

    Attributes:
        observed, expected: (k,) weighted sums.
        variance: (k, k) covariance of observed - expected.
    """

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    variance: NDArray[np.float64]


def log_rank(table: EventTable, weighting: str = "log-rank", rho: float = 0.0, gamma: float = 0.0) -> LogRank:
    """Compares all groups of the table.

    Args:
        table: counts per time and group, with or without delayed entry.
        weighting: "log-rank"; "peto-peto", pooled survival just before each time as in R's survdiff(rho = 1);
            "gehan-breslow", number at risk; "tarone-ware", its square root; "fleming-harrington", by `rho`,
            `gamma`.
        rho, gamma: used by "fleming-harrington" only.

    Raises:
        PlanError: unknown weighting.
    """
    return stratified_log_rank((table,), weighting, rho, gamma)


def stratified_log_rank(
    tables: Sequence[EventTable], weighting: str = "log-rank", rho: float = 0.0, gamma: float = 0.0
) -> LogRank:
    """Compares the groups within strata: one table per stratum, all with the same groups. Weights are per
    stratum.

    Raises:
        PlanError: unknown weighting, no table, or tables of different groups.
    """
    rho, gamma = check_weighting(weighting, rho, gamma)
    if not tables or any(table.groups != tables[0].groups for table in tables):
        raise PlanError(
            "A stratified test needs one table per stratum, all with the same groups in the same order. "
            "Build every table with the same group_names."
        )
    scores = total_scores(tables, weighting, rho, gamma)
    compared = np.flatnonzero(scores.expected > 0.0)
    chi2, df = quadratic_form(scores, compared)
    of_family = weighting in ("log-rank", "peto-peto", "fleming-harrington")
    return LogRank(
        weighting=weighting,
        chi2=chi2,
        df=df,
        p=None if chi2 is None or df is None else chi_squared_tail(chi2, df),
        observed=scores.observed,
        expected=scores.expected,
        n=np.sum([table.n for table in tables], axis=0),
        groups_compared=tuple(tables[0].groups[g] for g in compared),
        rho=rho if of_family else None,
        gamma=gamma if of_family else None,
    )


def total_scores(tables: Sequence[EventTable], weighting: str, rho: float, gamma: float) -> Scores:
    """Observed, expected and covariance, summed over strata."""
    parts = [_scores(table, weighting, rho, gamma) for table in tables]
    if len(parts) == 1:
        return parts[0]
    return Scores(
        observed=np.sum([part.observed for part in parts], axis=0),
        expected=np.sum([part.expected for part in parts], axis=0),
        variance=np.sum([part.variance for part in parts], axis=0),
    )


def _scores(table: EventTable, weighting: str, rho: float, gamma: float) -> Scores:
    events, at_risk = table.events, table.at_risk.astype(np.float64)
    all_at_risk = at_risk.sum(axis=0)
    # Times without an event add nothing; with delayed entry there can be some at which nobody is left.
    if not all_at_risk.all():
        somebody = np.flatnonzero(all_at_risk)
        events, at_risk, all_at_risk = events[:, somebody], at_risk[:, somebody], all_at_risk[somebody]
    deaths = events.sum(axis=0).astype(np.float64)
    weights = _weights(deaths, all_at_risk, weighting, rho, gamma)
    share = at_risk / all_at_risk
    # With one patient left at risk there is nothing to vary; the numerator is zero there too.
    varying = weights**2 * deaths * (all_at_risk - deaths) / np.maximum(all_at_risk - 1.0, 1.0)
    scaled = share * varying
    return Scores(
        observed=events @ weights,
        expected=share @ (weights * deaths),
        variance=np.diag(scaled.sum(axis=1)) - scaled @ share.T,
    )


def _weights(
    deaths: NDArray[np.float64], all_at_risk: NDArray[np.float64], weighting: str, rho: float, gamma: float
) -> NDArray[np.float64]:
    if weighting == "gehan-breslow":
        return all_at_risk
    if weighting == "tarone-ware":
        return np.sqrt(all_at_risk)
    if rho == 0.0 and gamma == 0.0:
        return np.ones_like(all_at_risk)
    survival = ((all_at_risk - deaths) / all_at_risk).cumprod()
    just_before = np.concatenate(([1.0], survival[:-1])) if survival.size else survival
    weights: NDArray[np.float64] = just_before**rho * (1.0 - just_before) ** gamma
    return weights


def check_weighting(weighting: str, rho: float, gamma: float) -> tuple[float, float]:
    """The exponents that go with a weighting. Raises PlanError when it is unknown."""
    if weighting not in WEIGHTINGS:
        raise PlanError(f"weighting must be one of {', '.join(WEIGHTINGS)}, but was {weighting!r}. Choose one of them.")
    if weighting == "fleming-harrington":
        return rho, gamma
    return (1.0, 0.0) if weighting == "peto-peto" else (0.0, 0.0)


def quadratic_form(scores: Scores, compared: NDArray[np.int64]) -> tuple[float | None, int | None]:
    """(O - E)' V^-1 (O - E) over the compared groups but one, and its degrees of freedom; None when V is
    singular.
    """
    if compared.size < 2:
        return None, None
    kept = compared[1:]
    difference = (scores.observed - scores.expected)[kept]
    variance = scores.variance[np.ix_(kept, kept)]
    spread = np.sqrt(variance.diagonal().clip(min=0.0))
    # Judged on the scale of correlations, so that it does not depend on the weights' size.
    if (spread <= 0.0).any():
        return None, None
    if kept.size > 1:
        spectrum = np.linalg.eigvalsh(variance / np.outer(spread, spread))
        if spectrum[0] <= 1e-14 * spectrum[-1]:
            return None, None
    return float(difference @ np.linalg.solve(variance, difference)), int(kept.size)
