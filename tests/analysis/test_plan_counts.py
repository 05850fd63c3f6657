"""Counts of a large cohort from the cube equal those from its rows, whatever is filtered on."""

from __future__ import annotations

import numpy as np
import pytest

from nec_core.analysis import plan_counts
from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.plan_counts import counted
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.errors import PlanError
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import NOT_RECORDED, Cohort
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition, RangeCondition, TreatmentCondition

STAGES = ("LRD", "metastatic", "")


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    """6,000 patients with blanks in everything, some without an endpoint."""
    draw = np.random.default_rng(20_201_201)
    lines = ["PatientID,SurvivalMonths,VitalStatus,Stage,Sex,Resection,Systemic,Age,Ward"]
    for i in range(6000):
        time = "" if draw.random() < 0.05 else str(draw.integers(0, 12))
        lines.append(
            f"{i},{time},{draw.choice(['dead', 'alive', ''], p=[0.6, 0.35, 0.05])},{draw.choice(STAGES)},"
            f"{draw.choice(['female', 'male', ''])},{draw.choice(['yes', 'no', 'unknown', ''])},"
            f"{draw.choice(['yes', 'no', ''])},{draw.integers(20, 90)},{draw.choice(['A', 'B', 'C'])}"
        )
    return admit("\n".join(lines).encode(), "made.csv").cohort


def of(*conditions: LevelCondition, **treatments: tuple[str, ...]) -> CohortFilter:
    return CohortFilter(levels=conditions, treatments=TreatmentCondition(**treatments))


LRD = LevelCondition(variable="stage", levels=("LRD",))
FILTERS = [
    of(LRD),
    of(LevelCondition(variable="stage", levels=("metastatic", NOT_RECORDED))),
    of(LRD, LevelCondition(variable="sex", levels=("female",))),
    of(LRD, LevelCondition(variable="stage", levels=("metastatic",))),
    of(LevelCondition(variable="ward", levels=("A", "C"))),
    of(any_of=("resection",)),
    of(LRD, all_of=("resection", "systemic")),
    of(none_of=("systemic",)),
    of(all_of=("resection",), none_of=("systemic", "resection")),
]


@pytest.mark.parametrize("by", [None, "stage", "sex", "resection", "ward"])
@pytest.mark.parametrize("chosen", FILTERS)
def test_the_cube_counts_what_the_rows_do(
    cohort: Cohort, chosen: CohortFilter, by: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = AnalysisPlan(by=by and cohort.variable(by).name, filter=renamed(cohort, chosen))
    by_rows = counted(PlanPatients(cohort, plan))
    monkeypatch.setattr(plan_counts, "CUBE_FROM_ROWS", 1)
    monkeypatch.setattr(plan_counts, "_from_rows", None)  # the rows are not asked
    by_cube = counted(PlanPatients(cohort, plan))
    assert by_cube.excluded == by_rows.excluded
    assert by_cube.table.groups == by_rows.table.groups
    assert (by_cube.n_competing, by_cube.cut, by_cube.table.unit) == (0, None, by_rows.table.unit)
    for field in ("times", "events", "censored"):
        np.testing.assert_array_equal(getattr(by_cube.table, field), getattr(by_rows.table, field))


def renamed(cohort: Cohort, chosen: CohortFilter) -> CohortFilter:
    """Extra columns are called as in the file."""
    levels = tuple(c.model_copy(update={"variable": cohort.variable(c.variable).name}) for c in chosen.levels)
    return chosen.model_copy(update={"levels": levels})


@pytest.mark.parametrize(
    "plan",
    [
        AnalysisPlan(),
        AnalysisPlan(filter=of(any_of=("resection", "systemic"))),
        AnalysisPlan(filter=CohortFilter(ranges=(RangeCondition(variable="age_years", minimum=50),))),
        AnalysisPlan(by="age_years", filter=of(LRD)),
        AnalysisPlan(entry="age_years", filter=of(LRD)),
    ],
)
def test_what_levels_do_not_say_is_counted_from_the_rows(
    cohort: Cohort, plan: AnalysisPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = counted(PlanPatients(cohort, plan))
    monkeypatch.setattr(plan_counts, "CUBE_FROM_ROWS", 1)
    monkeypatch.setattr(plan_counts, "_built", None)
    found = counted(PlanPatients(cohort, plan))
    np.testing.assert_array_equal(found.table.events, expected.table.events)


def test_what_the_filter_refuses_is_refused_in_the_same_words(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_counts, "CUBE_FROM_ROWS", 1)
    for wrong in (of(LevelCondition(variable="stage", levels=("IV",))), of(any_of=("sex",))):
        with pytest.raises(PlanError, match=r"has no level “IV”|is not a treatment"):
            analyse(cohort, AnalysisPlan(filter=wrong))


def test_only_the_last_cubes_are_kept(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_counts, "CUBE_FROM_ROWS", 1)
    for by in (None, "stage", "sex", "resection", "systemic"):
        counted(PlanPatients(cohort, AnalysisPlan(by=by, filter=of(LRD))))
    assert len(cohort.memo["cubes"]) == plan_counts.MOST_CUBES
