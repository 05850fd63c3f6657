"""Rows that are events: each event becomes an endpoint, a patient stays one."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.ingest.layouts import recognise
from nec_core.ingest.opening import admit, checked, open_table
from nec_core.ingest.questions import open_questions
from nec_core.ingest.raw_table import Edit

KINDS = ("Progression", "Tod")


def extract(
    status: tuple[str, str] = ("censored", "event"), header: str = "Fall,Gruppe,Ereignis,months,outcome"
) -> str:
    """24 patients: 16 progressed at 3 + i months, 8 died at 10 + i."""
    lines = []
    for i in range(24):
        arm = "AB"[i % 2]
        lines.append(f"F{i},{arm},{KINDS[0]},{3 + i},{status[i % 3 > 0]}")
        lines.append(f"F{i},{arm},{KINDS[1]},{10 + i},{status[i % 3 == 0]}")
    return "\n".join(["Fall,Gruppe,Ereignis,months,outcome", *lines])


def test_each_event_is_an_endpoint_and_a_patient_is_one() -> None:
    admission = admit(extract().encode(), "made.csv")
    assert (admission.source.layout, admission.cohort.n, len(admission.folded_rows)) == ("event_rows", 24, 24)
    assert "48 rows, one for each “Ereignis” of a patient, were turned into 24 rows" in admission.source.notes[0]
    death = analyse(admission.cohort, AnalysisPlan(by="Gruppe"))
    assert (death.n, death.n_events, death.unit, len(death.groups)) == (24, 8, "months", 2)
    progression = analyse(admission.cohort, AnalysisPlan(endpoint="ttp"))
    assert (progression.n, progression.n_events) == (24, 16)
    assert float(progression.table.times.min()) == 3.0


def test_codes_are_asked_for_each_event_with_their_counts() -> None:
    raw, mapping = open_table(extract(("1", "2")).encode(), "made.csv")
    asked = [(q.kind, q.column, q.values) for q in open_questions(raw, mapping)]
    assert asked == [
        ("event", "Progression outcome", (("2", 16), ("1", 8))),
        ("event", "Tod outcome", (("1", 16), ("2", 8))),
    ]
    assert mapping.by_target("event:os").column == "Tod outcome"  # type: ignore[union-attr]


def test_two_different_rows_about_one_event_are_told() -> None:
    admission = admit((extract() + "\nF3,B,Tod,40,event").encode(), "made.csv")
    found = {(f.rule, f.column): f.rows.tolist() for f in admission.problems.findings}
    assert found[("fold_conflict", "months")] == [50]


@pytest.mark.parametrize("kinds", ["death,death", "baseline,month 6", "CT,MRI"])
def test_rows_about_other_things_are_none(kinds: str) -> None:
    first, second = kinds.split(",")
    text = extract().replace(KINDS[0], first).replace(KINDS[1], second)
    raw, _ = open_table(text.encode(), "made.csv")
    assert recognise(raw).name == "plain"


def test_a_cause_of_death_beside_a_time_makes_no_rows_of_events() -> None:
    """One row each: the event column says what happened, not what the row is about."""
    lines = [f"F{i},{5 + i},{('relapse', 'death')[i % 2]},{i % 2}" for i in range(30)]
    raw, _ = open_table("\n".join(["Fall,months,Ereignis,outcome", *lines]).encode(), "made.csv")
    assert recognise(raw).name == "plain"


def test_the_repairs_of_a_cell_reach_what_was_turned() -> None:
    raw, mapping = open_table(extract().replace("F5,B,Tod,15,", "F5,B,Tod,x,").encode(), "made.csv")
    broken = checked(raw, mapping)
    assert [f.column for f in broken.problems.findings] == ["Tod months"]
    mended = checked(raw, mapping, [Edit(13, "months", "x", "15")])
    assert mended.problems.n == 0
