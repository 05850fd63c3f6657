"""A date that may be known only to the month or the year, and says so."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Precision = Literal["day", "month", "year"]

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
EARLIEST = dt.date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as ISO text gives it: 2019-05-17, 2019-05 or 2019.

    Attributes:
        earliest: the first day it can be (the day itself when it is known).
        precision: "day", "month" or "year".
    """

    earliest: dt.date
    precision: Precision = "day"

    @property
    def latest(self) -> dt.date:
        """The last day it can be."""
        first = self.earliest
        if self.precision == "month":
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return first.replace(month=12, day=31) if self.precision == "year" else first

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Reads ISO text. Raises ValueError, without the text in the message, for anything else."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError("not a date")
        year, month, day = match.groups()
        try:
            first = dt.date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise ValueError("no such day in the calendar") from None
        return cls(first, "day" if day else "month" if month else "year")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _accept, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    def __str__(self) -> str:
        return self.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


def _accept(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, dt.datetime):
        return PartialDate(value.date())
    if isinstance(value, dt.date):
        return PartialDate(value)
    if isinstance(value, str):
        return PartialDate.parse(value.strip())
    raise ValueError("not a date")


def require_plausible(value: PartialDate) -> PartialDate:
    """Refuses days nobody now followed can have: 1899-12-30 is what a spreadsheet makes of an empty cell."""
    if value.earliest < EARLIEST:
        raise ValueError("before 1900")
    return value
