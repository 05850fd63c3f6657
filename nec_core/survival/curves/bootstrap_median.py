"""Bootstrap limits of a median: patients drawn again and again, with replacement.

Efron B. Censored data and the bootstrap. J Am Stat Assoc 1981;76:312-319 (patients drawn with their outcome; percentile
limits). Drawing from a table's counts is drawing patients.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.many_medians import Floats, many_medians

SEED = 20_201_202
SAMPLES = 2000
_PIECE = 1 << 21


@dataclass(frozen=True)
class BootstrapMedian:
    """Percentile limits of a group's median.

    Attributes:
        group: its name.
        lower, upper: in the table's unit; None where the limit is not reached.
        not_reached: share of the samples whose median is not reached.
        conf_level: of the limits.
        samples, seed: how many were drawn, and where the generator started.
    """

    group: str
    lower: float | None
    upper: float | None
    not_reached: float
    conf_level: float
    samples: int
    seed: int


def bootstrap_medians(
    table: EventTable, conf_level: float = 0.95, samples: int = SAMPLES, seed: int = SEED
) -> tuple[BootstrapMedian, ...]:
    """One per group of a table without delayed entry; every group has patients."""
    random = np.random.default_rng(seed)
    found = []
    for g, name in enumerate(table.groups):
        medians = np.sort(_resampled(table, g, samples, random))
        # The values themselves, not something between them: between a time and "not reached" there is nothing.
        places = [round(share * (samples - 1)) for share in ((1 - conf_level) / 2, (1 + conf_level) / 2)]
        lower, upper = (float(medians[i]) if np.isfinite(medians[i]) else None for i in places)
        found.append(BootstrapMedian(name, lower, upper, float(np.isinf(medians).mean()), conf_level, samples, seed))
    return tuple(found)


def _resampled(table: EventTable, g: int, samples: int, random: np.random.Generator) -> Floats:
    m, n = table.times.size, int(table.n[g])
    shares = np.concatenate((table.events[g], table.censored[g])) / n
    step = max(1, _PIECE // max(1, 2 * m))
    parts = []
    for first in range(0, samples, step):
        drawn = random.multinomial(n, shares, size=min(step, samples - first))
        parts.append(many_medians(table.times, drawn[:, :m], drawn[:, m:]))
    return np.concatenate(parts)
