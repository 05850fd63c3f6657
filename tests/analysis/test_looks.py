"""Which comparisons are counted: each endpoint, grouping, cut and choice of patients once, however it is shown."""

from __future__ import annotations

from typing import Any

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.looks import comparisons
from tests.analysed import extract, sample


def of(**plan: Any) -> frozenset[str]:
    return comparisons(analyse(sample(), AnalysisPlan.checked(**plan)))


def test_one_group_and_a_comparison_without_a_p_are_none() -> None:
    assert of() == frozenset()
    rows: list[tuple[object, ...]] = [(i, i + 1, 0, "ab"[i % 2]) for i in range(8)]
    nobody_died = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    assert comparisons(analyse(nobody_died, AnalysisPlan(by="arm", covariates=("arm",)))) == frozenset()


def test_another_endpoint_grouping_cut_or_filter_is_another_comparison() -> None:
    women = {"levels": [{"variable": "sex", "levels": ["female"]}]}
    asked: list[dict[str, Any]] = [
        {"by": "stage"}, {"by": "stage", "endpoint": "pfs"}, {"by": "sex"}, {"by": "stage", "filter": women},
        {"by": "age_years"}, {"by": "age_years", "cut": 60}, {"by": "age_years", "cut": 65},
    ]  # fmt: skip
    assert len(frozenset().union(*(of(**plan) for plan in asked))) == len(asked)


def test_the_same_comparison_shown_otherwise_is_the_same() -> None:
    assert of(by="stage") == of(by="stage", unit="years", conf_type="plain", references={"stage": "metastatic"})
    assert len(of(by="stage")) == 1


def test_models_count_and_one_category_by_itself_counts_as_its_comparison() -> None:
    assert of(covariates=("stage",)) == of(by="stage")
    assert of(covariates=("age_years",)) != of(by="age_years")
    assert len(of(by="stage", covariates=("age_years", "sex"))) == 2
    assert of(covariates=("stage",), strata="sex") != of(by="stage")
