"""Which patients of a cohort are looked at: stage, treatments (any, all, none of), and any other variable."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from nec_core.errors import PlanError
from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable

Mask = npt.NDArray[np.bool_]


class LevelCondition(BaseModel):
    """Patients whose category is one of `levels`; `NOT_RECORDED` stands for a blank."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    variable: str
    levels: tuple[str, ...]


class RangeCondition(BaseModel):
    """Patients whose number lies in [minimum, maximum]; who has none is left out unless `keep_missing`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    variable: str
    minimum: float | None = None
    maximum: float | None = None
    keep_missing: bool = False


class TreatmentCondition(BaseModel):
    """Treatments are a set: who had any of, all of and none of these. Unknown counts as not had."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.any_of + self.all_of + self.none_of))


class CohortFilter(BaseModel):
    """All conditions together; a patient must meet each. The empty filter keeps everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    levels: tuple[LevelCondition, ...] = ()
    ranges: tuple[RangeCondition, ...] = ()
    treatments: TreatmentCondition = Field(default_factory=TreatmentCondition)

    @property
    def is_empty(self) -> bool:
        return not (self.levels or self.ranges or self.treatments.names)

    def variables(self) -> tuple[str, ...]:
        """Names of the variables filtered on: a guard asks whether they are known at time zero."""
        in_levels = tuple(c.variable for c in self.levels)
        return in_levels + tuple(c.variable for c in self.ranges) + self.treatments.names

    def mask(self, cohort: Cohort) -> Mask:
        """(n,) True for who stays. Raises PlanError for a variable or level the cohort does not have."""
        keep = np.ones(cohort.n, bool)
        for level in self.levels:
            keep &= _in_levels(cohort, level)
        for bounds in self.ranges:
            keep &= _in_range(cohort, bounds)
        had = {name: _had(cohort, name) for name in self.treatments.names}
        t = self.treatments
        if t.any_of:
            keep &= np.logical_or.reduce([had[n] for n in t.any_of])
        for name in t.all_of:
            keep &= had[name]
        for name in t.none_of:
            keep &= ~had[name]
        return keep

    def apply(self, cohort: Cohort) -> Cohort:
        return cohort.subset(self.mask(cohort)) if not self.is_empty else cohort


def _in_levels(cohort: Cohort, condition: LevelCondition) -> Mask:
    variable = cohort.variable(condition.variable)
    if variable.kind != "category":
        raise PlanError(f"“{variable.label}” is not a category: give it a range, as in {variable.name}>=50.")
    codes, levels = cohort.codes(variable.name)
    unknown = [x for x in condition.levels if x not in levels and x != NOT_RECORDED]
    if unknown:
        raise PlanError(f"“{variable.label}” has no level “{unknown[0]}”. It has: {', '.join(levels)}.")
    wanted = [levels.index(x) if x in levels else -1 for x in condition.levels]
    inside: Mask = np.isin(codes, wanted)
    return inside


def _in_range(cohort: Cohort, condition: RangeCondition) -> Mask:
    variable = cohort.variable(condition.variable)
    if variable.kind != "number":
        raise PlanError(f"“{variable.label}” is not a number: name its levels, as in {variable.name}=a|b.")
    values = cohort.records[variable.name].to_numpy(np.float64)
    missing = np.isnan(values)
    low = -np.inf if condition.minimum is None else condition.minimum
    high = np.inf if condition.maximum is None else condition.maximum
    with np.errstate(invalid="ignore"):
        inside: Mask = (values >= low) & (values <= high)
    chosen: Mask = inside | missing if condition.keep_missing else inside & ~missing
    return chosen


def _had(cohort: Cohort, name: str) -> Mask:
    variable = cohort.variable(name)
    if not variable.is_treatment:
        known = ", ".join(v.name for v in cohort.treatments) or "none"
        raise PlanError(f"“{variable.label}” is not a treatment of this cohort. Treatments here: {known}.")
    codes, levels = cohort.codes(variable.name)
    had: Mask = codes == levels.index("yes")
    return had


_CLAUSE = re.compile(r"\s*(?P<name>.+?)\s*(?P<sign>>=|<=|=)\s*(?P<value>.*?)\s*")


def parse_where(clauses: list[str], cohort: Cohort) -> CohortFilter:
    """Reads the command line's `--where`: `stage=LRD`, `sex=female|male`, `age_years>=50`, `treatments=any:resection`.

    Raises:
        PlanError: a clause that can't be read, or names what the cohort does not have.
    """
    levels: list[LevelCondition] = []
    ranges: list[RangeCondition] = []
    treated: dict[str, tuple[str, ...]] = {}
    for clause in clauses:
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            raise PlanError(f"“{clause}” is not a condition. Write stage=LRD, sex=female|male or age_years>=50.")
        name, sign, value = match["name"], match["sign"], match["value"]
        if name == "treatments" and sign == "=":
            how, _, which = value.partition(":")
            if how not in ("any", "all", "none") or not which:
                raise PlanError("Write treatments=any:resection|systemic, all:... or none:....")
            treated[f"{how}_of"] = tuple(which.split("|"))
            continue
        variable = cohort.variable(name)
        if variable.kind == "number":
            ranges.append(_number_clause(variable, sign, value))
        else:
            levels.append(LevelCondition(variable=variable.name, levels=tuple(v.strip() for v in value.split("|"))))
    return CohortFilter(levels=tuple(levels), ranges=tuple(ranges), treatments=TreatmentCondition(**treated))


def _number_clause(variable: Variable, sign: str, value: str) -> RangeCondition:
    try:
        number = float(value)
    except ValueError:
        raise PlanError(f"“{variable.label}” is a number: write {variable.name}>=50.") from None
    return RangeCondition(
        variable=variable.name,
        minimum=number if sign in (">=", "=") else None,
        maximum=number if sign in ("<=", "=") else None,
    )
