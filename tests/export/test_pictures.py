"""Every kind of picture reaches every face: paper in both widths, screen, sentence and alt text."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

from benchmarks.picture_cases import CASES
from nec_core.analysis.plan import AnalysisPlan
from nec_core.errors import PlanError
from nec_core.export.image import ImageFormat, render_picture
from nec_core.export.pictures import KINDS, PAPER_WIDTHS_MM, Shown, Subject, kind_of, picture_bytes
from nec_core.figures.drawing.marks import Page
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.style import FigureStyle
from tests.analysed import admission_of

SAMPLE = "anorectal_nec_38.csv"
FORMS = [(name, form) for name, kind in KINDS.items() for form in (kind.forms or (None,))]


@cache
def picture(name: str, form: str | None = None) -> Shown:
    return KINDS[name].picture(Subject(admission_of(SAMPLE), form=form))


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_each_kind_is_drawn_of_the_sample_without_another_word(name: str, form: str | None) -> None:
    found = picture(name, form)
    source = admission_of(SAMPLE).source
    for width in PAPER_WIDTHS_MM:
        pdf = picture_bytes(found, source, AnalysisPlan(), "pdf", width)
        assert pdf.startswith(b"%PDF")
        assert source.sha256.encode() in pdf
        assert SAMPLE.encode() not in pdf
    for width_px, dark in ((760, False), (360, True)):
        drawn = found.on_screen(width_px, dark=dark, fixed=True)
        assert {"data", "layout"} <= set(drawn)
        assert drawn["layout"]["width"] == width_px
        assert drawn["data"]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_each_kind_says_what_it_shows_with_its_n(name: str, form: str | None) -> None:
    found = picture(name, form)
    for words in (found.title, found.sentence, found.alt_text, KINDS[name].title, KINDS[name].question):
        assert words.strip() == words != ""
    for words in (found.sentence, found.alt_text, KINDS[name].question):
        assert words[-1] in ".?"
        assert "nan" not in words.lower().split()
    assert str(found.n) in found.sentence + found.alt_text


@pytest.mark.parametrize("name", [name for name in KINDS if name != "survival"])
def test_each_kind_but_survival_has_hard_cases_in_the_gallery(name: str) -> None:
    assert [case for case in CASES if case.startswith(f"{name}:")]


def test_the_screen_s_figure_is_plain_data() -> None:
    for name, form in FORMS:
        if name != "survival":
            found = picture(name, form).on_screen(760)
            assert json.loads(json.dumps(found)) == found


def test_an_unknown_kind_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(PlanError, match=r"no kind of picture “pie”. There are: survival, "):
        kind_of("pie")


def test_what_means_nothing_to_a_kind_is_refused() -> None:
    admission = admission_of(SAMPLE)
    with pytest.raises(PlanError, match="“survival”: it is about no single one"):
        KINDS["survival"].picture(Subject(admission, variable="ki67_percent"))
    with pytest.raises(PlanError, match=r"“histogram” has no form “pie”. It has one form only."):
        KINDS["histogram"].picture(Subject(admission, form="pie"))
    with pytest.raises(PlanError, match="“histogram”: it belongs to the survival figure"):
        KINDS["histogram"].picture(Subject(admission, style=FigureStyle()))


def _two_pages() -> Picture:
    found = CASES["histogram: 1 patient"]()

    def twice(sheet: object) -> tuple[Page, ...]:
        return found.layout(sheet) * 2  # type: ignore[arg-type]  # a sheet

    return replace(found, layout=twice)


def test_two_pages_are_two_in_pdf_and_tiff_and_refused_where_one_would_be_lost() -> None:
    found = _two_pages()
    assert render_picture(found, "pdf", 89).count(b"/Type /Page ") == 2
    assert render_picture(found, "tiff", 89, 72).count(b"Histogram of Ki-67") >= 1
    formats: tuple[ImageFormat, ...] = ("png", "svg")
    for format_name in formats:
        with pytest.raises(PlanError, match=rf"takes 2 pages, which {format_name.upper()} can't hold"):
            render_picture(found, format_name, 89)
    with pytest.raises(PlanError, match="laid out as 2 pages for a screen"):
        found.on_screen(760)


def test_the_same_picture_gives_the_same_bytes() -> None:
    source, formats = admission_of(SAMPLE).source, ("pdf", "svg")
    for format_name in formats:
        once, again = (
            picture_bytes(
                KINDS["histogram"].picture(Subject(admission_of(SAMPLE))), source, AnalysisPlan(), format_name, 89, 100
            )  # type: ignore[arg-type]  # a format
            for _ in range(2)
        )
        assert once == again


@pytest.mark.parametrize(("most", "refused"), [(38, False), (37, True)])
def test_a_kind_with_marks_for_each_patient_refuses_more_than_it_can_show(most: int, refused: bool) -> None:
    kind = replace(KINDS["swimmer"], most=most)
    subject = Subject(admission_of("anorectal_nec_38.csv"))
    if not refused:
        assert kind.picture(subject).n == 38
        return
    with pytest.raises(PlanError, match=r"shows up to 37 of them, and here are 38\. Filter the cohort\."):
        kind.picture(subject)
