"""The register of guards: every kind there is, and which numbers of a result mislead where it is serious.

Text, JSON, report, workbook and pages show all of a result's guards; the figure says the serious ones in a few words.
A number in JSON carries the kinds of the guards that speak of it, so that a program that reads nothing else reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from nec_core.analysis.guards import Guard

Numbers = Literal["groups", "incidence", "comparison", "stratified", "timed", "model", "penalised", "follow_up"]
"""Parts of a result: each group's curve with its numbers, its cumulative incidences, what compares the groups, the same
within strata, a treatment compared without immortal time, the models and those with a penalty, and how long patients
were watched."""
ALL: Final[tuple[Numbers, ...]] = get_args(Numbers)
_COMPARED: Final[tuple[Numbers, ...]] = ("groups", "incidence", "comparison", "stratified")
_STRATA: Final[tuple[Numbers, ...]] = ("stratified", "model", "penalised")
_MODEL: Final[tuple[Numbers, ...]] = ("model", "penalised")


@dataclass(frozen=True)
class GuardKind:
    """One kind of guard.

    Attributes:
        numbers: what misleads where it is serious.
        drawn: a serious one is said in the survival figure; else `not_drawn` says why not.
        not_drawn: why no figure says it; "" where it does.
    """

    numbers: tuple[Numbers, ...]
    not_drawn: str = ""

    @property
    def drawn(self) -> bool:
        return not self.not_drawn


_MILD = "it is never serious"
_NO_CURVE = "it is about a model, which no curve shows"

KINDS: Mapping[str, GuardKind] = {
    "immortal_time": GuardKind(_COMPARED),
    "maybe_immortal_time": GuardKind(_COMPARED, _MILD),
    "immortal_filter": GuardKind(ALL),
    "maybe_immortal_filter": GuardKind(ALL, _MILD),
    "immortal_stratum": GuardKind(_STRATA),
    "maybe_immortal_stratum": GuardKind(_STRATA, _MILD),
    "immortal_covariate": GuardKind(_MODEL, _NO_CURVE),
    "maybe_immortal_covariate": GuardKind(_MODEL, _MILD),
    "grouping_missing": GuardKind(_COMPARED),
    "follow_up_differs": GuardKind(_COMPARED, _MILD),
    "changing_ratio": GuardKind(_COMPARED, _MILD),
    "crossing_curves": GuardKind(_COMPARED, _MILD),
    "coding_changed": GuardKind(ALL, _MILD),
    "shares_changed": GuardKind(ALL, _MILD),
    "cut_point": GuardKind(_COMPARED, _MILD),
    "few_events": GuardKind(_COMPARED, _MILD),
    "small_group": GuardKind(("groups",), _MILD),
    "small_early_risk_sets": GuardKind(("groups",), _MILD),
    "competing": GuardKind(("groups",)),
    "deaths_censored": GuardKind((*_COMPARED, *_MODEL)),
    "likely_duplicates": GuardKind(ALL),
    "late_entry": GuardKind(ALL),
    "seen_at_visits": GuardKind(ALL, _MILD),
    "not_assessed": GuardKind(ALL, _MILD),
    "rejected_rows": GuardKind(ALL, "the lines under it tell the rows and their events"),
    "excluded": GuardKind(ALL, _MILD),
    "endless": GuardKind(("model",), _NO_CURVE),
    "few_events_per_term": GuardKind(_MODEL, _MILD),
    "collinear": GuardKind(_MODEL, _MILD),
    "unproportional": GuardKind(_MODEL, _MILD),
    "small_group_compared": GuardKind((), "it is about Table 1, above which it stands"),
}
"""By the kind's name."""


def misleading(guards: Sequence[Guard], numbers: Numbers) -> tuple[str, ...]:
    """The kinds of the serious guards that speak of these numbers, each once."""
    told = [g.kind for g in guards if g.severity == "serious" and numbers in KINDS[g.kind].numbers]
    return tuple(dict.fromkeys(told))


__all__ = ["ALL", "KINDS", "GuardKind", "Numbers", "misleading"]
