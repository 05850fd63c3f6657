"""What tells who a patient is leaves the table as soon as a file is open, and comes back only for who keeps it."""

from __future__ import annotations

import json
import pickle

import pytest

from nec_core.export import report_json, report_text
from nec_core.export.corrected import corrected_file, rejected_rows
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit, checked, open_table
from nec_core.ingest.preparing import repaired
from nec_core.ingest.questions import open_questions, optional_questions
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.sealing import kept_by_hand, masked, with_left_out
from nec_core.ingest.several_files import open_tables
from tests.ingest.layouts.opened import TODAY
from tests.ingest.matching.identifying.people import COMMON, LAST, VALUES

N = 24
SECRETS = [*LAST[:N], *VALUES["born dots"][:N], *VALUES["phone"][:N], *VALUES["place"][:N]]
HEADER = "study id;Nachname;Vorname;Geburtsdatum;Telefon;Ort;sex;diagnosis date;last contact;vital status"


def line(i: int, study_id: object | None = None) -> str:
    person = [LAST[i], COMMON[i], VALUES["born dots"][i], VALUES["phone"][i], VALUES["place"][i]]
    outcome = [
        "f" if i % 2 else "m",
        f"20{15 + i % 5}-03-1{i % 9}",
        f"2022-0{1 + i % 9}-11",
        "dead" if i % 3 else "alive",
    ]
    return ";".join([str(study_id if study_id is not None else f"S{i}"), *person, *outcome])


def extract(*more: str) -> bytes:
    return "\n".join([HEADER, *(line(i) for i in range(N)), *more]).encode()


def has_secret(text: str) -> list[str]:
    return [s for s in SECRETS if s in text]


def test_no_cell_of_a_person_is_left_in_the_table_or_in_anything_made_of_it() -> None:
    broken = line(3).replace("2022-04-11", "2001-01-01") + ";one too many"
    raw, mapping = open_table(extract(line(5, "S77").replace("dead", "gone"), broken), "x.csv")
    assert list(raw.sealed) == ["Nachname", "Vorname", "Geburtsdatum", "Telefon", "Ort"]
    admission = checked(raw, mapping, today=TODAY)
    edited = repaired(raw, mapping.layout, [Edit(2, "sex", "m", "f")])
    made = {
        "table": str(raw.table.to_pydict()),
        "memory": pickle.dumps(raw).decode("latin-1"),
        "records": admission.cohort.records.to_csv(),
        "problems": admission.problems.table().to_csv(),
        "text": report_text.of_check(admission),
        "json": json.dumps(report_json.of_check(admission), ensure_ascii=False, default=str),
        "corrected": corrected_file(edited).data.decode(),
        "rejected": rejected_rows(edited, admission).decode(),
        "questions": repr(optional_questions(raw, mapping)),
        "mapping": mapping.model_dump_json(),
    }
    assert {name: has_secret(text) for name, text in made.items() if has_secret(text)} == {}


def test_the_corrected_file_reads_back_to_the_same_patients() -> None:
    raw, mapping = open_table(extract(), "x.csv")
    again, second = open_table(corrected_file(raw).data, "x_corrected.csv")
    assert [c.target for c in second.columns] == [c.target for c in mapping.columns]
    assert again.table.column("Nachname").to_pylist()[:3] == ["P001", "P002", "P003"]
    first_time = checked(raw, mapping, today=TODAY).cohort.records
    assert checked(again, second, today=TODAY).cohort.records.equals(first_time)


def test_a_doubt_is_asked_with_masked_cells_and_needs_no_answer() -> None:
    raw, mapping = open_table(extract(), "x.csv")
    assert open_questions(raw, mapping) == ()
    (question,) = optional_questions(raw, mapping)
    assert (question.column, question.kind, question.optional) == ("Ort", "identifier", True)
    assert question.options == ("leave out", "keep")
    assert [text for text, _ in question.values] == ["O••••h", "K••••n", "M••••x"]
    assert "Ort" not in checked(raw, mapping, today=TODAY).cohort.records


@pytest.mark.parametrize(("text", "mask"), [("Meier", "M••••r"), ("Abcd", "A••••d"), ("Abc", "••••"), ("X", "••••")])
def test_a_masked_text_tells_neither_its_length_nor_what_is_short(text: str, mask: str) -> None:
    assert masked(text) == mask


def test_what_a_person_keeps_is_read_again_and_used() -> None:
    _, mapping = open_table(extract(), "x.csv")
    kept = mapping.replaced(ColumnMapping(column="Ort", target="extra"))
    saved = Mapping.from_json(kept.model_dump_json())
    records = admit(extract(), "x.csv", saved, today=TODAY).cohort.records
    assert records["Ort"].tolist()[:2] == ["Oberkirch", "Kleinhausen"]
    assert "Nachname" not in records


def test_only_a_person_s_decision_keeps_a_column() -> None:
    _, suggested = open_table(extract(), "x.csv")
    silently = ColumnMapping(column="Ort", target="extra", reason="no field of that name")
    older = suggested.replaced(silently)
    assert kept_by_hand(older).isdisjoint({"Ort"})
    assert with_left_out(older, suggested).column("Ort").target == "drop"
    assert with_left_out(older, suggested).column("Ort").asks == "identifier"
    assert "Ort" not in admit(extract(), "x.csv", older, today=TODAY).cohort.records


def test_an_identifier_as_the_patient_s_id_is_running_numbers_only() -> None:
    _, mapping = open_table(extract(), "x.csv")
    by_name = mapping.replaced(ColumnMapping(column="Nachname", target="patient_id"))
    cohort = admit(extract(), "x.csv", by_name, today=TODAY).cohort
    assert cohort.records["patient_id"].tolist()[:2] == ["P001", "P002"]
    given_back = by_name.replaced(ColumnMapping(column="study id", target="patient_id"))
    back = with_left_out(given_back, mapping)
    assert back.column("Nachname").target == "drop"


def test_totals_under_a_column_of_names_are_still_no_patients() -> None:
    text = "\n".join(";".join(r.split(";")[1:]) for r in [HEADER, *(line(i) for i in range(N))])
    admission = admit(f"{text}\nGesamt;;;;;;;;".encode(), "x.csv", today=TODAY)
    assert admission.cohort.n == N
    assert [(f.rule, f.rows.tolist()) for f in admission.problems.findings if f.severity == "rejects"] == [
        ("summary_row", [N + 2])
    ]


def test_several_files_are_sealed_together() -> None:
    other = "\n".join([HEADER, *(line(i, f"T{i}") for i in range(3, 9))]).encode()
    raw, _ = open_tables([(extract(), "a.csv"), (other, "b.csv")])
    assert has_secret(str(raw.table.to_pydict())) == []
    names = raw.table.column("Nachname").to_pylist()
    assert names[3] == names[N]
