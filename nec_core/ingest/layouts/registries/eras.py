"""What registries spread over several columns, put together: a stage or an operation coded anew in every era, the stage
as locoregional or metastatic, and the two classifications of a death as one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nec_core.ingest.layouts.coding import (
    SPREAD,
    Coding,
    Take,
    blanks,
    codes,
    histology_level,
    listed,
    rows_text,
    spread_of,
    unexplained_codes,
)
from nec_core.ingest.layouts.derived_columns import Texts, as_is, combined, first_filled, recoded
from nec_core.ingest.raw_table import RawTable

STAGE = "Locoregional or metastatic"
HISTOLOGY = "Histology by ICD-O-3"
EVENT = "First event by cause of death"
EVENT_MONTHS = "Survival months to first event"
CAUSE_OF_DEATH = "Cause of death by classification"

TAKES: Mapping[str, Take] = {
    STAGE: Take("stage"),
    HISTOLOGY: Take("histology", lambda t: t),
    EVENT_MONTHS: Take("time:css", blanks("9999"), unit="months", meaning="diagnosis"),
    EVENT: Take(
        "event:css",
        codes({"0": "0", "1": "1", "2": "2"}),
        meaning="death from this cancer, with death from another cause competing",
    ),
    CAUSE_OF_DEATH: Take("cause_of_death"),
}
"""How the columns made here are taken."""

CodingOf = Callable[[str], Coding]
"""The coding of a column: an era has its own."""


def always(coding: Coding) -> CodingOf:
    """The same coding for every column."""
    return lambda _: coding


def join(
    raw: RawTable, derived: dict[str, Texts], notes: list[str], name: str, columns: Sequence[str], coding_of: CodingOf
) -> None:
    """One column out of several eras', the first that has something, with a note of what came from where; a single
    column is taken as it stands."""
    if len(columns) < 2:
        return
    joined, counts = first_filled([recoded(raw, c, coding_of(c)) for c in columns])
    derived[name] = joined
    parts = [f"{rows_text(n)} from “{c}”" for c, n in zip(columns, counts, strict=True) if n]
    blank = len(joined.codes) - joined.n_filled
    what = name.partition(",")[0]
    notes.append(f"{what}: {listed([*parts, f'{blank} not recorded'] if blank else parts)}.")
    for column in columns:
        unexplained = unexplained_codes(raw, column, coding_of(column))
        if unexplained:
            shown = ", ".join(unexplained[:4])
            notes.append(f"“{column}” holds codes nothing here explains ({shown}): it is kept as a variable.")


def add_spread(
    raw: RawTable, derived: dict[str, Texts], sources: Sequence[tuple[str, Sequence[str], CodingOf]]
) -> None:
    """Locoregional or metastatic: from the first source that tells it.

    Args:
        raw, derived: the table, and the columns made so far.
        sources: name of the joined column, the columns it is joined from, and their codings.
    """
    spread = spread_of(SPREAD)
    parts = []
    for name, columns, coding_of in sources:
        if name in derived:
            parts.append(combined([derived[name]], {(t,): spread(t) or "" for t in derived[name].distinct}))
        elif columns:
            parts.append(recoded(raw, columns[0], _then(coding_of(columns[0]), spread)))
    if parts:
        derived[STAGE] = first_filled(parts)[0]


def _then(first: Coding, second: Coding) -> Coding:
    return lambda text: second(first(text) or "")


def add_histology(raw: RawTable, derived: dict[str, Texts], column: str | None) -> None:
    """The record's histology from ICD-O-3 morphology, where any of its levels is met."""
    if column is None:
        return
    levels = recoded(raw, column, histology_level)
    if levels.n_filled:
        derived[HISTOLOGY] = levels


def add_first_event(
    raw: RawTable,
    derived: dict[str, Texts],
    months: str,
    vital: tuple[str, Coding] | None,
    cause: tuple[str, Coding],
    other: tuple[str, Coding] | None,
) -> None:
    """1 = death from this cancer, 2 = from another cause, 0 = alive; blank for deaths without a code, and for tumours
    that are not the first, which SEER does not classify.

    Args:
        raw, derived: the table, and the columns made so far.
        months: the survival months.
        vital: column and coding to "alive" and "dead".
        cause, other: cause-specific and other-cause classification, each with its coding to "dead", "no", "no code" and
            "not first".
    """
    nothing = recoded(raw, cause[0], lambda _: "")
    parts = [
        recoded(raw, *vital) if vital else nothing,
        recoded(raw, *cause),
        recoded(raw, *other) if other else nothing,
    ]
    event = combined(
        parts,
        {
            ("*", "dead", "*"): "1",
            ("*", "*", "dead"): "2",
            ("*", "no code", "*"): "", ("*", "*", "no code"): "",
            ("*", "not first", "*"): "", ("*", "*", "not first"): "",
            ("alive", "*", "*"): "0",
            ("dead", "no", ""): "2",
            ("", "no", "no"): "0",
        },
    )  # fmt: skip
    if not event.n_filled:
        return
    derived[EVENT] = event
    derived[EVENT_MONTHS] = as_is(raw, months)
    causes: dict[tuple[str, ...], str] = {
        ("*", "dead", "*"): "cancer",
        ("*", "*", "dead"): "other cause",
        ("dead", "no code", "*"): "unknown",
        ("dead", "not first", "*"): "",
        ("dead", "no", ""): "other cause",
    }
    derived[CAUSE_OF_DEATH] = combined(parts, causes)
