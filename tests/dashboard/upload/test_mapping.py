"""What a person chooses on the page becomes the mapping the engine reads."""

from __future__ import annotations

import pytest

from dashboard.upload import mapping as words
from nec_core.ingest.mapping import ENDPOINT_LABELS, ColumnMapping, Mapping
from nec_core.ingest.opening import open_table
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields


def _raw(text: str) -> RawTable:
    return open_table(text.encode(), "x.csv")[0]


def _extra(column: str) -> ColumnMapping:
    return ColumnMapping(column=column, target="extra")


def test_every_field_and_endpoint_can_be_chosen_under_a_name_of_its_own() -> None:
    offered = words.choices()
    assert set(fields()) <= set(offered.values())
    assert offered["Overall survival: time"] == "time:os"
    assert offered["Progression-free survival: event"] == "event:pfs"
    assert offered["Leave out"] == "drop"
    assert len(offered) == len(fields()) + 3 + 3 * len(ENDPOINT_LABELS)


@pytest.mark.parametrize("chosen", list(words.choices()))
def test_what_was_chosen_is_what_is_shown(chosen: str) -> None:
    raw = _raw("a,b\n1,x\n2,y\n")
    assert words.words(words.retargeted(raw, ColumnMapping(column="a", target="drop"), chosen)) == chosen


def test_a_new_target_comes_with_what_the_cells_say_themselves() -> None:
    raw = _raw("weeks;seen;score;dead\n1,5;31.12.2019;2,5;yes\n2,5;01.02.2020;3,5;no\n")
    time = words.retargeted(raw, _extra("weeks"), "Overall survival: time")
    assert (time.unit, time.decimal_comma) == ("weeks", True)
    assert words.retargeted(raw, _extra("seen"), "Last contact").date_order == "DMY"
    assert words.retargeted(raw, _extra("score"), "Ki-67").decimal_comma
    assert words.retargeted(raw, _extra("dead"), "Overall survival: event").values == {"yes": "1", "no": "0"}
    number = words.retargeted(raw, _extra("score"), words.KEEP_NUMBER)
    assert (number.target, number.extra_kind, number.decimal_comma) == ("extra", "number", True)


def test_the_same_choice_and_an_unknown_one_change_nothing() -> None:
    raw = _raw("a,b\n1,x\n2,y\n")
    column = ColumnMapping(column="a", target="sex", values={"1": "male"})
    assert words.retargeted(raw, column, "Sex") is column
    assert words.retargeted(raw, column, "no such thing") is column


def test_values_are_told_by_their_text_whatever_its_case_and_can_be_forgotten() -> None:
    column = words.with_values(_extra("stage"), {"LA": "LRD", "m": "metastatic", "X": ""})
    assert column.values == {"la": "LRD", "m": "metastatic", "x": ""}
    assert words.with_values(column, {"La": None}).values == {"m": "metastatic", "x": ""}


def test_levels_are_the_records_or_the_outcomes() -> None:
    assert words.levels(ColumnMapping(column="s", target="stage")) == {
        "LRD": "LRD",
        "metastatic": "metastatic",
        "": "not recorded",
    }
    assert words.levels(ColumnMapping(column="s", target="event:os"))["1"] == "dead"
    assert words.levels(ColumnMapping(column="s", target="event:pfs"))["1"] == "event"
    assert words.levels(_extra("s")) == {}


def test_the_longest_time_is_a_number_of_the_column() -> None:
    raw = _raw("t;u\n3,5;a\n12,25;b\nNA;c\n")
    assert words.longest(raw, Mapping(), ColumnMapping(column="t", target="time:os", decimal_comma=True)) == 12.25
    assert words.longest(raw, Mapping(), _extra("u")) is None
    unknown = Mapping(missing=("12,25",))
    assert words.longest(raw, unknown, ColumnMapping(column="t", target="time:os", decimal_comma=True)) == 3.5


def test_a_saved_mapping_fits_a_file_with_further_columns_and_loses_none() -> None:
    saved = Mapping(
        columns=(
            ColumnMapping(column="score", target="ecog"),
            ColumnMapping(column="gone", target="extra"),
        )
    )
    _, suggested = open_table(b"id,score,ecog,months,dead\nP1,0,1,5,0\nP2,1,0,6,1\n", "x.csv")
    fitted = words.fitted(saved, suggested)
    assert [c.column for c in fitted.columns] == ["id", "score", "ecog", "months", "dead"]
    assert fitted.column("score").target == "ecog"
    assert fitted.column("ecog").target == "extra"
    assert fitted.column("months").target == "time:os"
    assert Mapping.from_json(fitted.model_dump_json()) == fitted
