"""The line above the table of columns, and the columns that were left out without being asked."""

from __future__ import annotations

import pytest

from dashboard.upload import columns
from nec_core.ingest.mapping import ColumnMapping, IdentifierKind, Mapping
from nec_core.ingest.opening import open_table


def _mapping(*targets: str, identifier: IdentifierKind | None = None) -> Mapping:
    made = [ColumnMapping(column=f"c{i}", target=t, identifier=identifier) for i, t in enumerate(targets)]
    return Mapping(columns=tuple(made))


@pytest.mark.parametrize(
    ("targets", "line"),
    [
        (("patient_id", "sex", "extra", "drop"), "4 columns: 2 matched, 1 kept as variables of their own, 1 left out"),
        (("patient_id",), "1 column: 1 matched"),
        (("extra", "extra"), "2 columns: 2 kept as variables of their own"),
    ],
)
def test_every_column_is_counted_as_what_it_is_taken(targets: tuple[str, ...], line: str) -> None:
    assert columns._summary(_mapping(*targets)) == line


def test_columns_that_look_like_identifiers_are_named_and_others_left_out_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(columns.st, "markdown", said.append)
    columns._dropped(_mapping("drop"))
    assert said == []
    columns._dropped(_mapping(*["drop"] * 22, identifier="name"))
    (text,) = said
    assert "**c0**, **c1**" in text
    assert text.endswith("**c19** and 2 more.")


def test_examples_are_the_most_frequent_texts_without_blanks_and_short() -> None:
    wards = ["b", "b", "", "", "", "a" * 40, "c", "d", "e"]
    rows = "".join(f"{i},{ward}\n" for i, ward in enumerate(wards))
    raw = open_table(f"patient_id,ward\n{rows}".encode(), "x.csv")[0]
    shown = columns._examples(raw, "ward").split(" · ")
    assert shown[0] == "b"
    assert len(shown) == 4
    assert "" not in shown
    assert max(map(len, shown)) == 24


def test_columns_that_hold_dates_stand_first_where_a_survival_time_is_looked_for() -> None:
    rows = "".join(f"P{i},{i},{1 + i}.03.2015,2015,{10 + i}.04.2016\n" for i in range(12))
    raw, mapping = open_table(f"id,ward,Eintritt,Jahr,Letzter Stand\n{rows}".encode(), "x.csv")
    assert [c.column for c in columns._dates_first(raw, mapping)] == [
        "Eintritt", "Letzter Stand", "id", "ward", "Jahr"
    ]  # fmt: skip
