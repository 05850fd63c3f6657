"""Where the disease progressed first, by group, counted. The counts are no risks: who was followed longer had more time
to progress; `nec_core.summary.first_events` has the risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable
from nec_core.patients.grouping import group
from nec_core.summary.progression import ProgressionSummary, progression_summary


@dataclass(frozen=True)
class FirstSites:
    """Progression in everybody and in each group.

    Attributes:
        by: what the groups are made of; None without.
        overall: everybody.
        groups: those that have patients, in the variable's order; not recorded last.
    """

    by: Variable | None
    overall: ProgressionSummary
    groups: Mapping[str, ProgressionSummary]


def first_sites(cohort: Cohort, by: str | None = None) -> FirstSites:
    """Counts progression and its first sites by group.

    Raises:
        PlanError: no such variable, too many groups, or a kind that can't be grouped.
    """
    overall = progression_summary(cohort)
    if by is None:
        return FirstSites(None, overall, {})
    found = group(cohort, by)
    parts = {name: progression_summary(cohort.subset(found.codes == k)) for k, name in enumerate(found.names)}
    if found.n_missing:
        parts[NOT_RECORDED] = progression_summary(cohort.subset(found.codes < 0))
    return FirstSites(found.variable, overall, parts)
