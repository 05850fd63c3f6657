"""What stands on a drawn page, measured by matplotlib itself, for tests of words that overlap or are cut off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nec_core.figures.drawing.marks import Page, Text
from nec_core.figures.drawing.paper import draw
from nec_core.figures.paper import paper_settings

if TYPE_CHECKING:
    from matplotlib.transforms import Bbox

_DPI = 72  # one pixel is one point


@dataclass(frozen=True)
class Measured:
    """Words with their extents in points, from the lower left corner, and the page's size."""

    words: list[tuple[str, Bbox]]
    width: float
    height: float


def measured(page: Page) -> Measured:
    """The page drawn, and every word on it measured."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text as Letters

    with paper_settings():
        drawn = draw(page)
        drawn.set_dpi(_DPI)
        renderer = FigureCanvasAgg(drawn).get_renderer()
        words = [
            (text.get_text(), text.get_window_extent(renderer))
            for text in drawn.artists
            if isinstance(text, Letters) and text.get_text().strip()
        ]
    return Measured(words, page.width, page.height)


def faults(page: Page, slack: float = 0.5) -> list[str]:
    """Words that leave the page, and pairs that overlap; empty for a page without fault.

    Args:
        page: in any unit; widths are measured with its own letters.
        slack: boxes hold the room for accents and descenders; ink starts a good half point inside them.
    """
    found = measured(page)
    told = [
        f"{text!r} leaves the page"
        for text, box in found.words
        if box.x0 < -slack or box.x1 > found.width + slack or box.y0 < -slack or box.y1 > found.height + slack
    ]
    low = np.array([(box.x0, box.y0) for _, box in found.words]).reshape(-1, 1, 2)
    high = np.array([(box.x1, box.y1) for _, box in found.words]).reshape(-1, 1, 2)
    shared = np.minimum(high, high.transpose(1, 0, 2)) - np.maximum(low, low.transpose(1, 0, 2))
    for i, j in np.argwhere((shared[..., 0] >= slack) & (shared[..., 1] >= 1.5 * _line_share(page))).tolist():
        if i < j:
            told.append(f"{found.words[i][0]!r} and {found.words[j][0]!r} overlap by {shared[i, j].round(1).tolist()}")
    return told


def _line_share(page: Page) -> float:
    """A point of the page's unit: on screen letters, and what boxes hold around them, are larger."""
    sizes = [mark.size for mark in page.marks if isinstance(mark, Text)]
    return max(1.0, max(sizes, default=8.0) / 8.0)
