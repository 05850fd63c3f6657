"""The figure on the page: one curve brought out, and the stretch of time that is looked at."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

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
        assert bright == {"LRD": 0.18, "metastatic": 1.0}


def test_only_the_desk_figure_listens_to_dragging(page: AppTest) -> None:
    desk, phone = page.get("plotly_chart")
    assert list(desk.proto.selection_mode) != [] and list(phone.proto.selection_mode) == []


def test_letters_that_leave_no_room_are_told_and_the_page_lives_on(page: AppTest) -> None:
    page.session_state["figure_style"] = FigureStyle(font_size_pt=24)
    page.run()
    assert not page.exception
    assert any("The figure is too narrow" in error.value for error in page.error)
