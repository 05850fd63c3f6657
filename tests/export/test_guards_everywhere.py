"""Every guard reaches every face: text, JSON, report, and the page its numbers stand on."""

from __future__ import annotations

import ast
import io
import json
from dataclasses import dataclass
from functools import cache

import openpyxl
import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.analysis.guards import Guard
from nec_core.export import report_json, report_text
from nec_core.export.report_words import report_markdown
from nec_core.export.survival_export import numbers_xlsx
from nec_core.patients.cohort import Cohort
from tests.admitted import admitted
from tests.analysed import ROOT, extract, late_surgery, lung, mgus2, sample
from tests.analysis.guarding.test_eras import graded
from tests.analysis.guarding.test_groups import together
from tests.analysis.guarding.test_patients import referred_twice
from tests.analysis.guarding.test_visits import EVERY_THREE_MONTHS, cohort_of, progressed, without
from tests.analysis.guarding.test_watching import sequenced
from tests.analysis.test_regression import ages

Found = tuple[Cohort, SurvivalResult]


def plan(**values: object) -> AnalysisPlan:
    return AnalysisPlan.model_validate(values)


def late_entries() -> Cohort:
    """One patient watched from the start, who dies at once; twenty who come later."""
    rows: list[tuple[object, ...]] = [(0, 3, 1, 0), *((i, 60 + i, 1, 20) for i in range(1, 21))]
    return extract(("PatientID", "SurvivalDays", "Died", "seen"), rows, number=("seen",))


def endless() -> Cohort:
    rows: list[tuple[object, ...]] = [(i, i + 1, int(i % 2 == 0), "ab"[i % 2]) for i in range(20)]
    return extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))


def rejected() -> Cohort:
    """Eight without a time, all dead, beside 24 of whom few died."""
    rows: list[tuple[object, ...]] = [(i, "" if i < 8 else i + 1, int(i < 11)) for i in range(32)]
    return extract(("PatientID", "SurvivalDays", "Died"), rows)


def few() -> Cohort:
    rows: list[tuple[object, ...]] = [(i, i + 1, int(i < 4), "ab"[i > 2] if i else "") for i in range(9)]
    return extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))


def unlike() -> Cohort:
    """Two arms whose curves cross, one followed for long; a third of all have no arm."""
    rows: list[tuple[object, ...]] = [(i, 40 + i % 9, int(i % 2), "a") for i in range(40)]
    rows += [(40 + i, 5 + i if i < 15 else 400 + i, int(i < 15), "b") for i in range(40)]
    rows += [(80 + i, 60, 1, "") for i in range(40)]
    return extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))


@cache
def found() -> tuple[Found, ...]:
    """Results that together carry every guard there is."""
    operated = {"levels": [{"variable": "resection", "levels": ["yes"]}]}
    asked = (
        (late_surgery(), plan(by="resection", covariates=("resection",))),
        (sample(), plan(filter=operated, covariates=("age_years", "ecog"))),
        (few(), plan(by="arm")),
        (unlike(), plan(by="arm")),
        (together(), plan(by="arm")),
        (referred_twice().cohort, plan(by="sex")),
        (ages(0.1), plan(covariates=("age", "age_at_treatment"))),
        (sequenced([100] * 40), plan()),
        (graded(), plan(by="grade", strata="marker")),
        (cohort_of(progressed(EVERY_THREE_MONTHS), without([400])), plan(endpoint="pfs")),
        (sample(), plan(by="age_years")),
        (rejected(), plan()),
        (mgus2(), plan(by="who")),
        (late_entries(), plan(entry="seen")),
        (endless(), plan(covariates=("arm",))),
        (lung(), plan(covariates=("score", "who"))),
    )
    return tuple((cohort, analyse(cohort, p)) for cohort, p in asked)


def every() -> list[tuple[int, Guard]]:
    """Each guard, and which of the results carries it."""
    return [(place, guard) for place, (_, result) in enumerate(found()) for guard in result.guards]


@dataclass(frozen=True)
class Faces:
    """A result as text, its guards in JSON, its report and its workbook's sheet of what to know."""

    text: str
    guards: list[dict[str, str]]
    report: str
    sheet: list[tuple[object, ...]]


@cache
def faces(place: int) -> Faces:
    cohort, result = found()[place]
    return Faces(
        report_text.of_analysis(result),
        json.loads(report_json.of_analysis(result))["guards"],
        report_markdown(admitted(cohort), result, "hash").replace("\\", ""),
        list(openpyxl.load_workbook(io.BytesIO(numbers_xlsx(result)))["What to know"].values),
    )


def declared() -> set[str]:
    """The kinds of guard that are made anywhere."""
    kinds = set()
    for path in (ROOT / "nec_core" / "analysis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Guard":
                assert isinstance(node.args[0], ast.Constant)
                kinds.add(node.args[0].value)
    return kinds


def test_the_results_here_carry_every_guard_there_is() -> None:
    assert {guard.kind for _, guard in every()} == declared()


@pytest.mark.parametrize(("place", "guard"), every(), ids=[guard.kind for _, guard in every()])
def test_each_guard_is_in_text_json_and_report(place: int, guard: Guard) -> None:
    told = faces(place)
    assert f"! {guard.what} {guard.why} {guard.do}" in told.text
    in_json = {"kind": guard.kind, "severity": guard.severity, "what": guard.what, "why": guard.why, "do": guard.do}
    assert in_json in told.guards
    assert f"{guard.what} {guard.why} {guard.do}" in told.report
    assert (guard.severity, f"{guard.what} {guard.why} {guard.do}") in told.sheet
    if guard.severity == "serious":  # stands above the numbers it is about
        assert told.report.index(guard.what) < told.report.index("### Summary")


def test_each_guard_is_about_what_one_page_shows() -> None:
    """Survival curves shows all guards of its results; Models shows those that are not about groups."""
    about = {guard.kind: guard.about for _, guard in every() if guard.kind != "immortal_time"}
    assert {k for k, a in about.items() if a == "model"} == {
        "endless",
        "few_events_per_term",
        "unproportional",
        "collinear",
    }
    assert {k for k, a in about.items() if a == "patients"} == {
        "excluded",
        "immortal_filter",
        "rejected_rows",
        "likely_duplicates",
        "late_entry",
        "not_assessed",
        "seen_at_visits",
    }
    both = {guard.about for _, guard in every() if guard.kind == "immortal_time"}
    assert both == {"groups", "model"}
