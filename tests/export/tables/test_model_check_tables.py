"""What is asked of a model beside its estimates, in words and unrounded, on every face."""

from __future__ import annotations

import json

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.analysis.regression import Regression
from nec_core.export import report_json
from nec_core.export.tables.model_check_tables import (
    heterogeneity_frame,
    heterogeneity_numbers,
    linearity_frame,
    linearity_numbers,
    movers_frame,
    movers_numbers,
)
from nec_core.export.tables.model_tables import model_sentence
from nec_core.patients.cohort import Cohort
from tests.analysed import late_surgery, sample


def result(cohort: Cohort, *covariates: str, strata: str | None = None) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan(covariates=covariates, strata=strata))


def fitted(cohort: Cohort, *covariates: str, strata: str | None = None) -> Regression:
    found = result(cohort, *covariates, strata=strata).regression
    assert found is not None
    return found


def test_lines_strata_and_movers_are_told_as_text() -> None:
    found = fitted(late_surgery(), "age_years", "stage", strata="centre")
    assert linearity_frame(found).values.tolist() == [
        ["Age at diagnosis (years)", "43, 57, 66 and 81.55", "χ² = 6.68, 2 df", ".036"]
    ]
    assert heterogeneity_frame(found)["Strata"].tolist() == ["3 of Centre"] * 2
    age, stage = movers_frame(found).values.tolist()
    assert age[:2] == ["Age at diagnosis", "per year"]
    assert stage[1] == "Metastatic against Locoregional (LRD)"
    assert stage[3].count("without row") == 3 and "SE)" in stage[3]


def test_a_model_without_numbers_or_strata_has_no_table_of_them() -> None:
    found = fitted(sample(), "stage")
    assert linearity_frame(found).empty and heterogeneity_frame(found).empty
    assert linearity_numbers(found).empty and heterogeneity_numbers(found).empty


def test_the_numbers_are_those_of_the_checks() -> None:
    found = fitted(late_surgery(), "age_years", "stage", strata="centre")
    assert found.checks is not None
    assert linearity_numbers(found)["p"].tolist() == [x.test.p for x in found.checks.linearity]
    assert heterogeneity_numbers(found)["chi2"].tolist() == [x.test.chi2 for x in found.checks.heterogeneity]
    told = movers_numbers(found)
    assert told["dfbeta"].tolist() == [one.dfbeta for m in found.checks.movers for one in m.movers]
    assert told["row"].tolist() == [str(one.row) for m in found.checks.movers for one in m.movers]


def test_json_holds_them_and_who_is_left_out_by_reason() -> None:
    whole = result(late_surgery(), "age_years", "ki67_percent", strata="centre")
    cox = json.loads(report_json.of_analysis(whole))["cox"]
    assert cox["missing"] == {"Ki-67 not recorded": 33}
    assert [x["variable"] for x in cox["checks"]["linearity"]] == ["age_years", "ki67_percent"]
    assert [x["strata"] for x in cox["checks"]["heterogeneity"]] == ["centre", "centre"]
    assert len(cox["checks"]["movers"][0]["movers"]) == 3
    assert whole.regression is not None
    assert "Left out of 150 with the endpoint: Ki-67 not recorded (33)." in model_sentence(whole.regression)
