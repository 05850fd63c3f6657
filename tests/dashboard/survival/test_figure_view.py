"""The figure on the page: one curve brought out, and the stretch of time that is looked at."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.survival import figure_view
from nec_core.figures.style import FigureStyle
from tests.pages.opened import SAMPLE, opened


@pytest.fixture
def page() -> AppTest:
    return opened("survival_curves.py", SAMPLE)


def charts(app: AppTest) -> list[dict[str, Any]]:
    """The desk's figure and the phone's, as sent."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def test_a_window_is_shown_on_both_layouts_until_the_whole_axis_is_asked_for(page: AppTest) -> None:
    assert not [b for b in page.button if b.key == "figure-whole"]
    page.session_state["survival:window"] = (("os", "months"), (12.0, 24.0))
    page.run()
    for chart in charts(page):
        low, high = chart["layout"]["xaxis"]["range"]
        assert low == 12 and 24 <= high < 24.2
        assert chart["layout"]["xaxis"]["tickvals"] == [12, 14, 16, 18, 20, 22, 24]
    page.button(key="figure-whole").click().run()
    assert [chart["layout"]["xaxis"]["range"][0] for chart in charts(page)] == [0, 0]
    assert page.session_state["survival:window"] is None


def test_a_window_of_one_endpoint_or_unit_is_not_one_of_another(page: AppTest) -> None:
    page.session_state["survival:window"] = (("os", "months"), (12.0, 24.0))
    page.selectbox(key="survival:endpoint").set_value("pfs").run()
    assert charts(page)[0]["layout"]["xaxis"]["range"][0] == 0
    page.selectbox(key="survival:endpoint").set_value("os").run()
    assert charts(page)[0]["layout"]["xaxis"]["range"][0] == 12
    page.session_state["figure_style"] = FigureStyle(time_unit="years")
    page.run()
    assert charts(page)[0]["layout"]["xaxis"]["range"][0] == 0


def test_the_curve_that_is_picked_stays_bright_and_the_others_fade(page: AppTest) -> None:
    page.session_state["survival:bring out stage"] = "metastatic"
    page.run()
    for chart in charts(page):
        bright = {trace["name"]: trace["opacity"] for trace in chart["data"] if trace.get("meta") == "curve"}
        assert bright == {"Locoregional (LRD)": 0.18, "Metastatic": 1.0}


def test_only_the_desk_figure_listens_to_dragging(page: AppTest) -> None:
    desk, phone = page.get("plotly_chart")
    assert list(desk.proto.selection_mode) != [] and list(phone.proto.selection_mode) == []


def test_letters_that_leave_no_room_are_told_and_the_page_lives_on(page: AppTest) -> None:
    page.session_state["figure_style"] = FigureStyle(font_size_pt=24)
    page.run()
    assert not page.exception
    assert any("The figure is too narrow" in error.value for error in page.error)


@pytest.mark.parametrize(("dragged", "taken"), [((10, 10.6), (10, 10.6)), ((10, 10.2), None), ((50, 99), (50, 60))])
def test_a_dragged_stretch_is_looked_at_closely_unless_it_was_a_slip_of_the_hand(
    monkeypatch: pytest.MonkeyPatch, dragged: tuple[float, float], taken: tuple[float, float] | None
) -> None:
    """Of 60 months a two-hundredth is 0.3; what lies off the axis is not taken."""
    kept: list[object] = []
    monkeypatch.setattr(figure_view.state, "widget", lambda _: {"selection": {"box": [{"x": list(dragged)}]}})
    monkeypatch.setattr(figure_view.state.figure_window, "set", kept.append)
    monkeypatch.setattr(figure_view.state, "held", lambda _: (("os", "months"), 0.0, 60.0))
    figure_view._look_closer()
    assert kept == ([] if taken is None else [(("os", "months"), taken)])
