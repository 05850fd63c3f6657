"""How the groups of a result differ: tests, pairs, hazard ratios, restricted means."""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.grouping import reference_level
from nec_core.survival.cox import CoxModel, cox_groups
from nec_core.survival.event_table import EventTable
from nec_core.survival.log_rank import LogRank, log_rank
from nec_core.survival.pairwise import PairwiseLogRank, pairwise
from nec_core.survival.permutation import PermutationTest, permutation_test
from nec_core.survival.rmst import RestrictedMeanComparison, rmst_comparisons

PERMUTE_BELOW_EVENTS = 10
"""Under so many events the asymptotic P is not to be trusted alone (statistics of small cohorts)."""
PERMUTE_UP_TO_PATIENTS = 2000


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two or more groups against each other.

    Attributes:
        log_rank: the unweighted test, the one a figure shows.
        peto_peto: the weighted test that looks at early differences (R's survdiff with rho = 1).
        pairs: every two groups, with Holm, Bonferroni and Benjamini-Hochberg; one entry for two groups.
        hazard_ratios: Cox model of each group against the first, or "no" of a yes/no variable; proportional hazards
            are tested in it.
        restricted_means: each group's restricted mean against the same one, to a common horizon.
        permutation: where events are few, the log-rank test without large-number theory; else None.
    """

    log_rank: LogRank
    peto_peto: LogRank
    pairs: tuple[PairwiseLogRank, ...]
    hazard_ratios: CoxModel
    restricted_means: tuple[RestrictedMeanComparison, ...]
    permutation: PermutationTest | None


def compare(table: EventTable, conf_level: float, horizon: float | None = None) -> Comparison | None:
    """Compares a table's groups; None when there are fewer than two.

    Args:
        table: counts per time and group; every group has patients.
        conf_level: of hazard ratios and restricted means.
        horizon: of the restricted means, in the table's unit; None for the largest all curves reach.
    """
    if len(table.groups) < 2:
        return None
    reference = reference_level(table.groups)
    few = 0 < table.events.sum() < PERMUTE_BELOW_EVENTS and table.n.sum() <= PERMUTE_UP_TO_PATIENTS
    return Comparison(
        log_rank=log_rank(table),
        peto_peto=log_rank(table, "peto-peto"),
        pairs=pairwise(table),
        hazard_ratios=cox_groups(table, reference, conf_level),
        restricted_means=rmst_comparisons(table, horizon, conf_level, reference),
        permutation=permutation_test(table) if few else None,
    )
