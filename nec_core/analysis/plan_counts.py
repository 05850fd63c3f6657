"""A plan's patients, counted: from the rows, or for a large cohort from a cube of what is filtered on.

A cube counts once by every combination of the filter's and the grouping's levels; a changed level then costs adding up
its cells, the same for ten million rows as for one. Ranges, several treatments of which one suffices, competing events
and delayed entry are counted from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nec_core.analysis.plan_patients import PlanPatients
from nec_core.patients.cohort import NOT_RECORDED, Cohort
from nec_core.patients.endpoints import EndpointTimes
from nec_core.patients.grouping import EVERYBODY, MOST_GROUPS
from nec_core.survival.counts.cube import EventCube, cells_of_rows, event_cube, number_of_cells
from nec_core.survival.counts.event_table import EventTable

CUBE_FROM_ROWS = 100_000
"""Fewer rows are masked faster than anybody can tell."""
MOST_CUBES = 4


@dataclass(frozen=True, eq=False)
class PlanCounts:
    """What every estimator of a plan stands on.

    Attributes:
        table: events and censorings per time and group, in the endpoint's unit; every group has patients.
        n_competing: patients of the table whose first event was the competing one.
        excluded: reason -> patients inside the filter who are in no group.
        cut: where a numeric grouping variable was cut; None for a category.
    """

    table: EventTable
    n_competing: int
    excluded: dict[str, int]
    cut: float | None = None


def counted(patients: PlanPatients) -> PlanCounts:
    """Counts a plan's patients. Raises PlanError where the plan asks for what the cohort does not have."""
    cube = _cube(patients) if patients.cohort.n >= CUBE_FROM_ROWS else None
    return _from_rows(patients) if cube is None else cube.counts(patients)


def _from_rows(patients: PlanPatients) -> PlanCounts:
    times, grouping, rows = patients.times, patients.grouping, patients.rows
    table = rows.table()
    no_group = int((times.usable & (grouping.codes < 0)).sum())
    n_competing = int((rows.event == 2).sum())
    return PlanCounts(
        _with_patients(table), n_competing, _with_no_group(patients, dict(times.excluded), no_group), grouping.cut
    )


def _with_no_group(patients: PlanPatients, excluded: dict[str, int], n: int) -> dict[str, int]:
    return excluded | ({f"{patients.variable.label} not recorded": n} if n and patients.variable else {})


def _with_patients(table: EventTable) -> EventTable:
    """Groups whose patients all lack the endpoint are not drawn."""
    filled = [i for i, n in enumerate(table.n) if n]
    return table if len(filled) == len(table.groups) else table.select(filled)


@dataclass(frozen=True, eq=False)
class _Cube:
    """One endpoint's counts by some variables' levels.

    Attributes:
        events: of who has the endpoint.
        reasons: why others can't be used.
        unusable: (cells, reasons) int64, how many of them.
    """

    events: EventCube
    reasons: tuple[str, ...]
    unusable: npt.NDArray[np.int64]

    def counts(self, patients: PlanPatients) -> PlanCounts:
        keep = _levels_kept(patients) or {}
        by = patients.variable.name if patients.variable else None
        table = self.events.table(by, keep, EVERYBODY)
        if patients.variable is not None:
            table = replace(table, groups=tuple(patients.variable.shown(level) for level in table.groups))
        inside = self.events.passing(keep)
        out = self.unusable[inside].sum(axis=0)
        excluded = {reason: int(n) for reason, n in zip(self.reasons, out, strict=True) if n}
        no_group = int(self.events.counts[inside].sum()) - int(table.n.sum())
        return PlanCounts(_with_patients(table), 0, _with_no_group(patients, excluded, no_group))


def _cube(patients: PlanPatients) -> _Cube | None:
    """The cube that answers this plan, kept with the cohort; None where rows must be counted."""
    names = _dimensions(patients)
    if names is None or patients.everybody.endpoint.competing:
        return None
    plan = patients.plan
    kept: dict[object, _Cube | None] = patients.cohort.memo.setdefault("cubes", {})
    key = (plan.endpoint, plan.time_zero, plan.partial_dates, names)
    if key not in kept:
        while len(kept) >= MOST_CUBES:
            del kept[next(iter(kept))]
        kept[key] = _built(patients.cohort, patients.everybody, names)
    return kept[key]


def _dimensions(patients: PlanPatients) -> tuple[str, ...] | None:
    """The variables filtered on and grouped by, sorted; None where levels alone do not say who is in."""
    plan, variable = patients.plan, patients.variable
    if plan.filter.is_empty or plan.entry is not None or _levels_kept(patients) is None:
        return None
    if variable is not None and (variable.kind != "category" or len(variable.levels) > MOST_GROUPS):
        return None
    filtered = {patients.cohort.variable(name).name for name in plan.filter.variables()}
    return tuple(sorted(filtered | ({variable.name} if variable else set())))


def _levels_kept(patients: PlanPatients) -> dict[str, Sequence[int]] | None:
    """Per variable of the filter, the levels that pass, -1 for not recorded; None where it can't be said so.

    What the filter's own mask would refuse is left to it, so that the same sentence comes.
    """
    cohort, chosen = patients.cohort, patients.plan.filter
    treated = chosen.treatments
    if chosen.ranges or len(treated.any_of) > 1:
        return None
    kept: dict[str, set[int]] = {}
    for condition in chosen.levels:
        variable = cohort.variable(condition.variable)
        if variable.kind != "category" or not {*condition.levels} <= {*variable.levels, NOT_RECORDED}:
            return None
        wanted = {variable.levels.index(x) if x in variable.levels else -1 for x in condition.levels}
        kept[variable.name] = kept.get(variable.name, wanted) & wanted
    for name in treated.names:
        variable = cohort.variable(name)
        if not variable.is_treatment:
            return None
        yes = variable.levels.index("yes")
        others = {-1, *range(len(variable.levels))} - {yes}
        for wanted in ({yes},) * (name in treated.any_of + treated.all_of) + (others,) * (name in treated.none_of):
            kept[variable.name] = kept.get(variable.name, wanted) & wanted
    return {name: sorted(levels) for name, levels in kept.items()}


def _built(cohort: Cohort, everybody: EndpointTimes, names: tuple[str, ...]) -> _Cube | None:
    by_level = {name: cohort.codes(name) for name in names}
    if number_of_cells(by_level) > cohort.n:
        return None
    usable = everybody.usable
    events = event_cube(
        everybody.time[usable], everybody.event[usable] == 1,
        {name: (codes[usable], levels) for name, (codes, levels) in by_level.items()}, everybody.endpoint.unit,
    )  # fmt: skip
    if events is None:
        return None
    out, k = ~usable, len(everybody.reasons)
    cells = cells_of_rows({name: (codes[out], levels) for name, (codes, levels) in by_level.items()}, int(out.sum()))
    bins = np.bincount(cells.astype(np.int64) * k + everybody.reason[out], minlength=number_of_cells(by_level) * k)
    return _Cube(events, everybody.reasons, bins.reshape(-1, k))


__all__ = ["PlanCounts", "counted"]
