"""A plain table: rows of one patient are never taken for several patients unsaid."""

from __future__ import annotations

import pytest

from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import Fold
from nec_core.ingest.opening import open_table
from nec_core.ingest.questions import open_questions
from tests.ingest.layouts.opened import TODAY, admitted, levels

VISITS = """MRN,sex,diagnosis date,last contact,vital status
4711,f,2019-01-02,2019-06-01,alive
4711,f,2019-01-02,2020-06-01,dead
0815,m,2019-03-04,2020-06-01,alive
0815,m,2019-03-04,2020-07-01,alive
"""


def test_rows_that_only_a_number_of_record_joins_get_running_numbers_and_are_asked_about() -> None:
    raw, mapping = open_table(VISITS.encode(), "x.csv")
    assert (mapping.column("MRN").target, mapping.column("MRN").identifier) == ("patient_id", "number")
    assert [q.kind for q in open_questions(raw, mapping)] == ["fold"]
    admission = validate(raw, mapping.model_copy(update={"fold": Fold(rule="last")}), TODAY)
    assert levels(admission.cohort, "patient_id") == ["P001", "P002"]
    assert (admission.folded_rows.tolist(), admission.source.rows_in) == ([2, 4], 4)
    assert "4711" not in admission.cohort.records.to_csv()
    assert admission.source.notes[0] == (
        "Patients are told apart by “MRN”: running numbers stand in place of its cells."
    )


def test_a_file_with_an_id_or_one_row_a_number_is_left_as_it_is() -> None:
    once = "".join(VISITS.splitlines(keepends=True)[:2] + VISITS.splitlines(keepends=True)[3:4])
    assert admitted(once).source.notes == ()
    with_id = VISITS.replace("MRN,", "id,MRN,").replace("4711", "P1,4711").replace("0815", "P2,0815")
    raw, mapping = open_table(with_id.encode(), "x.csv")
    assert raw.columns[:2] == ("id", "MRN")
    assert mapping.column("id").target == "patient_id"


def test_an_id_in_another_language_is_an_id() -> None:
    rows = "Patientennummer;Nachname;Geschlecht\nP1;A;w\nP2;A;m\nP3;B;w\n"
    raw, mapping = open_table(rows.encode(), "x.csv")
    assert raw.columns == ("Patientennummer", "Nachname", "Geschlecht")
    assert [c.target for c in mapping.columns] == ["patient_id", "drop", "sex"]


def samples(spelled: str, header: str = "sample") -> str:
    """16 patients, the first eight with two samples."""
    whose = [*range(16), *range(8)]
    rows = [f"{spelled.format(f'{p:04d}', 1 + 10 * (k > 15))},{100 + p},{p % 2},{40 + p}" for k, p in enumerate(whose)]
    return "\n".join([f"{header},OS days,died,age", *rows])


@pytest.mark.parametrize("header", ["sample", "patient_id", "x", "Patient barcode"])
@pytest.mark.parametrize("spelled", ["TCGA-XY-{}-{:02d}A", "TCGA.XY.{}.{:02d}A.11R.1234.07", "P-000{}-T{:02d}-IM3"])
def test_samples_barcodes_are_cut_to_their_patients(spelled: str, header: str) -> None:
    raw, mapping = open_table(samples(spelled, header).encode(), "x.csv")
    assert [(c.column, c.target) for c in mapping.columns if c.column in (header, "Patient of the sample")] == [
        (header, "drop"), ("Patient of the sample", "patient_id")
    ]  # fmt: skip
    assert mapping.column("Patient of the sample").reason == "its values are barcodes of patients"
    assert f"the beginning of the barcodes in “{header}”" in raw.notes[-1]
    (asked,) = open_questions(raw, mapping)
    assert asked.values == (("patients with one row", 8), ("patients with several rows", 8))
    cohort = validate(raw, mapping.model_copy(update={"fold": Fold(rule="first")}), TODAY).cohort
    assert cohort.n == 16
    assert levels(cohort, "patient_id")[3] == spelled.format("0003", 1)[: len(spelled.partition("{}")[0]) + 4]


def test_barcodes_of_patients_are_their_ids_and_a_patient_beside_its_samples_counts() -> None:
    once = samples("TCGA-XY-{}", "barcode")
    assert open_table(once.encode(), "x.csv")[1].column("barcode").target == "patient_id"
    beside = "\n".join(
        f"{line},{'id' if k == 0 else f'N{k % 12}'}" for k, line in enumerate(samples("TCGA-XY-{}-{:02d}").splitlines())
    )
    raw, mapping = open_table(beside.encode(), "x.csv")
    assert mapping.by_target("patient_id").column == "id"  # type: ignore[union-attr]  # a column is the id
    assert "Patient of the sample" not in raw.columns
