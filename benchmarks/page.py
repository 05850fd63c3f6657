"""What a visit costs: our first page against an empty one of Streamlit's, the first curve, a filter change.

Both servers run side by side and are visited in turn, each time by a browser that has seen nothing. The processor time
of a filter change is that of the server and of all processes it started, the browser's own not counted.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from tests.conftest import FLAGS, chromium_here

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST_PAGE_TIMES = 1.15
"""So many times an empty page's seconds the first page may take."""
CHANGE_S = 0.08
"""So many seconds of processor a filter change of the sample may take."""
_ROOT = Path(__file__).parent.parent
_EMPTY = 'import streamlit as st\nst.set_page_config(layout="wide")\nst.title("Empty")\n'
_STANDS = """() => document.querySelector('h1')
    && document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"""
_LEVELS = ("female", "male")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--visits", type=int, default=8, help="first pages of each kind")
    parser.add_argument("--curves", type=int, default=4, help="first curves")
    parser.add_argument("--changes", type=int, default=24, help="filter changes")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measures all; the result is ready for JSON."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "empty.py"
        empty.write_text(_EMPTY)
        browser = playwright.chromium.launch(executable_path=chromium_here(), args=FLAGS)
        with _server(_ROOT / "app.py") as (ours, process), _server(empty) as (bare, _):
            for address in (ours, bare):
                _first_page(browser, address)
            pages = [(_first_page(browser, ours), _first_page(browser, bare)) for _ in range(options.visits)]
            curves = [_first_curve(browser, ours) for _ in range(options.curves)]
            changes = _filter_changes(browser, ours, process, options.changes)
        browser.close()
    mine, its = (statistics.median(visit[which] for visit in pages) for which in (0, 1))
    times = statistics.median(own / other for own, other in pages)  # one after the other, under the same load
    return {
        "first_page_s": {"ours": round(mine, 3), "empty": round(its, 3), "times": round(times, 2)},
        "first_curve_s": round(statistics.median(curves), 2),
        "filter_change_processor_s": round(changes, 3),
        "goals": {"times": FIRST_PAGE_TIMES, "filter_change_processor_s": CHANGE_S},
        "machine": {"processors": os.cpu_count(), "load": round(os.getloadavg()[0], 2)},
    }


def as_text(result: dict[str, Any]) -> str:
    """The result for a terminal."""
    first, goals, machine = result["first_page_s"], result["goals"], result["machine"]
    return "\n".join(
        [
            f"first page {first['ours']} s, an empty one {first['empty']} s: {first['times']} times (at most "
            f"{goals['times']})",
            f"from the sample's button to the first curve: {result['first_curve_s']} s",
            f"a filter change: {result['filter_change_processor_s']} s of processor (at most "
            f"{goals['filter_change_processor_s']})",
            f"{machine['processors']} processors, load {machine['load']}",
        ]
    )


@contextmanager
def _server(script: Path) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true", "--server.port", str(port)],
        cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(address)
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_up(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health").close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not come up")


@contextmanager
def _visit(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def _first_page(browser: Browser, address: str) -> float:
    """Seconds until the page stands."""
    with _visit(browser) as page:
        start = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_function(_STANDS)
        return time.perf_counter() - start


def _first_curve(browser: Browser, address: str) -> float:
    """Seconds from the press of the sample's button to its curves, by somebody who read the first page for a second."""
    with _visit(browser) as page:
        page.goto(address)
        page.wait_for_function(_STANDS)
        page.wait_for_timeout(1000)
        start = time.perf_counter()
        page.get_by_role("button", name="Try the sample cohort").click()
        page.get_by_text("38 rows").first.wait_for()
        page.get_by_test_id("stTopNavLink").filter(has_text="Survival curves").click()
        page.locator(".js-plotly-plot:visible .main-svg").first.wait_for()
        return time.perf_counter() - start


def _filter_changes(browser: Browser, address: str, process: psutil.Process, n: int) -> float:
    """Seconds of processor of a filter change on the survival page, the median of n."""
    with _visit(browser) as page:
        page.goto(address)
        page.get_by_role("button", name="Try the sample cohort").click()
        page.get_by_text("38 rows").first.wait_for()
        page.get_by_test_id("stTopNavLink").filter(has_text="Survival curves").click()
        page.locator(".js-plotly-plot:visible .main-svg").first.wait_for()
        spent = []
        for i in range(n):
            page.wait_for_timeout(1200)
            box = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Sex")
            box.click()
            option = page.get_by_role("option", name=_LEVELS[i // 2 % 2], exact=True)
            if i % 2 == 0:
                option.wait_for()
            before = _processor_s(process)
            option.click() if i % 2 == 0 else box.press("Backspace")
            page.wait_for_timeout(1200)
            spent.append(_processor_s(process) - before)
    return statistics.median(spent)


def _processor_s(process: psutil.Process) -> float:
    """Seconds of processor of a process and all it started."""
    times = [p.cpu_times() for p in (process, *process.children(recursive=True))]
    return sum(t.user + t.system for t in times)
