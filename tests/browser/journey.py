"""What a clinician does in the browser, as functions: drop a file, answer, repair, look, take away."""

from __future__ import annotations

import contextlib
from pathlib import Path

from playwright.sync_api import FilePayload, FloatRect, Locator, Page, TimeoutError

from tests.browser.conftest import ARTIFACTS

_ROW_PX = 35  # of Streamlit's tables, header included


def settle(page: Page) -> None:
    """Waits until the script has run and its elements stand. A cell's edit is sent after a moment: it looks twice."""
    for _ in range(2):
        page.wait_for_timeout(300)
        page.wait_for_function(
            """() => {
                const app = document.querySelector('[data-testid=stApp]');
                return app && app.getAttribute('data-test-script-state') !== 'running'
                    && !document.querySelector('[data-testid=stSpinner]');
            }""",
            timeout=60_000,
        )


def drop(page: Page, data: bytes | Path, name: str = "extract.csv") -> None:
    """Puts a file on the drop zone."""
    zone = page.locator('input[type="file"]').first
    payload: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": b""}
    if isinstance(data, Path):
        zone.set_input_files(data)
    else:
        zone.set_input_files({**payload, "buffer": data})
    settle(page)


def answer(page: Page, value: str, meaning: str) -> None:
    """Says what a value means, in an open question."""
    group = page.locator("[data-testid=stButtonGroup]").filter(has_text=f"{value} in ")
    group.get_by_text(meaning, exact=True).click()
    settle(page)


def choose(page: Page, answer: str) -> None:
    """Picks an answer of an open question that has only one."""
    page.locator("[data-testid=stButtonGroup]").get_by_text(answer, exact=True).click()
    settle(page)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    settle(page)


def go(page: Page, title: str) -> None:
    """Opens a page by its link."""
    page.get_by_test_id("stTopNavLink").filter(has_text=title).or_(page.get_by_role("link", name=title)).first.click()
    page.get_by_role("heading", name=title, exact=True).wait_for()
    settle(page)


def table(page: Page, alt: str) -> Locator:
    """A table by its description."""
    return page.get_by_test_id("stDataFrame").filter(has=page.locator(f'[aria-label="{alt}"]')).first


def cells(grid: Locator) -> list[list[str]]:
    """The table's cells as text, the header first. A table is painted; beside the paint stands its text for readers."""
    grid.scroll_into_view_if_needed()
    grid.locator("[role=gridcell]").first.wait_for(state="attached")
    return grid.locator("[role=row]").evaluate_all("rows => rows.map(r => [...r.children].map(c => c.textContent))")


def problems(page: Page) -> list[str]:
    """The lines of the list of problems, without the sentence under each."""
    _problems(page).first.wait_for()
    return [text.split("\n")[0] for text in _problems(page).all_inner_texts()]


def pick(page: Page, line: int) -> None:
    """Picks a line of the list of problems, counted from 0."""
    _problems(page).nth(line).click()
    settle(page)


def _problems(page: Page) -> Locator:
    return page.get_by_test_id("stRadio").filter(has_text="What is wrong, worst first.").get_by_test_id("stRadioOption")


def type_into(page: Page, grid: Locator, row: int, column: int, text: str) -> None:
    """Replaces a cell's text, rows and columns counted from 0; again, as people would, while the old one stands."""
    before = cells(grid)[row + 1][column]
    for _ in range(3):
        _type_once(page, grid, row, column, text)
        if not grid.is_visible() or cells(grid)[row + 1][column] != before:
            return
    raise AssertionError(f"the cell still holds {before}")


def _type_once(page: Page, grid: Locator, row: int, column: int, text: str) -> None:
    grid.scroll_into_view_if_needed()
    field = page.locator("#portal").locator("input, textarea").first
    for _ in range(4):  # a table that is drawn anew meanwhile takes no click
        box = _still_box(page, grid)
        page.mouse.click(box["x"] + 25, box["y"] + _ROW_PX * (row + 1.5))
        for _ in range(column):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        with contextlib.suppress(TimeoutError):
            field.wait_for(timeout=4_000)
            break
    field.wait_for()
    page.wait_for_timeout(300)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text, delay=15)
    for _ in range(40):  # until a busy page has taken every key
        if field.input_value() == text:
            break
        page.wait_for_timeout(150)
    with contextlib.suppress(TimeoutError):  # of a list the line that Enter takes; a text has none
        page.locator("#portal").get_by_text(text, exact=True).last.wait_for(timeout=1_500)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    field.wait_for(state="detached")
    settle(page)


def _still_box(page: Page, grid: Locator) -> FloatRect:
    """Where the table stands once it no longer moves."""
    before = None
    for _ in range(40):
        box = grid.bounding_box()
        if box is not None and box == before:
            return box
        before = box
        page.wait_for_timeout(150)
    raise AssertionError("the table does not stand still")


def download(page: Page, button: str) -> bytes:
    """The bytes behind a download button."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def other_files(page: Page) -> None:
    """Opens the menu beside "Download figure"."""
    page.locator(".st-key-other-files").get_by_role("button").first.click()
    page.get_by_role("button", name="Numbers, CSV", exact=True).wait_for()


def picture(page: Page, name: str) -> None:
    """Saves what the whole page looks like, to be looked at."""
    ARTIFACTS.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    tall = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(tall, 4000))})
    page.wait_for_timeout(600)
    page.screenshot(path=ARTIFACTS / f"{name}.png")
    page.set_viewport_size(size)


def must_be_well(page: Page) -> None:
    """No error is shown, and nothing sticks out sideways."""
    assert page.get_by_test_id("stException").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
