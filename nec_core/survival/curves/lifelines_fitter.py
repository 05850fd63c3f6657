"""A curve as a fitted object of lifelines, for those who go on in Python. lifelines is imported only here, when asked
for: it costs a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nec_core.errors import PlanError
from nec_core.survival.curves.kaplan_meier import SurvivalCurve

if TYPE_CHECKING:
    from lifelines import KaplanMeierFitter


def fitted_kaplan_meier(curve: SurvivalCurve) -> KaplanMeierFitter:
    """A KaplanMeierFitter fitted to the patients the curve was made from.

    lifelines then computes with its own conventions: its interval is log-log, 1 or 0 where there is none.
    Without delayed entry it is fitted on counts, one row per distinct time. With it the rows are rebuilt,
    pairing earlier entries with earlier exits: only the counts matter to the curve, and these stay the same.

    Raises:
        PlanError: the curve has no patients.
    """
    if curve.n == 0:
        raise PlanError(f"Group {curve.name!r} has no patients, so lifelines has nothing to fit. Choose another group.")
    from lifelines import KaplanMeierFitter

    fitter = KaplanMeierFitter(alpha=1.0 - curve.conf_level, label=curve.name)
    entered = np.diff(curve.at_risk, prepend=0)
    entered[1:] += (curve.events + curve.censored)[:-1]
    if entered[0] == curve.n:
        used = np.concatenate((curve.events, curve.censored)) > 0
        return fitter.fit(
            np.concatenate((curve.time, curve.time))[used],
            np.repeat([True, False], curve.time.size)[used],
            weights=np.concatenate((curve.events, curve.censored))[used],
        )
    counts = np.concatenate((curve.events, curve.censored))
    exits = np.repeat(np.concatenate((curve.time, curve.time)), counts)
    observed = np.repeat([True, False], [curve.n_events, curve.n - curve.n_events])
    order = np.argsort(exits, kind="stable")
    # Any moment since the last exit gives the same counts; the last exit itself is one.
    entry = np.repeat(np.concatenate(([0.0], curve.time[:-1])), entered)
    return fitter.fit(exits[order], observed[order], entry=entry)
