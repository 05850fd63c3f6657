"""Next year's extract against this year's: everything that is different is told, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from nec_core.ingest.opening import admit
from nec_core.study.changes import Change, Changes, changes

SAMPLE = Path(__file__).parent.parent.parent / "sample_data" / "anorectal_nec_38.csv"
TODAY = dt.date(2026, 1, 1)
Rows = list[dict[str, str]]


def rows() -> Rows:
    return list(csv.DictReader(io.StringIO(SAMPLE.read_text(encoding="utf-8"))))


def written(found: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue().encode()


def between(change: Callable[[Rows], Rows | None]) -> Changes:
    later = rows()
    later = change(later) or later
    before, after = (admit(written(x), "extract.csv", today=TODAY) for x in (rows(), later))
    return changes(before, after)


def alive(found: Rows) -> list[dict[str, str]]:
    return [r for r in found if r["vital_status"] == "alive" and r["progression"] == "no"]


def test_the_same_extract_has_no_changes_in_whatever_order_its_rows_are() -> None:
    found = between(lambda x: x[::-1])
    assert found == Changes(38, 38, True)
    assert found.none


def test_next_year_s_extract_is_told_whole_and_nothing_else() -> None:
    def change(x: Rows) -> Rows:
        for row in alive(x)[:5]:
            row["last_contact_date"] = "2024-12-31"
        x[3]["stage"] = "metastatic" if x[3]["stage"] == "LRD" else "LRD"
        added = [{**x[i], "patient_id": f"NEW-{i}"} for i in (10, 11, 12)]
        return [*x[:20], *x[21:], *added]

    longer = {r["patient_id"] for r in alive(rows())[:5]} - {rows()[20]["patient_id"]}
    found = between(change)
    assert len(longer) == 5
    assert found.new == ("NEW-10", "NEW-11", "NEW-12")
    assert found.vanished == (rows()[20]["patient_id"],)
    assert set(found.longer) == longer
    was = rows()[3]["stage"]
    is_now = "metastatic" if was == "LRD" else "LRD"
    assert [(f.name, f.changes) for f in found.fields] == [("stage", (Change(rows()[3]["patient_id"], was, is_now),))]
    assert (found.n_before, found.n_after, found.events, found.levels) == (38, 40, (), ())


def test_a_death_since_is_an_event_and_not_four_changed_fields() -> None:
    who = alive(rows())[0]["patient_id"]

    def change(x: Rows) -> None:
        row = next(r for r in x if r["patient_id"] == who)
        row |= {"vital_status": "dead", "death_date": "2024-11-30", "last_contact_date": "2024-11-30"}

    found = between(change)
    assert dict(found.events) == {"Overall survival": (who,), "Progression-free survival": (who,)}
    assert (found.longer, found.fields) == ((), ())


@pytest.mark.parametrize("field", ["last_contact_date", "vital_status"])
def test_follow_up_taken_back_is_told_by_its_field(field: str) -> None:
    dead = next(r["patient_id"] for r in rows() if r["vital_status"] == "dead")
    who = alive(rows())[0]["patient_id"] if field == "last_contact_date" else dead

    def change(x: Rows) -> None:
        row = next(r for r in x if r["patient_id"] == who)
        if field == "last_contact_date":
            first = dt.date.fromisoformat(row["diagnosis_date"])
            row[field] = (first + dt.timedelta(days=3)).isoformat()
        else:
            row |= {"vital_status": "alive", "death_date": ""}

    found = between(change)
    assert field in [f.name for f in found.fields]
    assert {c.id for f in found.fields for c in f.changes} == {who}
    assert (found.longer, found.events) == ((), ())


def test_new_levels_and_columns_are_told() -> None:
    def change(x: Rows) -> None:
        for row in x:
            row["ward"] = "North"
            del row["smoking"]

    found = between(change)
    assert found.columns_new == ("ward",)
    assert len(found.columns_gone) == 1
    text = "patient_id,os_months,os_event,arm\nA,5,1,x\nB,7,0,y\n"
    before, after = admit(text.encode(), "a.csv"), admit((text + "C,9,0,z\n").encode(), "b.csv")
    found = changes(before, after)
    assert (found.new, found.levels) == (("C",), (("arm", ("z",)),))


def test_times_the_file_states_itself_grow_too() -> None:
    text = "patient_id,os_months,os_event,arm\nA,5,1,x\nB,7,0,y\nC,9,0,x\nD,3,0,y\n"
    later = "patient_id,os_months,os_event,arm\nA,5,1,x\nB,8.5,0,y\nC,11,1,x\nD,2,0,y\n"
    found = changes(admit(text.encode(), "a.csv"), admit(later.encode(), "b.csv"))
    assert found.longer == ("B",)
    assert found.events == (("Overall survival", ("C",)),)
    assert [(f.label, f.changes) for f in found.fields] == [("os_months", (Change("D", "3", "2"),))]


def test_without_ids_patients_cannot_be_told_to_be_the_same() -> None:
    text = "os_months,os_event\n5,1\n7,0\n"
    found = changes(admit(text.encode(), "a.csv"), admit((text + "9,0\n").encode(), "b.csv"))
    assert (found.matched, found.n_before, found.n_after, found.new) == (False, 2, 3, ())
    assert not found.none
