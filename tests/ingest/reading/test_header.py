"""The header row is found below titles, and two rows of headers become one."""

from __future__ import annotations

from nec_core.ingest.reading.delimited import read_delimited
from nec_core.ingest.reading.header import described_rows, find_header, header_names, is_group_row

DATA = ["P1", "50", "2019-01-01", "dead"]


def test_the_first_row_of_words_is_the_header() -> None:
    assert find_header([["id", "age", "date", "status"], DATA, DATA]) == 1


def test_titles_comments_and_blank_rows_above_are_passed_over() -> None:
    rows = [["Export 2024"], [], ["#Identifier", "Age", "Date", "Status"], ["Clinic:", "South", "", ""]]
    assert find_header([*rows[:3], ["id", "age", "date", "status"], DATA]) == 4


def test_data_without_a_header_have_none() -> None:
    assert find_header([["1", "50", "2019-01-01", "x"], ["2", "51", "2019-01-02", "y"]]) == 0
    assert find_header([["x", "1", "2", "3"], ["1", "2", "3", "4"]]) == 0
    assert find_header([]) == 0


def test_years_among_the_headers_do_not_hide_them() -> None:
    assert find_header([["id", "name", "2019", "2020", "age"], ["1", "2", "3", "4", "5"]]) == 1


def test_half_words_like_the_data_below_are_data() -> None:
    row = ["A", "F", "x", "1", "2"]
    assert find_header([row, row, row]) == 0


def test_a_header_of_two_rows_ends_with_the_second() -> None:
    rows = [["ID", "Age", "Surgery", "", "Outcome", ""], ["", "", "Date", "Type", "Date", "Status"],
            ["P1", "5", "2019-01-01", "APR", "2020-01-01", "dead"]]  # fmt: skip
    assert find_header(rows) == 2
    assert header_names(rows, 2) == [
        "ID", "Age", "Surgery › Date", "Surgery › Type", "Outcome › Date", "Outcome › Status",
    ]  # fmt: skip


def test_a_sparse_group_row_is_found_above_the_header() -> None:
    rows = [
        ["Patient", "", "Outcome", "", ""],
        ["ID", "Age", "Date", "Status", "Months"],
        ["P1", "5", "2019", "dead", "3"],
    ]
    assert find_header(rows) == 2
    assert header_names(rows, 2)[3:] == ["Outcome › Status", "Outcome › Months"]


def test_titles_and_data_are_no_group_row() -> None:
    names = ["id", "age", "date", "status"]
    assert not is_group_row(["Export", "", "", ""], names)
    assert not is_group_row(["Study:", "NEC registry", "", ""], ["a"] * 8)
    assert not is_group_row(["Study:", "", "NEC registry"], ["a"] * 8)
    assert not is_group_row(["", "age", "sex", ""], ["1", "50", "F", "3"])  # a header with blanks, above data
    assert not is_group_row(names, DATA)


ORANGE = [["months", "died", "arm", "id"], ["continuous", "0 1", "discrete", "string"], ["", "class", "", "meta"]]
BIOTAB = [["barcode", "vital"], ["patient_barcode", "vital_status"], ["CDE_ID:2003301", "CDE_ID:5"]]
ROWS = [["12", "1", "x", "string"], ["40", "0", "y", "P2"]]


def test_rows_that_describe_the_columns_are_counted_and_rows_of_data_are_not() -> None:
    assert described_rows([*ORANGE, *ROWS], 1) == 2
    assert described_rows([*ORANGE[:2], *ROWS], 1) == 1
    assert described_rows([*BIOTAB, *ROWS], 1) == 2
    assert described_rows([["a", "b"], ["What is a?", "and b?"], ['{"ImportId":"QID1"}', '{"ImportId":"x"}']], 1) == 2
    assert described_rows([ORANGE[0], *ROWS], 1) == 0
    assert described_rows([ORANGE[0], ["continuous", "12", "x", "P1"], *ROWS], 1) == 0


def test_described_columns_keep_the_rows_of_their_patients() -> None:
    lines = "\n".join("\t".join(row) for row in [*ORANGE, *ROWS])
    laid, _ = read_delimited(lines.encode())
    assert (laid.header_row, laid.row_numbers.tolist(), laid.columns) == (1, [4, 5], tuple(ORANGE[0]))
    assert laid.notes == ("Rows 2 to 3 under the headers describe the columns and count as no patients.",)
