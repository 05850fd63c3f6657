"""Files dropped together in the browser: two centres become one cohort, and every row is named with its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page

from tests.browser.journey import (
    cells,
    download,
    go,
    must_be_well,
    pick,
    picture,
    press,
    problems,
    settle,
    table,
    type_into,
)

pytestmark = pytest.mark.browser

NORTH = "id,months,dead,age,stage\r\n" + "".join(
    f"{i},{i * 7 % 41 + 1},{i % 2},{40 + i},{'LRD' if i % 3 else 'metastatic'}\r\n" for i in range(1, 31)
)
SOUTH = "id;stage;months;dead\r\n" + "".join(
    f"{i};{'metastatic' if i % 3 else 'LRD'};{'minus' if i == 40 else i * 5 % 37 + 1};{(i + 1) % 2}\r\n"
    for i in range(30, 51)
)
REPAIR = "Cells to repair"


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("width", [1280, 390])
def test_two_centres_dropped_together_are_one_cohort_compared_by_centre(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(width)
    zone = page.locator('input[type="file"]').first
    zone.set_input_files([_file("north.csv", NORTH), _file("south.csv", SOUTH)])
    settle(page)
    page.get_by_text("Plain table, 51 rows, 2 files").wait_for()
    assert page.get_by_text("north.csv (30 rows; utf-8, comma), south.csv (21 rows; utf-8, semicolon)").is_visible()
    assert page.get_by_text("1 patient ID in more than one file: taken as different patients").is_visible()
    page.get_by_text("51 rows = 50 accepted (2 with warnings) + 1 rejected").wait_for()

    listed = [line.partition(" ·")[0] for line in problems(page)]
    assert listed == ["Not readable in months", "ID in another file too in id"]
    pick(page, 1)
    assert [line[:3] for line in cells(table(page, REPAIR))] == [
        ["File", "Row", "id"], ["north.csv", "31", "north: 30"], ["south.csv", "2", "south: 30"],
    ]  # fmt: skip
    pick(page, 0)
    assert cells(table(page, REPAIR))[1] == ["south.csv", "12", "40", "minus"]
    must_be_well(page)
    picture(page, f"several_files_{width}")
    if width < 640:
        return
    type_into(page, table(page, REPAIR), 0, 3, "12")
    press(page, "Check again")
    page.get_by_text("51 rows = 51 accepted (2 with warnings) + 0 rejected").wait_for()
    assert page.get_by_text("The corrected file holds the rows of all files").is_visible()
    (change,) = _rows(download(page, "Change log, CSV"))
    assert [change[c] for c in ("file", "row", "was", "is now")] == ["south.csv", "12", "minus", "12"]
    corrected = _rows(download(page, "Corrected file"))
    assert (len(corrected), corrected[-11]["id"], corrected[-11]["months"], corrected[-11]["File"]) == (
        51, "40", "12", "south",
    )  # fmt: skip

    go(page, "Survival curves")
    page.get_by_test_id("stMain").get_by_role("combobox", name="Group by").click()
    page.get_by_role("option", name="Centre", exact=True).click()
    page.get_by_text("in north (n = 30)").wait_for()
    assert page.get_by_text("in south (n = 21)").is_visible()
    must_be_well(page)


def test_files_that_do_not_belong_together_are_refused_in_a_sentence(open_page: Callable[..., Page]) -> None:
    page = open_page()
    zone = page.locator('input[type="file"]').first
    zone.set_input_files([_file("north.csv", NORTH), _file("copy.csv", NORTH)])
    settle(page)
    page.get_by_text("“north.csv” and “copy.csv” are the same file. Leave one of them out.").wait_for()
    page.get_by_role("button", name="Another file").click()
    page.get_by_test_id("stPopoverBody").locator('input[type="file"]').set_input_files([_file("south.csv", SOUTH)])
    page.get_by_text("21 rows = 20 accepted").wait_for()
    must_be_well(page)
