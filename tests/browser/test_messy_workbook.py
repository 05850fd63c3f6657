"""A messy hospital workbook from the drop zone to the curve, as a clinician takes it there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.journey import (
    cells,
    download,
    drop,
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
from tests.browser.messy_workbook import (
    DEAD,
    DUPLICATE,
    FIRST_ROW,
    IMPOSSIBLE,
    PATIENTS,
    last_contact,
    messy_workbook,
    patient,
)

pytestmark = pytest.mark.browser

REPAIR = "Cells to repair"
ROWS = PATIENTS + 3  # one twice, a total, a footnote
DEATHS = sum(patient(i)[2] == DEAD for i in range(1, PATIENTS + 1))


def _answer(page: Page, key: str, choice: str) -> None:
    """Picks an answer of the question whose control has this key."""
    page.locator(f".st-key-{key}").get_by_text(choice, exact=True).click()
    settle(page)


def test_a_messy_workbook_is_asked_about_repaired_and_drawn(open_page: Callable[..., Page]) -> None:
    page = open_page()
    drop(page, messy_workbook(), "clinic.xlsx")
    page.get_by_text(f"Plain table, {ROWS} rows, sheet “Registry” (2 other sheets)").wait_for()
    assert page.get_by_text("headers in row 5").is_visible()
    assert page.get_by_text("decimal comma in 1 column").is_visible()

    # What the file does not tell is asked, with its values and counts; nothing is computed before.
    assert page.get_by_text("4 questions before the records can be used.").is_visible()
    assert not page.get_by_role("button", name="Go to the cohort").is_visible()
    assert page.get_by_text("10/04/18 would be 2018-04-10 with the day first, 2018-10-04 with the month first.").count()
    must_be_well(page)
    picture(page, "messy_1_questions")
    _answer(page, "upload-question-order-Diagnosis---Date", "Day first")
    _answer(page, "upload-question-order-Follow-up---Last-contact", "Day first")
    assert page.get_by_role("button", name="Use these answers").is_disabled()
    _answer(page, "upload-question-unit-Follow-up---Time", "months")
    _answer(page, "upload-question-value-Follow-up---Status-1", "alive")
    _answer(page, "upload-question-value-Follow-up---Status-2", "dead")
    press(page, "Use these answers")
    _answer(page, "upload-question-value-Patient---Sex-1", "female")
    _answer(page, "upload-question-value-Patient---Sex-2", "male")
    press(page, "Use this answer")

    # Rows in = accepted + rejected: the row twice, the total, the footnote, and the impossible order of dates.
    page.get_by_text(f"{ROWS} rows = {PATIENTS - 1} accepted + 4 rejected").wait_for()
    assert problems(page) == [
        "Total or note, not a patient in Patient › ID · 2 rows · row left out",
        "Last contact before diagnosis in Follow-up › Last contact · 1 row · row left out",
        "Patient ID used twice in Patient › ID · 1 row · row left out",
        "Months against dates in Follow-up › Time · 1 row · row left out",
    ]
    picture(page, "messy_2_problems")

    # The one cell that keeps a patient out is repaired.
    pick(page, 1)
    row = FIRST_ROW + IMPOSSIBLE - 1
    assert cells(table(page, REPAIR))[1][:2] == [str(row), f"N{IMPOSSIBLE:03d}"]
    type_into(page, table(page, REPAIR), 0, 2, f"{last_contact(IMPOSSIBLE):%d/%m/%Y}")
    press(page, "Check again")
    page.get_by_text(f"{ROWS} rows = {PATIENTS} accepted + 3 rejected").wait_for()
    rejected = list(csv.DictReader(io.StringIO(download(page, "Rejected rows, CSV").decode("utf-8-sig"))))
    assert [(r["row"], r["Patient › ID"]) for r in rejected] == [
        (str(FIRST_ROW + PATIENTS), f"N{DUPLICATE:03d}"),
        (str(FIRST_ROW + PATIENTS + 1), "Total"),
        (str(FIRST_ROW + PATIENTS + 2), "* Status at last contact"),
    ]
    must_be_well(page)
    picture(page, "messy_3_repaired")

    press(page, "Go to the cohort")
    page.get_by_role("heading", name="Cohort summary", exact=True).wait_for()
    assert page.get_by_text(f"{PATIENTS} patients").first.is_visible()
    go(page, "Survival curves")
    page.locator(".js-plotly-plot:visible").first.wait_for()
    assert page.get_by_text(f"P = .69 (two-sided, {DEATHS} events).").is_visible()
    must_be_well(page)
    picture(page, "messy_4_curve")
