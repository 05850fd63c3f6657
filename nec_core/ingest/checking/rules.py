"""Rules between a record's fields: what no single cell can tell.

Each rule is written once, over whole columns; a record breaks it or does not, whoever its neighbours are, so applying
it to one row at a time gives the same answer (a test holds that). Dates known only to the month or year break a rule
only if every day they can be breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from nec_core.ingest.checking.columns import Columns, Days, Mask
from nec_core.ingest.checking.partial_intervals import dates_of_intervals, is_range, span_months
from nec_core.ingest.finding_kinds import KINDS, FindingKind
from nec_core.patients import intervals
from nec_core.patients.intervals import DEATH
from nec_core.record import fields, treatments
from nec_core.time_units import converted

_OS = intervals.interval("os")

MONTHS_TOLERATED = 0.5
DAYS_BEFORE_DIAGNOSIS_TOLERATED = 30


@dataclass(frozen=True)
class Rule:
    """One rule between fields.

    Attributes:
        kind: what is told of who breaks it.
        fields: the fields it looks at, the one to repair first in front.
        broken: Columns -> (n,) True where the rule is broken.
        needs: the fields a file must have for the rule to make sense; the first of `fields` where not said.
        words: what fills the places of the kind's sentences.
        spans_months: Columns -> (n, 2) the shortest and longest the patient's time can be, for `{span}` in the message.
    """

    kind: FindingKind
    fields: tuple[str, ...]
    broken: Callable[[Columns], Mask]
    needs: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    spans_months: Callable[[Columns], Days] | None = None

    def __post_init__(self) -> None:
        if not self.needs:
            object.__setattr__(self, "needs", self.fields[:1])


def _death_day(c: Columns) -> Days:
    """Last possible day of death: its date, or the last contact of a patient recorded as dead without one."""
    dead = c.has("death_date") | c.is_level(*DEATH.said)
    return np.where(dead, _end_day(c), np.nan)


def _end_day(c: Columns) -> Days:
    """Last possible day anything was known of the patient: of the death, or the last contact."""
    return intervals.end(_OS, c).of(c.last)


def _before_diagnosis(name: str, tolerated: float = 0) -> Callable[[Columns], Mask]:
    return lambda c: c.last(name) < c.first("diagnosis_date") - tolerated


def _months_apart(c: Columns) -> Mask:
    if c.stated_os_months is None:
        return np.zeros(c.n, bool)
    start, end = intervals.start("diagnosis", c), intervals.end(_OS, c)
    exact = ~(start.inexact | end.inexact)
    from_dates = converted(end.day - start.day, "days", "months")
    longer = from_dates - c.stated_os_months
    # registries state completed months: 12 stands for anything from 12 to just under 13
    completed = (c.stated_os_months == np.floor(c.stated_os_months)) & (longer >= 0) & (longer <= 1.05)
    apart: Mask = exact & (np.abs(longer) > MONTHS_TOLERATED) & ~completed
    return apart


def _stage_against_m(name: str, limited: tuple[str, ...], spread: str) -> Callable[[Columns], Mask]:
    return lambda c: (
        (c.is_level("m_category", "M1") & c.is_level(name, *limited))
        | (c.is_level("m_category", "M0") & c.is_level(name, spread))
    )


def _status_against_event(c: Columns) -> Mask:
    event = c.stated_event("os_event")
    against: Mask = (c.is_level(*DEATH.denied) & (event == 1)) | (c.is_level(*DEATH.said) & (event == 0))
    return against


def _site_without_progression(c: Columns) -> Mask:
    progressed = c.is_level("progression", "yes") | c.has("progression_date")
    return c.has("progression_site") & ~progressed


def _progression_without_date(c: Columns) -> Mask:
    return c.is_level("progression", "yes") & ~c.has("progression_date") & c.has("diagnosis_date")


def _future(name: str) -> Callable[[Columns], Mask]:
    return lambda c: c.first(name) > c.today


def _order_rules() -> list[Rule]:
    return [
        Rule(KINDS["death_before_diagnosis"], ("death_date", "diagnosis_date"), _before_diagnosis("death_date")),
        Rule(KINDS["contact_before_diagnosis"], ("last_contact_date", "diagnosis_date"),
             _before_diagnosis("last_contact_date")),
        Rule(KINDS["progression_before_diagnosis"], ("progression_date", "diagnosis_date"),
             _before_diagnosis("progression_date")),
        Rule(KINDS["contact_after_death"], ("last_contact_date", "death_date"),
             lambda c: c.first("last_contact_date") > c.last("death_date")),
        Rule(KINDS["progression_after_contact"], ("progression_date", "last_contact_date"),
             lambda c: c.first("progression_date") > _end_day(c)),
        Rule(KINDS["status_against_event"], ("vital_status", "os_event"), _status_against_event,
             needs=("vital_status", "os_event")),
        Rule(KINDS["dead_without_date"], ("death_date", "vital_status"),
             lambda c: c.is_level(*DEATH.said) & ~c.has("death_date") & c.has("last_contact_date")),
        Rule(KINDS["death_date_but_alive"], ("vital_status", "death_date"),
             lambda c: c.has("death_date") & c.is_level(*DEATH.denied)),
    ]  # fmt: skip


def _after_death(date: str) -> Callable[[Columns], Mask]:
    return lambda c: c.first(date) > _death_day(c)


def _treatment_rules() -> list[Rule]:
    rules = []
    for spec in treatments():
        date = spec.about.treatment_date
        if date is None:
            continue
        words = {"label": spec.about.label, "days": str(DAYS_BEFORE_DIAGNOSIS_TOLERATED)}
        long_before = _before_diagnosis(date, DAYS_BEFORE_DIAGNOSIS_TOLERATED)
        rules += [
            Rule(KINDS["treatment_after_death"], (date, "death_date"), _after_death(date), words=words),
            Rule(KINDS["treatment_before_diagnosis"], (date, "diagnosis_date"), long_before, words=words),
        ]
    return rules


def _future_rules() -> list[Rule]:
    return [
        Rule(KINDS["future_date"], (spec.name,), _future(spec.name), words={"label": spec.about.label})
        for spec in fields().values()
        if spec.kind == "date"
    ]


def _partial_date_rules() -> list[Rule]:
    return [
        Rule(
            KINDS["partial_date"],
            (name,),
            is_range(one, name, read),
            words={"label": fields()[name].about.label, "interval": one.label.lower()},
            spans_months=span_months(one),
        )
        for name, one, read in dates_of_intervals()
    ]


def _contradictions() -> list[Rule]:
    return [
        *(
            Rule(KINDS["stage_against_m"], (name, "m_category"), _stage_against_m(name, limited, spread),
                 needs=(name, "m_category"))
            for name, limited, spread in (
                ("stage", ("LRD",), "metastatic"),
                ("ajcc_stage", ("I", "II", "III"), "IV"),
                ("seer_stage", ("in situ", "localized", "regional"), "distant"),
            )
        ),
        Rule(KINDS["progression_site_without_progression"], ("progression_site", "progression"),
             _site_without_progression),
        Rule(KINDS["progression_without_date"], ("progression_date", "progression"), _progression_without_date),
        Rule(KINDS["months_against_dates"], ("os_time", "diagnosis_date"), _months_apart,
             words={"months": f"{MONTHS_TOLERATED:g}"}),
        Rule(KINDS["net_g3"], ("histology",), lambda c: c.is_level("histology", "NET G3")),
    ]  # fmt: skip


RULES: tuple[Rule, ...] = (
    *_order_rules(),
    *_treatment_rules(),
    *_future_rules(),
    *_partial_date_rules(),
    *_contradictions(),
)
