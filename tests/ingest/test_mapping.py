"""A mapping says how columns are taken; what it leaves open is refused with the questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from nec_core.errors import MappingError, QuestionsOpenError
from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping, Question, endpoint_label, require_answers
from nec_core.ingest.opening import admit


def columns(**targets: str) -> tuple[ColumnMapping, ...]:
    return tuple(ColumnMapping(column=name, target=target) for name, target in targets.items())


def test_a_target_written_by_hand_answers_what_its_codes_mean() -> None:
    said = '{"columns": [{"column": "sex", "target": "sex", "asks": "sex", "values": {"1": "male"}}]}'
    assert Mapping.from_json(said).column("sex").asks is None
    with pytest.raises(MappingError, match="asks is no field of the record"):
        Mapping.from_json('{"columns": [{"column": "sex", "target": "extra", "asks": "height"}]}')


@pytest.mark.parametrize("target", ["age_years", "time:os", "event:dss", "extra", "drop"])
def test_a_target_is_a_field_an_endpoint_extra_or_drop(target: str) -> None:
    assert ColumnMapping(column="a", target=target).target == target


@pytest.mark.parametrize("target", ["colour", "time:", "time:OS", "event:not a name", "os"])
def test_any_other_target_is_refused(target: str) -> None:
    with pytest.raises(ValidationError, match="the target is neither a field of the record"):
        ColumnMapping(column="a", target=target)


def test_time_and_event_name_their_endpoint() -> None:
    time, event, age = columns(a="time:rfs", b="event:rfs", c="age_years")
    assert (time.endpoint, time.is_time, time.is_event) == ("rfs", True, False)
    assert (event.endpoint, event.is_time, event.is_event) == ("rfs", False, True)
    assert (age.endpoint, age.is_time, age.is_event) == (None, False, False)


def test_two_columns_can_be_extra_but_not_the_same_field() -> None:
    assert len(Mapping(columns=columns(a="extra", b="extra", c="drop", d="drop")).columns) == 4
    with pytest.raises(ValidationError, match="two columns are matched to sex"):
        Mapping(columns=columns(a="sex", b="sex"))


def test_a_column_that_takes_a_target_over_frees_it_elsewhere() -> None:
    mapping = Mapping(columns=columns(a="sex", b="extra"))
    changed = mapping.replaced(ColumnMapping(column="b", target="sex"))
    assert [(c.column, c.target) for c in changed.columns] == [("a", "extra"), ("b", "sex")]
    assert changed.column("a").reason == "b took its place"
    assert [c.target for c in mapping.columns] == ["sex", "extra"]


def test_a_mapping_survives_json() -> None:
    mapping = Mapping(columns=(ColumnMapping(column="t", target="time:os", unit="days", values={"x": ""}),))
    assert Mapping.from_json(mapping.model_dump_json()) == mapping


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("not json", "the file"),
        ('{"colour": 1}', "colour"),
        ('{"columns": [{"column": "a", "target": "colour"}]}', "columns.0"),
    ],
)
def test_what_is_no_mapping_is_refused_naming_the_place(text: str, place: str) -> None:
    with pytest.raises(MappingError) as refused:
        Mapping.from_json(text)
    assert str(refused.value).startswith(f"This file is not a saved mapping: {place}: ")
    assert str(refused.value).endswith("Save one on the Upload page.")


def test_a_mapping_of_another_file_is_refused() -> None:
    mapping = Mapping(columns=columns(a="sex", b="extra"))
    mapping.require_columns(["a"])
    with pytest.raises(MappingError, match="it names the column “a”, which is not here"):
        mapping.require_columns(["b", "c"])


@pytest.mark.parametrize(
    ("target", "given", "kept"),
    [
        ("vital_status", {" DEAD ": "Dead", "Lebend": "ALIVE", "X": ""}, {"dead": "dead", "lebend": "alive", "x": ""}),
        ("event:os", {"Tot": "1", "LEBT": " 0 "}, {"tot": "1", "lebt": "0"}),
        ("histology", {"GROSSZELLIG": "Large Cell"}, {"grosszellig": "large cell"}),
        ("ajcc_stage", {"4": "iv"}, {"4": "IV"}),
        ("extra", {"A": "Arm A"}, {"a": "Arm A"}),  # a name somebody typed
        ("diagnosis_date", {"UNKNOWN": ""}, {"unknown": ""}),
    ],
)
def test_what_values_mean_can_be_written_in_any_case(target: str, given: dict[str, str], kept: dict[str, str]) -> None:
    column = ColumnMapping(column="a", target=target, values=given)
    assert column.values == kept
    assert Mapping.from_json(Mapping(columns=(column,)).model_dump_json()).columns == (column,)


@pytest.mark.parametrize(
    ("target", "values", "message"),
    [
        (
            "vital_status",
            '{"1": "deceased"}',
            "“deceased” is none of alive, dead, dead of another cause, another event (column “a”)",
        ),
        ("event:os", '{"1": "yes"}', "“yes” is none of 0, 1, 2 (column “a”)"),
        ("vital_status", '{"DEAD": "dead", "dead": "alive"}', "“dead” is said to mean two things (column “a”)"),
    ],
)
def test_a_meaning_the_field_does_not_have_is_refused(target: str, values: str, message: str) -> None:
    with pytest.raises(MappingError) as refused:
        Mapping.from_json(f'{{"columns": [{{"column": "a", "target": "{target}", "values": {values}}}]}}')
    assert message in str(refused.value)


def test_answers_in_capitals_answer() -> None:
    data = b"patient_id,os_months,vital_status\n1,10,VERSTORBEN\n2,12,lebt\n"
    said = {"VERSTORBEN": "DEAD", "Lebt": "Alive"}
    columns = (
        ColumnMapping(column="patient_id", target="patient_id"),
        ColumnMapping(column="os_months", target="time:os", unit="months"),
        ColumnMapping(column="vital_status", target="vital_status", values=said),
    )
    admission = admit(data, "x.csv", Mapping(columns=columns))
    assert admission.cohort.records["vital_status"].tolist() == ["dead", "alive"]
    assert len(admission.rejected_rows) == 0


def test_the_decimal_mark_of_all_columns_can_be_said_at_once() -> None:
    mapping = Mapping(columns=columns(a="age_years", b="extra"))
    comma = mapping.with_decimal_comma(True)
    assert [c.decimal_comma for c in comma.columns] == [True, True]
    assert comma.with_decimal_comma(False) == mapping


def test_open_questions_are_refused_without_telling_a_cell() -> None:
    question = Question("status", "event", "Which values mean dead?", (("secret", 3),), ("0", "1"))
    with pytest.raises(QuestionsOpenError) as refused:
        require_answers([question])
    assert str(refused.value) == (
        "Answer on the Upload page, or with --answers or a saved mapping (--mapping): Which values mean dead?"
    )
    assert refused.value.questions == (question,)
    require_answers([])


def test_endpoints_are_called_by_their_names() -> None:
    assert endpoint_label("os") == "Overall survival"
    assert endpoint_label("xyz") == "XYZ"


def test_a_mapping_saved_before_still_loads() -> None:
    saved = Path(__file__).with_name("mapping_1.json").read_text(encoding="utf-8")
    mapping = Mapping.from_json(saved)
    assert (mapping.layout, mapping.missing, len(mapping.columns)) == ("plain", ("n.a.", "lost"), 21)
    assert mapping.fold == Fold(rule="lowest", by="age")
    known_since = {"identifier": None}
    as_saved = json.loads(saved)
    as_saved["columns"] = [c | known_since for c in as_saved["columns"]]
    as_saved |= {"names": {"variables": {}}, "known": {}}
    assert json.loads(mapping.model_dump_json()) == as_saved
    later = saved.replace('"version": 1', '"version": 2')
    with pytest.raises(MappingError, match="is a saved mapping of a version this program does not know"):
        Mapping.from_json(later)


@pytest.mark.parametrize(
    ("target", "unit", "fits"),
    [("age_years", "days", True), ("albumin_g_per_l", "g/dL", True), ("time:os", "weeks", True),
     ("extra", "months", True), ("extra", "g/dL", True), ("age_years", "weeks", False), ("time:os", "g/dL", False),
     ("extra", "parsec", False)],
)  # fmt: skip
def test_a_column_s_unit_is_one_of_its_target(target: str, unit: str, fits: bool) -> None:
    if fits:
        assert ColumnMapping(column="x", target=target, unit=unit).unit == unit
        return
    with pytest.raises(ValueError, match=f"“{unit}” is no unit of the column “x”"):
        ColumnMapping(column="x", target=target, unit=unit)
