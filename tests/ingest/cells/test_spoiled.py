"""What a spreadsheet has made of other cells is recognised, and nothing else is."""

from __future__ import annotations

import pyarrow as pa
import pytest

from nec_core.ingest.cells.spoiled import shortened, turned_into_date


@pytest.mark.parametrize("text", ["2-Jan", "04. Mrz", "12-déc", "Jan-02", "3-fev", "01-May"])
def test_a_day_and_a_month_are_what_became_of_two_numbers(text: str) -> None:
    assert turned_into_date(text)


@pytest.mark.parametrize("text", ["2-Jun-19", "2-jam", "T2-N1", "Jan", "2", "IV-Jan", "", "2-January-x"])
def test_other_texts_are_no_such_dates(text: str) -> None:
    assert not turned_into_date(text)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("9.45E+12", True),
        ("9,45E+12", True),
        ("1e+15", True),
        ("9.45E-12", False),
        ("E+12", False),
        ("94500000", False),
        ("TE+12", False),
    ],
)
def test_a_number_in_scientific_writing_has_lost_its_digits(text: str, lost: bool) -> None:
    assert shortened(pa.array([text, "P1"])).tolist() == [lost, False]
