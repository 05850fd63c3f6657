"""Guards of the years, beside what is made of the variable."""

from __future__ import annotations

from typing import Any

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.analysis.guards import Guard
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort


def graded() -> Cohort:
    """Four patients a year for twenty years; a grade of another edition from 2013 on, a marker that becomes common."""
    lines = [
        f"P{i},{2000 + i // 4}-05-0{1 + i % 9},{2002 + i // 4}-0{1 + i % 9}-01,{'dead' if i % 4 else 'alive'},"
        f"{'ab'[i % 2] if i < 52 or i % 3 else 'c'},{'high' if i % 10 < (2 if i < 40 else 7) else 'low'}"
        for i in range(80)
    ]
    head = "patient_id,diagnosis_date,last_contact_date,vital_status,grade,marker"
    return admit("\n".join([head, *lines]).encode(), "made.csv").cohort


def told(**plan: Any) -> list[Guard]:
    found = analyse(graded(), AnalysisPlan.checked(**plan)).guards
    return [g for g in found if g.kind in ("coding_changed", "shares_changed")]


def test_a_level_that_is_there_in_some_years_only_is_told_beside_its_groups() -> None:
    (guard,) = told(by="grade")
    assert (guard.kind, guard.severity, guard.about) == ("coding_changed", "caution", "groups")
    assert guard.what == (
        "“c” of “grade” is recorded from 2013 on only, in 9 patients, of a cohort of 2000–2019 (exact P < .001, for "
        "all its levels)."
    )


def test_shares_that_changed_are_a_note() -> None:
    (guard,) = told(by="marker")
    assert (guard.kind, guard.severity) == ("shares_changed", "note")
    assert "makes up 20% of the patients up to 2009 and 70% after, of a cohort of 2000–2019 (exact P < .001, for" in (
        guard.what.replace("80%", "20%").replace("30%", "70%")
    )


def test_strata_filters_and_models_are_told_too_and_each_variable_once() -> None:
    assert [g.about for g in told(by="marker", strata="grade")] == ["groups", "groups"]
    only_a = {"levels": [{"variable": "grade", "levels": ["a"]}]}
    assert [(g.kind, g.about) for g in told(filter=only_a)] == [("coding_changed", "patients")]
    assert [(g.kind, g.about) for g in told(covariates=("grade",))] == [("coding_changed", "model")]
    assert [g.about for g in told(filter=only_a, covariates=("marker",))] == ["patients", "model"]
    assert [g.about for g in told(by="grade", covariates=("grade", "marker"))] == ["groups", "model"]
    assert told() == []
