"""Two groups compared within levels: R's hazard ratios and its likelihood-ratio test of the interaction."""

from __future__ import annotations

import pytest

from nec_core.analysis.forest.forest_row import Forest
from nec_core.analysis.forest.subgroup_forest import FEWEST_EVENTS, subgroup_forest
from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort
from tests.analysed import extract, lung, lung_by_ecog, sample
from tests.analysis.forest.goldens import R, same

LUNG = R["lung"]


def forest_of(cohort: Cohort, by: str, *variables: str, **plan: object) -> Forest:
    return subgroup_forest(PlanPatients(cohort, AnalysisPlan.model_validate({"by": by, **plan})), variables)


def made(rows: list[tuple[object, ...]]) -> Cohort:
    return extract(("PatientID", "SurvivalDays", "Died", "arm", "site"), rows, category=("arm", "site"))


def test_hazard_ratios_in_everybody_and_in_each_level_equal_r() -> None:
    found = forest_of(lung_by_ecog(), "who", "level")
    rows = {row.level: row for row in found.rows}
    same(rows[""], LUNG["overall"])
    assert rows[""].p == pytest.approx(LUNG["overall"][3], rel=1e-6)
    for level in "012":
        same(rows[level], LUNG[f"ecog_{level}"])
        assert rows[level].p is None
    assert found.compared == ("2 female", "1 male")


def test_a_number_is_cut_at_its_median() -> None:
    young, old = forest_of(lung(), "who", "years").of("subgroup")
    same(young, LUNG["young"])
    same(old, LUNG["old"])
    assert (young.level, old.level) == ("up to 63", "above 63")


def test_interactions_equal_r_s_likelihood_ratio_test() -> None:
    (ecog,) = forest_of(lung_by_ecog(), "who", "level").interactions
    (age,) = forest_of(lung(), "who", "years").interactions
    for found, r in ((ecog, LUNG["interaction_ecog"]), (age, LUNG["interaction_age"])):
        assert (found.chi2, found.df, found.p) == pytest.approx((r["chi2"], r["df"], r["p"]), rel=1e-6)


def test_levels_and_not_recorded_add_up_to_everybody_arm_by_arm() -> None:
    found = forest_of(lung_by_ecog(), "who", "level")
    overall = found.of("overall")[0]
    for k in (0, 1):
        parts = [row.arms[k] for row in found.of("subgroup")]
        assert (sum(a.n for a in parts), sum(a.events for a in parts)) == (overall.arms[k].n, overall.arms[k].events)
    blank = found.rows[-1]
    assert (blank.level, blank.n, blank.reason, blank.estimate) == ("not recorded", 1, "not recorded", None)


@pytest.mark.parametrize(("deaths", "reason"), [(FEWEST_EVENTS - 1, "few events"), (FEWEST_EVENTS, None)])
def test_with_fewer_than_five_events_in_an_arm_counts_stand_alone(deaths: int, reason: str | None) -> None:
    cohort = made([(i, 10 + i, int(i % 2 == 1 or i // 2 < deaths), "ab"[i % 2], "x") for i in range(40)])
    overall, level = forest_of(cohort, "arm", "site").rows
    assert (level.reason, level.estimate is None) == (reason, reason is not None)
    assert level.arms[0].events == deaths
    assert overall.estimate is not None


def test_a_level_with_one_arm_and_a_variable_with_one_level_have_no_ratio_and_no_interaction() -> None:
    cohort = made([(i, 10 + i, 1, "ab"[i % 2], "xy"[i % 2]) for i in range(40)])
    found = forest_of(cohort, "arm", "site")
    assert [row.reason for row in found.of("subgroup")] == ["one group", "one group"]
    assert found.interactions[0].p is None
    single = forest_of(made([(i, 10 + i, 1, "ab"[i % 2], "x") for i in range(40)]), "arm", "site")
    assert (single.interactions[0].df, single.interactions[0].p) == (None, None)


def test_without_events_everything_says_so() -> None:
    found = forest_of(made([(i, 10 + i, 0, "ab"[i % 2], "xy"[i % 3 == 0]) for i in range(12)]), "arm", "site")
    assert [row.reason for row in found.rows] == ["no events", "few events", "few events"]
    assert found.interactions[0].p is None


def test_the_reference_can_be_turned_round() -> None:
    there, back = (
        forest_of(sample(), "stage", "sex", references={"stage": level}).rows[0].estimate
        for level in ("LRD", "metastatic")
    )
    assert there == pytest.approx(1 / back)


def test_what_can_t_be_compared_is_refused() -> None:
    with pytest.raises(PlanError, match="here are 4"):
        forest_of(lung_by_ecog(), "level", "who")
    with pytest.raises(PlanError, match="choose one"):
        forest_of(sample(), "stage")
    with pytest.raises(PlanError, match="makes the groups"):
        forest_of(sample(), "stage", "stage")
