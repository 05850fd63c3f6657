"""Competing events: how many will ever have each, and how groups differ in it; never 1 minus Kaplan-Meier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.survival.comparing.gray import GrayTest, gray_test
from nec_core.survival.comparing.log_rank import LogRank, log_rank
from nec_core.survival.counts.competing_table import competing_table
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.competing_risks import IncidenceCurve, IncidenceRate, cumulative_incidence, incidences_at
from nec_core.time_units import converted

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


def competing_results(
    time: npt.NDArray[np.float64],
    event: npt.NDArray[np.int8],
    group: npt.NDArray[np.int32],
    names: tuple[str, ...],
    file_unit: str,
    unit: str,
    times: tuple[float, ...],
    conf_level: float,
) -> tuple[CauseResult, ...]:
    """Cumulative incidence of both kinds of event.

    Args:
        time: (n,) in `file_unit`.
        event: (n,) 0 censored, 1 the event, 2 the competing event.
        group: (n,) index into names.
        names: the groups.
        file_unit, unit: of the times given, and of the results.
        times: at which incidences are given, in `unit`.
        conf_level: of the intervals (log type, as R's survfit).
    """
    scaled = converted(time, file_unit, unit) if file_unit != unit else time
    table = competing_table(scaled, event, CAUSES, group, names, unit)
    several = len(names) > 1
    found = []
    for k, cause in enumerate(CAUSES):
        curves = cumulative_incidence(table, k, "log", conf_level)
        specific = event_table(scaled, event == k + 1, group, names, unit)
        found.append(
            CauseResult(
                cause,
                curves,
                tuple(incidences_at(c, times) for c in curves),
                gray_test(table, k) if several else None,
                log_rank(specific) if several else None,
            )
        )
    return tuple(found)
