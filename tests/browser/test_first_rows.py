"""A file whose survival time nobody found: its columns and first rows stand open, and two dates matched are enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.journey import cells, drop, go, must_be_well, picture, settle, table, type_into

COLUMNS = "How each column of the file is taken"
NO_TIME = b"id,ward,Eintritt,Letzter Stand,phone,vital_status\n" + b"".join(
    f"P{i},<b>W{i % 3}</b>,{1 + i}.03.2015,{1 + i}.04.201{6 + i % 3},030 123{i},alive\n".encode() for i in range(25)
)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_after_no_survival_time_was_found_the_columns_are_there_without_a_click(
    open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(width, 900, scheme)
    page.get_by_role("button", name="Try the sample cohort (38 synthetic patients)").click()
    page.get_by_text("38 rows = 38 accepted").wait_for()  # a file that goes through leaves its columns folded
    settle(page)
    assert not table(page, COLUMNS).is_visible()
    page.get_by_role("button", name="Another file").click()
    drop(page, NO_TIME)
    page.get_by_text("No survival time was found").wait_for()
    assert table(page, COLUMNS).is_visible()
    assert [row[0] for row in cells(table(page, COLUMNS))[1:3]] == ["Eintritt", "Letzter Stand"]
    values = page.get_by_test_id("stSelectbox").filter(has_text="What the values mean, in column")
    assert "ward" in values.get_by_role("combobox").input_value()  # and no column of the file before
    rows = page.get_by_role("region", name="First rows as read")
    assert rows.is_visible()
    assert rows.get_by_role("columnheader", name="left out").count() == 1
    assert rows.get_by_role("cell", name="left out").count() == 20
    assert rows.get_by_role("cell", name="<b>W0</b>").first.is_visible()
    assert rows.get_by_role("row", name="2 P0 <b>W0</b> 1.03.2015 1.04.2016 left out alive").count() == 1
    picture(page, f"{scheme}_{width}_2_no_survival_time")
    must_be_well(page)


def test_a_column_changed_in_the_table_with_dates_first_is_the_one_that_was_meant(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    drop(page, NO_TIME)
    type_into(page, table(page, COLUMNS), 0, 1, "Date of diagnosis")
    taken = {row[0]: row[1] for row in cells(table(page, COLUMNS))[1:]}
    assert (taken["Eintritt"], taken["id"]) == ("Date of diagnosis", "Patient ID")
    type_into(page, table(page, COLUMNS), 1, 1, "Last contact")
    page.get_by_text("Nobody died: 25 patients, no event.").wait_for()
    page.get_by_text("25 rows = 25 accepted").wait_for()
    settle(page)
    assert not page.get_by_role("region", name="First rows as read").is_visible()
    assert not table(page, COLUMNS).is_visible()
    go(page, "Report")
    page.get_by_text("Nobody died: 25 patients, no event.").wait_for()
    must_be_well(page)
