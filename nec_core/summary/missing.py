"""What is not recorded, variable by variable."""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.patients.cohort import Cohort, Variable


@dataclass(frozen=True)
class MissingCount:
    """One variable; the three counts add up to the patients.

    Attributes:
        variable: name and label.
        recorded: patients with a value that tells something.
        unknown: somebody looked and could not tell.
        blank: the cell is empty.
    """

    variable: Variable
    recorded: int
    unknown: int
    blank: int


def missing_counts(cohort: Cohort) -> tuple[MissingCount, ...]:
    """Every variable but the patient's number, in the cohort's order."""
    return tuple(_count(cohort, v) for v in cohort.variables.values() if v.kind != "identifier")


def _count(cohort: Cohort, variable: Variable) -> MissingCount:
    column = cohort.records[variable.name]
    blank = int(column.isna().sum())
    unknown = int((column == "unknown").sum()) if "unknown" in variable.levels else 0
    return MissingCount(variable, cohort.n - blank - unknown, unknown, blank)
