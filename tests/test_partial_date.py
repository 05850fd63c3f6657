"""A date that may be known only to the month or the year."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from nec_core.partial_date import PartialDate
from nec_core.record import ClinicalDate

READ = TypeAdapter(ClinicalDate)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2019-05-17", dt.date(2019, 5, 17), dt.date(2019, 5, 17), "day"),
        ("2020-02", dt.date(2020, 2, 1), dt.date(2020, 2, 29), "month"),
        ("2019", dt.date(2019, 1, 1), dt.date(2019, 12, 31), "year"),
    ],
)
def test_iso_text_tells_the_first_and_last_day_it_can_be(
    text: str, first: dt.date, last: dt.date, precision: str
) -> None:
    date = PartialDate.parse(text)
    assert (date.earliest, date.latest, date.precision, str(date)) == (first, last, precision, text)


@pytest.mark.parametrize(("text", "why"), [("2019-5-1", "not a date"), ("2019-02-30", "no such day in the calendar"),
                                           ("٢٠١٩", "not a date"), ("", "not a date")])  # fmt: skip
def test_other_text_is_refused_without_repeating_it(text: str, why: str) -> None:
    with pytest.raises(ValueError) as caught:
        PartialDate.parse(text)
    assert str(caught.value) == why


def test_days_before_1900_are_a_spreadsheets_empty_cells() -> None:
    with pytest.raises(ValidationError, match="before 1900"):
        READ.validate_python("1899-12-30")
    assert READ.validate_python("1900-01-01").earliest == dt.date(1900, 1, 1)


def test_dates_of_python_are_taken_and_numbers_are_not() -> None:
    assert READ.validate_python(dt.datetime(2019, 5, 17, 8)) == PartialDate(dt.date(2019, 5, 17))
    with pytest.raises(ValidationError, match="not a date"):
        READ.validate_python(43602)


def test_it_is_written_to_json_as_it_was_read() -> None:
    assert READ.dump_json(PartialDate.parse("2019-05")) == b'"2019-05"'
