"""Rows that are attributes or dated events become one row for each patient, whatever their headers are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from nec_core.ingest.opening import open_table
from tests.ingest.layouts.opened import admitted, levels, times_and_events

DAY = dt.date(2015, 1, 1)


def attributes(header: str = "Proband;Merkmal;Inhalt", site: str = "") -> str:
    """24 patients, died if 3 divides them, at 100 + 7i days."""
    lines = [header]
    for i in range(24):
        told = {
            "OS (days)": 100 + 7 * i,
            "Vital status": "Dead" if i % 3 == 0 else "Alive",
            "Sex": "FM"[i % 2],
            "Ki-67": 20.5 + i,
        }
        lines += [f"P{i};{key};{value}{site}" for key, value in told.items() if (key, i) != ("Ki-67", 5)]
    return "\n".join(lines)


def dated(kinds: tuple[str, str, str, str], header: str = "Fallnummer,Was,Wann") -> str:
    """24 patients from diagnosis to death, if 3 divides them, or to the last visit; every fourth relapses before."""
    lines = [header]
    for i in range(24):
        start, end = DAY + dt.timedelta(3 * i), DAY + dt.timedelta(3 * i + 400 + i)
        lines.append(f"X{i},{kinds[0]},{start}")
        lines += [f"X{i},{kinds[1]},{start + dt.timedelta(90)}"] if i % 4 == 0 else []
        lines.append(f"X{i},{kinds[2 if i % 3 == 0 else 3]},{end}")
    return "\n".join(lines)


def test_each_attribute_is_a_column_and_a_patient_one_row() -> None:
    admission = admitted(attributes())
    assert (admission.source.layout, admission.cohort.n, len(admission.folded_rows)) == ("attribute_rows", 24, 71)
    assert "95 rows, one for each “Merkmal” of a patient, were turned into 24 rows" in admission.source.notes[0]
    expected = [(100 + 7 * i, int(i % 3 == 0)) for i in range(24)]
    assert [(t, int(e)) for t, e in times_and_events(admission.cohort, "os")] == expected
    assert levels(admission.cohort, "sex") == ["female", "male"] * 12
    assert admission.cohort.records["ki67_percent"].isna().sum() == 1


def test_what_is_the_same_in_all_rows_of_a_patient_stays() -> None:
    header = "Proband;Merkmal;Inhalt;Hospital"
    admission = admitted(attributes(header, site=";north"))
    assert admission.source.layout == "attribute_rows"
    assert set(levels(admission.cohort, "centre")) == {"north"}


@pytest.mark.parametrize(
    "kinds",
    [
        ("diagnosis", "progression", "death", "last contact"),
        ("Diagnosis", "Relapse", "Death", "Last visit"),
        ("Diagnose", "Rezidiv", "Tod", "Letzter Kontakt"),
    ],
)
def test_each_dated_event_is_a_date_under_a_name_it_is_known_by(kinds: tuple[str, str, str, str]) -> None:
    admission = admitted(dated(kinds))
    assert (admission.source.layout, admission.cohort.n) == ("attribute_rows", 24)
    assert times_and_events(admission.cohort, "os") == [(400.0 + i, int(i % 3 == 0)) for i in range(24)]
    assert admission.cohort.records["progression_date"].notna().sum() == 6


def test_an_attribute_told_twice_otherwise_is_told() -> None:
    admission = admitted(attributes() + "\nP4;OS (days);999")
    assert ("fold_conflict", [97]) in [(f.rule, f.rows.tolist()) for f in admission.problems.findings]
    assert times_and_events(admission.cohort, "os")[4][0] == 128


def weights() -> str:
    rows = [f"{i},{visit},{60 + i + k}" for i in range(20) for k, visit in enumerate(("start", "end"))]
    return "\n".join(["id,visit,weight", *rows])


def two_values() -> str:
    """Beside the value something else differs between a patient's rows."""
    cut = [line.split(";") for line in attributes().splitlines()]
    return "\n".join(f"{a};{'Remark' if k == 0 else k % 7};{b};{c}" for k, (a, b, c) in enumerate(cut))


def a_row_each() -> str:
    return "\n".join(["id,os_months,dead,sex", *(f"{i},{i + 3},{i % 2},{'fm'[i % 2]}" for i in range(30))])


@pytest.mark.parametrize("made", [weights, two_values, a_row_each])
def test_other_rows_are_none(made: Callable[[], str]) -> None:
    _, mapping = open_table(made().encode(), "made.csv")
    assert mapping.layout == "plain"
