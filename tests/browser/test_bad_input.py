"""Whatever is dropped, the page answers in a sentence and goes on."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.extracts import ambiguous_extract, plain
from tests.browser.journey import drop, go, must_be_well, press

pytestmark = pytest.mark.browser


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "not a workbook")
    return buffer.getvalue()


REFUSED = {
    "empty": (b"", "The file is empty."),
    "binary junk": (random.Random(1).randbytes(5000), "binary data"),
    "header only": (b"id,months,dead\n", "no rows under it"),
    "archive": (_archive(), "This is a ZIP archive, not a workbook."),
    "no time": (plain([f"P{i},x,{i % 2}" for i in range(20)], "id,group,dead"), "No survival time was found."),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_used_is_refused_in_a_sentence_and_the_page_lives_on(
    open_page: Callable[..., Page], kind: str
) -> None:
    data, sentence = REFUSED[kind]
    page = open_page()
    drop(page, data)
    page.get_by_test_id("stAlert").get_by_text(sentence).wait_for()
    must_be_well(page)
    go(page, "Survival curves")
    assert page.get_by_text("Your file needs an answer or a correction first").is_visible()
    go(page, "Upload")
    page.get_by_role("button", name="Another file").click()
    page.get_by_test_id("stPopoverBody").locator('input[type="file"]').set_input_files(
        {"name": "next.csv", "mimeType": "text/csv", "buffer": ambiguous_extract()}
    )
    page.get_by_text("1 question before the records can be used").wait_for()


SMALL = {
    "one patient": plain(["P1,5,1"]),
    "all events": plain([f"P{i},{i % 9 + 1},1" for i in range(20)]),
    "no events": plain([f"P{i},{i % 9 + 1},0" for i in range(20)]),
}


@pytest.mark.parametrize("kind", SMALL)
def test_a_cohort_at_the_edge_goes_through_every_page(open_page: Callable[..., Page], kind: str) -> None:
    page = open_page()
    drop(page, SMALL[kind])
    n = len(SMALL[kind].splitlines()) - 1
    page.get_by_text(f"{n} row{'s' if n > 1 else ''} = {n} accepted + 0 rejected").wait_for()
    press(page, "Go to the cohort")
    page.get_by_role("heading", name="Cohort summary", exact=True).wait_for()
    must_be_well(page)
    go(page, "Survival curves")
    page.locator(".js-plotly-plot:visible").first.wait_for()
    must_be_well(page)
