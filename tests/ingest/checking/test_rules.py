"""Each rule between fields, broken and kept, with what the user reads."""

from __future__ import annotations

import datetime as dt

import pytest

from nec_core.ingest.admission import Admission
from nec_core.ingest.opening import admit

TODAY = dt.date(2024, 1, 1)
ORDINARY = {
    "patient_id": "P1", "diagnosis_date": "2019-03-10", "last_contact_date": "2020-03-10", "death_date": "",
    "vital_status": "alive", "stage": "LRD", "ajcc_stage": "", "seer_stage": "", "m_category": "M0", "resection": "no",
    "resection_date": "", "progression": "no", "progression_date": "", "progression_site": "",
    "histology": "small cell",
    "os_months": "",
}  # fmt: skip
DEAD = {"vital_status": "dead", "death_date": "2020-03-10"}


def admitted(**cells: str) -> Admission:
    """A patient who differs from an ordinary one; a second, ordinary one keeps the file usable."""
    names = list(ORDINARY)
    other = ORDINARY | {"patient_id": "P2", "os_months": "12"}
    lines = [names, [(ORDINARY | cells)[n] for n in names], [other[n] for n in names]]
    return admit("\n".join(",".join(line) for line in lines).encode(), "x.csv", today=TODAY)


def broken(**cells: str) -> list[tuple[str, str, str]]:
    """(rule, column, severity) of what is wrong with that patient."""
    findings = admitted(**cells).problems.findings
    assert all((f.rows == 2).all() for f in findings)
    return [(f.rule, f.column, f.severity) for f in findings]


def test_a_death_without_a_date_is_at_the_last_contact() -> None:
    assert broken(vital_status="dead", resection_date="2020-03-11") == [
        ("treatment_after_death", "resection_date", "rejects"), ("dead_without_date", "death_date", "warns"),
    ]  # fmt: skip


@pytest.mark.parametrize(("status", "event", "told"), [("alive", "1", 1), ("dead", "0", 1), ("alive", "0", 0)])
def test_a_vital_status_and_an_event_that_contradict_each_other_are_told(status: str, event: str, told: int) -> None:
    data = f"nr,survival (weeks),os event,vital status\na,8,{event},{status}\nb,9,1,dead\nc,3,0,alive\n"
    findings = admit(data.encode(), "x.csv", today=TODAY).problems.findings
    assert [(f.rule, f.rows.tolist()) for f in findings] == [("status_against_event", [2])] * told


def test_an_ordinary_patient_breaks_none() -> None:
    assert broken() == []
    assert broken(**DEAD) == []


@pytest.mark.parametrize(
    ("cells", "rule", "column", "severity"),
    [
        (DEAD | {"death_date": "2019-03-09", "last_contact_date": ""}, "death_before_diagnosis", "death_date",
         "rejects"),
        ({"last_contact_date": "2019-03-09"}, "contact_before_diagnosis", "last_contact_date", "rejects"),
        ({"progression": "yes", "progression_date": "2019-03-09"}, "progression_before_diagnosis",
         "progression_date", "rejects"),
        (DEAD | {"death_date": "2020-03-09"}, "contact_after_death", "last_contact_date", "rejects"),
        ({"progression": "yes", "progression_date": "2020-03-11"}, "progression_after_contact",
         "progression_date", "rejects"),
        (DEAD | {"last_contact_date": "", "progression": "yes", "progression_date": "2020-03-11"},
         "progression_after_contact", "progression_date", "rejects"),
        ({"death_date": "2020-03-10"}, "death_date_but_alive", "vital_status", "rejects"),
        (DEAD | {"resection_date": "2020-03-11"}, "treatment_after_death", "resection_date", "rejects"),
        ({"vital_status": "dead"}, "dead_without_date", "death_date", "warns"),
        ({"resection_date": "2019-02-07"}, "treatment_before_diagnosis", "resection_date", "warns"),
        ({"last_contact_date": "2024-01-02"}, "future_date", "last_contact_date", "rejects"),
        ({"m_category": "M1"}, "stage_against_m", "stage", "warns"),
        ({"stage": "", "ajcc_stage": "IV"}, "stage_against_m", "ajcc_stage", "warns"),
        ({"stage": "", "seer_stage": "distant"}, "stage_against_m", "seer_stage", "warns"),
        ({"progression_site": "local"}, "progression_site_without_progression", "progression_site", "warns"),
        ({"progression": "yes"}, "progression_without_date", "progression_date", "warns"),
        ({"os_months": "12.6"}, "months_against_dates", "os_months", "warns"),
        ({"histology": "NET G3"}, "net_g3", "histology", "warns"),
    ],
)  # fmt: skip
def test_a_broken_rule_names_the_cell_to_repair_first(
    cells: dict[str, str], rule: str, column: str, severity: str
) -> None:
    assert broken(**cells) == [(rule, column, severity)]


@pytest.mark.parametrize(
    "cells",
    [
        {"resection_date": "2019-02-08"},  # 30 days before diagnosis: the biopsy's report came later
        {"os_months": "12.4"},
        {"m_category": "MX", "stage": "metastatic"},
        {"progression": "yes", "progression_date": "2020-03-10", "progression_site": "local"},
    ],
)
def test_what_may_have_been_breaks_no_rule(cells: dict[str, str]) -> None:
    assert broken(**cells) == []


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (
            {"last_contact_date": "2019-03"},  # the month of diagnosis: it may have been after
            "last_contact_date",
            "Last contact is known only to the month or year, so overall survival is a range: 0.0 to 0.7 months.",
        ),
        (
            {"last_contact_date": "2024"},  # this year, so far
            "last_contact_date",
            "Last contact is known only to the month or year, so overall survival is a range: 57.8 to 69.7 months.",
        ),
        (
            {"diagnosis_date": "2019-03", "os_months": "3"},  # nobody knows the months of a month
            "diagnosis_date",
            "Date of diagnosis is known only to the month or year, so overall survival is a range: "
            "11.3 to 12.3 months.",
        ),
        (
            {"progression": "yes", "progression_date": "2019-07"},
            "progression_date",
            "Date of progression is known only to the month or year, so progression-free survival is a range: "
            "3.7 to 4.7 months.",
        ),
        (
            DEAD | {"death_date": "2020", "last_contact_date": "2019-12"},
            "death_date",
            "Date of death is known only to the month or year, so overall survival is a range: 9.8 to 21.7 months.",
        ),
    ],
)
def test_an_interval_from_a_partial_date_is_a_warning_with_its_range(
    cells: dict[str, str], column: str, message: str
) -> None:
    findings = admitted(**cells).problems.findings
    assert [(f.rule, f.column, f.severity) for f in findings] == [("partial_date", column, "warns")]
    assert findings[0].sentences() == [message]
    assert findings[0].general_message == message.partition(":")[0] + "."


@pytest.mark.parametrize(("months", "rules"), [("11", []), ("10.9", ["months_against_dates"])])
def test_completed_months_may_be_almost_one_fewer_than_the_dates_say(months: str, rules: list[str]) -> None:
    # 10 March 2019 to 10 March 2020 are 366 days, 12.02 months: 11 completed ones stand for up to 12.05.
    assert [rule for rule, _, _ in broken(os_months=months)] == rules


def test_completed_months_are_not_one_and_a_half_fewer() -> None:
    found = broken(os_months="10", last_contact_date="2020-02-20")  # 347 days, 11.40 months
    assert found == [("months_against_dates", "os_months", "warns")]


def test_a_month_that_ends_before_the_diagnosis_is_an_impossible_order_and_no_range() -> None:
    found = broken(last_contact_date="2019-02")
    assert found == [("contact_before_diagnosis", "last_contact_date", "rejects")]


def test_a_partial_date_no_interval_is_computed_from_is_no_problem() -> None:
    assert broken(resection_date="2019-04") == []
    assert broken(last_contact_date="", diagnosis_date="2019") == [("no_endpoint", "diagnosis_date", "rejects")]


def test_a_progression_after_death_is_impossible_even_if_the_last_contact_may_have_been_later() -> None:
    found = broken(**DEAD, last_contact_date="2020-03", progression="yes", progression_date="2020-03-15")
    assert found == [("progression_after_contact", "progression_date", "rejects")]
