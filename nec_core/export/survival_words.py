"""A survival result in words: the answer, the test, and the definitions that stand under every figure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

import nec_core
from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.guards import FEW_EVENTS
from nec_core.formatting import in_sentence
from nec_core.patients.cohort import level_words, running_words
from nec_core.record import is_yes_no
from nec_core.survival.comparing.one_change import LEVEL
from nec_core.survival.comparing.permutation import PermutationTest
from nec_core.survival.curves.readable import ENOUGH_PATIENTS, ENOUGH_SHARE
from nec_core.time_units import in_days

MOST_GROUPS_IN_A_SENTENCE = 4
TOO_FEW = f"fewer than {ENOUGH_PATIENTS} patients or {fmt.percent(ENOUGH_SHARE, 0)} of the group"
MISLEADS = (
    "This P value misleads: the groups were settled after time zero (immortal time bias). It is no evidence of an "
    "effect."
)


def group_label(result: SurvivalResult, name: str) -> str:
    """A group as shown: a bare "yes" is of no use in a figure, so it says of what."""
    return _of_what(result, name) or level_words(result.variable, name)


def group_in_sentence(result: SurvivalResult, name: str) -> str:
    """The same inside a sentence."""
    return _of_what(result, name) or running_words(result.variable, name)


def _of_what(result: SurvivalResult, name: str) -> str:
    variable = result.variable
    if variable is not None and is_yes_no(variable.levels) and name in variable.levels:
        return f"{variable.label}: {name}"
    return ""


def answer_sentence(result: SurvivalResult) -> str:
    """The answer on top of the page: medians with their intervals per group."""
    label = result.endpoint.label
    if result.n == 0:
        reasons = "; ".join(f"{k} ({v})" for k, v in result.excluded.items())
        return f"No patient can be analysed: {reasons}." if reasons else "No patient is left: loosen the filter."
    medians = [
        (g, fmt.median_ci(g.median.value, g.median.lower, g.median.upper, result.unit, result.plan.conf_level))
        for g in result.groups
    ]
    if len(medians) > MOST_GROUPS_IN_A_SENTENCE:
        return f"{label} of {fmt.plural(result.n, 'patient')} in {len(medians)} groups; medians in the table below."
    parts = [
        f"{text} in {group_in_sentence(result, g.name)} (n = {fmt.count(g.n)})"
        if len(medians) > 1
        else f"{text}, n = {fmt.count(g.n)}"
        for g, text in medians
    ]
    return f"Median {in_sentence(label)}: {'; '.join(parts)}."


def test_sentence(result: SurvivalResult) -> str:
    """The log-rank test with chi-squared, degrees of freedom and P; why there is none otherwise.

    Where the groups carry immortal time bias the sentence says so itself: it may be copied without what stands
    round it.
    """
    test = result.log_rank
    if len(result.groups) < 2:
        return "One group: nothing to test." if result.groups else "Nobody to test."
    if test is None or test.p is None:
        return "No log-rank test: it needs two groups under observation at a time when somebody had the event."
    events = fmt.plural(result.n_events, "event")
    text = f"Log-rank test: {fmt.chi2(test.chi2, test.df)}, {fmt.p_statement(test.p)} (two-sided, {events})."
    if result.n_events < FEW_EVENTS and result.permutation is not None:
        told = f"{fmt.p_statement(result.permutation.p)} ({permutation_words(result.permutation)})"
        text += f" By permutation, which needs no large numbers: {told}."
    stratified = result.comparison.stratified if result.comparison else None
    if stratified is not None and result.strata is not None:
        of_whom = fmt.plural(int(stratified.n.sum()), "patient")
        told = f"{fmt.chi2(stratified.chi2, stratified.df)}, {fmt.p_statement(stratified.p)} ({of_whom})"
        text += f" Stratified by {result.strata.label}: {told}."
    return f"{text} {MISLEADS}" if result.naive else text


def looks_sentence(n: int) -> str:
    """How many comparisons were looked at, beside the P of one of them; "" for the first.

    Args:
        n: of endpoint, groups, cut and patients, each counted once.
    """
    if n < 2:
        return ""
    by_chance = fmt.percent(1 - (1 - LEVEL) ** n, 0)
    return (
        f"{fmt.count(n)} comparisons were looked at in this session; their P values are not adjusted for that. By "
        f"chance alone, at least one of {fmt.count(n)} independent comparisons has P < .05 in "
        f"{by_chance} of cases."
    )


def permutation_words(test: PermutationTest) -> str:
    """How a test by permutation was done: "exact", or by how many draws."""
    if test.exact:
        return "exact"
    return f"{test.draws:,} random draws, Monte Carlo error {fmt.number(test.monte_carlo_error, 4)}"


def figure_note(result: SurvivalResult) -> str | None:
    """The test as it stands in the figure; None where there is none."""
    return (
        None
        if result.log_rank is None or result.log_rank.p is None
        else f"Log-rank {fmt.p_statement(result.log_rank.p)}"
    )


def definition_lines(result: SurvivalResult) -> list[str]:
    """Endpoint, time zero, censoring, interval type, unit and versions."""
    plan = result.plan
    lines = figure_lines(result, result.unit)
    if result.endpoint.coded:
        lines.append(f"In the file: {result.endpoint.coded}.")
    if result.follow_up is not None:
        f = result.follow_up.reverse_km
        median = fmt.median_ci(f.value, f.lower, f.upper, result.unit, plan.conf_level)
        lines.append(f"Median follow-up {median}, reverse Kaplan-Meier.")
    lines += readable_lines(result)
    lines += rejected_lines(result)
    if result.excluded:
        lines.append("Left out: " + "; ".join(f"{k} ({v})" for k, v in result.excluded.items()) + ".")
    lines.append(_versions())
    return lines


def readable_lines(result: SurvivalResult) -> list[str]:
    """Up to when the curves can be read, where they go on after that."""
    several = len(result.groups) > 1
    going_on = [g for g in result.groups if not g.readable.whole]
    tails = [(group_in_sentence(result, g.name) if several else "", g.readable.until) for g in going_on]
    told = readable_until(tails, result.unit)
    return [f"{told}; after that {TOO_FEW} are at risk."] if told else []


def readable_until(tails: Sequence[tuple[str, float]], unit: str) -> str:
    """The beginning of a sentence: "Readable up to 36.1 months (LRD) and 20.3 months (DM)".

    Args:
        tails: of each curve that goes on after enough are at risk, its name, "" for the only one, and until when.
        unit: of the times.
    """
    if len(tails) > MOST_GROUPS_IN_A_SENTENCE:
        tails = [min(tails, key=lambda tail: tail[1]), max(tails, key=lambda tail: tail[1])]
        return f"Readable {_until(*tails[0], unit)} to {_until(*tails[1], unit).removeprefix('up to ')}"
    return f"Readable {fmt.listed([_until(*tail, unit) for tail in tails])}" if tails else ""


def _until(name: str, time: float, unit: str) -> str:
    when = f"up to {fmt.duration(time, unit)}" if time > 0 else "at no time"
    return f"{when} ({name})" if name else when


@cache
def _versions() -> str:
    return f"nec_core {nec_core.__version__}, numpy {version('numpy')}, pandas {version('pandas')}."


def rejected_lines(result: SurvivalResult) -> list[str]:
    """How many rows of the file are in no result, and how many of them had the event."""
    if not result.n_rejected:
        return []
    rows = "1 row of the file was" if result.n_rejected == 1 else f"{result.n_rejected:,} rows of the file were"
    return [f"{rows} left out when it was read, {fmt.count(result.n_rejected_events)} of them with the event."]


def figure_lines(result: SurvivalResult, unit: str) -> list[str]:
    """What stands under the figure itself: endpoint, entry, estimate, and the unit of its axis."""
    e, plan = result.endpoint, result.plan
    days = in_days(unit)
    return [
        f"{e.label}: event {e.event}; censored: {e.censoring}; time zero: {e.time_zero}.",
        *entry_lines(result),
        f"Kaplan-Meier estimate; {fmt.confidence_label(plan.conf_level)} by the {plan.conf_type} method, Greenwood's "
        f"variance. Times in {unit}{f' ({days})' if days else ''}.",
    ]


def entry_lines(result: SurvivalResult) -> list[str]:
    """When patients came under observation, where that was not time zero."""
    if result.entry is None:
        return []
    lines = [f"Delayed entry: patients count as at risk from “{result.entry.label}” on (left truncation)."]
    if result.n_competing:
        lines.append("Cumulative incidences are not given with delayed entry.")
    return lines


def x_label(result: SurvivalResult) -> str:
    zero = result.endpoint.time_zero
    return f"{result.unit.capitalize()} since {zero}" if result.endpoint.derived else result.unit.capitalize()
