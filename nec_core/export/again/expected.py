"""What the report prints of an analysis, unrounded, one line a number: what other programs must find too.

Taken from the result, table by table of the register: a table that the report does not show of a result has no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from nec_core.analysis.forest.forest_row import best_coefficients
from nec_core.analysis.result import SurvivalResult
from nec_core.export.tables.result_tables import RESULT_TABLES
from nec_core.survival.comparing.log_rank import LogRank
from nec_core.survival.comparing.trend_test import TrendTest
from nec_core.survival.cox.fine_gray import FineGrayCoefficient
from nec_core.survival.cox.model import CoxCoefficient


@dataclass(frozen=True)
class Number:
    """One number.

    Attributes:
        quantity: what it is; the name the scripts know it by.
        key: of which group ("2"), pair ("1:2") or coefficient ("x1", "x1:3"), by number; "" for all patients.
        of: the same by name, for a person.
        at: the time it is for, as written; "" for none.
        value: unrounded; None for not reached and not estimable.
    """

    quantity: str
    key: str
    of: str
    at: str
    value: float | None


class _Limited(Protocol):
    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...


class _Ratio(_Limited, Protocol):
    @property
    def hazard_ratio(self) -> float | None: ...
    @property
    def p(self) -> float | None: ...


Numbers = Iterator[Number]


def expected_numbers(result: SurvivalResult) -> list[Number]:
    """Every number the report prints, table by table; one that could not be estimated has no line, but for the times a
    curve does not come down to."""
    found: list[Number] = []
    for table in RESULT_TABLES:
        make = PRINTED.get(table.id)
        # The report's own question: is there anything to tell of this result?
        if make is not None and (table.frame is None or len(table.frame(result))):
            found += make(result)
    return [*found, *_answer(result)]


def at_text(time: float) -> str:
    """A time as both scripts and files write it: 12, 365.25."""
    return repr(float(time)).removesuffix(".0")


def _groups(result: SurvivalResult) -> Numbers:
    for i, g in enumerate(result.groups, start=1):
        where = (str(i), g.name)
        yield Number("n", *where, "", g.n)
        yield Number("events", *where, "", g.n_events)
        for name, q in (("median", g.median), ("first quartile", g.quartiles[0]), ("third quartile", g.quartiles[1])):
            yield Number(name, *where, "", q.value)
            yield Number(f"{name}, lower", *where, "", q.lower)
            yield Number(f"{name}, upper", *where, "", q.upper)
        for rate in g.rates:
            if not rate.beyond_follow_up:
                yield from _estimate("survival", *where, at_text(rate.time), rate.survival, rate)
                yield Number("at risk", *where, at_text(rate.time), rate.at_risk)
    if result.comparable is not None:
        places = {g.name: str(i) for i, g in enumerate(result.groups, start=1)}
        for c in result.comparable.hazard_ratios.coefficients:
            if not c.infinite and c.level is not None:
                yield from _ratio("hazard ratio", places[c.level], c.level, c)


def _answer(result: SurvivalResult) -> Numbers:
    """The sentence under the answer tells the test of groups that must not be compared, too, and that it misleads."""
    if result.naive and result.log_rank is not None:
        yield from _test("log-rank", result.log_rank)


def _follow_up(result: SurvivalResult) -> Numbers:
    if result.follow_up is not None:
        q = result.follow_up.reverse_km
        yield Number("reverse Kaplan-Meier median", "", "", "", q.value)
        yield Number("reverse Kaplan-Meier median, lower", "", "", "", q.lower)
        yield Number("reverse Kaplan-Meier median, upper", "", "", "", q.upper)


def _tests(result: SurvivalResult) -> Numbers:
    found = result.comparable
    if found is None:
        return
    yield from _test("log-rank", found.log_rank)
    for test in found.weighted:
        yield from _test(test.weighting, test)
    if found.stratified is not None:
        yield from _test("stratified log-rank", found.stratified)
    if found.trend is not None:
        yield from _test("log-rank for trend", found.trend)
    if result.permutation is not None:
        yield from _told("log-rank by permutation, P", "", "", "", result.permutation.p)


def _worth(result: SurvivalResult) -> Numbers:
    """What the sentence tells of how far P hangs on single patients and on the choice of a test."""
    worth = result.worth
    if worth is None:
        return
    for name, part in (("one patient left out", worth.leave_one_out), ("one event censored", worth.death_censored)):
        if part is not None:
            yield from _told(f"{name}, lowest P", "", "", "", part.p_min)
            yield from _told(f"{name}, highest P", "", "", "", part.p_max)
            yield Number(f"{name}, how often P is .05 or more", "", "", "", part.over_05)
    for test in worth.tests:
        if test.name.startswith("Cox"):
            yield from _told(f"{test.name} test of the groups, P", "", "", "", test.p)
    shown = [d for d in worth.detectable if d.power == 0.8]
    if len(shown) == 1:
        yield from _told("detectable hazard ratio", "", shown[0].group, "", shown[0].hazard_ratio)


def _pairs(result: SurvivalResult) -> Numbers:
    places = {g.name: i for i, g in enumerate(result.groups, start=1)}
    for p in result.comparable.pairs if result.comparable else ():
        where = (f"{places[p.first]}:{places[p.second]}", f"{p.first} and {p.second}", "")
        yield from _told("pair, chi-squared", *where, p.chi2)
        yield from _told("pair, P", *where, p.p_raw)
        yield from _told("pair, P by Holm", *where, p.p_holm)
        yield from _told("pair, P by Bonferroni", *where, p.p_bonferroni)
        yield from _told("pair, P by Benjamini-Hochberg", *where, p.p_bh)


def _milestones(result: SurvivalResult) -> Numbers:
    places = {g.name: str(i) for i, g in enumerate(result.groups, start=1)}
    for d in (d for ds in (result.comparable.milestones if result.comparable else ()) for d in ds):
        if not d.beyond_follow_up:
            where = (places[d.group], f"{d.group} minus {d.reference}", at_text(d.time))
            yield from _estimate("difference of survival", *where, d.difference, d)
            yield from _told("difference of survival, P", *where, d.p)
            yield from _told("difference of survival, P of log(-log)", *where, d.p_cloglog)


def _restricted_means(result: SurvivalResult) -> Numbers:
    places = {g.name: str(i) for i, g in enumerate(result.groups, start=1)}
    means = [g.restricted_mean for g in result.groups]
    for m in means:
        if not m.beyond_follow_up:
            where = (places[m.name], m.name, at_text(m.tau))
            yield from _estimate("restricted mean", *where, m.value, m)
            yield from _told("restricted mean, standard error", *where, m.std_error)
    if result.comparable is None or any(m.beyond_follow_up for m in means):
        return
    for c in result.comparable.restricted_means:
        where = (places[c.group], f"{c.group} against {c.reference}", at_text(c.tau))
        yield from _told("difference of restricted means", *where, c.difference)
        yield from _told("difference of restricted means, lower", *where, c.difference_lower)
        yield from _told("difference of restricted means, upper", *where, c.difference_upper)
        yield from _told("difference of restricted means, P", *where, c.difference_p)
        yield from _told("ratio of restricted means", *where, c.ratio)
        yield from _told("ratio of restricted means, lower", *where, c.ratio_lower)
        yield from _told("ratio of restricted means, upper", *where, c.ratio_upper)


def _hazards(result: SurvivalResult) -> Numbers:
    for i, g in enumerate(result.groups, start=1):
        for h in g.hazard_rates:
            if not h.beyond_follow_up:
                yield from _estimate("cumulative hazard", str(i), g.name, at_text(h.time), h.value, h)


def _event_rates(result: SurvivalResult) -> Numbers:
    for i, g in enumerate(result.groups, start=1):
        yield Number("person-years", str(i), g.name, "", g.event_rate.person_years)
        yield from _estimate("events per 100 person-years", str(i), g.name, "", g.event_rate.rate, g.event_rate)


def _conditional(result: SurvivalResult) -> Numbers:
    for i, g in enumerate(result.groups, start=1):
        if g.conditional is None:
            continue
        yield Number("conditional survival, n", str(i), g.name, "", g.conditional.n)
        for rate in g.conditional.rates:
            if not rate.beyond_follow_up:
                where = (str(i), g.name, at_text(rate.time))
                yield from _estimate("conditional survival", *where, rate.survival, rate)
                yield Number("conditional survival, at risk", *where, rate.at_risk)


def _incidence(result: SurvivalResult) -> Numbers:
    for kind, cause in enumerate(result.competing, start=1):
        name = ("incidence of the event", "incidence of the competing event")[kind - 1]
        for i, (curve, rates) in enumerate(zip(cause.curves, cause.rates, strict=True), start=1):
            yield Number(f"{name}, events", str(i), curve.name, "", curve.n_events)
            for rate in rates:
                if not rate.beyond_follow_up:
                    where = (str(i), curve.name, at_text(rate.time))
                    yield from _estimate(name, *where, rate.incidence, rate)
                    yield Number(f"{name}, at risk", *where, rate.at_risk)
        if cause.gray is not None:
            yield from _told(f"{name}, Gray's test, chi-squared", "", "", "", cause.gray.chi2)
            yield from _told(f"{name}, Gray's test, P", "", "", "", cause.gray.p)


def _timed(result: SurvivalResult) -> Numbers:
    timed = result.timed
    if timed is None:
        return
    at = at_text(timed.landmark.landmark)
    for i, curve in enumerate(timed.landmark_curves, start=1):
        yield Number("landmark, n", str(i), curve.name, at, curve.n)
    yield from _told("landmark log-rank, chi-squared", "", "", at, timed.landmark_test.chi2)
    yield from _told("landmark log-rank, P", "", "", at, timed.landmark_test.p)
    yield Number("treated during follow-up", "", "", "", timed.n_treated)
    yield from _told("median start of the treatment", "", "", "", timed.median_start)
    yield from _told("Mantel-Byar, chi-squared", "", "", "", timed.mantel_byar.chi2)
    yield from _told("Mantel-Byar, P", "", "", "", timed.mantel_byar.p)
    if not timed.hazard_ratio.infinite:
        yield from _ratio("time-dependent hazard ratio", "", "", timed.hazard_ratio)


def _model(result: SurvivalResult) -> Numbers:
    found = result.regression
    if found is None:
        return
    model = found.model
    yield Number("model, n", "", "", "", model.n)
    yield Number("model, events", "", "", "", model.n_events)
    name = "Firth's hazard ratio in the model" if found.firth else "hazard ratio in the model"
    for key, c in zip(_columns(result), best_coefficients(found), strict=True):
        if not getattr(c, "infinite", False):
            yield from _ratio(name, key, c.term if c.level is None else f"{c.term}: {c.level}", c)
    if found.firth is not None:
        test = found.firth.likelihood_ratio
        yield from _told("Firth's likelihood-ratio test, chi-squared", "", "", "", test.chi2)
        yield from _told("Firth's likelihood-ratio test, P", "", "", "", test.p)
        return
    for name, test in (("likelihood-ratio", model.likelihood_ratio), ("Wald", model.wald), ("score", model.score)):
        yield from _told(f"model, {name} test, chi-squared", "", "", "", test.chi2)
        yield from _told(f"model, {name} test, P", "", "", "", test.p)
    yield from _told("model, concordance", "", "", "", model.concordance.value)


def _proportional_hazards(result: SurvivalResult) -> Numbers:
    found = result.regression
    if found is None:
        return
    keys = {v.name: f"x{i}" for i, v in enumerate(found.covariates, start=1)}
    for t in found.model.proportional_hazards_km:
        key = keys.get(t.term, "")
        yield from _told("proportional hazards, chi-squared", key, t.term, "", t.chi2)
        yield from _told("proportional hazards, P", key, t.term, "", t.p)


def _fine_gray(result: SurvivalResult) -> Numbers:
    found = result.regression.competing if result.regression else None
    if found is None:
        return
    models: tuple[tuple[str, Sequence[FineGrayCoefficient | CoxCoefficient]], ...] = (
        ("Fine-Gray ratio", found.fine_gray),
        ("hazard ratio of the competing event", found.competing_hazard.coefficients),
    )
    for name, coefficients in models:
        for key, c in zip(_columns(result), coefficients, strict=False):  # Fine and Gray's can be empty
            if not getattr(c, "infinite", False):
                yield from _ratio(name, key, c.term if c.level is None else f"{c.term}: {c.level}", c)


def _columns(result: SurvivalResult) -> list[str]:
    """Of each coefficient of the model, the key: x2 of a number, x1:3 of a category's third level."""
    found = result.regression
    if found is None:
        return []
    places = {v.name: i for i, v in enumerate(found.covariates, start=1)}
    keys = []
    for c in found.model.coefficients:
        names = [level.level for level in found.levels[c.term]]
        keys.append(f"x{places[c.term]}" + ("" if c.level is None else f":{names.index(c.level) + 1}"))
    return keys


def _estimate(name: str, key: str, of: str, at: str, value: float | None, limits: _Limited) -> Numbers:
    yield from _told(name, key, of, at, value)
    yield from _told(f"{name}, lower", key, of, at, limits.lower)
    yield from _told(f"{name}, upper", key, of, at, limits.upper)


def _ratio(name: str, key: str, of: str, found: _Ratio) -> Numbers:
    yield from _estimate(name, key, of, "", found.hazard_ratio, found)
    yield from _told(f"{name}, P", key, of, "", found.p)


def _test(name: str, test: LogRank | TrendTest) -> Numbers:
    yield from _told(f"{name}, chi-squared", "", "", "", test.chi2)
    yield from _told(f"{name}, P", "", "", "", test.p)


def _told(quantity: str, key: str, of: str, at: str, value: float | None) -> Numbers:
    if value is not None:
        yield Number(quantity, key, of, at, value)


PRINTED: Mapping[str, Callable[[SurvivalResult], Numbers]] = {
    "summary": _groups,
    "timed": _timed,
    "incidence": _incidence,
    "conditional": _conditional,
    "tests": _tests,
    "worth": _worth,
    "pairs": _pairs,
    "milestones": _milestones,
    "restricted_means": _restricted_means,
    "hazards": _hazards,
    "event_rates": _event_rates,
    "model": _model,
    "proportional_hazards": _proportional_hazards,
    "fine_gray": _fine_gray,
    "follow_up": _follow_up,
}
"""Table of the register -> its numbers."""
NOT_PRINTED: Mapping[str, str] = {
    "curves": "a picture; its medians, quartiles and rates stand here",
    "hazard_curves": "a picture; its values at the times asked for stand here",
    "at_risk": "stands with the rates",
    "linearity": "looked at when somebody asks; held to R by the tests",
    "heterogeneity": "looked at when somebody asks; held to R by the tests",
    "movers": "looked at when somebody asks; held to R by the tests",
    "sensitivity": "other patients than the analysis', of whom no rows are handed out",
    "sensitivity_rules": "counts of patients, of whom no rows are handed out",
}
"""Table of the register -> why it has no line."""


def reference_place(result: SurvivalResult) -> int:
    """Which group the others are compared with, from 1 on; 0 for none."""
    names = [g.name for g in result.groups]
    found: Sequence[str | None] = (
        [c.reference for c in result.comparison.hazard_ratios.coefficients] if result.comparison else []
    )
    return names.index(found[0]) + 1 if found and found[0] is not None else 0


__all__ = ["NOT_PRINTED", "PRINTED", "Number", "at_text", "expected_numbers", "reference_place"]
