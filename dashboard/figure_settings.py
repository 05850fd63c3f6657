"""How the survival figure looks: every setting, seen at once on the screen figure and in a print preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic import ValidationError
from streamlit.delta_generator import DeltaGenerator

from dashboard import frame, state
from nec_core import formatting as fmt
from nec_core.analysis import SurvivalResult
from nec_core.errors import PlanError
from nec_core.export.survival_export import preview_png, provenance
from nec_core.figures.palette import palette_colour
from nec_core.figures.style import FigureStyle

_KEY = "figure:"
PANEL = f"{_KEY}panel"
_PALETTES = {
    "default": "Safe for colour blindness",
    "greyscale": "Greyscale with line styles",
    "nejm": "NEJM",
    "lancet": "Lancet",
    "jco": "JCO",
    "jama": "JAMA",
}
_RISK = {"extended": "At risk, censored, events", "at_risk": "At risk", "none": "None"}
_INTERVAL = {"band": "Band", "lines": "Lines", "none": "None"}
_UNITS = ("days", "weeks", "months", "years")
_TAILS = {True: "pale", False: "full"}
_DASHES = {"auto": "Auto", "yes": "Always", "no": "Never"}
_DASHED = {"auto": None, "yes": True, "no": False}
_PREVIEW_MM = 180
_CONTROLS_PX = 620


@dataclass(frozen=True)
class Panel:
    """What the panel settles.

    Attributes:
        style: the figure's looks.
        beside: the place for the figure beside the controls; None while the panel is folded.
        draw_print: draws the printed figure under it. Called last: the figure on the page need not wait for it.
    """

    style: FigureStyle
    beside: DeltaGenerator | None = None
    draw_print: Callable[[], None] = lambda: None


def panel(result: SurvivalResult) -> Panel:
    """Draws the controls; what can't be drawn is said and left out. Folded, the panel costs nothing."""
    if result.n == 0:
        return Panel(FigureStyle())
    saved = _of_this_unit(state.figure_style(), result)
    folding = st.expander("Figure settings", icon=":material/tune:", key=PANEL, on_change="rerun")
    if not folding.open:
        state.set_figure_style(saved)
        return Panel(saved)
    with folding:
        left, right = st.columns([2, 3], gap="medium")
        # The controls scroll, the figure stays in sight.
        with left.container(height=_CONTROLS_PX, border=False, key="figure-controls"):
            wanted = _curves(saved) | _axes(saved, result) | _words(saved) | _groups(saved, result) | _sizes(saved)
            style = _checked(wanted, saved)
            _keep_and_load(style)
        beside, printed = right.container(), right.container()
    state.set_figure_style(style)
    return Panel(style, beside, lambda: _draw_print(printed, result, style))


def _draw_print(place: DeltaGenerator, result: SurvivalResult, style: FigureStyle) -> None:
    place.caption(f"As printed, {_PREVIEW_MM} mm wide")
    try:
        place.image(preview_png(result, style, _PREVIEW_MM, origin(result)), width="stretch")
    except PlanError as problem:
        place.error(fmt.escape_markdown(str(problem)))


def _of_this_unit(style: FigureStyle, result: SurvivalResult) -> FigureStyle:
    """An axis that ended at 60 months must not end at 60 days when the unit changes."""
    key = f"{_KEY}axis unit"
    before = st.session_state.get(key, result.unit)
    st.session_state[key] = result.unit
    if style.time_unit is not None or before == result.unit:
        return style
    return style.model_copy(update={"x_max": None, "x_step": None})


def origin(result: SurvivalResult) -> str:
    """The footnote of the figure: what it was made from, and by which plan."""
    cohort = frame.current_cohort()
    return provenance(cohort.source, result.plan) if cohort else ""


def _checked(wanted: dict[str, Any], fallback: FigureStyle) -> FigureStyle:
    try:
        # What the panel does not offer (a loaded file can say more) stays as it was.
        return FigureStyle.model_validate(fallback.model_dump() | wanted)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        st.error(fmt.escape_markdown(first["msg"].removeprefix("Value error, ")))
        return fallback


def _curves(saved: FigureStyle) -> dict[str, Any]:
    first, second = st.columns(2)
    return {
        "quantity": _pick(
            first, "Curve of", {"survival": "Survival", "failure": "1 - survival"}, saved.quantity, "quantity"
        ),
        "display": _pick(second, "Scale", {"percent": "Percent", "proportion": "Proportion"}, saved.display, "display"),
        "interval": _pick(first, "Confidence interval", _INTERVAL, saved.interval, "interval"),
        "risk_table": _pick(second, "Table below", _RISK, saved.risk_table, "risk table"),
        "palette": _pick(first, "Colours", _PALETTES, saved.palette, "palette"),
        "labels": _pick(
            second, "Names of curves", {"direct": "At their end", "legend": "In a legend"}, saved.labels, "labels"
        ),
        "censor_ticks": first.checkbox("Censoring ticks", saved.censor_ticks, key=f"{_KEY}ticks"),
        "median_lines": second.checkbox("Median lines", saved.median_lines, key=f"{_KEY}median lines"),
        "show_p": first.checkbox("P value", saved.show_p, key=f"{_KEY}p"),
        "show_medians": second.checkbox("Medians in the figure", saved.show_medians, key=f"{_KEY}medians"),
        "show_hr": first.checkbox("Hazard ratio", saved.show_hr, key=f"{_KEY}hr"),
        "show_grid": second.checkbox("Grid", saved.show_grid, key=f"{_KEY}grid"),
        "tail": _TAILS[first.checkbox("Pale where few are left", saved.tail == "pale", key=f"{_KEY}tail")],
        "show_caption": second.checkbox("Definitions below", saved.show_caption, key=f"{_KEY}caption"),
        "footnote": first.checkbox("Origin as a footnote", saved.footnote, key=f"{_KEY}footnote"),
    }


def _axes(saved: FigureStyle, result: SurvivalResult) -> dict[str, Any]:
    first, second, third = st.columns(3)
    units = {"": result.unit} | {unit: unit for unit in _UNITS if unit != result.unit}
    chosen = saved.time_unit if saved.time_unit in units else ""
    time_unit = _pick(first, "Time in", units, chosen or "", "time unit") or None
    if (time_unit or result.unit) != (saved.time_unit or result.unit):  # 60 months are not 60 years
        saved = saved.model_copy(update={"x_max": None, "x_step": None})
    unit = time_unit or result.unit
    return {
        "time_unit": time_unit,
        "x_max": second.number_input(
            f"Time axis to ({unit})",
            min_value=min(0.1, saved.x_max or 0.1),
            value=saved.x_max,
            placeholder="all",
            key=f"{_KEY}x max {unit}",
        ),
        "x_step": third.number_input(
            f"Ticks every ({unit})",
            min_value=min(0.1, saved.x_step or 0.1),
            value=saved.x_step,
            placeholder="auto",
            key=f"{_KEY}x step {unit}",
        ),
        "y_min": first.number_input(
            "Other axis from",
            0.0,
            max(0.95, saved.y_min),
            saved.y_min,
            0.05,
            key=f"{_KEY}y min",
            help="As a proportion. Above 0 the axis is shown broken.",
        ),
        "y_max": second.number_input(
            "Other axis to", min(0.05, saved.y_max), 1.0, saved.y_max, 0.05, key=f"{_KEY}y max", help="As a proportion."
        ),
        "line_styles": _DASHED[_pick(third, "Dashed lines", _DASHES, _dashes(saved), "dashes")],
    }


def _dashes(saved: FigureStyle) -> str:
    return next(name for name, value in _DASHED.items() if value is saved.line_styles)


def _words(saved: FigureStyle) -> dict[str, Any]:
    return {
        "title": st.text_input("Title", saved.title or "", max_chars=200, key=f"{_KEY}title") or None,
        "x_label": st.text_input("Name of the time axis", saved.x_label or "", max_chars=200, key=f"{_KEY}x label")
        or None,
        "y_label": st.text_input("Name of the other axis", saved.y_label or "", max_chars=200, key=f"{_KEY}y label")
        or None,
    }


def _groups(saved: FigureStyle, result: SurvivalResult) -> dict[str, Any]:
    names, colours = dict(saved.group_names), dict(saved.group_colours)
    order = tuple(c.name for c in result.curves)
    if len(order) > 1:
        picked = st.multiselect(
            "Order of groups", order, [g for g in saved.group_order if g in order], key=f"{_KEY}order {hash(order)}",
            placeholder="As in the data",
        )  # fmt: skip
        for i, name in enumerate(order):
            first, second = st.columns([5, 3], vertical_alignment="bottom")
            new = first.text_input(
                f"Name of group {i + 1}", names.get(name, name), max_chars=200, key=f"{_KEY}name {hash(name)}"
            )
            names.pop(name, None)
            if new.strip() and new != name:
                names[name] = new
            own = second.checkbox("Own colour", name in colours, key=f"{_KEY}own colour {hash(name)}")
            if own:
                colours[name] = second.color_picker(
                    "Colour", colours.get(name, palette_colour(saved.palette, i)), key=f"{_KEY}colour {hash(name)}"
                )
            else:
                colours.pop(name, None)
    else:
        picked = []
    return {"group_order": tuple(picked), "group_names": names, "group_colours": colours}


def _sizes(saved: FigureStyle) -> dict[str, Any]:
    first, second = st.columns(2)
    return {
        "font_size_pt": first.number_input("Letters (pt)", 5.0, 24.0, saved.font_size_pt, 0.5, key=f"{_KEY}font"),
        "line_width_pt": second.number_input("Lines (pt)", 0.25, 6.0, saved.line_width_pt, 0.25, key=f"{_KEY}line"),
    }


def _keep_and_load(style: FigureStyle) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Save settings",
            style.model_dump_json(indent=2),
            "figure_settings.json",
            "application/json",
            on_click="ignore",
            key=f"{_KEY}save",
            icon=":material/download:",
        )
        st.button("Default settings", on_click=_reset, key=f"{_KEY}reset")
    loaded = st.file_uploader("Load settings", type="json", key=f"{_KEY}load", on_change=_load)
    if loaded is not None and st.session_state.get(f"{_KEY}load failed"):
        st.error("This file does not hold figure settings. Save some with the button above first.")


def _load() -> None:
    file = st.session_state.get(f"{_KEY}load")
    if file is None:
        return
    try:
        style = FigureStyle.model_validate_json(file.getvalue())
    except ValidationError:
        st.session_state[f"{_KEY}load failed"] = True
        return
    _forget_widgets()
    state.set_figure_style(style)


def _reset() -> None:
    _forget_widgets()
    state.set_figure_style(FigureStyle())


def _forget_widgets() -> None:
    for key in [k for k in st.session_state if str(k).startswith(_KEY) and k != PANEL and not str(k).endswith("load")]:
        del st.session_state[key]


def _pick(place: Any, label: str, options: dict[str, str], value: str, key: str) -> str:
    names = list(options)
    picked = place.selectbox(
        label, names, index=names.index(value), format_func=options.__getitem__, key=f"{_KEY}{key}"
    )
    return str(picked)
