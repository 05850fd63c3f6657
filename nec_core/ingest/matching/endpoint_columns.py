"""Which columns look like an endpoint's time and event, and what the event's codes say by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from nec_core.ingest.mapping import ENDPOINT_LABELS
from nec_core.ingest.matching.field_names import languages_of
from nec_core.ingest.matching.outcome_words import in_english
from nec_core.ingest.matching.profile import Profile
from nec_core.ingest.matching.value_letters import Letters, letters_of
from nec_core.time_units import TimeUnit
from nec_core.words.languages import event_words, words_of

_UNITS: tuple[tuple[TimeUnit, str], ...] = (
    ("months", r"months?|mos?|mths?"),
    ("days", r"days?|(?<=\w )d$"),  # "OS (d)"; other single letters may be anything
    ("weeks", r"weeks?|wks?"),
    ("years", r"years?|yrs?"),
)
_TIME_WORDS = re.compile(
    r"\b(time|times|futime|fu|follow ?up|followup|survival|surv|srv|survtime|survt|lenfol|duration|ttp|tte|tt ?death"
    r"|until|last contact|tyears)\b|times?$|^time|^(days|weeks|months|years) ?(to|till|until) ?"
)
_NAMES_SURVIVAL = re.compile(r"surv|\bsrv\b|\boverall\b")
_CLEAN_TIME = frozenset(
    ("time", "times", "follow", "up", "fu", "fup", "followup", "futime", "duration", "length", "lenfol",
     "observation", "observed", "observational", "obs", "study", "trial", "on", "in", "of", "the", "to", "until",
     "till", "at", "or", "and", "death", "dead", "dying", "died", "deceased", "last", "contact", "seen", "visit",
     "known", "alive", "status", "event", "events", "censor", "censored", "censoring", "cens", "total", "patient",
     "patients", "pt", "max", "maximum", "maximal", "final", "end", "number", "no", "n", "complete", "failure",
     "fail", "relapse", "recurrence", "recurrent", "progression", "tte", "ttp", "tyears", "tt", "ttdeath", "tumor",
     "tumour", "disease", "free", "first", "any", "cause", "all", "days", "weeks", "months", "years", "day", "week",
     "month", "year", "d", "mo", "mos", "mths", "mth", "wk", "wks", "yr", "yrs", "mm", "yy", "dd", "local", "distant",
     "metastasis", "loss", "rel", "rec", "interval", *ENDPOINT_LABELS)
)  # fmt: skip
"""Words of a time to an event or to the last follow-up. Beside any other word a bare "time" or "duration" is another
one: of a treatment, of a stay, of a laboratory test."""
_COUNTED_FROM = re.compile(
    r"\b(from|since|after|post) (the )?((date|time|day|start|begin|beginning) of )?(the )?"
    r"((first|initial|primary|index) )?"
    r"(diagnosis|dx|surgery|operation|resection|randomi[sz]ation|treatment|therapy|chemotherapy|radiotherapy|enrolment"
    r"|enrollment|entry|transplant|transplantation|admission|registration|inclusion|baseline|procedure|biopsy)\b"
)
_COMPOUND = re.compile(r"[a-z0-9]{0,9}times?|time[a-z0-9]{0,7}|(days|weeks|months|years|time)(to|till|until)[a-z]+")
_FOREIGN_STEM = re.compile(
    r"^op|treat|therap|chemo|radio|hosp|stay|wait|oper|surg|clot|coag|bleed|doubl|isch|transit|clamp|react|anes|dial|dose"
    r"|expos|sleep|travel|delay|sympt|onset|enter|entry|start|begin|stamp"
)
_ONLY_UNIT = re.compile(r"^((n|no|number of) )?(days|weeks|months|years)$")
_MOST_EVENT_TEXTS = 6
_SLIPS = 0.05  # share of rows a text may have and be taken for a slip
_UNSAID = "nothing says which value means the event"
_NOT_A_TIME = re.compile(
    r"\b(without|before|birth|age|assessment|to initial|flag|date|year of"
    r"|to (the )?(first |initial )?(diagnosis|dx|treatment|therapy|surgery|operation|transplant\w*|response|enrolment"
    r"|admission|randomi[sz]ation|chemotherapy|radiotherapy|biopsy|culture|negativity))\b"
)
_EVENT_WORDS = re.compile(
    r"\b(status|event|dead|died|death|deceased|died of|vital|cens|censor(ed|ing)?|relapsed?|recurrence|recurred"
    r"|progress(ed|ion)|alive|living|survived|outcome|delta|fail|failed|failure)\d?\b|status$|event$"
    r"|\b(fu|f|os|vital|surv|srv|s|x|d|death)?stat$|^cens|\b(cens|fail)\w*$"
)
_CAUSE = re.compile(
    r"\b(cancer|tumou?r|disease|cause|cardiac|cardio\w*|cv|melanoma|specific|infection|toxicity|dod)\b|cvd|chd"
)
"""Beside a word for death, that of one cause: not death from any."""
_ANY_CAUSE = re.compile(r"\b(any|all) (cause|reason)|overall|all causes")
_NOT_AN_EVENT = re.compile(
    r"\b(days|months|time|date|flag|therapy|cause|reason|cod|place|without|site|sites|location|localisation)\b|^no\b"
)
_STATUS = re.compile(r"^(\S*status|(fu|f|os|vital|surv|srv|s|x|d|death)?stat|outcome)$")
_OWNER = re.compile(r"\bpatient s\b")
_OF_AN_OUTCOME = frozenset(
    ("status", "stat", "outcome", "vital", "survival", "patient", "patients", "life", "last", "final", "current",
     "follow", "up", "followup", "fu", "at", "of", "the", "code", "coded", "overall", "clinical", "censoring", "donor")
)  # fmt: skip
_SAYS_EVENT = re.compile(
    r"\b(dead|died|death|deceased|event|relapsed?|recurrence|recurred|progressed|progression|dod)\d?\b|event$"
)
_SAYS_DEATH = re.compile(r"\b(dead|died|death|deceased|vital|dod|living|alive)\d?\b")
_SAYS_CENSORING = re.compile(r"\bcens")
_EVENT_TEXT = frozenset(
    ("dead", "deceased", "died", "death", "event", "relapse", "relapsed", "recurred", "recurrence", "expired",
     "recurred/progressed", "progressed", "progression", "dead with tumor", "dead with tumour", "dod",
     *words_of("dead"), *event_words("1"))
)  # fmt: skip
_CENSORED_TEXT = frozenset(
    ("alive", "living", "censored", "censor", "no event", "none", "diseasefree", "disease free", "disease-free",
     "progression free", "progression-free", "alive or dead tumor free", "no relapse", "no recurrence",
     "no progression", "not dead", *words_of("alive"), *event_words("0"))
)  # fmt: skip
_OTHER_TEXT = frozenset(
    ("dead of other cause", "death of other cause", "competing", "competing event", "other death", *event_words("2"))
)
_VITAL_TEXT = frozenset(
    ("alive", "dead", "living", "deceased", "died", "expired", *words_of("alive"), *words_of("dead"))
)
_DEAD_STARTS, _ALIVE_STARTS = (
    re.compile(rf"({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(\s*[(,;:/–-]|\s+\w|$)")
    for words in (
        {"dead", "deceased", "died", "death", "expired", "dod", "dooc", "doc", "dwd", *words_of("dead")},
        {"alive", "living", "lives", "ned", "aned", "awd", "anwd", *words_of("alive")},
    )
)
_DEAD_ENDS = re.compile(rf"(.*\s)({'|'.join(sorted(map(re.escape, words_of('dead')), key=len, reverse=True))})")
"""Where the word stands last, as in German and Dutch: "an anderer Ursache verstorben"."""
_DENIED = re.compile(r"\b(not|no|nicht|kein\w*|niet|geen|non|pas|sin|sem|não)\b")
_FREE_OF = re.compile(r"\b(relapse|recurrence|disease|progression|event|metastasis) free\b")
_NAME_OF_FREE = {
    "relapse": "rfs", "recurrence": "rfs", "disease": "dfs", "progression": "pfs", "event": "efs", "metastasis": "mfs",
}  # fmt: skip
_YES = frozenset(("yes", "y", "true", "t", "1", *words_of("yes")))
_NO = frozenset(("no", "n", "false", "f", "0", *words_of("no")))
_LETTERS = {"y": "yes", "t": "yes", "n": "no", "f": "no", "a": "alive", "d": "dead"}
_CODED_CELL = re.compile(r"([0-9])\s*[:=-]\s*(.+)")
_CODED_BEHIND = re.compile(r"(.*\S)\s*\(([0-9])\)")
_SPELLED_IN_HEADER = re.compile(r"(?<![0-9a-z])([0-9]) ?((?:[a-z]+ ?)+)")


def time_unit(words: str) -> TimeUnit | None:
    """The unit a header states, if any."""
    words = in_english(words)
    for unit, pattern in _UNITS:
        if (
            re.search(rf"\b(?:{pattern})\b|(?<=[a-z])(?:months|days|weeks|years)$", words)
            and (re.search(rf"\b(?:{pattern})\b", words) or words.endswith(unit))
        ) or re.match(rf"{unit}to", words):
            return unit
    return None


def endpoint_in(words: str) -> str | None:
    """The endpoint a header names: "os" in "os months", "rfs" in "rfstime"."""
    words = in_english(words)
    joined = words.replace(" ", "")
    for name, label in ENDPOINT_LABELS.items():
        if name == "cr":
            continue
        if re.search(rf"\b{name}\b", words) or re.match(rf"{name}(time|stat|event|months|days|years)", joined):
            return name
        if (returned := _FREE_OF.search(words)) and _NAME_OF_FREE[returned[1]] == name:
            return name
        if label.casefold().replace("-", " ").removesuffix(" survival") + " survival" in words:
            return name
    if re.search(r"\bfirst event\b", words):
        return "cr"
    return None


def looks_like_time(p: Profile) -> bool:
    """Numbers, many of them and hardly any negative, under a header that speaks of time."""
    words = in_english(p.words)
    unit = time_unit(words)
    named = _TIME_WORDS.search(words) or (endpoint_in(words) and unit) or _ONLY_UNIT.search(words)
    few = 2 if named and unit else 5  # years alone can be 1, 2, 3
    if p.number_share < 0.8 or (p.n_distinct < few and p.n_filled > 10) or p.negative_share > 0.2:
        return False
    if words in ENDPOINT_LABELS:  # "PFS" alone: a time, where its numbers are more than codes
        return p.n_distinct > _MOST_EVENT_TEXTS
    return bool(named) and _speaks_of_nothing_else(words)


def _speaks_of_nothing_else(words: str) -> bool:
    """Whether a header with a word for a time says no more than what a survival time is counted from and to."""
    words = _COUNTED_FROM.sub(" ", words)
    if _NOT_A_TIME.search(words) or re.search(r"\bfrom\b", words):
        return False
    if _NAMES_SURVIVAL.search(words) or endpoint_in(words):
        return True
    return all(
        w in _CLEAN_TIME or w.isdigit() or len(w) == 1 or (_COMPOUND.fullmatch(w) and not _FOREIGN_STEM.search(w))
        for w in _OWNER.sub("patient", words).split()
    )


def looks_like_event(p: Profile) -> bool:
    """A few codes or words under a header that speaks of an outcome: of a patient's, not of a marker or a marriage."""
    if not 1 <= p.n_distinct <= _MOST_EVENT_TEXTS:
        return False
    words = _OWNER.sub("patient", in_english(p.words))
    if _NOT_AN_EVENT.search(words.replace("first event months", "")):
        return False
    if endpoint_in(words):
        return True
    said = [w for w in words.split() if _EVENT_WORDS.search(w)]
    if not said and not _EVENT_WORDS.search(words):
        return False
    if said and all(_STATUS.match(w) for w in said):  # "marital status", "ER status"
        others = [w for w in words.split() if w not in said and not w.isdigit()]
        return set(others) <= _OF_AN_OUTCOME or all(map(_meaning, p.texts)) or bool(header_codes(words))
    return True


def speaks_of_death(words: str) -> bool:
    return bool(_SAYS_DEATH.search(in_english(words)))


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
    header = in_english(p.words)
    in_header = header_codes(header)
    if len(in_header) >= 2 and set(whole.values()) <= set(in_header):
        return _of_header(whole, in_header, header)
    words = {t: _meaning(t) for t in texts}
    if texts and all(words.values()):
        if len(texts) > 1 and set(words.values()) == {"1"} and len({subject_of_words(t) for t in texts}) > 1:
            return {}, "its values are events of several kinds, and none says that nothing happened"
        return {t: str(m) for t, m in words.items()}, "the values are words"
    said = says_yes(header)
    if censoring_codes(header, texts):
        return {}, "1 may be censored or the event: both are common under such a header"
    if texts and said is not None and set(whole.values()) <= _YES | _NO:
        meaning = {t: said if w in _YES else str(1 - int(said)) for t, w in whole.items()}
        return meaning, "yes or no, under a header that says to what"
    letters = outcome_letters(p, "1", "0")
    if letters.values and letters.values.keys() == texts:
        return dict(letters.values), "the letters say it together"
    return {}, _UNSAID


def outcome_letters(p: Profile, dead: str, alive: str) -> Letters:
    """What letters for dead and alive, or for yes and no under a header that says to what, mean: as two values."""
    english = {"dead": dead, "alive": alive}
    if (said := says_yes(in_english(p.words))) is not None:
        english |= {"yes": dead, "no": alive} if said == "1" else {"yes": alive, "no": dead}
    english |= {letter: english[word] for letter, word in _LETTERS.items() if word in english}
    return letters_of(p.texts, english, languages_of(p.words))


def censoring_codes(words: str, texts: Iterable[str]) -> bool:
    """Whether a column is called for censoring and holds 0 and 1: R's and Stata's own data sets have them both ways."""
    return _SAYS_CENSORING.search(in_english(words)) is not None and {t.removesuffix(".0") for t in texts} == {"0", "1"}


def vital_values(p: Profile) -> dict[str, str]:
    """What codes, or yes and no, mean for the vital status, as far as the file says it. Empty when it does not."""
    if says_alive_or_dead(p):  # those the record's own words do not hold
        return {t: word for t in p.texts if t not in _VITAL_TEXT and (word := vital_word(t)) is not None}
    letters = outcome_letters(p, "dead", "alive")
    if letters.values:
        return dict(letters.values)
    if not (speaks_of_death(p.words) or spelled_in_cells(p.texts) or header_codes(p.words)):
        return {}
    values, _ = event_values(p)
    if not values or "2" in values.values():
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
    if word in _OTHER_TEXT:
        return "2"
    vital = vital_word(word)
    return (
        "1" if word in _EVENT_TEXT or vital == "dead" else "0" if word in _CENSORED_TEXT or vital == "alive" else None
    )


def vital_word(text: str) -> Literal["dead", "alive"] | None:
    """What a cell says of life, whatever it adds: "dead of disease", "Alive, NED", "am Tumor verstorben"."""
    for meaning, starts in (("dead", _DEAD_STARTS), ("alive", _ALIVE_STARTS)):
        if starts.match(text):
            return meaning  # type: ignore[return-value]  # one of the two
    return "dead" if _DEAD_ENDS.fullmatch(text) and not _DENIED.search(text) else None


def tells_alive_from_dead(p: Profile) -> bool:
    """Whether alive and dead both stand among other words."""
    return {"dead", "alive"} <= {vital_word(t) for t in p.texts}


Subject = Literal["death", "one cause", "survival", "follow-up", "relapse", "progression", "other"]
"""What a time or an event is about; None where its name says nothing."""

_SUBJECT_OF_TIME: tuple[tuple[Subject, str], ...] = (
    ("relapse", r"relaps|recurr|\brel ?time"),
    ("progression", r"progress|\bttp\b"),
    ("other", r"respon|remission|engraft|metasta|to (treatment|therapy|discharge|recovery|surgery|event)"),
    ("death", r"death|dead|died|deceas"),
    ("follow-up", r"follow ?up|\bfu\b|\bfup?(time|days|months)|last (contact|seen|visit|known|alive)"),
    ("survival", r"surv|\boverall\b"),
)
_SUBJECT_OF_EVENT: tuple[tuple[Subject, str], ...] = (
    ("relapse", r"relaps|recurr"),
    ("progression", r"progress"),
    ("other", r"site of|platelet|recovery|respon|remission|infect|engraft|toxic"),
    ("death", r"dead|died|death|deceas|\bdod\b|\bvital|\bliving|\balive|survived|fustat|\boverall\b|survival"),
)


def subject_of_time(words: str) -> Subject | None:
    words = in_english(words)
    return next((subject for subject, pattern in _SUBJECT_OF_TIME if re.search(pattern, words)), None)


def subject_of_event(p: Profile) -> Subject | None:
    """What an event is about, by its header; by its values where they are alive and dead."""
    if of_one_cause(p.words):
        return "one cause"
    return subject_of_words(p.words) or ("death" if says_alive_or_dead(p) else None)


def subject_of_words(words: str) -> Subject | None:
    """What a name of an event speaks of."""
    english = in_english(words)
    return next((subject for subject, pattern in _SUBJECT_OF_EVENT if re.search(pattern, english)), None)


def of_one_cause(words: str) -> bool:
    """Whether a header speaks of death from one cause, so that its event is not death from any."""
    english = in_english(words)
    speaks = _SAYS_DEATH.search(english) is not None and _CAUSE.search(english) is not None
    return speaks and not _ANY_CAUSE.search(english)


def says_alive_or_dead(p: Profile) -> bool:
    """Alive and dead in words: the record's own field serves better than an anonymous event."""
    return bool(p.texts) and all(vital_word(t) for t in p.texts)


__all__ = [
    "Subject",
    "censoring_codes",
    "endpoint_in",
    "event_values",
    "looks_like_event",
    "looks_like_time",
    "of_one_cause",
    "outcome_letters",
    "says_alive_or_dead",
    "speaks_of_death",
    "subject_of_event",
    "subject_of_time",
    "subject_of_words",
    "tells_alive_from_dead",
    "time_unit",
    "vital_values",
    "vital_word",
]
