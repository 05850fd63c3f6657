"""What a person saves as a JSON file and loads again: a mapping, a plan, figure settings.

Each is a pydantic model with a `version`. A file without one was saved before they were counted and is of version 1.
The way up: whoever changes a field's name or meaning raises the model's version, and gives the model a
`model_validator(mode="before")` that turns what an earlier version said into what this one says; a saved file of every
earlier version stays in the tests.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from nec_core.errors import NecCoreError

Saved = TypeVar("Saved", bound=BaseModel)


def read_saved(
    kind: type[Saved],
    text: str | bytes,
    what: str,
    next_step: str,
    refusal: type[NecCoreError],
    name: str = "This file",
) -> Saved:
    """A saved file's content.

    Args:
        kind: the model.
        text: the file's content.
        what: what it should be, as in "a saved plan".
        next_step: what to do with another file, a sentence.
        refusal: the error to raise.
        name: what the refusal calls the file.

    Raises:
        NecCoreError: `refusal`, for what is none, or of a version this program does not know.
    """
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        if any(e["loc"] == ("version",) for e in error.errors(include_url=False, include_input=False)):
            raise refusal(
                f"{name} is {what} of a version this program does not know. Load it with the version that saved it, or "
                "make it anew."
            ) from None
        raise refusal(f"{name} is not {what}: {what_is_wrong(error, 'the file')}. {next_step}") from None


def what_is_wrong(error: ValidationError, whole: str) -> str:
    """The first thing a model refuses, with its field, and without the value: "conf_level: Input should be ..."."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in first['loc']) or whole}: {message(error)}"


def message(error: ValidationError) -> str:
    """The same without its field."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return first["msg"].removeprefix("Value error, ")


__all__ = ["message", "read_saved", "what_is_wrong"]
