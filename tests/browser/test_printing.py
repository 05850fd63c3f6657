"""A page on paper: whole figures and whole tables, what is said of them, and nothing to press."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.journey import go, settle

pytestmark = pytest.mark.browser

PAPER_PX = 688  # of A4 between margins of 14 mm
CONTROLS = (
    "header, nav, section[data-testid=stSidebar], button, input, select, textarea, canvas, summary, [role=radiogroup],"
    " .modebar"
)
# What sticks out of the paper, is cut off by something round it, or scrolls: figures and tables, by their first words.
CUT = """(paper) => [...document.querySelectorAll('.main-svg, .table, .stMarkdown, .stCode, .stMain, pre')]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().width)
  .filter(e => {
    const box = e.getBoundingClientRect();
    if (box.right > paper + 1 || box.left < -1) return true;
    for (let around = e; around !== document.body; around = around.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(around), holds = around.getBoundingClientRect();
      const cuts = overflowX !== 'visible' || overflowY !== 'visible';
      if (cuts && (box.bottom > holds.bottom + 2 || box.right > holds.right + 2)) return true;
      if (cuts && around.scrollHeight > around.clientHeight + 2 && around.clientHeight) return true;
    }
    return false;
  }).map(e => `${e.className.baseVal ?? e.className}: ${e.textContent.slice(0, 60)}`)"""


def printed(page: Page) -> None:
    """The page as it is when somebody prints it from a desk's screen."""
    page.emulate_media(media="print")
    before = None
    while before != (now := widths(page)):  # figures are drawn anew meanwhile, one after the other
        before = now
        page.wait_for_timeout(1000)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")


def widths(page: Page) -> list[float]:
    """Of the figures that are seen, in px of the page."""
    drawn = page.locator(".js-plotly-plot:visible .main-svg:first-child")
    return drawn.evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")


def shown(page: Page, what: str) -> list[str]:
    """Those of the elements that take up room."""
    return page.locator(what).evaluate_all(
        "found => found.filter(e => e.getClientRects().length && e.getBoundingClientRect().height > 1)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_holds_whole_figures_and_tables_and_no_controls(open_page: OpenPage, scheme: str) -> None:
    page = open_page(scheme=scheme)
    page.get_by_role("button", name="Try the sample cohort").click()
    settle(page)
    sheets = {}
    for title, figures, tables in (("Upload", 0, 0), ("Cohort summary", 14, 16), ("Survival curves", 1, 1),
                                   ("Models", 2, 1), ("Report", 0, 7), ("Published study", 0, 2)):  # fmt: skip
        if title != "Upload":
            go(page, title)
        printed(page)
        assert shown(page, CONTROLS) == [], title
        wide = widths(page)
        assert len(wide) == figures, title
        assert all(PAPER_PX / 2 < width <= PAPER_PX for width in wide), (title, wide)
        assert len(shown(page, ".table")) == tables, title
        inks = page.locator("h1, .table td, .stMarkdown p").evaluate_all(
            "all => all.map(e => getComputedStyle(e).color)"
        )
        assert set(inks) == {"rgb(0, 0, 0)"}, title
        page.set_viewport_size({"width": PAPER_PX, "height": 1000})
        page.wait_for_timeout(300)
        assert page.evaluate(CUT, PAPER_PX) == [], title
        sheets[title] = len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 900})
        settle(page)
    assert sheets["Cohort summary"] > 4  # and not the one that a screen shows of it
    assert sheets["Survival curves"] == 1
