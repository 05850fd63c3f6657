"""The models page: choices, the table, its checks and warnings, and the numbers as a file."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.models_view import _meaning, shown_guards
from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.model import linearity
from tests.analysed import lung, mgus2
from tests.pages.opened import LATE_SURGERY, SAMPLE, in_order, markdown, opened, tables


@pytest.fixture
def page() -> AppTest:
    return opened("models.py", SAMPLE)


def choose(app: AppTest, *names: str, strata: str | None = None) -> AppTest:
    app.multiselect(key="models:covariates").set_value(list(names)).run()
    app.selectbox(key="models:strata").set_value(strata).run()
    assert not app.exception
    return app


def test_without_a_file_it_says_what_it_will_show() -> None:
    app = opened("models.py")
    assert "Hazard ratios from Cox models: each variable alone and all together" in markdown(app)
    assert [b.label for b in app.main.button] == ["Try the sample cohort (38 synthetic patients)"]


def test_age_and_stage_are_there_from_the_start(page: AppTest) -> None:
    assert page.multiselect(key="models:covariates").value == ["age_years", "stage"]
    assert tables(page)[0].to_dict("split")["data"] == [
        ["Age at diagnosis", "per year", "38 (24)", "1.01 (0.97–1.05)", ".58", "0.998 (0.956–1.042)", ".93"],
        ["Stage at diagnosis", "Locoregional (LRD) (reference)", "38 (24)", "1", "", "1", ""],
        ["Stage at diagnosis", "Metastatic", "38 (24)", "2.45 (1.02–5.87)", ".044", "2.48 (0.99–6.24)", ".053"],
    ]


def test_a_chosen_reference_turns_the_table_round(page: AppTest) -> None:
    page.selectbox(key="models:reference stage").set_value("metastatic").run()
    lines = tables(page)[0].to_dict("split")["data"]
    assert [line[1] for line in lines] == ["per year", "Metastatic (reference)", "Locoregional (LRD)"]
    assert lines[2][3] == "0.41 (0.17–0.98)"


def test_the_model_s_test_its_meaning_and_its_endpoint_stand_below(page: AppTest) -> None:
    text = markdown(page)
    assert (
        "Cox model: 38 patients, 24 events; likelihood-ratio test χ² = 4.18, 2 df, P = .12. Concordance 0.67." in text
    )
    assert "A hazard ratio above 1 means a higher risk of the event at any time." in text
    assert "Ties by Efron, P by Wald's test. Endpoint: Overall survival, death from any cause." in text


def test_the_check_of_proportional_hazards_is_offered(page: AppTest) -> None:
    assert "Do the hazard ratios hold over time?" in [e.label for e in page.main.expander]
    assert tables(page)[1]["Variable"].tolist() == ["Age at diagnosis", "Stage at diagnosis", "All together"]
    assert tables(page)[1]["P"].tolist() == [".94", ".78", ".95"]


def test_few_events_for_the_variables_are_told(page: AppTest) -> None:
    choose(page, "age_years", "stage", "sex")
    assert "Only 8.0 events for each term of the model." in [e.label.replace("\\", "") for e in page.main.expander]


def test_variables_that_tell_the_same_are_named_here() -> None:
    rows = [f"P{i},{37 * i % 89 + 1},{int(i % 4 > 0)},{40 + i % 37},{40 + i % 37 + i % 7 / 10}" for i in range(80)]
    head = "patient_id,os_days,os_event,age_years,age_at_treatment"
    app = choose(opened("models.py", data="\n".join([head, *rows]).encode()), "age_years", "age_at_treatment")
    (told,) = (e.label.replace("\\", "") for e in app.expander if "nearly the same" in e.label)
    assert told.startswith("“Age at diagnosis” and “age_at_treatment” say nearly the same (variance inflation ")


def test_a_stratum_has_its_own_baseline_and_no_line(page: AppTest) -> None:
    choose(page, "age_years", "stage", strata="stage")
    assert tables(page)[0]["Variable"].tolist() == ["Age at diagnosis"]
    assert "Cox model, stratified by Stage at diagnosis: 38 patients" in markdown(page)


def test_no_variable_asks_for_one(page: AppTest) -> None:
    choose(page)
    assert tables(page) == []
    assert "Choose the variables above. Take few: about one for every ten events." in markdown(page)


def test_a_treatment_in_the_model_is_warned_about_above_the_table() -> None:
    page = choose(opened("models.py", LATE_SURGERY), "resection")
    assert "is in the model as if known at diagnosis, but it is settled later." in in_order(page)
    drawn = [e for e in page.main if e.type != "html" or "</caption>" in e.proto.body]
    order = [e.type for e in drawn if e.type in ("warning", "html")]
    assert order[0] == "warning"
    assert "html" in order


def test_a_filter_on_a_treatment_is_warned_about_here_too() -> None:
    page = opened("models.py", LATE_SURGERY)
    assert not page.warning
    page.multiselect(key="filter: treatment any_of").set_value(["resection"]).run()
    assert "The filter uses “Resection of the primary”, settled only after diagnosis." in in_order(page)
    assert "73 patients" in markdown(page)


def test_a_group_without_events_is_estimated_by_firth_and_said_to_be() -> None:
    rows = "".join(f"p{i},{i + 1},{int(i % 2 == 0)},{'ab'[i % 2]}\n" for i in range(20))
    page = opened("models.py", data=("PatientID,SurvivalDays,Died,arm\n" + rows).encode())
    choose(page, "arm")
    assert "has no finite estimate" in page.warning[0].value
    text = markdown(page)
    assert "Firth's penalised Cox model: 20 patients, 10 events" in text
    assert "where an estimate was infinite, Firth's penalised estimates with profile likelihood intervals and P" in text
    assert "Do the hazard ratios hold over time?" not in [e.label for e in page.main.expander]


def test_nobody_with_the_event_and_nobody_at_all_are_told() -> None:
    rows = "".join(f"p{i},{i + 1},0,{'ab'[i % 2]}\n" for i in range(20))
    quiet = choose(opened("models.py", data=("PatientID,SurvivalDays,Died,arm\n" + rows).encode()), "arm")
    assert "Nobody had the event: there is nothing to model." in markdown(quiet)
    page = opened("models.py", SAMPLE)
    page.slider(key="filter:age_years").set_range(32, 33).run()
    page.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert not page.exception
    assert "No patient is left. Loosen or reset the filters in the sidebar." in markdown(page)


def test_a_refusal_is_a_sentence_on_the_page(page: AppTest) -> None:
    page.multiselect(key="filter:stage").set_value(["LRD"]).run()
    assert not page.exception
    assert "“Stage at diagnosis” has one level only among these patients: it can't be in a model." in markdown(page)


def test_competing_events_make_the_ratios_cause_specific() -> None:
    text = _meaning(analyse(mgus2(), AnalysisPlan(covariates=("who",))), penalised=False)
    assert "Competing events count as censored: the hazard ratios are cause-specific." in text
    assert "cause-specific" not in _meaning(analyse(lung(), AnalysisPlan(covariates=("who",))), penalised=False)


def test_the_numbers_can_be_taken_away(page: AppTest) -> None:
    assert [b.proto.label for b in page.get("download_button")[:2]] == ["Models, CSV", "Models, XLSX"]


def test_choices_are_kept_across_pages(page: AppTest) -> None:
    choose(page, "sex")
    page.switch_page("guide.py").run()
    page.switch_page("models.py").run()
    assert page.multiselect(key="models:covariates").value == ["sex"]


def test_warnings_about_groups_stay_with_the_curves_and_those_about_patients_and_model_stand_here() -> None:
    """Competing events warn of a curve; the model says itself that its ratios are cause-specific."""
    result = analyse(mgus2(), AnalysisPlan(covariates=("who",)))
    assert [g.kind for g in shown_guards(result)] == ["maybe_immortal_covariate"]
    assert [g.kind for g in result.guards] == ["competing", "maybe_immortal_covariate"]
    few = analyse(lung(), AnalysisPlan(covariates=("score", "who")))
    assert (
        {g.kind for g in shown_guards(few)} == {g.kind for g in few.guards} == {"excluded", "maybe_immortal_covariate"}
    )


def test_the_ratios_stand_as_a_forest_and_the_residuals_behind_their_check_with_the_chosen_variables() -> None:
    app = opened("models.py", SAMPLE)
    alts = {chart.proto.alt for chart in app.get("plotly_chart")}
    assert any(alt.startswith("Forest plot") for alt in alts), alts
    assert any("residuals" in alt for alt in alts), alts
    app.multiselect(key="models:covariates").set_value(["sex"]).run()
    sentences = " ".join(code.value for code in app.code)
    assert "female" in sentences or "male" in sentences


def test_further_checks_are_computed_when_opened_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    fits = []
    whole = linearity.likelihood_ratio
    monkeypatch.setattr(linearity, "likelihood_ratio", lambda *given: fits.append(given) or whole(*given))
    app = opened("models.py", LATE_SURGERY)
    assert fits == []
    app.selectbox(key="models:strata").set_value("centre").run()
    app.session_state["models:checks"] = True
    app.run()
    assert not app.exception
    assert len(fits) == 1
    heads = [list(t.columns) for t in tables(app)]
    assert ["Variable", "The curve may bend at", "Test", "P"] in heads
    assert ["Variable", "Strata", "Test", "P"] in heads
    assert ["Variable", "Level", "Hazard ratio", "About what it is without one patient"] in heads
