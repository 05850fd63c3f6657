"""When a variable was known: asked once, on the Upload page or beside the guard that wants to know it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import state
from nec_core import formatting as fmt
from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.knowing import KNOWN_EXAMPLES, KNOWN_WORDS, Known, asked_of

_KEY = "known"
_MOST = 40
"""Lines that the Upload page shows; of further variables a guard asks when they are used."""
_LONGEST_NAME = 60


def panel(cohort: Cohort) -> None:
    """Every variable that only a person can tell of, with its answer, in a panel; nothing where the file has none."""
    asked = asked_of(cohort, state.known())
    if not asked:
        return
    unsaid = sum(state.known().get(v.name) is None for v in asked)
    label = f"Known at diagnosis? {fmt.plural(len(asked), 'variable')}"
    with st.expander(f"{label}, {unsaid:,} not said yet" if unsaid else f"{label}, all said", key=f"{_KEY} panel"):
        st.caption(
            "Groups of what is settled after time zero look better than they are, and nothing in a file tells which "
            f"those are. {KNOWN_EXAMPLES} Kept with the mapping."
        )
        for variable in asked[:_MOST]:
            _line(variable)
        if len(asked) > _MOST:
            st.caption(f"{len(asked) - _MOST:,} more are asked where you use them.")


def _line(variable: Variable) -> None:
    name, answers = st.columns([3, 4], vertical_alignment="center")
    name.markdown(fmt.escape_markdown(fmt.shorten(variable.label, _LONGEST_NAME)))
    said = state.known().get(variable.name)
    key = f"{_KEY} {said} of {variable.name}"  # said elsewhere, it is another widget that starts with the answer
    state.hold(key, variable.name)
    answers.segmented_control(
        fmt.escape_markdown(f"Known at diagnosis? {variable.label}"),
        list(KNOWN_WORDS),
        default=said,
        format_func=KNOWN_WORDS.__getitem__,
        label_visibility="collapsed",
        key=key,
        on_change=_take,
        args=(key,),
    )


def ask(names: Sequence[str], place: str) -> None:
    """The answers as buttons, one click each, for every variable; `place` tells them from others of the page."""
    for name in names:
        with st.container(horizontal=True, vertical_alignment="center"):
            called = f"**{fmt.escape_markdown(fmt.shorten(name, _LONGEST_NAME))}**" if len(names) > 1 else "it"
            st.markdown(f"Was {called} known at time zero?", width="content")
            for known, words in KNOWN_WORDS.items():
                key = f"{_KEY} {place} {known} {name}"
                state.hold(key, (name, known))
                st.button(words, key=key, on_click=_say, args=(key,))


def deny(names: Sequence[str], place: str) -> None:
    """For a serious guard: a button for each variable that was known at time zero all the same."""
    for name in names:
        called = f"{fmt.escape_markdown(fmt.shorten(name, _LONGEST_NAME))} was" if len(names) > 1 else "It was"
        key = f"{_KEY} {place} all the same {name}"
        state.hold(key, (name, "at diagnosis"))
        st.button(
            f"{called} known at time zero",
            key=key,
            on_click=_say,
            args=(key,),
            help=f"{KNOWN_EXAMPLES} It can be taken back on the Upload page.",
        )


def _take(key: str) -> None:
    _set(state.held(key), state.widget(key))


def _say(key: str) -> None:
    _set(*(state.held(key) or ("", None)))


def _set(name: str | None, known: Known | None) -> None:
    if not name:
        return
    others = {n: k for n, k in state.known().items() if n != name}
    state.known.set(others if known is None else others | {name: known})


__all__ = ["ask", "deny", "panel"]
