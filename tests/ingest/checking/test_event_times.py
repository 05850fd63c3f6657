"""Where the time of an event stands beside the time of follow-up, each patient has the one that is theirs."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.errors import MappingError
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import available, endpoint_times

DEATHS = """nr,state,weeks till death,weeks seen
a,dead,40,0
b,dead,21,
c,dead,33.5,12
d,alive,,50
e,alive,0,61
"""
OS = (
    ColumnMapping(column="nr", target="patient_id"),
    ColumnMapping(column="state", target="vital_status"),
    ColumnMapping(column="weeks till death", target="time_of_event:os"),
    ColumnMapping(column="weeks seen", target="time:os", unit="weeks"),
)


def admitted(text: str, *columns: ColumnMapping) -> Admission:
    return admit(text.encode(), "x.csv", Mapping(columns=columns))


def times(cohort: Cohort, name: str = "os") -> list[tuple[float, int]]:
    found = endpoint_times(cohort, name)
    return list(zip(found.time.tolist(), found.event.tolist(), strict=True))


def told(found: Admission) -> dict[str, list[int]]:
    return {f.rule: f.rows.tolist() for f in found.problems.findings}


def test_the_dead_count_with_the_time_of_death_and_the_living_with_their_follow_up() -> None:
    found = admitted(DEATHS, *OS)
    assert times(found.cohort) == [(40, 1), (21, 1), (33.5, 1), (50, 0), (61, 0)]
    assert found.problems.n == 0


def test_both_columns_are_named_in_a_note_and_in_the_definition() -> None:
    found = admitted(DEATHS, *OS)
    assert [n for n in found.source.notes if "weeks till death" in n and "weeks seen" in n]
    assert "“weeks seen”, of the event as in “weeks till death”" in available(found.cohort)[0].coded


def test_the_two_times_may_be_in_two_units() -> None:
    in_days = OS[2].model_copy(update={"unit": "days"})
    found = admitted(DEATHS, *OS[:2], in_days, OS[3])
    np.testing.assert_allclose(endpoint_times(found.cohort, "os").time, [40 / 7, 3, 33.5 / 7, 50, 61])


def test_who_is_alive_with_a_time_of_death_is_told_and_followed_to_the_last_contact() -> None:
    found = admitted(DEATHS + "f,alive,17,44\n", *OS)
    assert times(found.cohort)[-1] == (44, 0)
    assert told(found) == {"event_time_without_event": [7]}


def test_who_is_dead_without_a_time_of_death_is_left_out_and_does_not_die_at_the_last_visit() -> None:
    found = admitted(DEATHS + "f,dead,,44\n", *OS)
    assert found.cohort.n == 5
    assert told(found)["event_without_time"] == [7]
    assert found.rejected_rows.tolist() == [7]


def test_a_death_before_the_last_contact_is_told() -> None:
    found = admitted(DEATHS + "f,dead,17,44\n", *OS)
    assert times(found.cohort)[-1] == (17, 1)
    assert told(found) == {"event_time_before_follow_up": [7]}


def test_a_file_in_which_only_the_dead_have_a_time_is_refused() -> None:
    with pytest.raises(MappingError, match="“weeks till death” has a time only for those with the event"):
        admitted(DEATHS, *OS[:3])


def test_a_relapse_with_a_time_of_its_own_is_followed_as_long_as_survival() -> None:
    text = "nr,state,seen,back,to relapse\na,dead,40,yes,9\nb,alive,50,no,\nc,alive,60,yes,30\nd,alive,70,yes,\n"
    found = admitted(
        text,
        *OS[:2],
        ColumnMapping(column="seen", target="time:os", unit="months"),
        ColumnMapping(column="back", target="event:ttr", values={"yes": "1", "no": "0"}),
        ColumnMapping(column="to relapse", target="time_of_event:ttr"),
    )
    assert times(found.cohort) == [(40, 1), (50, 0), (60, 0), (70, 0)]
    np.testing.assert_equal(endpoint_times(found.cohort, "ttr").time, [9, 50, 30, np.nan])
    assert told(found) == {"event_without_time": [5]}  # the patient stays, for overall survival


def test_a_mapping_with_the_time_of_an_event_can_be_saved_and_loaded() -> None:
    mapping = Mapping(columns=OS)
    assert Mapping.from_json(mapping.model_dump_json()) == mapping
