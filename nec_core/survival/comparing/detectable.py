"""What difference these events could have shown.

Schoenfeld DA. Sample-size formula for the proportional-hazards regression model. Biometrics 1983;39:499-503. With d
events and shares q and 1 - q of the patients in two groups, the two-sided test at the level alpha finds a hazard ratio
with the chance `power` when d q (1 - q) (log HR)^2 = (z(1 - alpha / 2) + z(power))^2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.distributions import normal_quantile

POWERS = (0.8, 0.9)
"""The chances trials are planned with."""


@dataclass(frozen=True)
class Detectable:
    """The smallest effect that a comparison of two groups would have shown with this chance.

    Attributes:
        group, reference: the two.
        events: in both.
        share: of both groups' patients who are in `group`.
        power, alpha: the chance of P below the two-sided level.
        hazard_ratio: 1 or more; its inverse in the other direction. None without events.
    """

    group: str
    reference: str
    events: int
    share: float
    power: float
    alpha: float
    hazard_ratio: float | None


def detectable(table: EventTable, reference: int = 0, alpha: float = 0.05) -> tuple[Detectable, ...]:
    """Each group of the table against the one at index `reference`, for each of `POWERS`."""
    events, n = table.events.sum(axis=1), table.n
    found = []
    for g, name in enumerate(table.groups):
        if g == reference:
            continue
        both, share = int(events[g] + events[reference]), float(n[g] / (n[g] + n[reference]))
        for power in POWERS:
            reach = normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power)
            ratio = math.exp(reach / math.sqrt(both * share * (1.0 - share))) if both and 0.0 < share < 1.0 else None
            found.append(Detectable(name, table.groups[reference], both, share, power, alpha, ratio))
    return tuple(found)
