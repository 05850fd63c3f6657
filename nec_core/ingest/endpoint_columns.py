"""Which columns look like an endpoint's time and event, and what the event's codes say by themselves."""

from __future__ import annotations

import re

from nec_core.ingest.mapping import ENDPOINT_LABELS, ColumnMapping, TimeUnit
from nec_core.ingest.profile import Profile

_UNITS: tuple[tuple[TimeUnit, str], ...] = (
    ("months", r"months?|mos?|mths?|monate|mois"),
    ("days", r"days?|tage|jours"),
    ("weeks", r"weeks?|wks?"),
    ("years", r"years?|yrs?|jahre"),
)
_TIME_WORDS = re.compile(
    r"\b(time|futime|fu|follow ?up|followup|survival|surv|duration|ttp|tte|until|last contact)\b|time$|^time"
)
_NOT_A_TIME = re.compile(r"\b(from|before|birth|age|assessment|to initial|flag|date|year of)\b")
_EVENT_WORDS = re.compile(
    r"\b(status|event|dead|died|death|deceased|died of|vital|cens|censor(ed|ing)?|relapsed?|recurrence|recurred|progress(ed|ion)"
    r"|fustat|outcome)\b|stat(us)?$|event$"
)
_SAYS_EVENT = re.compile(r"\b(dead|died|death|deceased|event|relapsed?|recurrence|recurred|progressed|progression|dod)\b|event$")
_SAYS_DEATH = re.compile(r"\b(dead|died|death|deceased|vital|dod|living|alive)\b")
_SAYS_CENSORING = re.compile(r"\bcens")
_EVENT_TEXT = ("dead", "deceased", "died", "death", "event", "yes", "true", "relapse", "relapsed", "recurred", "recurrence",
               "recurred/progressed", "progressed", "progression", "dead with tumor", "verstorben")  # fmt: skip
_CENSORED_TEXT = ("alive", "living", "censored", "censor", "no", "false", "no event", "none", "diseasefree", "disease free",
                  "disease-free", "progression free", "alive or dead tumor free", "lebend")  # fmt: skip
_PREFIXED = re.compile(r"([01]):(.*)")
_SPELLED_IN_HEADER = re.compile(r"(?<![0-9])([0-2])[=_: ]?([a-z]+)")


def time_unit(words: str) -> TimeUnit | None:
    """The unit a header states, if any."""
    for unit, pattern in _UNITS:
        if re.search(rf"\b(?:{pattern})\b|(?<=[a-z])(?:months|days|weeks|years)$", words) and (
            re.search(rf"\b(?:{pattern})\b", words) or words.endswith(unit)
        ):
            return unit
    return None


def endpoint_in(words: str) -> str | None:
    """The endpoint a header names: "os" in "os months", "rfs" in "rfstime"."""
    joined = words.replace(" ", "")
    for name, label in ENDPOINT_LABELS.items():
        if name == "cr":
            continue
        if re.search(rf"\b{name}\b", words) or re.match(rf"{name}(time|status|event|months|days|years)", joined):
            return name
        if label.casefold().replace("-", " ").removesuffix(" survival") + " survival" in words:
            return name
    if re.search(r"\bfirst event\b", words):
        return "cr"
    return None


def looks_like_time(p: Profile) -> bool:
    """Non-negative numbers, many of them, under a header that speaks of time."""
    if p.number_share < 0.9 or p.n_distinct < 5 and p.n_filled > 10 or (p.minimum or 0) < 0:
        return False
    named = _TIME_WORDS.search(p.words) or (endpoint_in(p.words) and time_unit(p.words))
    return bool(named) and not _NOT_A_TIME.search(p.words)


def looks_like_event(p: Profile) -> bool:
    """Two or three codes or words under a header that speaks of an outcome."""
    if not 1 <= p.n_distinct <= 4:
        return False
    named = _EVENT_WORDS.search(p.words) or endpoint_in(p.words)
    return bool(named) and not re.search(r"\b(days|months|time|date|flag|therapy)\b", p.words.replace("first event months", ""))


def speaks_of_death(words: str) -> bool:
    return bool(_SAYS_DEATH.search(words))


def event_values(p: Profile) -> tuple[dict[str, str], str]:
    """What each text means ("0", "1", "2"), as far as the file itself says it, and why. Empty when it does not."""
    texts = p.texts
    prefixed = {t: m[1] for t in texts if (m := _PREFIXED.fullmatch(t))}
    if prefixed and len(prefixed) == len(texts):
        return prefixed, "the codes are spelled out in the cells"
    spelled = dict(_SPELLED_IN_HEADER.findall(p.words.replace(" ", "_")))
    if texts <= {"0", "1", "2"} and len(spelled) >= 2 and texts <= set(spelled):
        return {t: t for t in texts}, "the codes are spelled out in the header"
    words = {t: "1" for t in texts if t in _EVENT_TEXT} | {t: "0" for t in texts if t in _CENSORED_TEXT}
    if words and len(words) == len(texts):
        return words, "the values are words"
    if texts <= {"0", "1"} and _SAYS_EVENT.search(p.words) and not _SAYS_CENSORING.search(p.words):
        return {"0": "0", "1": "1"}, "1 = yes, under a header that names the event"
    return {}, "nothing says which value means the event"


def suggest_endpoints(profiles: list[Profile], has_dates: bool) -> dict[str, ColumnMapping]:
    """Pairs time columns with event columns.

    A file with one time and one event column is paired as it stands; with several, names decide ("os months" with
    "os status"). Deaths are overall survival unless a header says otherwise.

    Returns:
        column -> its mapping, for the columns that belong to an endpoint.
    """
    times = [p for p in profiles if looks_like_time(p)]
    events = [p for p in profiles if looks_like_event(p)]
    plain = [p for p in times if endpoint_in(p.words) is None]
    named = {n for p in times + events if (n := endpoint_in(p.words))}
    if len(plain) > 1:  # the better named of several: "SurvivalDays" rather than any other count of days
        plain = sorted(plain, key=lambda p: (not re.search(r"surv|time", p.words), profiles.index(p)))[:1]
    found: dict[str, ColumnMapping] = {}
    taken: set[str] = set()
    for p in [*(p for p in times if endpoint_in(p.words)), *plain]:
        name = endpoint_in(p.words) or _name_for_plain(events, named)
        if name in taken:
            continue
        event = _event_for(name, [e for e in events if e.column not in found and e.column != p.column], alone=len(times) == 1)
        if event is None and not (name == "os" and (has_dates or any(speaks_of_death(e.words) for e in events))):
            continue
        taken.add(name)
        unit = time_unit(p.words)
        found[p.column] = ColumnMapping(
            column=p.column, target=f"time:{name}", unit=unit, decimal_comma=p.decimal_comma,
            confidence=0.95 if unit else 0.6, reason="its header names a time" + (f" in {unit}" if unit else ""),
        )  # fmt: skip
        if event is not None and not (name == "os" and _is_vital_status(event)):
            values, why = event_values(event)
            found[event.column] = ColumnMapping(
                column=event.column, target=f"event:{name}", values=values, confidence=0.95 if values else 0.4, reason=why
            )
    return found


def _is_vital_status(p: Profile) -> bool:
    """Alive and dead in words: the record's own field serves better than an anonymous event."""
    return bool(p.texts) and p.texts <= {"alive", "dead", "living", "deceased"}


def _name_for_plain(events: list[Profile], named: set[str]) -> str:
    only = {n for e in events if (n := endpoint_in(e.words))}
    if len(only) == 1 and not any(speaks_of_death(e.words) for e in events):
        return only.pop()
    return "os" if "os" not in named else "endpoint"


def _event_for(name: str, events: list[Profile], alone: bool) -> Profile | None:
    exact = [e for e in events if endpoint_in(e.words) == name]
    if exact:
        return exact[0]
    free = [e for e in events if endpoint_in(e.words) is None]
    if name == "os":
        deaths = [e for e in free if speaks_of_death(e.words)]
        if deaths:
            return deaths[0]
    if name in ("rfs", "dfs", "pfs", "efs"):
        returns = [e for e in free if re.search(r"recur|relaps|progress", e.words)]
        if returns:
            return returns[0]
    return free[0] if alone and free else None


__all__ = [
    "endpoint_in",
    "event_values",
    "looks_like_event",
    "looks_like_time",
    "speaks_of_death",
    "suggest_endpoints",
    "time_unit",
]
