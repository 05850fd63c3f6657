"""What came first: progression at each site or death without it, or the two kinds of event that a file states.

Each is the others' competing event; their incidences by Aalen and Johansen add up to the chance of any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import Endpoint, available
from nec_core.summary.progression import DISTANT_SITES, LOCOREGIONAL_SITES
from nec_core.survival.comparing.gray import GrayTest, gray_test
from nec_core.survival.counts.competing_table import CompetingTable, competing_table
from nec_core.survival.curves.competing_risks import IncidenceCurve, cumulative_incidence

LOCOREGIONAL, BOTH, DISTANT = "Locoregional only", "Distant and locoregional", "Distant only"
NO_SITE, DEATH = "Site not recorded", "Death without progression"
OTHER = "Other first site"
THE_EVENT, COMPETING = "The event", "Competing event"
CAUSES = (LOCOREGIONAL, BOTH, DISTANT, NO_SITE, DEATH, OTHER)
"""The causes of a first progression or death, each with a look of its own; stacked in this order."""

_MOST_CAUSES = 4  # more can't be told apart in stacks


@dataclass(frozen=True, eq=False)
class FirstEvents:
    """Cumulative incidence of what came first.

    Attributes:
        table: counts per time, group and cause; causes that nobody had are left out.
        curves: per cause, one per group with patients.
        gray: per cause; None for one group, or where nothing can be compared.
        variable: what the groups are made of; None for one group.
        endpoint: what is waited for.
        merged: causes that were put together as `OTHER`.
        excluded: reason -> patients inside the filter who are not analysed.
        conf_level: of the intervals.
    """

    table: CompetingTable
    curves: tuple[tuple[IncidenceCurve, ...], ...]
    gray: tuple[GrayTest | None, ...]
    variable: Variable | None
    endpoint: Endpoint
    merged: tuple[str, ...]
    excluded: Mapping[str, int]
    conf_level: float

    @property
    def n(self) -> int:
        return int(self.table.n.sum())


def first_events(cohort: Cohort, plan: AnalysisPlan) -> FirstEvents:
    """Counts what came first in the plan's patients.

    The plan's endpoint where its events are of two kinds; otherwise first progression by site, where progression is
    dated.

    Raises:
        PlanError: neither is there, patients enter late, or the plan asks for what the cohort does not have.
    """
    if plan.entry is not None:
        raise PlanError("Cumulative incidences are not given with delayed entry. Leave it out.")
    endpoint = _endpoint(cohort, plan.endpoint)
    patients = PlanPatients(cohort, plan.model_copy(update={"endpoint": endpoint.name}))
    causes, codes = _stated(patients) if endpoint.competing else _by_site(patients)
    merged: tuple[str, ...] = ()
    if len(causes) > _MOST_CAUSES:
        causes, codes, merged = _fewer(causes, codes)
    rows = patients.rows.in_unit(plan.unit or ("months" if endpoint.derived else endpoint.unit))
    table = competing_table(rows.time, codes, causes, rows.group, rows.names, rows.unit)
    compared = len(table.groups) > 1
    return FirstEvents(
        table=table,
        curves=tuple(cumulative_incidence(table, k, "log", plan.conf_level) for k in range(len(causes))),
        gray=tuple(gray_test(table, k) if compared else None for k in range(len(causes))),
        variable=patients.variable,
        endpoint=endpoint,
        merged=merged,
        excluded=_excluded(patients),
        conf_level=plan.conf_level,
    )


def _endpoint(cohort: Cohort, wanted: str) -> Endpoint:
    known = {e.name: e for e in available(cohort)}
    if wanted in known and known[wanted].competing:
        return known[wanted]
    if "pfs" in known and known["pfs"].derived:
        return known["pfs"]
    competing = [e for e in known.values() if e.competing]
    if not competing:
        raise PlanError(
            "Cumulative incidence needs dates of progression, or an endpoint with competing events, and this file has "
            "neither."
        )
    return competing[0]


def _stated(patients: PlanPatients) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    return (THE_EVENT, COMPETING), patients.rows.event.astype(np.int64)


def _by_site(patients: PlanPatients) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """The causes somebody had, and (n,) each patient's: 0 for none."""
    keep, cohort = patients.analysed, patients.selected
    had = patients.times.event[keep] == 1
    progressed = had & cohort.records["progression_date"].notna().to_numpy(bool)[keep]
    sites = np.full(cohort.n, "", object)
    if "progression_site" in cohort.records:
        column = cohort.records["progression_site"]
        sites = np.where(column.isna(), "", column.astype(object)).astype(object)
    sites = sites[keep]
    distant, local = np.isin(sites, list(DISTANT_SITES)), np.isin(sites, list(LOCOREGIONAL_SITES))
    chosen = {
        LOCOREGIONAL: progressed & local & ~distant,
        BOTH: progressed & local & distant,
        DISTANT: progressed & distant & ~local,
        NO_SITE: progressed & ~local & ~distant,
        DEATH: had & ~progressed,
    }
    causes = tuple(name for name, who in chosen.items() if who.any()) or (DEATH,)
    codes = np.zeros(had.size, np.int64)
    for k, name in enumerate(causes):
        codes[chosen[name]] = k + 1
    return causes, codes


def _fewer(
    causes: tuple[str, ...], codes: npt.NDArray[np.int64]
) -> tuple[tuple[str, ...], npt.NDArray[np.int64], tuple[str, ...]]:
    """The rarest progressions as one cause, so that four are left."""
    counts = np.bincount(codes, minlength=len(causes) + 1)[1:]
    sites = [k for k, name in enumerate(causes) if name != DEATH]
    rare = sorted(sites, key=lambda k: (counts[k], k))[: len(causes) - _MOST_CAUSES + 1]
    kept = [k for k in range(len(causes)) if k not in rare]
    new = np.zeros(len(causes) + 1, np.int64)
    for place, k in enumerate(kept):
        new[k + 1] = place + 1
    for k in rare:
        new[k + 1] = len(kept) + 1
    return (*(causes[k] for k in kept), OTHER), new[codes], tuple(causes[k] for k in sorted(rare))


def _excluded(patients: PlanPatients) -> Mapping[str, int]:
    found = dict(patients.times.excluded)
    if patients.variable is not None:
        blank = int((patients.times.usable & (patients.grouping.codes < 0)).sum())
        found |= {f"{patients.variable.label} not recorded": blank} if blank else {}
    return found
