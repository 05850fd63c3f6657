"""A real browser for the tests that look at the drawn screen figure."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from nec_core.figures.screen import PLOTLY_CONFIG

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str:
    """The browser's path; without one the test is skipped with a reason, or fails where CI=true."""
    path = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        reason = "no Chromium found: install it or set CHROMIUM_PATH"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@contextmanager
def opened_page(folder: Path) -> Iterator[Page]:
    """A page with Plotly loaded from a file, in a fresh browser."""
    from plotly.offline import get_plotlyjs

    (folder / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")
    html = (
        "<!doctype html><meta charset=utf-8><style>body{margin:0}</style><script src=plotly.min.js></script><div></div>"
    )
    (folder / "figure.html").write_text(html, encoding="utf-8")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*arguments, "--hide-scrollbars"])
        page = browser.new_page()
        page.goto((folder / "figure.html").as_uri())
        yield page
        browser.close()


def show(page: Page, drawn: Any, width: int) -> None:
    """Draws the Plotly figure in a window of this width, as the dashboard does."""
    page.set_viewport_size({"width": width, "height": int(drawn.layout.height) + 20})
    page.mouse.move(0, 0)
    page.evaluate(
        """async ([figure, config]) => {
            const place = document.querySelector('div');
            Plotly.purge(place);
            await Plotly.newPlot(place, figure.data, figure.layout, {...config, responsive: true});
        }""",
        [json.loads(drawn.to_json()), PLOTLY_CONFIG],
    )
