"""Answers to a file's questions, as a person or a script gives them back: one way for the command line and saved files.

    {"questions": [{"column": "status", "kind": "event", "answer": {"1": "1", "2": "0"}}, ...]}

is what `check --json` prints, with an answer put in. Each answer is held against the question it is for: what names no
question of this file, or no value of its column, is refused by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any

from nec_core.errors import MappingError
from nec_core.ingest.mapping import ANOTHER_UNIT, EXTRA, ColumnMapping, Fold, Mapping, Question
from nec_core.ingest.questions import open_questions, optional_questions
from nec_core.ingest.raw_table import RawTable

BY_HAND = {"confidence": 1.0, "reason": "chosen by hand", "asks": None}
NOT_RECORDED = "not recorded"
_HOW = "Answer as `check --json` prints the question: options and values are listed there."


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes:
        column, kind: of the question.
        said: one of the question's options; of a fold also {"rule": "lowest", "by": COLUMN}; where the question asks
            what values mean, value -> option, "" for not recorded.
    """

    column: str
    kind: str
    said: Any


def read_answers(text: str | bytes, name: str = "The file of answers") -> tuple[Answer, ...]:
    """The answers of a file: a list, or an object with `questions`; those without an answer are left open.

    Raises:
        MappingError: it is none.
    """
    try:
        found = json.loads(text)
    except ValueError:
        raise MappingError(f"{name} is not JSON. {_HOW}") from None
    listed = found.get("questions") if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(
        isinstance(x, dict) and isinstance(x.get("column"), str) and isinstance(x.get("kind"), str) for x in listed
    ):
        raise MappingError(f"{name} has no list of questions with a column, a kind and an answer. {_HOW}")
    return tuple(Answer(x["column"], x["kind"], x["answer"]) for x in listed if x.get("answer") is not None)


def with_answers(raw: RawTable, mapping: Mapping, answers: Sequence[Answer]) -> Mapping:
    """The mapping with every answer taken over. An answer can raise a further question, which another may answer.

    Raises:
        MappingError: an answer is for no question of this file, names a value its column does not have, leaves one
            open, or is none of the question's options.
    """
    left = list(answers)
    while left:
        every = (*open_questions(raw, mapping), *optional_questions(raw, mapping))
        asked: dict[tuple[str, str], Question] = {(q.column, q.kind): q for q in every}
        now = next((a for a in left if (a.column, a.kind) in asked), None)
        if now is None:
            raise MappingError(f"Nothing is asked of the column “{left[0].column}” (kind “{left[0].kind}”). {_HOW}")
        mapping = answered(mapping, asked[now.column, now.kind], now.said)
        left.remove(now)
    return mapping


def answered(mapping: Mapping, question: Question, said: Any) -> Mapping:
    """The mapping with one question answered. Raises MappingError as `with_answers` does."""
    if question.kind == "fold":
        return mapping.model_copy(update={"fold": _fold(question, said)})
    return mapping.replaced(_WAYS[question.kind](mapping.column(question.column), question, said))


def _fold(question: Question, said: Any) -> Fold:
    given = said if isinstance(said, dict) else {"rule": said}
    allowed = ("lowest", "highest") if given.get("by") is not None else question.options
    if given.get("rule") not in allowed:
        raise _none_of(question, given.get("rule"), allowed)
    return Fold.model_validate({"rule": given["rule"], "by": given.get("by")})


def _unit(column: ColumnMapping, question: Question, said: Any) -> ColumnMapping:
    if _require_option(question, said) == ANOTHER_UNIT:
        return column.model_copy(update={"target": EXTRA, "extra_kind": "number", **BY_HAND})
    return column.model_copy(update={"unit": said, **BY_HAND})


def _date_order(column: ColumnMapping, question: Question, said: Any) -> ColumnMapping:
    return column.model_copy(update={"date_order": _require_option(question, said), **BY_HAND})


def _missing(column: ColumnMapping, question: Question, said: Any) -> ColumnMapping:
    values = dict(column.values)
    if _require_option(question, said) == NOT_RECORDED:
        values |= {text.casefold(): "" for text, _ in question.values}
    return column.model_copy(update={"values": values, **BY_HAND})


def _values(column: ColumnMapping, question: Question, said: Any) -> ColumnMapping:
    if not isinstance(said, dict):
        raise MappingError(f"The answer for “{column.column}” must say what each of its values means. {_HOW}")
    options = {o.casefold(): o for o in ("", *question.options)} | {NOT_RECORDED: ""}
    here = {text.strip().casefold() for text, _ in question.values}
    values = dict(column.values)
    for text, meaning in said.items():
        if text.strip().casefold() not in here:
            raise MappingError(
                f"The answer for “{column.column}” speaks of “{text}”, which is none of its values. {_HOW}"
            )
        if str(meaning).strip().casefold() not in options:
            raise _none_of(question, meaning, question.options)
        values[text.strip().casefold()] = options[str(meaning).strip().casefold()]
    unsaid = sum(text.strip().casefold() not in values for text, _ in question.values)
    if unsaid:
        raise MappingError(
            f"The answer for “{column.column}” leaves {unsaid} of its {len(question.values)} values open. {_HOW}"
        )
    target = question.field if column.target == EXTRA else column.target
    return ColumnMapping.model_validate(column.model_dump() | {"target": target, "values": values, **BY_HAND})


_WAYS: Table[str, Callable[[ColumnMapping, Question, Any], ColumnMapping]] = {
    "unit": _unit,
    "date_order": _date_order,
    "missing": _missing,
    "values": _values,
    "event": _values,
}


def _require_option(question: Question, said: Any) -> Any:
    if said not in question.options:
        raise _none_of(question, said, question.options)
    return said


def _none_of(question: Question, said: Any, options: Sequence[str]) -> MappingError:
    return MappingError(f"“{said}” is no answer for “{question.column}”: it is none of {', '.join(options)}. {_HOW}")


__all__ = ["Answer", "answered", "read_answers", "with_answers"]
