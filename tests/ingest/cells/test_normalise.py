"""A cell's text becomes the text its type expects, or None for blank."""

from __future__ import annotations

import pytest

from nec_core.ingest.cells.normalise import MISSING, event_normaliser, extra_normaliser, normaliser, number_text
from nec_core.ingest.cells.unit_words import unit_said
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.opening import admit
from nec_core.record import fields


@pytest.mark.parametrize(
    ("text", "comma", "expected"),
    [
        ("12", False, "12"), ("12.5", False, "12.5"), ("3,5", True, "3.5"), ("3,5", False, None),
        ("1,200", False, "1200"), ("1.234,5", True, "1234.5"), ("12 %", False, "12"), ("45 years", False,
         "45"), ("250 U/L", False, "250"),
        ("1 200", False, "1200"), ("-2", False, "-2"), ("1e3", False, "1e3"), ("1e999", False, None),
        ("nan", False, None), ("inf", False, None), ("٣", False, None), ("9" * 41, False, None), ("", False,
         None), ("12-13", False, None),
    ],
)  # fmt: skip
def test_numbers_are_read_in_plain_notation(text: str, comma: bool, expected: str | None) -> None:
    assert number_text(text, comma) == expected


def category(name: str, text: str, values: dict[str, str] | None = None) -> str | None:
    column = ColumnMapping(column=name, target=name, values=values or {})
    return normaliser(fields()[name], column, MISSING)(text)


def test_unknown_is_a_level_where_the_field_has_it_and_a_blank_elsewhere() -> None:
    assert category("hiv", "Unknown") == "unknown"
    assert category("sex", "Unknown") is None
    assert category("hiv", "n/a") is None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [("sex", "F", "female"), ("stage", "Stage  IV", "metastatic"), ("resection", "1.0", "yes"), ("ecog", "2.0", "2"),
     ("histology", "8246/3", "NEC NOS"), ("sex", "seven", "seven"), ("ajcc_stage", "IIIb", "III"),
     ("primary_site", "Rectosigmoid", "rectosigmoid junction"), ("primary_site", "C19.9", "rectosigmoid junction"),
     ("primary_site", "Rektosigmoid", "rectosigmoid junction"), ("primary_site", "sigmoid", "colon")],
)  # fmt: skip
def test_spellings_become_levels_and_the_rest_is_left_to_the_type(name: str, text: str, expected: str) -> None:
    assert category(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("sex", "MÄNNLICH", "male"), ("sex", "maennlich", "male"), ("sex", "mannlich", "male"),
        ("sex", "Varón", "male"),
        ("vital_status", "Décédé", "dead"), ("vital_status", "DECEDE", "dead"), ("vital_status", "décede", "dead"),
        ("vital_status", "De\u0301ce\u0301de\u0301", "dead"), ("vital_status", "In leven", "alive"),
        ("vital_status", "óbito", "dead"), ("ct", "Sì", "yes"), ("ct", "NÃO", "no"), ("ct", "nao", "no"),
        ("ct", "nicht durchgeführt", "no"), ("synaptophysin", "nicht durchgeführt", "unknown"),
        ("ajcc_stage", "STADE IIIB", "III"), ("ajcc_stage", "estádio iv", "IV"), ("stage", "Stadio IV", "metastatic"),
        ("resection_margin", "positif", "R1"), ("synaptophysin", "positif", "positive"), ("rb", "positif", "retained"),
        ("kras", "Wildtyp", "wild type"), ("histology", "großzelliges NEC", "large cell"),
        ("histology", "grosszelliges NEC", "large cell"), ("best_response", "RP", "PR"), ("sex", "v", "v"),
    ],
)  # fmt: skip
def test_values_are_read_in_six_languages(name: str, text: str, expected: str) -> None:
    assert category(name, text) == expected


@pytest.mark.parametrize(
    "text", ["k.A.", "keine Angabe", "non précisé", "NON PRECISE", "s/d", "no consta", "non disponibile", "n.v.t.",
    "onbekend",
             "não informado", "Inconnu", "desconocido", "sconosciuto"],
)  # fmt: skip
def test_not_recorded_is_known_in_six_languages(text: str) -> None:
    assert category("sex", text) is None


@pytest.mark.parametrize("text", ["64 Monate", "64 mois", "64 meses", "64 mesi", "64 maanden", "64 mnd", "64 Mon."])
def test_a_unit_behind_a_number_is_no_part_of_it(text: str) -> None:
    assert (number_text(text, False), unit_said(text)) == ("64", "months")


def test_what_a_person_said_goes_first() -> None:
    assert category("vital_status", "1", {"1": "dead"}) == "dead"
    assert category("vital_status", "1.0", {"1": "dead"}) == "dead"
    assert category("sex", "f", {"f": ""}) is None


def test_only_the_mapping_says_what_an_event_is() -> None:
    read = event_normaliser(
        ColumnMapping(column="died", target="event:os", values={"yes": "1", "no": "0", "lost": ""}), MISSING
    )
    assert [read(t) for t in ("YES", "no", "lost", "", "dead")] == ["1", "0", None, None, "dead"]


def test_an_extra_variable_keeps_its_texts() -> None:
    read = extra_normaliser(ColumnMapping(column="arm", target="extra", values={"a": "Arm A"}), MISSING)
    assert [read(t) for t in ("A", "b  c", "NA")] == ["Arm A", "b  c", None]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1.204", "873", "2.450", "640"], [1204, 873, 2450, 640]),
        (["1.204", "3", "2.450", "1"], [1.204, 3, 2.45, 1]),  # as small as the others: decimals
        (["1.2", "873", "2.450", "640"], [1.2, 873, 2.45, 640]),
        (["1.204", "1873", "2.450", "640"], [1.204, 1873, 2.45, 640]),  # a thousand without a point
    ],
)
def test_a_point_that_parts_thousands_is_seen_from_the_whole_numbers_beside_it(
    texts: list[str], numbers: list[float]
) -> None:
    data = "weeks;dead\n" + "".join(f"{t};{i % 2}\n" for i, t in enumerate(texts * 3))
    found = admit(data.encode(), "x.csv")
    assert found.cohort.records["os_time"].tolist() == numbers * 3
    assert ("thousands" in found.columns[0].reason) == (numbers[0] > 1000)
