"""Table 1 is the same on every face: text, JSON, report and workbook, with its footnote and its warnings."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache

import openpyxl

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export import report_json, report_text
from nec_core.export.bundle import report_bundle
from nec_core.export.tables.table_one_tables import table_one_frame, table_one_note
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import Mapping
from nec_core.summary.characteristics.table_plan import TablePlan
from nec_core.summary.cohort_summary import CohortSummary, cohort_summary
from tests.analysed import admission_of

ADMISSION = "anorectal_nec_38.csv"
PLAN = TablePlan(by="ajcc_stage", variables=("ki67_percent", "sex"), numbers="mean", p=True, differences=True)


@cache
def summary() -> CohortSummary:
    return cohort_summary(admission_of(ADMISSION), PLAN)


@cache
def bundle() -> dict[str, bytes]:
    admission = admission_of(ADMISSION)
    result = analyse(admission.cohort, AnalysisPlan())
    data = report_bundle(admission, result, Mapping(), (), FigureStyle(), summary().table_one)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def warning() -> str:
    (guard,) = summary().table_one.guards
    return f"{guard.what} {guard.why} {guard.do}"


def test_what_is_asked_for_is_in_it() -> None:
    frame = table_one_frame(summary().table_one)
    assert frame["Characteristic"].tolist() == ["Ki-67 (%)", "", "", "Sex", ""]
    assert list(frame.columns)[-2:] == ["P", "Largest standardised difference"]
    assert "Fewer than 5 patients are compared" in warning()


def test_text_has_its_rows_its_footnote_and_its_warning() -> None:
    text = report_text.of_summary(summary())
    block = text[text.index("Patient characteristics") : text.index("Pathology")]
    assert [line.split("  ")[0] for line in block.splitlines()[3:]][:1] == ["Ki-67 (%)"]
    assert f"{warning()} {table_one_note(summary().table_one)}" in block
    assert "P:" not in text[text.index("Pathology") :]


def test_json_has_its_numbers_unrounded_its_plan_its_footnote_and_its_warning() -> None:
    found = json.loads(report_json.of_summary(summary()))["table_one"]
    assert found["plan"] == PLAN.model_dump(exclude={"version"}) | {"variables": list(PLAN.variables or ())}
    assert found["note"] == table_one_note(summary().table_one)
    assert [g["kind"] for g in found["guards"]] == ["small_group_compared"]
    for row, given in zip(summary().table_one.rows, found["rows"], strict=True):
        test, difference = row.compared.test, row.compared.difference
        assert given["compared"]["test"] == (None if test is None else vars(test))
        assert given["compared"]["difference"] == (
            None if difference is None else {"value": difference.value, "between": list(difference.between)}
        )


def test_the_report_has_its_rows_its_footnote_and_its_warning() -> None:
    report = bundle()["report.md"].decode().replace("\\", "")
    part = report[report.index("### Characteristics") : report.index("## Results")]
    for line in table_one_frame(summary().table_one).itertuples(index=False, name=None):
        assert "| " + " | ".join(line) + " |" in part
    assert table_one_note(summary().table_one) in part
    assert part.index(warning()) < part.index("| Characteristic")


def test_the_workbook_has_it_as_printed_and_unrounded_with_its_footnote() -> None:
    book = openpyxl.load_workbook(io.BytesIO(bundle()["numbers.xlsx"]))
    printed = [[cell or "" for cell in line] for line in book["Table 1"].values]
    frame = table_one_frame(summary().table_one)
    assert printed == [list(frame.columns), *frame.to_numpy().tolist()]
    assert book["Table 1, unrounded"].max_row > 1
    heads, *lines = book["Table 1, comparisons"].values
    p = [row.compared.test.p if row.compared.test else None for row in summary().table_one.rows]
    assert [line[heads.index("p")] for line in lines] == p
    assert list(book["Table 1, footnote"].values)[1:] == [
        ("caution", warning()), ("footnote", table_one_note(summary().table_one)),
    ]  # fmt: skip


def test_a_report_without_it_says_nothing_of_it() -> None:
    admission = admission_of(ADMISSION)
    result = analyse(admission.cohort, AnalysisPlan())
    data = report_bundle(admission, result, Mapping(), (), FigureStyle())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"### Characteristics" not in archive.read("report.md")
        assert "Table 1" not in openpyxl.load_workbook(io.BytesIO(archive.read("numbers.xlsx"))).sheetnames
