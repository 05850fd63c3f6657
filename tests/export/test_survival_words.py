"""A result in words: exact sentences, and no naive P value without its warning."""

from __future__ import annotations

import json

import numpy as np
import pytest

import nec_core
from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export import report_json, report_text
from nec_core.export.survival_words import (
    MISLEADS,
    answer_sentence,
    definition_lines,
    figure_note,
    group_label,
    in_sentence,
    looks_sentence,
    readable_lines,
    readable_until,
    x_label,
)
from nec_core.export.survival_words import (
    test_sentence as sentence_of_the_test,
)
from nec_core.patients.cohort import Cohort
from tests.analysed import answers, extract, late_surgery, lung, sample


def result(cohort: Cohort, **plan: object) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan.model_validate(plan))


def made(n: int, groups: int = 1, dead: int = 1) -> Cohort:
    rows: list[tuple[object, ...]] = [(i, i + 1, dead, f"g{i % groups}") for i in range(n)]
    return extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))


def test_the_answer_has_the_median_its_interval_and_n_of_each_group() -> None:
    assert answer_sentence(result(lung(), by="who", conf_level=0.9)) == (
        "Median overall survival: 270 days (90% CI 218–303) in 1 male (n = 138); "
        "426 days (90% CI 348–520) in 2 female (n = 90)."
    )
    r = answers()["lung"]["medians_90"]
    assert (r["median"], r["lower"], r["upper"]) == ([270, 426], [218, 348], [303, 520])
    assert answer_sentence(result(lung())) == "Median overall survival: 310 days (95% CI 284–361), n = 228."


def test_more_than_four_groups_are_left_to_the_table() -> None:
    assert answer_sentence(result(made(25, 5), by="arm")) == (
        "Overall survival of 25 patients in 5 groups; medians in the table below."
    )
    assert answer_sentence(result(made(24, 4), by="arm")).count("(n = 6)") == 4


def test_nobody_left_says_whether_the_filter_or_the_data_are_the_reason() -> None:
    far = {"ranges": [{"variable": "age_years", "minimum": 119}]}
    assert answer_sentence(result(sample(), filter=far)) == "No patient is left: loosen the filter."
    rows: list[tuple[object, ...]] = [(1, 5, ""), (2, 6, "")]
    blank = extract(("PatientID", "SurvivalDays", "Died"), rows)
    if blank.n:
        assert answer_sentence(result(blank)) == "No patient can be analysed: no event status (2)."


@pytest.mark.parametrize(
    ("label", "shown"), [("Overall survival", "overall survival"), ("PFI", "PFI"), ("", ""), ("X", "x")]
)
def test_a_label_in_a_sentence_begins_small_unless_it_is_an_abbreviation(label: str, shown: str) -> None:
    assert in_sentence(label) == shown


def test_a_bare_yes_says_of_what() -> None:
    operated = result(late_surgery(), by="resection")
    assert group_label(operated, "yes") == "Resection of the primary: yes"
    assert group_label(result(sample(), by="stage"), "LRD") == "Locoregional (LRD)"
    assert group_label(result(sample()), "All patients") == "All patients"


def test_the_test_comes_with_chi_squared_df_and_events() -> None:
    text = sentence_of_the_test(result(lung(), by="who"))
    assert text == "Log-rank test: χ² = 10.33, 1 df, P = .001 (two-sided, 165 events)."


def test_a_naive_p_value_carries_its_warning_in_the_same_sentence() -> None:
    naive = result(late_surgery(), by="resection")
    assert naive.naive
    assert sentence_of_the_test(naive) == (
        "Log-rank test: χ² = 37.70, 1 df, P < .001 (two-sided, 118 events). This P value misleads: the groups were "
        "settled after time zero (immortal time bias). It is no evidence of an effect."
    )
    assert not result(sample(), by="stage").naive
    assert MISLEADS not in sentence_of_the_test(result(sample(), by="stage"))


def test_few_events_show_the_permutation_test_beside() -> None:
    text = sentence_of_the_test(result(made(8, 2), by="arm"))
    assert text.startswith("Log-rank test: χ² = ")
    assert " By permutation, which needs no large numbers: P = " in text
    assert text.endswith(" (exact).")


def test_a_drawn_permutation_p_tells_its_monte_carlo_error() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, int(i % 20 == 0), f"g{i % 3}") for i in range(90)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    text = sentence_of_the_test(result(cohort, by="arm"))
    assert "(100,000 random draws, Monte Carlo error 0.00" in text


def test_where_there_is_no_test_the_sentence_says_why() -> None:
    assert sentence_of_the_test(result(lung())) == "One group: nothing to test."
    far = {"ranges": [{"variable": "age_years", "minimum": 119}]}
    assert sentence_of_the_test(result(sample(), filter=far)) == "Nobody to test."
    assert sentence_of_the_test(result(made(8, 2, dead=0), by="arm")) == (
        "No log-rank test: it needs two groups under observation at a time when somebody had the event."
    )


def test_the_note_in_the_figure_is_the_p_value_alone() -> None:
    assert figure_note(result(lung(), by="who")) == "Log-rank P = .001"
    assert figure_note(result(lung())) is None
    assert figure_note(result(made(8, 2, dead=0), by="arm")) is None


def test_the_definitions_name_endpoint_interval_unit_follow_up_and_versions() -> None:
    lines = definition_lines(result(sample(), conf_type="plain", conf_level=0.9))
    assert lines[:2] == [
        "Overall survival: event death from any cause; censored: alive at last contact; time zero: diagnosis.",
        "Kaplan-Meier estimate; 90% CI by the plain method, Greenwood's variance. Times in months (1 month = 30.4375 "
        "days).",
    ]
    assert lines[2].startswith("Median follow-up 18.8 months (90% CI ")
    assert lines[2].endswith("), reverse Kaplan-Meier.")
    assert lines[3] == ("Readable up to 23.8 months; after that fewer than 5 patients or 10% of the group are at risk.")
    assert lines[4] == f"nec_core {nec_core.__version__}, numpy {np.__version__}, pandas 2.3.3."


def test_up_to_when_curves_can_be_read_is_told_of_each_that_goes_on() -> None:
    by_stage = result(sample(), by="stage")
    assert readable_lines(by_stage) == [
        "Readable up to 18.8 months (locoregional (LRD)) and up to 13.8 months (metastatic); after that fewer "
        "than 5 patients or 10% of the group are at risk."
    ]
    told = json.loads(report_json.of_analysis(by_stage))["groups"]
    assert [g["readable_until"] for g in told] == pytest.approx([18.8, 13.8], abs=0.05)
    assert readable_lines(by_stage)[0] in report_text.of_analysis(by_stage)
    assert readable_lines(result(made(9, 2), by="arm")) == [
        "Readable up to 1 days (g0) and at no time (g1); after that fewer than 5 patients or 10% of the group are at "
        "risk."
    ]


def test_many_tails_are_told_by_the_shortest_and_the_longest() -> None:
    assert readable_until([], "months") == ""
    assert readable_until([("", 0.0)], "months") == "Readable at no time"
    many = [(name, float(i)) for i, name in enumerate("edcba", start=1)]
    assert readable_until(many, "years") == "Readable up to 1.00 years (e) to 5.00 years (a)"


def test_who_is_left_out_stands_in_the_definitions() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, "ab"[i % 2] if i else "") for i in range(9)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    assert "Left out: arm not recorded (1)." in definition_lines(result(cohort, by="arm"))


def test_the_time_axis_says_since_when_where_that_is_known() -> None:
    assert x_label(result(sample())) == "Months since diagnosis"
    assert x_label(result(sample(), unit="years", time_zero="first_treatment")) == (
        "Years since start of the first treatment"
    )
    assert x_label(result(lung())) == "Days"


def test_how_many_comparisons_were_looked_at_is_told_from_the_second_on() -> None:
    assert looks_sentence(1) == ""
    assert looks_sentence(14) == (
        "14 comparisons were looked at in this session; their P values are not adjusted for that. By chance alone, at "
        "least one of 14 independent comparisons has P < .05 in 51% of cases."
    )
