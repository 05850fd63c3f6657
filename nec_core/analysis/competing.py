"""Competing events: how many will ever have each, and how groups differ in it; never 1 minus Kaplan-Meier."""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.survival.comparing.gray import GrayTest, gray_test
from nec_core.survival.comparing.log_rank import LogRank, log_rank
from nec_core.survival.counts.competing_table import competing_table
from nec_core.survival.counts.grouped_rows import GroupedRows
from nec_core.survival.curves.competing_risks import IncidenceCurve, IncidenceRate, cumulative_incidence, incidences_at

CAUSES = ("the event", "competing event")


@dataclass(frozen=True, eq=False)
class CauseResult:
    """One of the two kinds of event.

    Attributes:
        cause: "the event" or "competing event".
        curves: cumulative incidence, one per group.
        rates: per group, at the plan's times.
        gray: Gray's test of the incidences; None for one group.
        cause_specific: log-rank test of the hazards, the other event censored; None for one group.
    """

    cause: str
    curves: tuple[IncidenceCurve, ...]
    rates: tuple[tuple[IncidenceRate, ...], ...]
    gray: GrayTest | None
    cause_specific: LogRank | None


def competing_results(rows: GroupedRows, times: tuple[float, ...], conf_level: float) -> tuple[CauseResult, ...]:
    """Cumulative incidence of both kinds of event.

    Args:
        rows: the patients, all watched from time zero on, in the unit of the results.
        times: at which incidences are given, in that unit.
        conf_level: of the intervals (log type, as R's survfit).
    """
    table = competing_table(rows.time, rows.event, CAUSES, rows.group, rows.names, rows.unit)
    several = len(rows.names) > 1
    found = []
    for k, cause in enumerate(CAUSES):
        curves = cumulative_incidence(table, k, "log", conf_level)
        found.append(
            CauseResult(
                cause,
                curves,
                tuple(incidences_at(c, times) for c in curves),
                gray_test(table, k) if several else None,
                log_rank(rows.table(k + 1)) if several else None,
            )
        )
    return tuple(found)
