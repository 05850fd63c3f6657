"""The patients a plan is about: inside its filter, with its endpoint, in one of its groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from nec_core.analysis.plan import AnalysisPlan
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.cohort_filter import Mask
from nec_core.patients.delayed_entry import with_entry
from nec_core.patients.endpoints import EndpointTimes, default_time_zero, endpoint_times
from nec_core.patients.grouping import Grouping, group
from nec_core.patients.intervals import TimeZero
from nec_core.survival.counts.grouped_rows import GroupedRows


@dataclass(frozen=True, eq=False)
class PlanPatients:
    """A plan's patients, row by row, each part worked out when it is first asked for.

    Every property can raise PlanError: the plan asks for what the cohort does not have.
    """

    cohort: Cohort
    plan: AnalysisPlan

    @cached_property
    def time_zero(self) -> TimeZero:
        """Of endpoints computed from dates."""
        return self.plan.time_zero or default_time_zero(self.cohort)

    @cached_property
    def variable(self) -> Variable | None:
        """What they are grouped by."""
        return self.cohort.variable(self.plan.by) if self.plan.by else None

    @cached_property
    def everybody(self) -> EndpointTimes:
        """Times and events of the whole cohort."""
        plan = self.plan
        patients = endpoint_times(self.cohort, plan.endpoint, plan.time_zero, plan.partial_dates)
        if plan.entry is None:
            return patients
        return with_entry(self.cohort, patients, plan.entry, self.time_zero, plan.partial_dates)

    @cached_property
    def inside(self) -> Mask | None:
        """(cohort.n,) who is inside the filter; None for everybody."""
        return None if self.plan.filter.is_empty else self.plan.filter.mask(self.cohort)

    @cached_property
    def selected(self) -> Cohort:
        """The n patients inside the filter."""
        return self.cohort if self.inside is None else self.cohort.subset(self.inside)

    @cached_property
    def times(self) -> EndpointTimes:
        """Times and events of the n inside the filter."""
        return self.everybody if self.inside is None else self.everybody.subset(self.inside)

    @cached_property
    def grouping(self) -> Grouping:
        """Groups of the n inside the filter."""
        return group(self.cohort, self.plan.by, self.plan.cut, self.inside)

    @cached_property
    def analysed(self) -> npt.NDArray[np.bool_]:
        """(n,) who has the endpoint and a group."""
        keep: npt.NDArray[np.bool_] = self.times.usable & (self.grouping.codes >= 0)
        return keep

    @cached_property
    def rows(self) -> GroupedRows:
        """The analysed, in the endpoint's unit."""
        keep, times, grouping = self.analysed, self.times, self.grouping
        entry = None if times.entry is None else times.entry[keep]
        return GroupedRows(
            times.time[keep], times.event[keep], grouping.codes[keep], grouping.names, times.endpoint.unit, entry
        )


__all__ = ["PlanPatients"]
