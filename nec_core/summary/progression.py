"""How the disease progressed: in whom, and where first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort
from nec_core.summary.vital_status import alive, dead

Mask = npt.NDArray[np.bool_]

DISTANT_SITES = frozenset({"distant", "distant and locoregional"})
LOCOREGIONAL_SITES = frozenset({"local", "regional", "locoregional", "distant and locoregional"})


@dataclass(frozen=True)
class SiteCount:
    """Patients whose disease progressed here first.

    A share of "progression at this site" can mean two things, and papers print either; both stand here.

    Attributes:
        site: as the record names it, or "any distant" and "any locoregional" for the sums.
        n: patients.
        of_patients: n among all patients; None without patients.
        of_progressions: n among those who progressed; None when nobody did.
    """

    site: str
    n: int
    of_patients: float | None
    of_progressions: float | None


@dataclass(frozen=True)
class ProgressionSummary:
    """Progression in a cohort.

    Attributes:
        n: patients; progressed + not_progressed + unknown + not_recorded.
        progressed: recorded as yes, or left blank beside a date of progression.
        not_progressed, unknown, not_recorded: recorded as no, as unknown, left blank.
        sites: first site among those who progressed, in the record's order.
        any_distant, any_locoregional: sums over the sites; who progressed at both is in both.
        site_not_recorded: progressed, the site left blank.
        alive_without_progression: last seen alive, recorded as not progressed.
        died_without_progression: dead, recorded as not progressed: they count as events in PFS.
    """

    n: int
    progressed: int
    not_progressed: int
    unknown: int
    not_recorded: int
    sites: tuple[SiteCount, ...]
    any_distant: SiteCount
    any_locoregional: SiteCount
    site_not_recorded: int
    alive_without_progression: int
    died_without_progression: int


def progression_summary(cohort: Cohort) -> ProgressionSummary:
    """Counts progression; what the file does not bring counts as not recorded."""
    said = {level: _is(cohort, "progression", level) for level in ("yes", "no", "unknown")}
    blank = ~np.logical_or.reduce(list(said.values()))
    progressed = said["yes"] | (blank & _has_date(cohort, "progression_date"))
    per_site = _sites(cohort, progressed)
    n, n_progressed = cohort.n, int(progressed.sum())

    def site(name: str, members: frozenset[str]) -> SiteCount:
        here = sum(per_site.get(s, 0) for s in members)
        return SiteCount(name, here, here / n if n else None, here / n_progressed if n_progressed else None)

    return ProgressionSummary(
        n=n,
        progressed=n_progressed,
        not_progressed=int(said["no"].sum()),
        unknown=int(said["unknown"].sum()),
        not_recorded=int((blank & ~progressed).sum()),
        sites=tuple(site(s, frozenset({s})) for s in per_site),
        any_distant=site("any distant", DISTANT_SITES),
        any_locoregional=site("any locoregional", LOCOREGIONAL_SITES),
        site_not_recorded=n_progressed - sum(per_site.values()),
        alive_without_progression=int((said["no"] & alive(cohort)).sum()),
        died_without_progression=int((said["no"] & dead(cohort)).sum()),
    )


def _sites(cohort: Cohort, progressed: Mask) -> dict[str, int]:
    if "progression_site" not in cohort.variables:
        return {}
    codes, levels = cohort.codes("progression_site")
    counts = np.bincount(codes[progressed & (codes >= 0)], minlength=len(levels))
    return dict(zip(levels, counts.tolist(), strict=True))


def _is(cohort: Cohort, name: str, level: str) -> Mask:
    if name not in cohort.variables:
        return np.zeros(cohort.n, bool)
    codes, levels = cohort.codes(name)
    matches: Mask = codes == levels.index(level)
    return matches


def _has_date(cohort: Cohort, name: str) -> Mask:
    if name not in cohort.variables:
        return np.zeros(cohort.n, bool)
    return cohort.records[name].notna().to_numpy(bool)
