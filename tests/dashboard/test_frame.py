"""The frame round every screen: filters that stay, a way back, and a way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def app() -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_router.py"), default_timeout=60).run()
    app.button(key="sample").click().run()
    app.switch_page("cohort_summary.py").run()
    assert not app.exception
    return app


def _sidebar(app: AppTest) -> str:
    return " ".join(e.value for e in (*app.sidebar.markdown, *app.sidebar.caption)).replace("*", "").replace("\\", "")


def _press(app: AppTest, label: str) -> None:
    next(b for b in app.sidebar.button if b.label == label).click()
    app.run()


def test_the_sidebar_names_the_file_and_counts_its_patients(app: AppTest) -> None:
    assert "anorectal_nec_38.csv" in _sidebar(app)
    assert "38 of 38 rows accepted" in _sidebar(app)
    assert "Showing 38 of 38 patients" in _sidebar(app)


def test_a_filter_holds_on_every_page_until_it_is_reset(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert "Showing 15 of 38 patients" in _sidebar(app)
    app.switch_page("survival_curves.py").run()
    assert not app.exception
    assert "Showing 15 of 38 patients" in _sidebar(app)
    assert any("15 of 38 patients" in c.value for c in app.main.caption)
    _press(app, "Reset filters")
    assert "Showing 38 of 38 patients" in _sidebar(app)


def test_a_filter_that_leaves_nobody_is_said_and_the_page_lives_on(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    app.multiselect(key="filter:ajcc_stage").set_value(["IV"]).run()
    assert "Showing 0 of 38 patients" in _sidebar(app)
    for page in ("cohort_summary.py", "survival_curves.py"):
        app.switch_page(page).run()
        assert not app.exception


def test_clearing_forgets_file_choices_and_repairs(app: AppTest) -> None:
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    _press(app, "Clear my data")
    assert not app.exception
    assert "No cohort yet." in _sidebar(app)
    for key in ("upload", "mapping", "edits", "filter:stage"):
        assert key not in app.session_state
    app.switch_page("upload.py").run()
    assert app.file_uploader[0].value == []


@pytest.mark.parametrize("page", ["cohort_summary.py", "survival_curves.py"])
def test_without_a_file_a_screen_says_what_it_would_show_and_offers_the_sample(page: str) -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "_router.py"), default_timeout=60).run()
    app.switch_page(page).run()
    assert not app.exception
    app.button(key="sample from empty state").click().run()
    assert "Showing 38 of 38 patients" in _sidebar(app)
