"""How the groups of a result differ: tests, pairs, hazard ratios, restricted means, survival at fixed times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nec_core.analysis.guards import FEW_EVENTS
from nec_core.patients.grouping import reference_level
from nec_core.survival.comparing.crossing import Crossing, crossings
from nec_core.survival.comparing.log_rank import LogRank, log_rank, stratified_log_rank
from nec_core.survival.comparing.milestone import MilestoneDifference, milestone_differences
from nec_core.survival.comparing.pairwise import PairwiseLogRank, pairwise
from nec_core.survival.comparing.permutation import PermutationTest, permutation_test
from nec_core.survival.comparing.trend_test import TrendTest, trend_test
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.counts.grouped_rows import GroupedRows
from nec_core.survival.cox.design import Factor
from nec_core.survival.cox.model import CoxModel, cox, cox_groups
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.rmst import RestrictedMeanComparison, rmst_comparisons

AT_ONCE = 200
"""Patients up to which what is done patient by patient takes less than two seconds: nobody need ask for it."""
PERMUTE_UP_TO_PATIENTS = 2000
"""Where events are few, the asymptotic P is not to be trusted alone, and permuting more patients is worth the wait."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two or more groups against each other.

    Attributes:
        log_rank: the unweighted test, the one a figure shows.
        weighted: Peto-Peto (R's survdiff with rho = 1), Gehan-Breslow, Tarone-Ware, which look at early differences,
            and Fleming-Harrington with the plan's exponents.
        stratified: the unweighted test within the strata of the plan, of who has one; None without strata.
        trend: along the scale of the groups; None for fewer than three groups on it, and for groups without one.
        trend_groups: the groups it is about, in that order.
        pairs: every two groups, with Holm, Bonferroni and Benjamini-Hochberg; one entry for two groups.
        hazard_ratios: Cox model of each group against the reference; proportional hazards are tested in it.
        restricted_means: each group's restricted mean against the reference's, to a common horizon.
        milestones: per chosen time, each group's survival minus the reference's.
        crossings: every two curves that cross by more than chance.
    """

    log_rank: LogRank
    weighted: tuple[LogRank, ...]
    stratified: LogRank | None
    trend: TrendTest | None
    trend_groups: tuple[str, ...]
    pairs: tuple[PairwiseLogRank, ...]
    hazard_ratios: CoxModel
    restricted_means: tuple[RestrictedMeanComparison, ...]
    milestones: tuple[tuple[MilestoneDifference, ...], ...]
    crossings: tuple[Crossing, ...]

    @property
    def peto_peto(self) -> LogRank:
        """The weighted test most programs offer."""
        return self.weighted[0]


def compare(
    table: EventTable,
    conf_level: float,
    horizon: float | None = None,
    times: Sequence[float] = (),
    fleming_harrington: tuple[float, float] = (0.0, 1.0),
    stratified: LogRank | None = None,
    rows: GroupedRows | None = None,
    reference: str | None = None,
    scale: Sequence[str] = (),
) -> Comparison | None:
    """Compares a table's groups; None when there are fewer than two.

    Args:
        table: counts per time and group; every group has patients.
        conf_level: of hazard ratios, restricted means and differences.
        horizon: of the restricted means, in the table's unit; None for the largest all curves reach.
        times: of the differences of survival, in the table's unit.
        fleming_harrington: exponents of that test's weight.
        stratified: the test within strata, where there are any: see `within_strata`.
        rows: the table's patients, needed with delayed entry only.
        reference: the group others are compared with; None for "no" of a yes/no variable, else the first. Another takes
            its place where nobody of it is followed up to the first event.
        scale: names of groups that follow each other, in that order: only along one is there a trend.
    """
    if len(table.groups) < 2:
        return None
    base = _reference(table, reference)
    along = [table.groups.index(name) for name in scale if name in table.groups]
    rho, gamma = fleming_harrington
    return Comparison(
        log_rank=log_rank(table),
        weighted=(
            log_rank(table, "peto-peto"),
            log_rank(table, "gehan-breslow"),
            log_rank(table, "tarone-ware"),
            log_rank(table, "fleming-harrington", rho, gamma),
        ),
        stratified=stratified,
        trend=trend_test(table.select(along)) if len(along) > 2 else None,
        trend_groups=tuple(table.groups[g] for g in along) if len(along) > 2 else (),
        pairs=pairwise(table),
        hazard_ratios=_hazard_ratios(table, base, conf_level, rows),
        restricted_means=rmst_comparisons(table, horizon, conf_level, base),
        milestones=tuple(milestone_differences(table, time, conf_level, base) for time in times),
        crossings=crossings(kaplan_meier(table)),
    )


def permuted(table: EventTable) -> PermutationTest | None:
    """The log-rank test without large-number theory; None where nobody had the event, with delayed entry, and where it
    takes more than a moment."""
    n, events = int(table.n.sum()), int(table.events.sum())
    if len(table.groups) < 2 or table.entered is not None or not events:
        return None
    return permutation_test(table) if n <= (PERMUTE_UP_TO_PATIENTS if events < FEW_EVENTS else AT_ONCE) else None


def _reference(table: EventTable, chosen: str | None) -> int:
    """Where nobody of the usual group is followed up to the first event, the first group that is: against a group that
    is in no risk set there is no hazard ratio, and what is printed would be against another one."""
    base = reference_level(table.groups, chosen)
    followed = np.flatnonzero(table.at_risk[:, table.events.any(axis=0)].sum(axis=1))
    return base if base in followed or not followed.size else int(followed[0])


def _hazard_ratios(table: EventTable, reference: int, conf_level: float, rows: GroupedRows | None) -> CoxModel:
    """From the table; with delayed entry from the rows, since the table does not say who entered when."""
    if table.entered is None or rows is None:
        return cox_groups(table, reference, conf_level)
    place = np.array([table.groups.index(name) if name in table.groups else -1 for name in rows.names])
    groups = Factor(place[rows.group], table.groups, reference)
    return cox(rows.time, rows.event == 1, {"group": groups}, rows.unit, rows.entry, conf_level=conf_level)


def within_strata(rows: GroupedRows, stratum: npt.NDArray[np.int32], n_strata: int) -> LogRank:
    """The log-rank test of the groups within strata; who has no stratum is left out.

    Args:
        rows: the patients.
        stratum: (n,) from 0 to n_strata - 1, -1 for not recorded.
        n_strata: how many there are.
    """
    k = len(rows.names)
    cell = np.where(stratum >= 0, stratum * k + rows.group, -1).astype(np.int32)
    table = replace(rows, group=cell, names=tuple(str(i) for i in range(n_strata * k))).table()
    tables = [_named(table.select(range(first, first + k)), rows.names) for first in range(0, n_strata * k, k)]
    return stratified_log_rank(tables)


def _named(table: EventTable, names: tuple[str, ...]) -> EventTable:
    return EventTable(names, table.times, table.events, table.censored, table.unit, table.entered)


__all__ = ["AT_ONCE", "Comparison", "compare", "permuted", "within_strata"]
