"""The other selections in words and tables: main number beside main number, and what does not apply with its reason."""

from __future__ import annotations

import json

import pytest

from nec_core.analysis import sensitivity
from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export import report_json
from nec_core.export.report_words import methods_paragraph, report_markdown
from nec_core.export.summary.sensitivity_words import NAIVE, sensitivity_caption, sensitivity_sentence
from nec_core.export.tables import sensitivity_tables
from nec_core.export.tables.sensitivity_tables import rules_frame, sensitivity_frame, sensitivity_numbers
from nec_core.patients.cohort import Cohort
from tests.admitted import admitted
from tests.analysed import late_surgery, lung, sample
from tests.summary.cohorts import cohort_of


def asked(cohort: Cohort, **plan: object) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan.model_validate(plan), sensitivity=True)


def test_of_two_groups_it_says_the_hazard_ratio_in_each_selection() -> None:
    assert sensitivity_sentence(asked(sample(), by="stage")) == (
        "Hazard ratio of metastatic against locoregional (LRD) (95% CI): main result (n = 38, 24 events) 2.45 "
        "(1.02–5.87), P = .039; verified NEC only (n = 22, 16 events) 1.72 (0.60–4.95), P = .31; complete cases (n = "
        "29, 19 events) 1.77 (0.70–4.52), P = .22; without early losses (n = 26, 24 events) 2.65 (1.12–6.28), P = "
        ".021; from 6 months on (n = 25, 16 events) 2.48 (0.88–7.01), P = .078."
    )


def test_of_several_groups_it_says_the_test_and_of_one_its_median() -> None:
    several = sensitivity_sentence(asked(sample(), by="ecog"))
    assert several.startswith("Log-rank test: main result (n = 38, 24 events) P")
    assert "2.4" not in several
    one = sensitivity_sentence(asked(sample()))
    assert one.startswith("Median overall survival: main result (n = 38, 24 events) 15.8 months (95% CI 10.5–20.6);")


def test_what_does_not_apply_stands_there_with_its_reason() -> None:
    result = asked(lung(), by="who")
    assert (
        "Not applied: Verified NEC only (the file has neither histology nor Ki-67); Complete cases (the file has "
        in (sensitivity_sentence(result))
    )
    frame = sensitivity_frame(result).set_index("Selection")
    assert frame.loc["Verified NEC only", "Taken out"] == "does not apply: the file has neither histology nor Ki-67"
    rules = rules_frame(result)
    assert rules["Rows of the file"].tolist()[0] == "does not apply: the file has no column “Histology”"


def test_ki67_alone_verifies_nothing_and_the_selection_is_not_called_so() -> None:
    cohort = cohort_of(
        {
            "diagnosis_date": ["2015-01-01"] * 4,
            "last_contact_date": ["2016-01-01", "2016-03-01", "2016-05-01", "2016-07-01"],
            "vital_status": ["dead"] * 4,
            "ki67_percent": [10, 30, 40, None],
        }
    )
    result = asked(cohort)
    assert "Without a Ki-67 of 20% or less" in sensitivity_frame(result)["Selection"].tolist()
    assert "a carcinoma can't be verified by Ki-67 alone" in sensitivity_caption(result)
    assert "erified NEC" not in sensitivity_sentence(result)


def test_naive_groups_have_medians_only_and_say_why() -> None:
    result = asked(late_surgery(), by="resection")
    assert sensitivity_sentence(result).endswith(NAIVE)
    assert not {"P", "Hazard ratio (95% CI)"} & set(sensitivity_frame(result).columns)
    assert json.loads(report_json.of_analysis(result))["sensitivity"]["misleads"] == ["immortal_time"]


def test_the_table_has_a_line_for_each_selection_and_group() -> None:
    frame = sensitivity_frame(asked(sample(), by="stage"))
    assert frame.columns.tolist() == [
        "Selection", "Group", "n", "Events", "Median (95% CI)", "Hazard ratio (95% CI)", "P", "Taken out",
    ]  # fmt: skip
    assert frame["Selection"].tolist()[::2] == [
        "Main result", "Verified NEC only", "Complete cases", "Without early losses", "From 6 months on",
    ]  # fmt: skip
    assert frame["P"].tolist()[::2] == [".039", ".31", ".22", ".021", ".078"]
    assert frame["Taken out"].tolist()[::2] == ["0", "16", "9", "12", "13"]
    assert sensitivity_frame(analyse(sample(), AnalysisPlan())).empty


def test_the_numbers_are_unrounded_one_line_for_each_selection_and_group() -> None:
    result = asked(sample(), by="stage")
    numbers = sensitivity_numbers(result)
    assert len(numbers) == 10
    assert result.sensitivity is not None
    main = numbers[numbers["selection"] == "main"]
    assert main["p_log_rank"].tolist() == [result.sensitivity.main.p] * 2
    assert main["hazard_ratio"].tolist()[1] == result.sensitivity.main.groups[1].ratio.hazard_ratio  # type: ignore[union-attr]  # it is compared


def test_early_is_said_in_the_caption_and_the_selections_in_the_methods() -> None:
    result = asked(sample(), by="stage")
    assert "Early losses: last seen, without the event, before the median follow-up, 18.8 months" in (
        sensitivity_caption(result)
    )
    methods = methods_paragraph(admitted(sample()), result)
    assert (
        "As sensitivity analyses the result was computed again in: verified NEC only; complete cases; without early "
        "losses; from 6 months on." in methods
    )
    assert "sensitivity" not in methods_paragraph(admitted(sample()), analyse(sample(), AnalysisPlan(by="stage")))
    assert "--plan plan.json --sensitivity`" in report_markdown(admitted(sample()), result, "hash").replace("\\", "")


def test_of_many_rows_the_first_are_told_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity_tables, "MOST_TOLD", 2)
    found = rules_frame(asked(sample(), by="stage"))["Rows of the file"].tolist()
    assert found[0] == "2, 12 and 9 more"
    monkeypatch.setattr(sensitivity, "MOST_ROWS", 10)
    assert rules_frame(asked(sample(), by="stage"))["Rows of the file"].tolist()[:3] == [
        "11 more",
        "",
        "3, 5 and 3 more",
    ]
