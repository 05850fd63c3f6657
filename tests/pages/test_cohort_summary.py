"""The cohort summary: who, what they were given, what became of them."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.export.pictures import KINDS, Subject
from tests.analysed import admission_of
from tests.pages.opened import SAMPLE, markdown, opened, tables


def test_the_cohort_in_a_sentence() -> None:
    text = markdown(opened("cohort_summary.py", SAMPLE))
    assert (
        "38 patients, 2000–2018, median age 55.5; 24 deaths; median follow-up 18.8 months (reverse Kaplan-Meier)"
        in text
    )


def test_table_one_is_by_stage_with_the_groups_sizes() -> None:
    table = tables(opened("cohort_summary.py", SAMPLE))[0]
    assert list(table.columns) == [
        "Characteristic",
        "Value",
        "All patients (n = 38)",
        "LRD (n = 15)",
        "metastatic (n = 23)",
    ]
    assert list(table.iloc[0])[:3] == ["Age at diagnosis (years)", "median [IQR]", "55.5 [49.3–62.8]"]


def test_table_one_can_be_by_anything_else() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    app.selectbox(key="summary:compare by").set_value("sex").run()
    assert [c for c in tables(app)[0].columns if c.startswith(("female", "male"))] == [
        "female (n = 15)",
        "male (n = 23)",
    ]


def test_each_patient_stands_in_one_set_of_treatments() -> None:
    sets = tables(opened("cohort_summary.py", SAMPLE))[2]
    assert sets["Patients"].astype(int).sum() == 38
    assert any("Resection of the primary + Concurrent chemoradiation" in s for s in sets["Exactly these"])


def test_rows_of_the_file_are_accounted_for() -> None:
    flow = tables(opened("cohort_summary.py", SAMPLE))[5].set_index("Stage")["Number"]
    assert (flow["Rows in the file"], flow["Accepted"], flow["Rejected"]) == ("38", "38", "0")


def test_everything_can_be_taken_away() -> None:
    labels = [b.proto.label for b in opened("cohort_summary.py", SAMPLE).get("download_button")]
    assert labels == [
        *(
            f"{table}, {kind}"
            for table in ("Table 1", "Treatments", "Treatments together", "Progression", "Follow-up", "Flow")
            for kind in ("CSV", "XLSX")
        ),
        "PDF", "SVG", "PNG, 300 dpi", "PNG, 600 dpi", "TIFF, 600 dpi",
    ]  # fmt: skip


def test_an_empty_selection_says_what_to_do() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    app.multiselect(key="filter: treatment all_of").set_value(["best_supportive_care"]).run()
    assert not app.exception
    assert "No patient is left. Loosen or reset the filters in the sidebar." in markdown(app)


def test_a_file_with_nothing_but_a_time_and_an_event_has_a_summary() -> None:
    data = b"PatientID,SurvivalDays,Died\n" + b"".join(b"%d,%d,%d\n" % (i, 10 * i, i % 2) for i in range(1, 13))
    app = opened("cohort_summary.py", data=data)
    assert "12 patients; 6 deaths" in markdown(app)


def test_every_picture_stands_with_its_sentence_its_n_and_its_files() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    for name in KINDS:
        if name == "survival":  # it has a page of its own
            continue
        next(box for box in app.selectbox if box.label == "Picture").set_value(name).run()
        picture = KINDS[name].picture(Subject(admission_of("anorectal_nec_38.csv")))
        assert not app.exception
        assert picture.sentence in [code.value for code in app.code]
        counted = fmt.escape_markdown(f"n = {picture.n}; ")
        assert [c.value for c in app.caption if c.value.startswith(counted)]
        assert [p.proto.alt for p in app.get("plotly_chart")] == [picture.alt_text] * 2
        assert "TIFF, 600 dpi" in [b.proto.label for b in app.get("download_button")]
