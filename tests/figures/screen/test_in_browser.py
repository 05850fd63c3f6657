"""What Plotly makes of the screen figure in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks.gallery import CASES, cohort, drawn
from nec_core.export.image import render
from nec_core.figures import FigureStyle, SurvivalFigure, survival_figure
from nec_core.figures.palette import rgb
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.figures.cases import TEXT, plotted, random_figure, random_table
from tests.figures.chromium import opened_page, show

pytestmark = pytest.mark.browser

# Of every word: index of the annotation or -1 for tick numbers, text, left, top, right, bottom.
_WORDS = """() => [...document.querySelectorAll('.annotation-text, .xtick text, .ytick text')].map(e => {
  const box = e.getBoundingClientRect(), note = e.closest('.annotation');
  return [note ? +note.dataset.index : -1, e.textContent, box.left, box.top, box.right, box.bottom];
}).filter(w => w[1].trim() && w[4] > w[2])"""
_TICKS = """() => [...document.querySelectorAll('path.xtick.ticks')].map(e => {
  const box = e.getBoundingClientRect(); return (box.left + box.right) / 2;
})"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with opened_page(browser, tmp_path_factory.mktemp("screen")) as opened:
        yield opened


def _misplaced(page: Page, figure: Any) -> list[float]:
    """How far each visible count is from the tick it belongs to, in pixels."""
    ticks = dict(zip(figure.layout.xaxis.tickvals, page.evaluate(_TICKS), strict=False))
    notes = figure.layout.annotations
    return [
        abs((left + right) / 2 - ticks[notes[index].x])
        for index, _, left, _, right, _ in page.evaluate(_WORDS)
        if index >= 0 and notes[index].xref == "x"
    ]


@pytest.mark.parametrize(("width", "given"), [(1280, 1280), (390, 390), (1000, 760)])
def test_counts_stand_under_their_ticks_to_a_pixel(page: Page, width: int, given: int) -> None:
    figure = plotted(CASES["8 groups"](), width_px=given)
    show(page, figure, width)
    off = _misplaced(page, figure)
    assert len(off) == 8 * 3 * 6
    assert max(off) <= 1.0


@pytest.mark.parametrize(
    "name", ["8 groups", "Names of 60 characters", "Everything on", "End labels that would collide"]
)
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_no_word_is_cut_off_or_overlaps_another(page: Page, name: str, width: int, dark: bool) -> None:
    figure = plotted(CASES[name](), width_px=width, dark=dark)
    show(page, figure, width)
    words = page.evaluate(_WORDS)
    assert len(words) > 20
    for _, text, left, top, right, bottom in words:
        assert left >= -1 and right <= width + 1, f"{text!r} leaves the figure sideways"
        assert top >= -1 and bottom <= figure.layout.height + 1, f"{text!r} leaves the figure"
    for (_, one, l1, t1, r1, b1), (_, other, l2, t2, r2, b2) in combinations(words, 2):
        across, along = min(r1, r2) - max(l1, l2), min(b1, b2) - max(t1, t2)
        # Boxes are as high as a line of the font; ink starts two pixels inside them.
        assert across < 1 or along < 3, f"{one!r} and {other!r} overlap by {across:.1f} by {along:.1f} px"


def test_in_a_window_the_counts_are_those_of_its_ticks_and_stand_under_them(page: Page) -> None:
    table = random_table(200)
    figure = survival_figure(table, kaplan_meier(table), TEXT, window=(10, 22))
    chart = plotted(figure, width_px=1000)
    show(page, chart, 1000)
    assert list(chart.layout.xaxis.tickvals) == [10, 12, 14, 16, 18, 20, 22]
    off = _misplaced(page, chart)
    assert len(off) == 2 * 3 * 7
    assert max(off) <= 1.0
    shown = {(n.x, n.text) for n in chart.layout.annotations if n.xref == "x"}
    for tick in chart.layout.xaxis.tickvals:
        for row in range(2):
            followed = (table.events + table.censored)[row][table.times >= tick].sum()
            assert (tick, str(followed)) in shown


# Of every piece of line before a name: its colour, left, right and middle; of every name: its group, left and middle.
_KEYS = """() => [...document.querySelectorAll('.shapelayer path')].map(e => {
  const box = e.getBoundingClientRect();
  return [e.style.stroke, box.left, box.right, (box.top + box.bottom) / 2];
}).filter(k => k[2] > k[1] + 15 && k[2] < k[1] + 60)"""
_NAMES = """names => [...document.querySelectorAll('.annotation-text')].map(e => {
  const box = e.getBoundingClientRect();
  return [e.textContent, box.left, (box.top + box.bottom) / 2];
}).filter(n => names.includes(n[0]))"""


def _keys_before_their_names(page: Page, numbers: SurvivalFigure) -> int:
    """How many names have their own group's piece of line before them; any without one is an error."""
    stroke = {g.name: f"rgb{rgb(g.colour)}" for g in numbers.groups}
    keys, names = page.evaluate(_KEYS), page.evaluate(_NAMES, list(stroke))
    for name, left, middle in names:
        before = [k for k in keys if abs(k[3] - middle) < 4 and k[1] < left]
        assert before, f"nothing stands before {name!r}"
        colour, _, right, _ = max(before, key=lambda k: k[1])
        assert colour == stroke[name], f"before {name!r} stands another group's line"
        assert 0 < left - right <= 12, f"the line before {name!r} ends {left - right:.0f} px before it"
    return len(names)


@pytest.mark.parametrize("table", ["none", "at_risk", "extended"])
@pytest.mark.parametrize("given", [760, 500])
def test_each_key_ends_just_before_its_own_name_at_every_width(page: Page, given: int, table: str) -> None:
    names = ("Locoregional, resected", "Locoregional, not resected", "Metastatic", "Unknown", "Regional")
    style = FigureStyle(labels="legend", risk_table=table, line_styles=False)  # type: ignore[arg-type]  # one of them
    numbers = drawn(cohort(names, 300, (30, 12, 8, 20, 16), follow_up=60, decimals=0), style)
    chart = plotted(numbers, width_px=given)
    rows = 1 if table == "none" else 2
    show(page, chart, 1280)
    for width in (1280, 1440, 1600, 900, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("() => Plotly.Plots.resize(document.querySelector('div'))")
        assert page.evaluate("() => document.querySelector('.main-svg').clientWidth") == width
        assert _keys_before_their_names(page, numbers) == rows * len(names), width


def test_no_visible_pixel_changes_when_a_curve_is_thinned(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    table = cohort(("A", "B"), 15_000, (60, 20), follow_up=120, decimals=3)
    numbers = drawn(table, FigureStyle(interval="none", median_lines=False, censor_ticks=False))
    thinned = plotted(numbers, width_px=800, fixed=True)
    monkeypatch.setattr(
        "nec_core.figures.screen.traces.kept_vertices", lambda time, heights, pixels: np.arange(time.size)
    )
    whole = plotted(numbers, width_px=800, fixed=True)
    assert len(whole.data[0].x) > 2 * len(thinned.data[0].x)
    pictures = []
    for figure in (whole, thinned):
        show(page, figure, 800)
        with Image.open(BytesIO(page.screenshot())) as image:
            pictures.append(np.asarray(image.convert("L"), dtype=int))
    # The kept vertices are a quarter of a pixel apart, so the soft edge of a line may change
    # by a quarter of black; beyond an eighth it is hardly anywhere.
    changed = np.abs(pictures[0] - pictures[1])
    assert changed.max() <= 255 / 4
    assert (changed > 255 / 8).mean() < 1e-4


def test_nothing_is_fetched_and_no_button_sends_the_chart_away(page: Page) -> None:
    figure = plotted(CASES["Arabic, Polish, Greek, <, &, $, %; Chinese"](), width_px=1000)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    show(page, figure, 1000)
    page.mouse.move(500, 200)
    page.wait_for_selector(".hoverlayer .hovertext")
    hovered = page.locator(".hoverlayer").text_content() or ""
    buttons = page.eval_on_selector_all(".modebar-btn", "found => found.map(e => e.dataset.title || '')")
    assert fetched == []
    assert page.locator("svg a").count() == 0
    assert buttons == []  # the page's own full-screen button is the only one there will be
    assert "<b>A & B</b>" in hovered
    assert hovered.count("at risk") == 5
    assert "$x_1$ 50% " in hovered and "%{" not in hovered


def test_a_name_that_looks_like_a_placeholder_is_shown_as_it_is(page: Page) -> None:
    show(page, plotted(random_figure(100, names=("%{x} 50%", "B")), width_px=1000), 1000)
    page.mouse.move(300, 200)
    page.wait_for_selector(".hoverlayer .hovertext")
    assert "%{x} 50% " in (page.locator(".hoverlayer").text_content() or "")


def test_the_svg_looks_like_the_png(page: Page, tmp_path: Path) -> None:
    figure = random_figure(80)
    (tmp_path / "figure.svg").write_bytes(render(figure, "svg", 180))
    with Image.open(BytesIO(render(figure, "png", 180, 96))) as image:
        printed = np.asarray(image.convert("L"), dtype=float)
    page.set_viewport_size({"width": printed.shape[1], "height": printed.shape[0]})
    page.goto((tmp_path / "figure.svg").as_uri())
    with Image.open(BytesIO(page.screenshot())) as image:
        seen = np.asarray(image.convert("L"), dtype=float)
    assert seen.shape == printed.shape
    # Two rasterisers soften edges differently; a missing word or a moved line would be many times this.
    assert np.abs(seen - printed).mean() < 2.0
