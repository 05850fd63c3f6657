"""What headers begin with and say nothing by: "pt_", "clinical_", "patient.", "diagnoses.0.".

Exports put the name of a form or a table before each column's own. Names are matched without it. It is taken off where
nearly all headers begin with it, or where each begins with the name of a part of a patient's file ("demographic.",
"diagnoses."), and never where it says itself what a column holds: an endpoint, a date, a field of the record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from nec_core.record import fields
from nec_core.time_units import UNITS

_MARKED = re.compile(r"[^._:›]+ ?[._:›] ?(?=[^\W_])")
_OF_A_PART = re.compile(r"([^.:›]+?) ?[.:›] ?(?:[0-9]+[.:] ?)?(?=[^\W_])")
_NEARLY_ALL = 0.8
_FEWEST = 3  # columns that share a prefix
_PARTS = frozenset(
    ("patient", "patients", "case", "cases", "donor", "donors", "subject", "subjects", "participant", "demographic",
     "demographics", "demography", "diagnosis", "diagnoses", "clinical", "baseline", "exposure", "exposures",
     "outcome", "outcomes", "followup", "follow up", "follow ups", "followups", "disease", "main", "project")
)  # fmt: skip
"""Parts of a patient's file, as GDC's tables, ICGC's and electronic forms name them."""
_NOT_WITHOUT_ITS_PART = frozenset(
    ("date", "dt", "datum", "time", "status", "year", "years", "days", "months", "type", "code")
)
_SAYS_SOMETHING = frozenset(
    ("date", "dt", "datum", "data", "fecha", "year", "time", "duration", "survival", "surv", "status", "event", "death",
     "dead", "died", "last", "first", "follow", "followup", "fu", "censored", "cens", "relapse", "recurrence",
     "progression", "birth", "treatment", "treatments", "therapy", "drug", "surgery", "op", "operation", "chemo",
     "chemotherapy", "radiotherapy", "radiation", "rt", "hospital", "stay", "icu", "visit", "sample", "samples",
     "specimen", "aliquot", "biopsy", "tumor", "tumour", "lesion", "metastasis", "node", "nodes", "file", "family",
     "father", "mother", "sibling", "control", "physician", "doctor", *UNITS, *(u.removesuffix("s") for u in UNITS))
)  # fmt: skip
_ENDPOINT = re.compile(r"os|[a-z]{1,3}fs|[cd]ss|tt[a-z]|[dp]fi")
_OF_THE_PATIENT = ("patient_id",)


def without_prefixes(columns: Sequence[str]) -> Mapping[str, str]:
    """Each header and what is left of it; of headers that would then be the same, all stay whole."""
    bare = _without_common(tuple(columns))
    if all(old == new for old, new in bare.items()):
        bare = _without_parts(tuple(columns))
    again = Counter(bare.values())
    return {old: new if again[new] == 1 else old for old, new in bare.items()}


def _without_common(columns: tuple[str, ...]) -> dict[str, str]:
    """Without what nearly all begin with, and again what nearly all of the rest begin with."""
    bare = {c: c for c in columns}
    while True:
        marked = {c: match[0] for c, left in bare.items() if (match := _MARKED.match(left)) is not None}
        if len(marked) < max(_FEWEST, _NEARLY_ALL * len(columns) - 1):
            return bare
        prefix, n = Counter(marked.values()).most_common(1)[0]
        few_lack_it = n >= _NEARLY_ALL * len(columns) or n == len(columns) - 1
        if n < _FEWEST or not few_lack_it or _says_something(prefix):
            return bare
        bare = {c: left.removeprefix(prefix) for c, left in bare.items()}


def _without_parts(columns: tuple[str, ...]) -> dict[str, str]:
    """Without the name of a part, where nearly all headers begin with one."""
    parted = {c: m for c in columns if (m := _OF_A_PART.match(c)) is not None and " ".join(_words(m[1])) in _PARTS}
    if len(parted) < max(_FEWEST, _NEARLY_ALL * len(columns)):
        return {c: c for c in columns}
    bare = {c: c[parted[c].end() :] if c in parted else c for c in columns}
    return {c: c if left.casefold() in _NOT_WITHOUT_ITS_PART else left for c, left in bare.items()}


def _says_something(prefix: str) -> bool:
    words = _words(prefix)
    if any(_ENDPOINT.fullmatch(w) for w in words):
        return True
    return not _SAYS_SOMETHING.isdisjoint(words) or " ".join(words) in _named()


@cache
def _named() -> frozenset[str]:
    """What fields of the record are called, but for the patient."""
    told = (s for s in fields().values() if s.name not in _OF_THE_PATIENT)
    return frozenset(" ".join(_words(name)) for s in told for name in (s.name, s.about.label, *s.about.headers))


def _words(text: str) -> list[str]:
    return [w for w in re.split(r"[\W_]+", text.casefold()) if w]


__all__ = ["without_prefixes"]
