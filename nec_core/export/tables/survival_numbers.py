"""The numbers behind a survival analysis, unrounded, with an empty cell for what is not estimable.

Headers and cells can hold text from the user's file: `nec_core.export.spreadsheet` makes them safe in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.group_result import GroupResult
from nec_core.analysis.guarding.kinds import Numbers
from nec_core.analysis.result import SurvivalResult
from nec_core.survival.comparing.log_rank import LogRank
from nec_core.survival.comparing.trend_test import TrendTest
from nec_core.survival.counts.at_risk import AtRiskTable, at_risk_table
from nec_core.survival.curves.kaplan_meier import SurvivalCurve
from nec_core.survival.curves.nelson_aalen import HazardCurve


def curve_numbers(result: SurvivalResult) -> pd.DataFrame:
    """Every step of every curve, one line each; an empty limit where there is no interval."""
    return _steps(result.curves, ("at_risk", "events", "censored", "survival", "lower", "upper"))


def hazard_numbers(result: SurvivalResult) -> pd.DataFrame:
    """Every step of every cumulative hazard, one line each; an empty limit where there is no interval."""
    hazards = [group.hazard for group in result.groups]
    return _steps(hazards, ("at_risk", "events", "cumulative_hazard", "std_error", "lower", "upper"))


def _steps(curves: Sequence[SurvivalCurve] | Sequence[HazardCurve], columns: Sequence[str]) -> pd.DataFrame:
    frames = []
    for curve in curves:
        named = {"group": curve.name, "time": curve.time, "unit": curve.unit}
        values = {column: getattr(curve, column) for column in columns}
        frames.append(pd.DataFrame(named | values | {"conf_type": curve.conf_type, "conf_level": curve.conf_level}))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def summary_numbers(result: SurvivalResult) -> pd.DataFrame:
    """One line per group: patients, events, median with limits, and survival with limits at the chosen times."""
    lines = []
    for group in result.groups:
        curve, median = group.curve, group.median
        line: dict[str, object] = {
            "group": curve.name, "n": curve.n, "events": curve.n_events, "unit": curve.unit,
            "median": median.value, "median_lower": median.lower, "median_upper": median.upper,
        }  # fmt: skip
        for rate in group.rates:
            when = fmt.plain_number(rate.time)
            line[f"at_risk_at_{when}"] = rate.at_risk
            # Where nobody was followed so long there is no number, here as on the page.
            seen = not rate.beyond_follow_up
            line[f"survival_at_{when}"] = rate.survival if seen else None
            line[f"lower_at_{when}"] = rate.lower if seen else None
            line[f"upper_at_{when}"] = rate.upper if seen else None
        line["readable_until"] = group.readable.until
        lines.append(line | {"conf_type": curve.conf_type, "conf_level": curve.conf_level})
    return _numbers(lines)


def at_risk_numbers(result: SurvivalResult) -> pd.DataFrame:
    """At risk, events and censored at time 0 and at the chosen times."""
    return at_risk_frame(at_risk_table(result.table, (0.0, *result.times)), result.unit)


def at_risk_frame(table: AtRiskTable, unit: str) -> pd.DataFrame:
    """The numbers under a survival plot, one line per group and time."""
    lines = [
        {
            "group": group, "time": time, "unit": unit, "at_risk": int(table.at_risk[g, t]),
            "events": int(table.events[g, t]), "censored": int(table.censored[g, t]),
        }
        for g, group in enumerate(table.groups)
        for t, time in enumerate(table.times)
    ]  # fmt: skip
    return _numbers(lines)


def follow_up_numbers(result: SurvivalResult) -> pd.DataFrame:
    """How long everybody was followed, one line."""
    f = result.follow_up
    if f is None:
        return pd.DataFrame()
    return _numbers(
        [
            {
                "n": f.n, "events": f.n - f.n_alive, "unit": result.unit, "reverse_km_median": f.reverse_km.value,
                "lower": f.reverse_km.lower, "upper": f.reverse_km.upper, "event_free_only_median": f.alive_only_median,
                "minimum": f.minimum, "maximum": f.maximum, "conf_type": f.curve.conf_type,
                "conf_level": f.curve.conf_level,
            }
        ]
    )  # fmt: skip


def per_group_numbers(found: Callable[[GroupResult], Any]) -> Callable[[SurvivalResult], pd.DataFrame]:
    """One line per group: the fields of what its result holds."""
    return lambda result: _with_beware(
        result, _numbers([{"group": g.name, "n": g.n} | _fields(found(g)) for g in result.groups]), "groups"
    )


def test_numbers(result: SurvivalResult) -> pd.DataFrame:
    """The tests of equal survival, and the serious guards that stand above them, one line each."""
    warnings = " ".join(f"{g.what} {g.why}" for g in result.guards if g.severity == "serious")
    comparison = result.comparison
    tests: list[tuple[str, LogRank | TrendTest]] = []
    if comparison is not None:
        tests = [("log-rank", comparison.log_rank), *((t.weighting, t) for t in comparison.weighted)]
        if comparison.stratified is not None and result.strata is not None:
            tests.append((f"log-rank, stratified by {result.strata.label}", comparison.stratified))
        if comparison.trend is not None:
            tests.append(("log-rank for trend", comparison.trend))
    lines: list[dict[str, object]] = [
        {"test": name, "chi2": t.chi2, "df": t.df, "p": t.p, "beware": warnings} for name, t in tests
    ]
    if result.permutation is not None:
        p = result.permutation.p
        lines.append({"test": "log-rank by permutation", "chi2": None, "df": None, "p": p, "beware": warnings})
    return pd.DataFrame(lines or [{"test": "log-rank", "chi2": None, "df": None, "p": None, "beware": warnings}])


def pair_numbers(result: SurvivalResult) -> pd.DataFrame:
    """Every two groups."""
    return _compared(result, result.comparison.pairs if result.comparison and len(result.groups) > 2 else ())


def milestone_numbers(result: SurvivalResult) -> pd.DataFrame:
    """Differences of survival at the chosen times, between -1 and 1."""
    return _compared(result, [d for ds in (result.comparison.milestones if result.comparison else ()) for d in ds])


def restricted_mean_numbers(result: SurvivalResult) -> pd.DataFrame:
    """Each group's restricted mean, with what sets it apart from the reference group's."""
    against = {c.group: _fields(c) for c in result.comparison.restricted_means} if result.comparison else {}
    lines = [_fields(g.restricted_mean) | against.get(g.name, {}) for g in result.groups]
    return _with_beware(result, _numbers(lines).drop(columns="group", errors="ignore"), "comparison")


def conditional_numbers(result: SurvivalResult) -> pd.DataFrame:
    """Survival of those who have already lived some time, one line per group and further time."""
    return _numbers(
        [
            {"group": c.name, "survived": c.survived, "n": c.n} | _fields(rate)
            for group in result.groups
            if (c := group.conditional) is not None
            for rate in c.rates
        ]
    )


def incidence_numbers(result: SurvivalResult) -> pd.DataFrame:
    """Cumulative incidences at the chosen times, with Gray's test of their kind of event."""
    lines = [
        {"event": cause.cause, "group": curve.name, "n": curve.n, "events": curve.n_events}
        | _fields(rate)
        | {"gray_chi2": cause.gray.chi2 if cause.gray else None, "gray_p": cause.gray.p if cause.gray else None}
        for cause in result.competing
        for curve, rates in zip(cause.curves, cause.rates, strict=True)
        for rate in rates
    ]
    return _with_beware(result, _numbers(lines), "incidence")


def timed_numbers(result: SurvivalResult) -> pd.DataFrame:
    """A treatment's comparison from a landmark and over time."""
    timed = result.timed
    if timed is None:
        return pd.DataFrame()
    test, dynamic, ratio = timed.landmark_test, timed.mantel_byar, timed.hazard_ratio
    return _numbers(
        [
            {"comparison": "landmark", "landmark": timed.landmark.landmark, "unit": timed.unit,
             "n": sum(c.n for c in timed.landmark_curves), "chi2": test.chi2, "df": test.df, "p": test.p},
            {"comparison": "Mantel-Byar", "n": timed.n, "chi2": dynamic.chi2, "df": dynamic.df, "p": dynamic.p},
            {"comparison": "time-varying Cox model", "n": timed.n, "p": ratio.p, "hazard_ratio": ratio.hazard_ratio,
             "lower": ratio.lower, "upper": ratio.upper, "conf_level": timed.conf_level},
        ]
    )  # fmt: skip


def _compared(result: SurvivalResult, found: Iterable[Any]) -> pd.DataFrame:
    return _with_beware(result, _numbers([_fields(x) for x in found]), "comparison")


def _with_beware(result: SurvivalResult, frame: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """Numbers that a serious guard speaks of say so on each line."""
    kinds = result.misleads(numbers)
    told = " ".join(f"{g.what} {g.why}" for g in result.guards if g.kind in kinds)
    return frame.assign(beware=told) if told and len(frame) else frame


def _fields(value: Any) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _numbers(lines: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """A table in which a column of None among numbers is a column of numbers."""
    return pd.DataFrame(list(lines)).infer_objects()
