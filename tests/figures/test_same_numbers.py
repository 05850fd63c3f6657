"""Screen and paper draw the same numbers, and these are the result's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nec_core.figures import FigureText, survival_figure
from nec_core.figures.layout.placement import median_points
from nec_core.figures.paper import draw
from nec_core.figures.style import FigureStyle
from nec_core.survival.counts.at_risk import at_risk_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.quantiles import median
from tests.figures.cases import plotted, random_table

STYLES = {
    "as it comes": FigureStyle(),
    "1 - survival, limits as lines": FigureStyle(quantity="failure", interval="lines"),
    "everything off": FigureStyle(
        tail="full", interval="none", censor_ticks=False, median_lines=False, risk_table="none", show_p=False
    ),
    "at risk only, reordered, renamed": FigureStyle(
        risk_table="at_risk", group_order=("C", "A"), group_names={"A": "Alpha"}, palette="lancet", labels="legend"
    ),
    "cut at 20, in proportions": FigureStyle(x_max=20, x_step=5, display="proportion", show_medians=True),
}
TEXT = FigureText("Overall survival", "Months since diagnosis", ("Log-rank P = .039",), (), "Caption.")


@dataclass
class Drawn:
    """What can be read off a finished picture."""

    curves: list[tuple[NDArray[np.float64], NDArray[np.float64]]]
    limits: list[NDArray[np.float64]]
    censored: list[tuple[NDArray[np.float64], NDArray[np.float64]]]
    medians: set[float]
    colours: list[str]
    counts: list[int]
    words: set[str]
    ticks: list[float]
    tick_text: list[str]


def _joined(parts: list[tuple[Any, Any]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The curve and, from its last vertex on, its pale tail."""
    for (x, y), (u, v) in pairwise(parts):
        assert (x[-1], y[-1]) == (u[0], v[0])
    x, y = (np.concatenate([parts[0][i], *(part[i][1:] for part in parts[1:])]) for i in (0, 1))
    return x, y


def _on_screen(figure: Any) -> Drawn:
    drawn = plotted(figure, width_px=1280)
    role = {name: [t for t in drawn.data if t.meta == name] for name in ("curve", "tail", "lower", "upper", "censored")}
    layout = drawn.layout
    return Drawn(
        curves=[_joined([(t.x, t.y) for t in role["curve"] + role["tail"] if t.name == g.name]) for g in figure.groups],
        limits=[t.y for t in role["lower"] + role["upper"]],
        censored=[(t.x, t.y) for t in role["censored"]],
        medians={s.x0 for s in layout.shapes if s.xref == "x" and s.yref == "y" and s.x0 == s.x1},
        colours=[t.line.color for t in role["curve"]],
        counts=[int(a.text.replace(",", "")) for a in layout.annotations if a.xref == "x"],
        words={a.text.removeprefix("<b>").removesuffix("</b>") for a in layout.annotations if a.xref != "x"},
        ticks=list(layout.xaxis.tickvals),
        tick_text=list(layout.xaxis.ticktext),
    )


def _on_paper(figure: Any) -> Drawn:
    from matplotlib.colors import to_hex

    page = draw(figure, width_mm=180)
    axes = page.axes[0]
    keys = {group.key for group in figure.groups}
    curves = [line for line in axes.lines if line.get_label() in keys]
    by_key = [[line for line in curves if line.get_label() == group.key] for group in figure.groups]
    ticks = [line for line in axes.lines if line.get_marker() == "|"]
    limits = [line.get_ydata() for line in axes.lines if line.get_linewidth() == 0.5 * figure.style.line_width_pt]
    if figure.style.interval == "band":
        outlines = [band.get_paths()[0].vertices[:, 1] for band in axes.collections]
        limits = outlines
    vertical = [line.get_xdata() for line in axes.lines if line.get_linewidth() == 0.6]
    counts, words = [], set()
    for text in page.texts:
        digits = text.get_text().replace(",", "")
        centred = text.get_ha() == "center" and digits.isdigit()
        counts.extend([int(digits)] if centred else [])
        words.update([] if centred else [text.get_text()])
    return Drawn(
        curves=[_joined([(line.get_xdata(), line.get_ydata()) for line in lines]) for lines in by_key],
        limits=limits,
        censored=[(line.get_xdata(), line.get_ydata()) for line in ticks],
        medians={float(x[0]) for x in vertical if x[0] == x[1]},
        colours=[to_hex(lines[0].get_color()).upper() for lines in by_key],
        counts=counts,
        words=words,
        ticks=list(axes.get_xticks()),
        tick_text=[label.get_text() for label in axes.get_xticklabels()],
    )


@pytest.mark.parametrize("name", STYLES)
def test_screen_paper_and_result_agree_in_every_series(name: str) -> None:
    style = STYLES[name]
    table = random_table(150, ("A", "B", "C"))
    figure = survival_figure(table, kaplan_meier(table), TEXT, style)
    screen, paper = _on_screen(figure), _on_paper(figure)

    for group, (x, y), (u, v) in zip(figure.groups, screen.curves, paper.curves, strict=True):
        np.testing.assert_array_equal(x, group.time)
        np.testing.assert_array_equal(y, group.value)
        np.testing.assert_array_equal(u, group.time)
        np.testing.assert_array_equal(v, group.value)
    assert len(screen.censored) == len(paper.censored) == (3 if style.censor_ticks else 0)
    for on_screen, on_paper in zip(screen.censored, paper.censored, strict=True):
        np.testing.assert_array_equal(on_screen, on_paper)
    assert screen.medians == paper.medians == {x for x, _ in median_points(figure)}
    assert screen.colours == paper.colours == [group.colour for group in figure.groups]
    assert screen.counts == paper.counts
    assert screen.words == paper.words
    assert screen.ticks == paper.ticks == list(figure.x.ticks)
    assert screen.tick_text == paper.tick_text


@pytest.mark.parametrize("name", STYLES)
def test_the_limits_drawn_are_those_of_the_result(name: str) -> None:
    table = random_table(150, ("A", "B", "C"))
    figure = survival_figure(table, kaplan_meier(table), TEXT, STYLES[name])
    expected = {float(v) for g in figure.groups for v in (*g.lower, *g.upper) if not np.isnan(v)}
    if STYLES[name].interval == "none":
        expected = set()
    for drawn in (_on_screen(figure), _on_paper(figure)):
        heights = {float(y) for limit in drawn.limits for y in limit if not np.isnan(y)}
        assert expected <= heights
        assert heights <= expected


def test_the_figure_holds_the_results_own_numbers() -> None:
    table = random_table(150, ("A", "B", "C"))
    curves = kaplan_meier(table)
    figure = survival_figure(table, curves, TEXT)
    counts = at_risk_table(table, figure.x.ticks)
    for g, (group, curve) in enumerate(zip(figure.groups, curves, strict=True)):
        np.testing.assert_array_equal(group.time[1:], curve.time)
        np.testing.assert_array_equal(group.value[1:], curve.survival)
        np.testing.assert_array_equal(group.lower[1:], curve.lower)
        np.testing.assert_array_equal(group.upper[1:], curve.upper)
        assert group.median == median(curve)
        assert (group.n, group.n_events) == (curve.n, curve.n_events)
        assert list(group.table_at_risk) == counts.at_risk[g].tolist()
        assert list(group.table_censored) == counts.censored[g].tolist()
        assert list(group.table_events) == counts.events[g].tolist()
