"""Each field is known by its names in six languages, however they are typed, and by its values."""

from __future__ import annotations

import pytest

from nec_core.ingest.matching.field_names import languages_of, named_fields
from nec_core.ingest.matching.profile import header_words
from nec_core.ingest.matching.suggestion import suggest
from nec_core.record import FieldSpec, fields
from nec_core.words.language import Language
from nec_core.words.languages import LANGUAGES
from tests.ingest.tables import table
from tests.words.headers import HEADERS


def target(header: str, texts: list[str]) -> str:
    return suggest(table({header: texts})).column(header).target


def example(spec: FieldSpec) -> list[str]:
    """Texts that fit a field."""
    if spec.name == "diagnosis_year":
        return ["2011", "2012", "2013"]
    if spec.name == "icdo3_histology":
        return ["8246/3", "8041/3", "8013/3"]
    of_kind = {"number": ["11", "12.5", "30"], "date": ["2019-05-17", "2020-01-02", "2021-03-04"]}
    return list(spec.levels) or of_kind.get(spec.kind, ["A 1", "B 2", "B 3"])


@pytest.mark.parametrize("language", [language.name for language in LANGUAGES])
@pytest.mark.parametrize("name", fields())
def test_a_field_is_known_by_a_header_of_each_language(name: str, language: str) -> None:
    assert target(HEADERS[language][name], example(fields()[name])) == name


@pytest.mark.parametrize("language", LANGUAGES, ids=[language.name for language in LANGUAGES])
def test_a_language_names_fields_that_exist(language: Language) -> None:
    assert set(language.headers) <= set(fields())


@pytest.mark.parametrize(
    "header",
    ["Diagnosedatum", "DIAGNOSEDATUM", "Diagnose-Datum", "datum_diagnose", "Datum der Diagnose", "date du diagnostic",
     "date_diagnostic", "Date de diagnostic", "fecha de diagnóstico", "Fecha del diagnostico", "FECHA_DX",
     "data della diagnosi", "dataDiagnosi", "datum van diagnose", "data do diagnóstico", "Data de Diagnostico"],
)  # fmt: skip
def test_the_date_of_diagnosis_is_found_however_it_is_written(header: str) -> None:
    assert target(header, ["2019-05-17", "2020-01-02"]) == "diagnosis_date"


@pytest.mark.parametrize(
    ("header", "texts", "expected"),
    [
        ("Operation", ["ja", "nein", "ja"], "resection"),
        ("Operation", ["2019-05-17", "2020-01-02", ""], "resection_date"),
        ("Stadium", ["I", "II", "IV"], "ajcc_stage"),
        ("Stadium", ["Stadium II", "Stadium IIIb", "Stadium IV"], "ajcc_stage"),
        ("Stadium", ["lokoregionär", "metastasiert", "lokoregionär"], "stage"),
        ("Décès", ["2019-05-17", "2020-01-02", ""], "death_date"),
        ("Décès", ["oui", "non", "non"], "vital_status"),
        ("Alter", ["jung", "alt", "alt"], "extra"),  # the name alone is not enough
        ("Diagnose", ["a", "b", "a"], "extra"),
        ("sin quimioterapia", ["sí", "no", "no"], "extra"),  # "without" turns the meaning
        ("no quimioterapia", ["sí", "no", "no"], "extra"),
        ("kein Rezidiv", ["ja", "nein", "ja"], "extra"),
        ("sem recidiva", ["sim", "não", "sim"], "extra"),
        ("Chemotherapie geplant", ["ja", "nein", "ja"], "extra"),  # a word more is another name
        ("Tumorgröße (mm)", ["11", "12", "30"], "extra"),
        ("Abstand Anokutanlinie (mm)", ["11", "12", "30"], "verge_distance_cm"),  # of another unit, converted
        ("fall", ["yes", "no", "no"], "extra"),  # German for a case
        ("tag", ["1", "2", "3", "4", "5", "6", "7", "8"], "extra"),  # German for a day
        ("point", ["1", "2", "3", "4", "5", "6", "7", "8"], "extra"),  # "date de point"
        ("altered", ["1", "2", "3"], "extra"),
        ("OK", ["ja", "nee", "ja"], "extra"),  # Dutch for the operating room, and English
        ("SG", ["1", "2", "3", "4", "5", "6", "7", "8"], "extra"),
    ],
)
def test_name_and_values_decide_together(header: str, texts: list[str], expected: str) -> None:
    assert target(header, texts) == expected


def test_the_reason_says_the_language() -> None:
    column = suggest(table({"Âge au diagnostic": ["60", "61"]})).column("Âge au diagnostic")
    assert (column.target, column.confidence, column.reason) == ("age_years", 0.95, "known name (French)")
    column = suggest(table({"sexo": ["F", "M"]})).column("sexo")
    assert column.reason == "known name (Spanish or Portuguese)"
    assert named_fields("radioterapia")["radiation"] == "Spanish, Italian or Portuguese"


def test_the_languages_of_a_header_are_those_whose_field_it_names() -> None:
    assert languages_of(header_words("Sexo")) == {"Spanish", "Portuguese"}
    assert languages_of(header_words("Geschlecht")) == {"German"}
    assert languages_of(header_words("sex")) == frozenset()
    assert named_fields("sex") == {}
