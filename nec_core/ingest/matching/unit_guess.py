"""In which of its units a field's numbers are: by the header, the cells, or the numbers where one unit alone gives
such. Where what is said and the numbers contradict each other, or nothing decides, only a person can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nec_core.ingest.cells.field_units import how_converted, in_own_unit, unit_in_cell, unit_in_words
from nec_core.ingest.cells.normalise import number_text
from nec_core.ingest.matching.profile import header_words
from nec_core.record import FieldSpec, OtherUnit

_MOST = 0.5  # share of the numbers that lie where the field's numbers usually do
_FEW = 3  # different numbers below which they prove nothing
_NEARLY_ALL = 0.95  # share of the numbers that only one unit gives


@dataclass(frozen=True)
class UnitGuess:
    """Which unit a column is in.

    Attributes:
        unit: one of the field's; None where a person must say.
        reason: why it is another than the field's own, and what is done about it; "" for its own.
    """

    unit: str | None
    reason: str = ""


def guess_unit(spec: FieldSpec, header: str, counts: Mapping[str, int], decimal_comma: bool) -> UnitGuess:
    """The unit of a column taken as a field.

    Args:
        spec: the field, one whose numbers can come in several units.
        header: of the column.
        counts: distinct texts that are not blank -> rows.
        decimal_comma: numbers are written 3,5.
    """
    own = spec.units[0]
    numbers = [(x, n) for text, n in counts.items() if (x := number_text(text, decimal_comma)) is not None]
    by_header = unit_in_words(header_words(header.replace("%", " percent ")), spec)[1]
    by_cells = {unit for text in counts if (unit := unit_in_cell(text, spec)) is not None}
    said = by_cells | ({by_header} if by_header else set())
    if len(said) > 1:
        return UnitGuess(None) if by_header else UnitGuess(own)  # cells at odds are told one by one
    if said:
        unit = said.pop()
        because = "its header says so" if by_header else "its cells say so"
        return _told(spec, unit, because) if _usual(spec, unit, numbers) else UnitGuess(None)
    if _usual(spec, own, numbers):
        return UnitGuess(own)
    sure = [u for u in spec.about.other_units if _alone(u, numbers)]
    return _told(spec, sure[0].name, "no other unit gives such numbers") if len(sure) == 1 else UnitGuess(None)


def _told(spec: FieldSpec, unit: str, because: str) -> UnitGuess:
    if unit == spec.units[0]:
        return UnitGuess(unit)
    said = unit if unit.startswith("per ") else f"in {unit}"
    return UnitGuess(unit, f"{said}, as {because}: {how_converted(spec.about, unit)}")


def _usual(spec: FieldSpec, unit: str, numbers: list[tuple[str, int]]) -> bool:
    """Whether most numbers, taken in this unit, lie where the field's numbers do."""
    low, high = spec.about.usual or (spec.minimum, spec.maximum)
    if low is None or high is None or len(numbers) < _FEW:
        return True
    converted = ((float(in_own_unit(x, spec.about, unit)), n) for x, n in numbers)
    return sum(n for value, n in converted if low <= value <= high) >= _MOST * sum(n for _, n in numbers)


def _alone(unit: OtherUnit, numbers: list[tuple[str, int]]) -> bool:
    """Whether nearly all numbers are such as this unit alone gives."""
    if unit.only is None or (unit.in_parts and all(float(x).is_integer() for x, _ in numbers)):
        return False
    low, high = unit.only
    here = sum(n for x, n in numbers if low <= float(x) <= high)
    return here >= _NEARLY_ALL * sum(n for _, n in numbers)
