"""What is not recorded, and of whom: the state of every value that is not simply there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.diagnosis_year import year_of_each
from nec_core.record import is_yes_no

States = npt.NDArray[np.int8]

RECORDED: Final = 0
UNKNOWN: Final = 1
BLANK: Final = 2
DOES_NOT_APPLY: Final = 3

_UNKNOWN_LEVELS = frozenset({"unknown", "tx", "nx", "mx", "unstaged"})
# Of the dead alone; everything else that depends says so in its name: "resection_margin" of "resection".
_OF_THE_DEAD = frozenset({"death_date", "cause_of_death"})


@dataclass(frozen=True, eq=False)
class MissingValues:
    """Variables with a gap, the one with most gaps first.

    Attributes:
        variables: v of them.
        states: (v, n) int8, `RECORDED`, `UNKNOWN` (somebody looked and could not tell), `BLANK` or `DOES_NOT_APPLY` (no
            margin without a resection); patients in order of diagnosis, undated ones last.
        years: (n,) of diagnosis in that order; nan where not recorded.
        complete: variables without a gap.
        n: patients.
    """

    variables: tuple[Variable, ...]
    states: States
    years: npt.NDArray[np.float64]
    complete: int
    n: int

    def counts(self, state: int) -> tuple[int, ...]:
        """Patients in a state, per variable."""
        return tuple((self.states == state).sum(axis=1).tolist())

    @property
    def applies(self) -> tuple[int, ...]:
        """Patients whom each variable can be recorded of: what a gap is counted against."""
        return tuple((self.states != DOES_NOT_APPLY).sum(axis=1).tolist())


def missing_values(cohort: Cohort) -> MissingValues:
    """Looks at every variable but identifiers."""
    looked_at = [v for v in cohort.variables.values() if v.kind != "identifier"]
    states = {v.name: _states(cohort, v) for v in looked_at}
    gaps = [v for v in looked_at if np.isin(states[v.name], (UNKNOWN, BLANK)).any()]
    gaps.sort(key=lambda v: tuple(-int((states[v.name] == s).sum()) for s in (BLANK, UNKNOWN)))
    order, years = _by_diagnosis(cohort)
    stacked = [states[v.name][order] for v in gaps]
    return MissingValues(
        variables=tuple(gaps),
        states=np.stack(stacked) if stacked else np.zeros((0, cohort.n), np.int8),
        years=years[order],
        complete=len(looked_at) - len(gaps),
        n=cohort.n,
    )


def says_unknown(level: str) -> bool:
    """Whether a level of a category says that somebody looked and could not tell."""
    return level.casefold() in _UNKNOWN_LEVELS


def _states(cohort: Cohort, variable: Variable) -> States:
    column = cohort.records[variable.name]
    states = np.where(column.isna().to_numpy(bool), BLANK, RECORDED).astype(np.int8)
    if variable.kind == "category":
        unknown = [level for level in column.cat.categories if says_unknown(str(level))]
        states[column.isin(unknown).to_numpy(bool)] = UNKNOWN
    states[(states == BLANK) & _does_not_apply(cohort, variable.name)] = DOES_NOT_APPLY
    return states


def _does_not_apply(cohort: Cohort, name: str) -> npt.NDArray[np.bool_]:
    """(n,) patients of whom it is recorded that what this value depends on did not happen."""
    if name in _OF_THE_DEAD and "vital_status" in cohort.records:
        return np.asarray(cohort.records["vital_status"] == "alive", bool)
    parent = cohort.variables.get(name.rpartition("_")[0])
    if parent is None or parent.kind != "category" or not is_yes_no(parent.levels):
        return np.zeros(cohort.n, bool)
    return np.asarray(cohort.records[parent.name] == "no", bool)


def _by_diagnosis(cohort: Cohort) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The patients' order, and their years of diagnosis in the file's order."""
    years = year_of_each(cohort)
    if "diagnosis_date" not in cohort.records:
        return np.argsort(years, kind="stable"), years
    column = cohort.records["diagnosis_date"]
    days = column.to_numpy("datetime64[D]").astype(np.float64)
    days[column.isna().to_numpy(bool)] = np.nan
    return np.argsort(days, kind="stable"), years
