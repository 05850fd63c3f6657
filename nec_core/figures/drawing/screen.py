"""Marks on the screen, as the plain dictionary Plotly takes: built as objects the same figure takes 25 times as long.

The whole page is one pair of axes in its own pixels. Wider than it was laid out for it is stretched, not scaled: places
move apart, letters stay, so that nothing can come to overlap. Words from data are escaped: Plotly draws links and
styles it finds in labels.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from nec_core.figures.drawing.marks import Area, Line, Mark, Page, Paint, Place, Points, Text
from nec_core.figures.font import SCREEN_STACK
from nec_core.figures.palette import mix, readable_on, rgb
from nec_core.figures.screen.words import DARK, LIGHT, Theme

_SHAPES: Final = {
    "circle": "circle", "square": "square", "diamond": "diamond", "triangle": "triangle-up",
    "arrow right": "triangle-right", "arrow left": "triangle-left", "cross": "x-thin", "tick": "line-ns",
    "none": "circle",
}  # fmt: skip
_STROKES: Final = ("cross", "tick")  # nothing but an outline
_HATCHES: Final = {"diagonal": "/", "dots": ".", "cross": "x", "back": "\\"}
_DARK_TINT: Final = 0.85
_MIDDLE: Final = 0.34  # of a line of words above its baseline, in ems: Plotly anchors by the middle
# What all words share is sent once.
_WORDS: Final[dict[str, Any]] = {
    "xref": "x", "yref": "y", "yanchor": "middle", "showarrow": False, "borderpad": 0, "align": "left",
    "xanchor": "left",
}  # fmt: skip


def plotly_dict(page: Page, *, dark: bool = False, point: float = 1.6, fixed: bool = False) -> dict[str, Any]:
    """The page for the screen: data and layout.

    Args:
        page: laid out in pixels.
        dark: ink turned, and colours lightened until they stand out.
        point: pixels of a printed point.
        fixed: exactly as wide as it was laid out; otherwise at least.
    """
    theme = DARK if dark else LIGHT
    texts = [mark for mark in page.marks if isinstance(mark, Text)]
    traces = _together([trace for mark in page.marks for trace in _traces(mark, theme, point, dark=dark)])
    hidden: dict[str, Any] = {"visible": False, "fixedrange": True}
    return {
        "data": traces,
        "layout": {
            "template": {"layout": {"annotationdefaults": _WORDS}},
            "width": page.width if fixed else None,
            "height": round(page.height),
            "autosize": not fixed,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0, "autoexpand": False},
            "font": {"family": SCREEN_STACK, "color": theme.ink},
            "paper_bgcolor": theme.paper,
            "plot_bgcolor": theme.paper,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": theme.paper, "bordercolor": theme.quiet, "align": "left",
                "font": {"family": SCREEN_STACK, "size": 12, "color": theme.ink},
            },
            "xaxis": {**hidden, "range": [0, page.width]},
            "yaxis": {**hidden, "range": [round(page.height), 0]},
            "annotations": [_annotation(text, theme, dark=dark) for text in texts],
        },
    }  # fmt: skip


def _traces(mark: Mark, theme: Theme, point: float, *, dark: bool) -> list[dict[str, Any]]:
    match mark:
        case Line():
            return [_line(mark, theme, point, dark=dark)]
        case Area():
            return _area(mark, theme, point, dark=dark)
        case Points():
            return [_points(mark, theme, point, dark=dark)] if mark.places else []
    return []


def _together(traces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Traces of one look made one, since a browser takes as long for a trace of two points as for one of two hundred.
    None comes to lie under what it lay on: it joins an earlier one only where nothing drawn between touches it."""
    joined: list[_Joined] = []
    for trace in traces:
        look = repr({k: v for k, v in trace.items() if k not in ("x", "y", "text")} | {"told": "text" in trace})
        reach = _reach(trace)
        for earlier in reversed(joined):
            if earlier.look == look:
                earlier.take(trace, reach)
                break
            if earlier.touches(reach):
                joined.append(_Joined(look, trace, reach, [reach]))
                break
        else:
            joined.append(_Joined(look, trace, reach, [reach]))
    return [one.trace for one in joined]


Reach = tuple[float, float, float, float]
"""Left, top, right and bottom."""
_NOWHERE: Final[Reach] = (math.inf, math.inf, -math.inf, -math.inf)


@dataclass
class _Joined:
    """A trace that grows. State: its places, how far they reach, and how far each part of it."""

    look: str
    trace: dict[str, Any]
    reach: Reach
    parts: list[Reach]

    def take(self, other: dict[str, Any], reach: Reach) -> None:
        lifted = [None] if self.trace["mode"] == "lines" else []
        for axis in ("x", "y"):
            self.trace[axis] += [*lifted, *other[axis]]
        if "text" in other:
            self.trace["text"] += other["text"]
        (a, b, c, d), (e, f, g, h) = self.reach, reach
        self.reach = min(a, e), min(b, f), max(c, g), max(d, h)
        self.parts.append(reach)

    def touches(self, other: Reach) -> bool:
        return _touch(self.reach, other) and any(_touch(part, other) for part in self.parts)


def _touch(one: Reach, other: Reach) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _reach(trace: dict[str, Any]) -> Reach:
    """How far it is drawn, the width of its pen included; what is not seen reaches nowhere."""
    if trace.get("marker", {}).get("opacity") == 0:
        return _NOWHERE
    x, y = ([v for v in trace[axis] if v is not None] or [0.0] for axis in ("x", "y"))
    pen = trace["marker"]["size"] / 2 + 2 if "marker" in trace else trace["line"]["width"] / 2
    return min(x) - pen, min(y) - pen, max(x) + pen, max(y) + pen


def _line(line: Line, theme: Theme, point: float, *, dark: bool) -> dict[str, Any]:
    width = line.width_pt * point
    dash = ",".join(f"{length * width:.3g}px" for length in line.dash) if line.dash else "solid"
    return {
        **_trace("lines", [line.places]),
        "line": {"color": _colour(line.paint, theme, dark=dark), "width": round(width, 2), "dash": dash},
    }


def _area(area: Area, theme: Theme, point: float, *, dark: bool) -> list[dict[str, Any]]:
    edge = {"color": "rgba(0,0,0,0)", "width": 0}
    if area.edge is not None:
        edge = {"color": _colour(area.edge, theme, dark=dark), "width": round(area.edge_pt * point, 2)}
    outlines = [(*outline, outline[0]) for outline in area.outlines if outline]
    trace = {**_trace("lines", outlines), "line": edge}
    if area.fill is not None:
        fill = _colour(area.fill, theme, dark=dark)
        red, green, blue = rgb(fill)
        trace |= {"fill": "toself", "fillcolor": f"rgba({red},{green},{blue},{area.opacity:.3g})"}
        if area.hatch:
            trace["fillpattern"] = {
                "shape": _HATCHES[area.hatch], "fgcolor": theme.paper, "bgcolor": fill, "fillmode": "overlay",
                "size": 6, "solidity": 0.25,
            }  # fmt: skip
    if not area.tells:
        return [trace]
    return [trace, _pointer([_middle(outline) for outline in area.outlines], area.tells)]


def _points(points: Points, theme: Theme, point: float, *, dark: bool) -> dict[str, Any]:
    if points.shape == "none":
        return _pointer(points.places, points.tells)
    colour = _colour(points.paint, theme, dark=dark)
    stroke = points.shape in _STROKES
    trace = _trace("markers", [points.places]) | {
        "marker": {
            "symbol": _SHAPES[points.shape],
            "size": round(points.size_pt * point, 2),
            "color": colour if points.filled or stroke else theme.paper,
            "line": {"color": colour, "width": round(point, 2)},
            "opacity": 1,
        }
    }
    return _told(trace, points.tells) if points.tells else trace


def _pointer(places: Sequence[Place], tells: Sequence[str]) -> dict[str, Any]:
    """Unseen points at which the pointer reads something."""
    trace = _trace("markers", [tuple(places)]) | {"marker": {"opacity": 0, "size": 12}}
    return _told(trace, tells)


def _told(trace: dict[str, Any], tells: Sequence[str]) -> dict[str, Any]:
    return trace | {"text": [html.escape(told, quote=False) for told in tells], "hoverinfo": "text"}


def _trace(mode: str, parts: Sequence[Sequence[Place]]) -> dict[str, Any]:
    """Parts of one look; between them the pen is lifted."""
    x: list[float | None] = []
    y: list[float | None] = []
    for i, part in enumerate(parts):
        if i:
            x.append(None)
            y.append(None)
        x += [round(a, 2) for a, _ in part]
        y += [round(b, 2) for _, b in part]
    return {
        "type": "scatter", "mode": mode, "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False, "showlegend": False,
    }  # fmt: skip


def _middle(outline: Sequence[Place]) -> Place:
    x, y = [a for a, _ in outline], [b for _, b in outline]
    return (min(x) + max(x)) / 2, (min(y) + max(y)) / 2


def _annotation(text: Text, theme: Theme, *, dark: bool) -> dict[str, Any]:
    words = html.escape(text.text, quote=False)
    up = _MIDDLE * text.size
    x, y = (text.x - up, text.y) if text.upright else (text.x, text.y - up)
    made = {
        "x": round(x, 2),
        "y": round(y, 2),
        "text": f"<b>{words}</b>" if text.bold else words,
        "font": {"size": text.size, "color": _colour(text.paint, theme, dark=dark)},
    }
    if text.upright:
        # Turned words are anchored by their middle, across and along.
        return made | {"textangle": -90, "xanchor": "center"}
    return made if text.anchor == "left" else made | {"xanchor": "center" if text.anchor == "centre" else "right"}


def _colour(paint: Paint, theme: Theme, *, dark: bool) -> str:
    parts = {"ink": theme.ink, "quiet": theme.quiet, "grid": theme.grid, "ground": theme.paper}
    colour = parts.get(paint.colour) or (readable_on(paint.colour, theme.paper) if dark else paint.colour)
    # The eye tells dark tints apart less well than light ones: they are mixed a little less.
    share = paint.pale * (_DARK_TINT if dark else 1.0)
    return mix(colour, theme.paper, share) if share else colour
