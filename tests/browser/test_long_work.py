"""A large file in the browser: the bar moves, Cancel answers at once, another page can be opened meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.journey import drop, must_be_well, picture, settle

pytestmark = pytest.mark.browser

ROWS = 900_000
SMALL = b"id,months,dead\n" + b"".join(f"P{i},{i % 40 + 1},{i % 2}\n".encode() for i in range(30))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four columns of numbers with a decimal comma, all different: each must be judged by itself."""
    lines = ["id;months;dead;LDH;NSE;Chromogranin A;Albumin"]
    for i in range(ROWS):
        k = i / ROWS
        numbers = f"{100 + k * 300:.6f};{10 + k * 50:.6f};{50 + k * 900:.6f};{30 + k * 20:.6f}".replace(".", ",")
        lines.append(f"P{i};{i % 97 + 1};{i % 2};{numbers}")
    path = tmp_path_factory.mktemp("large") / "national.csv"
    path.write_text("\n".join(lines))
    return path


def _bar(page: Page) -> tuple[str, int]:
    bar = page.get_by_test_id("stProgress")
    bar.wait_for()
    return bar.inner_text(), int(bar.get_by_role("progressbar").get_attribute("aria-valuenow") or "")


def test_a_large_file_shows_how_far_it_is_and_can_be_cancelled(open_page: Callable[..., Page], large: Path) -> None:
    page = open_page()
    page.locator('input[type="file"]').first.set_input_files(large)
    _, first = _bar(page)
    page.get_by_text(f"Checking {ROWS:,} records").wait_for()
    text, later = _bar(page)
    assert text.startswith(f"Checking {ROWS:,} records")
    assert first < later < 100
    # What is dropped now would be lost: there is nowhere to drop it, only Cancel.
    assert not page.get_by_test_id("stFileUploader").locator("visible=true").count()
    picture(page, "long_work")
    must_be_well(page)

    clicked = time.perf_counter()
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_test_id("stProgress").wait_for(state="detached")
    page.get_by_text("No cohort yet.").wait_for()
    assert time.perf_counter() - clicked < 2
    settle(page)
    assert page.get_by_text("national.csv").count() == 0

    drop(page, SMALL, "small.csv")
    page.get_by_text("30 rows = 30 accepted").wait_for()
    page.wait_for_timeout(3000)  # what was cancelled would be done by now
    settle(page)
    assert page.get_by_text("30 rows = 30 accepted").is_visible()
    assert page.get_by_text("national.csv").count() == 0


def test_another_page_opened_meanwhile_shows_the_same_work_and_then_the_cohort(
    open_page: Callable[..., Page], large: Path
) -> None:
    page = open_page()
    page.locator('input[type="file"]').first.set_input_files(large)
    _, first = _bar(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Cohort summary").click()
    page.get_by_text("Checking").wait_for()
    assert _bar(page)[1] >= first
    page.get_by_role("heading", name="Cohort summary", exact=True).wait_for(timeout=90_000)  # a busy machine's time
    page.get_by_text(f"{ROWS:,} patients from national.csv").wait_for()
    settle(page)
    assert page.get_by_test_id("stProgress").count() == 0
    must_be_well(page)
