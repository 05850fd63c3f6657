"""The survival page: the answer, its warnings, the curve, the numbers, the files."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from tests.pages.opened import LATE_SURGERY, SAMPLE, in_order, markdown, opened, summary, tables


@pytest.fixture
def page() -> AppTest:
    return opened("survival_curves.py", SAMPLE)


def with_settings(app: AppTest) -> AppTest:
    """The side panel opened, at its first tab."""
    app.session_state["survival:panel"] = True
    app.run()
    assert not app.exception
    return app


def choose(app: AppTest, key: str, value: object) -> AppTest:
    app.selectbox(key=f"survival:{key}").set_value(value).run()
    assert not app.exception
    return app


def table(app: AppTest) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = summary(app).to_dict("records")
    return rows


def test_without_a_file_it_says_what_it_will_show_and_what_to_do() -> None:
    app = opened("survival_curves.py")
    assert "Kaplan-Meier curves by stage, treatment or any variable" in markdown(app)
    assert [b.label for b in app.main.button] == ["Try the sample cohort (38 synthetic patients)"]


def test_the_figure_stands_first_then_the_answer_its_warnings_and_the_test() -> None:
    page = choose(opened("survival_curves.py", LATE_SURGERY), "by", "resection")
    kinds = [e.type for e in page.main if e.type in ("plotly_chart", "warning")]
    assert kinds.index("plotly_chart") < kinds.index("warning")
    text = in_order(page)
    places = [text.index(words) for words in ("Median overall survival", "immortal time bias", "Log-rank test")]
    assert places == sorted(places)


def test_what_was_chosen_in_the_panel_holds_when_it_is_closed_or_at_another_tab(page: AppTest) -> None:
    choose(with_settings(page), "conf type", "plain")
    page.text_input(key="survival:times months").set_value("6").run()
    page.number_input(key="survival:survived months").set_value(12.0).run()
    for change in ({"survival:tab": "Look"}, {"survival:panel": False}):
        for key, value in change.items():
            page.session_state[key] = value
        page.run()
        assert not page.exception
        assert "95% CI by the plain method" in markdown(page)
        assert "6 months (95% CI), at risk" in table(page)[0]
        assert "already lived 1 year" in markdown(page)


def test_what_the_endpoint_is_made_of_is_not_offered_as_its_groups(page: AppTest) -> None:
    options = page.selectbox(key="survival:by").options
    assert "Stage at diagnosis" in options
    assert not {"Vital status", "Cause of death"} & set(options)


def test_no_label_stands_twice(page: AppTest) -> None:
    with_settings(page)
    for tab in ("Analysis", "Look", "Size"):
        page.session_state["survival:tab"] = tab
        page.run()
        kinds = (page.selectbox, page.checkbox, page.number_input, page.text_input, page.multiselect, page.color_picker)
        labels = [w.label for kind in kinds for w in kind if w in page.main and w.label not in ("Colour", "Own colour")]
        assert len(labels) == len(set(labels)), sorted(labels)


def test_days_of_more_than_a_year_are_shown_in_months_and_fewer_as_they_are() -> None:
    for longest, unit in ((1000, "months"), (300, "days")):
        rows = "\n".join(f"p{i},{longest - i},{i % 2}" for i in range(20))
        page = opened("survival_curves.py", data=f"patient_id,time_days,dead\n{rows}".encode())
        (box,) = (s for s in page.selectbox if s.label == "Time unit")
        assert box.value == unit


def test_the_answer_has_n_and_intervals(page: AppTest) -> None:
    text = markdown(page)
    assert "Median overall survival: 18.1 months (95% CI" in text
    assert "in locoregional (LRD) (n = 15); 13.8 months (95% CI" in text
    assert "Log-rank test: χ² = 4.26, 1 df, P = .039 (two-sided, 24 events)." in text


def test_few_groups_stand_beside_each_other_a_time_to_a_line_and_many_below(page: AppTest) -> None:
    beside = tables(page)[0]
    assert list(beside.columns) == ["Group", "Locoregional (LRD)", "Metastatic"]
    assert beside["Group"].tolist()[:2] == ["n", "Events"]
    assert sum(line.endswith("at risk") for line in beside["Group"]) == 3
    lines = "".join(f"p{i},{i + 1},{i % 2},g{i % 6}\n" for i in range(60))
    wide = opened("survival_curves.py", data=f"patient_id,os_months,os_event,arm\n{lines}".encode())
    wide.selectbox(key="survival:by").set_value("arm").run()
    assert tables(wide)[0]["Group"].tolist() == [f"g{i}" for i in range(6)]


def test_the_table_has_patients_events_medians_rates_and_hazard_ratios(page: AppTest) -> None:
    first, second = table(page)
    assert (first["Group"], first["n"], first["Events"]) == ("Locoregional (LRD)", "15", "10")
    assert str(first["Median (95% CI)"]).startswith("18.1 months (95% CI ")
    assert first["Hazard ratio (95% CI)"] == "1 (reference)"
    assert str(second["Hazard ratio (95% CI)"]).startswith("2.45 (1.0")


def test_the_figure_has_an_alternative_text_with_the_medians(page: AppTest) -> None:
    charts = page.get("plotly_chart")
    assert len(charts) == 2  # one for a desk, one for a phone
    assert "18.1" in charts[0].proto.alt
    assert "LRD" in charts[0].proto.alt


def test_definitions_stand_under_the_figure(page: AppTest) -> None:
    text = markdown(page)
    assert "event death from any cause; censored: alive at last contact; time zero: diagnosis." in text
    assert "95% CI by the log-log method" in text
    assert "1 month = 30.4375 days" in text


def test_a_treatment_shows_the_immortal_time_warning_and_the_other_methods() -> None:
    page = choose(opened("survival_curves.py", LATE_SURGERY), "by", "resection")
    assert "immortal time bias" in page.warning[0].value
    text = in_order(page)
    assert text.index("immortal time bias") < text.index("Log-rank test")
    compared = tables(page)[1]
    assert list(compared["P"]) == ["<.001", ".42", ".60", ".60"]
    assert "Hazard ratio (95% CI)" not in summary(page)


def test_stage_shows_no_immortal_time_warning(page: AppTest) -> None:
    assert not page.warning
    assert len(tables(page)) == 1


def test_filters_of_the_sidebar_hold_here(page: AppTest) -> None:
    page.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert "**15 of 38 patients** from anorectal_nec_38.csv" in markdown(page)
    assert "n = 15" in markdown(page)


def chips(app: AppTest) -> list[Button]:
    """The filters' chips, as they stand now."""
    return [b for b in app.main.button if (b.key or "").startswith("chip ")]


def test_a_filter_stands_on_a_chip_and_goes_with_a_click_on_it(page: AppTest) -> None:
    page.multiselect(key="filter:stage").set_value(["LRD"]).run()
    page.multiselect(key="filter: treatment none_of").set_value(["systemic"]).run()
    page.slider(key="filter:age_years").set_range(40, 70).run()
    assert [c.label.replace("\\", "") for c in chips(page)] == [
        "Stage at diagnosis: locoregional (LRD)",
        "Age at diagnosis 40 to 70 years",
        "treatment, none of: Systemic therapy",
    ]
    chips(page)[2].click().run()
    chips(page)[1].click().run()
    assert "**15 of 38 patients**" in markdown(page)
    page.button(key="chip stage").click().run()
    assert not chips(page)
    assert "38 patients from anorectal_nec_38.csv, no filter" in markdown(page)
    page.multiselect(key="filter:stage 1").set_value(["LRD"]).run()  # the filter is there for another choice
    assert len([b for b in page.main.button if b.key == "chip stage"]) == 1


def test_a_filter_that_leaves_nobody_says_so_and_the_page_lives_on(page: AppTest) -> None:
    page.slider(key="filter:age_years").set_range(32, 33).run()
    page.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert not page.exception
    assert "No patient is left: loosen the filter." in markdown(page)


def test_interval_unit_and_times_can_be_chosen(page: AppTest) -> None:
    choose(with_settings(page), "conf type", "plain")
    choose(page, "unit months", "years")
    page.text_input(key="survival:times years").set_value("0.5, 1, nonsense").run()
    assert "95% CI by the plain method" in markdown(page)
    assert "0.5 years (95% CI), at risk" in summary(page).columns
    assert "1 year (95% CI), at risk" in summary(page).columns


def test_progression_free_survival_is_derived_from_the_dates(page: AppTest) -> None:
    page.multiselect(key="filter:stage").set_value(["LRD"]).run()
    choose(page, "endpoint", "pfs")
    assert "Median progression-free survival: 5.7 months" in markdown(page)


def test_each_file_is_offered(page: AppTest) -> None:
    labels = [b.proto.label for b in page.get("download_button")]
    files = ["Download figure", "SVG", "PNG, 300 dpi", "PNG, 600 dpi", "TIFF, 600 dpi", "Numbers, CSV", "Numbers, XLSX"]
    assert [x for x in labels if x in files] == files


def test_the_printed_figure_is_drawn_for_who_looks_at_its_size_and_for_nobody_else(page: AppTest) -> None:
    assert "As printed" not in markdown(page)
    with_settings(page)
    assert "As printed" not in markdown(page)
    page.session_state["survival:tab"] = "Size"
    page.run()
    assert "As printed, 89 mm" in markdown(page)


def test_partial_dates_are_used_only_when_asked_for() -> None:
    lines = ["patient_id,diagnosis_date,last_contact_date,vital_status"]
    lines += [f"p{i},2019-0{i}-01,2020-06-0{i},dead" for i in range(1, 8)] + ["p8,2019,2021-03-04,alive"]
    page = opened("survival_curves.py", data="\n".join(lines).encode())
    assert "n = 7" in markdown(page)
    assert "a date is known only to the month or year (1)" in markdown(page)
    with_settings(page)
    page.checkbox(key="survival:partial dates").check().run()
    assert "n = 8" in markdown(page)


def test_exact_dates_ask_nothing_about_partial_ones(page: AppTest) -> None:
    with_settings(page)
    assert not [c for c in page.checkbox if c.key == "survival:partial dates"]


def test_tests_pairs_and_means_open_below_the_numbers(page: AppTest) -> None:
    assert len(tables(page)) == 1
    page.session_state["survival:details"] = True
    page.run()
    text = in_order(page)
    for title in ("Tests of equal survival", "Difference of survival at fixed times", "Restricted mean survival time"):
        assert title in text
    assert "Pairs of groups" not in text
    assert list(tables(page)[1]["Test"])[:2] == ["Log-rank", "Peto-Peto"]


def test_already_lived_and_strata_reach_the_tables(page: AppTest) -> None:
    with_settings(page).number_input(key="survival:survived months").set_value(12.0).run()
    assert "Those who have already lived 1 year" in markdown(page)
    page.session_state["survival:details"] = True
    choose(page, "strata stage", "sex")
    assert "Log-rank, stratified by Sex" in list(tables(page)[2]["Test"])


def test_delayed_entry_is_said_under_the_figure(page: AppTest) -> None:
    choose(with_settings(page), "entry True", "systemic_date")
    assert "Delayed entry: patients count as at risk from “Start of systemic therapy” on" in markdown(page)


def test_a_chosen_reference_is_the_one_others_are_compared_with(page: AppTest) -> None:
    choose(with_settings(page), "reference stage", "metastatic")
    first, second = table(page)
    assert str(first["Hazard ratio (95% CI)"]).startswith("0.41 (0.17–0.98)")
    assert second["Hazard ratio (95% CI)"] == "1 (reference)"


def test_what_is_no_time_is_said_and_a_decimal_comma_is_read(page: AppTest) -> None:
    box = with_settings(page).text_input(key="survival:times months")
    box.set_value("6 months, 12").run()
    assert "Not taken as a time: 6 months. Write up to 8 numbers: 6, 12." in markdown(page)
    assert "1 year (95% CI), at risk" in table(page)[0]
    page.text_input(key="survival:times months").set_value("3,5; 1").run()
    assert not page.warning
    assert {"3.5 months (95% CI), at risk", "1 month (95% CI), at risk"} <= set(table(page)[0])


def test_the_stratified_test_stands_beside_the_plain_one(page: AppTest) -> None:
    choose(with_settings(page), "strata stage", "sex")
    assert "Stratified by Sex: χ² = " in markdown(page)


def test_with_delayed_entry_the_missing_comparisons_are_told() -> None:
    page = choose(opened("survival_curves.py", LATE_SURGERY), "by", "resection")
    choose(with_settings(page), "entry True", "systemic_date")
    assert "With delayed entry, the comparisons from a landmark and over time are not given." in markdown(page)


def test_comparisons_are_counted_in_the_session_and_told_beside_the_p_and_in_the_report(page: AppTest) -> None:
    assert "comparisons were looked at" not in markdown(page)
    page.selectbox(key="survival:by").set_value("sex").run()
    next(box for box in page.selectbox if box.label == "Time unit").set_value(
        "years"
    ).run()  # the same, otherwise shown
    assert "2 comparisons were looked at in this session; their P values are not adjusted for that." in markdown(page)
    page.selectbox(key="survival:by").set_value(None).run()
    page.selectbox(key="survival:by").set_value("stage").run()
    assert "2 comparisons were looked at" in markdown(page)
    page.switch_page("models.py").run()
    assert "4 comparisons were looked at in this session" in markdown(page)  # age by itself, and both together
    page.switch_page("report.py").run()
    told = "4 comparisons (of an endpoint, groups, their cut and patients) were looked at; P values are not adjusted"
    assert told in markdown(page)


def test_curves_that_cross_and_up_to_when_they_can_be_read_are_told_on_the_page() -> None:
    rows = [f"P{i},{100 + i},1,a" for i in range(30)]
    rows += [f"Q{i},{5 + i if i < 15 else 300 + i},1,b" for i in range(30)]
    app = opened("survival_curves.py", data="\n".join(["patient_id,os_days,os_event,arm", *rows]).encode())
    app.selectbox(key="survival:by").set_value("arm").run()
    (told,) = (e.label for e in app.expander if "Curves cross" in e.label)
    assert told.replace("\\", "").startswith("Curves cross: “a” is above “b” up to about ")
    assert "Readable up to " in markdown(app)
