"""Every session key, named once, with typed get and set.

What a session holds is the upload's bytes, the mapping as corrected, the cells as repaired, and what is chosen on the
pages. Nothing is shared between sessions, and nothing is written to disk.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import streamlit as st

from nec_core.analysis import AnalysisPlan
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.several_files import File, digest

_UPLOAD = "upload"
_MAPPING = "mapping"
_EDITS = "edits"
_STYLE = "figure_style"
_PLAN = "plan"
_UPLOADER_TURN = "uploader_turn"
_JOB = "job"
_KEPT = "kept"

FILTER_PREFIX = "filter:"
"""Keys of the sidebar's widgets start so, for reset to find them."""


@dataclass(frozen=True)
class Upload:
    """What was dropped, one file or several that belong together, as it came: in this session's memory only.

    Attributes:
        files: bytes and name of each, in the order dropped.
        sha256: of the file, or of all together: `nec_core.cohort.Source.sha256` of their cohort.
    """

    files: tuple[File, ...]
    sha256: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.files)


class Cancellable(Protocol):
    """Work under way, as `dashboard.work` does it."""

    def cancel(self) -> None: ...


def upload() -> Upload | None:
    return cast("Upload | None", st.session_state.get(_UPLOAD))


def set_upload(files: Sequence[File]) -> None:
    """Takes new files in; whatever was decided about the last ones is forgotten."""
    clear()
    sha256 = digest([hashlib.sha256(data).hexdigest() for data, _ in files])
    st.session_state[_UPLOAD] = Upload(tuple(files), sha256)


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


def job() -> Cancellable | None:
    """The work under way for this session."""
    return cast("Cancellable | None", st.session_state.get(_JOB))


def set_job(value: Cancellable | None) -> None:
    """Other work takes the place of what is under way."""
    before = job()
    if before is not None and value is not None:
        before.cancel()
    st.session_state[_JOB] = value


def kept(kind: str) -> OrderedDict[Hashable, Any]:
    """What was computed from this session's upload and is kept for the next rerun, the oldest first, by key."""
    every: dict[str, OrderedDict[Hashable, Any]] = st.session_state.setdefault(_KEPT, {})
    return every.setdefault(kind, OrderedDict())


def uploader_key() -> str:
    """The drop zone's key; a new one after each clearing, since a drop zone can't be emptied from code."""
    return f"uploader {st.session_state.get(_UPLOADER_TURN, 0)}"


def reset_filters() -> None:
    for key in [k for k in st.session_state if str(k).startswith(FILTER_PREFIX)]:
        del st.session_state[key]


def clear() -> None:
    """Forgets everything of this session, and ends the work under way."""
    if (running := job()) is not None:
        running.cancel()
    turn = st.session_state.get(_UPLOADER_TURN, 0)
    st.session_state.clear()
    st.session_state[_UPLOADER_TURN] = turn + 1
