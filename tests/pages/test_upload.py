"""The Upload page without a browser: each step, its words, and what it leaves in the session."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.upload import file
from nec_core.ingest.admission import Admission

ROOT = Path(__file__).parent.parent.parent
AMBIGUOUS = b"id,time,status,stage\n" + b"".join(
    f"P{i},{i * 3 % 40 + 1},{1 + i % 2},{'LRD' if i % 3 else 'metastatic'}\n".encode() for i in range(30)
)
FAULTY = b"id,months,dead,age\nP1,5,1,50\nP2,minus,0,60\nP3,7,1,150\n" + b"".join(
    f"P{i},{i % 9},{i % 2},{40 + i}\n".encode() for i in range(4, 21)
)

CODED = b"id,os_months,dead,gender\n" + b"".join(f"P{i},{i % 9},{i % 3 % 2},{i % 2}\n".encode() for i in range(20))


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages" / "_router.py"), default_timeout=60).run()


def _drop(app: AppTest, data: bytes, name: str = "extract.csv") -> AppTest:
    return app.file_uploader[0].set_value((name, data, "text/csv")).run()


def _text(app: AppTest) -> str:
    return " ".join(e.value for e in (*app.markdown, *app.caption, *app.error))


def _said(app: AppTest, sentence: str) -> bool:
    return sentence in _text(app).replace("\\", "").replace("*", "").replace("\u2060", "")


def test_without_a_file_it_offers_samples_and_templates(app: AppTest) -> None:
    assert not app.exception
    assert [b.label for b in app.button][-2:] == [
        "Try the sample cohort (38 synthetic patients)",
        "Try the late-surgery sample",
    ]
    assert [b.label for b in app.download_button] == ["Template, XLSX", "Template, CSV", "Data dictionary, CSV"]


def test_the_sample_goes_through_without_a_question(app: AppTest) -> None:
    app.button(key="sample").click().run()
    assert not app.exception
    assert _said(app, "38 rows = 38 accepted")
    assert not app.button(key="go").disabled


def test_the_records_for_the_eye_stand_above_the_columns_with_what_is_unusual(app: AppTest) -> None:
    rows = "".join(f"P{i},{100 + i * 10},{i % 2}\n" for i in range(1, 17))
    _drop(app, f"patient_id,os_days,alive\n{rows}".encode())
    shown = [e.value.replace("\\", "") for e in app.main if e.type in ("header", "markdown")]
    line = next(i for i, text in enumerate(shown) if text.startswith("**16 patients, 8 deaths"))
    assert shown.index("1 · File") < line < shown.index("2 · Columns")
    (warning,) = app.warning
    assert warning.value.startswith("**Those who died were followed longer than the living")
    assert "In “alive”, “0” was taken for dead" in warning.value.replace("\\", "")


def test_likely_duplicates_are_named_by_their_rows_before_anything_is_computed(app: AppTest) -> None:
    rows = [
        f"{40 + i},{'MF'[i % 2]},20{i % 20:02}-{1 + i % 12:02}-15,{36 * i % 47 + i / 100},{i % 2}" for i in range(40)
    ]
    lines = [f"P{i},{row}" for i, row in enumerate([*rows, rows[4], rows[8]])]
    head = "patient_id,age_years,sex,diagnosis_date,os_months,os_event"
    _drop(app, "\n".join([head, *lines]).encode())
    (told,) = (w.value.replace("\\", "") for w in app.warning if "several IDs" in w.value)
    assert told.startswith(
        "**Likely 2 patients, each under several IDs: rows 6 and 42; rows 10 and 43.** They agree in"
    )
    assert "P4" not in told


def test_the_sample_is_not_unusual(app: AppTest) -> None:
    app.button(key="sample").click().run()
    assert _said(app, "38 patients, 24 deaths (63%), diagnosed 2000–2018, followed 0.7–64.2 months")
    assert _said(app, "Progression-free survival: 31 events (82%)")
    assert not app.warning


def test_while_something_is_asked_there_is_no_line(app: AppTest) -> None:
    _drop(app, AMBIGUOUS)
    assert "deaths" not in _text(app)


def test_an_ambiguous_file_asks_and_is_used_once_everything_is_answered(app: AppTest) -> None:
    _drop(app, AMBIGUOUS)
    assert _said(app, "2 questions before the records can be used.")
    assert app.button(key="upload:question take").disabled
    app.segmented_control(key="upload:question unit time").set_value("months").run()
    app.segmented_control(key="upload:question value status 1").set_value("0").run()
    assert app.button(key="upload:question take").disabled
    app.segmented_control(key="upload:question value status 2").set_value("1").run()
    assert _said(app, "That makes 15 dead, 15 alive or lost to follow-up.")
    app.button(key="upload:question take").click().run()
    assert not app.exception
    assert _said(app, "30 rows = 30 accepted + 0 rejected")
    mapping = app.session_state["mapping"]
    assert mapping.column("status").values == {"1": "0", "2": "1"}
    assert mapping.column("time").unit == "months"


def test_an_answered_question_is_one_line_and_can_be_asked_again(app: AppTest) -> None:
    _drop(app, AMBIGUOUS)
    app.segmented_control(key="upload:question unit time").set_value("months").run()
    app.segmented_control(key="upload:question value status 1").set_value("0").run()
    app.segmented_control(key="upload:question value status 2").set_value("1").run()
    app.button(key="upload:question take").click().run()
    assert _said(app, ":material/check: time: in months")
    assert _said(app, ":material/check: status: 1 = alive or lost to follow-up, 2 = dead")
    app.button(key="upload:answered event status").click().run()
    assert not app.exception
    assert _said(app, "1 question before the records can be used.")
    assert _said(app, ":material/check: time: in months")
    assert not _said(app, ":material/check: status")


def test_where_one_row_counts_that_is_a_line_too(app: AppTest) -> None:
    rows = "".join(f"P{i // 2},{i},{i % 2}\n" for i in range(20))
    _drop(app, f"patient_id,os_months,os_event\n{rows}".encode())
    app.radio(key="upload:question fold").set_value("last").run()
    app.button(key="upload:question take").click().run()
    assert _said(app, ":material/check: patient_id: of several rows, the last row of each patient")
    app.button(key="upload:answered fold patient_id").click().run()
    assert _said(app, "Which row of a patient counts?")


def test_a_word_for_dead_or_alive_is_chosen_beforehand_and_only_the_others_are_left(app: AppTest) -> None:
    rows = "".join(f"P{i},2019-01-{i + 10},2020-01-01,{('Died', 'Alive', 'Grafted')[i % 3]}\n" for i in range(18))
    _drop(app, f"id,diagnosis date,last contact,Outcome\n{rows}".encode())
    chosen = {
        w: app.segmented_control(key=f"upload:question value Outcome {w}").value for w in ("Died", "Alive", "Grafted")
    }
    assert chosen == {"Died": "dead", "Alive": "alive", "Grafted": None}
    app.segmented_control(key="upload:question value Outcome Grafted").set_value("another event").run()
    app.button(key="upload:question take").click().run()
    assert not app.exception
    assert _said(app, "18 patients, 6 deaths (33%)")


def test_the_unit_of_a_field_is_asked_with_what_each_would_make_of_it(app: AppTest) -> None:
    rows = "".join(f"P{i},{i % 9},{i % 2},{600 + 10 * i}\n" for i in range(20))
    _drop(app, f"id,os_months,dead,age\n{rows}".encode())
    assert _said(app, "In what unit is column “age” (age at diagnosis)?")
    assert _said(app, "The largest is 790: in months that is 65.8 years, in days that is 2.2 years.")
    app.segmented_control(key="upload:question unit age").set_value("months").run()
    app.button(key="upload:question take").click().run()
    assert not app.exception
    assert app.session_state["mapping"].column("age").unit == "months"
    assert _said(app, "20 rows = 20 accepted + 0 rejected")


def test_codes_under_a_field_s_name_are_asked_and_need_no_answer(app: AppTest) -> None:
    _drop(app, CODED)
    assert _said(app, "20 rows = 20 accepted + 0 rejected")
    assert _said(app, "What do the codes in column “gender” mean (sex)?")
    assert app.button(key="upload:question Use this answer gender").disabled
    app.segmented_control(key="upload:question value gender 0").set_value("female").run()
    app.segmented_control(key="upload:question value gender 1").set_value("male").run()
    assert _said(app, "That makes 10 female, 10 male.")
    app.button(key="upload:question Use this answer gender").click().run()
    assert not app.exception
    assert not _said(app, "What do the codes in column “gender” mean (sex)?")
    column = app.session_state["mapping"].column("gender")
    assert (column.target, column.values) == ("sex", {"0": "female", "1": "male"})


@pytest.mark.parametrize(("label", "target"), [("Keep the codes", "extra"), ("Leave out", "drop")])
def test_codes_can_be_kept_or_left_out(app: AppTest, label: str, target: str) -> None:
    _drop(app, CODED)
    app.button(key=f"upload:question {label} gender").click().run()
    assert not app.exception
    assert not _said(app, "What do the codes in column “gender” mean (sex)?")
    assert app.session_state["mapping"].column("gender").target == target


@pytest.mark.parametrize(("label", "values"), [("Yes, not recorded", {"-99": ""}), ("No, it is a value", {})])
def test_numbers_that_look_like_missing_data_codes_are_asked(app: AppTest, label: str, values: dict[str, str]) -> None:
    lines = [f"P{i},{i % 9},{i % 3 % 2},{i if i % 5 else -99}\n".encode() for i in range(20)]
    _drop(app, b"id,os_months,dead,my index\n" + b"".join(lines))
    assert _said(app, "Does -99 in column “my index” mean “not recorded”?")
    assert _said(app, "-99 stands in 4 rows.")
    app.button(key=f"upload:question {label} my index").click().run()
    assert not app.exception
    column = app.session_state["mapping"].column("my index")
    assert (column.target, column.values, column.asks) == ("extra", values, None)


def test_a_column_that_is_no_outcome_is_let_go(app: AppTest) -> None:
    _drop(app, AMBIGUOUS)
    app.button(key="upload:question else status").click().run()
    assert not app.exception
    assert app.session_state["mapping"].column("status").target == "extra"


def test_the_numbers_add_up_and_problems_are_grouped(app: AppTest) -> None:
    _drop(app, FAULTY)
    assert _said(app, "20 rows = 19 accepted (1 with warnings) + 1 rejected")
    assert _problems(app) == [
        "Not readable in months · 1 row · row left out",
        "Out of range in age · 1 row · row stays",
    ]
    assert [b.label for b in app.download_button][-2:] == ["Problems, CSV", "Rejected rows, CSV"]


def test_a_row_that_one_problem_warns_of_and_another_leaves_out_is_not_said_to_stay(app: AppTest) -> None:
    both = FAULTY.replace(b"P2,minus,0,60", b"P2,minus,0,160")
    for content, expected in (
        (both, "Out of range in age · 2 rows · 1 of 2 left out"),
        (both.replace(b",150", b",50"), "Out of range in age · 1 row · row left out"),
    ):
        _drop(app, content)
        assert _problems(app) == ["Not readable in months · 1 row · row left out", expected]


def _problems(app: AppTest) -> list[str]:
    (listed,) = [radio for radio in app.radio if radio.label.startswith("What is wrong, worst first.")]
    return [line.replace("\\", "") for line in listed.options]


def test_the_table_of_columns_says_how_each_is_taken_and_why(app: AppTest) -> None:
    _drop(app, FAULTY)
    columns = app.data_editor[0].value
    assert columns["column"].tolist() == ["id", "months", "dead", "age"]
    assert columns["taken"].tolist() == [
        "Patient ID",
        "Overall survival: time",
        "Overall survival: event",
        "Age at diagnosis",
    ]
    assert columns["unit"].tolist() == [None, "months", None, "years"]
    assert columns["examples"].tolist()[2] == "1 · 0"
    assert columns["why"].tolist()[0] == "known name"


def test_several_rows_per_patient_are_asked_about_and_folded_by_the_rule_chosen(app: AppTest) -> None:
    rows = [f"P{i},{v},{i * 3 + v},{v}".encode() for i in range(10) for v in (0, 1)]
    _drop(app, b"\n".join([b"id,visit,months,dead", *rows]))
    assert _said(app, "10 of 10 patients in column “id” have several rows (up to 2).")
    app.radio(key="upload:question fold").set_value("last").run()
    app.button(key="upload:question take").click().run()
    assert not app.exception
    assert _said(app, "20 rows = 10 accepted + 0 rejected + 10 folded into another row of the same patient")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty. Export it again"),
        (b"id,months,dead\n", "The file has a header and no rows under it."),
        (bytes(range(256)) * 40, "The file holds binary data, not a table."),
        (b"id,group\nP1,a\nP2,b\n", "No survival time was found."),
    ],
    ids=["empty", "header only", "binary", "no time"],
)
def test_bad_input_is_refused_in_a_sentence_and_another_file_can_follow(
    app: AppTest, data: bytes, sentence: str
) -> None:
    _drop(app, data)
    assert not app.exception
    assert _said(app, sentence)
    _drop(app, FAULTY)
    assert not app.exception
    assert _said(app, "20 rows = 19 accepted")


NO_TIME = b"id,ward,Eintritt,Letzter Stand,sex\n" + b"".join(
    f"P{i},W{i % 3},{1 + i}.03.2015,{1 + i}.04.2016,{'f' if i % 2 else 'm'}\n".encode() for i in range(25)
)


def _expanded(app: AppTest) -> dict[str, bool]:
    return {e.label: e.proto.expanded for e in app.expander}


def test_where_no_survival_time_was_found_the_columns_stand_open_dates_first(app: AppTest) -> None:
    _drop(app, FAULTY)  # a file that goes through, closed, before the one that does not
    assert _expanded(app) == {"4 columns: 4 matched": False, "All 20 rows as read": False}
    _drop(app, NO_TIME)
    assert "No survival time was found" in app.error[0].value
    assert set(_expanded(app).values()) == {True}
    table = app.data_editor[0].value
    assert table["column"].tolist() == ["Eintritt", "Letzter Stand", "id", "ward", "sex"]


def test_the_first_rows_stand_open_while_something_is_asked(app: AppTest) -> None:
    _drop(app, AMBIGUOUS)
    assert _expanded(app) == {"4 columns: 4 matched": False, "First 20 rows as read": True}
    (shown,) = [e.proto.body for e in app.get("html") if 'class="first-rows"' in e.proto.body]
    assert shown.count("<tr>") == 22


def test_hostile_names_are_escaped(app: AppTest) -> None:
    name = "![x](http://evil.example/a.png)"
    data = f"{name},months,dead\na,1,1\nb,2,0\n".encode()
    _drop(app, data, f"{name}.csv")
    assert not app.exception
    shown = [e.value for e in (*app.markdown, *app.caption)] + [e.label for e in (*app.expander, *app.selectbox)]
    assert any("evil" in text for text in shown)
    assert not any(name in text for text in shown)


def test_another_way_to_read_that_does_not_work_leaves_everything_as_it_was(app: AppTest) -> None:
    _drop(app, FAULTY)
    app.number_input(key="upload:read header row").set_value(40)
    next(b for b in app.button if b.label == "Read again").click().run()
    assert not app.exception
    assert _said(app, "There is no row 40 to take headers from.")
    assert _said(app, "20 rows = 19 accepted")


def test_the_decimal_mark_is_told_and_can_be_changed(app: AppTest) -> None:
    rows = "".join(f"p{i};{60 + i},5;{i * 10};{i % 2}\n" for i in range(1, 9))
    _drop(app, f"PatientID;Age;SurvivalDays;Died\n{rows}".encode())
    assert _said(app, "decimal comma in 1 column")
    app.selectbox(key="upload:read decimal").set_value("point")
    next(b for b in app.button if b.label == "Read again").click().run()
    assert not app.exception
    assert not _said(app, "decimal comma")


def test_several_files_are_one_cohort_and_only_what_holds_for_all_can_be_changed(app: AppTest) -> None:
    south = FAULTY.replace(b"P", b"Q").replace(b",", b";")
    app.file_uploader[0].set_value([("north.csv", FAULTY, "text/csv"), ("south.csv", south, "text/csv")]).run()
    assert not app.exception
    assert _said(app, "north.csv + south.csv · Plain table, 40 rows, 2 files")
    assert _said(app, "40 rows = 38 accepted (2 with warnings) + 2 rejected")
    assert [s.label for s in app.selectbox][:2] == ["Layout", "Decimal mark"]
    assert _said(app, "Several files are each read by what they are.")
    app.selectbox(key="upload:read decimal").set_value("point")
    next(b for b in app.button if b.label == "Read again").click().run()
    assert not app.exception
    assert _said(app, "40 rows = 38 accepted")
    columns = next(e.value for e in app.data_editor if "taken" in e.value.columns)
    assert columns["taken"].tolist()[-1] == "Centre"


def test_files_dropped_later_take_the_place_of_those_here(app: AppTest) -> None:
    _drop(app, FAULTY, "north.csv")
    app.file_uploader[0].set_value([("south.csv", FAULTY.replace(b"P", b"Q"), "text/csv")]).run()
    assert not app.exception
    assert _said(app, "south.csv · Plain table, 20 rows")
    assert not _said(app, "2 files")


def test_files_too_large_together_are_refused(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "SIZE_LIMIT_BYTES", len(FAULTY) + 10)
    app.file_uploader[0].set_value([(f"{n}.csv", FAULTY + n, "text/csv") for n in (b"a", b"b")]).run()
    assert _said(app, "Together the files are larger than 200 MB.")
    assert "upload" not in app.session_state


def test_a_mapping_saved_with_one_file_answers_the_questions_of_several(app: AppTest) -> None:
    _drop(app, AMBIGUOUS)
    app.segmented_control(key="upload:question unit time").set_value("months").run()
    app.segmented_control(key="upload:question value status 1").set_value("0").run()
    app.segmented_control(key="upload:question value status 2").set_value("1").run()
    app.button(key="upload:question take").click().run()
    saved = app.session_state["mapping"].model_dump_json().encode()
    south = AMBIGUOUS.replace(b"P", b"Q").replace(b",", b"\t")
    app.file_uploader[0].set_value([("north.csv", AMBIGUOUS, "text/csv"), ("south.csv", south, "text/csv")]).run()
    assert _said(app, "2 questions before the records can be used.")
    app.file_uploader[1].set_value(("mapping.json", saved, "application/json")).run()
    assert not app.exception
    assert _said(app, "60 rows = 60 accepted + 0 rejected")
    kept = app.session_state["kept"]["admission"].values()
    (admission,) = [a for a in kept if isinstance(a, Admission)]
    assert set(admission.cohort.records["centre"]) == {"north", "south"}
    assert admission.source.sha256 == app.session_state["upload"].sha256
