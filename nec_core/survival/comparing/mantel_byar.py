"""Comparing those who change group during follow-up with those who have not changed yet.

Mantel N, Byar DP. Evaluation of response-time data involving transient states: an illustration using
heart-transplant data. J Am Stat Assoc 1974;69:81-86. Simon R, Makuch RW. A non-parametric graphical
representation of the relationship between survival and the occurrence of an event. Stat Med 1984;3:35-44.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nec_core.survival.comparing.log_rank import LogRank, log_rank
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.cox.time_varying import time_varying_table
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, kaplan_meier
from nec_core.survival.curves.landmark import landmark_table


@dataclass(frozen=True, eq=False)
class MantelByar:
    """The time-dependent comparison. None where not estimable.

    Attributes:
        chi2, df, p: log-rank over risk sets in which each patient stands where they stood at that time.
        observed, expected: events before and after the change.
        n, n_changed: patients, and those who changed while followed (at time zero included).
        table: the counts it was made from; a patient who changes is in both groups.
        curves: Simon-Makuch curves, before and after the change. At each time the risk set is those then in
            the state; they start at `start` and are survival given being without the event then.
        start: time from which the curves are drawn.
    """

    chi2: float | None
    df: int | None
    p: float | None
    observed: tuple[float, float]
    expected: tuple[float, float]
    n: int
    n_changed: int
    table: EventTable
    curves: tuple[SurvivalCurve, ...]
    start: float


def mantel_byar(
    time: ArrayLike,
    event: ArrayLike,
    changed_at: ArrayLike,
    group_names: tuple[str, str] = ("Before", "After"),
    unit: str = "months",
    start: float = 0.0,
    conf_type: str = "log-log",
    conf_level: float = 0.95,
) -> MantelByar:
    """Mantel-Byar test over the whole follow-up, and Simon-Makuch curves from `start` on.

    Args:
        time, event: (n,) as for `event_table`.
        changed_at: (n,) time of the change, nan for never.
        group_names: of the states before and after the change.
        unit: "days", "weeks", "months" or "years".
        start: where the curves begin, with their clock at zero there. Early after time zero few have changed,
            and one early death can pull that curve to zero; Simon and Makuch start it at a landmark.
        conf_type, conf_level: as for `kaplan_meier`.

    Raises:
        PlanError: as for `event_table` and `kaplan_meier`; start negative.
    """
    table = time_varying_table(time, event, changed_at, group_names, unit)
    test: LogRank = log_rank(table)
    return MantelByar(
        chi2=test.chi2,
        df=test.df,
        p=test.p,
        observed=(float(test.observed[0]), float(test.observed[1])),
        expected=(float(test.expected[0]), float(test.expected[1])),
        n=int(np.size(time)),
        n_changed=int(table.n[1]),
        table=table,
        curves=kaplan_meier(landmark_table(table, start).table, conf_type, conf_level),
        start=float(start),
    )
