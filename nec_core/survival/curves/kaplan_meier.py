"""The Kaplan-Meier curve.

Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc 1958;53:457-481.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nec_core.survival.confidence import check_interval, confidence_limits
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.step_curve import StepCurve


@dataclass(frozen=True, eq=False)
class SurvivalCurve(StepCurve):
    """One group's survival.

    Attributes:
        survival: (m,) probability of being without the event just after `time`.
        std_error: (m,) Greenwood's standard error of `survival`; nan where survival is 0.
        lower, upper: (m,) confidence limits; nan where there is no interval (for log-log where survival is 1 or 0).
    """

    survival: NDArray[np.float64]


def kaplan_meier(table: EventTable, conf_type: str = "log-log", conf_level: float = 0.95) -> tuple[SurvivalCurve, ...]:
    """The product-limit curve of every group, with Greenwood's variance.

    Args:
        table: counts per time and group; with delayed entry the curve is conditional on being under
        observation.
        conf_type: "log-log", "log", "plain", "logit" or "arcsin", as in R's survfit.
        conf_level: between 0 and 1.

    Returns:
        One curve per group, in the table's order; an empty group gives n = 0 and empty arrays.

    Raises:
        PlanError: unknown conf_type, or conf_level outside (0, 1).
    """
    check_interval(conf_type, conf_level)
    return tuple(_curve(table, g, conf_type, conf_level) for g in range(len(table.groups)))


def _curve(table: EventTable, g: int, conf_type: str, conf_level: float) -> SurvivalCurve:
    present = np.flatnonzero(table.events[g] + table.censored[g])
    return product_limit(
        name=table.groups[g],
        unit=table.unit,
        time=table.times[present],
        at_risk=table.at_risk[g][present],
        events=table.events[g][present],
        censored=table.censored[g][present],
        conf_type=conf_type,
        conf_level=conf_level,
    )


def product_limit(
    name: str,
    unit: str,
    time: NDArray[np.float64],
    at_risk: NDArray[np.int64],
    events: NDArray[np.int64],
    censored: NDArray[np.int64],
    conf_type: str,
    conf_level: float,
) -> SurvivalCurve:
    """The curve of one group from its counts at its own distinct times."""
    # Where nobody has the event nobody need be at risk: a reverse curve's deaths have left before.
    exposed = np.maximum(at_risk, 1).astype(np.float64)
    surviving = exposed - events
    survival = (surviving / exposed).cumprod()
    with np.errstate(divide="ignore", invalid="ignore"):
        # At the last event of a group the sum is infinite and the curve zero: no standard error there, as in
        # R.
        log_se = np.sqrt((events / (exposed * surviving)).cumsum())
        std_error = survival * log_se
    lower, upper = confidence_limits(survival, log_se, conf_type, conf_level)
    return SurvivalCurve(
        name=name,
        unit=unit,
        n=int(events.sum() + censored.sum()),
        n_events=int(events.sum()),
        time=time,
        at_risk=at_risk,
        events=events,
        censored=censored,
        survival=survival,
        std_error=std_error,
        lower=lower,
        upper=upper,
        conf_type=conf_type,
        conf_level=conf_level,
    )
