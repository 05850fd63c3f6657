"""The unit of a field's numbers is seen where only one is possible, and left open where two are."""

from __future__ import annotations

import pytest

from nec_core.ingest.mapping import ANOTHER_UNIT
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.matching.unit_guess import guess_unit
from nec_core.ingest.questions import open_questions
from nec_core.record import fields
from tests.ingest.tables import table

IN_DAYS = ["18250", "20075", "23725", "15330"]
G_PER_DL = ["3.9", "4.1", "2.8", "3.5"]


@pytest.mark.parametrize(
    ("name", "header", "texts", "unit"),
    [
        ("age_years", "age", ["50", "60", "70", "18"], "years"),
        ("age_years", "age", IN_DAYS, "days"),
        ("age_years", "age", ["600", "660", "720", "540"], None),  # 50 years in months, or 20 months in days
        ("age_years", "age (months)", ["600", "660", "720", "540"], "months"),
        ("age_years", "age (years)", IN_DAYS, None),
        ("age_years", "age in days", ["50", "60", "70", "18"], "days"),
        ("age_years", "age", ["50 years", "61 years", "72", "44"], "years"),
        ("albumin_g_per_l", "albumin", G_PER_DL, "g/dL"),
        ("albumin_g_per_l", "albumin", ["39", "41", "28", "35"], "g/L"),
        ("albumin_g_per_l", "albumin (g/L)", G_PER_DL, None),
        ("albumin_g_per_l", "albumin (g/dL)", ["39", "41", "28", "35"], None),
        ("albumin_g_per_l", "albumin", ["3.9 g/dL", "4.1 g/dL", "2.8 g/dL"], "g/dL"),
        ("albumin_g_per_l", "albumin", ["590", "600", "620", "640"], None),
        ("ki67_percent", "ki67", ["0.7", "0.85", "0.9", "1"], "shares of 1"),
        ("ki67_percent", "ki67", ["0.7", "0.85", "0.9", "1.2"], None),
        ("ki67_percent", "ki67", ["70", "85", "0.9", "1"], "%"),
        ("ki67_percent", "ki67 (%)", ["0.7", "0.85", "0.9", "1"], None),  # a percent format of a spreadsheet
        ("verge_distance_cm", "distance from anal verge", ["60", "85", "45", "120"], "mm"),
        ("verge_distance_cm", "distance from anal verge", ["30", "25", "35", "28"], None),
        ("ldh_u_per_l", "ldh", ["3.4", "4.1", "5.2", "9.8"], None),  # µkat/L, or multiples of the upper limit
        ("ldh_u_per_l", "ldh (µkat/L)", ["3.4", "4.1", "5.2", "9.8"], "µkat/L"),
        ("radiation_gy", "rt dose", ["5040", "4500", "5400"], "cGy"),
        ("albumin_g_per_l", "albumin", ["3.9", "4.1"], "g/L"),  # two numbers prove nothing
        ("albumin_g_per_l", "albumin", [], "g/L"),
    ],
)  # fmt: skip
def test_a_unit_is_said_or_seen_or_left_open(name: str, header: str, texts: list[str], unit: str | None) -> None:
    guess = guess_unit(fields()[name], header, dict.fromkeys(texts, 1), decimal_comma=False)
    assert guess.unit == unit
    assert bool(guess.reason) == (unit not in (None, fields()[name].units[0]))


@pytest.mark.parametrize(("other", "unit"), [(1, "days"), (2, None)])
def test_one_odd_number_in_twenty_is_a_slip(other: int, unit: str | None) -> None:
    counts = {"18250": 10, "20075": 20 - 10 - other, "700": other}
    assert guess_unit(fields()["age_years"], "age", counts, decimal_comma=False).unit == unit


def test_a_unit_that_is_seen_is_taken_and_one_that_is_not_is_asked_once() -> None:
    raw = table({"age": IN_DAYS, "albumin": G_PER_DL, "ldh": ["3.4", "4.1", "5.2", "9.8"]})
    mapping = suggest(raw)
    assert [(c.target, c.unit) for c in mapping.columns] == [
        ("age_years", "days"), ("albumin_g_per_l", "g/dL"), ("ldh_u_per_l", None)
    ]  # fmt: skip
    assert mapping.column("age").reason == (
        "known name; in days, as no other unit gives such numbers: divided by 365.25"
    )
    (question,) = open_questions(raw, mapping)
    assert (question.column, question.kind, question.field) == ("ldh", "unit", "ldh_u_per_l")
    assert question.text == "In what unit is column “ldh” (lactate dehydrogenase)?"
    assert question.options == ("U/L", "µkat/L", ANOTHER_UNIT)
    said = mapping.replaced(mapping.column("ldh").model_copy(update={"unit": "U/L"}))
    assert open_questions(raw, said) == ()


def test_a_saved_mapping_without_a_unit_asks_where_the_numbers_are_in_another() -> None:
    raw = table({"age": IN_DAYS})
    bare = suggest(raw).replaced(suggest(raw).column("age").model_copy(update={"unit": None}))
    assert [(q.column, q.kind) for q in open_questions(raw, bare)] == [("age", "unit")]


@pytest.mark.parametrize(
    ("header", "target"),
    [("age_in_days", "age_years"), ("Alter (Tage)", "age_years"), ("albumin (g/dL)", "albumin_g_per_l"),
     ("NSE (ng/mL)", "nse_ug_per_l"), ("LDH (IU/L)", "ldh_u_per_l"), ("Ki67 fraction", "ki67_percent"),
     ("CgA (nmol/L)", "extra"), ("Albumin (µmol/L)", "extra")],
)  # fmt: skip
def test_a_name_is_known_beside_any_unit_that_can_be_converted(header: str, target: str) -> None:
    assert suggest(table({header: ["0.5", "0.7", "0.9"]})).column(header).target == target


def test_a_column_in_the_field_s_own_unit_goes_before_one_in_another() -> None:
    raw = table({"idade_dias": IN_DAYS, "idade": ["50", "55", "65", "42"]})
    assert [c.target for c in suggest(raw).columns] == ["extra", "age_years"]
