"""A number in another unit becomes the record's, as a decimal number, and the conversion is told."""

from __future__ import annotations

import pytest

from nec_core.ingest.cells.field_units import conversion_note, in_other_unit, in_own_unit, unit_in_cell, unit_in_words
from nec_core.ingest.matching.profile import header_words
from nec_core.record import fields
from tests.ingest.layouts.opened import admitted, numbers

PATIENTS = [f"P{i},{3 + i},{i % 2}" for i in range(6)]


def extract(header: str, cells: list[str]) -> str:
    rows = [f"{patient},{cell}" for patient, cell in zip(PATIENTS, cells, strict=True)]
    return "\n".join([f"id,os_months,dead,{header}", *rows])


@pytest.mark.parametrize(
    ("name", "unit", "number", "expected"),
    [
        ("albumin_g_per_l", "g/dL", "4.14", 41.4),  # 4.14 * 10 is 41.39999999999999
        ("albumin_g_per_l", "g/dL", "2.57", 25.7),
        ("albumin_g_per_l", "g/L", "38", 38),
        ("albumin_g_per_l", None, "38", 38),
        ("ki67_percent", "shares of 1", "0.07", 7),  # 0.07 * 100 is 7.000000000000001
        ("age_years", "days", "18262.5", 50),
        ("age_years", "months", "606", 50.5),
        ("verge_distance_cm", "mm", "35", 3.5),
        ("mitoses_per_2mm2", "per mm²", "12", 24),
        ("mitoses_per_2mm2", "per 10 HPF", "12", 12),
        ("ldh_u_per_l", "µkat/L", "4.1", 246),
        ("radiation_gy", "cGy", "5040", 50.4),
    ],
)
def test_a_number_is_converted_exactly(name: str, unit: str | None, number: str, expected: float) -> None:
    about = fields()[name].about
    assert float(in_own_unit(number, about, unit)) == expected
    assert in_other_unit(expected, about, unit) == pytest.approx(float(number), rel=1e-14)


@pytest.mark.parametrize(
    ("name", "header", "bare", "unit"),
    [
        ("age_years", "age_in_days", "age", "days"), ("age_years", "Alter in Tagen", "alter", "days"),
        ("age_years", "âge (mois)", "âge", "months"),
        ("age_years", "Age (years) at diagnosis", "age at diagnosis", "years"),
        ("albumin_g_per_l", "albumin (g/dL)", "albumin", "g/dL"), ("albumin_g_per_l", "Albumin g/l", "albumin", "g/L"),
        ("mitoses_per_2mm2", "Mitoses (per mm²)", "mitoses", "per mm²"),
        ("mitoses_per_2mm2", "Mitoses per 2 mm2", "mitoses", "per 2 mm²"),
        ("ldh_u_per_l", "LDH [µkat/L]", "ldh", "µkat/L"), ("ldh_u_per_l", "LDH (IU/L)", "ldh", "U/L"),
        ("nse_ug_per_l", "NSE (ng/mL)", "nse", "µg/L"), ("albumin_g_per_l", "albumin", "albumin", None),
        ("age_years", "days", "days", None),
    ],
)  # fmt: skip
def test_a_header_says_the_unit(name: str, header: str, bare: str, unit: str | None) -> None:
    assert unit_in_words(header_words(header), fields()[name]) == (bare, unit)


@pytest.mark.parametrize(
    ("name", "cell", "unit"),
    [("albumin_g_per_l", "3.9 g/dL", "g/dL"), ("albumin_g_per_l", "39g/l", "g/L"), ("albumin_g_per_l", "39", None),
     ("ki67_percent", "35 %", "%"), ("age_years", "18 months", "months"), ("age_years", "64 Jahre", "years"),
     ("age_years", "about 60", None), ("verge_distance_cm", "35 mm", "mm")],
)  # fmt: skip
def test_a_cell_says_the_unit(name: str, cell: str, unit: str | None) -> None:
    assert unit_in_cell(cell, fields()[name]) == unit


def test_a_conversion_is_told_and_problems_quote_the_cell_beside_both_ranges() -> None:
    admission = admitted(extract("age_in_days", ["18262.5", "20000", "21915", "25000", "99999", "old"]))
    assert numbers(admission.cohort, "age_years") == [50, 20000 / 365.25, 60, 25000 / 365.25, None, None]
    assert admission.source.notes == ("“age_in_days” is in days: converted to years (divided by 365.25).",)
    said = {f.rule: (f.sentences(), f.next_step) for f in admission.problems.findings}
    assert said["range"] == (
        ["Age at diagnosis: “99999” is outside 0 to 43830 days (0 to 120 years)."],
        "Enter 0 to 43830 days (0 to 120 years), or leave the cell blank.",
    )
    assert said["type"][0] == ["Age at diagnosis: “old” is not a number."]


def test_numbers_within_the_field_s_range_are_converted_as_well() -> None:
    admission = admitted(extract("ki67", ["0.07", "0.6", "0.95", "1", "0.35", "0.2"]))
    assert numbers(admission.cohort, "ki67_percent") == [7, 60, 95, 100, 35, 20]


def test_a_cell_that_says_another_unit_than_its_column_is_a_problem_of_its_row() -> None:
    admission = admitted(extract("albumin", ["39 g/L", "41 g/L", "3.8 g/dL", "35 g/L", "30", "28"]))
    assert numbers(admission.cohort, "albumin_g_per_l") == [39, 41, None, 35, 30, 28]
    assert [(f.rule, f.values) for f in admission.problems.findings] == [("type", ["3.8 g/dL"])]
    assert admission.source.notes == ()


@pytest.mark.parametrize(
    ("name", "unit", "note"),
    [
        ("mitoses_per_2mm2", "per 10 HPF",
         "“M” is per 10 HPF: taken as per 2 mm² (10 high-power fields of 0.2 mm² each, as the WHO defines them)."),
        ("ki67_percent", "shares of 1", "“M” is in shares of 1: converted to % (multiplied by 100)."),
        ("ki67_percent", "%", None), ("ki67_percent", None, None),
    ],
)  # fmt: skip
def test_what_is_taken_for_granted_is_said(name: str, unit: str | None, note: str | None) -> None:
    assert conversion_note("M", fields()[name].about, unit) == note
