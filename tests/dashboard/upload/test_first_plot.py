"""Plotly is fetched ahead by the name its file has in this version of Streamlit."""

from __future__ import annotations

from dashboard.upload import first_plot
from tests.pages.opened import SAMPLE, opened


def test_this_version_of_streamlit_has_one_file_with_plotly_under_a_known_name() -> None:
    name = first_plot._name()
    assert name is not None
    assert (first_plot._FOLDER / name).stat().st_size > 1_000_000


def test_the_first_page_draws_no_chart_and_has_plotly_fetched_when_it_stands() -> None:
    app = opened("upload.py")
    assert not app.get("plotly_chart")
    scripts = [e.proto.body for e in app.get("html") if "requestIdleCallback" in e.proto.body]
    assert len(scripts) == 1
    assert f"static/js/{first_plot._name()}" in scripts[0]


def test_once_a_file_is_taken_in_nothing_is_fetched_ahead_any_more() -> None:
    app = opened("upload.py", SAMPLE)
    assert not [e for e in app.get("html") if "requestIdleCallback" in e.proto.body]
