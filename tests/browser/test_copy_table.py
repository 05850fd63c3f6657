"""A table leaves the page by its button: as a table where one is pasted, as lines and tabs elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.journey import go, settle

pytestmark = pytest.mark.browser

READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const text = async (type) => (await item.getType(type)).text();
  return [item.types, await text('text/html'), await text('text/plain')];
}"""
# Somewhere to write, as Word is: what is pasted there is a table, or it is not.
PASTED = """() => {
  const sheet = document.createElement('div');
  sheet.contentEditable = 'true';
  document.body.append(sheet);
  sheet.focus();
}"""
CELLS = """() => [...document.querySelectorAll('[contenteditable=true] table tr')]
  .map(row => [...row.cells].map(cell => cell.textContent))"""


def curves(open_page: OpenPage) -> Page:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Try the sample cohort").click()
    settle(page)
    go(page, "Survival curves")
    return page


def test_a_copied_table_is_a_table_for_word_and_lines_for_anything_else(open_page: OpenPage) -> None:
    page = curves(open_page)
    seen = page.locator(".table").first.locator("tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )  # fmt: skip
    page.get_by_role("button", name="Copy table").first.click()
    types, html, text = page.evaluate(READ)
    assert {"text/html", "text/plain"} <= set(types)
    assert "<table" in html
    assert "pale after" not in html  # the figure's words
    assert [line.split("\t") for line in text.splitlines()] == seen
    assert seen[:3] == [["Group", "Locoregional (LRD)", "Metastatic"], ["n", "15", "23"], ["Events", "10", "14"]]
    page.evaluate(PASTED)
    page.keyboard.press("ControlOrMeta+v")
    assert page.evaluate(CELLS) == seen


def test_the_keyboard_copies_a_table_and_is_told(open_page: OpenPage) -> None:
    page = curves(open_page)
    button = page.get_by_role("button", name="Copy table").first
    said = page.get_by_role("status").filter(has_text="Copied.")
    assert said.count() == 0
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    said.wait_for()
    assert said.inner_text() == "Copied. Paste it where you write."
    assert said.evaluate("note => note.ariaLive ?? note.role") in ("polite", "status")
    assert "n\t15\t23" in page.evaluate(READ)[2]
    said.wait_for(state="detached")  # so that the next time it is said again


def test_the_buttons_under_a_table_are_one_stop_and_the_arrows_go_between_them(open_page: OpenPage) -> None:
    page = curves(open_page)
    tools = page.get_by_role("toolbar", name="Take away: Summary")
    buttons = tools.get_by_role("button")
    names = [name.strip() for name in buttons.all_inner_texts()]
    assert [name.split("\n")[-1] for name in names] == ["Copy table", "Summary, CSV", "Summary, XLSX"]
    on = "buttons => buttons.findIndex(button => button === document.activeElement)"
    buttons.first.focus()
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        walked.append(buttons.evaluate_all(on))
    assert walked == [1, 2, 0, 2, 0, 2]
    page.keyboard.press("Tab")
    assert buttons.evaluate_all(on) == -1
    page.keyboard.press("Shift+Tab")
    assert buttons.evaluate_all(on) == 2  # where it was left
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "summary.xlsx"
