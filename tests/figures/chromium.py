"""A real browser for the tests that look at the drawn screen figure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from nec_core.figures.screen.screen import PLOTLY_CONFIG


@contextmanager
def opened_page(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page of its own with Plotly loaded from a file."""
    from plotly.offline import get_plotlyjs

    (folder / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")
    html = (
        "<!doctype html><meta charset=utf-8><style>body{margin:0}</style><script src=plotly.min.js></script><div></div>"
    )
    (folder / "figure.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto((folder / "figure.html").as_uri())
    yield page
    page.close()


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
