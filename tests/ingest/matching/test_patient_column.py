"""The patient's identifier is found by how its values repeat, and what merely repeats is none."""

from __future__ import annotations

import random

import pytest

from nec_core.ingest.mapping import Fold
from nec_core.ingest.opening import checked, open_table
from nec_core.ingest.questions import open_questions


def extract(name: str, spelled: str = "T{:03d}", *, numbered: bool = False, by_row: bool = False) -> bytes:
    """60 patients, every third with two or three biopsies; the rows of a patient agree in what is theirs."""
    draw = random.Random(5)
    lines, row = [], 0
    for i in range(60):
        months, status = round(draw.expovariate(0.03), 1), draw.choice(("dead", "alive"))
        sex, age = draw.choice("MF"), draw.randint(40, 80)
        for k in range(1 + (i % 3 == 0) + (i % 6 == 0)):
            row += 1
            block = ("liver", "lung", "primary")[k]
            own = f"{row}," if numbered else ""
            shown = draw.randint(1, 40) if by_row else spelled.format(i + 1)
            lines.append(f"{own}{shown},{months},{status},{sex},{age},{block}")
    header = ("patient id," if numbered else "") + f"{name},OS_months,vital_status,sex,age,biopsy"
    return "\n".join([header, *lines]).encode()


@pytest.mark.parametrize(
    ("name", "spelled"), [("Proband", "T{:03d}"), ("q9", "{}"), ("kode", "10{:05d}"), ("x1", "NEC-{}/a")]
)
def test_rows_of_one_patient_are_asked_about_under_any_header(name: str, spelled: str) -> None:
    raw, mapping = open_table(extract(name, spelled), "made.csv")
    column = mapping.by_target("patient_id")
    assert column is not None
    assert (column.column, column.confidence) == (name, 0.7)
    (question,) = open_questions(raw, mapping)
    assert question.kind == "fold"
    assert question.text.startswith(
        f"In column “{name}” rows with the same value agree in “OS_months”, as rows of one patient do. "
        f"20 of 60 patients in column “{name}” have several rows (up to 3)."
    )
    admission = checked(raw, mapping.model_copy(update={"fold": Fold(rule="first")}))
    assert (admission.cohort.n, len(admission.folded_rows)) == (60, 30)


def test_a_number_of_the_row_gives_way_to_it() -> None:
    _, mapping = open_table(extract("Proband", numbered=True), "made.csv")
    assert mapping.column("Proband").target == "patient_id"
    assert mapping.column("patient id").target != "patient_id"


def test_each_row_may_be_a_patient_of_its_own() -> None:
    raw, mapping = open_table(extract("Proband"), "made.csv")
    admission = checked(raw, mapping.model_copy(update={"fold": Fold(rule="apart")}))
    assert (admission.cohort.n, len(admission.folded_rows), len(admission.rejected_rows)) == (90, 0, 0)
    assert admission.cohort.records["patient_id"].tolist()[:4] == ["T001", "T001 (2)", "T001 (3)", "T002"]
    assert "30 rows repeat a value of “Proband”; each row counts as a patient of its own." in admission.source.notes


def test_what_repeats_without_the_outcome_is_no_patient() -> None:
    """A surgeon, a batch, a number of beds."""
    _, mapping = open_table(extract("Chirurg", by_row=True), "made.csv")
    assert mapping.by_target("patient_id") is None


def test_the_time_in_another_unit_is_no_patient() -> None:
    draw = random.Random(8)
    months = sorted(draw.randint(1, 70) for _ in range(80))
    lines = [f"{m},{round(m / 12, 2)},{m % 2}" for m in months]
    _, mapping = open_table("\n".join(["k7,OS_years,OS_event", *lines]).encode(), "made.csv")
    assert mapping.by_target("patient_id") is None


def test_an_identifier_by_name_stays() -> None:
    data = extract("patient_id")
    _, mapping = open_table(data, "made.csv")
    assert mapping.by_target("patient_id").confidence == 1  # type: ignore[union-attr]
