"""Which columns look like an endpoint's time and event, and what the event's codes say by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from nec_core.ingest.mapping import ENDPOINT_LABELS
from nec_core.ingest.matching.profile import Profile
from nec_core.time_units import TimeUnit

_UNITS: tuple[tuple[TimeUnit, str], ...] = (
    ("months", r"months?|mos?|mths?|monaten?|mois"),
    ("days", r"days?|tagen?|jours"),
    ("weeks", r"weeks?|wks?|wochen|semaines"),
    ("years", r"years?|yrs?|jahren?|ans|années"),
)
_TIME_WORDS = re.compile(
    r"\b(time|futime|fu|follow ?up|followup|survival|surv|duration|ttp|tte|until|last contact"
    r"|überleben|überlebenszeit|survie|durée)\b|time$|^time|^(days|weeks|months|years) ?(to|till|until) ?"
)
_ONLY_UNIT = re.compile(r"^((n|no|number of) )?(days|weeks|months|years)$")
_MOST_EVENT_TEXTS = 6
_SLIPS = 0.05  # share of rows a text may have and be taken for a slip
_UNSAID = "nothing says which value means the event"
_NOT_A_TIME = re.compile(
    r"\b(from|before|birth|age|assessment|to initial|flag|date|year of|clotting|coagulation|bleeding|prothrombin"
    r"|thromboplastin|doubling|operating|operative|operation|isch(a?)emi[ac]|transit|clamp|bypass|waiting|stay|reaction"
    r"|half life)\b"
)
_EVENT_WORDS = re.compile(
    r"\b(status|event|dead|died|death|deceased|died of|vital|cens|censor(ed|ing)?|relapsed?|recurrence|recurred"
    r"|progress(ed|ion)|alive|living|fustat|outcome|verstorben|gestorben|tod|décès|décédé|décédée)\b|stat(us)?$|event$"
    r"|^cens"
)
_NOT_AN_EVENT = re.compile(r"\b(days|months|time|date|flag|therapy|cause|reason|cod|place)\b")
_STATUS = re.compile(r"^(\S*stat(us)?|outcome)$")
_OF_AN_OUTCOME = frozenset(
    ("status", "stat", "outcome", "vital", "survival", "patient", "patients", "s", "life", "last", "final", "current",
     "follow", "up", "followup", "fu", "at", "of", "the", "code", "coded", "overall", "clinical", "censoring", "donor")
)  # fmt: skip
_SAYS_EVENT = re.compile(
    r"\b(dead|died|death|deceased|event|relapsed?|recurrence|recurred|progressed|progression|dod"
    r"|verstorben|gestorben|tod|décès|décédé|décédée)\b|event$"
)
_SAYS_DEATH = re.compile(
    r"\b(dead|died|death|deceased|vital|dod|living|alive|verstorben|gestorben|tod|décès|décédé|décédée)\b"
)
_SAYS_CENSORING = re.compile(r"\bcens")
_EVENT_TEXT = frozenset(
    ("dead", "deceased", "died", "death", "event", "relapse", "relapsed", "recurred", "recurrence", "expired",
     "recurred/progressed", "progressed", "progression", "dead with tumor", "dead with tumour", "verstorben", "dod")
)  # fmt: skip
_CENSORED_TEXT = frozenset(
    ("alive", "living", "censored", "censor", "no event", "none", "diseasefree", "disease free", "disease-free",
     "progression free", "progression-free", "alive or dead tumor free", "lebend", "no relapse", "no recurrence",
     "no progression", "not dead")
)  # fmt: skip
_OTHER_TEXT = frozenset(("dead of other cause", "death of other cause", "competing", "competing event", "other death"))
_VITAL_TEXT = frozenset(("alive", "dead", "living", "deceased", "died", "expired", "lebend", "verstorben"))
_YES = frozenset(("yes", "y", "true", "t", "1", "ja", "oui"))
_NO = frozenset(("no", "n", "false", "f", "0", "nein", "non"))
_CODED_CELL = re.compile(r"([0-9])\s*[:=-]\s*(.+)")
_CODED_BEHIND = re.compile(r"(.*\S)\s*\(([0-9])\)")
_SPELLED_IN_HEADER = re.compile(r"(?<![0-9a-z])([0-9]) ?((?:[a-z]+ ?)+)")


def time_unit(words: str) -> TimeUnit | None:
    """The unit a header states, if any."""
    for unit, pattern in _UNITS:
        if (
            re.search(rf"\b(?:{pattern})\b|(?<=[a-z])(?:months|days|weeks|years)$", words)
            and (re.search(rf"\b(?:{pattern})\b", words) or words.endswith(unit))
        ) or re.match(rf"{unit}to", words):
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
    """Numbers, many of them and hardly any negative, under a header that speaks of time."""
    unit = time_unit(p.words)
    named = _TIME_WORDS.search(p.words) or (endpoint_in(p.words) and unit) or _ONLY_UNIT.search(p.words)
    few = 2 if named and unit else 5  # years alone can be 1, 2, 3
    if p.number_share < 0.8 or (p.n_distinct < few and p.n_filled > 10) or p.negative_share > 0.2:
        return False
    if p.words in ENDPOINT_LABELS:  # "PFS" alone: a time, where its numbers are more than codes
        return p.n_distinct > _MOST_EVENT_TEXTS
    return bool(named) and not _NOT_A_TIME.search(p.words)


def looks_like_event(p: Profile) -> bool:
    """A few codes or words under a header that speaks of an outcome: of a patient's, not of a marker or a marriage."""
    if not 1 <= p.n_distinct <= _MOST_EVENT_TEXTS:
        return False
    if _NOT_AN_EVENT.search(p.words.replace("first event months", "")):
        return False
    if endpoint_in(p.words):
        return True
    said = [w for w in p.words.split() if _EVENT_WORDS.search(w)]
    if not said and not _EVENT_WORDS.search(p.words):
        return False
    if said and all(_STATUS.match(w) for w in said):  # "marital status", "ER status"
        others = [w for w in p.words.split() if w not in said and not w.isdigit()]
        return set(others) <= _OF_AN_OUTCOME or all(map(_meaning, p.texts)) or bool(header_codes(p.words))
    return True


def speaks_of_death(words: str) -> bool:
    return bool(_SAYS_DEATH.search(words))


def event_values(p: Profile) -> tuple[dict[str, str], str]:
    """What each text means ("0", "1", "2"), as far as the file itself says it, and why. Empty when it does not.

    Rare words that say nothing do not make the others unclear: they are left to the problem table.
    """
    texts = _without_slips(p)
    spelled = spelled_in_cells(texts)
    if spelled:
        words = {t: _meaning(word) for t, (_, word) in spelled.items()}
        if all(words.values()):
            return {t: str(m) for t, m in words.items()}, "the codes are spelled out in the cells"
        if not any(words.values()) and all(code in "01" for code, _ in spelled.values()):
            return {t: code for t, (code, _) in spelled.items()}, "the cells begin with 0: and 1:"
        return {}, _UNSAID
    whole = {t: t.removesuffix(".0") for t in texts}
    in_header = header_codes(p.words)
    if len(in_header) >= 2 and set(whole.values()) <= set(in_header):
        return _of_header(whole, in_header, p.words)
    words = {t: _meaning(t) for t in texts}
    if texts and all(words.values()):
        return {t: str(m) for t, m in words.items()}, "the values are words"
    said = says_yes(p.words)
    if censoring_codes(p.words, texts):
        return {}, "1 may be censored or the event: both are common under such a header"
    if texts and said is not None and set(whole.values()) <= _YES | _NO:
        meaning = {t: said if w in _YES else str(1 - int(said)) for t, w in whole.items()}
        return meaning, "yes or no, under a header that says to what"
    return {}, _UNSAID


def censoring_codes(words: str, texts: Iterable[str]) -> bool:
    """Whether a column is called for censoring and holds 0 and 1: R's and Stata's own data sets have them both ways."""
    return _SAYS_CENSORING.search(words) is not None and {t.removesuffix(".0") for t in texts} == {"0", "1"}


def vital_values(p: Profile) -> dict[str, str]:
    """What codes, or yes and no, mean for the vital status, as far as the file says it. Empty when it does not."""
    if not (speaks_of_death(p.words) or spelled_in_cells(p.texts) or header_codes(p.words)):
        return {}
    values, _ = event_values(p)
    if not values or "2" in values.values() or all(t in _EVENT_TEXT | _CENSORED_TEXT for t in values):
        return {}
    return {text: "dead" if v == "1" else "alive" for text, v in values.items()}


def _without_slips(p: Profile) -> frozenset[str]:
    rare = {t for t, n in p.counts.items() if n <= _SLIPS * p.n_filled and not t.removesuffix(".0").isdigit()}
    return p.texts - {t for t in rare if not _meaning(t) and t not in _YES | _NO}


def says_yes(words: str) -> str | None:
    """What "yes" means under a header: "1" for "died", "0" for "alive" or "censored", None where it does not say."""
    if _SAYS_CENSORING.search(words) or re.search(r"\b(alive|living|survived)\b", words):
        return None if _SAYS_EVENT.search(words) else "0"
    return "1" if _SAYS_EVENT.search(words) else None


def spelled_in_cells(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Text -> (code, word) where every cell spells its code out: "1: dead", "0 = alive", "Dead (1)". Else empty."""
    found = {}
    for text in texts:
        if match := _CODED_CELL.fullmatch(text):
            found[text] = (match[1], match[2])
        elif match := _CODED_BEHIND.fullmatch(text):
            found[text] = (match[2], match[1])
        else:
            return {}
    return found


def header_codes(words: str) -> dict[str, str]:
    """Codes spelled out in a header: "status (1=dead 2=alive)" is {"1": "dead", "2": "alive"}."""
    return {code: word.strip() for code, word in _SPELLED_IN_HEADER.findall(words)}


def _of_header(whole: dict[str, str], in_header: dict[str, str], words: str) -> tuple[dict[str, str], str]:
    why = "the codes are spelled out in the header"
    meanings = {code: _meaning(word) for code, word in in_header.items()}
    if len(in_header) == 3 and meanings.get("0") == "0" and set(in_header) == {"0", "1", "2"}:
        return whole, why  # none, the event, a competing one
    yes_no = {code: "1" if word in _YES else "0" if word in _NO else None for code, word in in_header.items()}
    if all(yes_no.values()) and (said := says_yes(words.split(next(iter(in_header)))[0])) is not None:
        meanings = {code: said if v == "1" else str(1 - int(said)) for code, v in yes_no.items()}
    if all(meanings[w] for w in whole.values()):
        return {t: str(meanings[w]) for t, w in whole.items()}, why
    return {}, _UNSAID


def _meaning(word: str) -> str | None:
    word = " ".join(word.split())
    return "1" if word in _EVENT_TEXT else "0" if word in _CENSORED_TEXT else "2" if word in _OTHER_TEXT else None


def tells_alive_from_dead(p: Profile) -> bool:
    """Whether alive and dead both stand among other words."""
    return bool(p.texts & _VITAL_TEXT & _EVENT_TEXT) and bool(p.texts & _VITAL_TEXT & _CENSORED_TEXT)


Subject = Literal["death", "survival", "follow-up", "relapse", "progression", "other"]
"""What a time or an event is about; None where its name says nothing."""

_SUBJECT_OF_TIME: tuple[tuple[Subject, str], ...] = (
    ("relapse", r"relaps|recurr|\brel ?time|rezidiv|récidive"),
    ("progression", r"progress|\bttp\b"),
    ("other", r"respon|remission|engraft|metasta|to (treatment|therapy|discharge|recovery|surgery|event)"),
    ("death", r"death|dead|died|deceas|verstorben|\btod|décès"),
    ("follow-up", r"follow ?up|\bfu\b|\bfup?(time|days|months)|last (contact|seen|visit|known|alive)"),
    ("survival", r"surv|überleb|\boverall\b"),
)
_SUBJECT_OF_EVENT: tuple[tuple[Subject, str], ...] = (
    ("relapse", r"relaps|recurr|rezidiv|récidive"),
    ("progression", r"progress"),
    ("death", r"dead|died|death|deceas|\bdod\b|\bvital|\bliving|\balive|verstorben|gestorben|\btod\b|décès|décédé"
              r"|fustat|\boverall\b|survival"),
)  # fmt: skip


def subject_of_time(words: str) -> Subject | None:
    return next((subject for subject, pattern in _SUBJECT_OF_TIME if re.search(pattern, words)), None)


def subject_of_event(p: Profile) -> Subject | None:
    """What an event is about, by its header; by its values where they are alive and dead."""
    named = next((subject for subject, pattern in _SUBJECT_OF_EVENT if re.search(pattern, p.words)), None)
    return named or ("death" if says_alive_or_dead(p) else None)


def says_alive_or_dead(p: Profile) -> bool:
    """Alive and dead in words: the record's own field serves better than an anonymous event."""
    return bool(p.texts) and p.texts <= _VITAL_TEXT


__all__ = [
    "Subject",
    "censoring_codes",
    "endpoint_in",
    "event_values",
    "looks_like_event",
    "looks_like_time",
    "says_alive_or_dead",
    "speaks_of_death",
    "subject_of_event",
    "subject_of_time",
    "tells_alive_from_dead",
    "time_unit",
    "vital_values",
]
