"""The medians of many small tables over the same times: of a cohort without each patient, and of resampled ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nec_core.time_units import TIE_TOLERANCE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def many_medians(times: Floats, events: Integers, censored: Integers) -> Floats:
    """The median survival time of each table, as `quantiles.median` has it.

    Args:
        times: (m,) increasing.
        events, censored: (b, m) counts of b tables.

    Returns:
        (b,); infinite where not reached.
    """
    if not times.size:
        return np.full(events.shape[0], np.inf)
    at_risk = (events + censored)[:, ::-1].cumsum(axis=1)[:, ::-1]
    survival = (1.0 - events / np.maximum(at_risk, 1)).cumprod(axis=1)
    down = survival <= 0.5 + TIE_TOLERANCE
    first = down.argmax(axis=1)
    height = np.take_along_axis(survival, first[:, None], axis=1)
    below = survival < height
    start, end = times[first], times[below.argmax(axis=1)]
    on_plateau = (height[:, 0] >= 0.5 - TIE_TOLERANCE) & below.any(axis=1)
    return np.where(down.any(axis=1), np.where(on_plateau, (start + end) / 2.0, start), np.inf)
