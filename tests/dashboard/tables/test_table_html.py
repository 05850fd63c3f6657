"""A table as HTML: what a screen reader finds in it, and that no text of a file is anything but text."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard.tables.table_html import Looks, table_html

FRAME = pd.DataFrame({"Group": ["LRD", "metastatic"], "n": [15, 12345], "Median": ["18.1 months", "NR"]})


def drawn(frame: pd.DataFrame = FRAME, **looks: object) -> str:
    return table_html(frame, "Medians <by> stage", Looks(**looks))  # type: ignore[arg-type]  # as the test says


def test_it_has_a_name_heads_of_columns_and_heads_of_lines() -> None:
    text = drawn(note="NR: not reached.")
    assert '<caption class="heard">Medians &lt;by&gt; stage</caption>' in text
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)<', text) == ["Group", "n", "Median"]
    assert re.findall(r'<th scope="row"[^>]*>([^<]*)<', text) == ["LRD", "metastatic"]
    assert '<p class="table-note">NR: not reached.</p>' in text
    assert "<caption>" in drawn(titled=True)


def test_counts_have_their_separators_and_a_number_with_unknown_decimals_is_refused() -> None:
    assert ">12,345<" in drawn()
    assert ">7</td>" in drawn(pd.DataFrame({"a": ["x"], "b": [7.0]}))  # a column with blanks is one of floats
    with pytest.raises(TypeError) as refused:
        drawn(pd.DataFrame({"a": ["x"], "b": [0.5]}))
    assert str(refused.value) == (
        "a table to read holds texts and counts; 0.5 is to be printed with its decimals first"
    )


def test_what_is_not_there_is_blank_and_never_nan() -> None:
    text = drawn(pd.DataFrame({"a": ["x", "y"], "b": [None, 3], "c": [pd.NA, "z"]}))
    assert "nan" not in text.lower().replace("rowheader", "")
    assert "<NA>" not in text


def test_texts_of_a_file_are_escaped_wherever_they_stand() -> None:
    evil = '<img src=x onerror="alert(1)">'
    text = table_html(pd.DataFrame({"x": [evil], evil: [evil]}), evil, Looks(note=evil))
    assert "<img" not in text
    assert 'onerror="' not in text
    assert text.count("&lt;img") == 6  # name, head, line's name, cell, the head beside the cell, note


def test_what_a_spreadsheet_would_run_is_copied_as_text() -> None:
    text = drawn(pd.DataFrame({"a": ["=1+1"], "b": ["-3.5"], "c": ["@x"]}))
    assert re.findall(r'data-copied="([^"]*)"', text) == ["&#x27;=1+1", "&#x27;@x"]


def test_a_name_that_is_not_written_again_is_said_again() -> None:
    frame = pd.DataFrame({"Characteristic": ["Sex", ""], "Value": ["female", "male"], "n": [1, 2]})
    heads = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', drawn(frame, headings=2))
    assert heads == ["Sex", "female", '<span class="heard">Sex</span>', "male"]


def test_a_share_is_drawn_under_its_cell_alone() -> None:
    text = drawn(shares=[[None, 0.25], [None, None]])
    assert re.findall(r'style="--share: ([0-9.]+)%"', text) == ["25.0"]


@pytest.mark.parametrize(("words", "broken"), [("x" * 22, 0), ("x" * 23, 1), ("two words of length " * 3, 0)])
def test_only_a_word_that_no_column_can_hold_is_broken(words: str, broken: int) -> None:
    assert drawn(pd.DataFrame({"a": ["x"], "b": [words]})).count('class="long"') == broken


def test_the_more_columns_the_wider_the_page_below_which_lines_become_blocks() -> None:
    def least(frame: pd.DataFrame) -> int:
        found = re.search(r"@container \(max-width: (\d+)px\)", drawn(frame))
        assert found is not None
        return int(found[1])

    narrow, wide = FRAME, pd.concat([FRAME, FRAME.add_suffix(" again")], axis=1)
    assert least(narrow) < 390 < least(wide) < 800
