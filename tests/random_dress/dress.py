"""The dress of one file: everything about it that says nothing of the patients, drawn by chance."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from random import Random

from tests.random_dress.words import ENGLISH, LANGUAGES, Language

DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
LAYOUTS = {
    "time and event": 34, "two times": 20, "dates": 20, "event rows": 6, "rows by parameter": 5, "attribute rows": 4,
    "rows per sample": 6, "dated events": 3, "only deaths timed": 2,
}  # fmt: skip
STATUSES = {
    "alive or dead": 30, "dead of what": 5, "died yes": 17, "died 1": 12, "event 1": 10, "status 0 1": 8,
    "status 1 2": 5, "0:LIVING": 4, "cens 0 1": 6, "censored or event": 5, "censored yes": 3,
}  # fmt: skip
_ENCODINGS = {"utf-8": 45, "utf-8-sig": 20, "utf-16": 10, "cp1252": 25}
_KINDS = {"text": 82, "xlsx": 12, "ods": 6}
_SEPARATORS = {",": 35, ";": 30, "\t": 25, "|": 10}
_DATE_FORMS = {"iso": 25, "d.m.y": 20, "d/m/y": 20, "d-m-y": 5, "d mon y": 14, "y/m/d": 4, "yyyymmdd": 4, "m/d/y": 8}
_SPELLINGS = {"as is": 55, "snake": 20, "UPPER": 6, "UPPER_SNAKE": 8, "camel": 5, "dots": 6}
_PREFIXES = ("demographic.", "patient.", "donor_", "cases.", "clinical_", "pt_", "diagnoses.0.")


class Number(str):
    """A cell that holds a number, written with a point here; the writer may put a comma, or a real number."""

    __slots__ = ()


@dataclass(frozen=True)
class Dress:
    """How one file is written.

    Attributes:
        unit, digits: of times; digits None for all that a division leaves.
        unit_said: "header", "cells" or "nowhere".
        kind: "text", "xlsx" or "ods".
        spelling, plain_letters, prefix: of headers.
        blank: what stands where nothing is known.
    """

    language: Language
    layout: str
    status: str
    unit: str
    digits: int | None
    unit_said: str
    kind: str
    separator: str
    encoding: str
    line_end: str
    quoted: bool
    decimal_comma: bool
    spelling: str
    plain_letters: bool
    prefix: str
    blank: str
    date_form: str
    has_id: bool
    second: bool
    distractors: int
    shuffled: bool
    titled: bool
    footed: bool
    contradictory: bool
    repeated: bool
    untimed: bool

    @property
    def features(self) -> tuple[str, ...]:
        """What can be said of the file in a word, for counting."""
        said = {
            self.language.name: True, f"status: {self.status}": True, f"unit {self.unit}": True,
            f"unit said: {self.unit_said}": True, f"file: {self.kind}": True, f"headers: {self.spelling}": True,
            f"date: {self.date_form}": self.layout in ("dates", "dated events"), "prefix": bool(self.prefix),
            "decimal comma": self.decimal_comma, "no id": not self.has_id, "second endpoint": self.second,
            "title lines": self.titled, "footer": self.footed, "contradictions": self.contradictory,
            "repeated row": self.repeated, "missing times": self.untimed,
            f"encoding {self.encoding}": self.kind == "text", "letters without accents": self.plain_letters,
            "distractors": bool(self.distractors),
        }  # fmt: skip
        return tuple(name for name, holds in said.items() if holds)

    def head(self, text: str) -> str:
        """A header in this file's spelling."""
        if self.plain_letters:
            text = plain(text)
        words = [w for w in re.split(r"[^\w]+|_", text) if w]
        spelt = {
            "as is": text,
            "snake": "_".join(words).lower(),
            "UPPER": text.upper(),
            "UPPER_SNAKE": "_".join(words).upper(),
            "camel": words[0].lower() + "".join(w[:1].upper() + w[1:] for w in words[1:]),
            "dots": ".".join(words),
        }[self.spelling]
        return self.prefix + spelt

    def time(self, days: float) -> str:
        """A time as its cell has it."""
        value = days / DAYS[self.unit]
        text = f"{value:.{self.digits}f}" if self.digits is not None else repr(value)
        if self.unit_said != "cells":
            return Number(text)
        written = text.replace(".", ",") if self.decimal_comma else text
        return f"{written} {self.language.units[self.unit][1]}"

    @property
    def half_step(self) -> float:
        """How far, in days, a written time can be from the true one."""
        return 0.0 if self.digits is None else 0.5 * 10.0**-self.digits * DAYS[self.unit]

    def date(self, day: dt.date) -> str | dt.date:
        month = self.language.months[day.month - 1]
        if self.plain_letters:
            month = plain(month)
        forms: dict[str, str | dt.date] = {
            "iso": day.isoformat(),
            "d.m.y": f"{day:%d.%m.%Y}",
            "d/m/y": f"{day:%d/%m/%Y}",
            "d-m-y": f"{day:%d-%m-%Y}",
            "m/d/y": f"{day:%m/%d/%Y}",
            "y/m/d": f"{day:%Y/%m/%d}",
            "yyyymmdd": Number(f"{day:%Y%m%d}"),
            "d mon y": f"{day.day} {month} {day.year}",
            "real": day,
        }
        return forms[self.date_form]


def plain(text: str) -> str:
    """Without accents, as many programs leave it."""
    parts = unicodedata.normalize("NFKD", text.replace("º", "o").replace("°", "o"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def drawn(rng: Random) -> Dress:
    """A dress by chance."""
    language = rng.choices(LANGUAGES, (6, 3, 2, 2, 2, 1, 2))[0]
    layout = _one(rng, LAYOUTS)
    unit = rng.choices(tuple(DAYS), (35, 5, 45, 15))[0]
    kind = _one(rng, _KINDS)
    form = _one(rng, _DATE_FORMS)
    if form == "m/d/y" and language is not ENGLISH:
        form = "d/m/y"
    wide = layout in ("time and event", "two times", "dates")
    return Dress(
        language=language,
        layout=layout,
        status=_one(rng, STATUSES),
        unit=unit,
        digits={"days": 0, "weeks": rng.choice((0, 1)), "months": rng.choice((0, 1, 1, 2, None)),
                "years": rng.choice((2, 2, 3, None))}[unit],
        unit_said=rng.choices(("header", "cells", "nowhere"), (78, 11, 11))[0],
        kind=kind,
        separator=_one(rng, _SEPARATORS),
        encoding=_one(rng, _ENCODINGS),
        line_end=rng.choice(("\n", "\r\n")),
        quoted=rng.random() < 0.15,
        decimal_comma=language is not ENGLISH and rng.random() < 0.6,
        spelling=_one(rng, _SPELLINGS),
        plain_letters=rng.random() < 0.25,
        prefix=rng.choice(_PREFIXES) if rng.random() < 0.08 else "",
        blank=rng.choice(language.missing) if rng.random() < 0.4 else "",
        date_form="real" if kind != "text" and rng.random() < 0.6 else form,
        has_id=not wide or rng.random() < 0.95,
        second=rng.random() < 0.35,
        distractors=rng.choice((0, 0, 1, 2, 3, 5)),
        shuffled=rng.random() < 0.4,
        titled=rng.random() < 0.12,
        footed=wide and rng.random() < 0.12,
        contradictory=layout in ("two times", "dates") and rng.random() < 0.2,
        repeated=wide and rng.random() < 0.06,
        untimed=layout == "time and event" and rng.random() < 0.1,
    )  # fmt: skip


def _one(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(tuple(weights), tuple(weights.values()))[0]
