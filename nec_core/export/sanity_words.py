"""The records for the eye, in words: one line an endpoint, and what is unusual, why it matters, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nec_core import formatting as fmt
from nec_core.analysis.guarding.patients import likely_duplicates
from nec_core.formatting import in_sentence
from nec_core.patients.likely_duplicates import LikelyDuplicates
from nec_core.summary.sanity import FIRST_YEAR, EndpointNumbers, Mark, MarkKind, Sanity

_FEW_TEXTS = 4
_LONGER = 0.55
"""Share of pairs from which on one reads as longer than the other."""


@dataclass(frozen=True)
class MarkWords:
    """A mark as a person reads it: what is unusual, why it matters, what to do."""

    what: str
    why: str
    do: str

    @property
    def text(self) -> str:
        return f"{self.what} {self.why} {self.do}"


def sanity_line(found: Sanity) -> str:
    """The cohort in one line, by the endpoint that is taken where nobody says otherwise.

    "40 patients, 16 deaths (40%), diagnosed 1998–2021, followed 0–98 months, median 41.0 months (reverse
    Kaplan-Meier)".
    """
    parts = [fmt.plural(found.n, "patient")]
    first = found.endpoints[0] if found.endpoints else None
    if first is not None and first.n != found.n:
        parts.append(f"{fmt.count(first.n)} of them with {in_sentence(first.label)}")
    if first is not None and first.n:
        parts.append(_events(first))
    if found.first_year is not None:
        parts.append(f"diagnosed {fmt.value_range(found.first_year, found.last_year)}")
    if first is not None and first.n:
        parts.append(_followed(first))
    return ", ".join(parts)


def further_lines(found: Sanity) -> tuple[str, ...]:
    """Each further endpoint in a line."""
    return tuple(_further(e, found.n) for e in found.endpoints[1:])


def sanity_lines(found: Sanity) -> tuple[str, ...]:
    """All of it: the line, the further endpoints, and the marks, each in one line."""
    return (sanity_line(found), *further_lines(found), *(f"! {mark_words(m).text}" for m in found.marks))


def _events(e: EndpointNumbers) -> str:
    share = f" ({fmt.percent(e.events / e.n, 0)})"
    told = fmt.plural(e.events, "death") if e.of_death else f"{fmt.plural(e.events, 'event')} of {in_sentence(e.label)}"
    competing = f", {fmt.plural(e.competing, 'competing event')}" if e.competing else ""
    return told + share + competing


def _followed(e: EndpointNumbers) -> str:
    times = f"{fmt.value_range(e.shortest, e.longest)} {e.unit}"
    median = "not reached" if e.median_follow_up is None else fmt.duration(e.median_follow_up, e.unit)
    return f"followed {times}, median {median} (reverse Kaplan-Meier)"


def _further(e: EndpointNumbers, n: int) -> str:
    if not e.n:
        return f"{e.label}: nobody has a usable time"
    who = f"{fmt.plural(e.n, 'patient')}, " if e.n != n else ""
    competing = f", {fmt.plural(e.competing, 'competing event')}" if e.competing else ""
    events = fmt.plural(e.events, "death" if e.of_death else "event")
    return (
        f"{e.label}: {who}{events} ({fmt.percent(e.events / e.n, 0)}){competing}, "
        f"followed {fmt.value_range(e.shortest, e.longest)} {e.unit}"
    )


def mark_words(mark: Mark) -> MarkWords:
    """A mark in words."""
    return _WORDS[mark.kind](mark)


def _no_times(m: Mark) -> MarkWords:
    return MarkWords(
        f"None of {fmt.plural(m.total, 'patient')} has a usable time for {in_sentence(m.about)}.",
        "There is nothing to draw a curve of.",
        "Look at its dates or its time: are they blank, or known to the month or year alone? Survival curves can count "
        "such dates from the first day they can be.",
    )


def _no_event(m: Mark) -> MarkWords:
    nobody = "Nobody died" if m.of_death else f"Nobody had the event of {in_sentence(m.about)}"
    return MarkWords(
        f"{nobody}: {fmt.plural(m.total, 'patient')}, no event.",
        "If the file tells events in words or codes that were taken for something else, survival looks perfect.",
        f"Look at what the values of the event mean.{_taken(m)}",
    )


def _all_events(m: Mark) -> MarkWords:
    if m.of_death:
        what = f"Everybody died: all {fmt.plural(m.total, 'patient')}."
    else:
        what = f"Everybody had the event of {in_sentence(m.about)}: all {fmt.plural(m.total, 'patient')}."
    if m.n:
        what += f" {fmt.plural(m.n, 'row')} of which the file does not say so {_were(m.n)} left out."
    return MarkWords(
        what,
        "Where only the dead have a time, or a status is read the wrong way round, the curve falls far too fast.",
        f"Look whether the living have a time, and what the values of the event mean.{_taken(m)}",
    )


def _dead_longer(m: Mark) -> MarkWords:
    had, others, rule = (
        ("died", "living", "the dead are followed less long")
        if m.of_death
        else ("had the event", "others", "the event comes earlier")
    )
    how = "as long as" if m.share is None or m.share < _LONGER else "longer than"
    each = ", each of them" if m.share == 1 else ""
    return MarkWords(
        f"Those who {had} were followed {how} the {others}{each}; as a rule {rule}.",
        f"A status read the wrong way round does this. As it is read, {fmt.count(m.n)} of "
        f"{fmt.plural(m.total, 'patient')} {had}.",
        f"Look at what the values of the event mean.{_taken(m)}",
    )


def _rejected_events(m: Mark) -> MarkWords:
    had = "recorded as dead" if m.of_death else f"with the event of {in_sentence(m.about)}"
    of_them = f"all of {fmt.count(m.total)}" if m.n == m.total else f"{fmt.count(m.n)} of {fmt.count(m.total)}"
    return MarkWords(
        f"Of the rows left out, {of_them} are {had}, far more than of the patients who are in.",
        "Without these deaths survival looks better than it is."
        if m.of_death
        else "Without these events the curve looks better than it is.",
        "Repair these rows below, or in your file and upload it again.",
    )


def _many_folded(m: Mark) -> MarkWords:
    return MarkWords(
        f"{_of_rows(m)} were folded into another row of the same patient.",
        "If each row is a patient of its own, patients are lost, and one stands for many.",
        "Look whether the patient ID is the patient's, and not a centre's or a sample's.",
    )


def _many_rejected(m: Mark) -> MarkWords:
    return MarkWords(
        f"{_of_rows(m)} were left out.",
        "Who is left out may differ from who is in, so the curves can be biased either way.",
        "Look at the problems that left them out: often one column is read wrongly for all.",
    )


def _many_at_zero(m: Mark) -> MarkWords:
    return MarkWords(
        f"{fmt.n_percent(m.n, m.total)} of the patients have a time of 0.",
        "A start of observation, a blank filled with 0, or time in whole years does this; nobody at 0 counts at risk "
        "afterwards.",
        f"Look whether the right column was taken for the time of {in_sentence(m.about)}.",
    )


def _too_long(m: Mark) -> MarkWords:
    return MarkWords(
        f"The longest time is {fmt.duration(m.time, m.unit)}: over 40 years.",
        "Taken in the wrong unit, every time and median is wrong by the same factor.",
        _UNIT_OR_CODE,
    )


def _too_short(m: Mark) -> MarkWords:
    return MarkWords(
        f"The longest time is {fmt.duration(m.time, m.unit)}: nobody was followed longer than a month.",
        "Taken in the wrong unit, every time and median is wrong by the same factor.",
        _UNIT,
    )


def _median_too_long(m: Mark) -> MarkWords:
    return MarkWords(
        f"Median survival is {fmt.duration(m.time, m.unit)}: over 30 years.",
        "Taken in the wrong unit, every time and median is wrong by the same factor.",
        _UNIT,
    )


def _median_too_short(m: Mark) -> MarkWords:
    return MarkWords(
        f"Median survival is {fmt.duration(m.time, m.unit)}: less than a day.",
        "Taken in the wrong unit, every time and median is wrong by the same factor.",
        _UNIT,
    )


_UNIT = "Look at the unit of the time: days, weeks, months or years."
_UNIT_OR_CODE = "Look at the unit of the time, and whether a code such as 9999 stands for a missing time."


def _odd_years(m: Mark) -> MarkWords:
    return MarkWords(
        f"{fmt.plural(m.n, 'patient')} {_were(m.n)} diagnosed before {FIRST_YEAR} or after {m.day}.",
        "A date read wrongly gives a wrong time, and a wrong period of diagnosis.",
        "Look at these dates: a year of two digits, or a spreadsheet's first day where a date is missing?",
    )


def _same_time(m: Mark) -> MarkWords:
    had = "deaths" if m.of_death else "events"
    return MarkWords(
        f"{fmt.count(m.n)} of {fmt.count(m.total)} {had} have the same time, {fmt.duration(m.time, m.unit)}.",
        "A time filled in for all of them draws one step that no patient took.",
        "Look whether it is a code, or the end of the study in place of the day of each event.",
    )


def _same_date(m: Mark) -> MarkWords:
    return MarkWords(
        f"{fmt.count(m.n)} of {fmt.count(m.total)} dates under “{m.about}” are {m.day}.",
        "A day filled in for most gives times that are no patient's.",
        "Look whether it is the day of the extract, or stands for a date that is missing.",
    )


def _likely_duplicates(m: Mark) -> MarkWords:
    """As beside every result."""
    guard = likely_duplicates(m.duplicates or LikelyDuplicates((), (), 0.0, 0, None), m.total)
    return MarkWords(guard.what, guard.why, guard.do)


def _taken(m: Mark) -> str:
    """Which column's which texts were taken for the event; empty where the mapping does not tell."""
    if not m.texts:
        return f" It was read from “{fmt.shorten(m.column, 60)}”." if m.column else ""
    some = [f"“{fmt.shorten(t, 30)}”" for t in m.texts[:_FEW_TEXTS]]
    more = f" and {len(m.texts) - _FEW_TEXTS} more" if len(m.texts) > _FEW_TEXTS else ""
    event = "dead" if m.of_death else "the event"
    return f" In “{fmt.shorten(m.column, 60)}”, {', '.join(some)}{more} {_were(len(m.texts))} taken for {event}."


def _of_rows(m: Mark) -> str:
    return f"{fmt.count(m.n)} of {fmt.plural(m.total, 'row')} ({fmt.percent(m.n / m.total, 0)})"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


_WORDS: Mapping[MarkKind, Callable[[Mark], MarkWords]] = {
    "no_times": _no_times,
    "no_event": _no_event,
    "all_events": _all_events,
    "dead_longer": _dead_longer,
    "rejected_events": _rejected_events,
    "many_folded": _many_folded,
    "many_rejected": _many_rejected,
    "many_at_zero": _many_at_zero,
    "too_long": _too_long,
    "too_short": _too_short,
    "median_too_long": _median_too_long,
    "median_too_short": _median_too_short,
    "odd_years": _odd_years,
    "same_time": _same_time,
    "same_date": _same_date,
    "likely_duplicates": _likely_duplicates,
}
