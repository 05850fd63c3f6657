"""Examinations and markers: done or not, positive or not, and of how many patients nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_core.patients.cohort import Cohort, Variable
from nec_core.record import Section, fields

UNKNOWN = "unknown"


@dataclass(frozen=True)
class DoneCount:
    """One examination or marker; the four counts add up to the patients.

    Attributes:
        test: the variable.
        finding, other: what "positive" and "negative" are called here: positive and negative, yes and no, lost and
            retained, mutated and wild type.
        positive, negative: patients.
        unknown: somebody looked and could not tell.
        blank: the cell is empty.
    """

    test: Variable
    finding: str
    other: str
    positive: int
    negative: int
    unknown: int
    blank: int

    @property
    def known(self) -> int:
        """Patients of whom it is known: what a percentage is of."""
        return self.positive + self.negative

    @property
    def n(self) -> int:
        """Patients."""
        return self.known + self.unknown + self.blank


def done_counts(cohort: Cohort, sections: Sequence[Section]) -> tuple[DoneCount, ...]:
    """Every field of these sections of the record with a finding, its opposite and "unknown", that the cohort has; in
    the record's order."""
    asked = [f for f in fields().values() if f.about.section in sections and _tells(f.levels)]
    return tuple(_count(cohort, cohort.variables[f.name]) for f in asked if f.name in cohort.variables)


def imaging_counts(cohort: Cohort) -> tuple[DoneCount, ...]:
    """Which imaging was done."""
    return done_counts(cohort, ("Imaging",))


def marker_counts(cohort: Cohort) -> tuple[DoneCount, ...]:
    """Immunoprofile and mutations of the tumour."""
    return done_counts(cohort, ("Tumour",))


def _tells(levels: Sequence[str]) -> bool:
    """A finding and its opposite, in the record's order, and that somebody could not tell."""
    return len(levels) == 3 and levels[-1] == UNKNOWN


def _count(cohort: Cohort, test: Variable) -> DoneCount:
    codes, levels = cohort.codes(test.name)
    positive, negative, unknown = (int((codes == k).sum()) for k in range(3))
    return DoneCount(test, levels[0], levels[1], positive, negative, unknown, int((codes < 0).sum()))
