"""A name that a person gives is on every face, and what it takes the place of on none."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.errors import PlanError
from nec_core.export import report_json, report_text
from nec_core.export.bundle import report_bundle
from nec_core.export.survival_export import figure_of
from nec_core.export.survival_words import answer_sentence
from nec_core.export.tables.result_tables import RESULT_TABLES, tables
from nec_core.export.tables.survival_numbers import summary_numbers
from nec_core.export.tables.table_one_tables import table_one_frame
from nec_core.figures.alt_text import alt_text
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit, open_table
from nec_core.patients.cohort_filter import CohortFilter, LevelCondition
from nec_core.patients.naming import Names, named
from nec_core.summary.characteristics.table_one import table_one
from nec_core.summary.characteristics.table_plan import TablePlan
from tests.pages.opened import SAMPLE

NAMES = Names.model_validate(
    {"variables": {"stage": {"label": "Spread", "levels": {"LRD": "Confined", "metastatic": "Far away"}}}}
)
PLAN = AnalysisPlan(
    by="stage", covariates=("stage", "sex"), references={"stage": "metastatic"}, survived=6.0,
    filter=CohortFilter(levels=(LevelCondition(variable="stage", levels=("LRD", "metastatic")),)),
)  # fmt: skip


@pytest.fixture(scope="module")
def faces() -> dict[str, str]:
    """What each face says of the sample by stage, everything renamed."""
    mapping = open_table(SAMPLE.read_bytes(), SAMPLE.name)[1].model_copy(update={"names": NAMES})
    admission = admit(SAMPLE.read_bytes(), SAMPLE.name, mapping)
    result = analyse(admission.cohort, PLAN)
    style = FigureStyle(group_colours={"LRD": "#123456"})
    figure = figure_of(result, style)
    assert figure.groups[0].colour == "#123456"
    bundle = zipfile.ZipFile(io.BytesIO(report_bundle(admission, result, mapping, (), style)))
    sheets = pd.read_excel(io.BytesIO(bundle.read("numbers.xlsx")), sheet_name=None)
    return {
        "sentence": answer_sentence(result),
        "figure": " ".join(group.name for group in figure.groups) + alt_text(figure),
        "text": report_text.of_analysis(result),
        "JSON of groups": str([line for line in report_json.of_analysis(result).splitlines() if '"name"' in line]),
        "report": bundle.read("report.md").decode(),
        "patients": bundle.read("again/1_patients.csv").decode(),
        "Table 1 by group": table_one_frame(table_one(admission.cohort, TablePlan(by="stage"))).to_string(),
        "Table 1": table_one_frame(table_one(admission.cohort)).to_string(),
        **{f"sheet {name}": sheet.to_string() for name, sheet in sheets.items() if name not in _WITHOUT_GROUPS},
        **{f"table {table.id}": frame.to_string() for table, frame in tables("report", result)},
    }


_WITHOUT_GROUPS = {"What to know", "Follow-up", "Tests"}
"""Sheets that tell of all groups together."""
_OF_ALL = {"table tests", "table proportional_hazards"}


def test_every_face_calls_levels_as_the_person_does_and_none_as_the_file(faces: dict[str, str]) -> None:
    assert len([face for face in faces if face.startswith(("sheet", "table"))]) > len(RESULT_TABLES) / 2
    for face, said in faces.items():
        assert "LRD" not in said, face
        assert "metastatic" not in said, face
        assert "Confined" in said or "Far away" in said or face in _OF_ALL, face


def test_without_a_person_s_names_words_stand_where_there_is_room_and_codes_in_what_programs_read() -> None:
    admission = admit(SAMPLE.read_bytes(), SAMPLE.name)
    result = analyse(admission.cohort, PLAN)
    in_lists = {
        "figure": " ".join(group.name for group in figure_of(result).groups),
        "Table 1 by group": table_one_frame(table_one(admission.cohort, TablePlan(by="stage"))).to_string(),
        "Table 1": table_one_frame(table_one(admission.cohort)).to_string(),
        **{
            table.id: frame.to_string()
            for table, frame in tables("report", result)
            if f"table {table.id}" not in _OF_ALL
        },
    }
    for face, said in in_lists.items():
        if face != "worth":
            assert "Locoregional (LRD)" in said and "metastatic" not in said, face
    sentences = {"answer": answer_sentence(result), "filter": " ".join(result.restricted), "worth": in_lists["worth"]}
    for face, said in sentences.items():
        assert "locoregional (LRD)" in said and "Metastatic" not in said, face
    named_in_json = [line for line in report_json.of_analysis(result).splitlines() if '"name"' in line]
    assert any('"LRD"' in line for line in named_in_json) and "ocoregional" not in "".join(named_in_json)
    assert set(summary_numbers(result)["group"]) == {"LRD", "metastatic"}


def test_a_person_s_name_wins_over_a_level_s_words_be_it_the_code_itself() -> None:
    stage = admit(SAMPLE.read_bytes(), SAMPLE.name).cohort.variables["stage"]
    assert (stage.words("LRD"), stage.running_words("LRD")) == ("Locoregional (LRD)", "locoregional (LRD)")
    own = Names().of_levels(stage, {"LRD": "LRD", "metastatic": "M1 at diagnosis"}).variables["stage"].levels
    called = replace(stage, called=own)
    assert [called.words(called.shown(level)) for level in stage.levels] == ["LRD", "M1 at diagnosis"]
    assert called.running_words("M1 at diagnosis") == "M1 at diagnosis"
    assert [called.level_of(name) for name in ("LRD", "M1 at diagnosis", "nobody's")] == [
        "LRD",
        "metastatic",
        "nobody's",
    ]


def test_the_variable_s_own_name_stands_where_it_is_named(faces: dict[str, str]) -> None:
    for face in ("report", "Table 1"):
        assert "Spread" in faces[face], face
        assert "Stage at diagnosis" not in faces[face], face


def test_the_numbers_are_those_without_names() -> None:
    plain = admit(SAMPLE.read_bytes(), SAMPLE.name).cohort
    one, other = (analyse(cohort, PLAN) for cohort in (plain, named(plain, NAMES)))
    assert one.log_rank is not None and other.log_rank is not None
    assert one.log_rank.p == other.log_rank.p
    assert one.comparison is not None and other.comparison is not None
    ratios = [[c.hazard_ratio for c in r.comparison.hazard_ratios.coefficients] for r in (one, other) if r.comparison]
    assert ratios[0] == ratios[1]
    assert plain.variables["stage"].label == "Stage at diagnosis"


def test_names_are_saved_with_the_mapping_and_a_mapping_without_them_has_none() -> None:
    kept = Mapping.from_json(Mapping(names=NAMES).model_dump_json())
    assert kept.names == NAMES
    assert Mapping.from_json(b'{"version": 1}').names == Names()


def test_two_levels_are_never_called_alike_and_an_empty_name_is_the_level_s_own() -> None:
    stage = admit(SAMPLE.read_bytes(), SAMPLE.name).cohort.variables["stage"]
    with pytest.raises(PlanError, match=r"Two groups of “Stage at diagnosis” can't both be called “metastatic”\."):
        Names().of_levels(stage, {"LRD": "metastatic"})
    assert NAMES.of_levels(stage, {"LRD": " ", "metastatic": "Metastatic"}).variables["stage"].levels == {}
    assert NAMES.of_variable(stage, "").of_levels(stage, {}) == Names()
