"""Files a person saved: told what is wrong with them, never what stood in them."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from nec_core.errors import MappingError
from nec_core.saved_file import read_saved


class Recipe(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: Literal[2] = 2
    flour_g: int = 0


def read(text: str) -> Recipe:
    return read_saved(Recipe, text, "a saved recipe", "Save one in the kitchen.", MappingError, "r.json")


def test_what_was_saved_is_read() -> None:
    assert read('{"flour_g": 500}') == Recipe(flour_g=500)
    assert read(Recipe(flour_g=1).model_dump_json()).flour_g == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "r.json is not a saved recipe: the file: Invalid JSON: EOF while parsing an object at line 1 column 1."),
        ("[]", "r.json is not a saved recipe: the file: Input should be an object."),
        (
            '{"flour_g": "Ann Example"}',
            "r.json is not a saved recipe: flour_g: Input should be a valid integer, unable",
        ),
        (
            '{"sugar": 1}',
            "r.json is not a saved recipe: sugar: Extra inputs are not permitted. Save one in the kitchen.",
        ),
        (
            '{"version": 3, "sugar": 1}',
            "r.json is a saved recipe of a version this program does not know. Load it with ",
        ),
    ],
)
def test_what_is_wrong_is_told_without_what_stood_there(text: str, said: str) -> None:
    with pytest.raises(MappingError) as refused:
        read(text)
    assert str(refused.value).startswith(said)
    assert "Ann" not in str(refused.value)
