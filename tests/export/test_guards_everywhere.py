"""Every guard reaches every face: text, JSON, report, workbook, figure, and the page its numbers stand on."""

from __future__ import annotations

import ast
import io
import json
from dataclasses import dataclass
from functools import cache

import openpyxl
import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.analysis.guarding.kinds import KINDS
from nec_core.analysis.guards import Guard
from nec_core.export import report_json, report_text
from nec_core.export.report_words import report_markdown
from nec_core.export.survival_export import figure_of, numbers_xlsx
from nec_core.figures.alt_text import alt_text
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import ColumnMapping, Mapping
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.knowing import with_known
from nec_core.summary.characteristics.table_one import table_one
from nec_core.summary.characteristics.table_plan import TablePlan
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


def unsaid() -> Cohort:
    """Two arms in each of two centres; nobody says when either was known."""
    rows: list[tuple[object, ...]] = [
        (i, 20 + 7 * i % 60, int(i % 3 > 0), "ab"[i % 2], "xy"[i // 2 % 2]) for i in range(60)
    ]
    return extract(("PatientID", "SurvivalDays", "Died", "arm", "site"), rows, category=("arm", "site"))


def portal() -> Cohort:
    """Progression-free survival in which six of the dead are censored at their death."""
    rows: list[tuple[object, ...]] = [(i, 9 + i, int(i > 5), 9 + i + 5 * (i > 5), 1) for i in range(24)]
    columns = ("PatientID", "t", "e", "SurvivalDays", "Died")
    taken = {
        "PatientID": "patient_id",
        "t": "time:pfs",
        "e": "event:pfs",
        "SurvivalDays": "time:os",
        "Died": "event:os",
    }
    mapping = Mapping(
        columns=tuple(
            ColumnMapping(
                column=name,
                target=target,
                unit="days" if target.startswith("time") else None,
                values={"0": "0", "1": "1"} if target.startswith("event") else {},
            )
            for name, target in taken.items()
        )
    )
    lines = [",".join(str(cell) for cell in row) for row in (columns, *rows)]
    return admit("\n".join(lines).encode(), "portal.csv", mapping).cohort


@cache
def found() -> tuple[Found, ...]:
    """Results that together carry every guard there is."""
    operated = {"levels": [{"variable": "resection", "levels": ["yes"]}]}
    asked = (
        (late_surgery(), plan(by="resection", covariates=("resection",))),
        (sample(), plan(filter=operated, covariates=("age_years", "ecog"))),
        (few(), plan(by="arm")),
        (unsaid(), plan(by="arm", strata="site", filter={"levels": [{"variable": "site", "levels": ["x", "y"]}]})),
        (with_known(unsaid(), {"arm": "at diagnosis", "site": "later"}), plan(by="arm", strata="site")),
        (unlike(), plan(by="arm")),
        (together(), plan(by="arm")),
        (referred_twice().cohort, plan(by="sex")),
        (ages(0.1), plan(covariates=("age", "age_at_treatment"))),
        (sequenced([100] * 40), plan()),
        (graded(), plan(by="grade", strata="marker")),
        (cohort_of(progressed(EVERY_THREE_MONTHS), without([400])), plan(endpoint="pfs")),
        (sample(), plan(by="age_years")),
        (rejected(), plan()),
        (portal(), plan(endpoint="pfs")),
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


def made() -> set[str]:
    """The kinds of guard that are made anywhere."""
    kinds = set()
    for path in (ROOT / "nec_core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Guard":
                assert isinstance(node.args[0], ast.Constant)
                kinds.add(node.args[0].value)
    return kinds


def test_the_register_has_every_kind_that_is_made_and_the_results_here_carry_each() -> None:
    assert set(KINDS) == made()
    # A kind that speaks of no number here is Table 1's own: tests/export/test_table_one_everywhere.py.
    assert {guard.kind for _, guard in every()} == {name for name, kind in KINDS.items() if kind.numbers}


@pytest.mark.parametrize(("place", "guard"), every(), ids=[guard.kind for _, guard in every()])
def test_each_guard_is_in_text_json_and_report(place: int, guard: Guard) -> None:
    told = faces(place)
    assert f"! {guard.what} {guard.why} {guard.do}" in told.text
    said = {"kind": guard.kind, "severity": guard.severity, "what": guard.what, "why": guard.why, "do": guard.do}
    assert said | {"about": guard.about, "acknowledged": None} in told.guards
    assert f"{guard.what} {guard.why} {guard.do}" in told.report
    assert (guard.severity, f"{guard.what} {guard.why} {guard.do}") in told.sheet
    if guard.severity == "serious":  # stands above the numbers it is about
        assert told.report.index(guard.what) < told.report.index("### Summary")


@pytest.mark.parametrize(("place", "guard"), every(), ids=[guard.kind for _, guard in every()])
def test_a_serious_guard_is_drawn_into_the_figure_or_the_register_says_why_not(place: int, guard: Guard) -> None:
    kind = KINDS[guard.kind]
    figure = figure_of(found()[place][1], FigureStyle(show_p=False))
    if guard.severity == "serious" and kind.drawn:
        assert guard.in_figure in figure.notes
        assert guard.in_figure in alt_text(figure)
    else:
        assert kind.not_drawn or guard.severity != "serious"
        assert guard.in_figure not in figure.notes


def test_no_guard_is_serious_whose_kind_says_that_it_never_is() -> None:
    mild = [
        guard.kind
        for _, guard in every()
        if guard.severity == "serious" and "never serious" in KINDS[guard.kind].not_drawn
    ]
    assert mild == []


def test_a_guard_that_is_acknowledged_stands_on_every_face_with_the_reason() -> None:
    reason = "We report the landmark."
    asked = plan(by="resection", acknowledged={"immortal_time": reason})
    cohort = late_surgery()
    result = analyse(cohort, asked)
    guard = result.guards[0]
    assert (guard.kind, guard.severity, guard.acknowledged) == ("immortal_time", "serious", reason)
    words = f"{guard.what} {guard.why} {guard.do} Acknowledged: “{reason}”"
    assert f"! {words}" in report_text.of_analysis(result)
    report = report_markdown(admitted(cohort), result, "hash").replace("\\", "")
    assert f"**Beware:** {words}" in report
    assert f"A warning was acknowledged: {guard.what} Reason: “{reason}”." in report
    book = openpyxl.load_workbook(io.BytesIO(numbers_xlsx(result)))["What to know"]
    assert ("serious", words) in list(book.values)
    read = json.loads(report_json.of_analysis(result))
    assert read["guards"][0]["acknowledged"] == reason
    assert read["log_rank"]["misleads"] == ["immortal_time"]
    assert guard.in_figure in figure_of(result).notes


def test_the_report_says_that_nothing_was_raised_only_where_nothing_was() -> None:
    none = "None of the checks raised a warning."
    quiet, treated = plan(by="stage"), plan(by="stage", covariates=("resection",))
    asked = plan(by="sex")
    assert none in report_markdown(admitted(sample()), analyse(sample(), quiet), "hash").replace("\\", "")
    assert none not in report_markdown(admitted(sample()), analyse(sample(), treated), "hash").replace("\\", "")
    of_table = table_one(sample(), TablePlan(by="ecog", p=True))
    assert of_table.guards
    told = report_markdown(admitted(sample()), analyse(sample(), asked), "hash", table=of_table).replace("\\", "")
    assert none not in told


@pytest.mark.parametrize("pair", found(), ids=[str(i) for i in range(len(found()))])
def test_each_object_of_numbers_in_json_carries_the_serious_guards_that_speak_of_it(pair: Found) -> None:
    _, result = pair
    serious = [g.kind for g in result.guards if g.severity == "serious"]
    read = json.loads(report_json.of_analysis(result))
    told = {
        kind for key in read for found in objects(read[key]) if key != "guards" for kind in found.get("misleads", ())
    }
    assert told == set(serious)
    for key in set(read) - WITHOUT_NUMBERS:
        assert all("misleads" in one for one in objects(read[key])), key


WITHOUT_NUMBERS = {"definition", "rejected", "excluded", "guards"}
"""Keys of an analysis whose objects hold no number that can mislead."""


def objects(value: object) -> list[dict[str, object]]:
    """Every object in JSON, at whatever depth, but for reasons told by name."""
    if isinstance(value, dict):
        return [value, *(o for k, v in value.items() if k != "not_computed" for o in objects(v))]
    return [o for v in value for o in objects(v)] if isinstance(value, list) else []


def test_each_guard_is_about_what_one_page_shows() -> None:
    """Survival curves shows all guards of its results; Models shows those that are not about groups."""
    about = {guard.kind: guard.about for _, guard in every()}
    of_models = {
        "endless",
        "few_events_per_term",
        "unproportional",
        "immortal_covariate",
        "maybe_immortal_covariate",
        "collinear",
    }
    assert {k for k, a in about.items() if a == "model"} == of_models
    of_patients = {
        "excluded",
        "immortal_filter",
        "maybe_immortal_filter",
        "rejected_rows",
        "deaths_censored",
        "likely_duplicates",
        "late_entry",
        "not_assessed",
        "seen_at_visits",
    }
    assert {k for k, a in about.items() if a == "patients"} == of_patients
