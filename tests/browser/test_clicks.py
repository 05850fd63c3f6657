"""How many clicks lie between a file and the figure a journal takes: every press of the mouse is counted."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from nec_core.figures.palette import PALETTES
from tests.browser.conftest import ROOT, OpenPage
from tests.browser.journey import drop, settle

pytestmark = pytest.mark.browser

_GOLDEN = ROOT / "tests" / "golden" / "survival" / "data" / "lung.csv"


def _lung_ncctg() -> bytes:
    """The NCCTG lung cancer data as R's survival hands them out: status 1 and 2, sex 1 and 2, all in codes."""
    with _GOLDEN.open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [f"{r['t']},{int(r['e']) + 1},{r['age']},{r['sex']},{r['ecog']},{r['wt']}" for r in rows]
    return "\n".join(["time,status,age,sex,ph.ecog,wt.loss", *lines]).encode()


_FIGURE = ".st-key-figure-wide .js-plotly-plot"
_DRAWN = """figure => {
  const curves = figure.calcdata.map(c => c[0].trace).filter(t => t.meta === "curve");
  return [curves.map(t => t.name), curves.map(t => t.line.color)];
}"""


class _Hand:
    """A hand that counts its clicks; typing is none."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, thing: Locator) -> None:
        thing.click()
        self.clicks += 1
        settle(self.page)

    def type(self, box: Locator, text: str) -> None:
        self.click(box)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        settle(self.page)

    def choose(self, label: str, option: str) -> None:
        self.click(self.page.get_by_test_id("stMain").get_by_role("combobox", name=label))
        self.click(self.page.get_by_role("option", name=option, exact=True))

    def download(self) -> bytes:
        with self.page.expect_download() as saved:
            self.click(self.page.get_by_role("button", name="Download figure", exact=True))
        return Path(saved.value.path()).read_bytes()


def _is_89_mm_wide(pdf: bytes) -> bool:
    found = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+)", pdf)
    return found is not None and abs(float(found[1]) / 72 * 25.4 - 89) < 0.1


def test_from_a_file_to_a_pdf_with_own_names_and_a_colour_of_its_own_in_at_most_thirteen_clicks(
    open_page: OpenPage,
) -> None:
    page = open_page()
    hand = _Hand(page)
    drop(page, _lung_ncctg(), "lung_ncctg.csv")
    hand.clicks += 1  # one pull of the mouse
    hand.click(page.locator("[data-testid=stButtonGroup]").get_by_text("days", exact=True))
    for value, meaning in (("2", "dead"), ("1", "alive or lost to follow-up")):
        group = page.locator("[data-testid=stButtonGroup]").filter(has_text=f"{value} in ").first
        hand.click(group.get_by_text(meaning, exact=True))
    hand.click(page.get_by_role("button", name="Use these answers"))
    hand.click(page.get_by_test_id("stTopNavLink").filter(has_text="Survival curves"))
    hand.choose("Group by", "sex")
    hand.click(page.locator(".st-key-group-names").get_by_role("button").first)
    hand.type(page.get_by_role("textbox", name="Group 1"), "Men")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Women")
    page.keyboard.press("Enter")
    settle(page)
    hand.click(page.get_by_test_id("stColorPicker").locator("[data-testid=stColorPickerBlock]").first)
    page.keyboard.press("ControlOrMeta+a")  # the box with the colour's number has the cursor
    page.keyboard.type("#7A1FA2")
    page.keyboard.press("Enter")
    hand.click(page.get_by_text("Name of the variable"))  # closes it
    names, colours = page.locator(_FIGURE).first.evaluate(_DRAWN)
    assert names == ["Men", "Women"]
    assert colours == ["#7A1FA2", PALETTES["default"][1]]
    assert page.get_by_text("in Men (n = 138)").is_visible()
    assert _is_89_mm_wide(hand.download())
    assert hand.clicks <= 13


def test_from_the_sample_to_a_pdf_in_at_most_five_clicks(open_page: OpenPage) -> None:
    page = open_page()
    hand = _Hand(page)
    hand.click(page.get_by_role("button", name=re.compile("Try the sample cohort")).first)
    hand.click(page.get_by_test_id("stTopNavLink").filter(has_text="Survival curves"))
    page.get_by_test_id("stSidebar").get_by_text("Stage at diagnosis", exact=True).wait_for()
    assert _is_89_mm_wide(hand.download())
    assert hand.clicks <= 5
