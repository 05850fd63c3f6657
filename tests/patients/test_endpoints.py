"""Each patient's time and event, counted by hand on six patients."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.errors import PlanError
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit
from nec_core.patients.endpoints import available, can_use, endpoint_times, time_zeros
from tests.small_cohort import six

nan = np.nan


def test_a_cohort_knows_its_endpoints_overall_survival_first() -> None:
    found = available(six())
    assert [(e.name, e.label, e.unit, e.derived) for e in found] == [
        ("os", "Overall survival", "days", True),
        ("pfs", "Progression-free survival", "days", True),
        ("pfs_stated", "Progression-free survival as stated in the file", "months", False),
    ]
    assert (found[0].event, found[0].censoring) == ("death from any cause", "alive at last contact")
    assert found[2].event == "progression or death from any cause, whichever is first"
    assert found[2].time_zero == "the start of observation as the file states it"
    assert [e.coded for e in found] == ["", "", "event as coded in “pfs_event”, times as in “pfs_months”"]


@pytest.mark.parametrize(
    ("name", "partial", "time", "event", "excluded"),
    [
        ("os", "exclude", [181, 365, 30, nan, 0, nan], [1, 0, 1, -1, 0, -1],
         {"vital status not recorded": 1, "a date is known only to the month or year": 1}),
        ("os", "earliest", [181, 365, 30, 92, 0, nan], [1, 0, 1, 0, 0, -1], {"vital status not recorded": 1}),
        ("pfs", "earliest", [59, 365, nan, 92, 0, nan], [1, 0, -1, 0, 0, -1],
         {"vital status not recorded": 1, "progressed, but the date is missing": 1}),
        ("pfs_stated", "exclude", [2, 12, 1, 3, 0, 11], [1, 0, 1, 0, 0, 0], {}),
    ],
)  # fmt: skip
def test_times_and_events_are_those_counted_by_hand(
    name: str, partial: str, time: list[float], event: list[int], excluded: dict[str, int]
) -> None:
    found = endpoint_times(six(), name, partial_dates=partial)  # type: ignore[arg-type]  # one of the two literals
    np.testing.assert_array_equal(found.time, time)
    np.testing.assert_array_equal(found.event, event)
    assert dict(found.excluded) == excluded


def test_from_the_first_treatment_only_the_treated_count() -> None:
    found = endpoint_times(six(), "os", "first_treatment")
    np.testing.assert_array_equal(found.time, [150, 351, nan, nan, nan, nan])
    assert found.endpoint.time_zero == "resection"  # the only treatment with a date here


def test_a_month_that_may_lie_before_diagnosis_is_no_negative_time() -> None:
    header = "patient_id,diagnosis_date,last_contact_date,vital_status\n"
    data = f"{header}1,2019-05-10,2019-05,alive\n2,2019-05-10,2019-06-09,dead\n".encode()
    cohort = admit(data, "x.csv").cohort
    assert cohort.n == 2
    np.testing.assert_array_equal(endpoint_times(cohort, "os", partial_dates="earliest").time, [0, 30])
    np.testing.assert_array_equal(endpoint_times(cohort, "os").time, [nan, 30])


@pytest.mark.parametrize("end", ["2019-03,,alive", "2019-03,2019-03,dead", "2019-04-01,2019,dead"])
def test_a_progression_counts_on_its_day_although_the_end_is_known_only_to_its_month(end: str) -> None:
    header = "patient_id,diagnosis_date,progression_date,last_contact_date,death_date,vital_status\n"
    cohort = admit(f"{header}1,2019-01-01,2019-03-20,{end}\n".encode(), "x.csv").cohort
    for partial in ("exclude", "earliest"):
        found = endpoint_times(cohort, "pfs", partial_dates=partial)  # type: ignore[arg-type]  # the two literals
        assert (found.time.tolist(), found.event.tolist()) == ([78], [1])


def test_a_file_with_dates_of_death_and_no_vital_status_lists_who_died() -> None:
    data = (
        b"patient_id,diagnosis_date,last_contact_date,death_date\n1,2019-01-01,2019-01-31,\n2,2019-01-01,,2019-01-11\n"
    )
    found = endpoint_times(admit(data, "x.csv").cohort, "os")
    assert (found.time.tolist(), found.event.tolist()) == ([30, 10], [0, 1])


def test_the_event_beside_a_stated_time_tells_of_the_dates_too_who_died() -> None:
    data = (
        b"patient_id,diagnosis_date,last_contact_date,os_months,os_event\n"
        b"1,2019-01-01,2019-01-31,1,1\n2,2019-01-01,2019-03-02,2,0\n3,2019-01-01,2019-03-02,2,\n"
    )
    admission = admit(data, "x.csv")
    found, stated = endpoint_times(admission.cohort, "os"), endpoint_times(admission.cohort, "os_stated")
    assert (found.time.tolist(), found.event.tolist()) == ([30, 60], [1, 0])
    assert (stated.time.tolist(), stated.event.tolist()) == ([1, 2], [1, 0])
    assert admission.rejected_rows.tolist() == [4]


def test_what_the_cohort_does_not_have_is_told() -> None:
    with pytest.raises(PlanError) as caught:
        endpoint_times(six(), "dfs")
    assert str(caught.value) == "This cohort has no endpoint “dfs”. It has: os, pfs, pfs_stated."
    assert time_zeros(six()) == ("diagnosis", "first_treatment")
    with pytest.raises(PlanError, match="This cohort has no dates for first visit or study entry"):
        endpoint_times(six(), "os", "first_visit")


def test_a_death_that_competes_with_another_event_is_not_called_overall_survival() -> None:
    columns = (
        ColumnMapping(column="weeks", target="time:os", unit="weeks"),
        ColumnMapping(column="what", target="event:os", values={"d": "1", "t": "2", "c": "0"}),
    )
    for what, label in (("t", "First event, competing risks"), ("c", "Overall survival")):
        data = f"weeks,what\n3,d\n5,{what}\n".encode()
        cohort = admit(data, "x.csv", Mapping(columns=columns)).cohort
        assert [e.label for e in available(cohort)] == [label]


def test_some_of_a_cohort_can_use_what_they_can_use_among_all() -> None:
    cohort = six()
    assert len(available(cohort)) > 1
    assert len(time_zeros(cohort)) > 1
    for endpoint in available(cohort):
        for zero in time_zeros(cohort):
            among_all = endpoint_times(cohort, endpoint.name, zero, "earliest").usable
            alone = [can_use(cohort.subset(np.arange(cohort.n) == i), endpoint, zero)[0] for i in range(cohort.n)]
            assert alone == among_all.tolist(), (endpoint.name, zero)
