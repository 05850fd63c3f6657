"""A mapping suggested from names, values and types: each suggestion carries how sure it is, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from nec_core.ingest.cells.field_units import unit_in_words
from nec_core.ingest.cells.normalise import level_of, value_table
from nec_core.ingest.mapping import DROP, EXTRA, IDENTIFIER, MISSING_CODE, RIVAL, ColumnMapping, Mapping
from nec_core.ingest.matching.dated_deaths import Deaths, dated_deaths
from nec_core.ingest.matching.endpoint_columns import (
    endpoint_in,
    looks_like_event,
    outcome_letters,
    says_alive_or_dead,
    subject_of_event,
    tells_alive_from_dead,
    vital_values,
)
from nec_core.ingest.matching.endpoint_pairs import suggest_endpoints
from nec_core.ingest.matching.field_names import languages_of, named_fields
from nec_core.ingest.matching.identifying.patients import with_patients
from nec_core.ingest.matching.identifying.verdicts import Identifier, identifiers
from nec_core.ingest.matching.patient_column import patient_column
from nec_core.ingest.matching.profile import Profile, header_words, missing_codes, profile
from nec_core.ingest.matching.stage_digits import STAGES, digits_are_unsure
from nec_core.ingest.matching.unit_guess import guess_unit
from nec_core.ingest.matching.value_letters import Letters, letters_of
from nec_core.ingest.raw_table import RawTable
from nec_core.ingest.reading.options import ReadOptions
from nec_core.patients import intervals
from nec_core.record import FieldSpec, fields
from nec_core.words.languages import words_of

_CLOSE = 88  # rapidfuzz score from which two headers are taken for the same words
_CLOSE_WORD = 80  # and two words for the same word
_SHORT = 7  # letters below which a word is right or another one: "enter" is no "center"
_FILLERS = frozenset(("of", "the", "at", "a", "in"))
_MANY_LEVELS = 6
_KNOWN_NAME = 0.95  # how sure a header's words are from which its codes are worth a question
_IN_ANOTHER_UNIT = 0.93  # a column in the field's own unit goes before one that must be converted
_CODE = re.compile(r"-?\d{1,3}(\.0)?|[a-z]")
_BY_BEHAVIOUR = 0.7  # how sure an identifier is that its values tell, and not its name
_MOST_CODES = 8
_FIRST_CODES = frozenset("012")
_OF_ANY_TEST = frozenset(("positive", "negative", "pos", "neg", "+", "-", *words_of("positive"), *words_of("negative")))
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
    telling = identifiers(raw, list(profiles.values()))
    named = [p for p in profiles.values() if p.column not in telling or not telling[p.column].is_no_field]
    candidates = [c for p in named for c in _candidates(p) if not _useless_id(c, p, raw.table.num_rows)]
    dates = {c.field for c in candidates if fields()[c.field].kind == "date"}
    dated = intervals.offered(intervals.interval("os"), dates)
    endpoints = suggest_endpoints(
        raw,
        [p for p in named if not _is_sure(p, candidates)],
        deaths_told=dated or any(c.field == "vital_status" and c.confidence == 1 for c in candidates),
        dated=dated,
    )
    settled = {m.target for m in endpoints.values()}
    fields_of = _assign([c for c in candidates if c.column not in endpoints and c.field not in settled])
    fields_of = _with_patient_column(raw, {p.column: p for p in named}, fields_of)
    deaths = _dated_deaths(raw, profiles, fields_of, endpoints)
    fields_of |= _told_by(deaths)
    endpoints = _with_rivals_told(endpoints, [p for p in profiles.values() if p.column not in fields_of])
    taken = {c.field for c in fields_of.values()}
    columns = []
    for name, p in profiles.items():
        if name in endpoints:
            columns.append(endpoints[name])
        elif name in fields_of:
            columns.append(_as_field(p, fields_of[name], has_dash="-" in raw.counts(name, 50)))
            if name == deaths.vital:
                columns[-1] = columns[-1].model_copy(update={"values": dict(deaths.values)})
        else:
            columns.append(_asking(p, as_extra(p, telling.get(name)), taken))
            taken.add(columns[-1].asks or "")
        columns[-1] = _telling_thousands(columns[-1], p)
    delimiter = raw.delimiter if raw.delimiter and len(raw.delimiter) == 1 else None  # a data set has none
    read = ReadOptions(encoding=raw.encoding, delimiter=delimiter, sheet=raw.sheet, header_row=raw.header_row)
    return Mapping(layout=layout, read=read, columns=with_patients(raw, columns))


def _with_rivals_told(endpoints: dict[str, ColumnMapping], profiles: Sequence[Profile]) -> dict[str, ColumnMapping]:
    """Of two events that say nothing of themselves neither is overall survival's unasked: the one that a time was found
    for loses what its values mean, so that it is asked about, with the other's name."""
    unsaid = {p.column: p for p in profiles if looks_like_event(p) and _says_no_event(p)}
    event = next((c for c in endpoints.values() if c.target == "event:os" and c.column in unsaid), None)
    rivals = [f"“{name}”" for name in unsaid if name not in endpoints]
    if event is None or not rivals:
        return endpoints
    reason = f"{event.reason}; {', '.join(rivals)} {RIVAL}"
    return endpoints | {event.column: event.model_copy(update={"values": {}, "reason": reason})}


def _says_no_event(p: Profile) -> bool:
    return subject_of_event(p) is None and endpoint_in(p.words) is None


def _dated_deaths(
    raw: RawTable,
    profiles: dict[str, Profile],
    fields_of: dict[str, _Candidate],
    endpoints: dict[str, ColumnMapping],
) -> Deaths:
    """Where dates give overall survival: who died and when, if columns with other names tell it."""
    taken = {c.field: profiles[column] for column, c in fields_of.items()}
    if not intervals.offered(intervals.interval("os"), taken) or any(m.endpoint == "os" for m in endpoints.values()):
        return Deaths(None, {}, None)
    free = [p for column, p in profiles.items() if column not in fields_of and column not in endpoints]
    return dated_deaths(raw, free, taken)


def _told_by(deaths: Deaths) -> dict[str, _Candidate]:
    found = {}
    if deaths.vital is not None:
        found[deaths.vital] = _Candidate(deaths.vital, "vital_status", _BY_BEHAVIOUR, "the event beside the dates")
    if deaths.date is not None:
        reason = "its name speaks of death" if deaths.by_name else "those who died have this date, and nobody else"
        found[deaths.date] = _Candidate(deaths.date, "death_date", _BY_BEHAVIOUR, reason)
    if deaths.last is not None:
        reason = (
            "its name speaks of death, but the living have this date as well: when each was seen last"
            if deaths.of_all
            else "the living have this date, as far behind the start as deaths are"
        )
        found[deaths.last] = _Candidate(deaths.last, "last_contact_date", _BY_BEHAVIOUR, reason)
    return found


def _with_patient_column(
    raw: RawTable, profiles: dict[str, Profile], fields_of: dict[str, _Candidate]
) -> dict[str, _Candidate]:
    """Where no column is the identifier by its name, or one that numbers the rows, the one that behaves as one."""
    named = next((c.column for c in fields_of.values() if c.field == "patient_id"), None)
    if named is not None and raw.n_distinct(named) < raw.table.num_rows:
        return fields_of
    others = {column: c.field for column, c in fields_of.items() if column != named}
    found = patient_column(raw, {c: p for c, p in profiles.items() if c != named}, others)
    if found is None:
        return fields_of
    reason = f"rows with the same value agree in “{found.agreeing}”, as rows of one patient do"
    kept = {column: c for column, c in fields_of.items() if column != named}
    return kept | {found.column: _Candidate(found.column, "patient_id", _BY_BEHAVIOUR, reason)}


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
    own = _own_names(spec)
    if words in own:
        return 1.0, "same name"
    if words in spec.about.headers:
        return _KNOWN_NAME, "known name"
    if (language := named_fields(words).get(spec.name)) is not None:
        return _KNOWN_NAME, f"known name ({language})" if language else "known name"
    bare, unit = unit_in_words(words, spec)
    if unit and (bare in own or bare in spec.about.headers or spec.name in named_fields(bare)):
        return _KNOWN_NAME if unit == spec.about.unit else _IN_ANOTHER_UNIT, "known name"
    best = max(((_closeness(words, name), name) for name in (*own, *spec.about.headers)), default=(0.0, ""))
    if not best[0]:
        return 0.0, ""
    return 0.9 * best[0] / 100, f"its name is close to “{best[1]}”"


def names_a_date(header: str) -> bool:
    """Whether a header is the name of one of the record's dates."""
    words = header_words(header)
    return any(_name_match(words, spec)[0] >= _KNOWN_NAME for spec in fields().values() if spec.kind == "date")


def _own_names(spec: FieldSpec) -> tuple[str, str]:
    return header_words(spec.name), header_words(spec.about.label)


def _closeness(words: str, name: str) -> float:
    """How alike two headers are, 0 to 100; 0 unless each word has its like. One letter more makes another word of a
    short one ("ER status", "R status"), and a slip of a long one, but for its first letter."""
    (mine, letters), (theirs, _) = _telling(words), _telling(name)
    if letters < _SHORT or len(mine) != len(theirs):
        return 0.0
    for a, b in zip(mine, theirs, strict=True):
        if a != b and (min(len(a), len(b)) < _SHORT or a[0] != b[0] or fuzz.ratio(a, b) < _CLOSE_WORD):
            return 0.0
    return fuzz.token_sort_ratio(words, name, score_cutoff=_CLOSE)


@lru_cache(maxsize=4096)
def _telling(words: str) -> tuple[tuple[str, ...], int]:
    """The words of a header that mean something, sorted, and how many letters they have together."""
    telling = tuple(w for w in sorted(words.split()) if w not in _FILLERS)
    return telling, sum(map(len, telling))


def _fit(p: Profile, spec: FieldSpec) -> float:
    """How well the values fit the field's type: 0 refuses the match, 1 is a full fit."""
    if not p.n_filled:
        return 0.9
    looked_at = sum(p.counts.values())
    if spec.kind == "category":
        if spec.name == "vital_status" and len(p.texts) <= 3 and not p.texts & value_table(spec).keys():
            # codes, or yes and no: settled by the header, or asked on the page
            return 0.9 if vital_values(p) else 0.6 if p.number_share == 1 or _vital_letters(p).unclear else 0.0
        letters = field_letters(p, spec)
        if letters.unclear or _says_nothing(p, spec):
            return 0.0
        share = sum(n for text, n in p.counts.items() if text in letters.values or level_of(text, spec)) / looked_at
        # Who is dead is asked where other words stand beside "alive" and "dead"; elsewhere they would be lost.
        return share if share >= (_SOME_KNOWN if spec.name == "vital_status" else 0.5) else 0.0
    if spec.kind == "number":
        return p.number_share if (p.number_share >= 0.6 and p.dates.share < 0.9) or p.number_share == 1 else 0.0
    if spec.kind == "date":
        return p.dates.share if p.dates.share >= 0.6 else 0.0
    if spec.name == "centre" and _measures(p):
        return 0.0
    return 1.0 if p.dates.share < 0.5 or spec.kind == "identifier" else 0.0


def _measures(p: Profile) -> bool:
    """Numbers of many values, as a time or a dose is; centres have their patients."""
    return p.number_share == 1 and (not p.whole or (p.n_distinct > _MANY_LEVELS and 2 * p.n_distinct > p.n_filled))


def _says_nothing(p: Profile, spec: FieldSpec) -> bool:
    """Bare codes that mean nothing by themselves: 1 and 2 under "Sex"; or under "Resection", where only beside 0 a 1
    is a yes; or under "N"; or under "Surgery" or "Margin", which name much else."""
    if spec.name in STAGES and digits_are_unsure(p.texts, spec, p.words):
        return True
    if p.n_filled and _is_vague(p, spec) and not any(_speaks_of(t, spec) for t in p.texts):
        return True
    if not p.n_filled or p.n_distinct > _MOST_CODES or not all(_CODE.fullmatch(t) for t in p.counts):
        return False
    known = value_table(spec)
    letters = field_letters(p, spec)
    if letters.unclear:
        return True
    unknown = [t for t in p.counts if t.removesuffix(".0") not in known and t not in letters.values]
    if len(unknown) == len(p.counts):
        return True
    lone_one = {"0", "1"} <= known.keys() and "2" not in known and "0" not in {t.removesuffix(".0") for t in p.counts}
    return lone_one and sum(p.counts[t] for t in unknown if not t.isalpha()) > _SLIPS * p.n_filled


def _is_vague(p: Profile, spec: FieldSpec) -> bool:
    return not {p.words, p.tail}.isdisjoint(spec.about.vague_headers)


def _speaks_of(text: str, spec: FieldSpec) -> bool:
    """Whether a text says the field itself: "resected" does, 1 does not, and "positive" says as much of any test."""
    return not text.removesuffix(".0").isdigit() and text not in _OF_ANY_TEST and level_of(text, spec) is not None


def field_letters(p: Profile, spec: FieldSpec) -> Letters:
    """What codes of one letter mean for a field."""
    if spec.name == "vital_status":
        return _vital_letters(p)
    return letters_of(p.texts, value_table(spec), languages_of(p.words) | languages_of(p.tail))


def _vital_letters(p: Profile) -> Letters:
    return outcome_letters(p, "dead", "alive")


def _asking(p: Profile, extra: ColumnMapping, taken: set[str]) -> ColumnMapping:
    """The extra variable, asking what its codes mean where its header names a field nothing else is taken for."""
    if extra.target != EXTRA:
        return extra
    named = [
        spec for spec in fields().values()
        if spec.kind == "category" and spec.name not in taken and spec.name != "vital_status" and _worth_asking(p, spec)
        and _says_nothing(p, spec) and max(_name_match(t, spec)[0] for t in {p.words, p.tail}) >= _KNOWN_NAME
    ]  # fmt: skip
    if not named:
        return extra
    named.sort(key=lambda spec: spec.name not in STAGES)  # digits under "stadio" are groups sooner than a spread
    label = named[0].about.label
    reason = f"its name says {label}, but nothing says what its codes mean: kept as a variable of its own"
    return extra.model_copy(update={"asks": named[0].name, "extra_kind": "category", "reason": reason})


def _worth_asking(p: Profile, spec: FieldSpec) -> bool:
    """Few codes; and under a word that names much else, such as the field could have: a "margin" of 1 to 5 is no edge
    of a resection, and an "extent" of 1 to 4 no spread."""
    if p.n_distinct > _MOST_CODES:
        return False
    codes = {t.removesuffix(".0") for t in p.texts if level_of(t, spec) is None}
    return not _is_vague(p, spec) or codes <= _FIRST_CODES


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
    elif spec.kind == "category":
        values = dict(field_letters(p, spec).values)
        if "negative" in spec.levels and has_dash and "+" not in p.texts:
            values |= {"-": ""}  # a dash is "negative" only where a plus says "positive"
    if spec.kind == "date" and p.dates.serials:
        reason += "; some dates are spreadsheet numbers"
    unit = None
    if spec.units:
        guess = guess_unit(spec, p.column, p.counts, p.decimal_comma)
        unit = guess.unit if guess.reason else None
        reason = f"{reason}; {guess.reason}" if guess.reason else reason
    return ColumnMapping(
        column=p.column,
        target=match.field,
        unit=unit,
        date_order=p.dates.order if spec.kind == "date" else None,
        decimal_comma=p.decimal_comma and spec.kind == "number",
        values=values,
        confidence=match.confidence,
        reason=reason,
    )


def as_extra(p: Profile, told: Identifier | None = None) -> ColumnMapping:
    """A column no field of the record takes: a variable of its own, unless it is empty or tells who the patient is.

    Where that is in doubt it is left out and asked: what `told` says of the column is in the mapping either way.
    """
    if told is None and not p.n_filled:
        return ColumnMapping(column=p.column, target=DROP, confidence=1.0, reason="empty")
    numeric = p.number_share == 1 and p.n_distinct > _MANY_LEVELS and len(p.measures) <= 1
    codes = missing_codes(p.counts) if numeric else ()
    kept = ColumnMapping(
        column=p.column,
        target=EXTRA,
        extra_kind="number" if numeric else "category",
        decimal_comma=p.decimal_comma and numeric,
        asks=MISSING_CODE if codes else None,
        confidence=1.0,
        reason="no field of that name: kept as a variable of its own",
    )
    if told is None:
        return kept
    said = f"{'looks like' if told.sure else 'may be'} an identifier: {told.reason}"
    asks = None if told.sure else IDENTIFIER
    return kept.model_copy(
        update={
            "target": DROP, "identifier": told.kind, "asks": asks, "confidence": 0.9, "reason": said,
            "date_order": p.dates.order, "decimal_comma": p.decimal_comma,  # for who keeps it: its cells are gone
        }
    )  # fmt: skip
