"""What pictures are made of: lines, areas, points and words in the page's own unit, counted from its upper left corner.

A layout puts every mark where it stands; a renderer only paints. Both renderers take the same marks, so that paper and
screen can't drift apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nec_core.figures.palette import Dash

Place = tuple[float, float]
"""Across from the left edge, and down from the upper edge."""

Hatch = Literal["", "diagonal", "dots", "cross", "back"]
Shape = Literal["circle", "square", "diamond", "triangle", "arrow right", "arrow left", "cross", "tick", "none"]
Anchor = Literal["left", "centre", "right"]
HATCHES: tuple[Hatch, ...] = ("", "diagonal", "dots", "cross", "back")
SHAPES: tuple[Shape, ...] = ("circle", "square", "diamond", "triangle")
"""Second signs beside colours, in the order in which levels take them."""


@dataclass(frozen=True)
class Paint:
    """A colour as it is on white paper; the screen turns it round or lightens it where it is dark.

    Attributes:
        colour: "#rrggbb" of something that stands for a level, or a part of the page: "ink", "quiet", "grid", "ground".
        pale: share of the ground that is mixed in, 0 to 1: a tint that is a tint on white and on black.
    """

    colour: str
    pale: float = 0.0


INK, QUIET, GRID, GROUND = Paint("ink"), Paint("quiet"), Paint("grid"), Paint("ground")


@dataclass(frozen=True)
class Line:
    """A line from place to place. `width_pt` in points of the printed page; `dash` in line widths."""

    places: tuple[Place, ...]
    paint: Paint = INK
    width_pt: float = 0.7
    dash: Dash = ()

    def moved(self, across: float, down: float) -> Line:
        return replace(self, places=_moved(self.places, across, down))


@dataclass(frozen=True)
class Area:
    """Closed outlines of one look.

    Attributes:
        outlines: each a polygon; several that look alike are one mark, since a file is then a fraction as large.
        fill: None for hollow.
        opacity: of the fill, for bands that lie on each other.
        edge: None for none.
        hatch: the second sign beside the colour, drawn in the ground's colour.
        tells: what the pointer reads at each outline; () for nothing.
    """

    outlines: tuple[tuple[Place, ...], ...]
    fill: Paint | None
    opacity: float = 1.0
    edge: Paint | None = None
    edge_pt: float = 0.7
    hatch: Hatch = ""
    tells: tuple[str, ...] = ()

    def moved(self, across: float, down: float) -> Area:
        return replace(self, outlines=tuple(_moved(outline, across, down) for outline in self.outlines))


@dataclass(frozen=True)
class Points:
    """Marks of one shape. A hollow one is filled with the ground. "none" is seen by the pointer alone.

    Attributes:
        size_pt: across, in points of the printed page.
        tells: what the pointer reads at each; () for nothing.
    """

    places: tuple[Place, ...]
    shape: Shape = "circle"
    paint: Paint = INK
    filled: bool = True
    size_pt: float = 4.4
    tells: tuple[str, ...] = ()

    def moved(self, across: float, down: float) -> Points:
        return replace(self, places=_moved(self.places, across, down))


@dataclass(frozen=True)
class Text:
    """One line of words: its left end (or right, or centre) and its baseline. An `upright` one reads from below."""

    text: str
    x: float
    y: float
    size: float
    anchor: Anchor = "left"
    bold: bool = False
    paint: Paint = INK
    upright: bool = False

    def moved(self, across: float, down: float) -> Text:
        return replace(self, x=self.x + across, y=self.y + down)


Mark = Line | Area | Points | Text


@dataclass(frozen=True)
class Page:
    """All marks of one page, in the order they are painted, in its own unit: points on paper, pixels on screen."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Everything written on it."""
        return tuple(mark.text for mark in self.marks if isinstance(mark, Text))


def rectangle(left: float, top: float, width: float, height: float) -> tuple[Place, ...]:
    """The outline of a box."""
    return ((left, top), (left + width, top), (left + width, top + height), (left, top + height))


def _moved(places: Sequence[Place], across: float, down: float) -> tuple[Place, ...]:
    return tuple((x + across, y + down) for x, y in places)
