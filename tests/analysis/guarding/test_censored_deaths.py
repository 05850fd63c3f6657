"""Deaths that a stated endpoint censors are counted and told; an endpoint that counts them is silent."""

from __future__ import annotations

from typing import Any

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guards import Guard
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition

Row = tuple[Any, ...]


def cohort(rows: list[Row], endpoint: str = "pfs", unit: str = "months", death: str = "") -> Cohort:
    """Of each patient: time and event of the endpoint and of death, sex; `death` "status" for a vital status
    without a time."""
    life: tuple[ColumnMapping, ...] = (
        ColumnMapping(column="os_t", target="time:os", unit=unit),
        ColumnMapping(column="os_e", target="event:os", values={"0": "0", "1": "1"}),
    )
    if death == "status":
        life = (
            ColumnMapping(column="os_t", target="drop"),
            ColumnMapping(column="os_e", target="vital_status", values={"0": "alive", "1": "dead"}),
        )
    mapping = Mapping(
        columns=(
            ColumnMapping(column="id", target="patient_id"),
            ColumnMapping(column="t", target=f"time:{endpoint}", unit="months"),
            ColumnMapping(column="e", target=f"event:{endpoint}", values={"0": "0", "1": "1", "2": "2"}),
            *life,
            ColumnMapping(column="sex", target="sex"),
        )
    )
    lines = ["id,t,e,os_t,os_e,sex", *(f"p{i},{','.join(str(cell) for cell in row)}" for i, row in enumerate(rows))]
    return admit("\n".join(lines).encode(), "made.csv", mapping).cohort


def portal(deaths: int, events: int = 18, **how: Any) -> Cohort:
    """Some have the event and live on; some die without it, their follow-up for it ending that day; 20 live without."""
    rows: list[Row] = [(5 + i, 1, 40 + i, i % 2, "F") for i in range(events)]
    rows += [(10 + i, 0, 10 + i, 1, "MF"[i % 2]) for i in range(deaths)]
    rows += [(30 + i, 0, 30 + i, 0, "F") for i in range(20)]
    return cohort(rows, **how)


def told(patients: Cohort, endpoint: str = "pfs", **plan: Any) -> Guard | None:
    found = analyse(patients, AnalysisPlan(endpoint=endpoint, **plan)).guards
    return next((g for g in found if g.kind == "deaths_censored"), None)


def test_deaths_censored_in_a_stated_progression_free_survival_are_counted() -> None:
    guard = told(portal(6))
    assert guard is not None
    assert (guard.severity, guard.in_figure) == ("serious", "6 patients censored at death")
    assert guard.what == (
        "6 patients are censored at their death, beside 18 events: in this file death is no event of progression-free "
        "survival."
    )


@pytest.mark.parametrize(("deaths", "severity"), [(2, "serious"), (1, "caution")])
def test_it_is_serious_from_a_tenth_of_all_that_would_be_events(deaths: int, severity: str) -> None:
    guard = told(portal(deaths))
    assert guard is not None
    assert guard.severity == severity
    assert guard.what.startswith("2 patients are" if deaths == 2 else "1 patient is")


def test_where_deaths_count_or_nobody_died_at_the_censoring_nothing_is_told() -> None:
    died_later: list[Row] = [(5 + i, i % 2, 30 + i, 1, "F") for i in range(20)]
    assert told(cohort(died_later)) is None
    counted: list[Row] = [(5 + i, 1, 5 + i, 1, "F") for i in range(20)]
    assert told(cohort([*counted, (9, 0, 9, 0, "F")])) is None


def test_overall_and_computed_survival_are_not_asked() -> None:
    assert told(portal(6), "os") is None


@pytest.mark.parametrize("endpoint", ["ttp", "dfi"])
def test_of_a_time_to_an_event_death_competes_and_the_guard_is_no_more_than_a_caution(endpoint: str) -> None:
    guard = told(portal(6, endpoint=endpoint), endpoint)
    assert guard is not None
    assert guard.severity == "caution"
    assert guard.do.startswith("Code these deaths as 2, a competing event")


def test_deaths_that_compete_by_their_code_are_not_told_again() -> None:
    rows: list[Row] = [(5 + i, 2 if i % 2 else 1, 5 + i, 1, "F") for i in range(20)]
    assert told(cohort(rows, endpoint="ttp"), "ttp") is None


def test_only_the_patients_of_the_plan_are_counted() -> None:
    men = CohortFilter(levels=(LevelCondition(variable="sex", levels=("male",)),))
    guard = told(portal(7), filter=men)
    assert guard is not None
    assert guard.what.startswith("4 patients are censored at their death")
    other = CohortFilter(levels=(LevelCondition(variable="sex", levels=("female",)),))
    women = told(portal(7), filter=other)
    assert women is not None
    assert women.what.startswith("3 patients")


def test_times_in_days_and_in_rounded_months_are_the_same_within_their_last_digit() -> None:
    rows: list[Row] = [(10.0, 0, 305, 1, "F"), (10.0, 0, 307, 1, "F"), (10.1, 0, 480, 1, "F")]
    rows += [(5 + i / 10, 1, 900, 0, "F") for i in range(9)]
    guard = told(cohort(rows, unit="days"))
    assert guard is not None
    assert guard.what.startswith("1 patient is censored at death")


def test_a_vital_status_without_a_time_says_that_it_may_be_so() -> None:
    guard = told(portal(6, death="status"))
    assert guard is not None
    assert (guard.severity, guard.in_figure) == ("caution", "")
    assert guard.what == (
        "6 patients who are censored are recorded as dead: whether progression-free survival was censored at the death "
        "the file does not say."
    )
