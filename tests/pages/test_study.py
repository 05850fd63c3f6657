"""The study page: what is kept, put in order and opened again; and the same extract or another one with the study."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cached
from nec_core.study.study import Study
from tests.pages.opened import SAMPLE, in_order, markdown, opened, tables
from tests.study.test_changes import rows, written


def kept(app: AppTest) -> Study:
    found = app.session_state["study"]
    assert isinstance(found, Study)
    return found


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


@pytest.fixture
def two() -> AppTest:
    """Overall survival by stage, and a model, in the study."""
    app = press(opened("survival_curves.py", SAMPLE), "study:add")
    press(app.switch_page("models.py").run(), "study:add")
    return app.switch_page("study.py").run()


def dropped(*files: tuple[str, bytes]) -> AppTest:
    """The app with these files dropped at once."""
    app = opened()
    app.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files]).run()
    assert not app.exception
    return app


def test_before_anything_is_kept_it_says_how() -> None:
    assert "Press **Add to study** on Survival curves or Models." in markdown(opened("study.py", SAMPLE))


def test_what_is_added_stands_there_with_its_numbers_and_can_not_be_added_twice(two: AppTest) -> None:
    assert kept(two).titles == (
        "Overall survival by stage at diagnosis", "Overall survival: Cox model of 2 variables",
    )  # fmt: skip
    text = in_order(two)
    assert (
        "Exploratory. Overall survival from diagnosis by stage at diagnosis. 38 patients, 24 events; log-rank P = .039."
        in text
    )
    assert "The study has 2 comparisons, none of them planned; P values are not adjusted for their number." in text
    assert two.switch_page("survival_curves.py").run().button(key="study:add").disabled


def test_analyses_are_put_in_order_named_copied_and_removed(two: AppTest) -> None:
    first, second = kept(two).titles
    assert kept(press(two, "study:down 1")).titles == (second, first)
    assert kept(press(two, "study:copy 1")).titles == (second, f"{second} (2)", first)
    assert kept(press(two, "study:remove 2")).titles == (second, first)
    two.text_input(key=f"study:title 1 {second}").set_value("Main model").run()
    two.radio(key="study:why 1 Main model").set_value("planned").run()
    two.text_input(key="study:reason 1 Main model").set_value("The protocol's.").run()
    analysis = kept(two).analyses[0]
    assert (analysis.title, analysis.why, analysis.reason) == ("Main model", "planned", "The protocol's.")
    assert "1 of them planned" in markdown(two)
    two.text_input(key="study:title 1 Main model").set_value(first).run()
    assert f"Another analysis is called “{first}” already." in markdown(two)
    assert kept(two).titles == ("Main model", first)


def test_an_analysis_is_opened_with_every_control_and_filter_as_it_was() -> None:
    app = opened("survival_curves.py", SAMPLE)
    app.selectbox(key="survival:endpoint").set_value("pfs").run()
    app.selectbox(key="survival:by").set_value("resection").run()
    app.selectbox(key="survival:unit months").set_value("days").run()
    app.multiselect(key="filter:sex").set_value(["female"]).run()
    press(app, "study:add")
    asked = kept(app).analyses[0].plan
    app.selectbox(key="survival:endpoint").set_value("os").run()
    app.selectbox(key="survival:by").set_value("stage").run()
    app.multiselect(key="filter:sex").set_value([]).run()
    press(app.switch_page("study.py").run(), "study:open 1")
    assert app.session_state["plan"] == asked
    assert (asked.endpoint, asked.by, asked.unit, asked.filter.is_empty) == ("pfs", "resection", "days", False)


def test_saved_and_dropped_with_the_extract_all_is_as_it_was_to_the_bit(two: AppTest) -> None:
    study = kept(two)
    app = dropped((SAMPLE.name, SAMPLE.read_bytes()), ("s.study.json", study.to_json().encode()))
    assert kept(app) == study
    app.switch_page("study.py").run()
    assert "Then and now" not in in_order(app)
    assert in_order(app).count("P = .039") == 1


def test_with_next_year_s_extract_what_changed_is_told_first(two: AppTest) -> None:
    later = rows()
    later[3]["stage"] = "LRD" if later[3]["stage"] == "metastatic" else "metastatic"
    data = written([*later[1:], {**later[5], "patient_id": "NEW-1"}])
    app = dropped(("later.csv", data), ("s.study.json", kept(two).to_json().encode()))
    app.switch_page("study.py").run()
    text = in_order(app)
    assert "This is another extract than the study was saved with (anorectal_nec_38.csv)." in text
    frame = tables(app)[0]
    assert frame.columns.tolist() == [
        "Analysis", "Group", "Events / n then", "Median then", "Events / n now", "Median now",
    ]  # fmt: skip
    app.file_uploader(key="study:before").set_value((SAMPLE.name, SAMPLE.read_bytes(), "text/csv")).run()
    text = in_order(app)
    assert "1 patient new: NEW-1." in text
    assert f"1 patient no longer there: {rows()[0]['patient_id']}." in text
    assert "Stage at diagnosis changed in 1 patient." in text


def test_a_study_alone_and_what_is_none_are_refused_in_a_sentence(two: AppTest) -> None:
    alone = dropped(("s.study.json", kept(two).to_json().encode()))
    assert "A study holds no patient. Drop it together with its extract" in markdown(alone)
    none = dropped((SAMPLE.name, SAMPLE.read_bytes()), ("s.study.json", b'{"version": 99}'))
    assert "a saved study of a version this program does not know" in markdown(none)


def test_a_study_that_is_not_saved_is_asked_about_before_another_file_takes_its_place(two: AppTest) -> None:
    app = two.switch_page("upload.py").run()
    assert not any(zone.label.startswith("Drop a file here") for zone in app.file_uploader)
    app.checkbox(key="unsaved").check().run()
    assert any(zone.label.startswith("Drop a file here") for zone in app.file_uploader)


def test_clearing_forgets_the_study(two: AppTest) -> None:
    next(b for b in two.button if b.label == "Clear my data").click().run()
    assert two.session_state["study"] is None if "study" in two.session_state else True


def test_the_file_holds_nobody(two: AppTest, tmp_path: Path) -> None:
    text = kept(two).to_json()
    for row in rows():
        assert row["patient_id"] not in text
        assert row["diagnosis_date"] not in text


def test_the_report_is_made_when_somebody_asks_and_anew_after_a_change(
    two: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def make(study: Study, *_: object) -> bytes:
        made.append(study.name)
        return b"zip"

    monkeypatch.setattr(cached, "make_packet", make)
    labels = [b.proto.label for b in two.get("download_button")]
    assert "Download the report, ZIP" not in labels
    press(two, "study:make")
    assert "Download the report, ZIP" in [b.proto.label for b in two.get("download_button")]
    two.run()
    assert len(made) == 1
    press(two, "study:remove 2")
    assert "Download the report, ZIP" not in [b.proto.label for b in two.get("download_button")]
