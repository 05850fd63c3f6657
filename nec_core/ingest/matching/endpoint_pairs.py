"""Which time belongs to which event: paired by what their names speak of, and by which rows hold a time.

Any event with any time would make a curve, and a wrong one: relapse counted over the follow-up, death over the time to
response. So a pair must speak of the same thing, or of nothing else. Death is overall survival; what two columns could
be equally well becomes an endpoint each, or stays an extra variable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nec_core.ingest.cells.normalise import number_text
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.matching.endpoint_columns import (
    Subject,
    endpoint_in,
    event_values,
    looks_like_event,
    looks_like_time,
    says_alive_or_dead,
    subject_of_event,
    subject_of_time,
    time_unit,
    vital_values,
    vital_word,
)
from nec_core.ingest.matching.outcome_words import in_english
from nec_core.ingest.matching.profile import Profile
from nec_core.ingest.raw_table import RawTable
from nec_core.time_units import UNITS

Mask = npt.NDArray[np.bool_]

_OF_SUBJECT: dict[Subject, str] = {"relapse": "ttr", "progression": "ttp"}
_OF_EVENT: dict[Subject, str] = {**_OF_SUBJECT, "one cause": "css", "other": "tte"}
_FREE_OF_RETURN = ("rfs", "dfs", "pfs", "efs", "dfi", "pfi", "ttr", "ttp")
_OS_RANK: tuple[Subject | None, ...] = ("survival", "death", "follow-up", None)
_SOME = 0.1  # share of rows from which it is no slip that a time is missing where another is there
_HARDLY = 0.2  # share of those without the event who may have a time of it, by mistake
_MOST_WORDS = 12  # texts of a vital status
_MOST = 0.5  # the same, where the names say which time is which
_ENOUGH_LACKING = 3  # rows with a follow-up alone from which it is no slip, however many had the event
_NEARLY_ALL = 0.9  # share of the dead who have a time that is their death's whatever it is called
_NUMBERS = 0.8  # share of a column's texts
_GO_TOGETHER, _ENOUGH_ROWS = 0.85, 10  # shares of a value's rows with a time of death, and how many rows it takes


@dataclass(frozen=True)
class _Outcomes:
    """What a file has for endpoints, and what of it is used.

    Attributes:
        raw: the cells.
        every: all columns that may belong to an endpoint.
        times, events: those that look like one.
        deaths_told: other columns tell who died, a vital status or dates.
        dated: dates give a survival time of their own.
        found: column -> its mapping; filled as pairs are made.
    """

    raw: RawTable
    every: tuple[Profile, ...]
    times: tuple[Profile, ...]
    events: tuple[Profile, ...]
    deaths_told: bool
    dated: bool
    found: dict[str, ColumnMapping] = field(default_factory=dict)

    def free_events(self) -> list[Profile]:
        return [e for e in self.events if e.column not in self.found]

    def free_name(self, name: str) -> str:
        """The endpoint's name, with a number where it is taken."""
        taken = {m.endpoint for m in self.found.values()}
        return name if name not in taken else next(n for k in range(2, 99) if (n := f"{name}_{k}") not in taken)

    def take_time(self, p: Profile, name: str, of_event: bool = False) -> None:
        unit = time_unit(p.words) or p.cell_unit
        self.found[p.column] = ColumnMapping(
            column=p.column, target=f"time_of_event:{name}" if of_event else f"time:{name}", unit=unit,
            decimal_comma=p.decimal_comma, confidence=0.95 if unit else 0.6,
            reason=("its header names a time" if not of_event else "only those with the event have this time")
            + (f", in {unit}" if unit else ""),
        )  # fmt: skip

    def take_event(self, p: Profile, name: str) -> None:
        values, why = event_values(p)
        self.found[p.column] = ColumnMapping(
            column=p.column, target=f"event:{name}", values=values, confidence=0.95 if values else 0.4, reason=why
        )

    def take_vital_status(self, p: Profile) -> None:
        self.found[p.column] = ColumnMapping(
            column=p.column, target="vital_status", values=vital_values(p), confidence=0.9,
            reason="several times are counted to the same death",
        )  # fmt: skip


def suggest_endpoints(
    raw: RawTable, profiles: Sequence[Profile], deaths_told: bool, dated: bool = False
) -> dict[str, ColumnMapping]:
    """Pairs time columns with event columns.

    Args:
        raw: the cells.
        profiles: the columns that may belong to an endpoint.
        deaths_told: other columns tell who died, a vital status or dates: overall survival needs no event of its own.
        dated: dates give a survival time of their own, so that a time needs a name to be another.

    Returns:
        column -> its mapping, for the columns that belong to an endpoint.
    """
    times = tuple(p for p in profiles if looks_like_time(p))
    events = tuple(p for p in profiles if looks_like_event(p) and p not in times)
    outcomes = _Outcomes(raw, tuple(profiles), times, events, deaths_told, dated)
    named = _named_times(outcomes)
    for name, ps in named.items():
        _pair_named(outcomes, name, ps)
    plain = [p for p in times if endpoint_in(p.words) is None]
    if "os" not in named:
        _pair_survival(outcomes, [p for p in plain if subject_of_time(p.words) in _OS_RANK])
    for subject, name in _OF_SUBJECT.items():
        own = [p for p in plain if subject_of_time(p.words) == subject and p.column not in outcomes.found]
        _pair_return(outcomes, subject, name, own)
    return outcomes.found


def _named_times(outcomes: _Outcomes) -> dict[str, list[Profile]]:
    named: dict[str, list[Profile]] = {}
    for p in outcomes.times:
        if name := endpoint_in(p.words):
            named.setdefault(name, []).append(p)
    return {name: _in_one_unit(ps) for name, ps in named.items()}


def _in_one_unit(times: Sequence[Profile]) -> list[Profile]:
    """Of times that differ by their unit only, the first: "os days" and "os months" are one time."""
    kept: dict[str, Profile] = {}
    for p in times:
        kept.setdefault(_qualifier(p.words, ""), p)
    return list(kept.values())


def _qualifier(words: str, name: str) -> str:
    """What a header says beside its endpoint and unit: "2019" of "os months 2019"."""
    said = [
        w
        for w in in_english(words).split()
        if w not in (*UNITS, *(u[:-1] for u in UNITS), name, "status", "event", "time")
    ]
    return "_".join(said)


def _pair_named(outcomes: _Outcomes, name: str, times: Sequence[Profile]) -> None:
    """Each time under an endpoint's name with the event of that name; several become several endpoints."""
    bare = [p for p in times if not _qualifier(p.words, name)]
    for p in times:
        mark = _qualifier(p.words, name)
        alone = len(times) == 1 or (len(bare) == 1 and p is bare[0])
        own = name if alone else _joined(name, mark or "1")
        exact = [e for e in outcomes.free_events() if endpoint_in(e.words) == name]
        same = [e for e in exact if _qualifier(e.words, name) == mark]
        event = next(iter(same or (exact if len(times) == 1 else [])), None) or _fitting_event(outcomes, name)
        _pair(outcomes, outcomes.free_name(own), p, event)


def _fitting_event(outcomes: _Outcomes, name: str) -> Profile | None:
    """An event for a time under an endpoint's name: of its subject; else one that says nothing of itself, where it is
    the only one or the only time. One "status" beside overall and progression-free survival is the death's."""
    free = [e for e in outcomes.free_events() if endpoint_in(e.words) is None]
    wanted = {"os": ("death",), "css": ("one cause",), "dss": ("one cause",)} | dict.fromkeys(
        _FREE_OF_RETURN, ("relapse", "progression")
    )
    fitting = [e for e in free if subject_of_event(e) in wanted.get(name, ())]
    unsaid = [e for e in free if subject_of_event(e) is None]
    lone = len(outcomes.times) == 1 or (name == "os" and len(unsaid) == 1)
    return next(iter(fitting or (unsaid if lone else [])), None)


def _pair(outcomes: _Outcomes, name: str, time: Profile, event: Profile | None) -> None:
    survival = name.split("_")[0] == "os"
    if event is None and not (survival and (outcomes.deaths_told or any(map(says_alive_or_dead, outcomes.events)))):
        return
    outcomes.take_time(time, name)
    if event is not None and not (survival and says_alive_or_dead(event)):
        outcomes.take_event(event, name)


def _pair_survival(outcomes: _Outcomes, times: Sequence[Profile]) -> None:
    """Overall survival from times without an endpoint's name: the one that speaks of survival, else of follow-up."""
    deaths = [e for e in outcomes.free_events() if _is_death(e)]
    free = [e for e in outcomes.free_events() if endpoint_in(e.words) is None and subject_of_event(e) is None]
    if outcomes.dated:
        times = [p for p in times if subject_of_time(p.words) is not None]
    if not times:
        return
    if not deaths and not free and not outcomes.deaths_told and _pair_without_status(outcomes, times):
        return
    if not deaths and not outcomes.deaths_told and not free:
        _pair_other(outcomes, times)
        return
    event = next(iter(deaths), None) or (None if outcomes.deaths_told else free[0])
    times = _of_the_event(times, event, outcomes)
    if not times:
        return
    apart = _times_apart(outcomes, times, event)
    if apart is not None:
        of_event, follow_up = apart
        outcomes.take_time(of_event, "os", of_event=True)
        if follow_up is not None:
            _pair(outcomes, "os", follow_up, event)
        elif event is not None and not says_alive_or_dead(event):
            outcomes.take_event(event, "os")
        return
    best = _in_one_unit(_best(times))
    if len(best) == 1:
        _pair(outcomes, "os", best[0], event)
        if (of_death := _only_the_dead_have(outcomes, best[0], event)) is not None:
            outcomes.take_time(of_death, "os", of_event=True)
        return
    for p in best:
        mark = _qualifier(p.words, "os") or "1"
        others = [_qualifier(q.words, "os") for q in best if q is not p]
        outcomes.take_time(p, _joined("os", _own_words(mark, others)))
    if event is not None and not outcomes.deaths_told and not says_alive_or_dead(event):
        outcomes.take_vital_status(event)


def _pair_without_status(outcomes: _Outcomes, times: Sequence[Profile]) -> bool:
    """A time to death beside a follow-up needs no status, as dates of death need none: who has it died."""
    of_death = [p for p in times if subject_of_time(p.words) == "death"]
    of_follow_up = [p for p in times if subject_of_time(p.words) == "follow-up"]
    if len(of_death) != 1 or len(of_follow_up) != 1:
        return False
    filled = _filled(outcomes.raw, of_death[0])
    if filled.all() or not filled.any() or not (~filled & _filled(outcomes.raw, of_follow_up[0])).any():
        return False
    outcomes.take_time(of_death[0], "os", of_event=True)
    outcomes.take_time(of_follow_up[0], "os")
    if (status := _goes_with(outcomes, filled)) is not None:
        outcomes.found[status.column] = status
    return True


def _goes_with(outcomes: _Outcomes, filled: Mask) -> ColumnMapping | None:
    """A column of two values, one of which nearly always has a time of death and the other hardly ever: who is said to
    be dead under a name nobody knows."""
    for p in outcomes.every:
        if p.n_distinct != 2 or p.n_filled < len(filled) or len(filled) < _ENOUGH_ROWS:
            continue
        texts, codes = outcomes.raw.distinct(p.column)
        share = np.bincount(codes, weights=filled, minlength=len(texts)) / np.bincount(codes, minlength=len(texts))
        if share.max() >= _GO_TOGETHER and share.min() <= 1 - _GO_TOGETHER:
            values = {t.casefold(): str(int(s > 0.5)) for t, s in zip(texts, share, strict=True)}
            return ColumnMapping(
                column=p.column, target="event:os", values=values, confidence=0.6,
                reason="one of its values nearly always has a time of death, the other hardly ever",
            )  # fmt: skip
    return None


def _only_the_dead_have(outcomes: _Outcomes, time: Profile, event: Profile | None) -> Profile | None:
    """Where a time is 0 or blank for the dead, the numbers that just they have, whatever the column is called."""
    died = _happened(outcomes.raw, event) if event is not None else _died(outcomes)
    if died is None and event is not None:
        return _goes_with_codes(outcomes, time, event)
    if died is None or not (died == 1).any() or not (died == 0).any():
        return None
    lacking = _filled(outcomes.raw, time)[died == 1].mean() <= 1 - _NEARLY_ALL
    for p in _nameless_numbers(outcomes, time, event):
        filled = _filled(outcomes.raw, p)
        if filled[died == 1].mean() < _NEARLY_ALL or filled[died == 0].mean() > 1 - _NEARLY_ALL:
            continue
        if lacking or _is_later(outcomes.raw, p, time, filled & (died == 1)):
            return p
    return None


def _nameless_numbers(outcomes: _Outcomes, time: Profile, event: Profile | None) -> list[Profile]:
    """The columns of many numbers whose names speak of no other event, and that nothing has taken."""
    return [
        p
        for p in outcomes.every
        if p is not time
        and p is not event
        and p.column not in outcomes.found
        and p.number_share >= _NUMBERS
        and p.n_distinct > _MOST_WORDS / 2
        and subject_of_time(p.words) not in ("relapse", "progression", "other")
    ]


def _goes_with_codes(outcomes: _Outcomes, time: Profile, event: Profile) -> Profile | None:
    """The same where nobody has said what the event's codes mean: numbers that one of them has, the other not."""
    texts, codes = outcomes.raw.distinct(event.column)
    if event.n_distinct != 2 or event.n_filled < len(codes) or len(codes) < _ENOUGH_ROWS:
        return None
    for p in _nameless_numbers(outcomes, time, event):
        filled = _filled(outcomes.raw, p)
        share = np.bincount(codes, weights=filled, minlength=len(texts)) / np.bincount(codes, minlength=len(texts))
        apart = share.max() >= _GO_TOGETHER and share.min() <= 1 - _GO_TOGETHER
        if apart and _is_later(outcomes.raw, p, time, filled & (codes == int(share.argmax()))):
            return p
    return None


def _is_later(raw: RawTable, p: Profile, time: Profile, rows: Mask) -> bool:
    """Whether numbers are nearly always as large as a time or larger, as a death is after the last visit."""
    later = _numbers(raw, p)[rows] >= _numbers(raw, time)[rows]
    return bool(later.mean() >= _NEARLY_ALL)


def _is_death(event: Profile) -> bool:
    name = endpoint_in(event.words)
    return name == "os" or (name is None and subject_of_event(event) == "death")


def _of_the_event(times: Sequence[Profile], event: Profile | None, outcomes: _Outcomes) -> list[Profile]:
    """The times that may be the event's: not one whose name has the letter or the number of another event ("rtime"
    beside "rec", "time1" beside "event1")."""
    others = [e for e in outcomes.events if e is not event]
    own = [p for p in times if event is not None and _share_a_mark(p, event)]
    if own:
        return own
    return [p for p in times if not any(_share_a_mark(p, e) for e in others)] or list(times)


def _share_a_mark(time: Profile, event: Profile) -> bool:
    """Whether a bare time and an event belong together by a number or letter of theirs: time1 and event1, dtime and
    death, timeT and statusT."""
    mark = _mark_of_time(time.words)
    if not mark:
        return False
    words = in_english(event.words)
    if mark.isdigit():
        return re.sub(r"\D", "", words) == mark
    stripped = re.sub(r"\b(status|stat|event|cens|censor)\b", " ", words).split()
    return mark in stripped or (len(mark) <= 3 and any(w.startswith(mark) for w in stripped))


def _mark_of_time(words: str) -> str:
    """What is left of a bare time's name: "1" of "time1", "r" of "rtime", "t" of "time t"; "" for a full name."""
    if subject_of_time(words) is not None:
        return ""
    left = re.sub(r"times?|\b(days?|weeks?|months?|years?)\b", " ", words).split()
    return left[0] if len(left) == 1 and len(left[0]) <= 4 else ""


def _best(times: Sequence[Profile]) -> list[Profile]:
    """The times whose names speak of survival most plainly. Of several names that say nothing, one that says "time"
    and no more goes before others; else a person chooses."""
    ranks = [_OS_RANK.index(s) if (s := subject_of_time(p.words)) in _OS_RANK else len(_OS_RANK) for p in times]
    best = [p for p, rank in zip(times, ranks, strict=True) if rank == min(ranks)]
    if subject_of_time(best[0].words) is None:
        plain = [p for p in best if not _qualifier(p.words, "")]
        return plain[:1] or best
    return best


def _own_words(mark: str, others: Sequence[str]) -> str:
    """The words of a name that no other has."""
    shared = set.intersection(*(set(o.split("_")) for o in others)) if others else set()
    own = [w for w in mark.split("_") if w not in shared]
    return "_".join(own) or mark


def _joined(name: str, mark: str) -> str:
    plain = re.sub(r"[^a-z0-9_]+", "_", mark.casefold())
    return f"{name}_{plain}"


def _times_apart(
    outcomes: _Outcomes, times: Sequence[Profile], event: Profile | None
) -> tuple[Profile, Profile | None] | None:
    """The time of the dead and that of follow-up, where those are two columns; the latter None where it is missing."""
    happened = _happened(outcomes.raw, event) if event is not None else _died(outcomes)
    of_death = [p for p in times if subject_of_time(p.words) == "death"]
    of_follow_up = [p for p in times if subject_of_time(p.words) == "follow-up"]
    candidates = of_death or [p for p in times if subject_of_time(p.words) == "survival"]
    for p in candidates:
        filled = _filled(outcomes.raw, p)
        for other in of_follow_up or [q for q in times if q is not p and of_death and q not in of_death]:
            if _completed_by(outcomes.raw, filled, other, happened, named=bool(of_death and of_follow_up)):
                return p, other
        alone = len(times) == 1 and happened is not None and (~filled & (happened == 0)).mean() >= _SOME
        if alone and not _filled_without_event(filled, happened):
            return p, None
    return None


def _completed_by(
    raw: RawTable, filled: Mask, follow_up: Profile, happened: npt.NDArray[np.float64] | None, named: bool
) -> bool:
    """Whether a follow-up is there for those who lack the time of the event. Names that say which is which need few
    rows for it, and may be contradicted by some; others must be told by the rows."""
    lacking = ~filled & _filled(raw, follow_up)
    if named:
        return bool(lacking.any()) and not _filled_without_event(filled, happened, _MOST)
    return bool(lacking.any()) and (
        _just_the_event(filled, lacking, happened)
        or (lacking.mean() >= _SOME and not _filled_without_event(filled, happened))
    )


def _just_the_event(filled: Mask, lacking: Mask, happened: npt.NDArray[np.float64] | None) -> bool:
    """Whether those with the event have its time, and of the others, few as they may be, most have the follow-up
    alone."""
    if happened is None:
        return False
    had, without = happened == 1, happened == 0
    if (filled == had).all():
        return True
    if not had.any() or lacking.sum() < _ENOUGH_LACKING:
        return False
    return bool(filled[had].mean() >= _NEARLY_ALL and lacking[without].mean() >= 1 - _HARDLY)


def _died(outcomes: _Outcomes) -> npt.NDArray[np.float64] | None:
    """(n,) who died, as a vital status in words tells it; None where none does."""
    vital = next((e for e in outcomes.every if e.n_distinct <= _MOST_WORDS and says_alive_or_dead(e)), None)
    if vital is None:
        return None
    texts, codes = outcomes.raw.distinct(vital.column)
    said = {"dead": 1.0, "alive": 0.0, None: np.nan}
    return np.array([said[vital_word(t.casefold())] for t in texts])[codes]


def _filled_without_event(filled: Mask, happened: npt.NDArray[np.float64] | None, most: float = _HARDLY) -> bool:
    """Whether those without the event have the time, too, more than by mistake."""
    if happened is None or not (happened == 0).any():
        return False
    return bool(filled[happened == 0].mean() > most)


def _filled(raw: RawTable, p: Profile) -> Mask:
    """(n,) whether a row holds a time; a 0 stands in many files where there is none."""
    filled: Mask = np.nan_to_num(_numbers(raw, p)) > 0
    return filled


def _numbers(raw: RawTable, p: Profile) -> npt.NDArray[np.float64]:
    """(n,) nan for what is no number."""
    texts, codes = raw.distinct(p.column)
    read = (number_text(t, p.decimal_comma) for t in texts)
    return np.array([np.nan if x is None else float(x) for x in read], np.float64)[codes]


def _happened(raw: RawTable, event: Profile) -> npt.NDArray[np.float64] | None:
    values = event_values(event)[0]
    if not values:
        return None
    texts, codes = raw.distinct(event.column)
    return np.array([float(values.get(t.casefold()) or "nan") for t in texts])[codes]


def _pair_return(outcomes: _Outcomes, subject: Subject, name: str, times: Sequence[Profile]) -> None:
    """Relapse or progression with a time of its own."""
    events = [e for e in outcomes.free_events() if subject_of_event(e) == subject and endpoint_in(e.words) is None]
    if not times or not events:
        return
    time, event = times[0], events[0]
    filled, happened = _filled(outcomes.raw, time), _happened(outcomes.raw, event)
    lacking = ~filled.all() and (~filled).mean() >= _SOME and not _filled_without_event(filled, happened)
    follow_up = next((p for p in outcomes.times if subject_of_time(p.words) == "follow-up"), None)
    shared = any(m.target == "time:os" for m in outcomes.found.values())
    if lacking and not shared and follow_up is not None and follow_up.column not in outcomes.found:
        outcomes.take_time(follow_up, name)
        shared = True
    outcomes.take_time(time, name, of_event=bool(lacking and shared))
    outcomes.take_event(event, name)


def _pair_other(outcomes: _Outcomes, times: Sequence[Profile]) -> None:
    """A file without deaths: its one event with its one time, under the event's own name."""
    times = [p for p in times if subject_of_time(p.words) != "death"]  # of other events it is no time
    events = outcomes.free_events()
    named = {n for e in events if (n := endpoint_in(e.words))}
    if len(named) == 1 and times:
        name = named.pop()
        _pair(outcomes, name, _best(times)[0], next(e for e in events if endpoint_in(e.words) == name))
    elif not named and events and times:
        subject = subject_of_event(events[0])
        own = [p for p in outcomes.times if subject is not None and subject_of_time(p.words) == subject]
        if not own:  # with a time of its own it is paired there
            _pair(outcomes, _OF_EVENT.get(subject or "death", "os"), _best(times)[0], events[0])


__all__ = ["suggest_endpoints"]
