"""The bundle: what is in it, the same bytes each time, and nothing by which a patient or the file is named."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from functools import cache

import pandas as pd
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export import bundle
from nec_core.export.bundle import report_bundle
from nec_core.export.report_pictures import report_pictures
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import open_table
from nec_core.ingest.raw_table import Edit
from nec_core.patients.cohort import Cohort
from nec_core.summary.characteristics.table_one import table_one
from nec_core.summary.characteristics.table_plan import TABLE_PLAN_FILE, TablePlan
from tests.admitted import admitted
from tests.analysed import ROOT, extract, sample

EDITS = (Edit(7, "last_contact_date", "2099-05-05", "2009-05-05"), Edit(9, "patient_id", "SYN-900", "=SYN-901"))
DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{4}")


def of(cohort: Cohort, edits: tuple[Edit, ...] = (), **plan: object) -> bytes:
    return of_admission(admitted(cohort), edits, **plan)


def of_admission(
    admission: Admission, edits: tuple[Edit, ...] = (), mapping: Mapping | None = None, **plan: object
) -> bytes:
    result = analyse(admission.cohort, AnalysisPlan.model_validate(plan))
    return report_bundle(admission, result, mapping or Mapping(), edits, FigureStyle())


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture(autouse=True)
def _few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """One picture, not all: what they hold and how they arrive is asked in test_report_pictures.py."""
    monkeypatch.setattr(bundle, "report_pictures", lambda *of: report_pictures(*of)[:1])


@cache
def by_stage() -> bytes:
    return of(sample(), EDITS, by="stage")


def opened(name: str, data: bytes) -> str:
    """A file's text, compressed parts opened."""
    parts = [data]
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            # The workbook's own properties carry one fixed date.
            parts = [book.read(n) for n in book.namelist() if n != "docProps/core.xml"]
    if name.endswith(".pdf"):
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
            try:
                parts.append(zlib.decompress(stream))
            except zlib.error:
                continue
    return b"\n".join(parts).decode("utf-8", "replace")


def test_it_holds_eight_files_what_works_the_numbers_out_again_and_two_of_each_picture() -> None:
    assert [name for name in files(by_stage()) if not name.startswith("pictures/")] == [
        "report.md", "figure.pdf", "figure.svg", "numbers.xlsx", "reproduce.R", "reproduce.py", "again/1_patients.csv",
        "again/analyses.csv", "again/expected.csv", "plan.json", "mapping.json", "problems.csv", "changes.csv",
    ]  # fmt: skip


def test_the_same_input_gives_the_same_bytes() -> None:
    assert of(sample(), EDITS, by="stage") == by_stage()
    with zipfile.ZipFile(io.BytesIO(by_stage())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_another_plan_gives_other_bytes_and_another_hash() -> None:
    assert of(sample(), EDITS, by="sex") != by_stage()
    assert AnalysisPlan(by="sex").digest != AnalysisPlan(by="stage").digest
    plan = AnalysisPlan(by="stage")
    assert plan.digest == hashlib.sha256(plan.model_dump_json(exclude={"version", "acknowledged"}).encode()).hexdigest()
    assert plan.digest in files(by_stage())["report.md"].decode()


@pytest.mark.parametrize("name", ["anorectal_nec_38.csv", "late_surgery.csv", "messy_extract.csv"])
def test_no_file_in_it_names_a_patient_a_date_or_the_extract(name: str) -> None:
    raw, mapping = open_table((ROOT / "sample_data" / name).read_bytes(), name)
    admission = validate(raw, mapping)
    cohort = admission.cohort
    ids = [str(i) for i in cohort.records["patient_id"]]
    by = "resection" if "resection" in cohort.variables else None
    for inside, data in files(of_admission(admission, EDITS, mapping, by=by)).items():
        text = opened(inside, data)
        assert not [i for i in (*ids, "SYN-900", "SYN-901", name) if i in text], inside
        # The one date allowed is the example in a problem's next step.
        assert set(DATE.findall(text)) <= {"2019-05-17"}, inside


def test_changes_say_which_cells_and_never_what_stood_in_them() -> None:
    assert lines(files(by_stage())["changes.csv"]) == [
        ["row", "column"],
        ["7", "last_contact_date"],
        ["9", "patient_id"],
    ]
    assert "after 2 repaired cells (changes.csv)" in files(by_stage())["report.md"].decode()


def test_plan_mapping_and_problems_can_be_read_again() -> None:
    mapping = Mapping(columns=(ColumnMapping(column="=a", target="drop"),))
    raw, _ = open_table((ROOT / "sample_data" / "messy_extract.csv").read_bytes(), "messy_extract.csv")
    messy = validate(raw, _)
    inside = files(of_admission(messy, (), mapping, endpoint="os", unit="years"))
    assert AnalysisPlan.model_validate_json(inside["plan.json"]) == AnalysisPlan(endpoint="os", unit="years")
    assert Mapping.from_json(inside["mapping.json"]) == mapping
    assert json.loads(inside["plan.json"])["unit"] == "years"
    rows = lines(inside["problems.csv"])
    assert rows[0] == ["rule", "column", "severity", "rows", "message", "next_step"]
    assert sum(int(r[3]) for r in rows[1:]) == messy.problems.n


def test_what_was_asked_of_table_one_can_be_asked_again() -> None:
    cohort, asked = sample(), TablePlan(by="sex", variables=("stage", "age_years"), numbers="mean", p=True)
    result = analyse(cohort, AnalysisPlan())
    with_table = report_bundle(admitted(cohort), result, Mapping(), (), FigureStyle(), table_one(cohort, asked))
    inside = files(with_table)
    assert TablePlan.from_json(inside[TABLE_PLAN_FILE]) == asked
    assert json.loads(inside[TABLE_PLAN_FILE])["version"] == 1
    assert f"--table {TABLE_PLAN_FILE}" in inside["report.md"].decode()
    assert TABLE_PLAN_FILE not in files(by_stage())
    book = pd.read_excel(io.BytesIO(inside["numbers.xlsx"]), sheet_name=None)
    assert "Fisher's exact test" in book["Table 1, footnote"].to_string()


def test_a_hostile_group_name_runs_nowhere() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, ["=1+1", "{times}"][i % 2]) for i in range(12)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    inside = files(of(cohort, (Edit(2, "=col", "a", "b"),), by="arm"))
    patients = lines(inside["again/1_patients.csv"])
    assert {r[2] for r in patients[1:]} == {"'=1+1", "{times}"}
    assert lines(inside["changes.csv"])[1] == ["2", "'=col"]
    assert "=1+1" not in inside["reproduce.R"].decode()


def test_the_cohort_is_not_changed() -> None:
    before = sample().records.copy(deep=True)
    of(sample(), by="stage")
    pd.testing.assert_frame_equal(sample().records, before)


def test_the_report_in_it_tells_how_many_comparisons_were_looked_at() -> None:
    result = analyse(sample(), AnalysisPlan(by="stage"))
    made = report_bundle(admitted(sample()), result, Mapping(), (), FigureStyle(), looks=3)
    assert "3 comparisons (of an endpoint" in files(made)["report.md"].decode().replace("\\", "")
