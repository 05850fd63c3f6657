"""CDISC's analysis data set of times to events: one row per patient and endpoint, CNSR 0 = event, all else censored.

(CDISC ADaM, The ADaM Basic Data Structure for Time-to-Event Analyses: PARAMCD, PARAM, AVAL, CNSR; AVALU where the unit
is given. Where it is not, and PARAM does not say it, it is asked.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.cells.unit_words import unit_said
from nec_core.ingest.layouts.coding import Take, mapping_of
from nec_core.ingest.layouts.long_form import turned_wide, varies_within
from nec_core.ingest.mapping import DROP, Mapping
from nec_core.ingest.matching.endpoint_columns import time_unit
from nec_core.ingest.matching.profile import header_words
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.raw_table import RawTable
from nec_core.time_units import TimeUnit

NAME = "adtte"
_CODE, _WORDS, _TIME, _CENSORED, _UNIT = "PARAMCD", "PARAM", "AVAL", "CNSR", "AVALU"
_PATIENT = ("USUBJID", "SUBJID")
_OF_ENDPOINT = frozenset((_CODE, _WORDS, _TIME, _CENSORED, _UNIT, "PARAMN", "ADT", "EVNTDESC", "CNSDTDSC"))


def knows(raw: RawTable) -> bool:
    """A patient, and the three columns that make a time to an event."""
    return {_CODE, _TIME, _CENSORED} <= set(raw.columns) and _patient(raw) is not None


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """One row per patient, with a time and a censoring of each endpoint."""
    patient = _patient(raw) or ""
    told = [c for c in (_TIME, _CENSORED, _UNIT, _WORDS) if c in raw.columns]
    wide = turned_wide(raw, patient, _CODE, told)
    counts = {code: unit for code in _codes(wide) if (unit := _no_time(wide, code))}
    notes = [f"“{code}” is left out: its unit is “{unit}”, so it is no time." for code, unit in counts.items()]
    return replace(wide, notes=(*wide.notes, *notes)) if notes else wide


def mapping(raw: RawTable) -> Mapping:
    """An endpoint per PARAMCD; the patient's own columns as names and values suggest."""
    takes: dict[str, Take] = {_patient(raw) or "": Take("patient_id")}
    for code in _codes(raw):
        if unit := _no_time(raw, code):
            reason = f"its unit, “{unit}”, is no unit of time"
            takes |= {f"{code} {c}": Take(DROP, reason=reason) for c in (_TIME, _CENSORED, _UNIT, _WORDS)}
            continue
        name = _endpoint(code)
        takes[f"{code} {_TIME}"] = Take(f"time:{name}", unit=_unit(raw, code), meaning="")
        takes[f"{code} {_CENSORED}"] = Take(f"event:{name}", _event, meaning=_words(raw, code))
        takes |= {f"{code} {c}": Take(DROP, reason="it tells of the endpoint") for c in (_UNIT, _WORDS)}
    long = raw.before or raw
    of_rows = [
        c for c in long.columns if c in _OF_ENDPOINT or (c not in takes and varies_within(long, _patient(raw) or "", c))
    ]
    takes |= {c: Take(DROP, reason="it tells of one endpoint, not of the patient") for c in of_rows}
    own = mapping_of(raw, NAME, takes)
    taken = {c.target for c in own.columns}
    others = suggest(raw, NAME)
    return own.model_copy(
        update={
            "columns": tuple(
                s if c.column not in takes and s.endpoint is None and s.target not in taken else c
                for c, s in zip(own.columns, others.columns, strict=True)
            )
        }
    )


def _codes(raw: RawTable) -> list[str]:
    return [c.removesuffix(f" {_TIME}") for c in raw.columns if c.endswith(f" {_TIME}")]


def _no_time(raw: RawTable, code: str) -> str | None:
    """What AVALU says where that is no unit of time: a count, a percentage."""
    column = f"{code} {_UNIT}"
    said = [t for t in raw.counts(column) if t.casefold() not in MISSING] if column in raw.columns else []
    return said[0] if said and not any(map(_unit_in, said)) else None


def _event(text: str) -> str | None:
    code = text.removesuffix(".0")
    return "1" if code == "0" else "0" if code.isdigit() else None


def _patient(raw: RawTable) -> str | None:
    return next((c for c in _PATIENT if c in raw.columns), None)


def _endpoint(code: str) -> str:
    name = re.sub(r"[^0-9a-z]+", "_", code.casefold()).strip("_")
    return name if name.isidentifier() else f"endpoint_{name}"


def _words(raw: RawTable, code: str) -> str:
    column = f"{code} {_WORDS}"
    return next((t for t in raw.counts(column) if t), "").lower() if column in raw.columns else ""


def _unit(raw: RawTable, code: str) -> TimeUnit | None:
    """As AVALU says, or PARAM in words; None where neither does, or rows differ."""
    for column in (f"{code} {_UNIT}", f"{code} {_WORDS}"):
        if column in raw.columns:
            said = {_unit_in(t) for t in raw.counts(column) if t}
            if len(said) == 1 and None not in said:
                return said.pop()
    return None


def _unit_in(text: str) -> TimeUnit | None:
    """A unit of time, as a header has it or behind a number."""
    return time_unit(header_words(text)) or unit_said(f"1 {text}")
