"""Names and colours of the groups, edited beside their keys above the figure: a name is the variable's, everywhere."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import frame, state
from nec_core.analysis.analyse import SurvivalResult
from nec_core.errors import PlanError
from nec_core.figures.palette import palette_colour
from nec_core.figures.style import FigureStyle
from nec_core.patients.naming import LONGEST_NAME


def levels_of(result: SurvivalResult) -> tuple[str, ...]:
    """The groups as the data call them; of a number cut in two, as they are called."""
    called = {} if result.variable is None else {name: level for level, name in result.variable.called.items()}
    return tuple(called.get(g.name, g.name) for g in result.groups)


def shown_by(result: SurvivalResult) -> Callable[[str], str]:
    """What tells how a level is called."""
    variable = result.variable
    return str if variable is None else lambda level: variable.words(variable.shown(level))


def with_names_of_the_variable(style: FigureStyle, result: SurvivalResult) -> FigureStyle:
    """A loaded file of settings can name groups: from then on the variable calls them so, and not the figure alone."""
    variable = result.variable
    said = {} if variable is None else {k: v for k, v in style.group_names.items() if k in variable.levels}
    if variable is None or not said:
        return style
    try:
        state.names.set(state.names().of_levels(variable, {**variable.called, **said}))
    except PlanError as problem:
        frame.error(problem)
        return style
    state.figure_style.set(style.model_copy(update={"group_names": {}}))
    st.rerun()
    return style


def editor(result: SurvivalResult) -> None:
    """Opens beside the names: the variable's name, and each group's name and colour."""
    variable = result.variable
    if variable is None or len(result.groups) < 2:
        return
    folding = st.popover("", icon=":material/edit:", help="Names and colours", key="group names", on_change="rerun")
    if not folding.open:
        return
    with folding:
        for i, level in enumerate(levels_of(result)):
            _group(result, i, level)
        st.text_input(
            "Name of the variable", variable.label, max_chars=LONGEST_NAME, on_change=_name_variable,
            key=f"label {hash(variable.name)}",
        )  # fmt: skip
        state.hold("label of", variable)
        if refused := state.name_refused.take():
            st.error(refused)


def _group(result: SurvivalResult, place: int, level: str) -> None:
    variable, style = result.variable, state.figure_style()
    first, second = st.columns([5, 1], vertical_alignment="bottom")
    if variable is not None and variable.kind == "category":
        key = f"name of {hash((variable.name, level))}"
        state.hold(key, (variable, level))
        first.text_input(
            f"Group {place + 1}",
            variable.words(variable.shown(level)),
            max_chars=LONGEST_NAME,
            on_change=_name_level,
            args=(key,),
            key=key,
        )
    else:
        first.markdown(level)
    key = state.figure_key(f"colour {hash(level)}")
    own = palette_colour(style.palette, place)
    state.hold(key, (level, own))
    second.color_picker(
        f"Colour of group {place + 1}", style.group_colours.get(level, own), label_visibility="collapsed",
        on_change=_colour, args=(key,), key=key,
    )  # fmt: skip


def _name_level(key: str) -> None:
    variable, level = state.held(key)
    try:
        state.names.set(state.names().of_levels(variable, {**variable.called, level: state.widget(key)}))
    except PlanError as problem:
        state.name_refused.set(str(problem))


def _name_variable() -> None:
    variable = state.held("label of")
    state.names.set(state.names().of_variable(variable, state.widget(f"label {hash(variable.name)}")))


def _colour(key: str) -> None:
    level, own = state.held(key)
    style, picked = state.figure_style(), str(state.widget(key)).upper()
    others = {name: colour for name, colour in style.group_colours.items() if name != level}
    state.figure_style.set(
        style.model_copy(update={"group_colours": others | ({} if picked == own else {level: picked})})
    )


__all__ = ["editor", "levels_of", "shown_by", "with_names_of_the_variable"]
