"""What the product knows of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nec_core.time_units import TimeUnit

Words = str
"""Words or phrases with commas between, as people write them: accents and umlauts, lower case."""


@dataclass(frozen=True, eq=False)  # each language is one object
class Language:
    """The words of a language, as far as cohort tables use them.

    Attributes:
        name: in English.
        small: articles and prepositions. They are left out when headers are compared, so none
            may mean "no" or "without".
        date, start, year: words for a date, a beginning and a calendar year; with what happened they name a date.
        stage: words in front of a stage's number, as "Stadium" in "Stadium IV".
        status: words beside a marker's name, as in "p16-Status".
        links: letters between the parts of a compound, as the s in "Operationsdatum"; empty where words are not joined.
        headers: field of the record -> what it is called. Of a date, what happened then ("diagnosis"): the words for
            "date" are put to it. The dates of treatments, the year of diagnosis, the vital status and progression are
            called by the names of others, and stand here only for names of their own.
        levels: English value -> what cells call it, in every field that knows the English one: "positive" is a level of
            a marker, and R1 of a margin.
        letters: codes of one letter, each set for itself: English value -> letter. What a letter means depends on the
            others: M beside F is no M beside H.
        outcomes: English word of a time or an event -> what headers call it.
        short: English name of an endpoint -> its abbreviations; read only beside other words of the language.
        events: "0" censored, "1" the event, "2" a competing event -> what cells call it, beside alive and dead.
        units: unit of time -> its words, and their abbreviations.
        months: the twelve months, each with its names and abbreviations.
        missing: what stands in cells for "not recorded", and "unknown".
    """

    name: str
    small: Words
    date: Words
    start: Words
    year: Words
    stage: Words
    status: Words
    links: tuple[str, ...]
    headers: Mapping[str, Words]
    levels: Mapping[str, Words]
    letters: tuple[Mapping[str, str], ...]
    outcomes: Mapping[str, Words]
    short: Mapping[str, Words]
    events: Mapping[str, Words]
    units: Mapping[TimeUnit, Words]
    months: tuple[Words, ...]
    missing: Words


def each(words: Words) -> tuple[str, ...]:
    """The words one by one."""
    return tuple(w.strip() for w in words.split(",") if w.strip())
