"""A study's analyses, done again on an extract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nec_core.analysis.analyse import analyse
from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.result import SurvivalResult
from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort
from nec_core.study.kept_result import KeptResult, kept_results
from nec_core.study.study import Study, StudyAnalysis

Analyse = Callable[[Cohort, AnalysisPlan], SurvivalResult]


@dataclass(frozen=True)
class Ran:
    """One analysis of a study on an extract.

    Attributes:
        analysis: as the study has it.
        result: what it gives; None where this extract can't answer it.
        refusal: why not; "" where it can.
    """

    analysis: StudyAnalysis
    result: SurvivalResult | None
    refusal: str = ""

    @property
    def now(self) -> tuple[KeptResult, ...]:
        """What it gives, as the study keeps it."""
        return kept_results(self.result) if self.result else ()

    @property
    def is_as_saved(self) -> bool:
        """Whether it gives to the bit what it gave when the study was saved."""
        return self.result is not None and self.now == self.analysis.found


def run(study: Study, cohort: Cohort, work: Analyse = analyse) -> tuple[Ran, ...]:
    """Every analysis, in the study's order; one that this extract can't answer says why.

    Args:
        study: the study.
        cohort: of the extract, taken by the study's mapping.
        work: what does one; a page's own keeps what it did.
    """
    return tuple(_ran(one, cohort, work) for one in study.analyses)


def _ran(one: StudyAnalysis, cohort: Cohort, work: Analyse) -> Ran:
    try:
        return Ran(one, work(cohort, one.plan))
    except PlanError as refusal:
        return Ran(one, None, str(refusal))


def brought_up_to_date(study: Study, ran: tuple[Ran, ...]) -> Study:
    """The study with what its analyses give now; one that can't be answered keeps what it gave."""
    return study.model_copy(
        update={
            "analyses": tuple(
                r.analysis.model_copy(update={"found": r.now}) if r.result is not None else r.analysis for r in ran
            )
        }
    )


__all__ = ["Ran", "brought_up_to_date", "run"]
