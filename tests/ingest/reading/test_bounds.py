"""Tables larger than any of patients are refused in a sentence that says what, where and what to do; those just within
the bounds are read."""

from __future__ import annotations

import gzip

import pytest

from nec_core.errors import FileTooLargeError
from nec_core.ingest.reading import bounds
from nec_core.ingest.reading.bounds import MB, MOST_TEXTS, cell_limit, require_cells, require_lines, unpacked_limit
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.reading.table import read_table
from tests.hostile.containers import cell, table_of, xlsx


def refusal(data: bytes) -> str:
    with pytest.raises(FileTooLargeError) as caught:
        read_table(data, "x")
    return str(caught.value)


def wide(columns: int) -> bytes:
    return ",".join(f"v{i}" for i in range(columns)).encode() + b"\n" + b",".join([b"1"] * columns) + b"\n"


def test_two_thousand_columns_are_read_and_one_more_is_not() -> None:
    assert len(read_table(wide(2_000), "x").columns) == 2_000
    assert refusal(wide(2_001)) == (
        "The table has 2,001 columns; at most 2,000 are read. Leave out columns that are not needed and export it "
        "again."
    )
    no_header = b",".join([b"1"] * 2_001) + b"\n" + b",".join([b"2"] * 2_001)
    assert refusal(no_header).startswith("The table has 2,001 columns")
    sheet = b"<sheetData><row>" + b"<c t='str'><v>a</v></c>" * 2_001 + b"</row><row><c><v>1</v></c></row></sheetData>"
    assert refusal(xlsx(sheet)).startswith("The table has 2,001 columns")


def test_a_header_has_three_hundred_characters_and_no_more() -> None:
    assert read_table(b"id," + b"h" * 300 + b"\n1,2\n", "x").columns[1] == "h" * 300
    assert refusal(b"id," + b"h" * 301 + b"\n1,2\n") == (
        "The header of column 2 has 301 characters; at most 300 are read. Shorten it in your spreadsheet program, or "
        "choose another header row."
    )


def test_a_cell_has_a_million_characters_and_no_more() -> None:
    read_table(b"id,note\n1," + "é".encode() * 1_000_000 + b"\n", "x")
    assert refusal(b"id,note\n0,a\n1," + b"x" * 1_000_001 + b"\n") == (
        "The cell in row 3, column 2 has 1,000,001 characters; at most 1,000,000 are read. Shorten it, or leave its "
        "column out, and export the file again."
    )


def test_an_item_of_xml_has_no_more_either() -> None:
    xml = "<NaaccrData><Patient><Item naaccrId='text'>{}</Item></Patient></NaaccrData>"
    assert read_table(xml.format("x" * 1_000_000).encode(), "x").n_rows == 1
    told = refusal(xml.format("x" * 1_100_000).encode())
    assert told.startswith("The cell of item text in patient 1 has 1,")


def test_a_line_is_no_longer_than_a_row_can_be() -> None:
    require_lines(b"a" * (8 * MB - 1) + b"\n" + b"b" * 10)
    told = refusal(b"id,n\n1,2\n" + b"a" * 17 * MB)
    assert told == (
        "Line 3 is longer than 8 MB, which no row of a table is. Export the file again, with one row per patient."
    )


def test_cells_grow_with_the_file_up_to_what_can_be_held() -> None:
    assert [cell_limit(n) for n in (0, 2 * MB, 200 * MB)] == [5_000_000, 10_242_880, 30_000_000]
    assert cell_limit(200 * MB, MOST_TEXTS) == 300_000_000
    require_cells(5_000, 1_000, 0)
    with pytest.raises(FileTooLargeError) as caught:
        require_cells(5_001, 1_000, 0)
    assert str(caught.value) == (
        "The file holds 5,001 rows of 1,000 columns: more than 5 million cells, most of them blank or packed. Leave "
        "out columns that are not needed and export it again."
    )


def test_short_rows_under_many_headers_are_cells_too() -> None:
    header = wide(2_000).split(b"\n")[0]
    assert refusal(header + b"\n1" * 20_000).startswith("The file holds 20,000 rows of 2,000 columns")
    assert refusal(header + b"\n1" * 30_000).startswith("The file holds 3,000 rows of 2,000 columns")  # row by row


def test_cells_count_over_all_sheets() -> None:
    reaching = table_of(b'<row r="60000">' + cell("Z60000") + b"</row>")  # 1.6 million cells
    assert read_table(xlsx(*[reaching] * 3), "x").sheets == ("S1", "S2", "S3")
    assert refusal(xlsx(*[reaching] * 4)) == (
        "A sheet reaches to row 60000 and column 26, most of it empty. Delete the stray cells far below or beside the "
        "table, or save the sheet as CSV, and upload that."
    )
    one_part = xlsx(*[reaching] * 4, part="worksheets/one.xml")  # met as they are laid out
    assert refusal(one_part).startswith("A sheet reaches to row 60000 and column 26")


@pytest.mark.parametrize(
    ("columns", "told"), [(16_384, "The table has 16,384 columns"), (16_385, "A sheet reaches to")]
)
def test_a_sheet_has_no_more_columns_than_sheets_have(columns: int, told: str) -> None:
    row = b"<row>" + b"<c t='str'><v>a</v></c>" * columns + b"</row>"
    assert refusal(xlsx(b"<sheetData>" + row * 2 + b"</sheetData>")).startswith(told)


def test_a_hundred_sheets_are_looked_through_and_a_chosen_one_of_more_is_read() -> None:
    assert len(read_table(xlsx(*[table_of()] * 100), "x").sheets) == 100
    many = xlsx(*[table_of()] * 101)
    assert refusal(many) == (
        "The workbook has 101 sheets; at most 100 are looked through. Save the sheet with the records as CSV and "
        "upload that."
    )
    assert read_table(many, "x", ReadOptions(sheet="S101")).sheet == "S101"


def test_what_is_packed_may_unpack_to_so_many_times_its_size() -> None:
    assert [unpacked_limit(n) for n in (0, MB, 200 * MB)] == [64 * MB, 124 * MB, 600 * MB]
    packed = gzip.compress(b"id,months\n" + b"1,2\n" * (40 * MB), 1)
    assert refusal(packed).startswith(f"The file unpacks to more than {bounds.in_mb(unpacked_limit(len(packed)))}.")
