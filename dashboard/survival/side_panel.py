"""The one place of settings beside the figure: Analysis, Look and Size, a tab each.

A tab that is not open is not drawn and costs nothing: its controls then answer what they were last set to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import state

Tab = Literal["Analysis", "Look", "Size"]
_TABS: tuple[Tab, ...] = ("Analysis", "Look", "Size")
TAB_KEY = "survival:tab"
_FIGURE_SHARE = (12, 7)


class Closed:
    """A tab that is not drawn, asked as if it were: each answer is what the control was last set to."""

    def selectbox(self, _label: str, options: Sequence[Any], index: int = 0, *, key: str, **_: Any) -> Any:
        kept = state.widget(key)
        return kept if kept in options else options[index]

    def number_input(self, _label: str, *, key: str, value: float | None = None, **_: Any) -> float | None:
        kept: float | None = state.widget(key)
        return value if kept is None else kept

    def text_input(self, _label: str, value: str = "", *, key: str, **_: Any) -> str:
        kept = state.widget(key)
        return value if kept is None else str(kept)

    def checkbox(self, _label: str, value: bool = False, *, key: str, **_: Any) -> bool:
        kept = state.widget(key)
        return value if kept is None else bool(kept)

    def warning(self, body: str) -> None:
        """Was said when it was typed."""


@dataclass(frozen=True)
class SidePanel:
    """The page's places below its line of choices.

    Attributes:
        figure: where the figure and what is said of it stand.
        tabs: the places of the open tabs; none while the panel is closed.
        is_open: whether the figure has the panel beside it.
    """

    figure: DeltaGenerator
    tabs: Mapping[Tab, DeltaGenerator]
    is_open: bool

    def asked(self, tab: Tab) -> Any:
        """Where a tab's controls stand: a place of the page, or what answers for them."""
        return self.tabs.get(tab, Closed())


def show() -> SidePanel:
    """Draws the panel where it is open."""
    if not state.side_panel():
        return SidePanel(st.container(), {}, False)
    with st.container(key="figure-panel"):
        left, right = st.columns(_FIGURE_SHARE, gap="medium")
    with right.container(border=True, key="figure-settings"):
        tabs = st.tabs(_TABS, key=TAB_KEY, on_change="rerun")
    open_ones = {name: tab for name, tab in zip(_TABS, tabs, strict=True) if tab.open}
    return SidePanel(left.container(), open_ones, True)


def button() -> None:
    """Opens the panel and closes it."""
    st.button(
        "Settings",
        key="settings",
        on_click=_turn,
        icon=":material/tune:",
        type="primary" if state.side_panel() else "secondary",
        width="stretch",
    )


def _turn() -> None:
    state.side_panel.set(not state.side_panel())


__all__ = ["TAB_KEY", "Closed", "SidePanel", "button", "show"]
