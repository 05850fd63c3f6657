"""The report page: the survival page's analysis in words, warnings above the naive P, and the bundle."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opened import LATE_SURGERY, SAMPLE, in_order, markdown, opened, rows_of_table_one, summary, tables


@pytest.fixture
def late() -> AppTest:
    app = opened("survival_curves.py", LATE_SURGERY)
    app.selectbox(key="survival:by").set_value("resection").run()
    app.switch_page("report.py").run()
    assert not app.exception
    return app


def test_without_a_file_it_says_what_it_will_show() -> None:
    assert "A methods paragraph, the results in words, and a bundle that reproduces them." in markdown(
        opened("report.py")
    )


def test_before_any_choice_it_reports_overall_survival_of_all() -> None:
    page = opened("report.py", SAMPLE)
    text = markdown(page)
    assert "38 patients, 24 deaths (63%), diagnosed 2000–2018, followed 0.7–64.2 months" in text
    assert "Of 38 rows in the extract, 38 were accepted." in text
    assert "Median overall survival: 15.8 months (95% CI 10.5–20.6), n = 38." in text
    assert "Log-rank" not in text
    assert summary(page)["Group"].tolist() == ["All patients"]


def test_it_follows_the_survival_page_and_the_filter() -> None:
    app = opened("survival_curves.py", SAMPLE)
    app.switch_page("report.py").run()
    text = markdown(app)
    assert "Log-rank test: χ² = 4.26, 1 df, P = .039 (two-sided, 24 events)." in text
    assert summary(app)["Hazard ratio (95% CI)"].tolist() == ["1 (reference)", "2.45 (1.02–5.87)"]
    app.multiselect(key="filter:sex").set_value(["female"]).run()
    assert "The analysis was restricted to: Sex: female." in markdown(app)


def test_a_naive_p_stands_between_its_warning_and_the_honest_comparison(late: AppTest) -> None:
    text = in_order(late)
    naive = text.index("P < .001")
    assert text.index("This is called immortal time bias.") < naive < text.index("This P value misleads")
    assert tables(late)[2]["P"].tolist() == ["<.001", ".42", ".60", ".60"]
    assert "The same comparison without immortal time" in [s.value for s in late.subheader]


def test_table_one_stands_in_it_as_last_chosen_on_the_cohort_s_page() -> None:
    app = opened("cohort_summary.py", SAMPLE)
    app.selectbox(key="summary:compare by").set_value("sex").run()
    rows_of_table_one(app).set_value(["stage", "age_years"]).run()
    app.checkbox(key="summary:p").check().run()
    on_its_page = tables(app)[1]  # after the flow
    app.switch_page("report.py").run()
    assert not app.exception
    assert tables(app)[0].equals(on_its_page)
    assert on_its_page["Characteristic"].tolist()[:4] == ["Age at diagnosis (years)", "", "Stage at diagnosis", ""]
    assert "P" in on_its_page.columns


def test_nobody_left_says_why_and_offers_no_bundle() -> None:
    app = opened("report.py", SAMPLE)
    app.slider(key="filter:age_years").set_range(32, 33).run()
    app.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert not app.exception
    assert "No patient is left: loosen the filter." in markdown(app)
    assert not app.get("download_button")


def test_the_bundle_is_offered_with_what_is_in_it_and_a_caution(late: AppTest) -> None:
    assert [b.proto.label for b in late.get("download_button")][-1] == "Report bundle, ZIP"
    text = markdown(late)
    assert (
        "which cells were repaired. No patient ID and no date, but the times of small groups can make a patient" in text
    )


def test_a_hostile_name_is_not_markdown_here() -> None:
    rows = "".join(f"p{i},{i + 1},1,{'**x** ![i](http://e)' if i % 2 else 'z'}\n" for i in range(12))
    app = opened("survival_curves.py", data=("PatientID,SurvivalDays,Died,arm\n" + rows).encode())
    app.selectbox(key="survival:by").set_value("arm").run()
    app.switch_page("report.py").run()
    assert not app.exception
    shown = next(str(m.value) for m in app.main.markdown if "Median overall survival" in str(m.value))
    assert "\\*\\*x\\*\\* \\!\\[i\\]" in shown


def test_a_refused_plan_is_a_sentence() -> None:
    app = opened("survival_curves.py", SAMPLE)
    app.session_state["plan"] = app.session_state["plan"].model_copy(update={"endpoint": "dfs"})
    app.switch_page("report.py").run()
    assert not app.exception
    assert "This cohort has no endpoint “dfs”. It has: os, pfs." in markdown(app)
