"""Rows from a start to a stop: the stop is the time, of the row that stops last; a late start is told."""

from __future__ import annotations

import pytest

from nec_core.ingest.checking.validation import validate
from nec_core.ingest.layouts import layout_title
from nec_core.ingest.opening import open_table
from nec_core.ingest.questions import open_questions
from tests.ingest.layouts.opened import TODAY, times_and_events

PAIRS = [
    "start,stop",
    "tstart,tstop",
    "t.start,t.stop",
    "TIME0,TIME1",
    "begin,end",
    "enter,exit",
    "Start time,Stop time",
]


def rows(pair: str, event: str = "death", unit: str = " (days)", further: str = "gaptime") -> str:
    """20 patients of one to three rows of 30 + i days each; every fourth dies in the last one."""
    start, stop = pair.split(",")
    lines = []
    for i in range(20):
        of_patient = [
            f"N{i},{k * (30 + i)},{(k + 1) * (30 + i)},{30 + i},{int(k == i % 3 and i % 4 == 0)}"
            for k in range(i % 3 + 1)
        ]
        lines += of_patient[::-1] if i % 2 else of_patient
    return "\n".join([f"id,{start}{unit},{stop}{unit},{further},{event}", *lines])


@pytest.mark.parametrize("pair", PAIRS)
def test_the_row_that_stops_last_counts_with_its_stop(pair: str) -> None:
    raw, mapping = open_table(rows(pair).encode(), "x.csv")
    assert layout_title(mapping.layout) == "Rows from start to stop"
    assert open_questions(raw, mapping) == ()
    cohort = validate(raw, mapping, TODAY).cohort
    expected = [((i % 3 + 1) * (30.0 + i), int(i % 4 == 0)) for i in range(20)]
    assert sorted(times_and_events(cohort, "os")) == sorted(expected)
    assert "several for a patient: the row with the largest" in raw.notes[-1]


def test_lone_rows_that_start_late_are_told_to_be_delayed_entry() -> None:
    lines = [f"{i},{5 + i},{40 + 3 * i},{i % 2}" for i in range(20)]
    raw, mapping = open_table("\n".join(["id,enter months,exit months,died", *lines]).encode(), "x.csv")
    assert (mapping.column("enter months").target, mapping.column("enter months").extra_kind) == ("extra", "number")
    assert mapping.fold is None
    cohort = validate(raw, mapping, TODAY).cohort
    assert times_and_events(cohort, "os") == [(40.0 + 3 * i, i % 2) for i in range(20)]
    assert "“enter months” is above 0 in 20 rows and looks like delayed entry" in raw.notes[-1]


@pytest.mark.parametrize("name", ["entry", "enter", "age_entry", "Time of entry"])
def test_an_entry_below_the_time_in_each_row_is_told_beside_a_plain_time(name: str) -> None:
    lines = [f"{i},{5 + i},{40 + 3 * i},{i % 2}" for i in range(20)]
    raw, mapping = open_table("\n".join([f"id,{name},futime_days,died", *lines]).encode(), "x.csv")
    assert (mapping.column(name).target, mapping.column(name).extra_kind) == ("extra", "number")
    assert raw.notes[-1].startswith(f"“{name}” is below the time in each row and looks like delayed entry")
    later = [f"{i},{5 + i + 400 * (i == 7)},{40 + 3 * i},{i % 2}" for i in range(20)]
    raw, _ = open_table("\n".join([f"id,{name},futime_days,died", *later]).encode(), "x.csv")
    assert raw.notes == ()


def test_starts_and_stops_beside_a_survival_time_are_of_something_else() -> None:
    lines = [f"{i},{i},{i + 9},{40 + 3 * i},{i % 2}" for i in range(20)]
    _, mapping = open_table("\n".join(["id,start,stop,OS days,died", *lines]).encode(), "x.csv")
    assert mapping.layout == "plain"
    assert mapping.column("OS days").target == "time:os"
