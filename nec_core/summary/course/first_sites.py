"""Where the disease progressed first, by group: counted, and as cumulative incidence with death competing.

The counts are no risks: who was followed longer had more time to progress. The incidences are (Aalen-Johansen).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable
from nec_core.patients.endpoints import PartialDates, available, endpoint_times
from nec_core.patients.grouping import EVERYBODY, group
from nec_core.patients.intervals import TimeZero
from nec_core.summary.progression import DISTANT_SITES, LOCOREGIONAL_SITES, ProgressionSummary, progression_summary
from nec_core.survival.comparing.gray import GrayTest, gray_test
from nec_core.survival.counts.competing_table import competing_table
from nec_core.survival.curves.competing_risks import IncidenceCurve, cumulative_incidence
from nec_core.time_units import converted

CAUSES = ("distant", "locoregional alone", "progression, site not recorded", "death without progression")
"""What can come first; "distant" is alone or with locoregional."""


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


@dataclass(frozen=True, eq=False)
class SiteIncidence:
    """Cumulative incidence of what came first.

    Attributes:
        by: what the groups are made of; None without.
        groups: names of the k groups that have patients.
        causes: the four, always in this order.
        curves: [group][cause]; the curves of a group add up to 1 less those still free of all.
        gray: per cause, the test between groups; None for one group.
        unit: of times.
        time_zero: from when they count, in words.
        excluded: reason -> patients not counted.
    """

    by: Variable | None
    groups: tuple[str, ...]
    causes: tuple[str, ...]
    curves: tuple[tuple[IncidenceCurve, ...], ...]
    gray: tuple[GrayTest | None, ...]
    unit: str
    time_zero: str
    excluded: Mapping[str, int]


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


def site_incidence(
    cohort: Cohort,
    by: str | None = None,
    unit: str = "months",
    time_zero: TimeZero | None = None,
    partial_dates: PartialDates = "exclude",
    conf_level: float = 0.95,
) -> SiteIncidence | None:
    """The cumulative incidence of distant and of locoregional progression, with death before either competing.

    Returns:
        None where progression-free survival is not computed from dates, or nobody can be counted.

    Raises:
        PlanError: as for `first_sites`, or the cohort does not have the time zero.
    """
    if not any(e.name == "pfs" and e.derived for e in available(cohort)):
        return None
    times, found = endpoint_times(cohort, "pfs", time_zero, partial_dates), group(cohort, by)
    keep = times.usable & (found.codes >= 0)
    if not keep.any():
        return None
    here = group(cohort, by, found.cut, keep)
    excluded = dict(times.excluded)
    if blank := int((times.usable & (found.codes < 0)).sum()):
        assert found.variable is not None
        excluded[f"{found.variable.label} not recorded"] = blank
    cause = _cause(cohort, times.event)[keep]
    table = competing_table(
        converted(times.time[keep], times.endpoint.unit, unit), cause, CAUSES, here.codes, here.names, unit
    )
    curves = [cumulative_incidence(table, k, "log", conf_level) for k in range(len(CAUSES))]
    several = len(here.names) > 1
    return SiteIncidence(
        by=here.variable,
        groups=here.names if by else (EVERYBODY,),
        causes=CAUSES,
        curves=tuple(tuple(of_cause[g] for of_cause in curves) for g in range(len(here.names))),
        gray=tuple(gray_test(table, k) if several else None for k in range(len(CAUSES))),
        unit=unit,
        time_zero=times.endpoint.time_zero,
        excluded=excluded,
    )


def _cause(cohort: Cohort, event: npt.NDArray[np.int8]) -> npt.NDArray[np.int64]:
    """(n,) 0 for none, else the cause's place in `CAUSES`, counted from 1. A progression on the day of death counts."""
    progressed = cohort.records["progression_date"].notna().to_numpy(bool)
    site = np.full(cohort.n, CAUSES.index("progression, site not recorded"))
    if "progression_site" in cohort.variables:
        named = cohort.records["progression_site"]
        site[named.isin(LOCOREGIONAL_SITES - DISTANT_SITES)] = CAUSES.index("locoregional alone")
        site[named.isin(DISTANT_SITES)] = CAUSES.index("distant")
    first = np.where(progressed, site, CAUSES.index("death without progression"))
    return np.where(event == 1, first + 1, 0).astype(np.int64)
