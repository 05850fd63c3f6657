"""How a person asks for a field of a plan: plain data on the field itself, from which page and command line are made.

A plan's field carries an `Asked` in its `Annotated` type. Its default and choices are not said again there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pydantic import BaseModel

Reads = Literal[
    "text", "variable", "variables", "number", "numbers", "choice", "conditions", "levels", "reasons", "flag"
]
"""What stands behind the option: a name of an endpoint, of a variable or of several, a number or several, one of the
field's choices, conditions on patients, levels of variables, reasons for kinds of warnings, or nothing: it is asked for
or not."""


@dataclass(frozen=True)
class Asked:
    """What a field of the plan means to a person.

    Attributes:
        label: on the page; "{unit}" in it is the unit of the results, "{variable}" what it is about.
        option: on the command line.
        reads: what stands behind the option.
        explained: one sentence more, on both.
        metavar: how the option's value looks; "" for what its kind says.
        empty: what the page shows where nothing is chosen.
        words: value -> its words on the page, for a choice.
    """

    label: str
    option: str
    reads: Reads
    explained: str = ""
    metavar: str = ""
    empty: str = ""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class AskedField:
    """A field of the plan as page and command line need it.

    Attributes:
        name: the field's.
        asked: what it means to a person.
        choices: its allowed values; () where they are not listed.
        default: where nobody asks.
    """

    name: str
    asked: Asked
    choices: tuple[str, ...]
    default: Any


def asked_fields(plan: type[BaseModel]) -> Mapping[str, AskedField]:
    """The fields a person can ask for, in the plan's order."""
    found = {}
    for name, info in plan.model_fields.items():
        asked = next((m for m in info.metadata if isinstance(m, Asked)), None)
        if asked is not None:
            default = info.get_default(call_default_factory=True)
            found[name] = AskedField(name, asked, _choices(info.annotation), default)
    return found


def _choices(annotation: Any) -> tuple[str, ...]:
    """Of a Literal, or of a Literal or None."""
    for arm in (annotation, *get_args(annotation)):
        values = get_args(arm)
        if values and all(isinstance(v, str) for v in values):
            return values
    return ()


__all__ = ["Asked", "AskedField", "Reads", "asked_fields"]
