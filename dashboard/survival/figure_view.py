"""The figure on the page: one curve brought out, a stretch of time looked at closely, a desk's and a phone's layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import state
from dashboard.survival import figure_settings, group_names
from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.errors import PlanError
from nec_core.export.survival_export import figure_of
from nec_core.export.survival_words import group_label
from nec_core.figures.alt_text import alt_text
from nec_core.figures.screen.screen import PLOTLY_CONFIG, plotly_spec, screen_colour, unchecked
from nec_core.figures.style import FigureStyle
from nec_core.figures.survival_figure import SurvivalFigure

_PHONE_PX = 360
# What a desk's words are placed for; the figure fills what there is. The least that a window usually has.
_DESK_PX, _DESK_BESIDE_PX = 760, 500
_WIDE = "figure wide"
_LONGEST_PILL = 40
_LEAST_SHARE = 1 / 200  # of the time axis: a stretch shorter than this was a slip of the hand
_CLICKS = Path(__file__).with_name("figure_clicks.js")


def curve(result: SurvivalResult, style: FigureStyle, *, beside: bool) -> Callable[[], None]:
    """The figure; the style sheet shows the layout that fits the place it has.

    Args:
        beside: the settings stand beside it.

    Returns:
        what draws the phone's figure into its place: called last, so that the desk's need not wait for it.
    """
    if result.n == 0:
        return lambda: None
    with st.container(key="figure"):
        return _figure(result, style, _DESK_BESIDE_PX if beside else _DESK_PX)


def _figure(result: SurvivalResult, style: FigureStyle, desk_px: int) -> Callable[[], None]:
    """Draws it for a desk; returns what draws it for a phone."""
    scale = _scale(result, style)
    window = _window(scale)
    figure = figure_of(result, style, figure_settings.origin(result), window)
    dark = st.context.theme.type == "dark"
    brought_out = _above(result, figure, window, dark=dark)
    words = alt_text(figure)

    def draw(place: DeltaGenerator, key: str, width: int, *, fixed: bool, **listening: Any) -> None:
        try:
            spec = plotly_spec(figure, dark=dark, width_px=width, fixed=fixed, highlight=brought_out)
        except PlanError as problem:  # letters of 24 pt leave a phone no room for curves
            place.error(fmt.escape_markdown(str(problem)))
            return
        place.plotly_chart(unchecked(spec), theme=None, key=key, alt=words, config=PLOTLY_CONFIG, **listening)

    state.hold(_WIDE, (scale, figure.x.low, figure.x.high))
    draw(st.container(key="figure-wide"), _WIDE, desk_px, fixed=False, on_select=_look_closer, selection_mode="box")
    phone = st.container(key="figure-narrow")
    _listen_to_clicks()
    return lambda: draw(phone, "figure narrow", _PHONE_PX, fixed=True)


def _scale(result: SurvivalResult, style: FigureStyle) -> tuple[str, str]:
    """What a window is of: another endpoint or unit has another time axis."""
    return result.plan.endpoint, style.time_unit or result.unit


def _window(scale: tuple[str, str]) -> tuple[float, float] | None:
    """The stretch of time that was dragged across; None for the whole axis."""
    kept = state.figure_window()
    return kept[1] if kept is not None and kept[0] == scale else None


def _look_closer() -> None:
    """Takes the dragged stretch as the new window; the figure is drawn again with its ticks, counts and steps."""
    boxes, axis = state.widget(_WIDE)["selection"]["box"], state.held(_WIDE)
    if not boxes or axis is None:
        return
    scale, lowest, highest = axis
    low, high = (min(max(float(x), lowest), highest) for x in sorted(boxes[0]["x"]))
    if high - low > _LEAST_SHARE * (highest - lowest):
        state.figure_window.set((scale, (low, high)))


def _above(
    result: SurvivalResult, figure: SurvivalFigure, window: tuple[float, float] | None, *, dark: bool
) -> str | None:
    """What stands over the figure: the curves by name, and the way back from a window.

    Returns:
        the group to show while the others fade; None for all alike.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="figure-above"):
        picked = _brought_out(result, figure, dark=dark)
        group_names.editor(result)
        if len(result.groups) > 1:
            st.caption("Click a name or a curve to bring it out; drag across the figure to look closer.")
        if window is not None:
            st.button(
                "Whole time axis",
                on_click=_whole_axis,
                key="figure-whole",
                icon=":material/zoom_out:",
            )
    return picked


def _whole_axis() -> None:
    state.figure_window.set(None)


def _brought_out(result: SurvivalResult, figure: SurvivalFigure, *, dark: bool) -> str | None:
    """The names, each with the piece of its curve's line that is its key."""
    names = [g.name for g in result.groups]
    if len(names) < 2:
        return None
    labels = [group_label(result, name) for name in names]
    shown = dict(zip(names, fmt.shorten_apart(labels, _LONGEST_PILL), strict=True))
    picked = st.pills(
        "Bring out one curve",
        names,
        format_func=lambda n: fmt.escape_markdown(shown[n]),
        key=f"survival:bring out {result.variable.name if result.variable else ''}",
        label_visibility="collapsed",
    )
    st.html(f"<style>{key_rules(figure, dark=dark)}</style>")
    return str(picked) if picked is not None else None


def key_rules(figure: SurvivalFigure, *, dark: bool) -> str:
    """The style of each name's key, by the place of its group: a name and its key can't be parted."""
    return "".join(
        f".st-key-figure-above [role=radiogroup] button:nth-of-type({group.place + 1})::before,"
        f".st-key-figure-above button[role=radio]:nth-child({group.place + 1})::before"
        f"{{border-top:3px {'dashed' if group.dash else 'solid'} {screen_colour(group, dark=dark)}}}"
        for group in figure.groups
    )


def _listen_to_clicks() -> None:
    """A click on a curve or its name presses the button of that name above: one state, by mouse and by keyboard."""
    st.html(f"<script>{_CLICKS.read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)
