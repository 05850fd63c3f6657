"""Events per 100 person-years, with exact limits.

The number of events is taken as a Poisson count over the time all patients together were under observation: Garwood F.
Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442. Ulm K. A simple method to calculate the
confidence interval of a standardized mortality ratio (SMR). Am J Epidemiol 1990;131:373-375. Equal to R's poisson.test
and survival::pyears. One number for the whole follow-up: it says nothing of how the hazard changes within it.
"""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.survival.confidence import check_level
from nec_core.survival.counts.event_table import EventTable
from nec_core.time_units import converted

PER_PERSON_YEARS = 100.0


@dataclass(frozen=True)
class EventRate:
    """Events of one group per 100 person-years. None where nobody was under observation for any time.

    Attributes:
        name: the group.
        events: how many.
        person_years: years under observation, of all patients of the group together; from their entry on where they
            came under observation later.
        rate: events per 100 person-years.
        lower, upper: exact confidence limits of the rate; lower is 0 without events.
        conf_level: of the limits.
    """

    name: str
    events: int
    person_years: float
    rate: float | None
    lower: float | None
    upper: float | None
    conf_level: float


def event_rates(table: EventTable, conf_level: float = 0.95) -> tuple[EventRate, ...]:
    """The rate of every group, in the table's order.

    Args:
        table: counts per time and group, in any unit, with or without delayed entry.
        conf_level: between 0 and 1.

    Raises:
        PlanError: conf_level outside (0, 1).
    """
    check_level(conf_level)
    return tuple(_rate(table, g, conf_level) for g in range(len(table.groups)))


def _rate(table: EventTable, g: int, conf_level: float) -> EventRate:
    events, person_years = int(table.events[g].sum()), _person_years(table, g)
    if person_years <= 0.0:
        return EventRate(table.groups[g], events, 0.0, None, None, None, conf_level)
    rate, lower, upper = (
        PER_PERSON_YEARS * count / person_years for count in (events, *_poisson_limits(events, conf_level))
    )
    return EventRate(table.groups[g], events, person_years, rate, lower, upper, conf_level)


def _person_years(table: EventTable, g: int) -> float:
    """Exits less entries: who is watched from time zero on entered at 0."""
    leaving = table.events[g] + table.censored[g]
    if table.entered is not None:
        leaving = leaving - table.entered[g]
    return converted(float(table.times @ leaving), table.unit, "years")


def _poisson_limits(count: int, conf_level: float) -> tuple[float, float]:
    """The means under which so many events or more, and so many or fewer, have half of what lies outside the level."""
    # Imported where it is needed: it costs a tenth of a second.
    from scipy.special import gammainccinv, gammaincinv

    outside = (1.0 - conf_level) / 2.0
    return (float(gammaincinv(count, outside)) if count else 0.0), float(gammainccinv(count + 1, outside))


__all__ = ["PER_PERSON_YEARS", "EventRate", "event_rates"]
