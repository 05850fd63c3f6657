"""Answers are held against the questions they are for."""

from __future__ import annotations

import pytest

from nec_core.errors import MappingError, QuestionsOpenError
from nec_core.ingest.answers import Answer, read_answers, with_answers
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit_files, checked, open_table
from nec_core.ingest.questions import open_questions, optional_questions
from nec_core.ingest.raw_table import RawTable
from nec_core.patients.endpoints import endpoint_times

ROWS = [
    f"P{i // 2},{10 + i},{'xy'[i % 2]},0{1 + i % 9}/0{1 + i % 7}/2019,{1 + i % 2},{-9 if i == 3 else i}"
    for i in range(12)
]
FILE = "\n".join(["patient id,time,status,surgery date,gender,score", *ROWS]).encode()
SAID = (
    Answer("patient id", "fold", "last"),
    Answer("time", "unit", "weeks"),
    Answer("status", "event", {"X": "1", "y": "not recorded"}),
)


def opened() -> tuple[RawTable, Mapping]:
    return open_table(FILE, "made.csv")


def test_every_kind_of_question_takes_its_answer() -> None:
    raw, mapping = opened()
    kinds = {(q.column, q.kind) for q in (*open_questions(raw, mapping), *optional_questions(raw, mapping))}
    assert kinds == {
        ("patient id", "fold"), ("time", "unit"), ("status", "event"), ("surgery date", "date_order"),
        ("gender", "values"), ("score", "missing"),
    }  # fmt: skip
    more = (
        Answer("surgery date", "date_order", "DMY"),
        Answer("gender", "values", {"1": "Male", "2": "female"}),
        Answer("score", "missing", "not recorded"),
    )
    taken = with_answers(raw, mapping, [*more, *SAID])
    assert taken.fold is not None
    assert (taken.fold.rule, taken.column("time").unit) == ("last", "weeks")
    assert taken.column("status").values == {"x": "1", "y": ""}
    assert taken.column("surgery date").date_order == "DMY"
    assert (taken.column("gender").target, taken.column("gender").values) == ("sex", {"1": "male", "2": "female"})
    assert (taken.column("score").values, taken.column("score").asks) == ({"-9": ""}, None)
    assert (open_questions(raw, taken), optional_questions(raw, taken)) == ((), ())
    assert checked(raw, taken).source.rows_in == 12


@pytest.mark.parametrize(
    ("said", "target", "unit", "values"),
    [("months", "age_years", "months", [50.0, 55.0, 60.0]), ("another unit", "extra", None, [600.0, 660.0, 720.0])],
)
def test_the_unit_of_a_field_is_answered_or_the_column_is_a_variable_of_its_own(
    said: str, target: str, unit: str | None, values: list[float]
) -> None:
    raw, mapping = open_table(b"id,os_months,dead,age\n1,4,1,600\n2,5,0,660\n3,6,1,720\n", "made.csv")
    taken = with_answers(raw, mapping, [Answer("age", "unit", said)])
    assert (taken.column("age").target, taken.column("age").unit) == (target, unit)
    assert open_questions(raw, taken) == ()
    name = target if unit else "age"
    assert checked(raw, taken).cohort.records[name].tolist() == values


def test_a_number_that_is_said_to_be_one_stays() -> None:
    raw, mapping = opened()
    taken = with_answers(raw, mapping, [Answer("score", "missing", "a value")])
    assert (taken.column("score").values, taken.column("score").asks) == ({}, None)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer("time", "unit", "fortnights"), "“fortnights” is no answer for “time”: it is none of days, weeks"),
        (Answer("status", "event", {"x": "1", "dead": "1"}), "speaks of “dead”, which is none of its values"),
        (Answer("status", "event", {"x": "1"}), "leaves 1 of its 2 values open"),
        (Answer("status", "event", {"x": "yes", "y": "0"}), "“yes” is no answer for “status”: it is none of 0, 1, 2"),
        (Answer("status", "event", "1"), "must say what each of its values means"),
        (Answer("patient id", "fold", "newest"), "“newest” is no answer for “patient id”"),
        (Answer("patient id", "fold", {"rule": "first", "by": "time"}), "it is none of lowest, highest"),
        (Answer("score", "missing", "perhaps"), "it is none of not recorded, a value"),
        (Answer("age", "unit", "days"), "Nothing is asked of the column “age”"),
        (Answer("time", "event", {"1": "1"}), "Nothing is asked of the column “time” (kind “event”)"),
    ],
)  # fmt: skip
def test_an_answer_that_fits_nothing_is_refused_by_name(answer: Answer, told: str) -> None:
    raw, mapping = opened()
    with pytest.raises(MappingError) as refused:
        with_answers(raw, mapping, [answer])
    assert told in str(refused.value)


def test_the_row_with_the_highest_value_may_count() -> None:
    raw, mapping = opened()
    fold = with_answers(raw, mapping, [Answer("patient id", "fold", {"rule": "highest", "by": "time"})]).fold
    assert fold is not None
    assert (fold.rule, fold.by) == ("highest", "time")


def test_what_stays_open_is_asked_again_and_the_mapping_so_far_comes_along() -> None:
    with pytest.raises(QuestionsOpenError) as refused:
        admit_files([(FILE, "made.csv")], answers=SAID[:2])
    assert [q.kind for q in refused.value.questions] == ["event", "date_order"]
    assert refused.value.mapping.column("time").unit == "weeks"


@pytest.mark.parametrize("text", ["", "{", "3", "{}", '{"questions": 1}', '[{"column": 1, "kind": "unit"}]', '["a"]'])
def test_what_is_no_file_of_answers_is_refused(text: str) -> None:
    with pytest.raises(MappingError, match="check --json"):
        read_answers(text, "a.json")


def test_what_is_left_without_an_answer_is_left_open() -> None:
    assert read_answers('[{"column": "a", "kind": "unit"}, {"column": "b", "kind": "unit", "answer": "days"}]') == (
        Answer("b", "unit", "days"),
    )


def test_every_question_ends_in_a_question_mark() -> None:
    raw, mapping = opened()
    cens = open_table(b"id,os_months,cens\n1,5,1\n2,7,0\n3,8,1\n", "made.csv")
    texts = [q.text for r, m in ((raw, mapping), cens) for q in (*open_questions(r, m), *optional_questions(r, m))]
    assert len(texts) == 7
    assert [t for t in texts if not t.endswith("?")] == []


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"id,os_months,died\n1,3,x\n2,4,\n3,5,\n4,6,\n", "event", {"x": "1", "": "0"}),
        (
            b"id,diagnosis date,last contact,died\n1,2019-01-01,2020-01-01,x\n2,2019-01-01,2020-02-01,\n"
            b"3,2019-01-01,2020-03-01,\n4,2019-01-01,2020-03-01,\n",
            "values",
            {"x": "dead", "": "alive"},
        ),
    ],
)
def test_blanks_can_be_said_to_mean_that_nothing_happened(data: bytes, kind: str, said: dict[str, str]) -> None:
    cohort = admit_files([(data, "x.csv")], answers=(Answer("died", kind, said),)).cohort
    assert endpoint_times(cohort, "os").event.tolist() == [1, 0, 0, 0]
