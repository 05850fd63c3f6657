"""The numbers behind a survival figure, as tables to read and as files to keep."""

from __future__ import annotations

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis import SurvivalResult
from nec_core.export import spreadsheet
from nec_core.export.tables import at_risk_frame, curve_summary_table, curve_table
from nec_core.survival.at_risk import at_risk_table
from nec_core.survival.rates import SurvivalRate


def summary_frame(result: SurvivalResult) -> pd.DataFrame:
    """One line per group: n, events, median and rates with their intervals, as text."""
    level = fmt.confidence_label(result.plan.conf_level)
    lines = []
    for curve, middle, rates in zip(result.curves, result.medians, result.rates, strict=True):
        line = {
            "Group": curve.name,
            "n": curve.n,
            "Events": curve.n_events,
            f"Median ({level})": fmt.median_ci(
                middle.value, middle.lower, middle.upper, result.unit, result.plan.conf_level
            ),
        }
        for r in rates:
            head = f"{r.time:g} {result.unit} ({level}), at risk"
            rate = "beyond follow-up" if r.beyond_follow_up else _rate(r)
            line[head] = f"{rate}, {r.at_risk}"
        lines.append(line)
    return pd.DataFrame(lines)


def _rate(rate: SurvivalRate) -> str:
    """ "26.7% (8.3–49.6)"; the level of the interval stands in the column's head."""
    if rate.lower is None:
        return f"{fmt.percent(rate.survival)} ({fmt.NE})"
    lower, upper = 100 * rate.lower, 100 * (rate.upper or 0)
    return f"{fmt.percent(rate.survival)} ({fmt.interval(lower, upper)})"


def test_numbers(result: SurvivalResult) -> pd.DataFrame:
    """The log-rank test and the guards that stand above it, one line each."""
    test = result.log_rank
    chi2, df, p = (test.chi2, test.df, test.p) if test else (None, None, None)
    warnings = " ".join(f"{g.what} {g.why}" for g in result.guards if g.level == "serious")
    return pd.DataFrame([{"test": "log-rank", "chi2": chi2, "df": df, "p": p, "beware": warnings}])


def numbers_csv(result: SurvivalResult) -> bytes:
    """The curves, one line per group and distinct time."""
    return spreadsheet.safe_csv(curve_table(result.curves))


def numbers_xlsx(result: SurvivalResult) -> bytes:
    """Curves, at-risk table, summary and test, a sheet each."""
    risk = at_risk_table(result.table, (0.0, *result.times))
    return spreadsheet.safe_xlsx(
        {
            "Curves": curve_table(result.curves),
            "At risk": at_risk_frame(risk, result.unit),
            "Summary": curve_summary_table(result.curves, result.medians, result.rates),
            "Test": test_numbers(result),
        }
    )
