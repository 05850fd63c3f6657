"""A mapping suggested from names, values and types: each suggestion carries how sure it is, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from nec_core.ingest.cells.normalise import value_table
from nec_core.ingest.mapping import DROP, EXTRA, MISSING_CODE, ColumnMapping, Mapping
from nec_core.ingest.matching.endpoint_columns import (
    looks_like_event,
    says_alive_or_dead,
    subject_of_event,
    tells_alive_from_dead,
    vital_values,
)
from nec_core.ingest.matching.endpoint_pairs import suggest_endpoints
from nec_core.ingest.matching.identifiers import identifier_reason
from nec_core.ingest.matching.profile import Profile, header_words, missing_codes, profile
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.patients import intervals
from nec_core.record import FieldSpec, fields

_CLOSE = 88  # rapidfuzz score from which two headers are taken for the same words
_CLOSE_WORD = 80  # and two words for the same word
_SHORT = 5  # letters below which a word is right or another one
_FILLERS = frozenset(("of", "the", "at", "a", "in"))
_MANY_LEVELS = 6
_KNOWN_NAME = 0.95  # how sure a header's words are from which its codes are worth a question
_CODE = re.compile(r"-?\d{1,3}(\.0)?|[a-z]")
_MOST_CODES = 8
_SLIPS = 0.05  # share of rows a code may have and be taken for a slip
_SOME_KNOWN = 0.25  # share of cells that say alive or dead, and make a column of status the vital status
_MAY_BE_EVENTS = ("vital_status", "progression", "progression_date", "death_date")


@dataclass(frozen=True)
class _Candidate:
    column: str
    field: str
    confidence: float
    reason: str


def suggest(raw: RawTable, layout: str = "plain") -> Mapping:
    """Suggests how each column is taken. Nothing ambiguous is decided: see `nec_core.ingest.questions`."""
    raw.encode(raw.columns)
    profiles = {c: profile(raw, c) for c in raw.columns}
    candidates = [c for p in profiles.values() for c in _candidates(p) if not _useless_id(c, p, raw.table.num_rows)]
    dates = {c.field for c in candidates if fields()[c.field].kind == "date"}
    dated = intervals.offered(intervals.interval("os"), dates)
    endpoints = suggest_endpoints(
        raw,
        [p for p in profiles.values() if not _is_sure(p, candidates)],
        deaths_told=dated or any(c.field == "vital_status" and c.confidence == 1 for c in candidates),
        dated=dated,
    )
    settled = {m.target for m in endpoints.values()}
    fields_of = _assign([c for c in candidates if c.column not in endpoints and c.field not in settled])
    taken = {c.field for c in fields_of.values()}
    columns = []
    for name, p in profiles.items():
        if name in endpoints:
            columns.append(endpoints[name])
        elif name in fields_of:
            columns.append(_as_field(p, fields_of[name], has_dash="-" in raw.counts(name, 50)))
        else:
            columns.append(_asking(p, as_extra(p), taken))
            taken.add(columns[-1].asks or "")
        columns[-1] = _telling_thousands(columns[-1], p)
    delimiter = raw.delimiter if raw.delimiter and len(raw.delimiter) == 1 else None  # a data set has none
    read = ReadOptions(encoding=raw.encoding, delimiter=delimiter, sheet=raw.sheet, header_row=raw.header_row)
    return Mapping(layout=layout, read=read, columns=tuple(columns))


def _telling_thousands(column: ColumnMapping, p: Profile) -> ColumnMapping:
    """Says so where 1.891 is taken for 1891 because of the whole numbers beside it."""
    if not column.decimal_comma or any("," in text for text in p.texts):
        return column
    return column.model_copy(update={"reason": f"{column.reason}; the point parts thousands, as in 1.891 for 1891"})


def _useless_id(c: _Candidate, p: Profile, n_rows: int) -> bool:
    """An identifier that tells hardly anybody apart: one text for all, or blank for most. It would reject them."""
    return c.field == "patient_id" and n_rows > 1 and (p.n_filled < n_rows / 2 or p.n_distinct == 1)


def _is_sure(p: Profile, candidates: list[_Candidate]) -> bool:
    """The header names a field and the values fit: "Site of progression" is no endpoint's event. Vital status and
    progression may be, the former under any but its very name."""
    own = [c for c in candidates if c.column == p.column]
    return any(
        (c.confidence == 1 and c.field != "progression") or (c.confidence >= 0.9 and c.field not in _MAY_BE_EVENTS)
        for c in own
    )


def _candidates(p: Profile) -> list[_Candidate]:
    found = []
    for spec in fields().values():
        score, reason = _name_match(p.words, spec)
        if p.tail != p.words:
            score, reason = max((score, reason), _name_match(p.tail, spec, below_group=True))
        if score and (fit := _fit(p, spec)):
            found.append(_Candidate(p.column, spec.name, round(score * fit, 3), reason))
    if looks_like_event(p) and not any(c.field == "vital_status" for c in found):
        if says_alive_or_dead(p):
            found.append(_Candidate(p.column, "vital_status", 0.9, "its values are alive and dead"))
        elif tells_alive_from_dead(p):
            found.append(_Candidate(p.column, "vital_status", 0.7, "some of its values are alive and dead"))
        elif subject_of_event(p) == "death" and vital_values(p) and not re.search(r"\d", p.words):
            found.append(_Candidate(p.column, "vital_status", 0.8, "its header says who died"))
    return found


def _name_match(words: str, spec: FieldSpec, below_group: bool = False) -> tuple[float, str]:
    if below_group:  # "Outcome › Last contact": the group says less than the name
        score, reason = _name_match(words, spec)
        return 0.97 * score, reason
    own = (header_words(spec.name), header_words(spec.about.label))
    if words in own:
        return 1.0, "same name"
    if words in spec.about.headers:
        return 0.95, "known name"
    unit = header_words(spec.about.unit or "")
    bare = " ".join(w for w in words.split() if w not in unit.split())
    if bare != words and bare and (bare in own or bare in spec.about.headers):
        return 0.95, "known name"
    best = max(((_closeness(words, name), name) for name in (*own, *spec.about.headers)), default=(0.0, ""))
    if not best[0]:
        return 0.0, ""
    return 0.9 * best[0] / 100, f"its name is close to “{best[1]}”"


def _closeness(words: str, name: str) -> float:
    """How alike two headers are, 0 to 100; 0 unless each word has its like. One letter more makes another word of a
    short one ("ER status", "R status"), and a slip of a long one."""
    (mine, letters), (theirs, _) = _parts(words), _parts(name)
    if letters < _SHORT or len(mine) != len(theirs):
        return 0.0
    for a, b in zip(mine, theirs, strict=True):
        if a != b and (min(len(a), len(b)) < _SHORT or fuzz.ratio(a, b) < _CLOSE_WORD):
            return 0.0
    return fuzz.token_sort_ratio(words, name, score_cutoff=_CLOSE)


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[tuple[str, ...], int]:
    """The words of a header that mean something, sorted, and how many letters they have together."""
    words = tuple(w for w in sorted(text.split()) if w not in _FILLERS)
    return words, sum(map(len, words))


def _fit(p: Profile, spec: FieldSpec) -> float:
    """How well the values fit the field's type: 0 refuses the match, 1 is a full fit."""
    if not p.n_filled:
        return 0.9
    looked_at = sum(p.counts.values())
    if spec.kind == "category":
        if spec.name == "vital_status" and len(p.texts) <= 3 and not p.texts & value_table(spec).keys():
            # codes, or yes and no: settled by the header, or asked on the page
            return 0.9 if vital_values(p) else 0.6 if p.number_share == 1 else 0.0
        if _says_nothing(p, spec):
            return 0.0
        known = _known(spec.name).keys() | ({t for t in p.texts if t.removesuffix(".0") in _known(spec.name)})
        share = sum(n for text, n in p.counts.items() if text in known) / looked_at
        # Who is dead is asked where other words stand beside "alive" and "dead"; elsewhere they would be lost.
        return share if share >= (_SOME_KNOWN if spec.name == "vital_status" else 0.5) else 0.0
    if spec.kind == "number":
        return p.number_share if (p.number_share >= 0.6 and p.dates.share < 0.9) or p.number_share == 1 else 0.0
    if spec.kind == "date":
        return p.dates.share if p.dates.share >= 0.6 else 0.0
    return 1.0 if p.dates.share < 0.5 or spec.kind == "identifier" else 0.0


@lru_cache(maxsize=256)
def _known(field: str) -> Table[str, str]:
    """`value_table` of a field of the record."""
    return value_table(fields()[field])


def _says_nothing(p: Profile, spec: FieldSpec) -> bool:
    """Bare codes that mean nothing by themselves: 1 and 2 under "Sex"; or under "Resection", where only beside 0 a 1
    is a yes."""
    if not p.n_filled or p.n_distinct > _MOST_CODES or not all(_CODE.fullmatch(t) for t in p.counts):
        return False
    known = _known(spec.name)
    unknown = [t for t in p.counts if t.removesuffix(".0") not in known]
    if len(unknown) == len(p.counts):
        return True
    lone_one = {"0", "1"} <= known.keys() and "2" not in known and "0" not in {t.removesuffix(".0") for t in p.counts}
    return lone_one and sum(p.counts[t] for t in unknown if not t.isalpha()) > _SLIPS * p.n_filled


def _asking(p: Profile, extra: ColumnMapping, taken: set[str]) -> ColumnMapping:
    """The extra variable, asking what its codes mean where its header names a field nothing else is taken for."""
    if extra.target != EXTRA:
        return extra
    named = [
        spec for spec in fields().values()
        if spec.kind == "category" and spec.name not in taken and spec.name != "vital_status"
        and _says_nothing(p, spec) and max(_name_match(t, spec)[0] for t in {p.words, p.tail}) >= _KNOWN_NAME
    ]  # fmt: skip
    if not named:
        return extra
    label = named[0].about.label
    reason = f"its name says {label}, but nothing says what its codes mean: kept as a variable of its own"
    return extra.model_copy(update={"asks": named[0].name, "extra_kind": "category", "reason": reason})


def _assign(candidates: list[_Candidate]) -> dict[str, _Candidate]:
    """Each column at most one field and each field at most one column, the surest first."""
    chosen: dict[str, _Candidate] = {}
    taken: set[str] = set()
    for c in sorted(candidates, key=lambda c: -c.confidence):
        if c.column not in chosen and c.field not in taken:
            chosen[c.column] = c
            taken.add(c.field)
    return chosen


def _as_field(p: Profile, match: _Candidate, has_dash: bool) -> ColumnMapping:
    spec = fields()[match.field]
    reason = match.reason
    values: dict[str, str] = {}
    if spec.name == "vital_status":
        values = vital_values(p)
    elif "negative" in spec.levels and has_dash and "+" not in p.texts:
        values = {"-": ""}  # a dash is "negative" only where a plus says "positive"
    if spec.kind == "date" and p.dates.serials:
        reason += "; some dates are spreadsheet numbers"
    return ColumnMapping(
        column=p.column,
        target=match.field,
        date_order=p.dates.order if spec.kind == "date" else None,
        decimal_comma=p.decimal_comma and spec.kind == "number",
        values=values,
        confidence=match.confidence,
        reason=reason,
    )


def as_extra(p: Profile) -> ColumnMapping:
    """A column no field of the record takes: a variable of its own, unless it is empty or tells who the patient is."""
    why = identifier_reason(p)
    if why is not None:
        return ColumnMapping(column=p.column, target=DROP, confidence=0.9, reason=f"looks like an identifier: {why}")
    if not p.n_filled:
        return ColumnMapping(column=p.column, target=DROP, confidence=1.0, reason="empty")
    numeric = p.number_share == 1 and p.n_distinct > _MANY_LEVELS
    codes = missing_codes(p.counts) if numeric else ()
    return ColumnMapping(
        column=p.column,
        target=EXTRA,
        extra_kind="number" if numeric else "category",
        decimal_comma=p.decimal_comma and numeric,
        asks=MISSING_CODE if codes else None,
        confidence=1.0,
        reason="no field of that name: kept as a variable of its own",
    )
