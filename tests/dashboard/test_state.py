"""What a session holds: each thing under one key, nothing written past it, and what ends with what."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.state import Slot

ROOT = Path(__file__).parent.parent.parent
FILES = [p for room in ("dashboard", "pages") for p in sorted((ROOT / room).rglob("*.py"))]
SLOTS = {name: slot for name, slot in vars(state).items() if isinstance(slot, Slot)}


def ran(script: Callable[[], None]) -> Any:
    """The session after a script, which says what it found under "found"."""
    app = AppTest.from_function(script).run()
    assert not app.exception
    return app.session_state


@pytest.mark.parametrize("path", [p for p in FILES if p.name != "state.py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_but_state_touches_the_session_s_state(path: Path) -> None:
    names = [
        node.attr if isinstance(node, ast.Attribute) else node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.alias)
    ]
    assert "session_state" not in names


def test_no_two_things_share_a_key() -> None:
    keys = [slot.key for slot in SLOTS.values()]
    assert len(keys) > 15
    assert len(set(keys)) == len(keys)


def test_a_slot_is_empty_until_set_and_again_once_taken() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard.state import Slot

        slot = Slot("why", "")
        found: list[object] = [slot()]
        slot.set("no room")
        found += [slot(), st.session_state["why"], slot.take(), slot(), slot.take(), "why" in st.session_state]
        st.session_state["found"] = found

    assert ran(script)["found"] == ["", "no room", "no room", "no room", "", "", False]


def test_another_mapping_ends_the_filters_and_another_file_the_choices_too() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import state
        from nec_core.summary.characteristics.table_plan import TablePlan

        def keys() -> tuple[str, str, str, str]:
            return (state.key("x"), state.filter_key("x"), state.uploader_key(), state.figure_key("x"))

        found = [keys()]
        state.table_plan.set(TablePlan(by="stage"))
        state.set_mapping(None)
        assert state.table_plan() is None  # it may name what is there no more
        found.append(keys())
        state.set_upload([(b"a", "a.csv")])
        found.append(keys())
        state.set_upload([(b"b", "b.csv")])
        found.append(keys())
        state.clear()
        found.append(keys())
        st.session_state["found"] = found

    assert ran(script)["found"] == [
        ("x", "filter:x", "uploader 0", "figure:0:x"),
        ("x", "1 filter:x", "uploader 0", "figure:0:x"),
        ("x", "1 filter:x", "uploader 1", "figure:0:x"),
        ("1 x", "2 filter:x", "uploader 2", "figure:0:x"),
        ("2 x", "3 filter:x", "uploader 3", "figure:0:x"),
    ]


def test_clear_forgets_everything_but_how_often_widgets_were_made_anew_and_ends_the_work() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import state

        class Work:
            ended = False

            def cancel(self) -> None:
                self.ended = True

        work = Work()
        state.set_upload([(b"a", "a.csv")])
        state.edits.set(("edit",))  # type: ignore[arg-type]  # any will do
        state.kept("table")["key"] = "cells of a patient"
        state.figure_refused.set("no")
        state.set_job(work)
        st.session_state["a widget's"] = "level"
        state.clear()
        st.session_state["found"] = (work.ended, sorted(st.session_state))

    assert ran(script)["found"] == (True, ["file_turn", "filter_turn", "uploader_turn"])


def test_other_work_ends_what_is_under_way_and_finished_work_does_not() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import state

        class Work:
            ended = False

            def cancel(self) -> None:
                self.ended = True

        first, second = Work(), Work()
        state.set_job(first)
        state.set_job(second)
        state.set_job(None)
        st.session_state["found"] = (first.ended, second.ended, state.job())

    assert ran(script)["found"] == (True, False, None)


def test_several_files_are_told_by_one_hash_that_depends_on_their_order() -> None:
    def script() -> None:
        import hashlib

        import streamlit as st

        from dashboard import state

        found = []
        for names in (["a"], ["a", "b"], ["b", "a"]):
            state.set_upload([(name.encode(), f"{name}.csv") for name in names])
            upload = state.upload()
            assert upload is not None
            found.append((upload.sha256, upload.names))
        st.session_state["found"] = (found, hashlib.sha256(b"a").hexdigest())

    found, of_a = ran(script)["found"]
    assert found[0] == (of_a, ("a.csv",))
    assert found[1][1] == ("a.csv", "b.csv")
    assert len({sha256 for sha256, _ in found}) == 3


def test_changed_cells_are_told_by_the_row_s_position_and_none_before_the_table_is_drawn() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import state

        before = state.edited_rows("table")
        st.session_state["table"] = {"edited_rows": {"3": {"means": "yes"}}, "added_rows": []}
        st.session_state["found"] = (before, state.edited_rows("table"))

    assert ran(script)["found"] == ({}, {3: {"means": "yes"}})


def test_a_first_value_is_given_once() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import state

        state.first_value("box", 1)
        state.first_value("box", 2)
        st.session_state["found"] = state.widget("box")

    assert ran(script)["found"] == 1


def test_what_a_callback_needs_is_held_under_its_key_until_it_is_cleared_or_the_oldest() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import state

        found = [state.held("a")]
        state.hold("a", 1)
        state.hold("b", 2)
        state.hold("a", 3)
        found += [state.held("a"), state.held("b"), state.held("c")]
        for i in range(state._MOST_HELD - 1):
            state.hold(str(i), i)
        found += [state.held("b"), state.held("a")]
        state.clear()
        found.append(state.held("a"))
        st.session_state["found"] = found

    assert ran(script)["found"] == [None, 3, 2, None, None, 3, None]


def test_after_a_clearing_streamlit_keeps_nothing_of_the_widgets_before() -> None:
    def script() -> None:
        import streamlit as st
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        from dashboard import state

        state.drop_stale_widgets()
        context = get_script_run_ctx()
        assert context is not None
        kept = context.session_state._state._new_widget_state.widget_metadata
        st.session_state["found"] = sorted(m.callback_args for m in kept.values() if m.callback_args)
        if "cleared" not in st.session_state:
            st.button("Patients", on_click=print, args=("a table",), key="patients")
        if st.button("Clear", key="clear"):
            state.clear()
            st.session_state["cleared"] = True
            st.rerun()

    app = AppTest.from_function(script).run()
    app.run()
    assert app.session_state["found"] == [("a table",)], "Streamlit no longer keeps them: drop_stale_widgets can go"
    app.button(key="clear").click().run()
    assert not app.exception
    assert app.session_state["found"] == []


def test_a_clearing_drops_what_was_uploaded_and_owes_its_memory() -> None:
    def script() -> None:
        import streamlit as st
        from streamlit.runtime.scriptrunner import get_script_run_ctx
        from streamlit.runtime.uploaded_file_manager import UploadedFileRec

        from dashboard import forgetting, state

        context = get_script_run_ctx()
        assert context is not None
        files = context.uploaded_file_mgr
        files.add_file(context.session_id, UploadedFileRec("1", "mapping.json", "application/json", b"{}"))  # type: ignore[attr-defined]
        found = [len(files.get_files(context.session_id, ["1"]))]
        forgetting._owed = 0
        state.clear()
        found += [len(files.get_files(context.session_id, ["1"])), forgetting._owed]
        st.session_state["found"] = found

    assert ran(script)["found"] == [1, 0, 3]
