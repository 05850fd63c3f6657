from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from benchmarks.gallery import CASES, NAMES_8, cohort
from benchmarks.gallery import drawn as drawn_figure
from nec_core.figures import SurvivalFigure, survival_figure
from nec_core.figures.palette import contrast
from nec_core.figures.screen.screen import PLOTLY_CONFIG, plotly_spec, unchecked
from nec_core.formatting import percent
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from tests.figures.cases import TEXT, plotted, random_figure, random_table, small_figure


def _traces(drawn: Any, role: str) -> list[Any]:
    return [trace for trace in drawn.data if trace.meta == role]


def _all_text(drawn: Any) -> str:
    return " ".join(
        [note.text for note in drawn.layout.annotations]
        + [trace.name or "" for trace in drawn.data]
        + list(_told(drawn).values())
    )


def _told(drawn: Any) -> dict[float, str]:
    """What the pointer is told at each time, as Plotly fills it in."""
    told = {}
    for row in _traces(drawn, "hover"):
        for x, values in zip(row.x.tolist(), row.customdata, strict=True):
            text = row.hovertemplate.removesuffix("<extra></extra>").replace("%{x:.6~f}", f"{round(x, 6):.15g}")
            for place, value in enumerate(values):
                text = text.replace(f"%{{customdata[{place}]}}", value)
            assert "%{" not in text
            told[x] = text
    return told


def test_hostile_names_are_escaped_wherever_they_are_shown() -> None:
    name = '<a href="http://x">A</a> & <b>'
    drawn = plotted(small_figure(names=(name, "B"), title="<i>T</i>", footnote=True))
    shown = _all_text(drawn)
    assert "<a" not in shown and "<b> " not in shown and "<i>" not in shown
    assert '&lt;a href="http://x"&gt;A&lt;/a&gt; &amp; &lt;b&gt;' in shown


def test_nothing_can_be_sent_to_a_cloud_from_the_figure() -> None:
    assert "sendChartToCloud" in plotted(small_figure()).layout.modebar.remove
    assert "sendChartToCloud" in PLOTLY_CONFIG["modeBarButtonsToRemove"]
    assert PLOTLY_CONFIG["plotlyServerURL"] == ""


def test_the_pointer_is_told_estimate_interval_and_number_at_risk_at_a_round_time() -> None:
    figure = small_figure(x_max=12)
    texts = _told(plotted(figure))
    assert texts[0.0].splitlines() == [texts[0.0]]
    lines = texts[4.0].split("<br>")
    assert lines[0] == "<b>4 months</b>"
    assert lines[1] == ('<span style="color:#0072B2">━</span> Surgery 75.0% (12.8–96.1), 3 at risk')
    assert lines[2] == ('<span style="color:#D55E00">━</span> No surgery 50.0% (5.8–84.5), 1 at risk')
    # Where a curve has ended nothing is told about it, where it has no interval none is.
    assert len(texts[9.0].split("<br>")) == 2
    assert "Surgery 100.0%, 4 at risk" in texts[0.0]


def test_the_pointer_never_hears_a_time_other_than_its_numbers() -> None:
    for name in ("Everything on", "300 months of follow-up"):
        for x, text in _told(plotted(CASES[name]())).items():
            assert float(text.split("<b>")[1].split(" ")[0]) == pytest.approx(x, abs=1e-6)


def test_the_hover_equals_the_curve_and_a_naive_recount_everywhere() -> None:
    figure = random_figure(60, names=("All",))
    group = figure.groups[0]
    for x, text in _told(plotted(figure)).items():
        if x > group.time[-1]:
            continue
        value = group.value[group.time <= x][-1]
        assert percent(value) in text
        leaving = group.at_risk[group.time >= x][0]
        assert text.endswith(f"{leaving} at risk")


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1600])
def test_every_count_is_tied_to_its_tick(width: int) -> None:
    figure = random_figure(200)
    drawn = plotted(figure, width_px=width)
    tied = [(note.x, note.text) for note in drawn.layout.annotations if note.xref == "x"]
    shown = [i for i, text in enumerate(drawn.layout.xaxis.ticktext) if text]
    rows = [row for g in figure.groups for row in (g.table_at_risk, g.table_censored, g.table_events)]
    assert tied == [(figure.x.ticks[i], str(row[i])) for row in rows for i in shown]
    assert all(note.xanchor == "center" for note in drawn.layout.annotations if note.xref == "x")


def test_a_narrow_screen_has_its_names_above_and_a_wide_one_beside() -> None:
    figure = random_figure(100, x_max=20)

    def beside(drawn: Any) -> list[str]:
        return [note.text for note in drawn.layout.annotations if note.xref == "paper" and note.x == 1]

    assert sorted(beside(plotted(figure, width_px=1280))) == ["No surgery", "Surgery"]
    assert beside(plotted(figure, width_px=390)) == []
    assert plotted(figure, width_px=390).layout.dragmode is False
    assert plotted(figure, width_px=390).layout.xaxis.fixedrange is True


def test_dark_curves_and_words_stand_out_from_a_solid_dark_ground() -> None:
    drawn = plotted(CASES["8 groups"](), dark=True)
    ground = drawn.layout.paper_bgcolor
    assert ground == drawn.layout.plot_bgcolor == "#0E1117"
    assert all(contrast(trace.line.color, ground) >= 4.5 for trace in _traces(drawn, "curve"))
    assert all(contrast(note.font.color, ground) >= 4.5 for note in drawn.layout.annotations)
    light = plotted(CASES["8 groups"]())
    assert light.layout.paper_bgcolor == "#FFFFFF"
    assert all(contrast(note.font.color, "#FFFFFF") >= 4.5 for note in light.layout.annotations)


def test_highlighting_a_group_fades_the_others() -> None:
    drawn = plotted(small_figure(), highlight="Surgery")
    assert {trace.name: trace.opacity for trace in _traces(drawn, "curve")} == {"Surgery": 1.0, "No surgery": 0.18}
    assert [trace.name for trace in _traces(drawn, "lower")] == ["Surgery"]
    assert {shape.x0 for shape in drawn.layout.shapes if shape.xref == "x" and shape.x0 == shape.x1} == {6.0}
    assert {shape.opacity for shape in drawn.layout.shapes if shape.xsizemode == "pixel"} == {1.0, 0.18}


def test_the_tail_is_paler_than_its_curve_on_either_ground() -> None:
    for dark in (False, True):
        drawn = plotted(random_figure(200), dark=dark)
        for curve, tail in zip(_traces(drawn, "curve"), _traces(drawn, "tail"), strict=True):
            ground = drawn.layout.paper_bgcolor
            assert contrast(tail.line.color, ground) < contrast(curve.line.color, ground)
            assert tail.line.dash == curve.line.dash
    assert _traces(plotted(random_figure(200, tail="full")), "tail") == []


def test_intervals_can_be_lines_or_nothing() -> None:
    assert [t.fill for t in _traces(plotted(small_figure()), "upper")] == ["tonexty", "tonexty"]
    assert [t.fill for t in _traces(plotted(small_figure(interval="lines")), "upper")] == [None, None]
    assert _traces(plotted(small_figure(interval="none")), "upper") == []


def test_all_bands_lie_under_all_curves() -> None:
    roles = [trace.meta for trace in plotted(small_figure(tail="full")).data]
    # The pointer's points: while both curves go on, and while the longer one does.
    assert roles == ["lower", "upper"] * 2 + ["curve", "censored"] * 2 + ["hover"] * 2


def _page_charts(figure: SurvivalFigure) -> list[Any]:
    """What the page sends: a figure for a desk and one for a phone."""
    return [unchecked(plotly_spec(figure)), unchecked(plotly_spec(figure, width_px=360, fixed=True))]


@pytest.mark.parametrize("options", [{}, {"dark": True}, {"width_px": 360, "fixed": True}], ids=str)
@pytest.mark.parametrize("name", ["Everything on", "8 groups", "Nobody dies", "300 months of follow-up"])
def test_what_is_sent_unchecked_is_what_plotly_would_have_made_of_it(name: str, options: dict[str, Any]) -> None:
    figure = CASES[name]()
    sent = json.loads(unchecked(plotly_spec(figure, **options)).to_json())
    assert sent == json.loads(plotted(figure, **options).to_json())


def test_a_million_patients_make_a_light_page() -> None:
    figure = CASES["1,000,000 patients"]()
    assert len(figure.groups) == 4
    assert sum(group.n for group in figure.groups) == 1_000_000
    assert sum(group.time.size for group in figure.groups) > 300_000
    sent = [len(chart.to_json().encode()) for chart in _page_charts(figure)]
    assert sum(sent) < 400_000


def test_eight_groups_of_a_million_patients_make_a_light_page_too() -> None:
    table = cohort(NAMES_8, 125_000, (90, 60, 45, 36, 28, 20, 15, 10), follow_up=240, decimals=4)
    figure = drawn_figure(table)
    sent = [len(chart.to_json().encode()) for chart in _page_charts(figure)]
    assert sum(sent) < 500_000


def test_names_and_curves_carry_the_place_of_their_group_in_the_data() -> None:
    for width, style in ((1280, {}), (360, {}), (1280, {"risk_table": "at_risk"}), (1280, {"labels": "legend"})):
        drawn = plotted(small_figure(group_order=["No surgery"], **style), width_px=width)
        assert {t.name: t.legendgroup for t in _traces(drawn, "curve")} == {"Surgery": "0", "No surgery": "1"}
        named = [(note.text.removeprefix("<b>").removesuffix("</b>"), note.name) for note in drawn.layout.annotations]
        assert {(text, name) for text, name in named if name is not None} == {("Surgery", "0"), ("No surgery", "1")}
        assert len([name for _, name in named if name is not None]) == 4  # in the table, and at the end or above


def test_a_stretch_that_is_dragged_across_is_selected_for_the_page_to_draw_again() -> None:
    wide = plotted(small_figure(), width_px=1280)
    assert (wide.layout.dragmode, wide.layout.selectdirection) == ("select", "h")
    assert wide.layout.xaxis.fixedrange is wide.layout.yaxis.fixedrange is True
    assert {"zoom2d", "pan2d", "zoomIn2d"} <= set(PLOTLY_CONFIG["modeBarButtonsToRemove"])


def test_a_window_is_drawn_and_told_about_and_nothing_beside_it() -> None:
    table = random_table(400)
    figure = survival_figure(table, kaplan_meier(table), TEXT, window=(10, 22))
    drawn = plotted(figure, width_px=1280)
    low, high = drawn.layout.xaxis.range
    assert low == 10 and 22 <= high < 22.1
    assert list(drawn.layout.xaxis.tickvals) == [10, 12, 14, 16, 18, 20, 22]
    assert min(_told(drawn)) == 10 and max(_told(drawn)) == 22
    assert all(min(t.x) >= 10 and max(t.x) <= 22 for t in _traces(drawn, "censored"))


def test_a_window_of_a_million_patients_is_thinned_anew() -> None:
    table = cohort(("A", "B"), 100_000, (90, 30), follow_up=240, decimals=4)
    whole, close = (
        plotted(survival_figure(table, kaplan_meier(table), TEXT, window=window)) for window in (None, (12.0, 14.0))
    )

    def inside(drawn: Any) -> int:
        return sum(int(((t.x >= 12) & (t.x <= 14)).sum()) for t in _traces(drawn, "curve"))

    assert inside(close) > 20 * inside(whole)


def test_what_plotly_would_fill_in_is_taken_out_of_names() -> None:
    told = plotted(small_figure(names=("%{x} 50%", "B")))
    assert all("%&#123;x} 50% " in row.hovertemplate for row in _traces(told, "hover") if "50%" in row.hovertemplate)


def test_the_thinned_curve_starts_and_ends_where_the_whole_one_does() -> None:
    figure = CASES["1,000,000 patients"]()
    chart = plotted(figure)
    for group, curve, tail in zip(figure.groups, _traces(chart, "curve"), _traces(chart, "tail"), strict=True):
        assert curve.x[0] == 0 and curve.y[0] == 1
        assert (curve.x[-1], curve.y[-1]) == (tail.x[0], tail.y[0])
        assert tail.x[-1] == pytest.approx(group.time[-1])
        assert tail.y[-1] == pytest.approx(group.value[-1])


def test_the_figure_takes_the_width_it_is_given_or_all_there_is() -> None:
    fixed, free = plotted(small_figure(), width_px=500, fixed=True), plotted(small_figure())
    assert (fixed.layout.width, fixed.layout.autosize) == (500, False)
    assert (free.layout.width, free.layout.autosize) == (None, True)


def test_the_whole_line_at_100_and_0_percent_is_inside_the_axes() -> None:
    low, high = plotted(small_figure()).layout.yaxis.range
    assert -0.02 < low < 0 and 1 < high < 1.02


def test_a_broken_axis_shows_two_strokes() -> None:
    def strokes(figure: SurvivalFigure) -> int:
        return sum(shape.x0 == -5 and shape.xsizemode == "pixel" for shape in plotted(figure).layout.shapes)

    assert strokes(small_figure(y_min=0.5)) == 2
    assert strokes(small_figure()) == 0


def test_a_curve_without_any_interval_is_drawn_without_a_band() -> None:
    drawn = plotted(CASES["Nobody dies"]())
    assert _traces(drawn, "upper") == []
    assert all(np.all(trace.y == 1) for trace in _traces(drawn, "curve"))
