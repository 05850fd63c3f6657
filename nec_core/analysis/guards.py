"""Guards: where a result can mislead, said in plain words. What is wrong, why it matters, what to do.

Small numbers: the asymptotic log-rank test is unreliable with few events: Heinze G, Gnant M, Schemper M. Biometrics
2003;59:1151-1157.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from nec_core import formatting as fmt
from nec_core.patients.cohort import RejectedRows
from nec_core.patients.endpoints import EndpointTimes
from nec_core.survival.comparing.cut_point import CutPointTest
from nec_core.survival.comparing.fisher_exact import fisher_exact
from nec_core.survival.cox.collinearity import Inflation
from nec_core.survival.curves.kaplan_meier import SurvivalCurve

Severity = Literal["serious", "caution", "note"]
About = Literal["groups", "patients", "model"]

_ONE_HALF = 0.2  # share of a file's rows
FEW_EVENTS = 10
FEW_PATIENTS = 5
COLLINEAR_FROM = 10.0
"""Variance inflation of which it is usual to speak, of a number correlated .95 with another: Belsley DA, Kuh E, Welsch
RE. Regression diagnostics. 1980; O'Brien RM. Qual Quant 2007;41:673-690 on what such a rule is worth."""


@dataclass(frozen=True)
class Guard:
    """One warning beside a result.

    Attributes:
        kind: one of `nec_core.analysis.guarding.kinds`.
        severity: serious ones stand first.
        what: what is wrong, one sentence.
        why: why it matters.
        do: what to do.
        about: what it warns of: the groups and their curves, which patients are in, or the Cox model.
        in_figure: the same in a few words, as papers put it into a figure; "" for what no figure says.
        known_of: names of the variables it rests on: a person can say when they were known, and then it is gone, or
            serious.
        acknowledged: why a person lets it stand, in that person's words; "" where nobody does.
    """

    kind: str
    severity: Severity
    what: str
    why: str
    do: str
    about: About = "groups"
    in_figure: str = ""
    known_of: tuple[str, ...] = ()
    acknowledged: str = ""


def endless_estimates(n: int, firth: bool) -> Guard:
    """The guard for coefficients without a finite estimate."""
    return Guard(
        "endless",
        "serious",
        f"{n} hazard ratio{'s have' if n != 1 else ' has'} no finite estimate: a group has no events, or all of them.",
        "The ordinary model runs off to zero or infinity there, and its interval means nothing.",
        "Read the penalised estimate (Firth) instead." if firth else "Join that level with another one.",
        about="model",
    )


def few_events_per_term(events_per_term: float | None, wanted: int) -> Guard | None:
    """The guard for a model with more terms than its events can carry."""
    if events_per_term is None or events_per_term >= wanted:
        return None
    return Guard(
        "few_events_per_term",
        "caution",
        f"Only {events_per_term:.1f} events for each term of the model.",
        f"Below about {wanted}, estimates are unsteady and intervals too narrow.",
        "Take fewer variables, chosen before looking at the results.",
        about="model",
    )


def unproportional(terms: Sequence[str]) -> Guard | None:
    """The guard for hazards that do not stay proportional (test of Grambsch and Therneau, P below .05)."""
    named = [t for t in terms if t != "GLOBAL"]
    if not terms:
        return None
    what = ", ".join(f"“{t}”" for t in named) or "the model as a whole"
    return Guard(
        "unproportional",
        "caution",
        f"The hazard ratio changes over time for {what}.",
        "A single hazard ratio then is an average that may hold at no time.",
        "Report survival rates or restricted means, or use the variable as stratum.",
        about="model",
    )


def collinear(terms: Sequence[Inflation], labels: Mapping[str, str]) -> Guard | None:
    """The guard for covariates that tell the same.

    Args:
        terms: of the model.
        labels: of the covariates.
    """
    found = [t for t in terms if t.factor is None or t.factor >= COLLINEAR_FROM]
    if not found:
        return None
    pairs = {frozenset((t.term, t.nearest)): t for t in reversed(found)}
    told = "; ".join(_told_alike(t, labels) for t in reversed(pairs.values()))
    return Guard(
        "collinear",
        "caution",
        f"{told[:1].upper()}{told[1:]}.",
        "A model can hardly tell them apart: one hazard ratio comes out far too large, the other far too small, and "
        "their intervals tell nothing (collinearity).",
        "Keep one of them, chosen by what it means and not by its P.",
        about="model",
    )


def _told_alike(t: Inflation, labels: Mapping[str, str]) -> str:
    a, b = (f"“{labels.get(name, name)}”" for name in (t.term, t.nearest))
    if t.factor is None:
        return f"all or part of {a} is said by {b} already, and gets no hazard ratio"
    return f"{a} and {b} say nearly the same (variance inflation {fmt.count(round(t.factor))})"


def of_curves(curves: Sequence[SurvivalCurve], compared: bool) -> list[Guard]:
    """Guards of small numbers: few events, small groups."""
    found = []
    events = sum(c.n_events for c in curves)
    if compared and 0 < events < FEW_EVENTS:
        found.append(
            Guard(
                "few_events",
                "caution",
                f"Only {events} event{'s' if events != 1 else ''} in all.",
                "The log-rank P value is an approximation for large numbers; with so few events it can be far off.",
                "Describe the curves rather than test them.",
            )
        )
    small = [c for c in curves if 0 < c.n < FEW_PATIENTS]
    if small:
        names = ", ".join(f"“{c.name}” (n = {c.n})" for c in small)
        found.append(
            Guard(
                "small_group",
                "caution",
                f"Very small: {names}.",
                "One patient more or less changes such a curve completely, and a patient may be recognisable in it.",
                "Join it with another group, or leave it out.",
            )
        )
    return found


def small_early_risk_sets(curves: Sequence[SurvivalCurve]) -> Guard | None:
    """The guard for delayed entry: an event while hardly anybody has entered pulls the whole curve down for good."""
    shaky = []
    for c in curves:
        few = (c.events > 0) & (c.at_risk < FEW_PATIENTS)
        # Late, when most have left, every curve has small risk sets; early ones are delayed entry's own.
        if few.any() and c.at_risk.max() >= FEW_PATIENTS and few.argmax() < c.at_risk.argmax():
            shaky.append(f"“{c.name}”")
    if not shaky:
        return None
    return Guard(
        "small_early_risk_sets",
        "caution",
        f"Early on, fewer than {FEW_PATIENTS} patients were under observation in {', '.join(shaky)}.",
        "One event then pulls the whole curve down, however many patients came later.",
        "Read such a curve only from a time on at which enough patients are at risk: set it as already survived.",
    )


def cut_point(test: CutPointTest, label: str, cut: float, p: float | None) -> Guard:
    """The guard for a number cut in two: what the best of all cuts is worth; a caution where only the search tells P
    from what chance gives."""
    hunted = p is not None and p < 0.05 <= test.p
    return Guard(
        "cut_point",
        "caution" if hunted else "note",
        f"“{label}” is cut in two at {cut:g}, one of {test.cuts} cuts that could have been made.",
        f"The best of them all, counting that it was searched for, has {fmt.p_statement(test.p)} (maximally selected "
        "log-rank statistic, by permutation): a cut chosen for its P makes chance look like a finding.",
        "Unless the cut was fixed beforehand report this P, or keep the number whole in a model.",
    )


def left_out(excluded: Mapping[str, int]) -> Guard | None:
    """The guard for patients the endpoint or the grouping can't use."""
    n = sum(excluded.values())
    if not n:
        return None
    reasons = "; ".join(f"{k} ({v})" for k, v in excluded.items())
    return Guard(
        "excluded",
        "note",
        f"{n} patient{'s are' if n != 1 else ' is'} left out: {reasons}.",
        "If they differ from the others, the curves are biased.",
        "Complete these values in your file and upload it again.",
        about="patients",
    )


def rejected_rows(rejected: RejectedRows, everybody: EndpointTimes) -> Guard | None:
    """The guard for rows left out when the file was read; serious where chance hardly explains how many of them, or how
    few, had the event.

    Args:
        rejected: the rows.
        everybody: time and event of the whole cohort.
    """
    patients = rejected.n - rejected.n_totals
    if not patients:
        return None
    had = rejected.events.get(everybody.endpoint.name, 0)
    usable = int(everybody.usable.sum())
    events = int((everybody.event == 1).sum())
    differ = had > 0 and fisher_exact(had, patients - had, events, usable - events) < 0.05
    # A curve of the dead alone, or of the living.
    differ |= patients >= max(3, _ONE_HALF * (patients + usable)) and events in (0, usable)
    of_them = "all of them" if had == patients > 1 else f"{had} of them"
    rows = f"{patients:,} row{'s' if patients != 1 else ''}"
    were = "were" if patients != 1 else "was"
    return Guard(
        "rejected_rows",
        "serious" if differ else "note",
        f"{rows} of the file {were} left out when it was read, {of_them} with the event; "
        f"of the {usable:,} patients who are in, {events:,} had it.",
        "Chance hardly explains so different a share: without these rows the curves are biased."
        if differ
        else "If they differ from the others, the curves are biased.",
        "Repair these rows on the Upload page, or in your file and upload it again.",
        about="patients",
    )


COMPETING = Guard(
    "competing",
    "serious",
    "Some patients had a competing event first; here they count as censored.",
    "1 minus this curve overstates how many will ever have the event.",
    "Read the curve as the event's own hazard only, and report the cumulative incidence.",
    in_figure="Competing events count as censored",
)

_ORDER = {"serious": 0, "caution": 1, "note": 2}


def ordered(
    guards: Sequence[Guard | None], acknowledged: Mapping[str, str] = MappingProxyType({})
) -> tuple[Guard, ...]:
    """The guards that apply, the most serious first, each with the reason for which a person lets it stand."""
    applying = (g for g in guards if g is not None)
    told = (replace(g, acknowledged=acknowledged.get(g.kind, "")) for g in applying)
    return tuple(sorted(told, key=lambda g: _ORDER[g.severity]))
