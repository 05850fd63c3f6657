"""The study's analyses on their page: what each is, why it is there, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.study.opening import open_analysis
from nec_core.errors import StudyError
from nec_core.export.study.study_words import ran_sentence
from nec_core.formatting import escape_markdown
from nec_core.patients.cohort import Cohort
from nec_core.study.running import Ran
from nec_core.study.study import Study

_WHY = {"planned": "Planned before looking", "exploratory": "Exploratory"}


def show(ran: tuple[Ran, ...], cohort: Cohort) -> None:
    """A card for each analysis, in the study's order."""
    if refused := state.study_refused.take():
        st.error(escape_markdown(refused), icon=":material/error:")
    for number, one in enumerate(ran, start=1):
        with st.container(border=True, key=f"analysis {number}"):
            _card(number, len(ran), one, cohort)


def _card(number: int, of: int, one: Ran, cohort: Cohort) -> None:
    title = one.analysis.title
    head, actions = st.columns([5, 4], vertical_alignment="center")
    head.subheader(escape_markdown(f"{number} · {title}"), anchor=False)
    with actions.container(horizontal=True, horizontal_alignment="right"):
        _opener(number, one, cohort)
        _button(number, "up", ":material/arrow_upward:", "Earlier", lambda s: s.moved(title, -1), off=number == 1)
        _button(number, "down", ":material/arrow_downward:", "Later", lambda s: s.moved(title, 1), off=number == of)
        _button(number, "copy", ":material/content_copy:", "Duplicate", lambda s: s.duplicated(title))
        _button(number, "remove", ":material/delete:", "Remove", lambda s: s.without(title))
    st.caption(escape_markdown(f"{_WHY[one.analysis.why]}. {ran_sentence(one)}"))
    if one.refusal:
        st.warning(escape_markdown(f"This extract can't answer it: {one.refusal}"))
    _told(number, one)


def _opener(number: int, one: Ran, cohort: Cohort) -> None:
    """Opens the analysis on its page, every control as it was."""
    key = f"study:open {number}"
    state.hold(key, (cohort, one.analysis))
    st.button("Open", key=key, icon=":material/open_in_new:", on_click=_open, args=(key,), disabled=one.result is None)


def _open(key: str) -> None:
    if (found := state.held(key)) is not None:
        state.study_page.set(open_analysis(*found))


def _button(
    number: int, what: str, icon: str, words: str, change: Callable[[Study], Study], *, off: bool = False
) -> None:
    key = f"study:{what} {number}"
    state.hold(key, change)
    st.button(
        "", key=key, icon=icon, help=f"{words}: analysis {number}", on_click=_change, args=(key,), disabled=off,
        type="tertiary",
    )  # fmt: skip


def _change(key: str) -> None:
    change, study = state.held(key), state.study()
    if change is not None and study is not None:
        _keep(lambda: change(study))


def _keep(changed: Callable[[], Study]) -> None:
    try:
        state.study.set(changed())
    except StudyError as refusal:
        state.study_refused.set(str(refusal))


def _told(number: int, one: Ran) -> None:
    """The title, whether it was planned and for what reason, to be changed."""
    title, analysis = one.analysis.title, one.analysis
    with st.expander("Title and reason"):
        _field(number, "title", title, lambda key: st.text_input("Title", title, **_changing(key)))
        _field(
            number,
            "why",
            title,
            lambda key: st.radio(
                "Was it planned before anybody looked?",
                list(_WHY),
                list(_WHY).index(analysis.why),
                format_func=_WHY.__getitem__,
                horizontal=True,
                **_changing(key),
            ),
        )
        _field(
            number, "reason", title,
            lambda key: st.text_input("Why it is in the study", analysis.reason, **_changing(key)),
        )  # fmt: skip


def _field(number: int, field: str, title: str, draw: Callable[[str], object]) -> None:
    """The key has the title, so that a control shows the analysis that stands there now."""
    key = f"study:{field} {number} {title}"
    state.hold(key, (title, field))
    draw(key)


def _changing(key: str) -> dict[str, Any]:
    return {"key": key, "on_change": _rewrite, "args": (key,)}


def _rewrite(key: str) -> None:
    found, study = state.held(key), state.study()
    if found is not None and study is not None:
        title, field = found
        _keep(lambda: study.changed(title, **{field: state.widget(key)}))


__all__ = ["show"]
