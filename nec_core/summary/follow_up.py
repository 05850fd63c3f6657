"""How long the patients were followed, all together and by group.

Three answers that are often mixed up, each named: the reverse Kaplan-Meier median, the median of those alone
who were last seen without the event, and the range.
"""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.follow_up import FollowUp, follow_up


@dataclass(frozen=True, eq=False)
class FollowUpSummary:
    """Follow-up of a cohort. Of overall survival the events are the deaths.

    Attributes:
        unit: of every time.
        conf_type, conf_level: of every interval.
        overall: everybody in the event table, as one group.
        groups: one per group of the event table; empty when it has but one.
    """

    unit: str
    conf_type: str
    conf_level: float
    overall: FollowUp
    groups: tuple[FollowUp, ...]


def follow_up_summary(table: EventTable, conf_type: str = "log-log", conf_level: float = 0.95) -> FollowUpSummary:
    """Follow-up from the counts of an endpoint, overall survival as a rule.

    Raises:
        PlanError: unknown conf_type, or conf_level outside (0, 1).
    """
    (overall,) = follow_up(table.pooled("All patients"), conf_type, conf_level)
    groups = follow_up(table, conf_type, conf_level) if len(table.groups) > 1 else ()
    return FollowUpSummary(table.unit, conf_type, conf_level, overall, groups)
