"""A numbered file: an invented cohort, laid out and written in a dress, the same for the same seed and number."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.random_dress.cohort import cohort
from tests.random_dress.dress import Dress, drawn
from tests.random_dress.layouts import laid_out
from tests.random_dress.sheet import Sheet
from tests.random_dress.writing import written


@dataclass(frozen=True)
class Dressed:
    """A file with what is true of it."""

    name: str
    data: bytes
    dress: Dress
    sheet: Sheet


def dressed(seed: int, number: int) -> Dressed:
    """The numbered file of a seed."""
    rng = Random(f"{seed}/{number}")
    patients, dress = cohort(rng), drawn(rng)
    sheet = laid_out(patients, dress, rng)
    name, data = written(sheet.lines, dress)
    return Dressed(name, data, dress, sheet)
