"""One Chromium for all tests that look at a page: Playwright can't be started twice in a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
]


def chromium_here() -> str | None:
    """Where this computer has a Chromium."""
    return os.environ.get("CHROMIUM") or next((p for n in NAMES if (p := shutil.which(n))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one the browser tests are skipped, but not where everything must be tested."""
    found = chromium_here()
    if found is None:
        reason = "no Chromium: install it, or set CHROMIUM to where it is"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()
