"""The line that says how a file was read."""

from __future__ import annotations

import pytest

from dashboard.upload.file import _how_read
from nec_core.ingest.opening import open_table
from nec_core.ingest.several_files import open_tables

ROWS = "patient_id,months,died\n1,1,yes\n2,2,no\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (ROWS.encode(), "Plain table, 2 rows, UTF-8, comma, headers in row 1"),
        (("A title\n\n" + ROWS).encode("utf-16"), "Plain table, 2 rows, UTF-16, comma, headers in row 3"),
        (
            "patient_id;months;died\n1;1,5;yes\n2;2,5;no\n".encode("latin-1"),
            "Plain table, 2 rows, UTF-8, semicolon, decimal comma in 1 column, headers in row 1",
        ),
    ],
)
def test_how_a_text_was_read_is_said(data: bytes, line: str) -> None:
    assert _how_read(*open_table(data, "x.csv")) == line


def test_of_several_files_is_said_how_many_and_nothing_that_holds_for_one_only() -> None:
    line = _how_read(*open_tables([(ROWS.encode(), "a.csv"), (ROWS.replace("1,1", "3,4").encode(), "b.csv")]))
    assert line == "Plain table, 4 rows, 2 files"
