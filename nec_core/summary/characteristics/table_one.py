"""Table 1: the patients at diagnosis, all together and by group.

No P values: in a description of patients they test a hypothesis nobody holds (STROBE, Vandenbroucke et al.
PLoS Med 2007;4:e297, item 14). Standardised differences can be asked for instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.errors import PlanError
from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable
from nec_core.record import is_yes_no
from nec_core.summary.characteristics.standardised_difference import category_difference, number_difference

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class NumberSummary:
    """One number in one group.

    Attributes:
        n, missing: patients with and without a value.
        mean, median, q1, q3, minimum, maximum: in the variable's unit; None where n is 0. Quartiles as R's
            type 7.
        sd: with n - 1; None where n is below 2.
    """

    n: int
    missing: int
    mean: float | None
    sd: float | None
    median: float | None
    q1: float | None
    q3: float | None
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True)
class LevelCounts:
    """One category in one group.

    Attributes:
        n, missing: patients with and without a value. "unknown" is a value: somebody looked and could not
            tell.
        counts: patients per level, in the row's order; they add up to n.
    """

    n: int
    missing: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class NumberRow:
    """A number, summarised for everybody and per group.

    Attributes:
        variable: name, label and unit.
        overall: everybody.
        groups: in the table's order.
        difference: standardised difference between the groups; None when not asked for or not estimable.
    """

    variable: Variable
    overall: NumberSummary
    groups: tuple[NumberSummary, ...]
    difference: float | None


@dataclass(frozen=True)
class LevelRow:
    """A category, counted for everybody and per group.

    Attributes:
        variable: name and label.
        levels: all allowed levels in their order, also those nobody has.
        overall: everybody.
        groups: in the table's order.
        difference: standardised difference between the groups; None when not asked for or not estimable.
    """

    variable: Variable
    levels: tuple[str, ...]
    overall: LevelCounts
    groups: tuple[LevelCounts, ...]
    difference: float | None

    @property
    def is_yes_no(self) -> bool:
        """Told best by the number of "yes" alone: a treatment, a metastatic site, an examination."""
        return is_yes_no(self.levels)


@dataclass(frozen=True)
class TableOne:
    """Table 1.

    Attributes:
        n: patients.
        by: the variable that makes the groups; None for none.
        groups: names of the groups that have patients, in the levels' order; `NOT_RECORDED` last, for those
            whose group is blank. Empty without `by`.
        sizes: patients per group; they add up to n.
        rows: one per variable, in the cohort's order.
    """

    n: int
    by: Variable | None
    groups: tuple[str, ...]
    sizes: tuple[int, ...]
    rows: tuple[NumberRow | LevelRow, ...]


def table_one(
    cohort: Cohort, by: str | None = None, variables: Sequence[str] | None = None, differences: bool = False
) -> TableOne:
    """Summarises the cohort.

    Args:
        cohort: accepted (and filtered) patients; may be empty.
        by: name or label of a category; None for one column.
        variables: names or labels of categories and numbers; None takes `baseline_variables`.
        differences: adds standardised differences between the groups (not recorded left out).

    Raises:
        PlanError: an unknown variable, or one that is neither a category nor a number.
    """
    grouping = None if by is None else _category(cohort, by)
    chosen = baseline_variables(cohort) if variables is None else [cohort.variable(name) for name in variables]
    chosen = [v for v in chosen if grouping is None or v.name != grouping.name]
    group_of, groups = _groups(cohort, grouping)
    compared = [i for i, name in enumerate(groups) if name != NOT_RECORDED] if differences else []
    return TableOne(
        n=cohort.n,
        by=grouping,
        groups=groups,
        sizes=tuple(np.bincount(group_of, minlength=len(groups)).tolist()) if grouping else (),
        rows=tuple(_row(cohort, v, group_of, len(groups), compared) for v in chosen),
    )


def baseline_variables(cohort: Cohort) -> list[Variable]:
    """What Table 1 shows unless told otherwise: what is known at diagnosis, extra variables, treatments."""
    shown = [v for v in cohort.variables.values() if v.kind in ("category", "number")]
    return [v for v in shown if v.known != "later" or v.is_treatment]


def _category(cohort: Cohort, name: str) -> Variable:
    variable = cohort.variable(name)
    if variable.kind != "category":
        raise PlanError(
            f"Table 1 can be split by a category only, but “{variable.label}” is a {variable.kind}. "
            "Choose stage, sex, a treatment or another category."
        )
    return variable


def _groups(cohort: Cohort, grouping: Variable | None) -> tuple[Codes, tuple[str, ...]]:
    """(n,) each patient's group, and the names of the groups that have patients."""
    if grouping is None:
        return np.zeros(cohort.n, np.int64), ()
    codes, levels = cohort.codes(grouping.name)
    # A blank's code, -1, comes last.
    codes = np.where(codes < 0, len(levels), codes).astype(np.int64)
    present = np.flatnonzero(np.bincount(codes, minlength=len(levels) + 1))
    names = (*(grouping.shown(level) for level in levels), NOT_RECORDED)
    return np.searchsorted(present, codes), tuple(names[i] for i in present)


def _row(cohort: Cohort, variable: Variable, group_of: Codes, k: int, compared: list[int]) -> NumberRow | LevelRow:
    if variable.kind == "number":
        return _number_row(variable, cohort.records[variable.name].to_numpy(np.float64), group_of, k, compared)
    if variable.kind == "category":
        codes, levels = cohort.codes(variable.name)
        return _level_row(variable, codes, levels, group_of, k, compared)
    raise PlanError(
        f"Table 1 shows categories and numbers, but “{variable.label}” is a {variable.kind}. Leave it out of the table."
    )


def _number_row(
    variable: Variable, values: npt.NDArray[np.float64], group_of: Codes, k: int, compared: list[int]
) -> NumberRow:
    groups = tuple(_number_summary(values[group_of == g]) for g in range(k))
    return NumberRow(
        variable,
        _number_summary(values),
        groups,
        number_difference([(groups[g].mean, groups[g].sd) for g in compared]),
    )


def _number_summary(values: npt.NDArray[np.float64]) -> NumberSummary:
    known = values[np.isfinite(values)]
    n, missing = known.size, values.size - known.size
    if n == 0:
        return NumberSummary(0, missing, None, None, None, None, None, None, None)
    q1, median, q3 = np.quantile(known, [0.25, 0.5, 0.75]).tolist()
    sd = float(known.std(ddof=1)) if n > 1 else None
    return NumberSummary(n, missing, float(known.mean()), sd, median, q1, q3, float(known.min()), float(known.max()))


def _level_row(
    variable: Variable,
    codes: npt.NDArray[np.int32],
    levels: tuple[str, ...],
    group_of: Codes,
    k: int,
    compared: list[int],
) -> LevelRow:
    width = len(levels) + 1
    cells = np.bincount(group_of * width + (codes + 1), minlength=max(k, 1) * width).reshape(-1, width)
    groups = tuple(_level_counts(cells[g]) for g in range(k))
    return LevelRow(
        variable,
        levels,
        _level_counts(cells.sum(axis=0)),
        groups,
        category_difference([groups[g].counts for g in compared]),
    )


def _level_counts(cells: npt.NDArray[np.int64]) -> LevelCounts:
    """Counts of a blank and then of each level."""
    missing, *counts = cells.tolist()
    return LevelCounts(sum(counts), missing, tuple(counts))
