"""Table 1: the patients at diagnosis, all together and by group.

No P values unless somebody asks for them: in a description of patients they test a hypothesis nobody holds (STROBE,
Vandenbroucke et al. PLoS Med 2007;4:e297, item 14). Standardised differences say how far apart groups are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from nec_core.analysis.guards import Guard
from nec_core.errors import PlanError
from nec_core.patients.cohort import NOT_RECORDED, Cohort, Variable, level_words
from nec_core.record import is_yes_no
from nec_core.summary.characteristics.group_tests import GroupTest, compare_categories, compare_means, compare_ranks
from nec_core.summary.characteristics.standardised_difference import (
    Difference,
    category_difference,
    number_difference,
)
from nec_core.summary.characteristics.table_guards import small_groups
from nec_core.summary.characteristics.table_plan import TablePlan
from nec_core.summary.characteristics.usual_variables import usual_variables
from nec_core.summary.missing import says_unknown

Codes = npt.NDArray[np.int64]
_LOOKED_AT = 10_000
"""Values by which it is guessed whether they repeat themselves; the guess costs time alone, never a number."""


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
class Compared:
    """How the groups differ in one characteristic, of the patients whose group and value are known: neither blank nor
    "unknown".

    Attributes:
        test: None when not asked for or not estimable.
        difference: the standardised one of the two groups furthest apart; None likewise.
    """

    test: GroupTest | None = None
    difference: Difference | None = None


@dataclass(frozen=True)
class NumberRow:
    """A number, summarised for everybody and per group.

    Attributes:
        variable: name, label and unit.
        overall: everybody.
        groups: in the table's order.
        compared: how the groups differ.
    """

    variable: Variable
    overall: NumberSummary
    groups: tuple[NumberSummary, ...]
    compared: Compared


@dataclass(frozen=True)
class LevelRow:
    """A category, counted for everybody and per group.

    Attributes:
        variable: name and label.
        levels: all allowed levels in their order, also those nobody has.
        overall: everybody.
        groups: in the table's order.
        compared: how the groups differ.
    """

    variable: Variable
    levels: tuple[str, ...]
    overall: LevelCounts
    groups: tuple[LevelCounts, ...]
    compared: Compared

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
        rows: one per variable, in the order asked for.
        plan: what was asked.
        guards: where its comparisons mislead.
    """

    n: int
    by: Variable | None
    groups: tuple[str, ...]
    sizes: tuple[int, ...]
    rows: tuple[NumberRow | LevelRow, ...]
    plan: TablePlan = field(default_factory=TablePlan)
    guards: tuple[Guard, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """The groups that can be compared: those that are known, where there are at least two."""
        known = tuple(name for name in self.groups if name != NOT_RECORDED)
        return known if len(known) > 1 else ()

    @property
    def has_p(self) -> bool:
        """Whether P values were asked for, of groups that can be compared."""
        return self.plan.p and bool(self.compared)

    @property
    def has_differences(self) -> bool:
        """Whether standardised differences were, of such groups."""
        return self.plan.differences and bool(self.compared)

    @property
    def n_tests(self) -> int:
        """P values in it."""
        return sum(row.compared.test is not None for row in self.rows)


def table_one(cohort: Cohort, plan: TablePlan | None = None) -> TableOne:
    """Summarises the cohort.

    Args:
        cohort: accepted (and filtered) patients; may be empty.
        plan: what is asked; variables by name or label. None for the usual one, in one column.

    Raises:
        PlanError: an unknown variable, or one that is neither a category nor a number.
    """
    asked = plan or TablePlan()
    grouping = None if asked.by is None else _category(cohort, asked.by)
    chosen = usual_variables(cohort) if asked.variables is None else [cohort.variable(name) for name in asked.variables]
    chosen = [v for v in dict.fromkeys(chosen) if grouping is None or v.name != grouping.name]
    group_of, groups = _groups(cohort, grouping)
    sizes = tuple(np.bincount(group_of, minlength=len(groups)).tolist()) if grouping else ()
    known = [i for i, name in enumerate(groups) if name != NOT_RECORDED]
    comparing = _Comparing(asked, group_of, groups, known if len(known) > 1 else [])
    rows = tuple(_row(cohort, v, comparing) for v in chosen)
    found = TableOne(cohort.n, grouping, groups, sizes, rows, asked)
    if not found.has_p and not found.has_differences:
        return found
    return replace(found, guards=small_groups([(level_words(grouping, groups[i]), sizes[i]) for i in known]))


def filled(plan: TablePlan, cohort: Cohort) -> TablePlan:
    """The plan with the rows it leaves open named, of the whole cohort: a filter then changes none."""
    if plan.variables is not None:
        return plan
    return plan.model_copy(update={"variables": tuple(v.name for v in usual_variables(cohort))})


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


@dataclass(frozen=True, eq=False)
class _Comparing:
    """Who is in which group, and how groups are compared.

    Attributes:
        plan: what is asked.
        group_of: (n,) each patient's group.
        groups: names of the groups.
        known: those to compare, counted from 0; empty for fewer than two.
    """

    plan: TablePlan
    group_of: Codes
    groups: tuple[str, ...]
    known: Sequence[int]

    @property
    def tests(self) -> bool:
        return self.plan.p and bool(self.known)

    @property
    def differs(self) -> bool:
        return self.plan.differences and bool(self.known)

    @property
    def k(self) -> int:
        return len(self.groups)


def _row(cohort: Cohort, variable: Variable, comparing: _Comparing) -> NumberRow | LevelRow:
    if variable.kind == "number":
        return _number_row(variable, cohort.records[variable.name].to_numpy(np.float64), comparing)
    if variable.kind == "category":
        codes, levels = cohort.codes(variable.name)
        return _level_row(variable, codes, levels, comparing)
    raise PlanError(
        f"Table 1 shows categories and numbers, but “{variable.label}” is a {variable.kind}. Leave it out of the table."
    )


def _number_row(variable: Variable, values: npt.NDArray[np.float64], c: _Comparing) -> NumberRow:
    everybody, of_group = _counted(values, c)
    groups = tuple(_number_summary(found) for found in of_group)
    filled = [g for g in c.known if groups[g].n]
    test = difference = None
    if c.tests:
        test = (
            compare_ranks([of_group[g].counts for g in filled])
            if c.plan.numbers == "median"
            else compare_means([(groups[g].n, groups[g].mean, groups[g].sd) for g in filled])
        )
    if c.differs:
        difference = number_difference({c.groups[g]: (groups[g].mean, groups[g].sd) for g in filled})
    return NumberRow(variable, _number_summary(everybody), groups, Compared(test, difference))


@dataclass(frozen=True, eq=False)
class _Counted:
    """A number's values as counts: a million patients have a few thousand ages.

    Attributes:
        distinct: (k,) the values there are, rising.
        counts: (k,) patients with each.
        missing: patients without any.
    """

    distinct: npt.NDArray[np.float64]
    counts: Codes
    missing: int


def _counted(values: npt.NDArray[np.float64], c: _Comparing) -> tuple[_Counted, list[_Counted]]:
    """Everybody, and each group."""
    place, distinct = _places(np.where(np.isfinite(values), values, np.nan))
    width = len(distinct) + 1
    # A blank's place, -1, comes first.
    if 0 < c.k * width <= values.size:
        groups = list(np.bincount(c.group_of * width + (place + 1), minlength=c.k * width).reshape(c.k, width))
    else:  # that many counts at once would take more memory than the rows themselves
        groups = [np.bincount(place[c.group_of == g] + 1, minlength=width) for g in range(c.k)]
    whole = np.bincount(place + 1, minlength=width)
    of_everybody, *of_groups = (_Counted(distinct, counts[1:], int(counts[0])) for counts in (whole, *groups))
    return of_everybody, of_groups


def _places(values: npt.NDArray[np.float64]) -> tuple[Codes, npt.NDArray[np.float64]]:
    """(n,) each value's place among the distinct ones, -1 for nan; and those, rising."""
    first = values[:_LOOKED_AT]
    if len(np.unique(first)) < len(first) / 2:
        return pd.factorize(values, sort=True)  # a table of them: fast where they repeat themselves
    distinct, place = np.unique(values, return_inverse=True)  # by sorting: where hardly any does
    if distinct.size and np.isnan(distinct[-1]):
        return np.where(place == distinct.size - 1, -1, place), distinct[:-1]
    return place, distinct


def _number_summary(found: _Counted) -> NumberSummary:
    n = int(found.counts.sum())
    if n == 0:
        return NumberSummary(0, found.missing, None, None, None, None, None, None, None)
    had = found.counts > 0
    values, counts = found.distinct[had], found.counts[had]
    # From the smallest value on, so that values that are all the same have it for their mean, and no spread.
    mean = float(values[0] + ((values - values[0]) @ counts) / n)
    sd = float(((values - mean) ** 2 @ counts) / (n - 1)) ** 0.5 if n > 1 else None
    q1, median, q3 = (_quantile(values, np.cumsum(counts), p) for p in (0.25, 0.5, 0.75))
    return NumberSummary(n, found.missing, mean, sd, median, q1, q3, float(values[0]), float(values[-1]))


def _quantile(values: npt.NDArray[np.float64], up_to: Codes, p: float) -> float:
    """R's type 7, of distinct values and how many patients have one up to each."""
    at = p * (int(up_to[-1]) - 1)
    below, above = values[np.searchsorted(up_to, [int(at), min(int(at) + 1, int(up_to[-1]) - 1)], side="right")]
    # As numpy joins two neighbours: from the nearer one, so that the result rises with p.
    share = at - int(at)
    return float(below + (above - below) * share if share < 0.5 else above - (above - below) * (1 - share))


def _level_row(variable: Variable, codes: npt.NDArray[np.int32], levels: tuple[str, ...], c: _Comparing) -> LevelRow:
    width = len(levels) + 1
    cells = np.bincount(c.group_of * width + (codes + 1), minlength=max(c.k, 1) * width).reshape(-1, width)
    told = np.array([not says_unknown(level) for level in levels], bool)
    known = cells[:, 1:][:, told]
    filled = [g for g in c.known if known[g].any()]
    test = compare_categories(known[filled]) if c.tests else None
    difference = category_difference({c.groups[g]: known[g].tolist() for g in filled}) if c.differs else None
    return LevelRow(
        variable,
        levels,
        _level_counts(cells.sum(axis=0)),
        tuple(_level_counts(cells[g]) for g in range(c.k)),
        Compared(test, difference),
    )


def _level_counts(cells: npt.NDArray[np.int64]) -> LevelCounts:
    """Counts of a blank and then of each level."""
    missing, *counts = cells.tolist()
    return LevelCounts(sum(counts), missing, tuple(counts))


__all__ = [
    "Compared", "LevelCounts", "LevelRow", "NumberRow", "NumberSummary", "TableOne", "filled", "table_one",
]  # fmt: skip
