"""Hostile files dropped on the page: each is answered in a sentence, or becomes a cohort, and the app lives on."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.extracts import plain
from tests.browser.journey import drop, must_be_well, picture, press, settle
from tests.hostile.files import Hostile, hostile_files, quick

pytestmark = pytest.mark.browser

ALL_TOOLS = os.environ.get("ALL_TOOLS") == "true"
FILES = quick(hostile_files(), 60 if ALL_TOOLS else 18)
GOOD = plain([f"P{i},{i % 9 + 1},{i % 2}" for i in range(20)])


def test_hostile_files_end_in_a_sentence_and_the_page_lives_on(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.set_default_timeout(60_000)
    for file in FILES:
        drop(page, file.make(), "hostile")
        refused = page.get_by_test_id("stAlert").locator("visible=true")
        opened = page.get_by_text("Plain table").or_(page.get_by_text("REDCap export")).first
        refused.first.or_(opened).first.wait_for()
        must_be_well(page)
        assert page.get_by_test_id("stConnectionStatus").count() == 0, str(file)
        press(page, "Clear my data")
        page.get_by_text("No cohort yet.").wait_for()
    drop(page, GOOD)
    page.get_by_text("20 rows = 20 accepted + 0 rejected").wait_for()


def _named(name: str) -> Hostile:
    return next(f for f in hostile_files() if str(f) == name)


@pytest.mark.parametrize(
    ("name", "sentence", "shot"),
    [
        ("xlsb: a far cell", "The program that reads the file ended at it", "reader_died"),
        ("xls: a far cell", "Reading the file would take more than 900 MB of memory", "too_much_memory"),
        ("far cells: in single quotes", "A sheet reaches to row 1048576 and column 16384", "far_cell"),
    ],
)
def test_what_would_kill_the_reader_is_told_while_others_work(
    open_page: Callable[..., Page], name: str, sentence: str, shot: str
) -> None:
    other, page = open_page(), open_page()
    drop(other, GOOD)
    drop(page, _named(name).make(), "hostile.xlsb")
    page.get_by_test_id("stAlert").get_by_text(sentence).wait_for()
    picture(page, shot)
    must_be_well(page)
    press(other, "Go to the cohort")
    other.get_by_role("heading", name="Cohort summary", exact=True).wait_for()
    settle(other)
    must_be_well(other)
