"""The main job: a file with an open question, answered, repaired, filtered, looked at, taken away."""

from __future__ import annotations

import csv
import io
import json
import logging
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit
from tests.browser.extracts import ambiguous_extract
from tests.browser.journey import (
    answer,
    cells,
    download,
    drop,
    go,
    must_be_well,
    other_files,
    pick,
    picture,
    press,
    problems,
    settle,
    table,
    type_into,
)

pytestmark = pytest.mark.browser
LOG = logging.getLogger(__name__)
REPAIR, COLUMNS = "Cells to repair", "How each column of the file is taken"


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _choose_filter(page: Page, label: str, option: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_from_a_file_with_an_open_question_to_a_curve_and_its_files(open_page: Callable[..., Page]) -> None:
    page = open_page()
    drop(page, ambiguous_extract())
    page.get_by_text("Plain table, 60 rows").wait_for()
    assert page.get_by_text("1 question before the records can be used").is_visible()
    assert not page.get_by_role("button", name="Go to the cohort").is_visible()

    answer(page, "2", "dead")
    answer(page, "1", "alive or lost to follow-up")
    assert page.get_by_text("That makes 40 dead, 20 alive or lost to follow-up.").is_visible()
    press(page, "Use this answer")
    page.get_by_text("60 rows = 59 accepted (2 with warnings) + 1 rejected").wait_for()

    assert problems(page)[0] == "Not readable in Follow-up (months) · 1 row · row left out"
    pick(page, 0)
    repair = table(page, REPAIR)
    assert cells(repair) == [["Row", "Patient", "Follow-up (months)"], ["13", "P012", "minus"]]
    type_into(page, repair, 0, 2, "24,5")
    assert page.get_by_text("1 change to apply.").is_visible()
    press(page, "Check again")
    page.get_by_text("60 rows = 60 accepted (2 with warnings) + 0 rejected").wait_for()
    must_be_well(page)

    corrected = download(page, "Corrected file")
    assert corrected == ambiguous_extract().replace(b";minus;", b";24,5;")
    (change,) = _rows(download(page, "Change log, CSV"))
    assert (change["row"], change["column"], change["was"], change["is now"]) == (
        "13", "Follow-up (months)", "minus", "24,5",
    )  # fmt: skip
    assert [p["value"] for p in _rows(download(page, "Problems, CSV"))] == ["maybe", "abc"]

    page.get_by_text("7 columns:").click()
    settle(page)
    saved = download(page, "Save mapping")
    cohort = admit(corrected, "extract.csv", Mapping.from_json(saved)).cohort
    assert (cohort.n, int(cohort.records["os_event"].sum())) == (60, 40)
    assert json.loads(saved)["columns"][5]["values"] == {"1": "0", "2": "1"}

    press(page, "Go to the cohort")
    page.get_by_role("heading", name="Cohort summary", exact=True).wait_for()
    _choose_filter(page, "Stage at diagnosis", "Locoregional (LRD)")
    page.get_by_test_id("stSidebar").get_by_text("30 of 60 patients").wait_for()
    must_be_well(page)

    go(page, "Survival curves")
    page.locator(".js-plotly-plot:visible").first.wait_for()
    must_be_well(page)
    picture(page, "journey_curve")
    assert download(page, "Download figure").startswith(b"%PDF-1.")
    other_files(page)
    assert download(page, "PNG, 300 dpi").startswith(b"\x89PNG\r\n\x1a\n")
    assert b"LRD" in download(page, "Numbers, CSV")

    page.get_by_role("button", name="Clear my data").click()
    page.get_by_text("No cohort yet.").wait_for()


def test_a_saved_mapping_answers_the_questions_of_the_next_file(open_page: Callable[..., Page]) -> None:
    page = open_page()
    drop(page, ambiguous_extract())
    answer(page, "2", "dead")
    answer(page, "1", "alive or lost to follow-up")
    press(page, "Use this answer")
    page.get_by_text("7 columns:").click()
    settle(page)
    saved = download(page, "Save mapping")

    again = open_page()
    drop(again, ambiguous_extract())
    again.get_by_text("7 columns:").click()
    settle(again)
    again.get_by_role("button", name="Load mapping").click()
    again.get_by_test_id("stPopoverBody").locator('input[type="file"]').set_input_files(
        {"name": "mapping.json", "mimeType": "application/json", "buffer": saved}
    )
    again.get_by_text("60 rows = 59 accepted (2 with warnings) + 1 rejected").wait_for()


def test_a_column_is_taken_otherwise_in_the_table(open_page: Callable[..., Page]) -> None:
    page = open_page()
    drop(page, ambiguous_extract())
    answer(page, "2", "dead")
    answer(page, "1", "alive or lost to follow-up")
    press(page, "Use this answer")
    page.get_by_text("7 columns: 7 matched").click()
    settle(page)
    columns = table(page, COLUMNS)
    assert cells(columns)[7][:2] == ["Centre", "Centre"]
    type_into(page, columns, 6, 1, "Leave out")
    page.get_by_text("7 columns: 6 matched, 1 left out").wait_for()
    assert cells(table(page, COLUMNS))[7][:2] == ["Centre", "Leave out"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sample_in_light_and_dark_on_a_desk_and_on_a_phone(
    open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(width, 900, scheme)
    name = f"{scheme}_{width}"
    picture(page, f"{name}_1_upload_empty")
    must_be_well(page)
    started = time.perf_counter()
    page.get_by_role("button", name="Try the sample cohort (38 synthetic patients)").click()
    page.get_by_text("38 rows = 38 accepted").wait_for()
    if width >= 640:
        page.get_by_test_id("stTopNavLink").filter(has_text="Survival curves").click()
    else:
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("link", name="Survival curves").click()
    page.locator(".js-plotly-plot:visible").first.wait_for()
    LOG.warning("%s: from the sample's button to the first curve %.2f s", name, time.perf_counter() - started)
    settle(page)
    _fold_sidebar(page, width)
    picture(page, f"{name}_4_survival")
    must_be_well(page)
    if width >= 640:
        _measure_redraw(page, name)


def _fold_sidebar(page: Page, width: int) -> None:
    if width < 640 and page.get_by_test_id("stSidebarCollapseButton").is_visible():
        page.get_by_test_id("stSidebarCollapseButton").click()
        settle(page)


def _measure_redraw(page: Page, name: str) -> None:
    """Seconds from picking a level in the sidebar to the answer of those patients."""
    shown = page.get_by_test_id("stMain").get_by_text("of 38 patients")
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Sex").click()
    option = page.get_by_role("option", name="female", exact=True)
    option.wait_for()
    started = time.perf_counter()
    option.click()
    shown.wait_for()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') !== 'running'"
    )
    LOG.warning("%s: from a filter to the redrawn curve %.2f s", name, time.perf_counter() - started)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_questions_columns_and_problems_in_light_and_dark_on_a_desk_and_on_a_phone(
    open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(width, 900, scheme)
    name = f"{scheme}_{width}"
    drop(page, ambiguous_extract())
    answer(page, "2", "dead")
    picture(page, f"{name}_2_questions")
    must_be_well(page)
    answer(page, "1", "alive or lost to follow-up")
    press(page, "Use this answer")
    page.get_by_text("60 rows =").wait_for()
    pick(page, 0)
    page.get_by_text("7 columns:").click()
    settle(page)
    picture(page, f"{name}_3_columns_and_problems")
    must_be_well(page)


def test_plotly_is_fetched_while_the_first_page_is_read(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.wait_for_function("performance.getEntriesByType('resource').some(e => e.name.includes('/PlotlyChart.'))")
    must_be_well(page)
