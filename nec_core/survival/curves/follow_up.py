"""How long the patients were followed.

Schemper M, Smith TL. A note on quantifying follow-up in studies of failure time. Control Clin Trials
1996;17:343-346: the Kaplan-Meier curve of being censored, in which the event of interest ends the chance of
being followed longer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.errors import PlanError
from nec_core.survival.confidence import check_interval
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, product_limit
from nec_core.survival.curves.quantiles import Quantile, quantile

TIES = ("events first", "as R")


@dataclass(frozen=True, eq=False)
class FollowUp:
    """Follow-up of one group, three ways, all in the table's unit.

    Attributes:
        name: the group.
        reverse_km: median of the reverse Kaplan-Meier curve, with limits.
        first_quartile, third_quartile: its quartiles, with limits: a quarter, and three quarters, followed
        less long.
        alive_only_median: plain median of the times of those without the event; None when there is nobody.
        minimum, maximum: shortest and longest time of anybody; None for an empty group.
        n, n_alive: patients, and those without the event.
        ties: how ties were treated, "events first" or "as R".
        curve: the reverse Kaplan-Meier curve itself; its events are the censorings.
    """

    name: str
    reverse_km: Quantile
    first_quartile: Quantile
    third_quartile: Quantile
    alive_only_median: float | None
    minimum: float | None
    maximum: float | None
    n: int
    n_alive: int
    ties: str
    curve: SurvivalCurve


def follow_up(
    table: EventTable, conf_type: str = "log-log", conf_level: float = 0.95, ties: str = "events first"
) -> tuple[FollowUp, ...]:
    """Follow-up of every group.

    Args:
        table: counts per time and group.
        conf_type, conf_level: as for `kaplan_meier`.
        ties: when somebody dies on the day another is last seen, the death comes first in every curve.
            "events first" keeps that order when the roles swap: the dead are no longer at risk of being
            censored. "as R" is what survfit(Surv(time, 1 - event) ~ 1) does: it censors first.

    Raises:
        PlanError: unknown conf_type or ties, or conf_level outside (0, 1).
    """
    if ties not in TIES:
        raise PlanError(f"ties must be one of {', '.join(TIES)}, but was {ties!r}. Choose one of them.")
    return tuple(_follow_up(table, g, conf_type, conf_level, ties) for g in range(len(table.groups)))


def _follow_up(table: EventTable, g: int, conf_type: str, conf_level: float, ties: str) -> FollowUp:
    curve = _reverse_curve(table, g, conf_type, conf_level, ties)
    left = np.flatnonzero(table.events[g] + table.censored[g])
    return FollowUp(
        name=table.groups[g],
        reverse_km=quantile(curve, 0.5),
        first_quartile=quantile(curve, 0.25),
        third_quartile=quantile(curve, 0.75),
        alive_only_median=_plain_median(table.times, table.censored[g]),
        minimum=float(table.times[left[0]]) if left.size else None,
        maximum=float(table.times[left[-1]]) if left.size else None,
        n=int(table.n[g]),
        n_alive=int(table.censored[g].sum()),
        ties=ties,
        curve=curve,
    )


def _reverse_curve(table: EventTable, g: int, conf_type: str, conf_level: float, ties: str) -> SurvivalCurve:
    """The curve of being last seen without the event, which now plays the event's part."""
    check_interval(conf_type, conf_level)
    deaths, last_seen = table.events[g], table.censored[g]
    at_risk = table.at_risk[g] - deaths if ties == "events first" else table.at_risk[g]
    present = deaths + last_seen > 0
    return product_limit(
        name=table.groups[g],
        unit=table.unit,
        time=table.times[present],
        at_risk=at_risk[present],
        events=last_seen[present],
        censored=deaths[present],
        conf_type=conf_type,
        conf_level=conf_level,
    )


def _plain_median(times: NDArray[np.float64], counts: NDArray[np.int64]) -> float | None:
    """Median of times that occur `counts` times each."""
    n = int(counts.sum())
    if n == 0:
        return None
    up_to = counts.cumsum()
    middle = np.searchsorted(up_to, [(n - 1) // 2, n // 2], side="right")
    return float(times[middle].mean())
