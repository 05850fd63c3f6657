"""Was a file read as it was meant? Read, asked or refused, and held against the truth it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from nec_core.errors import NecCoreError, QuestionsOpenError
from nec_core.ingest.admission import Admission
from nec_core.ingest.checking.validation import validate
from nec_core.ingest.mapping import Fold, Mapping, Question
from nec_core.ingest.opening import open_table
from nec_core.patients.endpoints import available, endpoint_times
from tests.random_dress.cohort import Pair
from tests.random_dress.dress import DAYS
from tests.random_dress.generator import Dressed

_TODAY = dt.date(2026, 1, 1)
_MOST_ROUNDS = 3
_OUTCOME_RULES = frozenset({
    "dead_without_time", "death_time_but_alive", "event_time_without_event", "event_without_time", "dead_without_date",
    "event_time_before_follow_up", "status_against_event", "outcome_conflict", "fold_conflict", "duplicate_id",
    "same_row", "same_person",
})  # fmt: skip


class Verdict(StrEnum):
    """How a file ended. Silent is the worst: read otherwise than it was meant, and nothing said."""

    EQUAL = "equal"
    TOLD = "contradictions told"
    LEFT_OUT = "readable rows left out, told"
    ASKED = "asked what is open"
    NEEDLESS = "asked though the file tells"
    REFUSED_RIGHTLY = "refused, nothing to read"
    REFUSED = "refused though readable"
    SILENT = "SILENT"


@dataclass(frozen=True)
class Judgement:
    """What became of one file.

    Attributes:
        verdict: without an answer from anybody.
        why: what was asked, why it was refused, or how it differs.
        answered: how it ended after true answers, and why; None where nothing was asked or no true answer exists.
        second: whether the second endpoint it has was found; None where it has none, or was not read.
    """

    verdict: Verdict
    why: str = ""
    answered: Verdict | None = None
    answered_why: str = ""
    second: bool | None = None

    @property
    def silent(self) -> bool:
        return Verdict.SILENT in (self.verdict, self.answered)


def judged(file: Dressed) -> Judgement:
    """Reads a file as the command line does, answers what it asks, and compares."""
    told = file.sheet.told
    try:
        raw, mapping = open_table(file.data, file.name)
        admission = validate(raw, mapping, _TODAY)
    except QuestionsOpenError as error:
        asked = "; ".join(q.text for q in error.questions)
        verdict = Verdict.ASKED if told.open or not told.readable else Verdict.NEEDLESS
        return Judgement(verdict, asked, *_after_answers(file, raw, mapping, error.questions))
    except NecCoreError as error:
        return Judgement(Verdict.REFUSED if told.readable else Verdict.REFUSED_RIGHTLY, str(error))
    verdict, why, second = _compared(file, admission)
    return Judgement(verdict, why, second=second)


def _after_answers(
    file: Dressed, raw: Any, mapping: Mapping, questions: tuple[Question, ...]
) -> tuple[Verdict | None, str]:
    """How it ends when every question is answered with the truth; None where the truth is no answer to one."""
    for _ in range(_MOST_ROUNDS):
        for question in questions:
            answer = _answer(file, question)
            if answer is None:
                return None, f"no true answer to: {question.text}"
            if isinstance(answer, Fold):
                mapping = mapping.model_copy(update={"fold": answer})
            else:
                mapping = mapping.replaced(mapping.column(question.column).model_copy(update=answer))
        try:
            return _compared(file, validate(raw, mapping, _TODAY))[:2]
        except QuestionsOpenError as error:
            questions = error.questions
        except NecCoreError as error:
            return Verdict.REFUSED if file.sheet.told.readable else Verdict.REFUSED_RIGHTLY, str(error)
    return Verdict.REFUSED, f"asked {_MOST_ROUNDS} times and more"


def _answer(file: Dressed, question: Question) -> dict[str, Any] | Fold | None:
    told, layout = file.sheet.told, file.dress.layout
    heads = {c for line, who in zip(file.sheet.lines, file.sheet.whose, strict=True) if who < 0 for c in line}
    if question.kind == "fold":
        return None if layout == "dated events" else Fold(rule="first")
    if question.kind == "unit":
        timed = question.column in told.units or question.column not in heads
        return {"unit": file.dress.unit} if timed else None
    if question.kind == "date_order":
        return {"date_order": "MDY" if file.dress.date_form == "m/d/y" else "DMY"}
    # Rows turned wide have a column for each event: "Death status" is the status of the rows about death.
    codes = told.codes.get(question.column) or next(
        (meant for head, meant in told.codes.items() if question.column.endswith(f" {head}")), None
    )
    if codes is None:
        return None
    names = {"0": "alive", "1": "dead"} if question.kind == "values" else {"0": "0", "1": "1"}
    return {"values": {text.casefold(): names[code] for text, code in codes.items()}}


def _compared(file: Dressed, admission: Admission) -> tuple[Verdict, str, bool | None]:
    """How the cohort stands to the truth, why, and whether a second endpoint was found."""
    sheet, cohort = file.sheet, admission.cohort
    try:
        times = endpoint_times(cohort, "os")
    except NecCoreError as error:
        return Verdict.REFUSED if sheet.told.readable else Verdict.REFUSED_RIGHTLY, str(error), None
    exact = times.endpoint.derived and file.dress.layout in ("dates", "rows per sample", "dated events")
    slack = 0.01 if exact else file.dress.half_step * 1.001
    found = _pairs(times.time * DAYS[times.endpoint.unit], times.event)
    truth = [p for p in sheet.os if p is not None]
    if not _equal(found, truth, slack) or not sheet.told.readable:
        return *_explained(file, admission, times, slack), None
    others = [e for e in available(cohort) if e.name not in ("os", "os_stated")]
    if sheet.told.planted or file.dress.untimed or file.dress.repeated:
        return Verdict.EQUAL, "", None
    for endpoint in others:
        more = endpoint_times(cohort, endpoint.name)
        pairs = _pairs(more.time * DAYS[more.endpoint.unit], more.event)
        if not any(_equal(pairs, list(meant), slack) for meant in (*sheet.second, truth)):
            events = sum(e == 1 for _, e in pairs)
            return (
                Verdict.SILENT,
                f"endpoint {endpoint.name} ({endpoint.label}): {len(pairs)} patients, {events} events",
                None,
            )
    has_second = file.dress.second and file.dress.layout not in ("only deaths timed",)
    return Verdict.EQUAL, "", bool(others) if has_second else None


def _pairs(days: Any, events: Any) -> list[Pair]:
    usable = events >= 0
    return list(zip(days[usable].tolist(), events[usable].tolist(), strict=True))


def _equal(found: Sequence[Pair], meant: Sequence[Pair], slack: float) -> bool:
    if len(found) != len(meant):
        return False
    pairs = zip(sorted(found, key=_by_event), sorted(meant, key=_by_event), strict=True)
    return all(e == f and _near(t, u, slack) for (t, e), (u, f) in pairs)


def _by_event(pair: Pair) -> tuple[int, float]:
    return pair[1], pair[0]


def _near(found: float, meant: float, slack: float) -> bool:
    return abs(found - meant) <= slack + 1e-6 * meant + 1e-6


def _explained(file: Dressed, admission: Admission, times: Any, slack: float) -> tuple[Verdict, str]:
    """Whether every patient read otherwise than meant is named in what is told of rows."""
    sheet = file.sheet
    told = _told_rows(admission)
    found: dict[int, Pair | None] = {}
    for row, day, event in zip(admission.cohort.source_rows, times.time, times.event, strict=True):
        who = sheet.whose[int(row) - 1] if 0 < int(row) <= len(sheet.whose) else -1
        if who in found and int(row) in told:  # a row that stands twice, and is said to
            continue
        if who < 0 or who in found:
            return Verdict.SILENT, _difference(file, times)
        found[who] = None if event < 0 else (float(day) * DAYS[times.endpoint.unit], int(event))
    told_of = {sheet.whose[row - 1] for row in told if 0 < row <= len(sheet.whose)}
    left_out = {who for who, pair in found.items() if pair is None}  # counted by reason in every result
    differing = {who for who, meant in enumerate(sheet.os) if not _same(found.get(who), meant, slack)}
    if not sheet.told.readable:
        living = {who for who, meant in enumerate(sheet.os) if meant and meant[1] == 0}
        return (
            (Verdict.TOLD, "the living are told")
            if living <= told_of | left_out
            else (Verdict.SILENT, _difference(file, times))
        )
    if differing - told_of - left_out:
        return Verdict.SILENT, _difference(file, times)
    beyond = differing - sheet.told.planted
    return (Verdict.LEFT_OUT, f"{len(beyond)} patients: {_first_message(admission)}") if beyond else (Verdict.TOLD, "")


def _same(found: Pair | None, meant: Pair | None, slack: float) -> bool:
    if found is None or meant is None:
        return found is meant
    return found[1] == meant[1] and _near(found[0], meant[0], slack)


def _told_rows(admission: Admission) -> set[int]:
    said = [f for f in admission.problems.findings if f.severity == "rejects" or f.rule in _OUTCOME_RULES]
    return {int(row) for f in said for row in f.rows} | set(map(int, admission.rejected_rows))


def _first_message(admission: Admission) -> str:
    return admission.problems.findings[0].general_message if admission.problems.findings else ""


def _difference(file: Dressed, times: Any) -> str:
    truth = [p for p in file.sheet.os if p is not None]
    found = _pairs(times.time * DAYS[times.endpoint.unit], times.event)
    middle = [f"{np.median([t for t, _ in pairs]):.0f}" if pairs else "none" for pairs in (truth, found)]
    return (
        f"meant {len(truth)} patients, {sum(e for _, e in truth)} dead, middle time {middle[0]} days; "
        f"read {len(found)}, {sum(e == 1 for _, e in found)}, {middle[1]} "
        f"({times.endpoint.time_zero}; {times.endpoint.event})"
    )
