"""In every kind's hard cases no word is cut off, none overlaps another, and no letter is too small to print."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.picture_cases import CASES
from nec_core.figures.drawing.marks import Page, Points, Text
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import Sheet, paper_sheet, screen_sheet
from tests.figures.drawing.measured import faults

SHEETS = {"180 mm": paper_sheet(180), "89 mm": paper_sheet(89), "desk": screen_sheet(760), "phone": screen_sheet(360)}


@cache
def _case(name: str) -> Picture:
    return CASES[name]()


@cache
def _pages(name: str, size: str) -> tuple[Page, ...]:
    return _case(name).layout(SHEETS[size])


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("name", CASES)
def test_no_word_is_cut_off_or_overlaps_another(name: str, size: str) -> None:
    for page in _pages(name, size):
        assert faults(page) == []


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("name", CASES)
def test_every_mark_is_on_its_page_and_every_letter_large_enough(name: str, size: str) -> None:
    sheet: Sheet = SHEETS[size]
    least = 5.0 if sheet.tallest is not None else 12.0 if not sheet.wide else 11.0
    for page in _pages(name, size):
        assert page.width == sheet.width
        assert sheet.tallest is None or page.height <= sheet.tallest
        for mark in page.marks:
            if isinstance(mark, Text):
                assert mark.size >= least
                continue
            outlines = mark.outlines if hasattr(mark, "outlines") else (mark.places,)
            reach = mark.size_pt / 2 if isinstance(mark, Points) else 0.0
            for outline in outlines:
                for x, y in outline:
                    assert reach - 0.5 <= x <= page.width - reach + 0.5
                    assert reach - 0.5 <= y <= page.height - reach + 0.5
