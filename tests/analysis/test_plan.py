"""The plan: what was saved loads, and every field reaches page, command line and methods text, or says why not."""

from __future__ import annotations

import ast
import json
from functools import cache
from typing import Any

import pytest

from nec_core.__main__ import _parser
from nec_core.analysis.analyse import analyse
from nec_core.analysis.plan import AnalysisPlan, asked
from nec_core.errors import PlanError
from nec_core.export.report_words import methods_paragraph
from nec_core.patients.cohort import Cohort
from tests.admitted import admitted
from tests.analysed import ROOT, late_surgery, lung_by_ecog, sample
from tests.small_cohort import six

FIELDS = set(AnalysisPlan.model_fields)
NOBODY_ASKS = {"version": "it is the file's, raised by whoever changes what a plan says"}
NOT_ON_THE_PAGE = {
    "fleming_harrington": "the page shows the late-weighted test; trying weights would be choosing by P",
}
# Field -> a cohort and a plan without it, and what it is then asked for: the methods must read otherwise.
IN_THE_METHODS: dict[str, tuple[Any, dict[str, object], object]] = {
    "endpoint": (sample, {}, "pfs"),
    "by": (sample, {}, "stage"),
    "cut": (sample, {"by": "age_years"}, 60),
    "filter": (sample, {}, {"levels": [{"variable": "stage", "levels": ["LRD"]}]}),
    "time_zero": (sample, {}, "first_treatment"),
    "partial_dates": (six, {}, "earliest"),
    "unit": (sample, {}, "days"),
    "times": (sample, {}, (6, 18)),
    "conf_type": (sample, {}, "plain"),
    "conf_level": (sample, {}, 0.9),
    "horizon": (sample, {}, 12),
    "landmark": (late_surgery, {"by": "resection"}, 4),
    "survived": (sample, {}, 6),
    "entry": (lung_by_ecog, {}, "seen"),
    "fleming_harrington": (sample, {"by": "stage"}, (1, 0.5)),
    "covariates": (sample, {}, ("age_years",)),
    "references": (sample, {"by": "stage"}, {"stage": "metastatic"}),
    "strata": (sample, {"by": "stage"}, "sex"),
    "acknowledged": (late_surgery, {"by": "resection"}, {"immortal_time": "We report the landmark."}),
}


def test_a_plan_saved_before_versions_were_counted_still_loads() -> None:
    saved = (ROOT / "tests" / "analysis" / "plan_1.json").read_text(encoding="utf-8")
    plan = AnalysisPlan.from_json(saved)
    assert "version" not in json.loads(saved)
    assert (plan.version, plan.endpoint, plan.filter.treatments.any_of) == (1, "pfs", ("resection",))
    assert json.loads(plan.model_dump_json(exclude={"version"})) == json.loads(saved) | {"acknowledged": {}}
    # What figures made from it are named by.
    assert plan.digest == "4e5a07682a1f2cac36975b2e8c352ee9a9fc57f8525d9caa11cd6355e3930b07"
    assert AnalysisPlan.from_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", r"^p\.json is not a saved plan: the file: Invalid JSON"),
        ('{"version": 2}', r"^p\.json is a saved plan of a version this program does not know\. Load it with"),
        (
            '{"group": "stage"}',
            r"^p\.json is not a saved plan: group: Extra inputs are not permitted\. Take plan\.json",
        ),
    ],
)
def test_what_is_no_plan_is_refused_by_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        AnalysisPlan.from_json(text, "p.json")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"nonsense": "why not"}, "acknowledged: “nonsense” is no kind of warning; there are: "),
        ({"few_events": "  "}, "acknowledged.few_events: String should have at least 1 character"),
    ],
)
def test_a_warning_is_acknowledged_by_its_kind_and_with_a_reason(said: dict[str, str], refusal: str) -> None:
    with pytest.raises(PlanError, match=f"^{refusal}"):
        AnalysisPlan.checked(acknowledged=said)


def test_a_reason_changes_no_figure_s_name() -> None:
    assert AnalysisPlan(acknowledged={"few_events": "We only describe."}).digest == AnalysisPlan().digest


def test_each_field_is_asked_for_or_says_why_not() -> None:
    assert asked().keys() | NOBODY_ASKS.keys() == FIELDS
    assert not asked().keys() & NOBODY_ASKS.keys()


def test_each_field_has_its_option_with_the_choices_and_no_default_of_its_own() -> None:
    commands = next(a for a in _parser("analyse")._actions if a.choices and "analyse" in a.choices).choices
    assert commands is not None
    for command in ("analyse", "figure"):
        options = {a.dest: a for a in commands[command]._actions}  # type: ignore[call-overload,index]
        for name, field in asked().items():
            assert options[name].option_strings == [field.asked.option]
            assert options[name].default is None  # so that a plan from a file stands where nothing is said
            assert tuple(options[name].choices or ()) == (field.choices if field.asked.reads == "choice" else ())


@cache
def on_pages() -> set[str]:
    """The fields whose words a page asks for."""
    found = set()
    for path in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("words", "_time") and node.args:
                found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    return found


def test_each_field_is_on_a_page_or_says_why_not() -> None:
    assert on_pages() | NOT_ON_THE_PAGE.keys() >= asked().keys()
    assert not on_pages() & NOT_ON_THE_PAGE.keys()


def test_the_words_of_a_choice_cover_its_values() -> None:
    for field in asked().values():
        assert not field.asked.words or tuple(field.asked.words) == field.choices


@pytest.mark.parametrize("field", IN_THE_METHODS)
def test_each_field_is_told_in_the_methods(field: str) -> None:
    cohort_of, plan, value = IN_THE_METHODS[field]
    cohort: Cohort = cohort_of()
    without, with_it = (AnalysisPlan.model_validate(p) for p in (plan, plan | {field: value}))
    told = [methods_paragraph(admitted(cohort), analyse(cohort, p)) for p in (without, with_it)]
    assert told[0] != told[1]


def test_no_field_is_forgotten_in_the_methods() -> None:
    assert IN_THE_METHODS.keys() | NOBODY_ASKS.keys() == FIELDS
