"""Dates of birth are told by how far they lie before a row's other dates."""

from __future__ import annotations

import datetime as dt

import pytest

from nec_core.ingest.matching.identifying.births import births
from nec_core.ingest.matching.profile import profile
from tests.ingest.tables import table

DAY = dt.date(2018, 3, 4)


def found(columns: dict[str, list[str]]) -> dict[str, bool]:
    raw = table(columns)
    return births(raw, [profile(raw, c) for c in raw.columns], dt.date(2026, 1, 1))


def columns(n: int, years: list[float], spelling: str = "%Y-%m-%d") -> dict[str, list[str]]:
    """A date so many years before each of n rows' diagnosis."""
    diagnosed = [DAY + dt.timedelta(days=31 * i) for i in range(n)]
    earlier = [d - dt.timedelta(days=365.25 * years[i % len(years)]) for i, d in enumerate(diagnosed)]
    return {"a": [d.strftime(spelling) for d in earlier], "b": [d.isoformat() for d in diagnosed]}


AGES = [34.2, 45.7, 58.1, 61.4, 66.6, 72.3, 79.8, 51.9]


@pytest.mark.parametrize(("n", "sure"), [(4, False), (9, False), (10, True)])
def test_a_date_an_adult_s_age_before_the_other_is_one_of_birth(n: int, sure: bool) -> None:
    assert found(columns(n, AGES)) == {"a": sure}


def test_three_rows_tell_nothing() -> None:
    assert found(columns(3, AGES)) == {}


@pytest.mark.parametrize(("youngest", "sure"), [(20, False), (32, True)])
def test_young_people_s_are_in_doubt(youngest: int, sure: bool) -> None:
    assert found(columns(20, [youngest, youngest + 4, youngest + 9, youngest + 11])) == {"a": sure}


def test_the_only_date_of_an_old_registry_is_no_date_of_birth() -> None:
    assert found({"a": [f"{1975 + i}-05-01" for i in range(28)]}) == {}
    assert found({"a": [f"{1945 + i}-05-01" for i in range(28)]}) == {"a": False}


def test_years_of_birth_are_in_doubt() -> None:
    assert found(columns(20, AGES, "%Y")) == {"a": False}


@pytest.mark.parametrize(
    "years",
    [
        [0.1, 0.5, 1, 2],  # symptoms before the diagnosis
        [10, 11, 12, 17.5],  # an earlier disease
        [40, 40.1, 40.2, 40.3],  # one day for all
        [1, 45, 60, 70],  # a child among them
    ],
)
def test_other_dates_before_the_diagnosis_are_none(years: list[float]) -> None:
    assert found(columns(20, years)) == {}


def test_five_figures_beside_written_dates_are_no_dates_of_birth() -> None:
    counts = {"leukocytes": [str(11_000 + 700 * i) for i in range(20)]}
    assert found(counts | {"b": columns(20, AGES)["b"]}) == {}


def test_alone_they_are_in_doubt() -> None:
    assert found({"a": columns(20, AGES)["a"]}) == {"a": False}
    assert found({"b": columns(20, AGES)["b"]}) == {}
