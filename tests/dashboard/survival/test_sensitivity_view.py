"""The panel with other selections: nothing is computed until it is opened, and the report has what was opened."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached
from tests.pages.opened import SAMPLE, markdown, opened, tables


def selections(app: AppTest) -> list[list[str]]:
    return [t["P"].tolist() for t in tables(app) if "Selection" in t and "P" in t]


def test_it_is_computed_when_opened_and_stands_in_the_report_then(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    whole = cached.with_selections
    monkeypatch.setattr(cached, "with_selections", lambda *given: made.append(given) or whole(*given))
    page = opened("survival_curves.py", SAMPLE)
    assert [e.label for e in page.main.expander if e.label.startswith("Does it hold?")]
    assert (made, selections(page)) == ([], [])
    page.switch_page("report.py").run()
    assert (made, selections(page)) == ([], [])

    page.switch_page("survival_curves.py").run()
    page.session_state["survival:sensitivity"] = True
    page.run()
    assert not page.exception
    assert selections(page) == [[".039", "", ".31", "", ".22", "", ".021", "", ".078", ""]]
    assert any(code.value.startswith("Hazard ratio of metastatic against locoregional (LRD)") for code in page.code)
    page.switch_page("report.py").run()
    assert not page.exception
    assert "As sensitivity analyses the result was computed again in" in markdown(page)
    assert selections(page) == [[".039", "", ".31", "", ".22", "", ".021", "", ".078", ""]]
