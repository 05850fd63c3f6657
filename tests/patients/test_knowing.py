"""When variables were known: said by a person, kept with the mapping, the same on page and command line."""

from __future__ import annotations

import json

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.errors import MappingError
from nec_core.export import report_json, report_text
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit, open_table
from nec_core.patients.knowing import Known, asked_of, with_known
from tests.analysed import admission_of, late_surgery

TRIAL = "patient_id,os_months,os_event,arm,dose,notes\n" + "".join(
    f"p{i},{i + 1},{i % 2},{'ab'[i % 2]},{i % 5},note {i}\n" for i in range(40)
)


def test_columns_of_the_file_s_own_are_asked_about_and_no_others() -> None:
    cohort = admit(TRIAL.encode(), "trial.csv").cohort
    assert [v.name for v in asked_of(cohort)] == ["arm", "dose"]
    assert asked_of(late_surgery()) == ()
    assert [v.name for v in asked_of(late_surgery(), {"resection": "at diagnosis"})] == ["resection"]


def test_what_is_said_holds_for_columns_and_fields_and_nothing_is_said_of_what_is_not_there() -> None:
    said = with_known(late_surgery(), {"resection": "at diagnosis", "gone": "later"})
    assert said.variables["resection"].known == "at diagnosis"
    assert "gone" not in said.variables
    assert late_surgery().variables["resection"].known == "later"
    assert with_known(late_surgery(), {"gone": "later"}) is late_surgery()


@pytest.mark.parametrize(
    ("known", "kinds"),
    [({}, {"maybe_immortal_time"}), ({"arm": "at diagnosis"}, set()), ({"arm": "later"}, {"immortal_time"})],
)
def test_it_is_saved_with_the_mapping_and_a_file_taken_with_it_is_not_asked(
    known: dict[str, Known], kinds: set[str]
) -> None:
    suggested = open_table(TRIAL.encode(), "trial.csv")[1]
    mapping = Mapping.from_json(suggested.model_copy(update={"known": known}).model_dump_json())
    assert mapping.known == known
    admission = admit(TRIAL.encode(), "trial.csv", mapping)
    guards = analyse(admission.cohort, AnalysisPlan(by="arm")).guards
    assert {g.kind for g in guards if "immortal" in g.kind} == kinds
    assert json.loads(report_json.of_check(admission))["known"] == {"arm": known.get("arm"), "dose": None}


def test_a_mapping_saved_before_says_nothing() -> None:
    assert Mapping.from_json(b'{"version": 1}').known == {}


def test_a_check_in_words_says_of_what_nobody_has_said_it_and_how_to() -> None:
    text = report_text.of_check(admit(TRIAL.encode(), "trial.csv"))
    assert "Known at diagnosis, or settled later? Not said of: arm, dose. " in text
    assert 'In the mapping: {"known": {"arm": "at diagnosis"}}' in text
    assert "Known at diagnosis, or" not in report_text.of_check(admission_of("late_surgery.csv"))


def test_what_a_mapping_says_must_be_one_of_the_two_answers() -> None:
    with pytest.raises(MappingError, match=r"known\.arm: Input should be 'at diagnosis' or 'later'"):
        Mapping.from_json(b'{"known": {"arm": "perhaps"}}')
