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
from nec_core.analysis.analyse import SurvivalResult
from nec_core.errors import PlanError
from nec_core.export.survival_export import preview_png, provenance
from nec_core.figures.palette import palette_colour
from nec_core.figures.style import LARGEST_FONT_PT, THICKEST_LINE_PT, FigureStyle
from nec_core.time_units import UNITS

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
_TAILS = {True: "pale", False: "full"}
_DASHES = {"auto": "Auto", "yes": "Always", "no": "Never"}
_DASHED = {"auto": None, "yes": True, "no": False}
_DEFAULT = FigureStyle()
_FROM, _TO = "Other axis from", "Other axis to"
_LABELS = {"y_min": f"“{_FROM}”", "y_max": f"“{_TO}”"}  # what a refusal calls by its name in a file
_BROKEN = "As a proportion. Above 0 the axis is shown broken."
_TURN = f"{_KEY}turn"
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
        beside, printed = right.container(key="figure-beside"), right.container()
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
        st.error(fmt.escape_markdown(_in_the_panel_s_words(first["msg"].removeprefix("Value error, "))))
        return fallback


def _in_the_panel_s_words(message: str) -> str:
    for field, label in _LABELS.items():
        message = message.replace(field, label)
    return message


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
        "censor_ticks": first.checkbox("Censoring ticks", saved.censor_ticks, key=_key("ticks")),
        "median_lines": second.checkbox("Median lines", saved.median_lines, key=_key("median lines")),
        "show_p": first.checkbox("P value", saved.show_p, key=_key("p")),
        "show_medians": second.checkbox("Medians in the figure", saved.show_medians, key=_key("medians")),
        "show_hr": first.checkbox("Hazard ratio", saved.show_hr, key=_key("hr")),
        "show_grid": second.checkbox("Grid", saved.show_grid, key=_key("grid")),
        "tail": _TAILS[first.checkbox("Pale where few are left", saved.tail == "pale", key=_key("tail"))],
        "show_caption": second.checkbox("Definitions below", saved.show_caption, key=_key("caption")),
        "footnote": first.checkbox("Origin as a footnote", saved.footnote, key=_key("footnote")),
    }


def _axes(saved: FigureStyle, result: SurvivalResult) -> dict[str, Any]:
    first, second, third = st.columns(3)
    units = {"": result.unit} | {unit: unit for unit in UNITS if unit != result.unit}
    chosen = saved.time_unit if saved.time_unit in units else ""
    time_unit = _pick(first, "Time in", units, chosen or "", "time unit") or None
    if (time_unit or result.unit) != (saved.time_unit or result.unit):  # 60 months are not 60 years
        saved = saved.model_copy(update={"x_max": None, "x_step": None})
    unit = time_unit or result.unit
    return {
        "time_unit": time_unit,
        "x_max": _number(
            second, f"Time axis to ({unit})", f"x max {unit}", saved.x_max, (min(0.1, saved.x_max or 0.1), None), "all"
        ),
        "x_step": _number(
            third,
            f"Ticks every ({unit})",
            f"x step {unit}",
            saved.x_step,
            (min(0.1, saved.x_step or 0.1), None),
            "auto",
        ),
        "y_min": _number(
            first, _FROM, "y min", saved.y_min, (0.0, max(0.95, saved.y_min)), _DEFAULT.y_min, 0.05, _BROKEN
        ),
        "y_max": _number(
            second, _TO, "y max", saved.y_max, (min(0.05, saved.y_max), 1.0), _DEFAULT.y_max, 0.05, "As a proportion."
        ),
        "line_styles": _DASHED[_pick(third, "Dashed lines", _DASHES, _dashes(saved), "dashes")],
    }


def _dashes(saved: FigureStyle) -> str:
    return next(name for name, value in _DASHED.items() if value is saved.line_styles)


def _words(saved: FigureStyle) -> dict[str, Any]:
    return {
        "title": st.text_input("Title", saved.title or "", max_chars=200, key=_key("title")) or None,
        "x_label": st.text_input("Name of the time axis", saved.x_label or "", max_chars=200, key=_key("x label"))
        or None,
        "y_label": st.text_input("Name of the other axis", saved.y_label or "", max_chars=200, key=_key("y label"))
        or None,
    }


def _groups(saved: FigureStyle, result: SurvivalResult) -> dict[str, Any]:
    names, colours = dict(saved.group_names), dict(saved.group_colours)
    order = tuple(g.name for g in result.groups)
    if len(order) > 1:
        picked = st.multiselect(
            "Order of groups", order, [g for g in saved.group_order if g in order], key=_key(f"order {hash(order)}"),
            placeholder="As in the data",
        )  # fmt: skip
        for i, name in enumerate(order):
            first, second = st.columns([5, 3], vertical_alignment="bottom")
            new = first.text_input(
                f"Name of group {i + 1}", names.get(name, name), max_chars=200, key=_key(f"name {hash(name)}")
            )
            names.pop(name, None)
            if new.strip() and new != name:
                names[name] = new
            own = second.checkbox("Own colour", name in colours, key=_key(f"own colour {hash(name)}"))
            if own:
                colours[name] = second.color_picker(
                    "Colour", colours.get(name, palette_colour(saved.palette, i)), key=_key(f"colour {hash(name)}")
                )
            else:
                colours.pop(name, None)
    else:
        picked = []
    return {"group_order": tuple(picked), "group_names": names, "group_colours": colours}


def _sizes(saved: FigureStyle) -> dict[str, Any]:
    first, second = st.columns(2)
    return {
        "font_size_pt": _number(
            first, "Letters (pt)", "font", saved.font_size_pt, (5.0, LARGEST_FONT_PT), _DEFAULT.font_size_pt, 0.5
        ),
        "line_width_pt": _number(
            second, "Lines (pt)", "line", saved.line_width_pt, (0.25, THICKEST_LINE_PT), _DEFAULT.line_width_pt, 0.25
        ),
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
    _set(style)


def _reset() -> None:
    _set(FigureStyle())


def _set(style: FigureStyle) -> None:
    """Another style for every control: under new keys, since the browser keeps the values it has under the old ones."""
    st.session_state.pop(f"{_KEY}load failed", None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    state.set_figure_style(style)


def _key(control: str) -> str:
    return f"{_KEY}{st.session_state.get(_TURN, 0)}:{control}"


def _number(
    place: DeltaGenerator,
    label: str,
    key: str,
    value: float | None,
    limits: tuple[float, float | None],
    empty: float | str,
    step: float | None = None,
    explained: str | None = None,
) -> float | None:
    """A number box that can be emptied.

    Args:
        empty: what emptied it means: a number, or the word for None; shown in the empty box.
    """
    # Not as the box's `value`: emptied, it would jump back to that.
    if _key(key) not in st.session_state:
        st.session_state[_key(key)] = value
    low, high = limits
    shown = empty if isinstance(empty, str) else f"{empty:g}"
    found: float | None = place.number_input(
        label, low, high, None, step, placeholder=shown, help=explained, key=_key(key)
    )
    return empty if found is None and not isinstance(empty, str) else found


def _pick(place: Any, label: str, options: dict[str, str], value: str, key: str) -> str:
    names = list(options)
    picked = place.selectbox(label, names, index=names.index(value), format_func=options.__getitem__, key=_key(key))
    return str(picked)
