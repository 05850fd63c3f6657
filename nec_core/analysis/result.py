"""What a survival analysis found. Numbers only; None for not estimable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nec_core.analysis.comparison import Comparison, permuted
from nec_core.analysis.competing import CauseResult
from nec_core.analysis.group_result import GroupResult
from nec_core.analysis.guarding import kinds
from nec_core.analysis.guarding.kinds import Numbers
from nec_core.analysis.guards import Guard
from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.regression import Regression
from nec_core.analysis.timed_treatment import TimedTreatment
from nec_core.analysis.worth import FileRows, Reach, Worth, reach_of, worth_of
from nec_core.patients.cohort import Variable
from nec_core.patients.endpoints import Endpoint
from nec_core.survival.comparing.cut_point import CutPointTest
from nec_core.survival.comparing.log_rank import LogRank
from nec_core.survival.comparing.permutation import PermutationTest
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.follow_up import FollowUp
from nec_core.survival.curves.kaplan_meier import SurvivalCurve


@dataclass(frozen=True, eq=False)
class SurvivalResult:
    """Everything a survival page, figure or report shows of one plan.

    Attributes:
        plan: what was asked.
        endpoint: its definition in words.
        variable: what the groups are made of; None for one curve.
        entry: what says when patients came under observation; None for watched from time zero.
        strata: within whose levels the stratified test compares; None for none.
        cut: where a numeric grouping variable was cut; None for a category.
        unit: of all times.
        n, n_events: patients and events in all groups.
        excluded: reason -> patients inside the filter who are not in any group.
        table: the counts everything stands on.
        times: at which rates are given.
        groups: the groups that have patients, in the variable's order.
        comparison: tests, pairs, hazard ratios; None for fewer than two groups.
        timed: for groups made of a treatment with a date, the comparisons without immortal time; else None.
        competing: per kind of event, cumulative incidences; empty for an endpoint without competing events, and with
            delayed entry.
        regression: the Cox model, if the plan names covariates.
        follow_up: of all groups together.
        n_competing: patients whose first event was the competing one.
        n_rejected, n_rejected_events: rows of the file left out when it was read, whatever the filter; of them, those
            of which the file says that they had the event.
        guards: what to beware of in all of these, the most serious first.
        rows: where the patients stand in the file, for so many as can be told one by one; else None.
        cut_point: for a number cut in two, what the best of all cuts is worth; None where nobody was cut, and where it
            takes more than a moment.
        restricted: the filter's conditions in words; empty for everybody.
        worth_on_request: what P is worth, where somebody asked and waited; else None: see `worth`.
    """

    plan: AnalysisPlan
    endpoint: Endpoint
    variable: Variable | None
    entry: Variable | None
    strata: Variable | None
    cut: float | None
    unit: str
    n: int
    n_events: int
    excluded: Mapping[str, int]
    table: EventTable
    times: tuple[float, ...]
    groups: tuple[GroupResult, ...]
    comparison: Comparison | None
    timed: TimedTreatment | None
    competing: tuple[CauseResult, ...]
    regression: Regression | None
    follow_up: FollowUp | None
    n_competing: int
    n_rejected: int
    n_rejected_events: int
    guards: tuple[Guard, ...]
    rows: FileRows | None = None
    cut_point: CutPointTest | None = None
    restricted: tuple[str, ...] = ()
    worth_on_request: Worth | None = None

    @property
    def curves(self) -> tuple[SurvivalCurve, ...]:
        """What a figure draws: one per group."""
        return tuple(group.curve for group in self.groups)

    @property
    def log_rank(self) -> LogRank | None:
        """The test a figure shows; None for fewer than two groups."""
        return self.comparison.log_rank if self.comparison else None

    @property
    def naive(self) -> bool:
        """Whether the groups are settled after time zero, so that whatever compares them carries immortal time bias."""
        return len(self.groups) > 1 and self.variable is not None and self.variable.known == "later"

    def misleads(self, numbers: Numbers) -> tuple[str, ...]:
        """The kinds of the serious guards that speak of these numbers."""
        return kinds.misleading(self.guards, numbers)

    @property
    def comparable(self) -> Comparison | None:
        """The comparison, where it may be read; None for one group and for groups settled after time zero."""
        return None if self.naive else self.comparison

    @cached_property
    def permutation(self) -> PermutationTest | None:
        """The log-rank test without large-number theory, worked out when first asked for; None where it takes more than
        a moment, and nobody who asked for it waited."""
        if self.worth_on_request is not None and self.worth_on_request.permutation is not None:
            return self.worth_on_request.permutation
        return permuted(self.table) if self.comparison is not None else None

    @cached_property
    def reach(self) -> Reach | None:
        """How far P moves with one patient left out, in a small cohort: the part of `worth` that takes no time."""
        return None if self.comparable is None else reach_of(self.table, self.comparable)

    @cached_property
    def worth(self) -> Worth | None:
        """What the comparison's P is worth, worked out when first asked for: all of it in a small cohort, in a large
        one what takes no time. None where there is no P to be read: one group, or groups settled after time zero."""
        if self.worth_on_request is not None or self.comparable is None:
            return self.worth_on_request
        return worth_of(self.table, self.curves, self.comparable, self.rows, self.permutation)


__all__ = ["SurvivalResult"]
