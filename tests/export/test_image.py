from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
import warnings
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.picture_cases import CASES
from nec_core.errors import PlanError
from nec_core.export.image import FORMATS, ImageFormat, missing_glyphs, render, render_picture, warm
from nec_core.figures import FigureStyle, FigureText, SurvivalFigure, survival_figure
from nec_core.figures.drawing.marks import Page, Text
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.figures.tiny_font import only_fonts_of, tiny_font

ABOUT = {"Title": "OS by stage", "plan": "5f1c9a02", "input_sha256": "9b2e77d1"}


def _figure(names: tuple[str, ...] = ("Surgery", "No surgery"), seed: int = 1, **style: object) -> SurvivalFigure:
    random = np.random.default_rng(seed)
    group = np.arange(80) % len(names)
    times = np.round(random.exponential(20, 80) * (1 + group), 1)
    table = event_table(times, random.random(80) < 0.7, group, names, "months")
    text = FigureText(
        "Overall survival", "Months since diagnosis", ("Log-rank P = .039",), (), "Kaplan–Meier estimate."
    )
    return survival_figure(table, kaplan_meier(table), text, FigureStyle.model_validate(style))


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_figure_gives_the_same_bytes(format: ImageFormat) -> None:
    assert render(_figure(), format, 120, metadata=ABOUT) == render(_figure(), format, 120, metadata=ABOUT)


def test_another_figure_gives_other_bytes() -> None:
    for format in FORMATS:
        assert render(_figure(seed=1), format, 89) != render(_figure(seed=2), format, 89)


def test_eight_threads_draw_what_one_draws() -> None:
    jobs: list[tuple[int, ImageFormat]] = [(seed, format) for seed in (1, 2) for format in FORMATS]
    alone = {job: render(_figure(seed=job[0]), job[1], 89, 100) for job in jobs}
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda job: render(_figure(seed=job[0]), job[1], 89, 100), jobs))
    for job, drawn in zip(jobs, together, strict=True):
        assert drawn == alone[job], f"{job} was drawn differently beside others"


@pytest.mark.parametrize("width", [89.0, 180.0])
def test_a_pdf_is_as_wide_as_asked_for_and_embeds_its_fonts(width: float) -> None:
    pdf = render(_figure(names=("Łódź", "الجراحة")), "pdf", width)
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    assert box is not None
    assert float(box[1]) * 25.4 / 72 == pytest.approx(width, abs=0.05)
    # TrueType outlines (fonttype 42), each font program in the file; no bitmap-like Type 3 fonts.
    fonts = set(re.findall(rb"/BaseFont /[A-Z]{6}\+(\S+)", pdf))
    assert fonts == {b"LiberationSans", b"LiberationSans-Bold", b"DejaVuSans", b"DejaVuSans-Bold"}
    assert pdf.count(b"/FontFile2 ") == pdf.count(b"/Type /FontDescriptor") > 0
    assert b"/Type3" not in pdf


def test_a_pdf_says_what_it_shows_and_where_it_comes_from_but_not_when_it_was_made() -> None:
    pdf = render(_figure(), "pdf", 89, metadata={**ABOUT, "Creator": "nec_core 0.1.0"})
    assert b"/Title (OS by stage)" in pdf
    assert b"/Creator (nec_core 0.1.0)" in pdf
    assert b"/Keywords (plan: 5f1c9a02; input_sha256: 9b2e77d1)" in pdf
    assert b"/Subject " in pdf
    assert b"CreationDate" not in pdf


@pytest.mark.parametrize(("dpi", "width"), [(300, 2126), (600, 4252)])
def test_a_tiff_is_rgb_lzw_at_the_resolution_and_width_asked_for(dpi: int, width: int) -> None:
    with Image.open(BytesIO(render(_figure(), "tiff", 180, dpi, ABOUT))) as image:
        assert image.mode == "RGB"
        assert image.info["compression"] == "tiff_lzw"
        assert image.info["dpi"] == (dpi, dpi)
        assert image.width == width
        words = image.tag_v2[270]  # type: ignore[attr-defined]  # TIFF images have it
    assert words.startswith("Title: OS by stage; Kaplan-Meier curves of 2 groups")
    assert words.endswith("plan: 5f1c9a02; input_sha256: 9b2e77d1")


def test_a_png_is_rgb_at_the_resolution_and_width_asked_for() -> None:
    with Image.open(BytesIO(render(_figure(), "png", 89, 300, ABOUT))) as image:
        assert image.mode == "RGB"
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        assert image.width == 1051
        assert image.getpixel((0, 0)) == (255, 255, 255)
        assert image.info["plan"] == "5f1c9a02"
        assert image.info["Description"].startswith("Kaplan–Meier curves of 2 groups")


def test_the_last_column_of_pixels_is_not_lost_to_rounding() -> None:
    # 2.26 * 100 is 225.99999999999997 in floating point.
    with Image.open(BytesIO(render(_figure(), "png", 226 / 100 * 25.4, 100))) as image:
        assert image.width == 226


def test_an_svg_is_as_wide_as_asked_for_and_needs_no_font() -> None:
    svg = render(_figure(names=("<script>alert(1)</script>", "A & B")), "svg", 180, metadata=ABOUT)
    root = ET.fromstring(svg)
    assert float((root.get("width") or "").removesuffix("pt")) * 25.4 / 72 == pytest.approx(180, abs=0.05)
    tags = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert "text" not in tags
    assert "script" not in tags
    assert b"5f1c9a02" in svg
    assert b"<dc:date>" not in svg


def test_a_height_can_be_given() -> None:
    with Image.open(BytesIO(render(_figure(), "png", 254, 100, height_mm=142.9))) as image:
        assert image.size == (1000, 563)


def test_a_figure_wears_its_own_title_where_none_is_given() -> None:
    assert b"/Title (OS by resection)" in render(_figure(title="OS by resection"), "pdf", 89)
    assert b"/Title (Overall survival)" in render(_figure(), "pdf", 89)


def test_characters_no_font_has_are_told_and_refused_in_every_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_fonts_of(monkeypatch, tmp_path)
    figure = _figure(names=("手術", "Łódź الجراحة ≥ 2"))
    assert missing_glyphs(figure) == ("手", "術")
    for format in FORMATS:
        with pytest.raises(PlanError, match="No font on this computer can draw 手 術 on paper"):
            render(figure, format, 89, 100)
    with pytest.raises(PlanError, match="can draw 手 on paper"):
        render_picture(replace(CASES["histogram: 1 patient"](), layout=lambda _: (_page("手"),)), "pdf", 89)
    assert missing_glyphs(_figure()) == ()


@pytest.mark.parametrize("truetype", [True, False])
def test_what_the_shipped_fonts_lack_is_drawn_with_the_computer_s_and_its_digest_stands_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, truetype: bool
) -> None:
    only_fonts_of(monkeypatch, tmp_path)
    path = tiny_font(tmp_path / "simhei.ttf", "手術", truetype=truetype)
    figure = _figure(names=("手術", "Łódź الجراحة ≥ 2"))
    font = f"Tiny Sans, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that is missing
        pdf, svg, png, tiff = (render(figure, f, 89, 100, ABOUT) for f in ("pdf", "svg", "png", "tiff"))
        once = render_picture(replace(CASES["histogram: 1 patient"](), layout=lambda _: (_page("手"),)), "pdf", 89)
    for content in (pdf, svg, tiff, once):
        assert font.encode() in content
    assert Image.open(BytesIO(png)).info["Fonts"] == font
    assert (b"TinySans" in pdf, b"/Type3" in pdf) == (True, not truetype)
    if truetype:
        assert pdf.count(b"/FontFile2 ") == pdf.count(b"/Type /FontDescriptor") > 0
    assert render(figure, "pdf", 89, 100, ABOUT) == pdf
    assert b"Fonts:" not in render(_figure(), "pdf", 89)


def _page(word: str) -> Page:
    return Page(200, 20, (Text(word, 5, 15, 8),))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"format": "eps"}, "format must be one of png, tiff, svg, pdf, but was 'eps'"),
        ({"dpi": 50}, "dpi must lie between 72 and 1200, but was 50"),
        ({"dpi": 5000}, "dpi must lie between 72 and 1200, but was 5000"),
        ({"width_mm": 10}, "width_mm must lie between 40 and 600, but was 10"),
        ({"width_mm": 600, "dpi": 1200}, "pixels are more than fit into memory safely. Choose a smaller width or dpi"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(PlanError, match=re.escape(message)):
        render(_figure(), **{"format": "png", **arguments})  # type: ignore[arg-type]  # wrong on purpose


def test_warming_up_opens_everything_in_the_background() -> None:
    warm()
    threads = [thread for thread in threading.enumerate() if thread.name == "warm-export"]
    assert all(thread.daemon for thread in threads)
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert "matplotlib.backends.backend_pdf" in sys.modules


def test_importing_the_figures_imports_no_plotting_library() -> None:
    code = (
        "import sys, nec_core.export.image, nec_core.figures.screen.screen, nec_core.figures.paper; "
        "sys.exit('matplotlib' in sys.modules or 'plotly' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_screen_figure_does_not_wait_for_matplotlib() -> None:
    code = (
        "import sys; from benchmarks.gallery import CASES; from nec_core.figures.screen.screen import plotly_spec; "
        "plotly_spec(CASES['8 groups']()); sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
