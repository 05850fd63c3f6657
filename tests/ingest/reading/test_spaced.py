"""Tables of R and SAS, parted by spaces, are laid out as their delimited relatives are."""

from __future__ import annotations

import pytest

from nec_core.export.corrected import corrected_file
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.reading.delimited import detect_delimiter, read_delimited
from nec_core.ingest.reading.table import read_table

R_TABLE = (
    '"weeks" "died" "arm" "note"\n"a 1" 12 1 "new drug" ""\n"b" 40.5 0 "old" NA\n"c" 7 1 "old" "said \\"no\\" twice"\n'
)
SAS_TABLE = "id      weeks  died\r\nP1       12.5     1\r\nP2          .     0\r\n  P30    4.25     1\r\n"


def cells(text: str) -> list[tuple[str, ...]]:
    laid, delimiter = read_delimited(text.encode())
    assert delimiter == " "
    return list(zip(*(c.to_pylist() for c in laid.table.columns), strict=True))


def test_row_names_whatever_they_are_get_a_column_and_quoted_cells_keep_their_spaces() -> None:
    laid, _ = read_delimited(R_TABLE.encode())
    assert laid.columns == ("row names", "weeks", "died", "arm", "note")
    assert laid.row_numbers.tolist() == [2, 3, 4]
    assert "The header has one name fewer than the rows have cells" in laid.notes[0]
    assert cells(R_TABLE)[0] == ("a 1", "12", "1", "new drug", "")
    assert cells(R_TABLE)[2][4] == 'said "no" twice'


def test_cells_aligned_by_runs_of_spaces_stand_under_their_headers() -> None:
    assert cells(SAS_TABLE) == [("P1", "12.5", "1"), ("P2", ".", "0"), ("P30", "4.25", "1")]


@pytest.mark.parametrize(
    "text",
    [
        "Date time,x\n2020-01-01 10:00,5\n2020-01-02 11:00,6\n",
        "last name;first seen\nde Vries;12\nvan Dijk;14\n",
        "Overall survival\n12\n14\n",
        "id\tof what\nP 1\tx\nP 2\ty\n",
    ],
)
def test_spaces_in_the_cells_of_other_tables_part_nothing(text: str) -> None:
    assert detect_delimiter(text) != " "


def test_decimal_commas_do_not_part_the_cells() -> None:
    assert cells("time event\n1,5 0\n2,5 1\n") == [("1,5", "0"), ("2,5", "1")]


def test_a_longer_row_is_set_aside_as_it_was_written() -> None:
    text = "a b\n" + "1 2\n" * 70 + "1 2 3\n"
    laid, _ = read_delimited(text.encode())
    assert [(m.row, m.cells, m.text) for m in laid.misshapen] == [(72, 3, "1 2 3")]


def test_a_corrected_table_is_read_as_it_was() -> None:
    raw = read_table(R_TABLE.encode(), "made.txt").with_edits([Edit(3, "weeks", "40.5", "41.5")])
    again = read_table(corrected_file(raw).data, "made_corrected.txt")
    assert (again.delimiter, again.columns, again.table.to_pydict()) == (" ", raw.columns, raw.table.to_pydict())
    assert again.table.column("weeks").to_pylist() == ["12", "41.5", "7"]
