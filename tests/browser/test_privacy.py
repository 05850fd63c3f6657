"""Nothing leaves the machine, nothing from a file is taken for the page's own, nothing of it is logged."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.extracts import HOSTILE, ambiguous_extract, hostile_extract
from tests.browser.journey import answer, cells, download, drop, go, pick, press, settle, table

pytestmark = pytest.mark.browser


def _no_attack_worked(page: Page) -> None:
    """No image, link, script, formula or emoji came from the file. `open_page` checks that nobody else was called."""
    assert page.locator('img[src*="evil"], a[href*="evil"], script:text("alert")').count() == 0
    assert page.locator(".katex").count() == 0
    assert page.get_by_text("😄").count() == 0
    assert page.get_by_test_id("stException").count() == 0


def test_every_answer_carries_the_policy(server: str) -> None:
    with urllib.request.urlopen(server) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"


def test_hostile_headers_and_cells_are_shown_as_text_on_every_page(open_page: Callable[..., Page]) -> None:
    page = open_page()
    drop(page, hostile_extract(), "![x](http://evil.example/name.png).tsv")
    if page.get_by_text("before the records can be used").count():
        page.get_by_text("months", exact=True).first.click()
        settle(page)
        press(page, "Use this answer")
    page.get_by_text("40 rows =").wait_for()
    _no_attack_worked(page)
    assert page.get_by_text("![x](http:").count() > 0

    page.get_by_text("12 columns:").click()
    settle(page)
    columns = [row[0] for row in cells(table(page, "How each column of the file is taken"))]
    assert HOSTILE[1] in columns
    assert HOSTILE[5] in columns
    _no_attack_worked(page)

    pick(page, 0)
    _no_attack_worked(page)
    problems = download(page, "Problems, CSV").decode("utf-8-sig")
    assert '"\'=1+1"' in problems

    for title in ("Cohort summary", "Survival curves"):
        go(page, title)
        _no_attack_worked(page)
    page.get_by_test_id("stMain").get_by_role("combobox", name="Group by").click()
    page.get_by_role("option", name=HOSTILE[0]).first.click()
    settle(page)
    page.locator(".js-plotly-plot:visible").first.wait_for()
    _no_attack_worked(page)


def test_nothing_of_the_file_is_logged(open_page: Callable[..., Page], server_log: Path) -> None:
    page = open_page()
    drop(page, ambiguous_extract().replace(b"minus", b"SECRET-CELL"), "secret-name.csv")
    answer(page, "2", "dead")
    answer(page, "1", "alive or lost to follow-up")
    press(page, "Use this answer")
    page.get_by_text("60 rows =").wait_for()
    log = server_log.read_text()
    assert "SECRET-CELL" not in log
    assert "secret-name" not in log
    assert "Traceback" not in log
