"""A picture before it has a page: its words, and how it is laid out on whatever page it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nec_core.errors import PlanError
from nec_core.figures.drawing.marks import Page
from nec_core.figures.drawing.screen import plotly_dict
from nec_core.figures.drawing.sheet import Sheet, paper_sheet, screen_sheet
from nec_core.figures.system_font import missing_characters

Layout = Callable[[Sheet], tuple[Page, ...]]


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes:
        title: its name, for lists and a file's metadata.
        sentence: what it says, as a paper would; with its numbers and their n.
        alt_text: kind, n, two or three numbers, what is missing, for those who can't see it.
        n: patients drawn, or rows where rows are what it is about.
        missing: what is left out and why; "" for nothing.
        layout: puts the marks on a page of a given width; more than one page where rows need them.
    """

    title: str
    sentence: str
    alt_text: str
    n: int
    missing: str
    layout: Layout

    def pages(self, width_mm: float) -> tuple[Page, ...]:
        """On paper, in points. Raises PlanError for a width that no picture can have."""
        return self.layout(paper_sheet(width_mm))

    def on_screen(self, width_px: float, *, dark: bool = False, fixed: bool = False) -> dict[str, Any]:
        """For Plotly: data and layout. A screen has one page, however long."""
        sheet = screen_sheet(width_px)
        pages = self.layout(sheet)
        if len(pages) != 1:
            raise PlanError(f"“{self.title}” was laid out as {len(pages)} pages for a screen. Report this.")
        return plotly_dict(pages[0], dark=dark, point=sheet.point, fixed=fixed)

    def missing_glyphs(self) -> tuple[str, ...]:
        """The characters in it that no font can draw on paper, each once."""
        return missing_characters("".join(word for page in self.pages(180) for word in page.words))
