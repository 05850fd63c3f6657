"""Rules between a record's fields: what no single cell can tell.

Each rule is written once, over whole columns; a record breaks it or does not, whoever its neighbours are, so applying
it to one row at a time gives the same answer (a test holds that). Dates known only to the month or year break a rule
only if every day they can be breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from nec_core.ingest.checking.columns import Columns, Days, Mask
from nec_core.ingest.checking.partial_intervals import DAYS_PER_MONTH, dates_of_intervals, is_range, span_months
from nec_core.ingest.problems import Severity
from nec_core.patients import intervals
from nec_core.record import fields, treatments

_OS = intervals.interval("os")

MONTHS_TOLERATED = 0.5
DAYS_BEFORE_DIAGNOSIS_TOLERATED = 30


@dataclass(frozen=True)
class Rule:
    """One rule between fields.

    Attributes:
        id: as in the problem table and the command line.
        fields: the fields it looks at, the one to repair first in front.
        severity: "rejects" for what cannot have happened, "warns" for what contradicts itself but leaves times intact.
        message, next_step: plain sentences.
        broken: Columns -> (n,) True where the rule is broken.
        needs: the fields a file must have for the rule to make sense; the first of `fields` where not said.
        spans_months: Columns -> (n, 2) the shortest and longest the patient's time can be, for `{span}` in the message.
    """

    id: str
    fields: tuple[str, ...]
    severity: Severity
    message: str
    next_step: str
    broken: Callable[[Columns], Mask]
    needs: tuple[str, ...] = ()
    spans_months: Callable[[Columns], Days] | None = None

    def __post_init__(self) -> None:
        if not self.needs:
            object.__setattr__(self, "needs", self.fields[:1])


def _death_day(c: Columns) -> Days:
    """Last possible day of death: its date, or the last contact of a patient recorded as dead without one."""
    dead = c.has("death_date") | c.is_level("vital_status", "dead")
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
    from_dates = (end.day - start.day) / DAYS_PER_MONTH
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


def _site_without_progression(c: Columns) -> Mask:
    progressed = c.is_level("progression", "yes") | c.has("progression_date")
    return c.has("progression_site") & ~progressed


def _progression_without_date(c: Columns) -> Mask:
    return c.is_level("progression", "yes") & ~c.has("progression_date") & c.has("diagnosis_date")


def _future(name: str) -> Callable[[Columns], Mask]:
    return lambda c: c.first(name) > c.today


def _order_rules() -> list[Rule]:
    return [
        Rule("death_before_diagnosis", ("death_date", "diagnosis_date"), "rejects",
             "The date of death is before the date of diagnosis.", "Correct one of the two dates.",
             _before_diagnosis("death_date")),
        Rule("contact_before_diagnosis", ("last_contact_date", "diagnosis_date"), "rejects",
             "The last contact is before the date of diagnosis.", "Correct one of the two dates.",
             _before_diagnosis("last_contact_date")),
        Rule("progression_before_diagnosis", ("progression_date", "diagnosis_date"), "rejects",
             "The progression is before the date of diagnosis.", "Correct one of the two dates.",
             _before_diagnosis("progression_date")),
        Rule("contact_after_death", ("last_contact_date", "death_date"), "rejects",
             "The last contact is after the date of death.", "Correct one of the two dates.",
             lambda c: c.first("last_contact_date") > c.last("death_date")),
        Rule("progression_after_contact", ("progression_date", "last_contact_date"), "rejects",
             "The progression is after the last time anything was known of the patient.",
             "Correct the date, or bring the last contact up to date.",
             lambda c: c.first("progression_date") > _end_day(c)),
        Rule("death_date_but_alive", ("vital_status", "death_date"), "rejects",
             "There is a date of death, but the patient is recorded as alive.",
             "Correct the vital status, or remove the date of death.",
             lambda c: c.has("death_date") & c.is_level("vital_status", "alive")),
    ]  # fmt: skip


def _after_death(date: str) -> Callable[[Columns], Mask]:
    return lambda c: c.first(date) > _death_day(c)


def _treatment_rules() -> list[Rule]:
    rules = []
    for spec in treatments():
        date, label = spec.about.treatment_date, spec.about.label
        if date is None:
            continue
        rules += [
            Rule("treatment_after_death", (date, "death_date"), "rejects",
                 f"{label} begins after the patient's death.", "Correct one of the two dates.",
                 _after_death(date)),
            Rule("treatment_before_diagnosis", (date, "diagnosis_date"), "warns",
                 f"{label} begins more than {DAYS_BEFORE_DIAGNOSIS_TOLERATED} days before the diagnosis.",
                 "Check both dates; the patient stays in.",
                 _before_diagnosis(date, DAYS_BEFORE_DIAGNOSIS_TOLERATED)),
        ]  # fmt: skip
    return rules


def _future_rules() -> list[Rule]:
    return [
        Rule("future_date", (spec.name,), "rejects" if spec.about.essential else "warns",
             f"{spec.about.label} lies in the future.", "Correct the date.", _future(spec.name))
        for spec in fields().values() if spec.kind == "date"
    ]  # fmt: skip


def _partial_date_rules() -> list[Rule]:
    return [
        Rule("partial_date", (name,), "warns",
             f"{fields()[name].about.label} is known only to the month or year, so {one.label.lower()} is a range: "
             "{span}.",
             "Enter the day if it can be found. Until then, a setting on Survival curves says whether they count.",
             is_range(one, name, read), spans_months=span_months(one))
        for name, one, read in dates_of_intervals()
    ]  # fmt: skip


def _contradictions() -> list[Rule]:
    return [
        *(
            Rule("stage_against_m", (name, "m_category"), "warns",
                 "The stage and the M category contradict each other: M1 is metastatic, stage IV.",
                 "Correct one of the two; both are kept as they are until then.",
                 _stage_against_m(name, limited, spread), needs=(name, "m_category"))
            for name, limited, spread in (
                ("stage", ("LRD",), "metastatic"),
                ("ajcc_stage", ("I", "II", "III"), "IV"),
                ("seer_stage", ("in situ", "localized", "regional"), "distant"),
            )
        ),
        Rule("progression_site_without_progression", ("progression_site", "progression"), "warns",
             "There is a site of progression, but no progression is recorded.",
             "Enter the progression with its date, or remove the site.", _site_without_progression),
        Rule("progression_without_date", ("progression_date", "progression"), "warns",
             "The patient progressed, but the date is missing.",
             "Enter the date; without it the patient can't count for progression-free survival.",
             _progression_without_date),
        Rule("months_against_dates", ("os_time", "diagnosis_date"), "warns",
             f"The stated survival and the dates are more than {MONTHS_TOLERATED:g} months apart.",
             "Correct the months or a date; the dates are used.", _months_apart),
        Rule("net_g3", ("histology",), "warns",
             "NET G3 is a well-differentiated tumour, not a carcinoma.",
             "Check the histology; leave these patients out with the filter if the study is of carcinoma.",
             lambda c: c.is_level("histology", "NET G3")),
    ]  # fmt: skip


RULES: tuple[Rule, ...] = (
    *_order_rules(),
    *_treatment_rules(),
    *_future_rules(),
    *_partial_date_rules(),
    *_contradictions(),
)

RULE_TITLES: Mapping[str, str] = {
    "row_shape": "Too many cells in the row",
    "row_short": "Too few cells in the row",
    "formula_error": "Formula with an error",
    "formula_empty": "Formula without a result",
    "summary_row": "Total or note, not a patient",
    "required": "No patient ID",
    "fold_conflict": "Rows of a patient disagree",
    "id_in_other_file": "ID in another file too",
    "no_patient": "Sample without patient",
    "duplicate_id": "Patient ID used twice",
    "no_endpoint": "No survival time",
    "type": "Not readable",
    "range": "Out of range",
    "category": "Unknown value",
    "death_before_diagnosis": "Death before diagnosis",
    "contact_before_diagnosis": "Last contact before diagnosis",
    "progression_before_diagnosis": "Progression before diagnosis",
    "contact_after_death": "Contact after death",
    "progression_after_contact": "Progression after last contact",
    "death_date_but_alive": "Date of death, but alive",
    "treatment_after_death": "Treatment after death",
    "treatment_before_diagnosis": "Treatment long before diagnosis",
    "future_date": "Date in the future",
    "partial_date": "Day not known",
    "stage_against_m": "Stage against M category",
    "progression_site_without_progression": "Site without progression",
    "progression_without_date": "Progression without a date",
    "months_against_dates": "Months against dates",
    "net_g3": "NET G3, not a carcinoma",
}
"""Rule id -> its short name on the page."""
