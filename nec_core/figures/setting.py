"""How a person meets a choice of the figure's style: plain data on the style's own field, from which a panel is built.

A style's field carries a `Setting` in its `Annotated` type. Its choices, default and limits are not said again there:
`specs` reads them from the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

Section = Literal["Curves", "Axes", "Words", "Groups", "Sizes"]
"""The parts of the panel, from top to bottom."""
Kind = Literal["choice", "tick", "number", "text", "by hand"]


@dataclass(frozen=True)
class Setting:
    """What a field of the style means to a person, and where the panel has it.

    Attributes:
        label: beside the control; "{unit}" in it is the unit of the time axis.
        section: the part of the panel; within it fields stand in the style's order.
        help: one sentence more, where the label does not say it all.
        words: value -> its words, for a choice among values.
        ticked: the value of a ticked box and that of an empty one, for a choice between two that are no bool.
        empty: what an emptied number box shows, where emptied means None; where it is "", emptied means the default.
        step: of a number box's buttons; None for the panel's usual one.
        margin: how near a number box comes to a limit that is itself not allowed.
        of_time: a number in the unit of the time axis, which means nothing in another unit.
        by_hand: why the panel has a control of its own for it; "" where the control follows from the field.
    """

    label: str
    section: Section
    help: str | None = None
    words: Mapping[Any, str] = field(default_factory=dict, hash=False)
    ticked: tuple[Any, Any] = (True, False)
    empty: str = ""
    step: float | None = None
    margin: float = 0.0
    of_time: bool = False
    by_hand: str = ""


@dataclass(frozen=True)
class SettingSpec:
    """A field of the style as a panel needs it.

    Attributes:
        name: the field's.
        kind: the control that sets it.
        setting: what it means to a person.
        choices: its allowed values; () where they are not listed.
        default: its value where nothing is said.
        lowest, highest: the ends of a number box; None for no end.
    """

    name: str
    kind: Kind
    setting: Setting
    choices: tuple[Any, ...]
    default: Any
    lowest: float | None
    highest: float | None


def specs(model: type[BaseModel]) -> Mapping[str, SettingSpec]:
    """Every field that carries a `Setting`, by name, in the model's order."""
    return {
        name: _spec(name, info, setting)
        for name, info in model.model_fields.items()
        for setting in info.metadata
        if isinstance(setting, Setting)
    }


def _spec(name: str, info: FieldInfo, setting: Setting) -> SettingSpec:
    choices = _choices(info.annotation)
    return SettingSpec(
        name, _kind(info.annotation, setting), setting, choices, info.get_default(call_default_factory=True),
        _lowest(info, setting.margin), _highest(info, setting.margin),
    )  # fmt: skip


def _kind(annotation: Any, setting: Setting) -> Kind:
    if setting.by_hand:
        return "by hand"
    if setting.words:
        return "choice"
    arms = get_args(annotation) or (annotation,)
    if bool in arms or setting.ticked != (True, False):
        return "tick"
    return "number" if float in arms else "text"


def _choices(annotation: Any) -> tuple[Any, ...]:
    """The values of a Literal or a bool, and None where that is allowed too."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if annotation is bool:
        return (True, False)
    arms = get_args(annotation)
    if type(None) not in arms:
        return ()
    listed = tuple(value for arm in arms if arm is not type(None) for value in _choices(arm))
    return (None, *listed) if listed else ()


def _lowest(info: FieldInfo, margin: float) -> float | None:
    allowed = [float(str(m.ge)) for m in info.metadata if isinstance(m, Ge)]
    return max([*allowed, *(float(str(m.gt)) + margin for m in info.metadata if isinstance(m, Gt))], default=None)


def _highest(info: FieldInfo, margin: float) -> float | None:
    allowed = [float(str(m.le)) for m in info.metadata if isinstance(m, Le)]
    return min([*allowed, *(float(str(m.lt)) - margin for m in info.metadata if isinstance(m, Lt))], default=None)
