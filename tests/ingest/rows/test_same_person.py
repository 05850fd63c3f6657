"""Somebody entered twice is found by what is left out, in whatever language, and never counted twice unsaid."""

from __future__ import annotations

import pytest

from nec_core.ingest.mapping import Fold
from nec_core.ingest.opening import admit, checked, open_table
from nec_core.ingest.questions import open_questions
from tests.ingest.layouts.opened import TODAY
from tests.ingest.matching.identifying.people import COMMON, FIRST, LAST, VALUES

N = 25
OUTCOME = "diagnosis date,last contact,vital status"


def outcome(i: int) -> str:
    return f"20{15 + i % 5}-03-1{i % 9},2022-0{1 + i % 9}-11,{'dead' if i % 3 else 'alive'}"


def extract(headers: str, cells: list[list[str]]) -> bytes:
    rows = [",".join([*c, outcome(i)]) for i, c in enumerate(cells)]
    return "\n".join([f"{headers},{OUTCOME}", *rows]).encode()


KEYS = {
    "MRN": [[n] for n in VALUES["number"]],
    "Fallnummer": [[n] for n in VALUES["case"]],
    "N° dossier": [[n] for n in VALUES["number"]],
    "Apellidos,Nombre,Fecha de nacimiento": [list(x) for x in zip(LAST, COMMON, VALUES["born slashes"], strict=True)],
    "Cognome,Nome,Data di nascita": [list(x) for x in zip(LAST, FIRST, VALUES["born slashes"], strict=True)],
    "Achternaam,Geboortedatum": [list(x) for x in zip(LAST, VALUES["born iso"], strict=True)],
    "Nome completo,Data de nascimento": [list(x) for x in zip(VALUES["full"], VALUES["born iso"], strict=True)],
}


@pytest.mark.parametrize("headers", KEYS)
def test_without_an_id_rows_of_one_person_are_asked_about(headers: str) -> None:
    cells = KEYS[headers][:N]
    raw, mapping = open_table(extract(headers, [*cells, cells[3], cells[8]]), "x.csv")
    (question,) = open_questions(raw, mapping)
    assert (question.kind, question.values[1]) == ("fold", ("patients with several rows", 2))
    admission = checked(raw, mapping.model_copy(update={"fold": Fold(rule="first")}), today=TODAY)
    assert (admission.cohort.n, admission.folded_rows.tolist()) == (N, [N + 2, N + 3])
    ids = admission.cohort.records["patient_id"].tolist()
    assert ids == [f"P{i + 1:03d}" for i in range(N)]


@pytest.mark.parametrize("headers", KEYS)
def test_one_person_under_two_ids_is_told_with_both_rows(headers: str) -> None:
    cells = [[f"S{i}", *c] for i, c in enumerate(KEYS[headers][:N])]
    twice = [["S90", *cells[3][1:]]]
    admission = admit(extract(f"study id,{headers}", [*cells, *twice]), "x.csv", today=TODAY)
    assert admission.cohort.n == N + 1
    (finding,) = (f for f in admission.problems.findings if f.rule == "same_person")
    assert (finding.column, finding.rows.tolist(), list(finding.values)) == ("study id", [5, N + 2], [str(N + 2), "5"])
    assert finding.severity == "warns"


def test_many_people_with_several_rows_under_numbers_of_the_row_are_asked_about() -> None:
    cells = [[str(k), n[0]] for k, n in enumerate(KEYS["MRN"][:10] * 2)]
    raw, mapping = open_table(extract("id,MRN", cells), "x.csv")
    assert (mapping.column("id").target, mapping.column("MRN").target) == ("drop", "patient_id")
    assert [q.kind for q in open_questions(raw, mapping)] == ["fold"]


def test_an_id_that_joins_the_rows_itself_stays_the_id() -> None:
    cells = [[f"S{k % 10}", n[0]] for k, n in enumerate(KEYS["MRN"][:10] * 2)]
    _, mapping = open_table(extract("id,MRN", cells), "x.csv")
    assert (mapping.column("id").target, mapping.column("MRN").target) == ("patient_id", "drop")


def test_the_same_name_spelled_otherwise_and_the_date_written_the_same_is_one_person() -> None:
    cells = KEYS["Apellidos,Nombre,Fecha de nacimiento"][:N]
    odd = [cells[13][0].upper(), f" {cells[13][1].lower()} ", cells[13][2]]
    assert cells[13][0] == "Bragança"
    data = extract("id,Apellidos,Nombre,Fecha de nacimiento", [[f"S{i}", *c] for i, c in enumerate([*cells, odd])])
    findings = admit(data, "x.csv", today=TODAY).problems.findings
    assert [f.rows.tolist() for f in findings if f.rule == "same_person"] == [[15, N + 2]]


def test_people_who_share_a_name_and_not_the_birth_date_are_two() -> None:
    cells = [[f"S{i}", *c] for i, c in enumerate(KEYS["Achternaam,Geboortedatum"][:N])]
    namesake = ["S90", cells[3][1], cells[9][2]]
    findings = admit(extract("id,Achternaam,Geboortedatum", [*cells, namesake]), "x.csv", today=TODAY).problems.findings
    assert [f for f in findings if f.rule == "same_person"] == []


@pytest.mark.parametrize(("headers", "told"), [("Surname", []), ("Surname,First name", [[5, N + 2]])])
def test_a_surname_alone_tells_nobody_and_a_whole_name_does(headers: str, told: list[list[int]]) -> None:
    people = [list(x)[: headers.count(",") + 1] for x in zip(LAST, FIRST, strict=True)][:N]
    cells = [[f"S{i}", *c] for i, c in enumerate([*people, people[3]])]
    findings = admit(extract(f"id,{headers}", cells), "x.csv", today=TODAY).problems.findings
    assert [f.rows.tolist() for f in findings if f.rule == "same_person"] == told


def test_visits_under_a_surname_alone_are_asked_about_and_a_few_namesakes_are_not() -> None:
    visits = [[name] for name in LAST[:10] * 2]
    raw, mapping = open_table(extract("Surname", visits), "x.csv")
    assert [q.kind for q in open_questions(raw, mapping)] == ["fold"]
    namesakes = [[name] for name in [*LAST[:N], LAST[3], LAST[8]]]
    raw, mapping = open_table(extract("Surname", namesakes), "x.csv")
    assert mapping.column("Surname").target == "drop"
    assert open_questions(raw, mapping) == ()


def test_a_number_that_half_of_the_rows_share_is_no_patient_s() -> None:
    cells = [[f"S{i}", "109034270" if i % 2 else n[0]] for i, n in enumerate(KEYS["MRN"][:N])]
    findings = admit(extract("id,Hospital number", cells), "x.csv", today=TODAY).problems.findings
    assert [f for f in findings if f.rule == "same_person"] == []


def test_rows_without_a_number_are_patients_of_their_own() -> None:
    cells = [*KEYS["MRN"][:N], KEYS["MRN"][3], KEYS["MRN"][8], [""], [""]]
    raw, mapping = open_table(extract("MRN", cells), "x.csv")
    admission = checked(raw, mapping.model_copy(update={"fold": Fold(rule="first")}), today=TODAY)
    assert admission.cohort.n == N + 2
