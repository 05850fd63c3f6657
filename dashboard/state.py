"""Everything a session holds: each thing under a key named once, typed, and read and set only through here.

What a session holds is the upload's bytes, the mapping as corrected, the cells as repaired, and what is chosen on the
pages. Nothing is shared between sessions, and nothing is written to disk.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState

from dashboard import forgetting
from nec_core.analysis.analyse import AnalysisPlan
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.reading.options import ReadOptions
from nec_core.ingest.several_files import File, digest
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.knowing import Known
from nec_core.patients.naming import Names
from nec_core.summary.characteristics.table_plan import TablePlan

T = TypeVar("T")

_MOST_HELD = 500
"""Widgets with callbacks on a page, several times over: what the oldest needed goes."""


class Slot(Generic[T]):
    """One thing that a session holds: `slot()` is what it holds, `slot.set(value)` puts it there.

    Attributes:
        key: of the session's state; no other slot and no widget has it.
        empty: what it holds before anything was put there.
    """

    def __init__(self, key: str, empty: T) -> None:
        self.key, self.empty = key, empty

    def __call__(self) -> T:
        return cast(T, st.session_state.get(self.key, self.empty))

    def set(self, value: T) -> None:
        st.session_state[self.key] = value

    def take(self) -> T:
        """What it holds; from then on it is empty."""
        return cast(T, st.session_state.pop(self.key, self.empty))


@dataclass(frozen=True)
class Upload:
    """What was dropped, one file or several that belong together, as it came: in this session's memory only.

    Attributes:
        files: bytes and name of each, in the order dropped.
        sha256: of the file, or of all together: `nec_core.ingest.admission.Source.sha256` of their cohort.
    """

    files: tuple[File, ...]
    sha256: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.files)


Window = tuple[tuple[str, str], tuple[float, float]]
"""Of which axis (endpoint, unit), and from when to when."""


class Cancellable(Protocol):
    """Work under way, as `dashboard.work` does it."""

    def cancel(self) -> None: ...


edits = Slot[tuple[Edit, ...]]("edits", ())
names = Slot("names", Names())
"""What variables and their levels are called."""
known = Slot[dict[str, Known]]("known", {})
"""When variables were known, as far as the session's person said it."""
acknowledged = Slot[dict[str, dict[str, str]]]("acknowledged", {})
"""What was compared -> kind of guard -> why the session's person lets it stand."""
table_plan = Slot[TablePlan | None]("table_plan", None)
"""What was last asked of Table 1; None before anything was, and after another mapping."""
plan = Slot("plan", AnalysisPlan())
"""The analysis last chosen on the survival page; overall survival of all before any was."""
current_filter = Slot("current_filter", CohortFilter())
comparisons_seen = Slot[frozenset[str]]("comparisons_seen", frozenset())
"""Digests of the settings of every comparison that was shown."""
worth_asked = Slot("worth_asked", "")
"""The digest of the plan whose P is to be looked into."""
"""The sidebar's filter, as of this run."""
bar_place = Slot[DeltaGenerator | None]("work:place", None)
"""Where the bar of long work is drawn."""

read_asked = Slot[tuple[ReadOptions, str | None, str] | None]("upload:asked", None)
"""How the file shall be read again: options, layout, decimal mark. Until it is tried, in the next run."""
read_refused = Slot[str]("upload:refused", "")
"""Why it could not be read so, until it is said."""
mapping_loaded = Slot[bytes | None]("upload:mapping loaded", None)
"""A mapping's file, until it is tried, in the next run."""
mapping_refused = Slot[str]("upload:mapping refused", "")
"""Why it does not fit, until it is said."""

side_panel = Slot("survival:panel", False)
"""Whether the settings stand beside the survival figure."""
figure_style = Slot("figure_style", FigureStyle())
figure_unit = Slot[str | None]("figure:axis unit", None)
"""The analysis' unit when the figure was last drawn."""
figure_refused = Slot[str]("figure:load failed", "")
"""Why a file holds no figure settings."""
name_refused = Slot[str]("survival:name refused", "")
"""Why a group can't be called so, until it is said."""
figure_window = Slot[Window | None]("survival:window", None)
"""The stretch of time that was dragged across; None for the whole axis."""

# Set only together with what follows from it, by the functions below.
_upload = Slot[Upload | None]("upload", None)
_mapping = Slot[Mapping | None]("mapping", None)
_job = Slot[Cancellable | None]("job", None)
_kept = Slot[dict[str, OrderedDict[Hashable, Any]] | None]("kept", None)
_held = Slot[OrderedDict[str, Any] | None]("held", None)
# How often what no code can empty, or take back from the browser, was made anew: part of such widgets' keys.
_uploader_turn = Slot("uploader_turn", 0)
_file_turn = Slot("file_turn", 0)
_filter_turn = Slot("filter_turn", 0)
_single_filter_turns: Slot[dict[str, int]] = Slot("single_filter_turns", {})
_mapping_turn = Slot("upload:mapping turn", 0)
_figure_turn = Slot("figure:turn", 0)


def upload() -> Upload | None:
    return _upload()


def set_upload(files: Sequence[File]) -> None:
    """Takes new files in; whatever was decided about the last ones is forgotten."""
    clear()
    sha256 = digest([hashlib.sha256(data).hexdigest() for data, _ in files])
    _upload.set(Upload(tuple(files), sha256))


def mapping() -> Mapping | None:
    """The mapping as corrected or loaded; None while the suggested one stands."""
    return _mapping()


def set_mapping(value: Mapping | None) -> None:
    """Another mapping stands: filters and rows of the one before mean nothing."""
    _mapping.set(value)
    table_plan.take()
    reset_filters()


def job() -> Cancellable | None:
    """The work under way for this session."""
    return _job()


def set_job(value: Cancellable | None) -> None:
    """Other work takes the place of what is under way."""
    before = job()
    if before is not None and value is not None:
        before.cancel()
    _job.set(value)


def end_job() -> None:
    """Ends the work under way."""
    if (running := job()) is not None:
        running.cancel()
    _job.set(None)


def kept(kind: str) -> OrderedDict[Hashable, Any]:
    """What was computed from this session's upload and is kept for the next rerun, the oldest first, by key."""
    every = _kept()
    if every is None:
        _kept.set(every := {})
    return every.setdefault(kind, OrderedDict())


def hold(key: str, needed: object) -> None:
    """Keeps what the callback of the widget with this key needs.

    Streamlit keeps a callback's arguments and closure where no code can clear them: a callback is given its widget's
    key, and asks `held`.
    """
    every = _held()
    if every is None:
        _held.set(every := OrderedDict())
    every[key] = needed
    every.move_to_end(key)
    while len(every) > _MOST_HELD:
        every.popitem(last=False)


def held(key: str) -> Any:
    """What `hold` kept; None when nothing is kept any more, as after a clearing in the same moment."""
    every = _held()
    return None if every is None else every.get(key)


def uploader_key() -> str:
    """The drop zone's key; a new one after each clearing, since a drop zone can't be emptied from code."""
    return f"uploader {_uploader_turn()}"


def mapping_key(name: str) -> str:
    """The key of the button that loads a mapping; a new one after each loading, for the same reason."""
    return f"{name} {_mapping_turn()}"


def note_mapping(data: bytes) -> None:
    """A mapping's file was loaded."""
    _mapping_turn.set(_mapping_turn() + 1)
    mapping_loaded.set(data)


def figure_key(name: str) -> str:
    """The key of a control of the figure's settings; a new one whenever all are set at once, since the browser keeps
    the values it has under the old ones."""
    return f"figure:{_figure_turn()}:{name}"


def set_every_control(style: FigureStyle) -> None:
    """Another style for every control of the figure's settings."""
    figure_refused.take()
    _figure_turn.set(_figure_turn() + 1)
    figure_style.set(style)


def key(name: str) -> str:
    """The key of a widget whose choice is kept from page to page, of this file only.

    Streamlit keeps such a choice for each page that showed the widget, where no code can delete it: after another file
    the widget is another.
    """
    return _of_turn(_file_turn, name)


def filter_key(name: str) -> str:
    """The key of a filter; a new one after each reset, for the same reason."""
    turn = _single_filter_turns().get(name, 0)
    return _of_turn(_filter_turn, f"filter:{name}{f' {turn}' if turn else ''}")


def _of_turn(turn: Slot[int], name: str) -> str:
    return f"{turn()} {name}" if turn() else name


def reset_filters() -> None:
    _filter_turn.set(_filter_turn() + 1)
    current_filter.set(current_filter.empty)


def reset_filter(name: str) -> None:
    """Empties one filter, by the name it has in its key."""
    turns = _single_filter_turns()
    _single_filter_turns.set(turns | {name: turns.get(name, 0) + 1})


def widget(key: str) -> Any:
    """What a widget holds, as of the last rerun; None while it was never drawn."""
    return st.session_state.get(key)


def first_value(key: str, value: object) -> None:
    """What a widget holds when it is first drawn, for one that would jump back to a `value` given with its drawing."""
    st.session_state.setdefault(key, value)


def edited_rows(key: str) -> dict[int, dict[str, Any]]:
    """What was changed in a table that can be edited: position of the row -> column -> new value."""
    return {int(row): cells for row, cells in (widget(key) or {}).get("edited_rows", {}).items()}


def drop_stale_widgets() -> None:
    """Drops what Streamlit keeps of widgets that no longer stand on the page: their options, callbacks and closures.

    Streamlit itself drops their values only. Called when a run begins, so that after a clearing nothing is left.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    session: SessionState = context.session_state._state
    widgets = session._new_widget_state
    for widget in widgets.widget_metadata.keys() - widgets.states.keys() - session._old_state.keys():
        del widgets.widget_metadata[widget]


def clear() -> None:
    """Forgets everything of this session, and ends the work under way."""
    if (running := job()) is not None:
        running.cancel()
    raised = (_uploader_turn, *((_file_turn, _filter_turn) if upload() is not None else ()))
    turns = {turn.key: turn() + (turn in raised) for turn in (_uploader_turn, _file_turn, _filter_turn)}
    st.session_state.clear()
    st.session_state.update(turns)
    if (context := get_script_run_ctx()) is not None:  # a mapping that was loaded stands there, and a file too large
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    forgetting.owe()
