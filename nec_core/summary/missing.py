"""What is not recorded, variable by variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort, Variable
from nec_core.record import treatments
from nec_core.summary.done_counts import UNKNOWN


@dataclass(frozen=True)
class MissingCount:
    """One variable; the four counts add up to the patients.

    Attributes:
        variable: name and label.
        recorded: patients with a value that tells something.
        unknown: somebody looked and could not tell.
        blank: the cell is empty.
        not_applicable: the cell is empty, and rightly: no day of an operation that was not done.
    """

    variable: Variable
    recorded: int
    unknown: int
    blank: int
    not_applicable: int

    @property
    def n(self) -> int:
        """Patients."""
        return self.recorded + self.unknown + self.blank + self.not_applicable


def missing_counts(cohort: Cohort) -> tuple[MissingCount, ...]:
    """Every variable but the patient's number, in the cohort's order."""
    return tuple(_count(cohort, v) for v in cohort.variables.values() if v.kind != "identifier")


def _count(cohort: Cohort, variable: Variable) -> MissingCount:
    column = cohort.records[variable.name]
    empty = column.isna().to_numpy(bool)
    needless = empty & _denied(cohort, _only_with().get(variable.name))
    unknown = int((column == UNKNOWN).sum()) if UNKNOWN in variable.levels else 0
    blank = int(empty.sum() - needless.sum())
    return MissingCount(variable, int((~empty).sum()) - unknown, unknown, blank, int(needless.sum()))


@cache
def _only_with() -> Mapping[str, tuple[str, str]]:
    """What is there only where something happened -> the field that says so, and how it says that it did not."""
    dates = {t.about.treatment_date: (t.name, "no") for t in treatments() if t.about.treatment_date}
    return {
        **dates,
        "resection_type": ("resection", "no"),
        "resection_margin": ("resection", "no"),
        "systemic_regimen": ("systemic", "no"),
        "second_line_regimen": ("second_line", "no"),
        "progression_date": ("progression", "no"),
        "progression_site": ("progression", "no"),
        "death_date": ("vital_status", "alive"),
        "cause_of_death": ("vital_status", "alive"),
    }


def _denied(cohort: Cohort, said: tuple[str, str] | None) -> npt.NDArray[np.bool_]:
    if said is None or said[0] not in cohort.variables:
        return np.zeros(cohort.n, bool)
    codes, levels = cohort.codes(said[0])
    no: npt.NDArray[np.bool_] = codes == levels.index(said[1])
    return no
