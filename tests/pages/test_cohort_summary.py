"""The cohort summary: who, what they were given, what became of them."""

from __future__ import annotations

import html

import pandas as pd
from streamlit.testing.v1 import AppTest

from nec_core import formatting as fmt
from nec_core.analysis.plan import AnalysisPlan
from nec_core.export.pictures import KINDS, OF_RESULTS, Subject
from nec_core.export.summary.blocks import BLOCKS
from nec_core.ingest.opening import open_table
from tests.analysed import admission_of
from tests.pages.opened import SAMPLE, markdown, opened, rows_of_table_one, tables


def table_one(app: AppTest) -> pd.DataFrame:
    """The page's first table after the flow's."""
    return tables(app)[1]


STANDING = [name for name, kind in KINDS.items() if kind.section not in (None, *OF_RESULTS)]


def test_the_cohort_in_a_sentence_and_responses_and_the_next_treatment_in_theirs() -> None:
    page = opened("cohort_summary.py", SAMPLE)
    assert (
        "38 patients, 2000–2018, median age 55.5; 24 deaths; median follow-up 18.8 months (reverse Kaplan-Meier)"
        in markdown(page)
    )
    assert {"Response", "Time to next treatment"} <= {h.value for h in page.header}
    assert any(code.value.startswith("Objective response (complete or partial) in 10 of 27") for code in page.code)
    assert [t["By"].tolist() for t in tables(page) if "By" in t] == [["3 months", "6 months", "1 year"]]


def test_table_one_is_by_stage_with_the_groups_sizes() -> None:
    table = table_one(opened("cohort_summary.py", SAMPLE))
    assert list(table.columns) == [
        "Characteristic",
        "Value",
        "All patients (n = 38)",
        "Locoregional (LRD) (n = 15)",
        "Metastatic (n = 23)",
    ]
    assert list(table.iloc[0])[:3] == ["Age at diagnosis (years)", "median [IQR]", "55.5 [49.3–62.8]"]


DRAWN = sum(len(block.draws) for block in BLOCKS)
"""Pictures of kinds that several blocks have."""


def test_table_one_can_be_by_anything_else() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    app.selectbox(key="summary:compare by").set_value("sex").run()
    assert [c for c in table_one(app).columns if c.startswith(("female", "male"))] == [
        "female (n = 15)",
        "male (n = 23)",
    ]


def test_table_one_shows_what_is_picked_and_compares_only_on_request() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    usual = table_one(app)
    assert not {"P", "Standardised difference"} & set(usual.columns)
    assert "Vital status" not in usual["Characteristic"].tolist()
    rows_of_table_one(app).set_value(["vital_status", "age_years"]).run()
    app.checkbox(key="summary:p").check().run()
    app.checkbox(key="summary:differences").check().run()
    app.segmented_control(key="summary:numbers").set_value("mean").run()
    table = table_one(app)
    assert [c for c in table["Characteristic"] if c] == ["Age at diagnosis (years)", "Vital status"]
    assert table["Value"].tolist()[:2] == ["mean (SD)", "range"]
    assert list(table.columns)[-2:] == ["P", "Standardised difference"]
    assert "means by Welch's one-way testᶜ" in html.unescape("".join(h.value for h in app.get("html")))
    app.selectbox(key="summary:compare by").select_index(0).run()
    assert list(table_one(app).columns) == ["Characteristic", "Value", "All patients (n = 38)"]


def test_after_another_mapping_rows_are_picked_anew() -> None:
    rows = "".join(f"p{i},{i + 1},{i % 2},{'ab'[i % 2]},{'xyz'[i % 3]}\n" for i in range(12))
    app = opened("cohort_summary.py", data=("PatientID,SurvivalDays,Died,ward,arm\n" + rows).encode())
    assert rows_of_table_one(app).value == ["ward", "arm"]
    rows_of_table_one(app).set_value(["ward"]).run()
    upload = app.session_state["upload"]
    mapping = open_table(*upload.files[0])[1]
    dropped = [c.model_copy(update={"target": "drop"}) if c.column == "ward" else c for c in mapping.columns]
    app.session_state["mapping"] = mapping.model_copy(update={"columns": tuple(dropped)})
    app.run()
    assert not app.exception
    assert rows_of_table_one(app).value == ["arm"]


def test_without_a_variable_it_says_where_they_are_picked() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    rows_of_table_one(app).set_value([]).run()
    assert not app.exception
    assert "No variable is picked: choose some under Variables." in [i.value for i in app.info]


def test_each_patient_stands_in_one_set_of_treatments() -> None:
    sets = next(t for t in tables(opened("cohort_summary.py", SAMPLE)) if "Exactly these" in t)
    assert sets["Patients"].astype(int).sum() == 38
    assert any("Resection of the primary + Concurrent chemoradiation" in s for s in sets["Exactly these"])


def test_rows_of_the_file_are_accounted_for() -> None:
    flow = tables(opened("cohort_summary.py", SAMPLE))[0].set_index("Stage")["Number"]
    assert (flow["Rows in the file"], flow["Accepted"], flow["Rejected"]) == ("38", "38", "0")


def test_everything_can_be_taken_away() -> None:
    labels = [b.proto.label for b in opened("cohort_summary.py", SAMPLE).get("download_button")]
    tables_ = ["Table 1" if block.id == "characteristics" else block.title for block in BLOCKS]
    assert [label for label in labels if label.endswith((", CSV", ", XLSX"))] == [
        f"{table}, {kind}" for table in tables_ for kind in ("CSV", "XLSX")
    ]
    files = [label for label in labels if not label.endswith((", CSV", ", XLSX"))]
    assert files == ["PDF", "SVG", "PNG, 300 dpi", "PNG, 600 dpi", "TIFF, 600 dpi"] * (len(STANDING) + DRAWN + 1)


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


def test_what_a_file_tells_nothing_of_has_no_heading_and_days_of_years_are_told_in_months() -> None:
    rows = "".join(f"{i},{100 * i},{i % 2},{'ab'[i % 2]},{7 + i % 5}\n" for i in range(1, 31))
    app = opened("cohort_summary.py", data=f"PatientID,SurvivalDays,Died,arm,dose\n{rows}".encode())
    assert [h.value for h in app.header if h.value != "Filters"] == [
        "Flow", "Patient characteristics", "Treatments, together and in time", "Response",
        "Time to next treatment", "Overall survival", "Follow-up",
        "Missing values", "More pictures",
    ]  # fmt: skip
    table = next(t for t in tables(app) if "Median (95% CI)" in t)
    assert all("months" in median for median in table["Median (95% CI)"])
    assert "median follow-up" in markdown(app) and " days" not in markdown(app)
    doses = [line for line in table_one(app)["Value"] if line.isdigit()]
    assert doses == ["7", "8", "9", "10", "11"]


def _shown(app: AppTest, name: str) -> None:
    picture = KINDS[name].picture(Subject(admission_of("anorectal_nec_38.csv"), AnalysisPlan(by="stage")))
    assert not app.exception
    assert picture.sentence in [code.value for code in app.code], name
    counted = fmt.escape_markdown(f"n = {picture.n}; ")
    assert [c.value for c in app.caption if c.value.startswith(counted)], name
    assert [p.proto.alt for p in app.get("plotly_chart")].count(picture.alt_text) in (2, 4), name


def test_survival_stands_by_stage_with_sentence_figure_and_table() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    sentences = [code.value for code in app.code]
    medians = "18.1 months (95% CI 7.9–44.3) in locoregional (LRD) (n = 15); 13.8 months (95% CI 5.7–15.8)"
    assert f"Median overall survival: {medians}" in " ".join(sentences)
    assert [s for s in sentences if s.startswith("Progression-free survival at 1 year was ")]
    assert [s for s in sentences if s.startswith("The cohort comprised 38 patients")]
    assert [s for s in sentences if s.startswith("Primary site: anal canal 13 (34%)")]
    pfs = [p.proto.alt for p in app.get("plotly_chart") if "Progression-free survival" in p.proto.alt]
    assert len(pfs) == 2  # of a desk and a phone


def test_eight_pictures_stand_without_a_choice_and_the_others_by_one() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    assert len(STANDING) == 8
    for name in STANDING:
        _shown(app, name)
    others = [name for name in KINDS if name not in (*STANDING, "survival")]  # survival has a page of its own
    for name in others:
        next(box for box in app.selectbox if box.label == "Picture").set_value(name).run()
        next(box for box in app.selectbox if box.label == "Groups").set_value("stage").run()
        _shown(app, name)
    assert "TIFF, 600 dpi" in [b.proto.label for b in app.get("download_button")]


def test_a_picture_of_what_the_file_does_not_have_is_left_out_in_silence() -> None:
    data = b"PatientID,SurvivalDays,Died\n" + b"".join(b"%d,%d,%d\n" % (i, 10 * i, i % 2) for i in range(1, 13))
    app = opened("cohort_summary.py", data=data)
    assert not app.exception
    assert not [e.value for e in app.error]
