"""When something was known: settled later is serious wherever it is used, unsaid is asked, known is silent."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guards import Guard
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition
from nec_core.patients.knowing import Known, with_known
from tests.analysed import extract, late_surgery

USES: dict[str, AnalysisPlan] = {
    "time": AnalysisPlan(by="arm"),
    "filter": AnalysisPlan(filter=CohortFilter(levels=(LevelCondition(variable="arm", levels=("a",)),))),
    "stratum": AnalysisPlan(by="site", strata="arm"),
    "covariate": AnalysisPlan(covariates=("arm",)),
}


def trial(**said: Known) -> Cohort:
    """An arm and a site, each of two, over sixty patients; the site was known at time zero."""
    rows: list[tuple[object, ...]] = [
        (i, 20 + 7 * i % 60, int(i % 3 > 0), "ab"[i % 2], "xy"[i // 2 % 2]) for i in range(60)
    ]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm", "site"), rows, category=("arm", "site"))
    return with_known(cohort, {"site": "at diagnosis", **said})


def told(cohort: Cohort, plan: AnalysisPlan) -> list[Guard]:
    """The guards of when something was known."""
    return [g for g in analyse(cohort, plan).guards if "immortal" in g.kind]


@pytest.mark.parametrize("use", USES)
def test_what_nobody_said_is_asked_wherever_it_is_used(use: str) -> None:
    (guard,) = told(trial(), USES[use])
    assert (guard.kind, guard.severity, guard.known_of) == (f"maybe_immortal_{use}", "note", ("arm",))
    assert "obody has said when" in guard.what
    assert guard.do == "Say on the Upload page when it was known: once said, this is not asked again."


@pytest.mark.parametrize("use", USES)
def test_no_guard_fires_on_an_arm_that_was_said_to_be_drawn_by_lot(use: str) -> None:
    assert told(trial(arm="at diagnosis"), USES[use]) == []


@pytest.mark.parametrize("use", USES)
def test_what_is_settled_later_is_serious_wherever_it_is_used(use: str) -> None:
    (guard,) = told(trial(arm="later"), USES[use])
    assert (guard.kind, guard.severity, guard.known_of) == (f"immortal_{use}", "serious", ("arm",))
    assert "“arm”" in guard.what
    assert guard.in_figure.endswith(": immortal time")


def test_a_treatment_of_the_record_that_was_drawn_by_lot_is_silent_too_and_its_groups_are_compared() -> None:
    plan = AnalysisPlan(by="resection")
    assert [g.kind for g in told(late_surgery(), plan)] == ["immortal_time"]
    drawn = with_known(late_surgery(), {"resection": "at diagnosis"})
    assert told(drawn, plan) == []
    found = analyse(drawn, plan)
    assert found.comparable is not None
    assert found.timed is None  # no time lent to anybody, so none to take back


def test_the_groups_of_a_column_settled_later_are_compared_by_no_hazard_ratio() -> None:
    assert analyse(trial(), USES["time"]).comparable is not None
    assert analyse(trial(arm="later"), USES["time"]).comparable is None


def test_the_record_s_own_treatment_is_told_as_filter_stratum_and_covariate() -> None:
    for use, plan in {
        "stratum": AnalysisPlan(covariates=("age_years",), strata="resection"),
        "covariate": AnalysisPlan(covariates=("resection",)),
    }.items():
        assert [(g.kind, g.about) for g in told(late_surgery(), plan)] == [(f"immortal_{use}", "model")]


def test_a_stratum_within_which_nothing_is_compared_is_not_told() -> None:
    assert told(trial(arm="later"), AnalysisPlan(strata="arm")) == []


def test_one_group_alone_is_not_asked_about() -> None:
    one = CohortFilter(levels=(LevelCondition(variable="arm", levels=("a",)),))
    assert [g.kind for g in told(trial(), AnalysisPlan(by="arm", filter=one))] == ["maybe_immortal_filter"]


def test_several_covariates_are_asked_about_in_one_guard() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, i % 2, "ab"[i % 3 % 2], i % 7) for i in range(40)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm", "grade"), rows, category=("arm",), number=("grade",))
    plan = AnalysisPlan(covariates=("arm", "grade"))
    (guard,) = told(cohort, plan)
    assert guard.what == "“arm”, “grade” are in the model, and nobody has said when they were known."
    (guard,) = told(with_known(cohort, {"arm": "later", "grade": "later"}), plan)
    assert guard.what == "“arm”, “grade” are in the model as if known at time zero, but they are settled later."
