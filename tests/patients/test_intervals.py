"""An interval is data: what is declared is computed, and one more is read by the same functions."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from nec_core.ingest.cells.typed_columns import type_columns
from nec_core.ingest.checking.partial_intervals import dates_of_intervals, is_range, span_months
from nec_core.ingest.checking.validation import rule_columns
from nec_core.ingest.opening import admit, open_table
from nec_core.patients import intervals
from nec_core.patients.cohort import Cohort
from nec_core.patients.delayed_entry import entries
from nec_core.patients.endpoints import available, endpoint_times
from nec_core.patients.intervals import DEATH, Event, Interval
from nec_core.record import fields
from nec_core.summary.vital_status import alive, dead

nan = np.nan
NEXT_TREATMENT = Interval(
    "ttnt",
    "Time to next treatment",
    (
        Event("second_line_date", said=("second_line", "yes"), undated="second line, but the date is missing"),
        DEATH,
    ),
    "second-line treatment or death from any cause, whichever is first",
    "alive without second-line treatment at last contact",
    starts=("diagnosis",),
)
CSV = b"""patient_id,diagnosis_date,second_line,second_line_date,last_contact_date,death_date,vital_status
next,2019-01-01,yes,2019-03-01,2019-07-01,2019-07-01,dead
died,2019-01-01,no,,,2019-02-10,dead
seen,2019-01-01,no,,2019-12-31,,alive
undated,2019-01-01,yes,,2019-12-31,,alive
month,2019-01-01,yes,2019-03,2019-12-31,,alive
unsaid,2019-01-01,,,2019-12-31,,
"""


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intervals, "INTERVALS", (*intervals.INTERVALS, NEXT_TREATMENT))


@pytest.mark.usefixtures("three")
def test_one_more_interval_is_one_more_endpoint() -> None:
    cohort = admit(CSV, "x.csv", today=dt.date(2024, 1, 1)).cohort
    found = available(cohort)
    assert [e.name for e in found] == ["os", "ttnt"]
    assert (found[1].event, found[1].censoring, found[1].time_zero) == (
        NEXT_TREATMENT.event, NEXT_TREATMENT.censoring, "diagnosis",
    )  # fmt: skip
    times = endpoint_times(cohort, "ttnt")
    np.testing.assert_array_equal(times.time, [59, 40, 364, nan, nan])
    assert times.event.tolist() == [1, 1, 0, -1, -1]
    assert dict(times.excluded) == {
        "second line, but the date is missing": 1,
        "a date is known only to the month or year": 1,
    }
    earliest = endpoint_times(cohort, "ttnt", partial_dates="earliest")
    np.testing.assert_array_equal(earliest.time, [59, 40, 364, nan, 59])
    assert "second_line_date" not in {v.name for v in entries(cohort, found[1])}


@pytest.mark.usefixtures("three")
def test_the_month_of_one_more_event_is_a_range_at_the_door() -> None:
    raw, mapping = open_table(CSV, "x.csv")
    typed = type_columns(raw, mapping)
    columns = rule_columns(typed.n, {k: v for k, (_, v) in typed.by_target.items()}, dt.date(2024, 1, 1), None)
    told = [(one.name, read) for name, one, read in dates_of_intervals() if name == "second_line_date"]
    assert told == [("os", intervals.first_start), ("ttnt", intervals.end)]
    broken = is_range(NEXT_TREATMENT, "second_line_date", intervals.end)(columns)
    assert broken.tolist() == [False, False, False, False, True, False]
    np.testing.assert_allclose(span_months(NEXT_TREATMENT)(columns)[4], [59 / 30.4375, 89 / 30.4375])


@pytest.mark.parametrize(
    ("have", "which"),
    [
        ({"diagnosis_date", "last_contact_date"}, ["os", "cr"]),
        ({"first_visit_date", "death_date"}, ["os", "cr"]),
        ({"radiation_date", "last_contact_date", "progression_date"}, ["os", "pfs", "cr"]),
        ({"diagnosis_date", "progression_date"}, []),
        ({"last_contact_date", "death_date", "progression_date"}, []),
    ],
)
def test_an_interval_is_offered_where_a_start_its_events_and_an_end_are(have: set[str], which: list[str]) -> None:
    assert [one.name for one in intervals.INTERVALS if intervals.offered(one, have)] == which


def test_every_field_an_interval_reads_is_one_of_the_record_and_of_its_kind() -> None:
    for one in intervals.INTERVALS:
        assert one.fields <= fields().keys()
        assert {fields()[name].kind for name in (*one.start_dates, *one.end_dates)} == {"date"}
        for event in one.events:
            assert set(event.said[1:]) <= set(fields()[event.said[0]].levels)
            assert not event.denied or set(event.denied[1:]) <= set(fields()[event.denied[0]].levels)
        assert not one.competing or set(one.competing[1:]) <= set(fields()[one.competing[0]].levels)


def test_a_competing_event_of_the_file_does_not_say_of_the_dates_who_died() -> None:
    data = (
        b"patient_id,diagnosis_date,last_contact_date,os_months,os_event\n"
        b"1,2019-01-01,2019-01-31,1,1\n2,2019-01-01,2019-03-02,2,0\n3,2019-01-01,2019-03-02,2,2\n"
    )
    _, mapping = open_table(data, "x.csv")
    said = mapping.column("os_event").model_copy(update={"values": {"0": "0", "1": "1", "2": "2"}})
    cohort = admit(data, "x.csv", mapping.replaced(said)).cohort
    found = endpoint_times(cohort, "os")
    assert found.event.tolist() == [1, 0, -1]
    assert dict(found.excluded) == {"vital status not recorded": 1}


ENDED = (
    b"id,diagnosis date,last contact,vital status\n1,2019-01-01,2019-01-31,1\n2,2019-01-01,2019-03-02,0\n"
    b"3,2019-01-01,2019-03-02,2\n"
    b"4,2019-01-01,2019-05-02,3\n5,2019-01-01,2019-06-02,0\n"
)


def _ended(**meanings: str) -> Cohort:
    _, mapping = open_table(ENDED, "x.csv")
    said = mapping.column("vital status").model_copy(update={"values": meanings})
    return admit(ENDED, "x.csv", mapping.replaced(said)).cohort


def test_a_death_of_another_cause_is_a_death_and_another_event_censors_and_both_compete_with_the_event() -> None:
    cohort = _ended(**{"0": "alive", "1": "dead", "2": "dead of another cause", "3": "another event"})
    assert [e.name for e in available(cohort)] == ["os", "cr"]
    assert endpoint_times(cohort, "os").event.tolist() == [1, 0, 1, 0, 0]
    assert endpoint_times(cohort, "cr").event.tolist() == [1, 0, 2, 2, 0]
    assert endpoint_times(cohort, "cr").time.tolist() == endpoint_times(cohort, "os").time.tolist()
    assert dead(cohort).tolist() == [True, False, True, False, False]
    assert alive(cohort).tolist() == [False, True, False, True, True]


def test_where_nobody_had_another_event_there_is_no_endpoint_of_two() -> None:
    assert [e.name for e in available(_ended(**{"0": "alive", "1": "dead", "2": "dead", "3": "alive"}))] == ["os"]
