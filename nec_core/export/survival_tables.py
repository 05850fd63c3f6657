"""The numbers behind a survival figure, as tables to read and as files to keep."""

from __future__ import annotations

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.timed_treatment import TimedTreatment
from nec_core.export import spreadsheet
from nec_core.export.survival_words import group_label, is_naive
from nec_core.export.tables import at_risk_frame, curve_summary_table, curve_table, hazard_table
from nec_core.survival.comparing.log_rank import LogRank
from nec_core.survival.comparing.trend_test import TrendTest
from nec_core.survival.counts.at_risk import at_risk_table
from nec_core.survival.cox.firth import FirthCoefficient
from nec_core.survival.cox.model import CoxCoefficient


def summary_frame(result: SurvivalResult) -> pd.DataFrame:
    """One line per group: n, events, median and rates with their intervals, as text."""
    level = fmt.confidence_label(result.plan.conf_level)
    ratios = _hazard_ratios(result)
    lines = []
    for curve, middle, rates in zip(result.curves, result.medians, result.rates, strict=True):
        line: dict[str, object] = {
            "Group": group_label(result, curve.name),
            "n": curve.n,
            "Events": curve.n_events,
            f"Median ({level})": fmt.median_ci(
                middle.value, middle.lower, middle.upper, result.unit, result.plan.conf_level
            ),
        }
        if ratios:
            line[f"Hazard ratio ({level})"] = ratios[curve.name]
        for r in rates:
            head = f"{fmt.point_in_time(r.time, result.unit)} ({level}), at risk"
            rate = "beyond follow-up" if r.beyond_follow_up else _share(r.survival, r.lower, r.upper)
            line[head] = f"{rate}, {r.at_risk}"
        lines.append(line)
    return pd.DataFrame(lines)


def _hazard_ratios(result: SurvivalResult) -> dict[str, str]:
    """Each group against the first; none where the groups are settled after time zero, since they would mislead."""
    if result.comparison is None or is_naive(result):
        return {}
    coefficients = {c.level: c for c in result.comparison.hazard_ratios.coefficients}
    shown = {}
    for curve in result.curves:
        c = coefficients.get(curve.name)
        shown[curve.name] = "1 (reference)" if c is None else hazard_ratio(c)
    return shown


def hazard_ratio(c: CoxCoefficient | FirthCoefficient) -> str:
    """ "0.59 (0.42–0.82)"; NE where there is no finite estimate."""
    if c.hazard_ratio is None or getattr(c, "infinite", False):
        return fmt.NE
    digits = _ratio_digits(c.hazard_ratio, c.lower, c.upper)
    return f"{fmt.number(c.hazard_ratio, digits)} ({fmt.interval(c.lower, c.upper, digits)})"


def _ratio_digits(*values: float | None) -> int:
    """Two decimals, up to four where two would print a ratio as 0.00, or carry it to 1.00, which readers look at."""
    for digits in (2, 3):
        texts = {fmt.number(v, digits) for v in values if v is not None and v != 1.0}
        if not texts & {fmt.number(0.0, digits), fmt.number(1.0, digits)}:
            return digits
    return 4


def timed_frame(timed: TimedTreatment, naive: LogRank | None) -> pd.DataFrame:
    """The comparison as grouped, from a landmark, and time-dependent, side by side."""
    mark, test, unit = timed.landmark, timed.landmark_test, timed.unit
    ratio = timed.hazard_ratio
    dropped = mark.dropped_events + mark.dropped_censored
    by_landmark = " / ".join(fmt.count(c.n) for c in timed.landmark_curves)
    everybody, compared = fmt.count(timed.n), fmt.count(int(naive.n.sum()) if naive else timed.n)
    return pd.DataFrame(
        [
            ("As grouped, from time zero: misleads", compared, fmt.p_value(naive.p if naive else None), "",
             "Immortal time bias: patients had to live until the treatment to count as treated."),
            (f"From a landmark at {fmt.duration(mark.landmark, unit)}", by_landmark, fmt.p_value(test.p), "",
             f"Not begun / begun by then. {fmt.plural(dropped, 'patient')} left out: event or last contact before."),
            ("Time-dependent: Mantel-Byar test", everybody, fmt.p_value(timed.mantel_byar.p), "",
             "Each patient counts as untreated until the treatment begins."),
            ("Time-dependent: Cox model", everybody, fmt.p_value(ratio.p), hazard_ratio(ratio),
             "Hazard while treated against while not (yet) treated."),
        ],
        columns=["Comparison", "n", "P", f"Hazard ratio ({fmt.confidence_label(timed.conf_level)})",
                 "What it does"],
    )  # fmt: skip


def incidence_frame(result: SurvivalResult) -> pd.DataFrame:
    """Cumulative incidence of both kinds of event at the chosen times, one line per group and kind."""
    level = f"{fmt.confidence_label(result.plan.conf_level)}, log"
    test = "Gray's test, P" + (" (misleads: immortal time bias)" if is_naive(result) else "")
    lines = []
    for cause in result.competing:
        for curve, rates in zip(cause.curves, cause.rates, strict=True):
            line: dict[str, object] = {
                "Event": cause.cause,
                "Group": group_label(result, curve.name),
                "n": curve.n,
                "Events": curve.n_events,
            }
            for r in rates:
                share = "beyond follow-up" if r.beyond_follow_up else _share(r.incidence, r.lower, r.upper)
                line[f"{fmt.point_in_time(r.time, result.unit)} ({level}), at risk"] = f"{share}, {r.at_risk}"
            line[test] = fmt.p_value(cause.gray.p) if cause.gray else ""
            lines.append(line)
    return pd.DataFrame(lines)


def conditional_frame(result: SurvivalResult) -> pd.DataFrame:
    """Survival of those who have already lived the plan's time, one line per group."""
    level = fmt.confidence_label(result.plan.conf_level)
    lines = []
    for group in result.conditional:
        line: dict[str, object] = {"Group": group_label(result, group.name), "n then": group.n}
        for r in group.rates:
            rate = "beyond follow-up" if r.beyond_follow_up else _share(r.survival, r.lower, r.upper)
            line[f"{fmt.point_in_time(r.time, result.unit)} more ({level}), at risk"] = f"{rate}, {r.at_risk}"
        lines.append(line)
    return pd.DataFrame(lines)


def hazard_frame(result: SurvivalResult) -> pd.DataFrame:
    """The cumulative hazard (Nelson-Aalen) at the chosen times, one line per group."""
    level = f"{fmt.confidence_label(result.plan.conf_level)}, log"
    lines = []
    for curve, found in zip(result.hazards, result.hazard_rates, strict=True):
        line: dict[str, object] = {"Group": group_label(result, curve.name), "n": curve.n, "Events": curve.n_events}
        for h in found:
            shown = f"{fmt.number(h.value, 2)} ({fmt.interval(h.lower, h.upper, 2)})"
            line[f"{fmt.point_in_time(h.time, result.unit)} ({level})"] = (
                "beyond follow-up" if h.beyond_follow_up else shown
            )
        lines.append(line)
    return pd.DataFrame(lines)


def _share(value: float | None, lower: float | None, upper: float | None) -> str:
    """ "26.7% (8.3–49.6)"; the level of the interval stands in the column's head."""
    return fmt.rate(value, lower, upper).replace(f"{fmt.confidence_label()} ", "")


def test_numbers(result: SurvivalResult) -> pd.DataFrame:
    """The tests of equal survival, unrounded, and the guards that stand above them, one line each."""
    warnings = " ".join(f"{g.what} {g.why}" for g in result.guards if g.level == "serious")
    comparison = result.comparison
    tests: list[tuple[str, LogRank | TrendTest]] = []
    if comparison is not None:
        tests = [("log-rank", comparison.log_rank), *((t.weighting, t) for t in comparison.weighted)]
        if comparison.stratified is not None and result.strata is not None:
            tests.append((f"log-rank, stratified by {result.strata.label}", comparison.stratified))
        if comparison.trend is not None:
            tests.append(("log-rank for trend", comparison.trend))
    return pd.DataFrame(
        [{"test": name, "chi2": t.chi2, "df": t.df, "p": t.p, "beware": warnings} for name, t in tests]
        or [{"test": "log-rank", "chi2": None, "df": None, "p": None, "beware": warnings}]
    )


def numbers_csv(result: SurvivalResult) -> bytes:
    """The curves, one line per group and distinct time."""
    return spreadsheet.safe_csv(curve_table(result.curves))


def numbers_xlsx(result: SurvivalResult, risk: pd.DataFrame | None = None) -> bytes:
    """Curves, cumulative hazards, at-risk table, summary and tests, a sheet each.

    Args:
        result: with at least one patient.
        risk: the at-risk table of the figure; None for one at time 0 and the plan's times.
    """
    if risk is None:
        risk = at_risk_frame(at_risk_table(result.table, (0.0, *result.times)), result.unit)
    return spreadsheet.safe_xlsx(
        {
            "Curves": curve_table(result.curves),
            "Cumulative hazard": hazard_table(result.hazards),
            "At risk": risk,
            "Summary": curve_summary_table(result.curves, result.medians, result.rates),
            "Tests": test_numbers(result),
        }
    )
