"""Choices in the browser, which remembers them by itself: reset and another file must end them on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.journey import go, must_be_well, press, settle

pytestmark = pytest.mark.browser


def _sample(page: Page) -> None:
    press(page, "Try the sample cohort (38 synthetic patients)")
    page.get_by_text("38 rows = 38 accepted").wait_for()


def _choose(page: Page, label: str, option: str, within: str = "stMain") -> None:
    page.get_by_test_id(within).get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    settle(page)


def _filtered_on_the_curves(page: Page) -> None:
    go(page, "Survival curves")
    _choose(page, "Stage", "Locoregional (LRD)", "stSidebar")
    page.get_by_text("Showing 15 of 38 patients").wait_for()


def test_filters_that_were_reset_elsewhere_do_not_come_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    _sample(page)
    _filtered_on_the_curves(page)
    go(page, "Models")
    page.get_by_text("Showing 15 of 38 patients").wait_for()
    press(page, "Reset filters")
    page.get_by_text("Showing 38 of 38 patients").wait_for()
    go(page, "Survival curves")
    page.get_by_text("Showing 38 of 38 patients").wait_for()
    must_be_well(page)


def test_filters_and_choices_end_with_their_file(open_page: Callable[..., Page]) -> None:
    page = open_page()
    _sample(page)
    _filtered_on_the_curves(page)
    _choose(page, "Group by", "Sex")
    page.get_by_text("in female").wait_for()
    go(page, "Upload")
    press(page, "Another file")
    _sample(page)
    go(page, "Survival curves")
    page.get_by_text("Showing 38 of 38 patients").wait_for()
    page.get_by_text("in locoregional (LRD)").wait_for()
    assert page.get_by_text("in female").count() == 0
    must_be_well(page)
