"""The 38 synthetic patients, against what the abstract of Clin Colorectal Cancer 2021;20(2):e139-e149 prints.

The figures are computed twice from the file's rows: by the few lines of exact arithmetic here, which share
nothing with the script that makes the file, and by the engine.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import statistics
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest

from nec_core.record import PatientRecord
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.counts.event_table import event_table
from nec_core.survival.curves.follow_up import follow_up
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.quantiles import median
from sample_data import make_anorectal_nec_38

CSV = Path(make_anorectal_nec_38.__file__).with_name("anorectal_nec_38.csv")
DAYS_PER_MONTH = 30.4375


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The file


def test_the_file_is_what_the_script_makes_byte_for_byte(tmp_path: Path) -> None:
    assert make_anorectal_nec_38.main(tmp_path).read_bytes() == CSV.read_bytes()


def test_every_row_is_a_valid_record_with_its_values_spelled_as_the_record_spells_them(
    rows: list[dict[str, str]],
) -> None:
    for row in rows:
        PatientRecord.model_validate({name: value for name, value in row.items() if value})


def test_the_columns_are_fields_in_the_record_s_order(rows: list[dict[str, str]]) -> None:
    assert list(rows[0]) == [name for name in PatientRecord.model_fields if name in rows[0]]


def test_patients_are_numbered_and_nobody_has_a_date_of_birth(rows: list[dict[str, str]]) -> None:
    assert [row["patient_id"] for row in rows] == [f"SYN-{number:03d}" for number in range(1, 39)]
    assert not [name for name in rows[0] if "birth" in name]


def test_dates_run_from_diagnosis_to_last_contact_and_end_in_the_past(rows: list[dict[str, str]]) -> None:
    for row in rows:
        dates = [value for name, value in row.items() if name.endswith("_date") and value]
        assert row["diagnosis_date"] == min(dates)
        assert row["last_contact_date"] == max(dates) < "2020-07-01"


def test_the_dead_and_only_they_have_a_date_and_a_cause_of_death(rows: list[dict[str, str]]) -> None:
    for row in rows:
        dead = row["vital_status"] == "dead"
        assert row["death_date"] == (row["last_contact_date"] if dead else "")
        assert bool(row["cause_of_death"]) == dead


def test_a_date_stands_exactly_where_a_treatment_or_a_progression_does(rows: list[dict[str, str]]) -> None:
    kinds = (
        "resection",
        "chemoradiation",
        "radiation",
        "systemic",
        "second_line",
        "immunotherapy",
        "progression",
    )
    for row in rows:
        assert [bool(row[f"{kind}_date"]) for kind in kinds] == [row[kind] == "yes" for kind in kinds]
        assert bool(row["progression_site"]) == (row["progression"] == "yes")


def test_stage_agrees_with_m_category_ajcc_stage_and_metastatic_sites(rows: list[dict[str, str]]) -> None:
    for row in rows:
        sites = {value for name, value in row.items() if name.startswith("met_")}
        expected = {"LRD": ("M0", False), "metastatic": ("M1", True)}[row["stage"]]
        assert (row["m_category"], "yes" in sites) == expected
        assert (row["ajcc_stage"] == "IV") == (row["stage"] == "metastatic")


# The printed figures, by plain arithmetic


def test_38_patients_of_whom_15_locoregional_and_23_metastatic(rows: list[dict[str, str]]) -> None:
    assert (len(rows), len(staged(rows, "LRD")), len(staged(rows, "metastatic"))) == (38, 15, 23)


def test_median_age_is_55_5_the_mean_of_the_19th_and_20th(rows: list[dict[str, str]]) -> None:
    ages = sorted(int(row["age_years"]) for row in rows)
    assert statistics.median(ages) == 55.5 == (ages[18] + ages[19]) / 2


@pytest.mark.parametrize(("stage", "printed"), [("LRD", "18.1"), ("metastatic", "13.8")])
def test_median_overall_survival_prints_as_published(rows: list[dict[str, str]], stage: str, printed: str) -> None:
    assert in_months(naive_median(overall(staged(rows, stage)))) == printed


def test_the_log_rank_p_prints_039(rows: list[dict[str, str]]) -> None:
    p = naive_log_rank_p(overall(staged(rows, "LRD")), overall(staged(rows, "metastatic")))
    assert f"{p:.3f}" == "0.039"


def test_median_follow_up_by_reverse_kaplan_meier_prints_18_8(rows: list[dict[str, str]]) -> None:
    assert in_months(naive_median([(day, not dead) for day, dead in overall(rows)])) == "18.8"


def test_the_plain_median_of_follow_up_can_not_be_18_8(rows: list[dict[str, str]]) -> None:
    assert in_months(statistics.median(day for day, _ in overall(rows))) == "10.6"


def test_11_of_15_had_chemoradiation_10_resection_and_7_both(rows: list[dict[str, str]]) -> None:
    lrd = staged(rows, "LRD")
    assert sum(row["chemoradiation"] == "yes" for row in lrd) == 11
    assert sum(row["resection"] == "yes" for row in lrd) == 10
    assert sum(row["chemoradiation"] == row["resection"] == "yes" for row in lrd) == 7
    assert not [row for row in staged(rows, "metastatic") if "yes" in (row["resection"], row["chemoradiation"])]


def test_13_of_15_progressed_11_of_them_distantly(rows: list[dict[str, str]]) -> None:
    lrd = staged(rows, "LRD")
    assert sum(row["progression"] == "yes" for row in lrd) == 13
    assert sum(row["progression_site"] in ("distant", "distant and locoregional") for row in lrd) == 11


def test_median_progression_free_survival_prints_5_7_and_one_year_26_7_percent(
    rows: list[dict[str, str]],
) -> None:
    observed = progression_free(staged(rows, "LRD"))
    assert in_months(naive_median(observed)) == "5.7"
    assert not [day for day, event in observed if day <= 365.25 and not event]
    assert Fraction(sum(day > 365.25 for day, _ in observed), len(observed)) == Fraction(4, 15)


def test_no_curve_stands_at_one_half_and_no_two_patients_leave_on_one_day(rows: list[dict[str, str]]) -> None:
    """So that every program's median is the same, whatever its rule for a plateau."""
    reverse = [(day, not dead) for day, dead in overall(rows)]
    curves = [overall(staged(rows, "LRD")), overall(staged(rows, "metastatic")), overall(rows), reverse]
    for observed in [*curves, progression_free(staged(rows, "LRD"))]:
        assert Fraction(1, 2) not in [survival for _, survival in naive_curve(observed)]
    assert len({day for day, _ in overall(rows)}) == 38


# The printed figures, by the engine


def test_the_engine_prints_the_medians_and_p_of_overall_survival(rows: list[dict[str, str]]) -> None:
    observed = overall(rows)
    table = event_table(
        [day for day, _ in observed],
        [dead for _, dead in observed],
        [["LRD", "metastatic"].index(row["stage"]) for row in rows],
        ["LRD", "metastatic"],
        unit="days",
    )
    lrd, metastatic = kaplan_meier(table)
    assert (lrd.n, lrd.n_events, metastatic.n, metastatic.n_events) == (15, 10, 23, 14)
    assert [in_months(median(curve).value) for curve in (lrd, metastatic)] == ["18.1", "13.8"]
    p = log_rank(table).p
    assert p == pytest.approx(
        naive_log_rank_p(overall(staged(rows, "LRD")), overall(staged(rows, "metastatic"))), rel=1e-9
    )
    assert f"{p:.3f}" == "0.039"


def test_the_engine_prints_the_follow_up(rows: list[dict[str, str]]) -> None:
    observed = overall(rows)
    (followed,) = follow_up(event_table([day for day, _ in observed], [dead for _, dead in observed], unit="days"))
    assert in_months(followed.reverse_km.value) == "18.8"
    assert (followed.n, followed.n_alive) == (38, 14)


def test_the_engine_prints_progression_free_survival(rows: list[dict[str, str]]) -> None:
    observed = progression_free(staged(rows, "LRD"))
    (curve,) = kaplan_meier(event_table([day for day, _ in observed], [event for _, event in observed], unit="days"))
    assert in_months(median(curve).value) == "5.7"
    by_one_year = curve.survival[curve.time <= 365.25]
    assert by_one_year[-1] == pytest.approx(4 / 15, rel=1e-12)


# Arithmetic that shares nothing with the script or the engine

Observed = list[tuple[int, bool]]


def staged(rows: Iterable[dict[str, str]], stage: str) -> list[dict[str, str]]:
    return [row for row in rows if row["stage"] == stage]


def overall(rows: Iterable[dict[str, str]]) -> Observed:
    return [(days_to(row, row["last_contact_date"]), row["vital_status"] == "dead") for row in rows]


def progression_free(rows: Iterable[dict[str, str]]) -> Observed:
    return [
        (
            days_to(row, row["progression_date"] or row["last_contact_date"]),
            row["progression"] == "yes" or dead,
        )
        for row, (_, dead) in zip(rows, overall(rows), strict=True)
    ]


def days_to(row: dict[str, str], date: str) -> int:
    return (dt.date.fromisoformat(date) - dt.date.fromisoformat(row["diagnosis_date"])).days


def in_months(days: float | None) -> str:
    assert days is not None
    return f"{days / DAYS_PER_MONTH:.1f}"


def naive_curve(observed: Observed) -> list[tuple[int, Fraction]]:
    """The product-limit estimate after each day with an event, exact."""
    survival, curve = Fraction(1), []
    for day in sorted({day for day, event in observed if event}):
        at_risk = sum(d >= day for d, _ in observed)
        survival *= 1 - Fraction(sum(d == day and event for d, event in observed), at_risk)
        curve.append((day, survival))
    return curve


def naive_median(observed: Observed) -> int | None:
    return next((day for day, survival in naive_curve(observed) if survival <= Fraction(1, 2)), None)


def naive_log_rank_p(a: Observed, b: Observed) -> float:
    difference = variance = Fraction(0)
    for day in sorted({day for day, event in a + b if event}):
        n, in_a = sum(d >= day for d, _ in a + b), sum(d >= day for d, _ in a)
        deaths, in_a_deaths = a.count((day, True)) + b.count((day, True)), a.count((day, True))
        share = Fraction(in_a, n)
        difference += in_a_deaths - deaths * share
        if n > 1:
            variance += deaths * share * (1 - share) * Fraction(n - deaths, n - 1)
    return math.erfc(math.sqrt(difference * difference / variance / 2))
