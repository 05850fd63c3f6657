"""Which group each patient is in: the levels of a category, or a number cut in two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort, Variable

MOST_GROUPS = 12
EVERYBODY = "All patients"
"""The one group where nothing groups."""
STAGES = ("stage", "seer_stage", "ajcc_stage")
"""What patients are grouped by unless somebody says otherwise: the first of these that can be."""


OUTCOMES = ("vital_status", "cause_of_death")
"""What an endpoint itself is made of: groups of it differ by their making, and are not offered."""


def can_stratify(variable: Variable) -> bool:
    """Whether it is a category whose levels can be told apart: at least two of them, and at most `MOST_GROUPS`."""
    return variable.kind == "category" and 1 < len(variable.levels) <= MOST_GROUPS


def can_group(variable: Variable) -> bool:
    """Whether it can make groups, or stand in a model: such a category, or a number, which is cut in two."""
    return variable.kind == "number" or can_stratify(variable)


def usual_group(names: Iterable[str]) -> str | None:
    """The stage among the variables on offer, in the order of `STAGES`; None where there is none."""
    offered = set(names)
    return next((name for name in STAGES if name in offered), None)


def reference_level(levels: Sequence[str], chosen: str | None = None) -> int:
    """The level others are compared with: the chosen one if it is there, "no" of a yes/no variable, else the first."""
    if chosen is not None and chosen in levels:
        return levels.index(chosen)
    return levels.index("no") if "no" in levels and set(levels) <= {"yes", "no", "unknown"} else 0


@dataclass(frozen=True)
class Grouping:
    """Patients in groups.

    Attributes:
        variable: what they are grouped by; None for everybody in one group.
        names: the groups that have patients, in the variable's order, as they are called.
        codes: (n,) int32 index into names, -1 for no value.
        cut: where a number was cut; None for a category.
    """

    variable: Variable | None
    names: tuple[str, ...]
    codes: npt.NDArray[np.int32]
    cut: float | None = None

    @property
    def n_missing(self) -> int:
        return int((self.codes < 0).sum())


def group(
    cohort: Cohort, by: str | None, cut: float | None = None, chosen: npt.NDArray[np.bool_] | None = None
) -> Grouping:
    """Groups a cohort.

    Args:
        cohort: the patients.
        by: a category, or a number to be cut in two; None for one group of all.
        cut: the number's cut: up to it, and above it. None for the median of the patients at hand.
        chosen: (n,) True for the patients to group; codes are of these only. None for all.

    Raises:
        PlanError: no such variable, too many groups, or a kind that can't be grouped.
    """
    if by is None:
        return Grouping(None, (EVERYBODY,), np.zeros(cohort.n if chosen is None else int(chosen.sum()), np.int32))
    variable = cohort.variable(by)
    if variable.kind == "category":
        codes, levels = cohort.codes(variable.name)
        return _without_empty(variable, codes if chosen is None else codes[chosen], levels)
    if variable.kind == "number":
        values = cohort.records[variable.name].to_numpy(np.float64)
        return _cut(variable, values if chosen is None else values[chosen], cut)
    raise PlanError(f"“{variable.label}” can't be grouped by: choose a category or a number.")


def _without_empty(variable: Variable, codes: npt.NDArray[np.int32], levels: tuple[str, ...]) -> Grouping:
    present = np.bincount(codes[codes >= 0], minlength=len(levels)) > 0
    if present.sum() > MOST_GROUPS:
        raise PlanError(
            f"“{variable.label}” has {int(present.sum())} groups; at most {MOST_GROUPS} can be told apart. "
            "Filter it first."
        )
    new = np.full(len(levels) + 1, -1, np.int32)
    new[:-1][present] = np.arange(int(present.sum()), dtype=np.int32)
    names = tuple(variable.shown(level) for level, p in zip(levels, present, strict=True) if p)
    return Grouping(variable, names, new[codes])


def _cut(variable: Variable, values: npt.NDArray[np.float64], cut: float | None) -> Grouping:
    known = values[~np.isnan(values)]
    if not len(known):
        return Grouping(variable, (), np.full(len(values), -1, np.int32))
    at = variable.as_told(float(np.median(known))) if cut is None else cut
    unit = f" {variable.unit}" if variable.unit else ""
    names = (f"up to {at:g}{unit}", f"above {at:g}{unit}")
    with np.errstate(invalid="ignore"):
        codes = np.where(np.isnan(values), -1, (values > at).astype(np.int32)).astype(np.int32)
    grouping = _without_empty(variable, codes, names)
    return Grouping(variable, grouping.names, grouping.codes, at)
