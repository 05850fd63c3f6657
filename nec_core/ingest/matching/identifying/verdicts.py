"""The verdict on every column: whether it tells who a patient is, by what, and whether that is sure.

What is sure is left out; a doubt is left out too, and asked. A header that is sure counts before the cells; cells count
under any header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nec_core.ingest.cells.normalise import MISSING
from nec_core.ingest.mapping import IdentifierKind
from nec_core.ingest.matching.identifying import texts as cells
from nec_core.ingest.matching.identifying.births import births
from nec_core.ingest.matching.identifying.headers import Named, named_by
from nec_core.ingest.matching.identifying.numbers import personal_numbers
from nec_core.ingest.matching.profile import Profile
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields

_LOOKED_AT = 500  # distinct texts
_FEW_LEVELS, _SOME_ROWS = 3, 10  # so few texts in so many rows are a category, whatever the header says
_SAME = 20  # filled rows from which "nearly every row has a text of its own" says something
_ALIKE = 20  # whole numbers of the same length from which they look like numbers of a register
_REGISTER = re.compile(r"[1-9]\d{6,12}")
_MEASURED = re.compile(
    r"\b(counts?|levels?|dose|volume|score|values?|ratio|load|cells|copies|reads?|area|total|units?)\b"
)
_CLINICAL = re.compile(
    r"\b(histolog\w*|patholog\w*|morpholog\w*|diagnos\w*|causes?|death|tod\w*|deces|muerte|morte|tumou?r\w*|cancer\w*"
    r"|site|location|finding|findings|befund|drugs?|medication|regimen|treatments?|therap\w*|chemo\w*|surg\w*"
    r"|operation|procedures?|stage|staging|tnm|imaging|report|comorbid\w*|metastas\w*|toxicit\w*|complication\w*)\b"
)


@dataclass(frozen=True)
class Identifier:
    """What a column tells of who a patient is.

    Attributes:
        kind: name, number of a register, date of birth, ...
        sure: the column is left out without a question.
        reason: by what, in a few words.
        by_header: its header says so.
    """

    kind: IdentifierKind
    sure: bool
    reason: str
    by_header: bool = False

    @property
    def is_no_field(self) -> bool:
        """Whether no field of the record may take the column. Texts of their own are an ID's, and a date long before
        the others can be what its header says."""
        return self.sure and (self.by_header or self.kind not in ("text", "birth_date"))


def identifiers(raw: RawTable, profiles: Sequence[Profile]) -> Mapping[str, Identifier]:
    """The columns that tell who a patient is, or may do so."""
    found = {p.column: verdict for p in profiles if (verdict := _verdict(raw, p)) is not None}
    for column, sure in births(raw, profiles).items():
        told = found.get(column)
        if told is None or not told.sure:
            what = "it holds dates of birth" if sure else "it may hold dates of birth"
            found[column] = Identifier("birth_date", sure, what)
    return found


def _verdict(raw: RawTable, p: Profile) -> Identifier | None:
    named = named_by(p.words, p.tail)
    if not named and not p.n_filled:
        return None
    distinct = [t for t in raw.counts(p.column, _LOOKED_AT + len(MISSING)) if t.casefold() not in MISSING][:_LOOKED_AT]
    by_name = _by_header(p, named, distinct)
    if by_name is not None and by_name.sure:
        return by_name
    return _by_cells(p, distinct) or by_name


def _by_header(p: Profile, named: Sequence[Named], distinct: Sequence[str]) -> Identifier | None:
    doubt = None
    for one in named:
        if one.kind == "number" and one.needs == "digits" and _is_patient_id(p):
            continue
        if not _has(p, one, distinct):
            continue
        few = p.n_filled >= _SOME_ROWS and p.n_distinct <= _FEW_LEVELS
        if few and (one.kind in ("contact", "account") or not one.sure):
            continue
        if one.kind == "birth_date" and _are_years(distinct):
            one = Named("birth_year", sure=False)
        if one.sure and not (few and p.n_distinct > 1 and one.kind in ("name", "address", "initials")):
            return Identifier(one.kind, True, "its header names an identifier", True)
        doubt = doubt or Identifier(one.kind, False, _DOUBTS.get(one.kind, "its header can name an identifier"), True)
    return doubt


_DOUBTS: Mapping[IdentifierKind, str] = {
    "birth_year": "it tells the year of birth",
    "text": "notes can hold names",
    "address": "it can tell where a patient lives",
}


def _is_patient_id(p: Profile) -> bool:
    spec = fields()["patient_id"]
    known = {spec.name.replace("_", " "), spec.about.label.casefold(), *spec.about.headers}
    return p.words in known or p.tail in known


def _are_years(distinct: Sequence[str]) -> bool:
    return bool(distinct) and all(re.fullmatch(r"(19|20)\d{2}(\.0+)?", t) for t in distinct)


def _has(p: Profile, one: Named, distinct: Sequence[str]) -> bool:
    """Whether the cells are what the header needs for its meaning."""
    if one.needs == "":
        return True
    if one.needs == "many":
        return p.n_filled < _SOME_ROWS or p.n_distinct > max(_FEW_LEVELS, 0.1 * p.n_filled)
    if one.needs == "dates":
        return p.dates.share > 0.8
    if one.needs == "words":
        return bool(distinct) and p.number_share < 0.5 and not all(len(t) <= 2 for t in distinct)
    if one.needs == "digits":
        many = p.n_filled < _SOME_ROWS or p.n_distinct > max(_FEW_LEVELS, 0.1 * p.n_filled)
        return many and _most(
            distinct, lambda t: sum(c.isdigit() for c in t) >= 5 and not re.search(r"\d[.,]\d{1,2}$", t)
        )
    if one.needs == "postcodes":
        return cells.are_postcodes(distinct) or _most(distinct, lambda t: re.fullmatch(r"\d{5}(-\d{3})?", t))
    return cells.are_sentences(distinct) or cells.are_addresses(distinct)


def _most(distinct: Sequence[str], fits) -> bool:  # type: ignore[no-untyped-def]  # a test of one text
    return bool(distinct) and sum(bool(fits(t)) for t in distinct) > 0.8 * len(distinct)


def _by_cells(p: Profile, distinct: Sequence[str]) -> Identifier | None:
    if not distinct:
        return None
    if cells.are_emails(distinct):
        return Identifier("contact", True, "it holds e-mail addresses")
    number = personal_numbers(distinct)
    if number is not None:
        kind: IdentifierKind = "account" if number[0] in ("bank accounts", "card numbers") else "number"
        return Identifier(kind, number[1], f"{'it holds' if number[1] else 'its cells can be'} {number[0]}")
    if p.dates.share < 0.2 and cells.are_telephone_numbers(distinct):
        return Identifier("contact", True, "it holds telephone numbers")
    if cells.may_be_postcodes(distinct):
        return Identifier("address", False, "its numbers can be postcodes")
    if p.number_share > 0.5 or p.dates.share > 0.5:
        return _by_register(p, distinct)
    if cells.are_postcodes(distinct):
        return Identifier("address", True, "it holds postcodes")
    if cells.are_addresses(distinct):
        return Identifier("address", True, "it holds addresses")
    if cells.may_be_local_telephone_numbers(distinct):
        return Identifier("contact", False, "its cells can be telephone numbers")
    return _by_words(p, distinct)


def _by_register(p: Profile, distinct: Sequence[str]) -> Identifier | None:
    """Long whole numbers, all of one length and hardly one twice, as a hospital numbers its patients."""
    if _MEASURED.search(p.words) or p.n_filled < _ALIKE or p.n_distinct < 0.5 * p.n_filled or p.dates.share > 0.2:
        return None
    if len({len(t) for t in distinct}) == 1 and all(_REGISTER.fullmatch(t) for t in distinct):
        return Identifier("number", False, "its numbers look like those of a register")
    return None


def _by_words(p: Profile, distinct: Sequence[str]) -> Identifier | None:
    if cells.are_names(distinct):
        return Identifier("name", True, "it holds names of people")
    if cells.are_given_names(distinct) and p.n_distinct > _FEW_LEVELS:
        return Identifier("first_name", p.n_distinct >= 8, "it holds names of people")
    if cells.may_name_people(distinct):
        return Identifier("text", False, "its texts call people by name")
    clinical = _CLINICAL.search(p.words) is not None
    if not clinical and cells.may_be_names(distinct, p.n_filled):
        return Identifier("surname", False, "its words can be names")
    if p.n_filled >= _SAME and p.n_distinct > 0.9 * p.n_filled and not (clinical and cells.are_sentences(distinct)):
        return Identifier("text", True, "nearly every row has a text of its own, as names and notes have")
    return None
