"""The published study's figures, computed again from a cohort's rows by the ordinary engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.errors import PlanError
from nec_core.formatting import number
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition, TreatmentCondition
from nec_core.published import FIGURES, PublishedFigure
from nec_core.summary.cohort_follow_up import cohort_follow_up
from nec_core.summary.headline import headline
from nec_core.summary.progression import progression_summary

_LRD = CohortFilter(levels=(LevelCondition(variable="stage", levels=("LRD",)),))
_METASTATIC = CohortFilter(levels=(LevelCondition(variable="stage", levels=("metastatic",)),))


@dataclass(frozen=True)
class Recomputed:
    """One published figure beside the same figure of a cohort.

    Attributes:
        figure: as printed.
        value: of the cohort, unrounded, in the figure's unit; None where the cohort can't tell.
    """

    figure: PublishedFigure
    value: float | None

    @property
    def agrees(self) -> bool | None:
        """Whether it prints the same; None where there is nothing to compare."""
        if self.value is None:
            return None
        decimals = self.figure.decimals
        return number(self.value, decimals) == number(self.figure.value, decimals)


def recompute(cohort: Cohort) -> tuple[Recomputed, ...]:
    """Every published figure, from this cohort's rows."""
    return tuple(Recomputed(f, _attempt(_WAYS[f.id], cohort)) for f in FIGURES)


def _attempt(way: Callable[[Cohort], float | None], cohort: Cohort) -> float | None:
    try:
        return way(cohort)
    except PlanError:
        return None  # the cohort has no stage, no dates, no such treatment


def _median(cohort: Cohort, endpoint: str, chosen: CohortFilter) -> float | None:
    result = analyse(cohort, AnalysisPlan(endpoint=endpoint, filter=chosen, unit="months"))
    return result.groups[0].median.value if result.n else None


def _one_year_pfs(cohort: Cohort) -> float | None:
    result: SurvivalResult = analyse(cohort, AnalysisPlan(endpoint="pfs", filter=_LRD, unit="months", times=(12.0,)))
    survival = result.groups[0].rates[0].survival if result.n else None
    return None if survival is None else 100 * survival


def _log_rank_p(cohort: Cohort) -> float | None:
    test = analyse(cohort, AnalysisPlan(by="stage")).log_rank
    return test.p if test else None


def _follow_up(cohort: Cohort) -> float | None:
    summary = cohort_follow_up(cohort)
    return summary.overall.reverse_km.value if summary else None


def _treated(treatment: str) -> Callable[[Cohort], float]:
    chosen = _LRD.model_copy(update={"treatments": TreatmentCondition(any_of=(treatment,))})
    return lambda cohort: float(chosen.mask(cohort).sum())


_WAYS: Mapping[str, Callable[[Cohort], float | None]] = {
    "n": lambda c: float(c.n),
    "age": lambda c: headline(c).median_age,
    "fu": _follow_up,
    "lrd": lambda c: float(_LRD.mask(c).sum()),
    "met": lambda c: float(_METASTATIC.mask(c).sum()),
    "os_lrd": lambda c: _median(c, "os", _LRD),
    "os_met": lambda c: _median(c, "os", _METASTATIC),
    "os_p": _log_rank_p,
    "crt": _treated("chemoradiation"),
    "resected": _treated("resection"),
    "prog": lambda c: float(progression_summary(_LRD.apply(c)).progressed),
    "distant": lambda c: float(progression_summary(_LRD.apply(c)).any_distant.n),
    "pfs": lambda c: _median(c, "pfs", _LRD),
    "pfs12": _one_year_pfs,
}
