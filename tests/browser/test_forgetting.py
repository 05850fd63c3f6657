"""What a visitor brought is gone from the server's memory: after clearing, reloading and closing, though nobody comes.

The real server is asked for its live objects (`watched_server`). A first visit, forgotten as well, says what there is
without anybody's data.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import wait_until_up
from tests.browser.journey import answer, download, drop, go, other_files, pick, press, settle
from tests.browser.watched_server import Watched

pytestmark = pytest.mark.browser

FORGOTTEN_S = 60
"""What the README promises."""
PATIENTS_DATA = ("Upload", "RawTable", "Admission", "Cohort", "SurvivalResult", "Mapping", "Problems")

ALL_TOOLS = os.environ.get("ALL_TOOLS") == "true"


@pytest.fixture(scope="module")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    log = tmp_path_factory.mktemp("watched") / "log"
    watched = Watched(log)
    try:
        wait_until_up(watched.address, watched.process, log)
        yield watched
    finally:
        watched.stop()


@pytest.fixture(scope="module")
def empty(server: Watched, browser: Browser) -> tuple[Counter[str], float]:
    """Objects, and memory in MB, when one visitor has been there and everything is imported."""
    page = _visitor(server, browser)
    _look_at_everything(page, "FIRST-VISIT")
    page.context.close()
    _wait(lambda: not _living(server), lambda: str(_living(server)))
    time.sleep(15)  # files made for a download go a little later
    return server.objects(), server.memory_mb()


def extract(mark: str, patients: int = 400) -> bytes:
    """A name in every row, one wrong cell, and a status that must be asked."""
    rows = [
        f"{mark}-{i:07},{20 + i % 60},{'F' if i % 2 else 'M'},{1 + i % 97},{i % 3 % 2 + 1},{mark} ward {i % 4}"
        for i in range(patients)
    ]
    rows[10] = f"{mark}-wrong,abc,F,3,1,{mark} ward 2"
    return ("PatientID,Age,Sex,os_months,Status,ward\n" + "\n".join(rows)).encode()


def _visitor(server: Watched, browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(server.address)
    page.get_by_role("heading", name="Upload").wait_for()
    settle(page)
    return page


def _look_at_everything(page: Page, mark: str, patients: int = 400) -> None:
    """Every page with a file's data on it, a repair begun, a filter set, files taken away."""
    drop(page, extract(mark, patients), f"{mark}.csv")
    answer(page, "2", "dead")
    answer(page, "1", "alive or lost to follow-up")
    press(page, "Use this answer")
    page.get_by_role("button", name="Go to the cohort").wait_for()
    settle(page)
    pick(page, 0)
    download(page, "Problems, CSV")
    for title in ("Cohort summary", "Models", "Report", "Survival curves"):
        go(page, title)
    page.get_by_test_id("stMain").get_by_role("combobox", name="Group by").click()
    page.get_by_role("option", name="ward").first.click()
    settle(page)
    for label, option in (("Any other variable", "ward"), ("ward", f"{mark} ward 1")):
        page.get_by_test_id("stSidebar").get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=option).first.click()
        page.keyboard.press("Escape")
        settle(page)
    download(page, "Download figure")
    other_files(page)
    download(page, "Numbers, CSV")


def _clear(page: Page) -> None:
    press(page, "Clear my data")
    page.get_by_text("No cohort yet.").wait_for()


def _reload(page: Page) -> None:
    page.reload()
    page.get_by_text("No cohort yet.").wait_for()


def _close(page: Page) -> None:
    page.context.close()


def _living(server: Watched) -> dict[str, int]:
    """Live objects that hold patients' data, by type."""
    return {kind: n for kind, n in server.objects().items() if kind.rpartition(".")[2] in PATIENTS_DATA}


def _wait(done: Callable[[], bool], what: Callable[[], str]) -> None:
    end = time.monotonic() + FORGOTTEN_S
    while not done():
        assert time.monotonic() < end, f"after {FORGOTTEN_S} s there is still {what()}"
        time.sleep(2)


# Each takes a minute and more, for it waits for clocks: one of them here, all of them in .ci/slow.
@pytest.mark.parametrize("leave", [_clear, *([_reload, _close] if ALL_TOOLS else [])])
def test_no_object_and_no_text_of_a_visitor_is_left(
    server: Watched, browser: Browser, empty: tuple[Counter[str], float], leave: Callable[[Page], None]
) -> None:
    mark = f"ZQX{leave.__name__}"
    before, _ = empty
    page = _visitor(server, browser)
    _look_at_everything(page, mark)
    assert set(PATIENTS_DATA) <= {kind.rpartition(".")[2] for kind in _living(server)}, "the test looks at nothing"
    assert server.texts(mark)
    leave(page)
    _wait(lambda: not _living(server), lambda: str(_living(server)))
    _wait(lambda: not server.texts(mark), lambda: f"a visitor's texts: {server.texts(mark)}")
    if leave is not _close:  # until now the visitor was there, with nothing
        page.context.close()
    _wait(lambda: server.objects() <= before, lambda: f"objects of other types: {server.objects() - before}")


@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from Linux's /proc")
@pytest.mark.skipif(not ALL_TOOLS, reason="takes minutes; .ci/slow runs it")
def test_memory_comes_back_when_the_last_visitor_has_gone(
    server: Watched, browser: Browser, empty: tuple[Counter[str], float]
) -> None:
    _, start = empty
    visitors = [_visitor(server, browser) for _ in range(3)]
    for i, page in enumerate(visitors):
        _look_at_everything(page, f"HEAVY{i}", 120_000)
    assert server.memory_mb() > 1.3 * start, "too little to see whether it comes back"
    for page in visitors:
        page.context.close()
    _wait(lambda: server.memory_mb() <= 1.2 * start, lambda: f"{server.memory_mb()} MB, {start} MB at the start")
