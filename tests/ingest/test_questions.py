"""What a mapping leaves open is asked; what it says is not asked again."""

from __future__ import annotations

import pytest

from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.questions import open_questions, optional_questions
from tests.ingest.tables import table

DATES = {"diagnosis_date": ["2019-01-01"] * 3, "death_date": ["2020-01-01", "", ""]}


def mapping(*columns: ColumnMapping, missing: tuple[str, ...]) -> Mapping:
    dates = tuple(ColumnMapping(column=name, target=name, date_order="YMD") for name in DATES)
    return Mapping(columns=(*dates, *columns), missing=missing)


@pytest.mark.parametrize("word", ["lost", "Lost", " LOST "])
def test_a_text_that_stands_for_not_recorded_is_not_asked_about_however_it_is_written(word: str) -> None:
    raw = table({**DATES, "status": ["Lost", "lost", "LOST"]})
    status = ColumnMapping(column="status", target="vital_status")
    asked = open_questions(raw, mapping(status, missing=()))
    assert [(q.column, q.values) for q in asked] == [("status", (("Lost", 1), ("lost", 1), ("LOST", 1)))]
    assert open_questions(raw, mapping(status, missing=(word,))) == ()
    event = ColumnMapping(column="status", target="event:os")
    assert open_questions(raw, mapping(event, missing=(word,))) == ()
    assert [q.kind for q in open_questions(raw, mapping(event, missing=()))] == ["event"]


def test_codes_offered_for_an_answer_are_without_those_that_stand_for_not_recorded() -> None:
    raw = table({**DATES, "gender": ["1", "2", "X9"]})
    asking = ColumnMapping(column="gender", target="extra", asks="sex")
    question = optional_questions(raw, mapping(asking, missing=("X9",)))[0]
    assert question.values == (("1", 1), ("2", 1))


def test_an_ambiguous_date_is_judged_by_what_is_recorded() -> None:
    raw = table({"diagnosis_date": ["13/04/2019", "03/04/2019", "Lost"], "last seen": ["Lost", "03/04/2019", "Lost"]})
    columns = tuple(
        ColumnMapping(column=c, target=t)
        for c, t in (("diagnosis_date", "diagnosis_date"), ("last seen", "last_contact_date"))
    )
    asked = open_questions(raw, Mapping(columns=columns, missing=("Lost",)))
    assert [(q.column, q.values) for q in asked] == [("last seen", (("03/04/2019", 1),))]


@pytest.mark.parametrize(("lost", "asked"), [(2, 0), (3, 1)])
def test_a_further_word_beside_alive_and_dead_is_asked_unless_it_is_a_slip(lost: int, asked: int) -> None:
    raw = table({"status": ["alive"] * 12 + ["dead"] * 9 + ["grafted"] * lost})
    taken = Mapping(columns=(ColumnMapping(column="status", target="vital_status"),))
    assert len(open_questions(raw, taken)) == asked
    said = ColumnMapping(column="status", target="vital_status", values={"grafted": "alive"})
    assert open_questions(raw, Mapping(columns=(said,))) == ()


def test_a_question_shows_the_twelve_most_frequent_values() -> None:
    texts = [str(i) for i in range(1, 15)] + ["14", "14", "13"]
    raw = table({"id": [str(i) for i in range(len(texts))], "time": texts})
    mapping = Mapping(columns=(ColumnMapping(column="time", target="time:os"),))
    (question,) = (q for q in open_questions(raw, mapping) if q.kind == "unit")
    assert question.values[:2] == (("14", 3), ("13", 2))
    assert len(question.values) == 12


def test_where_dates_of_both_orders_stand_in_one_column_the_question_says_so_with_the_rows_that_prove_it() -> None:
    seen = ["13/04/2019", "04/15/2019", "03/04/2019", "04/16/2019", "04/17/2019", "04/18/2019"]
    raw = table({"diagnosis_date": seen})
    taken = Mapping(columns=(ColumnMapping(column="diagnosis_date", target="diagnosis_date"),))
    (asked,) = open_questions(raw, taken)
    assert asked.options == ("DMY", "MDY", "ONE_WAY")
    assert asked.text.startswith(
        "Neither order fits column “diagnosis_date”: row 2 can be read only with the day first, rows 3, 5, 6 and 1 "
        "more only with the month first, as when a spreadsheet has turned some dates round."
    )
    assert not any(text in asked.text for text in seen)


def test_ids_that_a_spreadsheet_shortened_are_named_where_it_is_asked_which_row_counts() -> None:
    raw = table({"patient_id": ["9.1E+11", "9.2E+11"] * 3, "os_months": list("123456"), "os_event": list("010101")})
    columns = [("patient_id", "patient_id"), ("os_months", "time:os"), ("os_event", "event:os")]
    taken = Mapping(
        columns=tuple(ColumnMapping(column=c, target=t, unit="months" if "time" in t else None) for c, t in columns)
    )
    asked = next(q for q in open_questions(raw, taken) if q.kind == "fold")
    assert "A spreadsheet has shortened IDs to a few digits, so several patients can share one." in asked.text
    assert "9.1E+11" not in asked.text  # a question is raised as an exception, too, which holds no cell


@pytest.mark.parametrize(
    ("codes", "options"),
    [("0101", ("alive", "dead")), ("0121", ("alive", "dead", "dead of another cause", "another event"))],
)
def test_of_more_than_two_values_beside_dates_it_is_asked_too_which_is_another_event(
    codes: str, options: tuple[str, ...]
) -> None:
    raw = table({"status": list(codes)})
    (asked,) = open_questions(raw, Mapping(columns=(ColumnMapping(column="status", target="vital_status"),)))
    assert asked.options == options
    assert ("another event" in asked.text) == (len(options) > 2)


@pytest.mark.parametrize("blank", ["", "NA"])
@pytest.mark.parametrize(("target", "options"), [("vital_status", ("alive", "dead")), ("event:os", ("0", "1", "2"))])
def test_what_blanks_beside_one_value_mean_is_asked_until_it_is_said(
    target: str, options: tuple[str, ...], blank: str
) -> None:
    raw = table({"died": ["x", blank, blank, "x", blank]})
    column = ColumnMapping(column="died", target=target, values={"x": options[1]})
    (asked,) = open_questions(raw, Mapping(columns=(column,)))
    assert (asked.values, asked.options) == ((("x", 2), (blank, 3)), options)
    assert asked.text.startswith("Column “died” holds one value, in 2 rows, and nothing in 3.")
    said = column.model_copy(update={"values": {**column.values, blank.casefold(): options[0]}})
    assert open_questions(raw, Mapping(columns=(said,))) == ()


@pytest.mark.parametrize(
    ("cells", "asked"),
    [(["x"] * 9 + [""], 0), (["x"] * 12 + [""] * 3, 1), (["x"] * 8 + [""] * 2, 0), (["x", "y", ""], 0)],
)
def test_few_blanks_and_blanks_beside_two_values_are_gaps(cells: list[str], asked: int) -> None:
    raw = table({"died": cells})
    said = ColumnMapping(column="died", target="event:os", values={"x": "1", "y": "0"})
    assert len(open_questions(raw, Mapping(columns=(said,)))) == asked
