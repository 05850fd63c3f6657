"""One lane a patient: its end, its marks each on its own day, and what nobody knows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times
from nec_core.summary.course.swimmer import Swimmer, swimmer
from tests.analysed import lung, sample
from tests.small_cohort import six
from tests.summary.cohorts import cohort_of as hand_made

HEAD = (
    "patient_id,diagnosis_date,last_contact_date,vital_status,systemic,systemic_date,resection,resection_date,stage\n"
)


def cohort_of(*rows: str) -> Cohort:
    return admit((HEAD + "\n".join(rows) + "\n").encode(), "made.csv", today=dt.date(2024, 1, 1)).cohort


def laid_out(cohort: Cohort, by: str | None = None, **options: Any) -> Swimmer:
    found = swimmer(cohort, by, **options)
    assert found is not None
    return found


def test_every_patient_with_follow_up_has_one_lane_and_its_time_is_the_survival_time() -> None:
    found, times = laid_out(sample(), "stage"), endpoint_times(sample(), "os")
    assert len(found.lanes) == 38
    assert [lane.end for lane in found.lanes] == pytest.approx(sorted(times.time / 30.4375, reverse=True))
    assert (found.n_died, found.n_alive) == (24, 14)
    assert sum(lane.group == "LRD" for lane in found.lanes) == 15
    assert found.excluded == found.undated == {}


def test_every_recorded_start_is_a_mark_on_its_own_day() -> None:
    found = laid_out(sample(), unit="days")
    by_id = {lane.id: lane for lane in laid_out(sample(), unit="days", ids=True).lanes}
    records = sample().records
    assert sum(len(lane.marks) for lane in found.lanes) == sum(
        int(records[c].notna().sum())
        for c in records.columns
        if c.endswith("_date") and c not in ("diagnosis_date", "last_contact_date", "death_date")
    )
    for _, row in records.iterrows():
        for mark in by_id[row["patient_id"]].marks:
            assert mark.t == (row[f"{mark.kind}_date"] - row["diagnosis_date"]).days
            assert mark.width == 0


def test_ids_are_running_numbers_unless_asked_for_and_groups_can_come_first() -> None:
    assert [lane.id for lane in laid_out(sample()).lanes] == [str(i) for i in range(1, 39)]
    assert {lane.id for lane in laid_out(sample(), ids=True).lanes} == set(sample().records["patient_id"])
    grouped = laid_out(sample(), "stage", order="group")
    assert [lane.group for lane in grouped.lanes] == ["LRD"] * 15 + ["metastatic"] * 23
    assert grouped.groups == ("LRD", "metastatic")


def test_a_start_known_to_the_month_is_as_wide_as_the_month_and_never_before_time_zero_by_doubt() -> None:
    found = laid_out(cohort_of("A,2019-05-10,2020-05-10,alive,yes,2019-05,yes,2019-07,LRD"), unit="days")
    systemic, resection = found.lanes[0].marks
    assert (systemic.t, systemic.width) == (0, 21)  # 10 to 31 May
    assert (resection.t, resection.width) == (52, 30)  # 1 to 31 July


def test_an_uncertain_diagnosis_widens_the_end_too() -> None:
    (lane,) = laid_out(cohort_of("A,2019-05,2020-05-10,dead,no,,no,,LRD"), unit="days").lanes
    assert (lane.end, lane.end_width, lane.dead) == (345, 30, True)


def test_two_treatments_on_one_day_are_two_marks() -> None:
    (lane,) = laid_out(cohort_of("A,2019-05-10,2020-05-10,alive,yes,2019-06-10,yes,2019-06-10,"), unit="days").lanes
    assert [(m.kind, m.t) for m in lane.marks] == [("resection", 31), ("systemic", 31)]


def test_who_was_treated_on_an_unknown_day_and_who_has_no_lane_are_counted() -> None:
    found = laid_out(six())
    assert found.undated == {"progression": 1, "systemic": 3}
    assert found.excluded == {"vital status not recorded": 1}
    assert len(found.lanes) == 5
    assert found.kinds["systemic"] == "Systemic therapy"


def test_a_start_before_the_diagnosis_stands_before_zero_and_a_date_beside_a_no_is_none() -> None:
    found = laid_out(cohort_of("A,2019-05-10,2020-05-10,alive,no,2019-06-01,yes,2019-05-01,LRD"), unit="days")
    assert [(m.kind, m.t) for m in found.lanes[0].marks] == [("resection", -9)]


def test_a_blank_group_is_not_recorded_and_comes_last() -> None:
    found = laid_out(cohort_of("A,2019-05-10,2020-05-10,alive,,,,,", "B,2019-05-10,2019-06-10,alive,,,,,LRD"), "stage")
    assert found.groups == ("LRD", "not recorded")
    assert [lane.group for lane in found.lanes] == ["not recorded", "LRD"]


def test_times_a_file_states_make_lanes_without_marks_and_nobody_makes_none() -> None:
    found = laid_out(lung(), unit="days")
    assert (len(found.lanes), found.kinds, found.lanes[0].marks) == (228, {}, ())
    assert swimmer(sample().subset(np.zeros(38, bool)), "stage") is None
    assert swimmer(hand_made({"age_years": [50.0]})) is None


def test_a_number_can_t_tint_the_lanes() -> None:
    with pytest.raises(PlanError, match="choose a category"):
        swimmer(sample(), "age_years")
