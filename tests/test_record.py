"""The record is the data dictionary: each field says its kind, unit, range, levels and names, and they agree."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from nec_core.ingest.cells.normalise import MISSING, value_table
from nec_core.record import PatientRecord, fields, required, treatments


def test_only_the_id_is_required() -> None:
    assert required() == ("patient_id",)
    assert PatientRecord.model_validate({"patient_id": " P1 "}).patient_id == "P1"


def test_what_the_record_does_not_know_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        PatientRecord.model_validate({"patient_id": "P1", "shoe_size": 43})


def test_a_field_tells_what_it_is() -> None:
    age, stage, date, year = (fields()[n] for n in ("age_years", "stage", "diagnosis_date", "diagnosis_year"))
    assert (age.kind, age.minimum, age.maximum, age.label_with_unit) == ("number", 0, 120, "Age at diagnosis (years)")
    assert (stage.kind, stage.levels) == ("category", ("LRD", "metastatic"))
    assert (date.kind, date.about.known, date.about.essential) == ("date", "at diagnosis", True)
    assert (year.whole, age.whole) == (True, False)


def test_a_treatment_date_is_never_essential_and_each_treatment_knows_its_own() -> None:
    assert [t.name for t in treatments()] == [
        "resection", "chemoradiation", "radiation", "systemic", "second_line", "immunotherapy", "prrt",
        "best_supportive_care",
    ]  # fmt: skip
    for treatment in treatments():
        assert treatment.about.known == "later"
        if treatment.about.treatment_date is not None:
            assert not fields()[treatment.about.treatment_date].about.essential


@pytest.mark.parametrize("name", [n for n, f in fields().items() if f.levels])
def test_each_spelling_means_one_level_that_exists(name: str) -> None:
    spec = fields()[name]
    meant: dict[str, str] = {}
    for level, spellings in spec.about.synonyms.items():
        assert level in spec.levels
        for spelling in spellings:
            assert spelling == spelling.casefold()
            assert meant.setdefault(spelling, level) == level, spelling
    assert all(value_table(spec)[level.casefold()] == level for level in spec.levels)


def test_a_header_names_one_field_of_a_kind() -> None:
    taken: dict[tuple[str, str], str] = {}
    for name, spec in fields().items():
        for header in spec.about.headers:
            assert taken.setdefault((header, spec.kind), name) == name, header


def test_no_level_is_called_as_a_blank_but_for_unknown() -> None:
    called = {level.casefold() for spec in fields().values() for level in spec.levels} & MISSING
    assert called == {"unknown"}
