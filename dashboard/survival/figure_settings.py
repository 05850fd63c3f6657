"""How the survival figure looks: every setting, seen at once on the screen figure and in a print preview."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import streamlit as st
from pydantic import ValidationError
from streamlit.delta_generator import DeltaGenerator

from dashboard import frame, state
from dashboard.downloads import offer
from dashboard.survival.downloads import Size
from dashboard.survival.group_names import levels_of, shown_by, with_names_of_the_variable
from dashboard.survival.side_panel import SidePanel, Tab
from nec_core import formatting as fmt
from nec_core import saved_file
from nec_core.analysis.analyse import SurvivalResult
from nec_core.errors import PlanError
from nec_core.export.survival_export import preview_png, provenance
from nec_core.figures.setting import Section, SettingSpec
from nec_core.figures.style import LONGEST_TEXT, FigureStyle, settings

_KEY = "figure:"
_SECTIONS: dict[Tab, tuple[Section, ...]] = {"Look": ("Curves", "Axes", "Words", "Groups"), "Size": ("Sizes",)}
"""Where the parts of the style stand; what is not drawn stays as it was."""


def style(result: SurvivalResult, panel: SidePanel) -> FigureStyle:
    """The figure's looks: draws the controls of the tabs that are open; what can't be drawn is said and left out."""
    if result.n == 0:
        return FigureStyle()
    found = with_names_of_the_variable(_of_this_unit(state.figure_style(), result), result)
    for tab, sections in _SECTIONS.items():
        if tab in panel.tabs:
            with panel.tabs[tab]:
                found = _checked(_controls(found, result, sections), found)
    if "Look" in panel.tabs:
        with panel.tabs["Look"]:
            _keep_and_load(found)
    state.figure_style.set(found)
    return found


def draw_print(place: DeltaGenerator, result: SurvivalResult, style: FigureStyle, size: Size) -> None:
    """The figure as printed. Called last: the figure on the page need not wait for it."""
    place.caption(f"As printed, {size.said}")
    try:
        place.image(preview_png(result, style, size.width_mm, origin(result), size.height_mm), width="stretch")
    except PlanError as problem:
        place.error(fmt.escape_markdown(str(problem)))


def _of_this_unit(style: FigureStyle, result: SurvivalResult) -> FigureStyle:
    """An axis that ended at 60 months must not end at 60 days when the unit changes."""
    before = state.figure_unit() or result.unit
    state.figure_unit.set(result.unit)
    if style.time_unit is not None or before == result.unit:
        return style
    return _without_times(style)


def _without_times(style: FigureStyle) -> FigureStyle:
    """What was said in another unit is forgotten: 60 months are not 60 years."""
    return style.model_copy(update={n: spec.default for n, spec in settings().items() if spec.setting.of_time})


def origin(result: SurvivalResult) -> str:
    """The footnote of the figure: what it was made from, and by which plan."""
    admission = frame.current_admission()
    return provenance(admission.source, result) if admission else ""


def _checked(wanted: dict[str, Any], fallback: FigureStyle) -> FigureStyle:
    try:
        # What the panel does not offer (a loaded file can say more) stays as it was.
        return FigureStyle.model_validate(fallback.model_dump() | wanted)
    except ValidationError as error:
        st.error(fmt.escape_markdown(_in_the_panel_s_words(saved_file.message(error))))
        return fallback


def _in_the_panel_s_words(message: str) -> str:
    """A refusal that calls settings by their names in a file, with their labels."""
    for name, spec in settings().items():
        message = re.sub(rf"\b{name}\b", f"“{spec.setting.label}”", message)
    return message


def _controls(saved: FigureStyle, result: SurvivalResult, sections: Sequence[Section]) -> dict[str, Any]:
    """Draws a control for every setting of these parts of the style; what they say, by the style's fields."""
    said: dict[str, Any] = {}
    for section in sections:
        if section == "Groups":
            said |= _groups(saved, result)
            continue
        places = st.columns(2)
        specs = [spec for spec in settings().values() if spec.setting.section == section]
        for spec, place in zip(specs, cycle(places), strict=False):
            if spec.name == "time_unit":
                said |= _time_unit(place, spec, saved, result)
                if (said["time_unit"] or result.unit) != (saved.time_unit or result.unit):
                    saved = _without_times(saved)
            else:
                said[spec.name] = _control(place, spec, getattr(saved, spec.name), said.get("time_unit") or result.unit)
    return said


def _control(place: DeltaGenerator, spec: SettingSpec, value: Any, unit: str) -> Any:
    """The control that follows from the kind of a setting."""
    setting = spec.setting
    label = setting.label.format(unit=unit)
    key = state.figure_key(f"{spec.name} {unit}" if setting.of_time else spec.name)
    if spec.kind == "choice":
        return _pick(place, label, setting.words, value, key)
    if spec.kind == "tick":
        full, empty = setting.ticked
        return full if place.checkbox(label, value == full, key=key, help=setting.help) else empty
    if spec.kind == "number":
        return _number(place, spec, label, value, key)
    return place.text_input(label, value or "", max_chars=LONGEST_TEXT, key=key, help=setting.help) or None


def _pick(place: DeltaGenerator, label: str, words: Mapping[Any, str], value: Any, key: str) -> Any:
    return place.selectbox(label, list(words), list(words).index(value), format_func=words.__getitem__, key=key)


def _number(place: DeltaGenerator, spec: SettingSpec, label: str, value: float | None, key: str) -> float | None:
    """A number box that can be emptied, and then shows what that means: the default, or the word for None."""
    # Not as the box's `value`: emptied, it would jump back to that.
    state.first_value(key, value)
    # A loaded file can say what lies beyond the box's own ends.
    low, high = spec.lowest, spec.highest
    if value is not None:
        low, high = (None if low is None else min(low, value)), (None if high is None else max(high, value))
    found: float | None = place.number_input(
        label, low, high, None, spec.setting.step, placeholder=spec.setting.empty or f"{spec.default:g}",
        help=spec.setting.help, key=key,
    )  # fmt: skip
    return spec.default if found is None else found


def _time_unit(
    place: DeltaGenerator, spec: SettingSpec, saved: FigureStyle, result: SurvivalResult
) -> dict[str, str | None]:
    """The analysis' own unit, which is None, and the others."""
    words = {None: result.unit} | {unit: shown for unit, shown in spec.setting.words.items() if unit != result.unit}
    now = saved.time_unit if saved.time_unit in words else None
    return {spec.name: _pick(place, spec.setting.label, words, now, state.figure_key(spec.name))}


def _groups(saved: FigureStyle, result: SurvivalResult) -> dict[str, Any]:
    """Their order; nothing where there is one group. Their names and colours stand beside the names themselves."""
    order = levels_of(result)
    if len(order) < 2:
        return {"group_order": ()}
    label = settings()["group_order"].setting.label
    picked = st.multiselect(
        label, order, [g for g in saved.group_order if g in order], placeholder="As in the data",
        format_func=shown_by(result), key=state.figure_key(f"order {hash(order)}"),
    )  # fmt: skip
    return {"group_order": tuple(picked)}


def _keep_and_load(style: FigureStyle) -> None:
    with st.container(horizontal=True):
        offer("Save settings", lambda: style.model_dump_json(indent=2), "figure_settings.json", key=f"{_KEY}save")
        st.button("Default settings", on_click=_as_at_first, key=f"{_KEY}reset")
    loaded = st.file_uploader("Load settings", type="json", key=f"{_KEY}load", on_change=_load)
    if loaded is not None and (refused := state.figure_refused()):
        st.error(fmt.escape_markdown(refused))


def _as_at_first() -> None:
    state.set_every_control(FigureStyle())


def _load() -> None:
    file = state.widget(f"{_KEY}load")
    if file is None:
        return
    try:
        style = FigureStyle.from_json(file.getvalue())
    except PlanError as refusal:
        state.figure_refused.set(str(refusal))
        return
    state.set_every_control(style)
