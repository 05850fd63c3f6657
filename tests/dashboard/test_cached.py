"""What is kept between reruns: found again for the same, and only the same; the oldest goes; forgotten when asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard import cached, state
from nec_core.errors import InputError
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.reading.table import ReadOptions
from nec_core.patients.naming import Names, VariableNames


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    found: dict[str, Any] = {}
    monkeypatch.setattr(state.st, "session_state", found)
    yield found


def test_a_table_is_told_by_bytes_names_and_the_way_it_is_read() -> None:
    one = state.Upload(((b"a", "a.csv"),), "1")
    keys = {
        cached._table_key(one, None, None, frozenset()),
        cached._table_key(one, ReadOptions(), None, frozenset()),
        cached._table_key(one, ReadOptions(header_row=2), None, frozenset()),
        cached._table_key(one, None, "seer", frozenset()),
        cached._table_key(one, None, None, frozenset({"notes"})),
        cached._table_key(state.Upload(((b"b", "a.csv"),), "2"), None, None, frozenset()),
        cached._table_key(state.Upload(((b"a", "b.csv"),), "1"), None, None, frozenset()),
    }
    assert len(keys) == 7
    assert cached._table_key(state.Upload(((b"a", "a.csv"),), "1"), None, None, frozenset()) in keys


def test_a_cohort_is_told_by_its_file_its_mapping_and_its_repairs() -> None:
    keys = [cached._key()]
    for files in ([(b"a", "a.csv")], [(b"b", "a.csv")], [(b"a", "b.csv")]):
        state.set_upload(files)
        keys.append(cached._key())
    assert cached._key() == keys[-1]
    state.edits.set((Edit(2, "sex", "F", "M"),))
    keys.append(cached._key())
    state.set_mapping(Mapping())
    keys.append(cached._key())
    state.known.set({"arm": "later"})
    keys.append(cached._key())
    assert len(set(keys)) == len(keys) == 7


def test_a_mapping_that_is_taken_away_says_what_variables_are_called_and_when_they_were_known() -> None:
    state.names.set(Names(variables={"arm": VariableNames(label="Arm")}))
    state.known.set({"arm": "later"})
    whole = cached.with_said(Mapping())
    assert (whole.names.variables["arm"].label, whole.known) == ("Arm", {"arm": "later"})


def test_two_of_a_kind_are_kept_and_looking_at_one_keeps_it_longer() -> None:
    first, second, third = object(), object(), object()
    cached._keep("table", "1", first)
    cached._keep("table", "2", second)
    assert cached._kept("table", "1") is first
    cached._keep("table", "3", third)
    assert cached._kept("table", "2") is None
    assert cached._kept("table", "1") is first
    assert cached._kept("table", "3") is third
    assert cached._kept("admission", "1") is None


def test_one_table_under_two_keys_counts_once_and_refusals_only_as_keys() -> None:
    table = object()
    cached._keep("table", "1", table)
    cached._keep("table", "1 as named", table)
    cached._keep("table", "2", object())
    assert cached._kept("table", "1") is table
    for i in range(7):
        cached._keep("table", f"refused {i}", InputError("no"))
    assert cached._kept("table", "1") is table
    cached._keep("table", "refused 7", InputError("no"))
    assert len(state.kept("table")) == 10


def test_a_refusal_is_kept_without_what_it_came_through() -> None:
    def refused() -> InputError:
        cells = ["a patient's"]
        try:
            try:
                raise ValueError(cells)
            except ValueError as cause:
                raise InputError("The file can't be read.") from cause
        except InputError as refusal:
            return cached._bare(refusal)

    kept = refused()
    assert (kept.__cause__, kept.__context__, kept.__traceback__) == (None, None, None)
    with pytest.raises(InputError, match="can't be read"):
        cached._value(kept)


def test_forgetting_drops_the_upload_what_was_computed_and_every_session_s_cache(
    session: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[str] = []
    for name in ("_named_admission", "_asked_at_first", "_selection", "_result", "_table_one", "_sanity", "_figures"):
        monkeypatch.setattr(cached, name, type("Cache", (), {"clear": staticmethod(lambda n=name: dropped.append(n))}))
    state.set_upload([(b"a", "a.csv")])
    cached._keep("table", "1", object())
    cached.forget()
    assert dropped == [
        "_named_admission",
        "_asked_at_first",
        "_selection",
        "_result",
        "_table_one",
        "_sanity",
        "_figures",
    ]
    assert set(session) == {"uploader_turn", "file_turn", "filter_turn"}


def test_every_cache_of_a_cohort_is_of_one_session_and_is_dropped() -> None:
    caches = {name for name, value in vars(cached).items() if hasattr(value, "clear") and name[0] == "_" != name[1]}
    assert caches == {
        "_named_admission", "_asked_at_first", "_selection", "_result", "_table_one", "_figures", "_sanity",
    }  # fmt: skip
