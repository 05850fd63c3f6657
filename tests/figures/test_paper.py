from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.gallery import CASES, SIZES, cohort, drawn
from nec_core.errors import PlanError
from nec_core.figures import FigureStyle, SurvivalFigure
from nec_core.figures.paper import POINTS_PER_MM, draw, laid_out, paper_settings
from nec_core.figures.system_font import fonts_for
from tests.figures.cases import random_figure, small_figure
from tests.figures.tiny_font import only_fonts_of, tiny_font

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox, Transform

DPI = 72  # one pixel is one point


REFUSED = "8 groups"  # eight tables do not fit on a slide
PAGES = [(name, size) for name in CASES for size in SIZES if (name, size) != (REFUSED, "slide")]


@pytest.fixture(autouse=True, scope="module")
def _a_font_of_the_computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """It has the Chinese of the gallery, whatever fonts this computer has."""
    folder = tmp_path_factory.mktemp("fonts")
    tiny_font(folder / "simhei.ttf", "手術")
    with pytest.MonkeyPatch.context() as patch:
        only_fonts_of(patch, folder)
        yield


@lru_cache
def _case(name: str) -> SurvivalFigure:
    return CASES[name]()


def _words(page: Figure) -> Iterator[tuple[str, Bbox]]:
    """Every word on the page with its extent in points."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    page.set_dpi(DPI)
    renderer = FigureCanvasAgg(page).get_renderer()
    axes = page.axes[0]
    for text in (*page.texts, *axes.get_xticklabels(), *axes.get_yticklabels()):
        if text.get_text().strip():
            yield text.get_text(), text.get_window_extent(renderer)


@dataclass(frozen=True)
class Measured:
    """A drawn case: words with their extents, the page's size, the axes' frame, and ways from points to data."""

    words: list[tuple[str, Bbox]]
    width: float
    height: float
    frame: Bbox
    to_data: Transform


@lru_cache
def _measured(name: str, size: str) -> Measured:
    width, height = SIZES[size]
    with paper_settings():
        figure = _case(name)
        fonts = fonts_for("".join(group.name for group in figure.groups))
        page = draw(figure, width_mm=width, height_mm=height, fonts=fonts)
        words = list(_words(page))
    right, top = page.get_size_inches() * DPI
    axes = page.axes[0]
    return Measured(words, right, top, axes.get_window_extent(), axes.transData.inverted().frozen())


@pytest.mark.parametrize(("name", "size"), PAGES)
def test_no_word_is_cut_off_or_overlaps_another(name: str, size: str) -> None:
    page = _measured(name, size)
    notes = set(_case(name).notes)
    assert notes <= {text for text, _ in page.words}
    for text, box in page.words:
        assert box.x0 > -0.5 and box.x1 < page.width + 0.5, f"{text!r} leaves the page sideways"
        assert box.y0 > -0.5 and box.y1 < page.height + 0.5, f"{text!r} leaves the page"
    for (one, a), (other, b) in combinations(page.words, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        # Boxes hold the room for accents and descenders; ink starts a good half point inside them.
        assert across < 0.5 or along < 1.0, f"{one!r} and {other!r} overlap by {across:.1f} by {along:.1f} pt"


@pytest.mark.parametrize(("name", "size"), PAGES)
def test_no_word_covers_a_curve(name: str, size: str) -> None:
    page = _measured(name, size)
    frame = page.frame
    for text, box in page.words:
        if box.x0 < frame.x0 or box.x1 > frame.x1 + 1 or box.y0 < frame.y0 - 4 or box.y1 > frame.y1 + 4:
            continue
        (x0, y0), (x1, y1) = page.to_data.transform([(box.x0, box.y0 + 1), (box.x1, box.y1 - 1)])
        for group in _case(name).groups:
            times = np.linspace(x0, min(x1, group.time[-1]), 400) if x0 <= group.time[-1] else np.empty(0)
            heights = group.value[np.searchsorted(group.time, times, side="right") - 1]
            assert not ((heights > y0) & (heights < y1)).any(), f"{text!r} covers the curve of {group.name!r}"


@pytest.mark.parametrize("size", ["89 mm", "180 mm"])
@pytest.mark.parametrize(
    "name", ["8 groups", "Names of 60 characters", "1,000,000 patients", "300 months of follow-up"]
)
def test_counts_stand_under_their_ticks_to_three_tenths_of_a_millimetre(name: str, size: str) -> None:
    figure = _case(name)
    with paper_settings():
        page = draw(figure, width_mm=SIZES[size][0], fonts=fonts_for("".join(group.name for group in figure.groups)))
        words = list(_words(page))
        ticks = page.axes[0].transData.transform([(tick, 0) for tick in figure.x.ticks])[:, 0]
        shown = [i for i, label in enumerate(page.axes[0].get_xticklabels()) if label.get_text()]
    bottom = min(box.y1 for text, box in words if text == figure.x.label)
    centres = [(text.replace(",", ""), (box.x0 + box.x1) / 2) for text, box in words if box.y1 < bottom]
    counts = [(int(text), x) for text, x in centres if text.isdigit()]
    rows = [row for g in figure.groups for row in (g.table_at_risk, g.table_censored, g.table_events)]
    assert len(counts) == len(rows) * len(shown)
    expected = iter((row[i], ticks[i]) for row in rows for i in shown)
    for (number, x), (count, tick) in zip(counts, expected, strict=True):
        assert number == count
        assert abs(x - tick) < 0.3 * POINTS_PER_MM


def test_a_page_too_low_for_its_table_is_refused_with_what_to_do() -> None:
    for width, height in ((180.0, 100.0), SIZES["slide"]):
        with pytest.raises(PlanError, match=r"too low.*It needs \d\.\d\d times the height. Make it higher"):
            draw(_case(REFUSED), width_mm=width, height_mm=height)


def test_names_that_find_no_room_beside_a_low_plot_stand_above_it() -> None:
    names = tuple(f"{name}, in the words of the registry's own code book" for name in "ABCDEFGH")
    figure = random_figure(400, names, risk_table="none", x_max=10)
    low, high = (laid_out(figure, 180, height) for height in (70, 150))
    assert [sum(line.x > placed.plot.right for line in placed.lines) for placed in (low, high)] == [0, 16]
    assert {line.text for line in low.lines if line.y > low.plot.top} >= set(names)


def test_no_name_is_led_to_along_the_time_axis() -> None:
    table = cohort(("Resected", "Not resected"), 30, (16, 6), follow_up=1e6, censored=0)
    figure = drawn(table, FigureStyle(x_max=float(table.times[-1])))
    narrow, wide = (laid_out(figure, width) for width in (89, 180))
    names = {"Resected", "Not resected"}
    assert {line.text for line in narrow.lines if line.y > narrow.plot.top} >= names
    assert not [leader for leader in narrow.leaders if leader.dotted]
    assert not {line.text for line in wide.lines if line.y > wide.plot.top} & names


def test_names_of_several_lines_stand_apart() -> None:
    page = _measured("Names of 60 characters", "180 mm")
    names = sorted((b.y0, b.y1, text) for text, b in page.words if b.x0 > page.frame.x1 + 2 and not text.isdigit())
    gaps = [above[0] - below[1] for below, above in pairwise(names)]
    assert len(names) == 6
    # Lines of one name touch; the next name begins a gap higher.
    assert sorted(gaps)[-2:] == pytest.approx([sorted(gaps)[-1]] * 2, abs=0.5)
    assert sorted(gaps)[-2] - sorted(gaps)[0] == pytest.approx(0.4 * 8, abs=0.5)


def test_a_page_too_narrow_is_refused_with_what_to_do() -> None:
    with pytest.raises(PlanError, match=r"too narrow: its labels leave no room for the curves. Make it wider"):
        draw(random_figure(50, font_size_pt=24), width_mm=40)
    with pytest.raises(PlanError, match=r"width_mm must lie between 40 and 600, but was 39"):
        draw(small_figure(), width_mm=39)


@pytest.mark.parametrize(("width", "height"), [(89.0, None), (180.0, None), (123.4, 150.0), (254.0, 142.9)])
def test_the_page_has_exactly_the_width_and_height_asked_for(width: float, height: float | None) -> None:
    inches = draw(small_figure(), width_mm=width, height_mm=height).get_size_inches() * 25.4
    assert inches[0] == pytest.approx(width)
    if height is not None:
        assert inches[1] == pytest.approx(height)


def test_drawing_leaves_the_settings_of_matplotlib_as_they_were() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw(small_figure(), width_mm=89)
    assert dict(mpl.rcParams) == before


def test_dollar_signs_are_drawn_and_not_read_as_mathematics() -> None:
    page = draw(small_figure(names=("$x_1$", "B")), width_mm=89)
    assert "$x_1$" in {text.get_text() for text in page.texts}
    assert not any(text.get_parse_math() for text in page.texts)


def test_a_broken_axis_shows_two_strokes() -> None:
    whole = draw(small_figure(), width_mm=89).axes[0]
    broken = draw(small_figure(y_min=0.3), width_mm=89).axes[0]
    strokes = [line for line in broken.lines if line.get_transform() == broken.transAxes]
    assert len(strokes) == 2
    assert not [line for line in whole.lines if line.get_transform() == whole.transAxes]


def test_a_grid_is_drawn_only_when_asked_for() -> None:
    for grid in (True, False):
        axes = draw(small_figure(show_grid=grid), width_mm=89).axes[0]
        assert axes.xaxis.get_gridlines()[0].get_visible() is grid
