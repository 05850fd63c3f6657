"""Marks on paper: where they are told to stand, and every word as it is."""

from __future__ import annotations

import pytest
from matplotlib.patches import PathPatch
from matplotlib.text import Text as Letters

from nec_core.errors import PlanError
from nec_core.figures.drawing.marks import Area, Page, Paint, Text, rectangle
from nec_core.figures.drawing.paper import draw
from nec_core.figures.drawing.sheet import paper_sheet, screen_sheet
from tests.figures.drawing.measured import faults, measured


def test_a_word_stands_on_its_baseline_where_it_is_told_to() -> None:
    found = measured(Page(200, 100, (Text("Hxx", 50, 40, 8), Text("Hxx", 150, 40, 8, "right"))))
    (_, left), (_, right) = found.words
    assert left.x0 == pytest.approx(50, abs=1)
    assert right.x1 == pytest.approx(150, abs=1)
    # Counted from below; the extent holds the room for descenders, 0.21 em.
    assert left.y0 == pytest.approx(60 - 0.21 * 8, abs=0.3)


def test_words_that_overlap_or_leave_the_page_are_found() -> None:
    apart = (Text("one", 10, 20, 8), Text("two", 60, 20, 8))
    assert faults(Page(100, 40, apart)) == []
    assert "overlap" in faults(Page(100, 40, (*apart, Text("three", 12, 22, 8))))[0]
    assert faults(Page(100, 40, (Text("cut off", 90, 20, 8),))) == ["'cut off' leaves the page"]


def test_the_page_is_as_large_as_its_marks_say_and_mathematics_is_text() -> None:
    page = draw(
        Page(252, 100, (Text("$x_1$ 50%", 10, 20, 8), Area((rectangle(1, 1, 5, 5),), Paint("#0072B2"), hatch="dots")))
    )
    assert (page.get_size_inches() * 72).tolist() == [252, 100]
    word, fill, hatch = page.artists
    assert isinstance(word, Letters) and word.get_text() == "$x_1$ 50%"
    assert isinstance(fill, PathPatch) and isinstance(hatch, PathPatch)
    assert [fill.get_hatch(), hatch.get_hatch()] == [None, "...."]


def test_a_millimetre_is_a_millimetre_and_a_page_too_narrow_is_refused() -> None:
    assert paper_sheet(180).mm(180) == pytest.approx(paper_sheet(180).width)
    assert (paper_sheet(89).wide, paper_sheet(180).wide) == (False, True)
    assert (screen_sheet(360).size, screen_sheet(360).small) == (12.0, 12.0)
    with pytest.raises(PlanError, match="width_mm must lie between 60 and 600, but was 40"):
        paper_sheet(40)
