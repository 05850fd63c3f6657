"""Choices that stay when the page changes: what a widget is given besides its label, spelled in one place.

Streamlit forgets a widget that a page does not draw, unless it is told to keep it for the session; what it keeps, no
code can delete. So the key of each such widget is another one after whatever ends the choice.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from dashboard import state


class Kept(TypedDict):
    """The arguments of a Streamlit widget whose choice stays: `st.selectbox("Endpoint", names, **kept.choice("x"))`."""

    key: str
    persist_state: Literal["session"]


def choice(name: str) -> Kept:
    """Kept from page to page until there is another file."""
    return {"key": state.key(name), "persist_state": "session"}


def filter_choice(name: str) -> Kept:
    """Kept from page to page until filters are reset, or there is another file or mapping."""
    return {"key": state.filter_key(name), "persist_state": "session"}
