"""A study's packet: each block and analysis in both documents with the same numbers, each figure and table a file."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from nec_core.analysis.plan import AnalysisPlan
from nec_core.export.again.files import SCRIPTS
from nec_core.export.paper import study_document
from nec_core.export.paper.packet import packet
from nec_core.export.paper.study_document import GAPS
from nec_core.export.survival_words import answer_sentence
from nec_core.export.survival_words import test_sentence as words_of_test
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit
from nec_core.study.running import run
from nec_core.study.study import Extract, Study, StudyAnalysis
from nec_core.summary.characteristics.table_plan import TablePlan
from tests.export.paper.test_writers import PNG, SVG, Seen, body, words
from tests.small_cohort import CSV

PICTURES = {"png": PNG, "svg": SVG, "pdf": b"%PDF"}
PLANS = {
    "OS by resection": AnalysisPlan(by="resection"),
    "PFS": AnalysisPlan(endpoint="pfs"),
    "By nothing": AnalysisPlan(by="no such variable"),
}


@pytest.fixture(scope="module")
def admission() -> Admission:
    return admit(CSV.encode(), "six.csv", today=dt.date(2024, 1, 1))


@pytest.fixture(scope="module")
def study(admission: Admission) -> Study:
    analyses = tuple(StudyAnalysis(title=t, plan=p, added=dt.date(2026, 11, 28)) for t, p in PLANS.items())
    return Study(
        name="Six", extract=Extract.of(admission, 0), mapping=Mapping(), table=TablePlan(by="sex"), analyses=analyses
    )


@pytest.fixture(scope="module")
def files(study: Study, admission: Admission) -> dict[str, bytes]:
    """Pictures are drawn as one point: that each kind can be drawn is held elsewhere, and takes long."""
    steps: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study_document, "picture_bytes", lambda picture, source, plan, image, *_: PICTURES[image])
        data = packet(study, admission, run(study, admission.cohort), lambda _, share: steps.append(share))
    assert steps == sorted(steps)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_both_documents_say_the_same_of_every_analysis(
    files: dict[str, bytes], study: Study, admission: Admission
) -> None:
    word, page = words(body(files["report.docx"])), Seen(files["report.html"]).text
    for one in run(study, admission.cohort):
        if one.result is None:
            said = f"Not estimable here: {one.refusal}"
            assert "no such variable" in said
        else:
            said = f"{answer_sentence(one.result)} {words_of_test(one.result)}"
        for text in (one.analysis.title, said):
            assert text in word
            assert text in page


def test_what_only_the_author_knows_is_a_marked_gap(files: dict[str, bytes]) -> None:
    page = Seen(files["report.html"])
    assert all(gap in page.text for gap in GAPS)
    assert sum(a.get("class") == "gap" for _, a in page.tags) == len(GAPS)


def test_every_figure_and_table_of_the_document_is_a_file(files: dict[str, bytes]) -> None:
    page = Seen(files["report.html"])
    n_figures, n_tables = (sum(t == tag for t, _ in page.tags) for tag in ("figure", "table"))
    assert n_figures > 2
    assert n_tables > 2
    names = list(files)
    assert [sum(n.startswith("figures/") and n.endswith(e) for n in names) for e in (".pdf", ".svg")] == [n_figures] * 2
    assert sum(n.startswith("tables/") and n.endswith(".csv") for n in names) == n_tables
    book = openpyxl.load_workbook(io.BytesIO(files["tables/tables.xlsx"]))
    assert book.sheetnames == [f"Table {i}" for i in range(1, n_tables + 1)]


def test_nobody_is_in_it(files: dict[str, bytes]) -> None:
    texts = [words(body(files["report.docx"])), Seen(files["report.html"]).text, files["study.json"].decode()]
    texts += [data.decode("utf-8-sig") for name, data in files.items() if name.endswith(".csv")]
    for said in ("P1", "P6", "2019-01-01", "2019-07-01"):
        assert not any(said in text.split() or f'"{said}"' in text for text in texts), said


def test_its_numbers_can_be_worked_out_again_from_it(files: dict[str, bytes]) -> None:
    assert set(SCRIPTS) <= set(files)
    again = {name.removeprefix("again/") for name in files if name.startswith("again/")}
    assert again == {"analyses.csv", "expected.csv", "1_patients.csv", "1_treated.csv", "2_patients.csv"}
