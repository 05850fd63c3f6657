"""The figure and its files: the naive P marked, names as chosen, no file name and no patient inside."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export.survival_export import (
    FORMATS,
    figure_bytes,
    figure_of,
    preview_png,
    provenance,
    risk_table_csv,
    slide_style,
    summary_csv,
)
from nec_core.figures.alt_text import alt_text
from nec_core.figures.style import FigureStyle
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from tests.admitted import admitted
from tests.analysed import extract, late_surgery, lung, sample


def result(cohort: Cohort, **plan: object) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan.model_validate(plan))


def test_a_figure_has_the_test_and_what_the_curves_are() -> None:
    figure = figure_of(result(sample(), by="stage"))
    assert figure.notes == ("Log-rank P = .039",)
    assert figure.quantity == "Overall survival"
    assert figure.caption.startswith("Overall survival: event death from any cause; censored: alive at last contact;")
    assert "95% CI by the log-log method" in figure.caption


def test_a_naive_p_is_marked_in_the_figure_and_in_its_alternative_text() -> None:
    figure = figure_of(result(late_surgery(), by="resection"))
    assert figure.notes == ("Log-rank P < .001", "Groups settled after diagnosis: immortal time")
    assert "Log-rank P < .001; Groups settled after diagnosis: immortal time." in alt_text(figure)
    svg = figure_bytes(result(late_surgery(), by="resection"), admitted(late_surgery()).source, "svg").decode()
    assert "Groups settled after diagnosis: immortal time" in svg


def test_without_a_naive_p_there_is_no_mark() -> None:
    assert figure_of(result(late_surgery())).notes == ()
    assert "immortal time" not in alt_text(figure_of(result(sample(), by="stage")))


def test_hazard_ratios_stand_with_their_level_and_the_names_of_the_figure() -> None:
    style = FigureStyle(show_hr=True, group_names={"1 male": "Men", "2 female": "Women"})
    figure = figure_of(result(lung(), by="who", conf_level=0.9), style)
    assert figure.notes[1] == "HR (90% CI) Women vs Men: 0.59 (0.45–0.77)"
    assert [g.name for g in figure.groups] == ["Men", "Women"]


def test_no_hazard_ratio_of_naive_groups_even_when_asked_for() -> None:
    figure = figure_of(result(late_surgery(), by="resection"), FigureStyle(show_hr=True))
    assert not [n for n in figure.notes if "HR" in n]


def test_bare_yes_and_no_say_of_what_unless_renamed() -> None:
    found = result(late_surgery(), by="resection")
    names = [g.name for g in figure_of(found).groups]
    assert names == ["Resection of the primary: yes", "Resection of the primary: no"]
    renamed = figure_of(found, FigureStyle(group_names={"yes": "Operated"}))
    assert [g.name for g in renamed.groups] == ["Operated", "Resection of the primary: no"]


def test_the_footnote_says_where_the_figure_comes_from_when_asked() -> None:
    source, plan = admitted(sample()).source, result(sample()).plan
    origin = provenance(source, result(sample()))
    assert origin == f"nec_core 0.1.0; plan SHA-256 {plan.digest[:12]}; input SHA-256 {source.sha256[:12]}"
    women = {"variable": "sex", "levels": ["female"]}
    chosen = {"levels": [women], "ranges": [{"variable": "age_years", "minimum": 50}]}
    some = provenance(source, result(sample(), filter=CohortFilter.model_validate(chosen)))
    assert some.startswith("Restricted to: Sex: female; Age at diagnosis 50 or more years. nec_core")
    asked = FigureStyle(footnote=True)
    assert figure_of(result(sample()), asked, origin).footnote == origin
    assert figure_of(result(sample()), asked).footnote == "nec_core 0.1.0"
    assert figure_of(result(sample())).footnote == ""
    assert origin in figure_bytes(result(sample()), source, "svg", style=asked).decode()


def test_the_at_risk_table_as_csv_is_the_one_under_the_figure() -> None:
    found, style = result(sample(), by="stage"), FigureStyle(x_max=2, x_step=1, time_unit="years")
    lines = risk_table_csv(found, style).decode("utf-8-sig").splitlines()
    assert lines[0] == '"group","time","unit","at_risk","events","censored"'
    assert [line.split(",")[1:3] for line in lines[1:4]] == [[t, '"years"'] for t in ("0.0", "1.0", "2.0")]
    figure = figure_of(found, style)
    counts = [[int(n) for n in line.split(",")[3:]] for line in lines[1:]]
    drawn = [
        [*row] for g in figure.groups for row in zip(g.table_at_risk, g.table_events, g.table_censored, strict=True)
    ]
    assert counts == drawn


def test_the_summary_as_csv_is_unrounded() -> None:
    found = result(sample(), by="stage")
    head, first, *_ = (line.split(",") for line in summary_csv(found).decode("utf-8-sig").splitlines())
    row = dict(zip(head, first, strict=True))
    assert (row['"group"'], row['"n"'], row['"events"']) == ('"LRD"', "15", "10")
    assert float(row['"median"']) == found.groups[0].median.value


def test_a_slide_has_letters_half_as_large_again_or_as_large_as_fit() -> None:
    found, plain = result(sample(), by="stage"), FigureStyle()
    larger = slide_style(found, plain)
    assert (larger.font_size_pt, larger.line_width_pt) == (12.0, 1.875)
    assert slide_style(found, FigureStyle(font_size_pt=11)).font_size_pt == 11 * 1.25
    assert slide_style(found, FigureStyle(font_size_pt=13)).font_size_pt == 13


@pytest.mark.parametrize("format_name", sorted(set(FORMATS.values())))
def test_every_format_is_the_same_twice_and_names_no_file(format_name: str) -> None:
    source = replace(admitted(sample()).source, file_name="Ward_7_Smith.csv")
    found = result(sample(), by="stage")
    data = figure_bytes(found, source, format_name, dpi=100)
    assert data == figure_bytes(found, source, format_name, dpi=100)
    inside = data + b"".join(_streams(data))
    assert b"Ward_7_Smith" not in inside
    assert b"SYN-0" not in inside


def test_the_metadata_tell_input_and_plan() -> None:
    found = result(sample(), by="stage")
    svg = figure_bytes(found, admitted(sample()).source, "svg").decode()
    assert f"input sha256 {admitted(sample()).source.sha256}" in svg
    assert "Overall survival, Kaplan-Meier" in svg
    assert f"plan sha256 {found.plan.digest}" in svg


def test_the_width_is_as_asked_and_the_preview_is_a_screen_s() -> None:
    found = result(sample(), by="stage")
    png = Image.open(io.BytesIO(figure_bytes(found, admitted(sample()).source, "png", width_mm=89, dpi=300)))
    assert png.width == round(89 / 25.4 * 300)
    assert Image.open(io.BytesIO(preview_png(found, FigureStyle(), 180))).width == round(180 / 25.4 * 110)


def test_the_preview_carries_the_footnote_it_is_given() -> None:
    found, asked = result(sample()), FigureStyle(footnote=True)
    assert preview_png(found, asked, 180, "from here") != preview_png(found, asked, 180, "from there")
    assert preview_png(found, asked, 180, "from here") == preview_png(found, asked, 180, "from here")


def test_a_hostile_group_name_is_drawn_as_text() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, ["<script>x</script>", "$y^2$"][i % 2]) for i in range(12)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    svg = figure_bytes(result(cohort, by="arm"), admitted(cohort).source, "svg").decode()
    assert "<script" not in svg
    assert "&lt;script&gt;x&lt;/script&gt;" in svg
    assert "$y^2$" in svg


def _streams(data: bytes) -> list[bytes]:
    """The compressed parts of a PDF, opened."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return found
