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

from nec_core.analysis.analyse import AnalysisPlan
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
_FILE_TURN = "file_turn"
_FILTER_TURN = "filter_turn"
_JOB = "job"
_KEPT = "kept"


@dataclass(frozen=True)
class Upload:
    """What was dropped, one file or several that belong together, as it came: in this session's memory only.

    Attributes:
        files: bytes and name of each, in the order dropped.
        sha256: of the file, or of all together: `nec_core.patients.cohort.Source.sha256` of their cohort.
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


def key(name: str) -> str:
    """The key of a widget whose choice is kept from page to page, of this file only.

    Streamlit keeps such a choice for each page that showed the widget, where no code can delete it: after another file
    the widget is another.
    """
    return _of_turn(_FILE_TURN, name)


def filter_key(name: str) -> str:
    """The key of a filter; a new one after each reset, for the same reason."""
    return _of_turn(_FILTER_TURN, f"filter:{name}")


def _of_turn(counter: str, name: str) -> str:
    turn = st.session_state.get(counter, 0)
    return f"{turn} {name}" if turn else name


def reset_filters() -> None:
    st.session_state[_FILTER_TURN] = st.session_state.get(_FILTER_TURN, 0) + 1


def clear() -> None:
    """Forgets everything of this session, and ends the work under way."""
    if (running := job()) is not None:
        running.cancel()
    raised = [_UPLOADER_TURN, *((_FILE_TURN, _FILTER_TURN) if upload() is not None else ())]
    turns = {t: st.session_state.get(t, 0) + (t in raised) for t in (_UPLOADER_TURN, _FILE_TURN, _FILTER_TURN)}
    st.session_state.clear()
    st.session_state.update(turns)
