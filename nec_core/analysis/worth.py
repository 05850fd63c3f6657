"""What a P value is worth: how far it hangs on single patients, on the choice of test, and on those lost early.

Leaving out each in turn, and other outcomes: Walsh M and others. J Clin Epidemiol 2014;67:622-628. Everything stands on
the event table; which row of the file a patient is in is looked up last, and never who it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nec_core.analysis.comparison import AT_ONCE, Comparison
from nec_core.ingest.progress import Progress, part, quiet
from nec_core.survival.comparing.detectable import Detectable, detectable
from nec_core.survival.comparing.lost_early import LostEarly, lost_early
from nec_core.survival.comparing.one_change import (
    LEVEL,
    Cells,
    OutcomesToCross,
    cells_of,
    outcomes_to_cross,
    with_other_outcome,
    without_one,
)
from nec_core.survival.comparing.permutation import DRAWS, PermutationTest, permutation_test
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.cox.left_out import ratios_without_one
from nec_core.survival.curves.bootstrap_median import BootstrapMedian, bootstrap_medians
from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.survival.curves.many_medians import many_medians
from nec_core.survival.curves.median_conventions import MedianConventions, median_conventions

ON_REQUEST = 20_000
"""Patients up to which somebody who asks waits a minute or two; among more no patient moves a P worth telling."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FileRows:
    """Where the patients of a table stand in the file, (n,) each: group and time as indices into the table."""

    row: Integers
    group: Integers
    tick: Integers
    event: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TestInLine:
    """One test of the same question; `planned` for the one chosen before looking, the test of the figure."""

    __test__ = False  # no test of pytest's, whatever its name

    name: str
    p: float | None
    planned: bool


@dataclass(frozen=True)
class LeftOut:
    """Patients of one group who left at one time in one way: without any of them P is the same.

    Attributes:
        group: its name.
        time: in the result's unit.
        event: whether they had the event then.
        n: how many they are.
        rows: where they stand in the file, smallest first.
        p: of the log-rank test without one of them; None where it is not estimable.
    """

    group: str
    time: float
    event: bool
    n: int
    rows: tuple[int, ...]
    p: float | None


@dataclass(frozen=True)
class Reach:
    """How far P moves when each patient is left out in turn; fields as for `LeaveOneOut`."""

    n: int
    over_05: int
    not_estimable: int
    p_min: float | None
    p_max: float | None


@dataclass(frozen=True)
class RatioRange:
    """A group's hazard ratio against the reference over all ways to leave one patient out.

    Attributes:
        lowest, highest: None where none is finite.
        not_estimable: without how many patients it has no finite value.
    """

    group: str
    reference: str
    lowest: float | None
    highest: float | None
    not_estimable: int


@dataclass(frozen=True)
class MedianRange:
    """A group's median over all ways to leave one of its patients out.

    Attributes:
        lowest, highest: in the result's unit; None where it is never reached.
        not_reached: without how many patients it is not reached.
    """

    group: str
    lowest: float | None
    highest: float | None
    not_reached: int


@dataclass(frozen=True)
class LeaveOneOut:
    """Every patient left out in turn.

    Attributes:
        n: patients.
        over_05: without how many of them P is .05 or more.
        not_estimable: without how many there is no P.
        p_min, p_max: None where none is estimable.
        crossing_rows: the rows of the file without which P stands on the other side of .05.
        hazard_ratios: per group but the reference.
        medians: per group.
        patients: each kind of patient, with P without one of them.
    """

    n: int
    over_05: int
    not_estimable: int
    p_min: float | None
    p_max: float | None
    crossing_rows: tuple[int, ...]
    hazard_ratios: tuple[RatioRange, ...]
    medians: tuple[MedianRange, ...]
    patients: tuple[LeftOut, ...]


@dataclass(frozen=True)
class DeathCensored:
    """Every event in turn called a censoring at the same time; fields as for `LeaveOneOut`."""

    n: int
    over_05: int
    not_estimable: int
    p_min: float | None
    p_max: float | None
    crossing_rows: tuple[int, ...]


@dataclass(frozen=True)
class Worth:
    """What the P of a comparison is worth. None, or empty, where `not_computed` says why.

    Attributes:
        level: what P is read against.
        p: of the log-rank test.
        n, n_events: patients and events compared.
        tests: every test of the same question, the planned one first.
        permutation: the log-rank test without large-number theory.
        leave_one_out, death_censored: one patient, or one event, changed in turn.
        outcomes_to_cross: how many changed outcomes it takes.
        lost_early: best and worst case for patients lost early.
        medians: per group, as textbooks, R and SAS have them.
        bootstrap: limits of the medians.
        detectable: what difference these events could have shown.
        not_computed: name of a field -> why it is not there.
    """

    level: float
    p: float | None
    n: int
    n_events: int
    tests: tuple[TestInLine, ...]
    permutation: PermutationTest | None
    leave_one_out: LeaveOneOut | None
    death_censored: DeathCensored | None
    outcomes_to_cross: OutcomesToCross | None
    lost_early: LostEarly | None
    medians: tuple[MedianConventions, ...]
    bootstrap: tuple[BootstrapMedian, ...]
    detectable: tuple[Detectable, ...]
    not_computed: Mapping[str, str] = field(default_factory=dict)

    @property
    def significant(self) -> bool:
        """Whether P is below the level."""
        return self.p is not None and self.p < self.level

    @property
    def others(self) -> tuple[float, ...]:
        """P of the tests that were not planned, smallest first."""
        return tuple(sorted(t.p for t in self.tests if not t.planned and t.p is not None))


BY_PATIENT = ("permutation", "leave_one_out", "death_censored", "outcomes_to_cross", "lost_early", "bootstrap")
ENTERED = "Patients entered at different times: the counts do not say who entered when."
NO_P = "There is no log-rank P: it needs two groups under observation at a time when somebody had the event."


def worth_of(
    table: EventTable,
    curves: Sequence[SurvivalCurve],
    comparison: Comparison,
    rows: FileRows | None = None,
    permutation: PermutationTest | None = None,
    progress: Progress | None = None,
) -> Worth:
    """What a comparison's P is worth.

    Args:
        table: counts per time and group; every group has patients.
        curves: of the same groups.
        comparison: of the same table.
        rows: where its patients stand in the file; None where nobody needs it.
        permutation: the test by permutation where it is there already.
        progress: told how far the work has come; may raise to end it. None for what takes no time: up to `AT_ONCE`
            patients; with it up to `ON_REQUEST`.
    """
    n, told = int(table.n.sum()), progress or quiet
    found = _Parts(table, comparison, curves[0].conf_level, rows, permutation)
    reason = _reason(table, comparison, progress)
    asked = reason is None
    skipped = {} if reason is None else {x: reason for x in BY_PATIENT if x != "permutation" or permutation is None}
    permutation = found.permutation(part(told, 0.0, 0.5)) if asked else permutation
    return Worth(
        level=LEVEL,
        p=comparison.log_rank.p,
        n=n,
        n_events=int(table.events.sum()),
        tests=_tests(comparison, permutation),
        permutation=permutation,
        leave_one_out=found.leave_one_out(part(told, 0.5, 0.9)) if asked else None,
        death_censored=found.death_censored() if asked else None,
        outcomes_to_cross=outcomes_to_cross(table) if asked else None,
        lost_early=lost_early(table) if asked else None,
        medians=tuple(median_conventions(curve) for curve in curves),
        bootstrap=found.bootstrap(part(told, 0.9, 1.0)) if asked else (),
        detectable=detectable(table, found.reference),
        not_computed=skipped,
    )


def reach_of(table: EventTable, comparison: Comparison) -> Reach | None:
    """What takes no time of a small cohort's `Worth`; None where leaving out patients is not done at once."""
    if _reason(table, comparison, None) is not None:
        return None
    cells = cells_of(table)
    return Reach(int(cells.count.sum()), *_counted(without_one(table, cells), cells.count))


def _reason(table: EventTable, comparison: Comparison, progress: Progress | None) -> str | None:
    """Why what is done patient by patient is not done; None where it is."""
    n = int(table.n.sum())
    if table.entered is not None:
        return ENTERED
    if comparison.log_rank.p is None:
        return NO_P
    if n > ON_REQUEST:
        return f"{n:,} patients: beyond {ON_REQUEST:,} it takes too long, and no single patient moves P by much."
    if n > AT_ONCE and progress is None:
        return f"{n:,} patients: beyond {AT_ONCE} it takes more than a moment, and is computed when asked for."
    return None


@dataclass(frozen=True, eq=False)
class _Parts:
    """What is done patient by patient."""

    table: EventTable
    comparison: Comparison
    conf_level: float
    rows: FileRows | None
    permuted: PermutationTest | None

    @property
    def reference(self) -> int:
        """Index of the group others are compared with."""
        coefficients = self.comparison.hazard_ratios.coefficients
        return self.table.groups.index(coefficients[0].reference or "") if coefficients else 0

    def permutation(self, progress: Progress) -> PermutationTest:
        return self.permuted or permutation_test(self.table, DRAWS, told=_stage(progress, "Permuting"))

    def leave_one_out(self, progress: Progress) -> LeaveOneOut:
        cells = cells_of(self.table)
        p = without_one(self.table, cells)
        over, lost, low, high = _counted(p, cells.count)
        return LeaveOneOut(
            int(cells.count.sum()), over, lost, low, high, self._crossing(cells, p, np.ones(p.size, bool)),
            self._ratios(cells, progress), self._medians(cells), self._patients(cells, p),
        )  # fmt: skip

    def death_censored(self) -> DeathCensored:
        cells = cells_of(self.table)
        p, dead = with_other_outcome(self.table, cells), cells.event
        over, lost, low, high = _counted(p[dead], cells.count[dead])
        return DeathCensored(int(cells.count[dead].sum()), over, lost, low, high, self._crossing(cells, p, dead))

    def bootstrap(self, progress: Progress) -> tuple[BootstrapMedian, ...]:
        progress("Drawing samples", 0.0)
        return bootstrap_medians(self.table, self.conf_level)

    def _crossing(self, cells: Cells, p: Floats, these: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Rows of the file whose change moves P across the level."""
        if self.rows is None:
            return ()
        full = self.comparison.log_rank.p or 0.0
        across = these & np.isfinite(p) & ((p < LEVEL) != (full < LEVEL))
        of_row = cells.of(self.rows.group, self.rows.tick, self.rows.event)
        return tuple(sorted(self.rows.row[across[of_row]].tolist()))

    def _patients(self, cells: Cells, p: Floats) -> tuple[LeftOut, ...]:
        standing: list[list[int]] = [[] for _ in range(p.size)]
        if self.rows is not None:
            of_row = cells.of(self.rows.group, self.rows.tick, self.rows.event)
            for row, cell in sorted(zip(self.rows.row.tolist(), of_row.tolist(), strict=True)):
                standing[cell].append(row)
        return tuple(
            LeftOut(
                self.table.groups[cells.group[i]], float(self.table.times[cells.tick[i]]), bool(cells.event[i]),
                int(cells.count[i]), tuple(standing[i]), _or_none(float(p[i])),
            )
            for i in range(p.size)
        )  # fmt: skip

    def _ratios(self, cells: Cells, progress: Progress) -> tuple[RatioRange, ...]:
        told = _stage(progress, "Leaving out each patient")
        ratios = ratios_without_one(self.table, cells.group, cells.tick, cells.event, self.reference, told)
        groups, reference = self.table.groups, self.reference
        found = []
        for place, g in enumerate(g for g in range(len(groups)) if g != reference):
            finite = np.isfinite(ratios[:, place])
            low, high = _extremes(ratios[finite, place])
            found.append(RatioRange(groups[g], groups[reference], low, high, int(cells.count[~finite].sum())))
        return tuple(found)

    def _medians(self, cells: Cells) -> tuple[MedianRange, ...]:
        found = []
        for g, name in enumerate(self.table.groups):
            own = np.flatnonzero(cells.group == g)
            medians, count = _medians_without_one(self.table, g, cells, own), cells.count[own]
            reached = np.isfinite(medians)
            found.append(MedianRange(name, *_extremes(medians[reached]), int(count[~reached].sum())))
        return tuple(found)


_CELLS_AT_A_TIME = 1 << 22


def _medians_without_one(table: EventTable, g: int, cells: Cells, own: Integers) -> Floats:
    """(len(own),) the group's median without one patient of each of its cells."""
    step = max(1, _CELLS_AT_A_TIME // max(1, table.times.size))
    parts = [np.zeros(0)]
    for first in range(0, own.size, step):
        here = own[first : first + step]
        events, censored = (np.repeat(x[g : g + 1], here.size, axis=0) for x in (table.events, table.censored))
        place = (np.arange(here.size), cells.tick[here])
        events[place] -= cells.event[here]
        censored[place] -= ~cells.event[here]
        parts.append(many_medians(table.times, events, censored))
    return np.concatenate(parts)


def _counted(p: Floats, count: Integers) -> tuple[int, int, float | None, float | None]:
    """Patients with P at the level or above, patients without P, the smallest and the largest P."""
    told = np.isfinite(p)
    over = int(count[told & (p >= LEVEL)].sum())
    return over, int(count[~told].sum()), *_extremes(p[told])


def _extremes(values: Floats) -> tuple[float | None, float | None]:
    return (float(values.min()), float(values.max())) if values.size else (None, None)


def _or_none(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _stage(progress: Progress, stage: str) -> Callable[[float], None]:
    return lambda done: progress(stage, done)


def _tests(comparison: Comparison, permutation: PermutationTest | None) -> tuple[TestInLine, ...]:
    model = comparison.hazard_ratios
    found = [TestInLine("log-rank", comparison.log_rank.p, True)]
    if permutation is not None:
        found.append(TestInLine("log-rank by permutation", permutation.p, False))
    if comparison.stratified is not None:
        found.append(TestInLine("stratified log-rank", comparison.stratified.p, False))
    found += [TestInLine(test.weighting, test.p, False) for test in comparison.weighted]
    found += [
        TestInLine("Cox likelihood ratio", model.likelihood_ratio.p, False),
        TestInLine("Cox Wald", model.wald.p, False),
        TestInLine("Cox score", model.score.p, False),
    ]
    return tuple(found)


def file_rows(
    table: EventTable, names: Sequence[str], group: npt.NDArray[np.int32], time: Floats, event: npt.NDArray[np.bool_],
    row: Integers,
) -> FileRows:  # fmt: skip
    """Where each patient of a table stands in it.

    Args:
        table: counts of these patients.
        names: what `group` counts.
        group, time, event: (n,) in the table's unit.
        row: (n,) of the file.
    """
    place = np.array([table.groups.index(name) if name in table.groups else -1 for name in names], dtype=np.int64)
    between = (table.times[1:] + table.times[:-1]) / 2.0
    return FileRows(row, place[group], np.searchsorted(between, time).astype(np.int64), event)


__all__ = ["FileRows", "Reach", "Worth", "file_rows", "reach_of", "worth_of"]
