"""What a person decides about a column, as a mapping: the words of the page on one side, targets on the other."""

from __future__ import annotations

from collections.abc import Mapping as Table
from functools import cache

from nec_core.ingest import mapping as mappings
from nec_core.ingest.cells.normalise import missing_texts, number_text
from nec_core.ingest.mapping import DROP, ENDPOINT_LABELS, EXTRA, ColumnMapping, Mapping, endpoint_label
from nec_core.ingest.matching.endpoint_columns import event_values, time_unit
from nec_core.ingest.matching.profile import profile
from nec_core.ingest.matching.unit_guess import guess_unit
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.sealing import with_left_out
from nec_core.record import fields
from nec_core.time_units import UNITS

BY_HAND = {"confidence": 1.0, "reason": mappings.BY_HAND}
DATE_ORDERS = {"YMD": "year first", "DMY": "day first", "MDY": "month first", "ONE_WAY": "only what reads one way"}
_PARTS = {"time": "time", "event": "event", "time_of_event": "time of the event, in a column of its own"}
KEEP_CATEGORY, KEEP_NUMBER, LEAVE_OUT = "Keep, as a category", "Keep, as a number", "Leave out"


@cache
def choices() -> Table[str, str]:
    """What a column can be taken as: words -> target. The record's fields first, in its order."""
    offered = {KEEP_CATEGORY: EXTRA, KEEP_NUMBER: EXTRA, LEAVE_OUT: DROP}
    offered |= {spec.about.label: name for name, spec in fields().items()}
    for name in ENDPOINT_LABELS:
        offered |= {f"{endpoint_label(name)}: {part}": f"{target}:{name}" for target, part in _PARTS.items()}
    return offered


def words(column: ColumnMapping) -> str:
    """What a column is taken as, in the page's words."""
    if column.target == EXTRA:
        return KEEP_NUMBER if column.extra_kind == "number" else KEEP_CATEGORY
    if column.target == DROP:
        return LEAVE_OUT
    if column.endpoint:
        return f"{endpoint_label(column.endpoint)}: {_PARTS[column.target.partition(':')[0]]}"
    return fields()[column.target].about.label


def retargeted(raw: RawTable, column: ColumnMapping, chosen: str) -> ColumnMapping:
    """The column taken as `chosen` (a key of `choices`), with what its cells say by themselves already filled in.

    A choice that is none of them leaves the column as it is.
    """
    target = choices().get(chosen)
    if target is None or chosen == words(column):
        return column
    if target == DROP:
        return ColumnMapping(column=column.column, target=DROP, identifier=column.identifier)
    p = profile(raw, column.column)
    comma, order = p.decimal_comma, p.dates.order
    if column.hides:  # its cells are gone: what they said stands in the suggestion
        comma, order = column.decimal_comma, column.date_order
    taken = ColumnMapping(column=column.column, target=target, identifier=column.identifier)
    if target == EXTRA:
        kept = taken.model_copy(update={"decimal_comma": comma})
        return kept.model_copy(update={"extra_kind": "number"}) if chosen == KEEP_NUMBER else kept
    if taken.is_time or taken.is_time_of_event:
        return taken.model_copy(update={"unit": time_unit(p.words), "decimal_comma": comma})
    if taken.is_event:
        return taken.model_copy(update={"values": event_values(p)[0]})
    spec = fields()[target]
    if spec.kind == "date":
        return taken.model_copy(update={"date_order": order})
    unit = guess_unit(spec, p.column, p.counts, comma).unit if spec.units else None
    return taken.model_copy(update={"decimal_comma": comma and spec.kind == "number", "unit": unit})


@cache
def unit_choices() -> tuple[str, ...]:
    """Every unit a column can be in, those of time first."""
    return tuple(dict.fromkeys([*UNITS, *(unit for spec in fields().values() for unit in spec.units)]))


def units(column: ColumnMapping) -> tuple[str, ...]:
    """The units this column can be in; empty where it has none to choose."""
    if column.is_time or column.is_time_of_event:
        return UNITS
    spec = fields().get(column.target)
    return spec.units if spec is not None else ()


def unit_shown(column: ColumnMapping) -> str | None:
    """The unit it is taken in: of a field, the field's own where nothing is said."""
    own = fields()[column.target].units[:1] if column.target in fields() else ()
    return (column.unit or next(iter(own), None)) if units(column) else None


def is_date(column: ColumnMapping) -> bool:
    spec = fields().get(column.target)
    return spec is not None and spec.kind == "date"


def levels(column: ColumnMapping) -> dict[str, str]:
    """What a value of the column can mean: canonical value -> words. Empty where any text will do."""
    if column.is_event:
        if column.endpoint == "os":
            return {"1": "dead", "0": "alive or lost to follow-up", "2": "competing event", "": "not recorded"}
        return {"1": "event", "0": "no event", "2": "competing event", "": "not recorded"}
    spec = fields().get(column.target)
    if spec is None or not spec.levels:
        return {}
    return {level: level for level in spec.levels} | {"": "not recorded"}


def with_values(column: ColumnMapping, meanings: Table[str, str | None]) -> ColumnMapping:
    """The column with what its values mean: cell text -> canonical value ("" for not recorded), None to forget one."""
    values = dict(column.values)
    for text, meaning in meanings.items():
        if meaning is None:
            values.pop(text.casefold(), None)
        else:
            values[text.casefold()] = meaning
    return column.model_copy(update={"values": values, **BY_HAND})


def longest(raw: RawTable, mapping: Mapping, column: ColumnMapping) -> float | None:
    """The largest number in a column."""
    missing = missing_texts(mapping)
    texts = (t for t in raw.distinct(column.column)[0] if t.casefold() not in missing)
    numbers = [float(x) for t in texts if (x := number_text(t, column.decimal_comma)) is not None]
    return max(numbers, default=None)


def fitted(loaded: Mapping, suggested: Mapping) -> Mapping:
    """A saved mapping for a file that may have further columns: those are taken as suggested, and never lost. What is
    known by now to tell who a patient is stays out, unless a person kept it."""
    loaded = with_left_out(loaded, suggested)
    here = {c.column for c in suggested.columns}
    known = {c.column: c for c in loaded.columns if c.column in here}
    taken = {c.target for c in known.values()} - {EXTRA, DROP}
    columns = []
    for column in suggested.columns:
        freed = DROP if column.identifier else EXTRA
        new = column.model_copy(update={"target": freed}) if column.target in taken else column
        columns.append(known.get(column.column, new))
    return loaded.model_copy(update={"columns": tuple(columns), "read": suggested.read})
