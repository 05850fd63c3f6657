"""Marks on paper, by matplotlib: exact in millimetres, the same on every machine. It paints, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from nec_core.figures.drawing.marks import Area, Line, Mark, Page, Paint, Points, Text
from nec_core.figures.font import drawable_text
from nec_core.figures.palette import mix
from nec_core.figures.paper import paper_settings
from nec_core.figures.system_font import SystemFont

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

PARTS: Final = {"ink": "#111111", "quiet": "#555555", "grid": "#E4E4E4", "ground": "#FFFFFF"}
_HATCHES: Final = {"diagonal": "/////", "dots": "....", "cross": "xxxx", "back": "\\\\\\\\\\"}
_SHAPES: Final = {
    "circle": "o", "square": "s", "diamond": "D", "triangle": "^", "arrow right": ">", "arrow left": "<",
    "cross": "x", "tick": "|", "none": "",
}  # fmt: skip
_EDGE_PT: Final = 1.0  # of a point's outline


def draw(page: Page, fonts: Sequence[SystemFont] = ()) -> Figure:
    """The printed page, with the computer's fonts for what the shipped ones lack; the caller holds `paper_settings`
    until it is saved."""
    from matplotlib.figure import Figure as MatplotlibFigure
    from matplotlib.transforms import Affine2D

    with paper_settings(fonts):
        figure = MatplotlibFigure(figsize=(page.width / 72, page.height / 72), facecolor="white")
        # Marks stand on the page itself: axes would measure each of them for limits that nobody reads, and clip it.
        from_above = Affine2D().scale(1 / 72, -1 / 72).translate(0, page.height / 72) + figure.dpi_scale_trans
        for order, mark in enumerate(page.marks):
            for artist in _painted(mark):
                artist.set(transform=from_above, clip_on=False, zorder=1 + order * 1e-3)
                figure.add_artist(artist)
    return figure


def _painted(mark: Mark) -> Iterator[Artist]:
    match mark:
        case Line():
            yield _line(mark)
        case Area():
            yield from _area(mark)
        case Points():
            yield from _points(mark)
        case Text():
            yield _text(mark)


def _line(line: Line) -> Artist:
    from matplotlib.lines import Line2D

    x, y = zip(*line.places, strict=True) if line.places else ((), ())
    return Line2D(
        x, y,
        color=_colour(line.paint), linewidth=line.width_pt, linestyle=(0, line.dash) if line.dash else "-",
        solid_capstyle="butt", solid_joinstyle="miter", dash_joinstyle="miter",
    )  # fmt: skip


def _area(area: Area) -> Iterator[Artist]:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    outlines = [outline for outline in area.outlines if outline]
    if not outlines:
        return
    path = Path.make_compound_path(*(Path([*outline, outline[0]], closed=True) for outline in outlines))
    edge = "none" if area.edge is None else _colour(area.edge)
    common: dict[str, Any] = {"joinstyle": "miter", "capstyle": "butt"}
    if area.fill is not None:
        fill = PathPatch(path, facecolor=_colour(area.fill), edgecolor="none", linewidth=0, **common)
        fill.set_alpha(area.opacity if area.opacity < 1 else None)
        yield fill
    if area.hatch:
        # A hatch takes the colour of the edge, which stays unseen at no width.
        hatch = PathPatch(path, facecolor="none", edgecolor="white", linewidth=0, **common)
        hatch.set_hatch(_HATCHES[area.hatch])
        yield hatch
    if area.edge is not None:
        yield PathPatch(path, facecolor="none", edgecolor=edge, linewidth=area.edge_pt, **common)


def _points(points: Points) -> Iterator[Artist]:
    from matplotlib.lines import Line2D

    if not points.places or points.shape == "none":
        return
    x, y = zip(*points.places, strict=True)
    colour = _colour(points.paint)
    yield Line2D(
        x, y,
        linestyle="", marker=_SHAPES[points.shape], markersize=points.size_pt, markeredgewidth=_EDGE_PT,
        markeredgecolor=colour, markerfacecolor=colour if points.filled else PARTS["ground"],
    )  # fmt: skip


def _text(text: Text) -> Artist:
    from matplotlib.text import Text as Letters

    return Letters(
        text.x, text.y, drawable_text(text.text),
        fontsize=text.size, fontweight="bold" if text.bold else "normal", color=_colour(text.paint),
        ha={"left": "left", "right": "right", "centre": "center"}[text.anchor], va="baseline",
        rotation=90 if text.upright else 0, rotation_mode="anchor",
    )  # fmt: skip


def _colour(paint: Paint) -> str:
    colour = PARTS.get(paint.colour, paint.colour)
    return mix(colour, PARTS["ground"], paint.pale) if paint.pale else colour
