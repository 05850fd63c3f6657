"""What a column's values are taken as: those nobody knows first; what is chosen or typed is what the mapping holds."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import state
from dashboard.upload import values
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import open_table
from nec_core.ingest.raw_table import RawTable

CSV = b"""patient_id,months,died,sex,ward
1,1,yes,m,W1
2,2,no,m,W1
3,3,yes,f,W2
4,4,no,zz,n/a
"""


@pytest.fixture
def opened() -> tuple[RawTable, Mapping]:
    return open_table(CSV, "x.csv")


def test_values_nobody_knows_stand_first_then_the_most_frequent(opened: tuple[RawTable, Mapping]) -> None:
    raw, mapping = opened
    assert values._meanings(raw, mapping.column("sex"), mapping) == {
        "zz": "not a known value",
        "m": "male",
        "f": "female",
    }
    assert list(values._meanings(raw, mapping.column("sex"), mapping)) == ["zz", "m", "f"]
    assert values._unknown(raw, mapping.column("sex"), mapping) == 1


def test_a_column_of_its_own_means_what_it_says_and_blanks_are_not_recorded(opened: tuple[RawTable, Mapping]) -> None:
    raw, mapping = opened
    assert values._meanings(raw, mapping.column("ward"), mapping) == {"W1": "W1", "W2": "W2", "n/a": "not recorded"}


@pytest.mark.parametrize(
    ("name", "has"), [("sex", True), ("ward", True), ("died", True), ("months", False), ("patient_id", False)]
)
def test_only_categories_and_outcomes_have_values_to_say_something_about(
    opened: tuple[RawTable, Mapping], name: str, has: bool
) -> None:
    raw, mapping = opened
    assert values._has_values(raw, mapping.column(name)) is has


@pytest.mark.parametrize(
    ("column", "meaning", "kept"),
    [
        ("sex", "male", {"zz": "male"}),
        ("sex", "not recorded", {"zz": ""}),
        ("sex", "not a known value", {}),
        ("ward", "  North \n wing ", {"zz": "North wing"}),
        ("ward", "not recorded", {"zz": ""}),
    ],
)
def test_what_was_chosen_or_typed_is_what_the_mapping_holds(
    opened: tuple[RawTable, Mapping], monkeypatch: pytest.MonkeyPatch, column: str, meaning: str, kept: dict[str, str]
) -> None:
    raw, mapping = opened
    session: dict[str, Any] = {"table": {"edited_rows": {"1": {"means": meaning}}}}
    monkeypatch.setattr(state.st, "session_state", session)
    monkeypatch.setattr(values.cached, "standing", lambda: (raw, mapping))
    state.hold("table", (mapping.column(column), ["m", "zz"]))
    values._take("table")
    decided = state.mapping()
    assert decided is not None
    before = mapping.column(column).values
    assert decided.column(column).values == dict(before) | kept
