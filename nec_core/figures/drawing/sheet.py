"""What a page brings along: its width, its letters, and how long a millimetre is on it."""

from __future__ import annotations

from dataclasses import dataclass

from nec_core.errors import PlanError
from nec_core.figures.font import text_width
from nec_core.figures.layout.placement import wrap

POINTS_PER_MM = 72 / 25.4
LINE = 1.25  # line height in ems
TALLEST_MM = 240.0  # a journal's page less its caption and head
_NARROWEST_MM, _WIDEST_MM = 60.0, 600.0
_WIDE_MM = 120.0  # less is one column: panels stand below each other
_WIDE_PX = 480
_LEAST_PX = 320


@dataclass(frozen=True)
class Sheet:
    """A page to lay out on, in its own unit: points on paper, pixels on screen.

    Attributes:
        width: of the page.
        point: a printed point in that unit.
        size, small: letters of labels and names; and of tick numbers' companions, tables and the caption.
        margin: between words and the edge of the page.
        wide: two columns of a journal or a desk: there is room beside each other. On a narrow one things stand below
            each other.
        tallest: how high a page may be; None on screen, where it scrolls.
    """

    width: float
    point: float
    size: float
    small: float
    margin: float
    wide: bool
    tallest: float | None

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    @property
    def line(self) -> float:
        """Height of a line of the larger letters."""
        return LINE * self.size

    @property
    def small_line(self) -> float:
        return LINE * self.small

    def mm(self, length: float) -> float:
        """Millimetres of the printed page in the page's unit."""
        return length * POINTS_PER_MM * self.point

    def of(self, text: str, *, small: bool = False, bold: bool = False) -> float:
        """How wide a line of words is."""
        return text_width(text, self.small if small else self.size, bold=bold)

    def wrapped(self, text: str, width: float, *, small: bool = False, bold: bool = False) -> tuple[str, ...]:
        """Lines no wider than `width`."""
        return wrap(text, width, lambda line: self.of(line, small=small, bold=bold))


def paper_sheet(width_mm: float) -> Sheet:
    """A printed page: 8 and 7 pt.

    Raises:
        PlanError: narrower or wider than a picture can be.
    """
    if not _NARROWEST_MM <= width_mm <= _WIDEST_MM:
        raise PlanError(
            f"width_mm must lie between {_NARROWEST_MM:g} and {_WIDEST_MM:g}, but was {width_mm:g}. "
            "Journals ask for 85 to 90 (one column) or 170 to 180 (two)."
        )
    return Sheet(width_mm * POINTS_PER_MM, 1.0, 8.0, 7.0, 2.0, width_mm >= _WIDE_MM, TALLEST_MM * POINTS_PER_MM)


def screen_sheet(width_px: float) -> Sheet:
    """A desk's or a phone's screen; a phone has no letters under 12 px."""
    width = max(_LEAST_PX, width_px)
    if width > _WIDE_PX:
        return Sheet(width, 1.6, 12.8, 11.5, 4.0, True, None)
    return Sheet(width, 1.5, 12.0, 12.0, 4.0, False, None)
