"""Every session key, named once, with typed get and set.

What a session holds is the upload's bytes, the mapping as corrected, the cells as repaired, and what is chosen on the
pages. Nothing is shared between sessions, and nothing is written to disk.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

import streamlit as st

from nec_core.analysis import AnalysisPlan
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit

_UPLOAD = "upload"
_MAPPING = "mapping"
_EDITS = "edits"
_STYLE = "figure_style"
_PLAN = "plan"
_UPLOADER_TURN = "uploader_turn"

FILTER_PREFIX = "filter:"
"""Keys of the sidebar's widgets start so, for reset to find them."""


@dataclass(frozen=True)
class Upload:
    """The file as it came: its name and bytes stay in this session's memory only."""

    name: str
    data: bytes
    sha256: str


def upload() -> Upload | None:
    return cast("Upload | None", st.session_state.get(_UPLOAD))


def set_upload(name: str, data: bytes) -> None:
    """Takes a new file in; whatever was decided about the last one is forgotten."""
    clear()
    st.session_state[_UPLOAD] = Upload(name, data, hashlib.sha256(data).hexdigest())


def mapping() -> Mapping | None:
    """The mapping as corrected or loaded; None while the suggested one stands."""
    return cast("Mapping | None", st.session_state.get(_MAPPING))


def set_mapping(value: Mapping | None) -> None:
    st.session_state[_MAPPING] = value
    reset_filters()


def edits() -> tuple[Edit, ...]:
    return cast("tuple[Edit, ...]", st.session_state.get(_EDITS, ()))


def set_edits(value: tuple[Edit, ...]) -> None:
    st.session_state[_EDITS] = value


def plan() -> AnalysisPlan:
    """The analysis last chosen on the survival page; overall survival of all before any was."""
    return cast(AnalysisPlan, st.session_state.get(_PLAN, AnalysisPlan()))


def set_plan(value: AnalysisPlan) -> None:
    st.session_state[_PLAN] = value


def figure_style() -> FigureStyle:
    return cast(FigureStyle, st.session_state.get(_STYLE, FigureStyle()))


def set_figure_style(value: FigureStyle) -> None:
    st.session_state[_STYLE] = value


def uploader_key() -> str:
    """The drop zone's key; a new one after each clearing, since a drop zone can't be emptied from code."""
    return f"uploader {st.session_state.get(_UPLOADER_TURN, 0)}"


def reset_filters() -> None:
    for key in [k for k in st.session_state if str(k).startswith(FILTER_PREFIX)]:
        del st.session_state[key]


def clear() -> None:
    """Forgets everything of this session."""
    turn = st.session_state.get(_UPLOADER_TURN, 0)
    st.session_state.clear()
    st.session_state[_UPLOADER_TURN] = turn + 1
