"""How groups differ, as tables to read: tests, pairs, differences. Cells are text; JSON holds the numbers unrounded.

Groups settled after time zero have none of them: whatever compares such groups carries immortal time bias.
"""

from __future__ import annotations

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.survival_words import group_in_sentence, group_label, permutation_words
from nec_core.survival.comparing.log_rank import LogRank

_LOOKS_AT = {
    "peto-peto": ("Peto-Peto", "early differences, weighted by survival"),
    "gehan-breslow": ("Gehan-Breslow", "early differences, weighted by the number at risk"),
    "tarone-ware": ("Tarone-Ware", "earlier differences a little more, by the root of the number at risk"),
}


def log_rank_frame(result: SurvivalResult) -> pd.DataFrame:
    """Every test of equal survival, one line each; empty where groups can't be compared."""
    found = result.comparable
    if found is None:
        return pd.DataFrame()
    lines = [_line("Log-rank", "the whole follow-up alike: the test of the figure", found.log_rank)]
    if found.stratified is not None and result.strata is not None:
        known = fmt.plural(int(found.stratified.n.sum()), "patient")
        lines.append(
            _line(f"Log-rank, stratified by {result.strata.label}", f"within strata, {known}", found.stratified)
        )
    if found.trend is not None:
        order = ", ".join(group_in_sentence(result, g) for g in found.trend_groups)
        direction = "" if found.trend.z is None else f"; {'more' if found.trend.z > 0 else 'fewer'} events along it"
        test = found.trend
        lines.append(
            ("Log-rank for trend", f"the order {order}{direction}", fmt.chi2(test.chi2, test.df), fmt.p_value(test.p))
        )
    for test_ in found.weighted:
        name, what = _LOOKS_AT.get(test_.weighting) or _fleming_harrington(test_)
        lines.append(_line(name, what, test_))
    permutation = result.permutation
    if permutation is not None:
        how = permutation_words(permutation)
        lines.append(("Log-rank by permutation", f"needs no large numbers; {how}", "", fmt.p_value(permutation.p)))
    return pd.DataFrame(lines, columns=["Test", "Looks at", "Statistic", "P"])


def _line(name: str, what: str, test: LogRank) -> tuple[str, str, str, str]:
    return name, what, fmt.chi2(test.chi2, test.df), fmt.p_value(test.p)


def _fleming_harrington(test: LogRank) -> tuple[str, str]:
    rho, gamma = test.rho or 0.0, test.gamma or 0.0
    what = "late" if gamma > rho else "early" if rho > gamma else "middle" if rho else "all"
    parts = [_power("S", rho), _power("1 − S", gamma)]
    return (
        f"Fleming-Harrington ({fmt.plain_number(rho)}, {fmt.plain_number(gamma)})",
        f"{what} differences, weighted by {' times '.join(p for p in parts if p) or '1'}",
    )


def _power(base: str, exponent: float) -> str:
    """ "S", "(1 − S)^0.5"; empty for the power 0."""
    if exponent in (0.0, 1.0):
        return base if exponent else ""
    return f"({base})^{fmt.plain_number(exponent)}" if " " in base else f"{base}^{fmt.plain_number(exponent)}"


def pairs_frame(result: SurvivalResult) -> pd.DataFrame:
    """The log-rank test of every two of three or more groups, as it is and adjusted for their number."""
    found = result.comparable
    if found is None or len(found.pairs) < 2:
        return pd.DataFrame()
    return pd.DataFrame(
        [
            (f"{group_label(result, p.first)} and {group_label(result, p.second)}", fmt.chi2(p.chi2, p.df),
             *(fmt.p_value(x) for x in (p.p_raw, p.p_holm, p.p_bonferroni, p.p_bh)))
            for p in found.pairs
        ],
        columns=["Groups", "Log-rank", "P", "P, Holm", "P, Bonferroni", "P, Benjamini-Hochberg"],
    )  # fmt: skip


def milestone_frame(result: SurvivalResult) -> pd.DataFrame:
    """Differences of survival at the chosen times, in percentage points."""
    found = result.comparable
    if found is None:
        return pd.DataFrame()
    head = f"Difference ({fmt.confidence_label(result.plan.conf_level)}), percentage points"
    lines = []
    for differences in found.milestones:
        for d in differences:
            value, lower, upper = (None if x is None else 100 * x for x in (d.difference, d.lower, d.upper))
            shown = fmt.with_interval(value, lower, upper)
            lines.append(
                {
                    "Time": fmt.point_in_time(d.time, result.unit),
                    "Groups": f"{group_label(result, d.group)} minus {group_label(result, d.reference)}",
                    head: "beyond follow-up" if d.beyond_follow_up else shown,
                    "P": "" if d.beyond_follow_up else fmt.p_value(d.p),
                    "P, log(−log) scale": "" if d.beyond_follow_up else fmt.p_value(d.p_cloglog),
                }
            )
    return pd.DataFrame(lines)


def restricted_mean_frame(result: SurvivalResult) -> pd.DataFrame:
    """Restricted means, one line per group, with difference and ratio against the reference where groups compare."""
    if not result.groups:
        return pd.DataFrame()
    means = [group.restricted_mean for group in result.groups]
    level, unit = fmt.confidence_label(result.plan.conf_level), result.unit
    tau, digits = fmt.duration(means[0].tau, unit), 2 if unit == "years" else 1
    found = result.comparable
    # Past the last patient seen a mean is what somebody imagines of the curve, and so is every difference from it.
    carried_on = any(mean.beyond_follow_up for mean in means)
    against = {c.group: c for c in found.restricted_means} if found and not carried_on else {}
    lines = []
    for mean in means:
        shown = fmt.median_ci(mean.value, mean.lower, mean.upper, unit, result.plan.conf_level, absent=fmt.NE)
        line: dict[str, object] = {
            "Group": group_label(result, mean.name),
            "n": mean.n,
            "Events": mean.n_events,
            f"Mean within the first {tau} ({level})": "beyond follow-up" if mean.beyond_follow_up else shown,
        }
        if against:
            c = against.get(mean.name)
            line[f"Difference ({level})"] = (
                "0 (reference)"
                if c is None
                else f"{fmt.number(c.difference, digits)} {unit} "
                f"({fmt.interval(c.difference_lower, c.difference_upper, digits)})"
            )
            line["P of the difference"] = "" if c is None else fmt.p_value(c.difference_p)
            line[f"Ratio ({level})"] = (
                "1 (reference)" if c is None else fmt.with_interval(c.ratio, c.ratio_lower, c.ratio_upper, 2)
            )
        lines.append(line)
    return pd.DataFrame(lines)


__all__ = ["log_rank_frame", "milestone_frame", "pairs_frame", "restricted_mean_frame"]
