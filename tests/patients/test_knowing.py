"""When variables were known: said by a person, kept with the mapping, the same on page and command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nec_core.__main__ import main
from nec_core.errors import MappingError
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit, open_table
from nec_core.patients.knowing import asked_of, with_known
from tests.analysed import late_surgery

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


def test_it_is_saved_with_the_mapping_and_a_file_taken_with_it_is_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suggested = open_table(TRIAL.encode(), "trial.csv")[1]
    assert Mapping.from_json(b'{"version": 1}').known == {}
    (tmp_path / "trial.csv").write_text(TRIAL, encoding="utf-8")
    for known, expected in (
        ({}, "maybe_immortal_time"),
        ({"arm": "at diagnosis"}, None),
        ({"arm": "later"}, "immortal_time"),
    ):
        mapping = suggested.model_copy(update={"known": known})
        assert Mapping.from_json(mapping.model_dump_json()) == mapping
        (tmp_path / "m.json").write_text(mapping.model_dump_json(), encoding="utf-8")
        options = [
            "analyse",
            str(tmp_path / "trial.csv"),
            "--mapping",
            str(tmp_path / "m.json"),
            "--by",
            "arm",
            "--json",
        ]
        assert main(options) == 0
        kinds = {g["kind"] for g in json.loads(capsys.readouterr().out)["guards"] if "immortal" in g["kind"]}
        assert kinds == ({expected} if expected else set())


def test_what_a_mapping_says_must_be_one_of_the_two_answers() -> None:
    with pytest.raises(MappingError, match=r"known\.arm: Input should be 'at diagnosis' or 'later'"):
        Mapping.from_json(b'{"known": {"arm": "perhaps"}}')
