"""The figure leaves the page: to a file in few clicks, and to the clipboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, OpenPage

pytestmark = pytest.mark.browser

SAMPLE = ROOT / "sample_data" / "anorectal_nec_38.csv"
_READ = """async () => {
  const items = await navigator.clipboard.read();
  const blob = await items[0].getType("image/png");
  return [items[0].types.join(), [...new Uint8Array(await blob.slice(0, 8).arrayBuffer())]];
}"""


def test_from_the_dropped_sample_to_a_pdf_of_180_mm_in_at_most_six_clicks(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.locator("input[type=file]").first.set_input_files(SAMPLE)
    page.get_by_text("38 rows").first.wait_for()
    clicks = 0
    page.get_by_role("link", name="Survival curves").first.click()
    clicks += 1
    page.get_by_text("Log-rank test").first.wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="PDF", exact=True).click()
        clicks += 1
    file = tmp_path / "figure.pdf"
    saved.value.save_as(file)
    found = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+)", file.read_bytes())
    assert found is not None
    assert float(found[1]) / 72 * 25.4 == pytest.approx(180, abs=0.1)
    assert clicks <= 6


def test_the_picture_can_be_copied(open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=re.compile("Try the sample cohort")).first.click()
    page.get_by_text("38 rows").first.wait_for()
    page.get_by_role("link", name="Survival curves").first.click()
    page.get_by_role("button", name="Copy as picture").click()
    page.get_by_text("Copied. Paste it where you write.").wait_for()
    kind, start = page.evaluate(_READ)
    assert kind == "image/png"
    assert bytes(start) == b"\x89PNG\r\n\x1a\n"
