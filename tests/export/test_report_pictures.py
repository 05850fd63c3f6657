"""The pictures of a report: every kind that stands without a choice reaches report, files and page."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from benchmarks.picture_cases import CASES
from dashboard.summary import blocks_view
from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export import pictures
from nec_core.export.bundle import report_bundle
from nec_core.export.pictures import KINDS, OF_RESULTS, SECTIONS, Kind, counted
from nec_core.export.report_pictures import ReportPicture, picture_files, report_pictures
from nec_core.export.report_words import report_markdown
from nec_core.export.summary.blocks import BLOCKS
from nec_core.figures.drawing.marks import Page, Text
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.summary.characteristics.table_plan import TablePlan
from nec_core.summary.cohort_summary import cohort_summary
from tests.analysed import admission_of
from tests.figures.tiny_font import only_fonts_of

SAMPLE = "anorectal_nec_38.csv"
OF_PATIENTS = ["treatments", "order", "swimmer", "progression", "follow-up", "imaging", "missing", "flow"]
PLANTED = Kind("planted", "Planted", "Does it reach?", lambda _: CASES["histogram: 1 patient"](), section="flow")


@cache
def result(**plan: object) -> SurvivalResult:
    return analyse(admission_of(SAMPLE).cohort, AnalysisPlan.model_validate(plan))


def found(**plan: object) -> tuple[ReportPicture, ...]:
    return report_pictures(admission_of(SAMPLE), result(**plan))


def markdown(shown: tuple[ReportPicture, ...], **plan: object) -> str:
    return report_markdown(admission_of(SAMPLE), result(**plan), "hash", 0, shown)


def test_every_standing_kind_is_in_the_report_in_the_order_of_its_sections() -> None:
    assert [one.kind.name for one in found(by="stage")] == OF_PATIENTS
    assert {kind.section for kind in KINDS.values()} == {None, *SECTIONS}


def test_a_forest_stands_in_the_report_where_there_is_a_model_only() -> None:
    with_model = found(by="stage", covariates=("age_years",))
    assert [one.kind.name for one in with_model] == [*OF_PATIENTS, "forest"]
    text = markdown(with_model, by="stage", covariates=("age_years",))
    assert text.index("## Patients") < text.index("(pictures/flow.svg)") < text.index("## Results")
    assert text.index("## Results") < text.index("(pictures/forest.svg)") < text.index("## Read with caution")


def test_a_treatment_with_a_date_brings_its_forest_and_other_selections_theirs_among_the_results() -> None:
    late = admission_of("late_surgery.csv")
    timed = analyse(late.cohort, AnalysisPlan(by="resection"))
    (forest,) = (one for one in report_pictures(late, timed) if one.kind.section in OF_RESULTS)
    assert forest.picture.title == "A treatment without immortal time"
    asked = analyse(admission_of(SAMPLE).cohort, AnalysisPlan(by="stage"), sensitivity=True)
    shown = report_pictures(admission_of(SAMPLE), asked)
    assert [one.kind.name for one in shown] == [*OF_PATIENTS, "sensitivity"]
    text = report_markdown(admission_of(SAMPLE), asked, "hash", 0, shown)
    assert text.index("## Results") < text.index("(pictures/sensitivity.svg)") < text.index("## Read with caution")


@pytest.mark.parametrize("name", OF_PATIENTS)
def test_each_stands_with_its_alt_text_its_sentence_its_n_and_what_is_missing(name: str) -> None:
    (one,) = (one for one in found(by="stage") if one.kind.name == name)
    text = markdown((one,), by="stage").replace("\\", "")
    assert f"### {one.kind.title}\n\n![{one.picture.alt_text}](pictures/{name}.svg)\n\n" in text
    assert f"{one.picture.sentence} {counted(one.picture)}\n" in text
    assert counted(one.picture).startswith(f"n = {one.picture.n}; ")


def test_the_figure_stands_above_the_tables_of_the_results() -> None:
    text = markdown((), by="stage")
    assert re.search(r"## Results\n\n[^\n]+\n\n!\[Kaplan[^\n]+\]\(figure\.svg\)\n\n###", text)
    assert "## Patients" not in text


def test_the_bundle_holds_a_pdf_of_each_and_every_file_its_report_shows() -> None:
    bundle = report_bundle(admission_of(SAMPLE), result(by="stage"), Mapping(), (), FigureStyle())
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    shown = re.findall(r"\]\(([^)]+\.svg)\)", files["report.md"].decode())
    assert shown == [*(f"pictures/{name}.svg" for name in OF_PATIENTS), "figure.svg"]
    for name in shown:
        assert b'width="510.' in files[name][:1500], name  # 180 mm in points: a page of A4 between its margins
        assert files[name.replace(".svg", ".pdf")].startswith(b"%PDF"), name


def test_a_picture_of_several_pages_shows_its_first_and_says_where_the_others_are() -> None:
    picture = CASES["histogram: 1 patient"]()
    twice = replace(picture, layout=lambda sheet: picture.layout(sheet) * 2)
    one = ReportPicture(KINDS["histogram"], twice, 2)
    files = picture_files((one,), admission_of(SAMPLE), result())
    assert list(files) == ["pictures/histogram.svg", "pictures/histogram.pdf"]
    assert files["pictures/histogram.pdf"].count(b"/Type /Page ") == 2
    assert markdown((one,)).count("Page 1 of 2; all of them are in pictures/histogram.pdf.") == 1


def test_a_picture_whose_names_no_font_can_draw_says_so_in_its_place_and_has_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_fonts_of(monkeypatch, tmp_path)
    chinese = replace(CASES["histogram: 1 patient"](), layout=lambda _: (Page(200, 20, (Text("手", 5, 15, 8),)),))
    monkeypatch.setattr(pictures, "KINDS", {"planted": replace(PLANTED, make=lambda _: chinese)})
    shown = found()
    assert picture_files(shown, admission_of(SAMPLE), result()) == {}
    text = markdown(shown)
    assert "### Planted\n\nNo font on this computer can draw 手 on paper. Install one" in text
    assert "pictures/planted.svg" not in text


def test_a_kind_planted_in_the_register_reaches_report_and_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "KINDS", {**KINDS, "planted": PLANTED})
    assert [one.kind.name for one in found(by="stage")] == [*OF_PATIENTS, "planted"]
    summary = cohort_summary(admission_of(SAMPLE), TablePlan(by="stage"))
    on_page = [
        kind.name
        for block in BLOCKS
        for kind, *_ in blocks_view.pictures(block, admission_of(SAMPLE), CohortFilter(), summary)
        if kind.section is not None
    ]
    assert sorted(on_page) == sorted([*OF_PATIENTS, "planted"])


def test_what_can_not_be_drawn_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "KINDS", {**KINDS, "swimmer": replace(KINDS["swimmer"], most=37)})
    assert [one.kind.name for one in found(by="stage")] == [name for name in OF_PATIENTS if name != "swimmer"]


@pytest.mark.parametrize("name", [SAMPLE, "late_surgery.csv"])
def test_no_picture_of_a_report_names_a_patient_or_a_date(name: str) -> None:
    admission: Admission = admission_of(name)
    made = analyse(admission.cohort, AnalysisPlan(by="sex" if "sex" in admission.cohort.variables else None))
    ids = [str(i) for i in admission.cohort.records["patient_id"]]
    shown = report_pictures(admission, made)
    assert shown
    for one in shown:
        assert isinstance(one.picture, Picture)
        words = "\n".join([*(w for page in one.picture.pages(180) for w in page.words), one.picture.alt_text])
        assert not [i for i in ids if i in words], one.kind.name
        assert not re.search(r"\d{4}-\d\d-\d\d", words), one.kind.name
