"""The 150 synthetic patients with late surgery: the naive comparison misleads, the right ones do not.

The comparisons are made with lifelines, from the file's rows; the engine's are held to the same verdict.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxTimeVaryingFitter
from lifelines.statistics import logrank_test

from nec_core.record import PatientRecord
from nec_core.survival.comparing.mantel_byar import mantel_byar
from sample_data import make_late_surgery

CSV = Path(make_late_surgery.__file__).with_name("late_surgery.csv")
SIX_MONTHS = 6 * 30.4375


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def patients(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Days from diagnosis to last contact, death, and days to resection (nan for never)."""
    return pd.DataFrame(
        {
            "days": [days_to(row, "last_contact_date") for row in rows],
            "dead": [row["vital_status"] == "dead" for row in rows],
            "resected_at": [days_to(row, "resection_date") if row["resection_date"] else np.nan for row in rows],
        }
    )


def test_the_file_is_what_the_script_makes_byte_for_byte(tmp_path: Path) -> None:
    assert make_late_surgery.main(tmp_path).read_bytes() == CSV.read_bytes()


def test_every_row_is_a_valid_record_and_columns_keep_the_record_s_order(rows: list[dict[str, str]]) -> None:
    for row in rows:
        PatientRecord.model_validate({name: value for name, value in row.items() if value})
    assert list(rows[0]) == [name for name in PatientRecord.model_fields if name in rows[0]]


def test_150_patients_of_three_centres_77_without_and_73_with_resection(rows: list[dict[str, str]]) -> None:
    assert [row["patient_id"] for row in rows] == [f"LATE-{number:03d}" for number in range(1, 151)]
    assert {row["centre"] for row in rows} == {"Centre North", "Centre East", "Centre West"}
    assert [sum(row["resection"] == answer for row in rows) for answer in ("no", "yes")] == [77, 73]


def test_dates_run_from_diagnosis_to_last_contact_and_resection_comes_3_to_12_months_in(
    rows: list[dict[str, str]],
) -> None:
    for row in rows:
        dates = [value for name, value in row.items() if name.endswith("_date") and value]
        assert row["diagnosis_date"] == min(dates)
        assert row["last_contact_date"] == max(dates) < "2023-07-01"
        assert row["death_date"] == (row["last_contact_date"] if row["vital_status"] == "dead" else "")
        if row["resection"] == "yes":
            assert 91 <= days_to(row, "resection_date") <= 365


def test_the_naive_comparison_shows_a_benefit_that_is_not_there(patients: pd.DataFrame) -> None:
    resected = patients["resected_at"].notna()
    # The same P as R: survdiff(Surv(days, dead) ~ resected), survival on R 4.2.
    p = naive_p(patients, resected)
    assert p == pytest.approx(8.2459e-10, rel=1e-4)
    assert patients["days"][resected].median() > 2 * patients["days"][~resected].median()


def test_the_landmark_at_six_months_shows_none(patients: pd.DataFrame) -> None:
    alive = patients[patients["days"] > SIX_MONTHS]
    assert naive_p(alive, alive["resected_at"] <= SIX_MONTHS) > 0.2


def test_cox_regression_on_resection_as_it_happens_shows_none(patients: pd.DataFrame) -> None:
    fit = CoxTimeVaryingFitter()
    fit.fit(split_at_resection(patients), id_col="id", start_col="start", stop_col="stop", event_col="dead")
    assert fit.summary.loc["resected", "p"] > 0.2
    assert 0.8 < fit.hazard_ratios_["resected"] < 1.25


def test_the_engine_s_mantel_byar_test_shows_none(patients: pd.DataFrame) -> None:
    result = mantel_byar(patients["days"], patients["dead"], patients["resected_at"], unit="days")
    assert (result.n, result.n_changed) == (150, 73)
    assert result.p is not None
    assert result.p > 0.2


def naive_p(patients: pd.DataFrame, group: pd.Series[bool]) -> float:
    one, other = patients[group], patients[~group]
    return float(logrank_test(one["days"], other["days"], one["dead"], other["dead"]).p_value)


def split_at_resection(patients: pd.DataFrame) -> pd.DataFrame:
    """One row before and one after resection, so that nobody counts as resected before being so."""
    spans = []
    for number, (days, dead, resected_at) in enumerate(patients.itertuples(index=False)):
        if np.isnan(resected_at):
            spans.append((number, 0, days, dead, 0))
        else:
            spans += [(number, 0, resected_at, False, 0), (number, resected_at, days, dead, 1)]
    return pd.DataFrame(spans, columns=["id", "start", "stop", "dead", "resected"])


def days_to(row: dict[str, str], name: str) -> int:
    return (dt.date.fromisoformat(row[name]) - dt.date.fromisoformat(row["diagnosis_date"])).days
