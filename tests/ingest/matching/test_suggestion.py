"""Columns are matched to fields by name, values and type, with a reason; nothing ambiguous is decided."""

from __future__ import annotations

import pytest

from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.matching.suggestion import as_extra, suggest
from nec_core.ingest.questions import open_questions, optional_questions
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields
from tests.ingest.tables import table


def taken(header: str, texts: list[str], **more: list[str]) -> ColumnMapping:
    return suggest(table({header: texts} | more)).column(header)


@pytest.mark.parametrize(
    ("header", "texts", "target", "reason"),
    [
        ("patient_id", ["1", "2"], "patient_id", "same name"),
        ("Age (years)", ["50", "61"], "age_years", "same name"),
        ("Age at diagnosis", ["50", "61"], "age_years", "same name"),
        ("Ki-67 (%)", ["50", "61"], "ki67_percent", "same name"),
        ("LDH [U/L]", ["250", "361"], "ldh_u_per_l", "known name"),
        ("Gender", ["F", "M"], "sex", "known name"),
        ("dateOfDiagnosis", ["2019-05-17"], "diagnosis_date", "same name"),
        ("Date of diagnossis", ["2019-05-17"], "diagnosis_date", "its name is close to “date of diagnosis”"),
        ("Diagnosis › Date", ["2019-05-17"], "diagnosis_date", "same name"),
        ("Outcome › Last contact", ["2019-05-17"], "last_contact_date", "same name"),
        ("Age", ["young", "old"], "extra", "no field of that name: kept as a variable of its own"),
        ("Sex", ["1", "2"], "extra",
         "its name says Sex, but nothing says what its codes mean: kept as a variable of its own"),
        ("Resected", ["1.0", "0.0"], "resection", "known name"),
        ("Nothing", ["", "NA"], "drop", "empty"),
        ("Surname", ["A", "B"], "drop", "looks like an identifier: its header names an identifier"),
    ],
)  # fmt: skip
def test_each_match_carries_its_reason(header: str, texts: list[str], target: str, reason: str) -> None:
    column = taken(header, texts)
    assert (column.target, column.reason) == (target, reason)


def test_a_field_is_matched_once_and_the_surest_column_wins() -> None:
    mapping = suggest(table({"age": ["50", "60"], "age_years": ["51", "61"]}))
    assert [c.target for c in mapping.columns] == ["extra", "age_years"]


def test_a_site_of_progression_is_no_event() -> None:
    columns = {
        "Site of progression": ["local", "distant", "", ""], "Vital status": ["dead", "alive", "alive", "dead"],
        "OS months": ["1", "2", "3", "4"],
    }  # fmt: skip
    assert [c.target for c in suggest(table(columns)).columns] == ["progression_site", "vital_status", "time:os"]


def test_a_dash_is_negative_only_beside_a_plus() -> None:
    assert taken("p16", ["-", "positive", "negative"]).values == {"-": ""}
    assert taken("p16", ["-", "+", "positive"]).values == {}


def test_yes_under_dead_is_dead_and_codes_under_status_are_asked() -> None:
    dates = {"diagnosis date": ["2019-01-01", "2019-01-02"], "last contact": ["2020-01-01", "2020-01-02"]}
    assert taken("Dead", ["Y", "N"], **dates).values == {"y": "dead", "n": "alive"}
    raw = table({"status": ["1", "0"]} | dates)
    mapping = suggest(raw)
    assert mapping.column("status").target == "vital_status"
    assert [(q.kind, q.text, q.values, q.options) for q in open_questions(raw, mapping)] == [
        ("values", "Which values in column “status” mean dead, which alive?", (("1", 1), ("0", 1)), ("alive", "dead"))
    ]


def test_an_ambiguous_date_a_bare_time_and_unknown_codes_are_asked_with_their_values() -> None:
    raw = table({"id": list("123456"), "time": list("123456"), "status": list("121212"),
                 "first visit": ["03/04/2019", "05/06/2019"] * 3})  # fmt: skip
    asked = {q.column: (q.kind, q.text, q.options) for q in open_questions(raw, suggest(raw))}
    assert asked == {
        "time": (
            "unit",
            "In what unit is the time in column “time” (overall survival, with the event in “status”)?",
            ("days", "weeks", "months", "years"),
        ),
        "status": ("event", "Which values in column “status” mean the event (overall survival)?", ("0", "1", "2")),
        "first visit": ("date_order", "Is the day or the month first in column “first visit”?", ("DMY", "MDY")),
    }


@pytest.mark.parametrize(
    ("header", "texts", "field"),
    [
        ("gender", ["0", "1"], "sex"),
        ("Patient › Sex", ["1.0", "2.0", ""], "sex"),
        ("resection", ["1", "2", "2"], "resection"),  # 1 is a yes only beside 0
        ("margins", ["0", "1", "2"], "resection_margin"),
        ("smoking", ["a", "b"], "smoking"),
        ("site", ["1", "2", "3"], "primary_site"),
    ],
)
def test_codes_that_say_nothing_under_a_field_s_name_are_asked_and_kept_meanwhile(
    header: str, texts: list[str], field: str
) -> None:
    raw = table({"patient_id": list("abc")[: len(texts)], header: texts})
    mapping = suggest(raw)
    assert (mapping.column(header).target, mapping.column(header).asks) == ("extra", field)
    assert open_questions(raw, mapping) == ()
    question = optional_questions(raw, mapping)[0]
    assert (question.kind, question.field, question.optional) == ("values", field, True)
    assert question.options == fields()[field].levels
    assert [n for _, n in question.values] == sorted((n for _, n in question.values), reverse=True)


def test_an_answer_takes_the_column_and_is_part_of_the_saved_mapping() -> None:
    raw = table({"patient_id": list("abc"), "gender": ["0", "1", "1"]})
    mapping = suggest(raw)
    said = ColumnMapping(column="gender", target="sex", values={"0": "female", "1": "male"})
    answered = Mapping.from_json(mapping.replaced(said).model_dump_json())
    assert optional_questions(raw, answered) == ()
    kept = mapping.replaced(ColumnMapping(column="gender", target="extra"))
    assert optional_questions(raw, kept) == ()
    assert optional_questions(raw, Mapping.from_json(mapping.model_dump_json()))[0].text == (
        "What do the codes in column “gender” mean (sex)?"
    )


@pytest.mark.parametrize(
    ("header", "texts", "target"),
    [
        ("resection", ["0", "1", "2"], "resection"),
        ("resection", ["1", "1", "9"], "resection"),
        ("ECOG", ["1", "2", "3"], "ecog"),
        ("T", ["1", "2", "3"], "t_category"),
        ("sex", ["F", "M", "U"], "sex"),
        ("p53", ["10", "20", "35", "40", "50", "60", "70", "80", "90"], "extra"),  # percent, not codes
    ],
)
def test_codes_that_say_something_are_not_asked(header: str, texts: list[str], target: str) -> None:
    column = taken(header, texts)
    assert (column.target, column.asks) == (target, None)


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        ([*"1234567", "-99"], ("-99",)),
        ([*"1234567", "-999", "-888"], ("-888", "-999")),
        (["10", "20", "30", "40", "50", "60", "70", "999"], ("999",)),
        ([*"1234567", "9999", "-1"], ("9999",)),
        (["10", "20", "30", "40", "50", "60", "700", "999"], ()),  # 999 can be one of them
        (["-5", "1", "2", "3", "4", "5", "6", "-99"], ()),  # below zero there are others
        ([*"1234567", "99"], ()),
    ],
)
def test_numbers_that_look_like_missing_data_codes_are_asked(texts: list[str], codes: tuple[str, ...]) -> None:
    raw = table({"my index": texts})
    mapping = suggest(raw)
    assert mapping.column("my index").extra_kind == "number"
    asked = optional_questions(raw, mapping)
    assert [tuple(t for t, _ in q.values) for q in asked] == ([codes] if codes else [])
    if codes:
        assert asked[0].text == f"Does {' or '.join(codes)} in column “my index” mean “not recorded”?"


def test_many_texts_of_their_own_are_taken_for_names_or_notes() -> None:
    column = taken("remark", [f"text {chr(97 + i)}" for i in range(25)])
    assert column.reason == "looks like an identifier: nearly every row has a text of its own, as names and notes have"


@pytest.mark.parametrize(
    "header", ["MRN", "Date of Birth", "E-mail", "Phone", "Vorname", "Hospital number", "ZIP code"]
)
def test_headers_of_identifiers_are_dropped(header: str) -> None:
    assert taken(header, ["1990-01-01", "1991-02-03"]).target == "drop"


@pytest.mark.parametrize("texts", [["a@b.org", "c@d.de"], ["+41 31 632 21 11", "031 555 01 99"]])
def test_cells_of_identifiers_are_dropped(texts: list[str]) -> None:
    assert taken("contact info", texts).target == "drop"


def test_a_time_needs_no_event_of_its_own_where_dates_from_any_time_zero_tell_it() -> None:
    dates = {"first visit": ["2019-01-01", "2019-01-02"], "last contact": ["2020-01-01", "2020-01-02"]}
    assert taken("os months", ["12", "13.5"], **dates).target == "time:os"
    assert taken("os months", ["12", "13.5"], **{"last contact": dates["last contact"]}).target == "extra"


@pytest.mark.parametrize("header", ["ER Status", "AR status", "RR status", "Age at diagnosed ER"])
def test_a_short_name_is_right_or_another_name(header: str) -> None:
    assert taken(header, ["Positive", "Negative"] * 10).target == "extra"


def test_a_name_that_is_only_somewhat_close_is_no_field() -> None:
    days = ["2019-01-01", "2019-01-02"]
    assert taken("First contact", days).target == "extra"  # four letters from “last contact”
    assert taken("Date of death reg", days).target == "extra"
    assert taken("Last contactd", days).target == "last_contact_date"


@pytest.mark.parametrize(("known", "target"), [(5, "smoking"), (4, "extra")])
def test_a_category_is_taken_for_a_field_where_at_least_half_of_its_cells_are_of_it(known: int, target: str) -> None:
    texts = ["never", "former"] * 2 + ["current"] * (known - 4) + [f"word {i % 3}" for i in range(10 - known)]
    assert taken("smoking", texts).target == target


DECIMALS = [f"{3 + i / 7:.15f}" for i in range(30)]
TELEPHONES = [f"0{30 + i} 55{i:02d}67{i:02d}" for i in range(30)]


@pytest.mark.parametrize("texts", [DECIMALS, [f"-{t}" for t in DECIMALS], [f"{10**i}-1-1" for i in range(9, 30)]])
def test_decimals_and_numbers_of_every_length_are_no_telephone_numbers(texts: list[str]) -> None:
    assert "telephone" not in taken("size", texts).reason


@pytest.mark.parametrize("texts", [TELEPHONES, [f"+49{t[1:].replace(' ', '')}" for t in TELEPHONES]])
def test_telephone_numbers_are_dropped(texts: list[str]) -> None:
    assert "telephone" in taken("reach at", texts).reason


def target_of(header: str, columns: dict[str, list[str]]) -> str:
    return suggest(table(columns)).column(header).target


@pytest.mark.parametrize(
    ("ids", "target"),
    [(["a"] * 8, "extra"), (["a", "b", "c", *[""] * 5], "extra"), (list("abcdefgh"), "patient_id")],
)
def test_an_id_that_tells_hardly_anybody_apart_is_none(ids: list[str], target: str) -> None:
    columns = {"case": ids, "months": list("12345678"), "dead": list("01010101")}
    assert target_of("case", columns) == target


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("dg", "diagnosis_date"), ("Enrolled", "first_visit_date"), ("registered", "first_visit_date"),
        ("Date of admission", "first_visit_date"), ("Transplant date", "first_visit_date"),
        ("Date last seen", "last_contact_date"), ("date of last visit", "last_contact_date"),
    ],
)  # fmt: skip
def test_plain_names_of_dates_are_known(header: str, target: str) -> None:
    assert taken(header, ["2019-05-17", "2020-01-02"]).target == target


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Patient status", ["Living", "Deceased"]),
        ("Outcome", ["Alive", "Died", "Grafted"]), ("Status", ["Alive", "Dead", "1", "0"]),
        ("died on the ward", ["yes", "no"]),
    ],
)  # fmt: skip
def test_a_column_that_tells_the_dead_is_the_vital_status(header: str, texts: list[str]) -> None:
    columns = {
        header: texts * 5,
        "enrolled": ["2019-05-17"] * len(texts) * 5,
        "last contact": ["2020-05-17"] * len(texts) * 5,
    }
    assert target_of(header, columns) == "vital_status"


@pytest.mark.parametrize(("n", "kind"), [(6, "category"), (7, "number")])
def test_a_column_of_more_than_six_different_numbers_is_a_number(n: int, kind: str) -> None:
    column = as_extra(profile(table({"score": [str(i) for i in range(n)]}), "score"))
    assert column.extra_kind == kind


def test_codes_are_asked_under_a_name_that_is_known_not_under_one_that_is_only_near() -> None:
    for header, asked in (("Gender", "sex"), ("Smoking status", "smoking"), ("Smokings statuses", None)):
        rows = table({"patient_id": ["1", "2", "3"], header: ["1", "2", "1"]})
        assert suggest(rows).column(header).asks == asked, header


def test_numbers_in_two_units_are_no_numbers() -> None:
    cells = [f"{i} {'mm' if i % 2 else 'cm'}" for i in range(1, 10)]
    assert taken("Tumour size", cells).extra_kind == "category"
    assert taken("Tumour size", [f"{i} mm" for i in range(1, 10)]).extra_kind == "number"


@pytest.mark.parametrize(
    ("header", "texts", "target", "asks"),
    [
        ("surgery", ["yes", "no"], "resection", None),
        ("surgery", ["1", "0"], "extra", "resection"),  # of the heart as well as of the primary
        ("operation", ["3", "4", "7"], "extra", None),
        ("extent", ["limited", "extensive"], "stage", None),
        ("extent", ["1", "2", "3", "4"], "extra", None),
        ("extent of disease", ["1", "2", "3", "4"], "extra", "stage"),
        ("margin", ["R0", "R1"], "resection_margin", None),
        ("margin", ["clear", "positive"], "resection_margin", None),
        ("margin", ["1", "2", "3", "4", "5"], "extra", None),
        ("margin", ["positive", "negative"], "extra", "resection_margin"),
        ("R status", ["Positive", "Negative"], "extra", "resection_margin"),
        ("R status", ["positiv", "negativ"], "extra", "resection_margin"),
        ("Resection margin", ["positive", "negative"], "resection_margin", None),
    ],
)
def test_under_a_header_that_names_much_else_the_values_must_say_the_field(
    header: str, texts: list[str], target: str, asks: str | None
) -> None:
    column = taken(header, texts)
    assert (column.target, column.asks) == (target, asks)


@pytest.mark.parametrize(
    ("header", "target"),
    [("enter", "extra"), ("clinnic", "extra"), ("institutionn", "centre"), ("anstitution", "extra")],
)
def test_a_word_is_close_to_another_only_where_it_is_long_and_begins_alike(header: str, target: str) -> None:
    assert taken(header, ["A", "B", "A", "C"]).target == target


def test_a_centre_has_its_patients() -> None:
    assert taken("centre", [str(i) for i in range(1, 41)]).target == "extra"
    assert taken("centre", [f"{i % 8}.5" for i in range(40)]).target == "extra"
    assert taken("centre", [str(i % 12) for i in range(40)]).target == "centre"
    assert taken("centre", ["1", "2", "3"]).target == "centre"


@pytest.mark.parametrize("field", ["t_category", "ajcc_stage"])
def test_digits_of_a_stage_that_may_be_codes_are_asked_and_kept_meanwhile(field: str) -> None:
    raw = table({"patient_id": list("abcd"), fields()[field].about.label: ["1", "2", "1", ""]})
    mapping = suggest(raw)
    assert (mapping.columns[1].target, mapping.columns[1].asks) == ("extra", field)
    (question,) = optional_questions(raw, mapping)
    assert (question.values, question.options) == ((("1", 2), ("2", 1)), fields()[field].levels)
    assert suggest(table({"T category": ["1", "2", "3"]})).columns[0].target == "t_category"


def test_a_number_of_nodes_under_n_is_no_category() -> None:
    column = taken("N", [str(i % 13) for i in range(60)])
    assert (column.target, column.extra_kind, column.asks) == ("extra", "number", None)


def test_digits_under_a_word_for_any_stage_are_asked_as_stage_groups() -> None:
    assert taken("Stadio", ["1", "2", "3", "4"]).asks == "ajcc_stage"


def _with_events(first: str, second: str) -> RawTable:
    n = 30
    return table({
        "id": [f"A{i}" for i in range(n)], "time2": [str(10 + 7 * i % 90) for i in range(n)],
        first: [str(i % 2) for i in range(n)], "Xdur": [str(20 + 7 * i % 90) for i in range(n)],
        second: [str(i % 3 % 2) for i in range(n)],
    })  # fmt: skip


def test_of_two_events_that_say_nothing_of_themselves_none_is_taken_unasked() -> None:
    raw = _with_events("event2", "event")
    asked = {q.column: q.text for q in open_questions(raw, suggest(raw)) if q.kind == "event"}
    assert asked == {
        "event2": "Neither names what it tells: “event” looks like an event, too. Which values in column “event2” mean "
        "the event (overall survival)?"
    }


@pytest.mark.parametrize(("first", "second"), [("death2", "event"), ("event2", "relapse"), ("event2", "smoker")])
def test_an_event_that_says_what_it_is_or_has_no_other_beside_it_is_as_before(first: str, second: str) -> None:
    raw = _with_events(first, second)
    assert not [q for q in open_questions(raw, suggest(raw)) if "Neither names" in q.text]
