"""A survival analysis as tables to read: cells are text, rounded as papers round. Unrounded: `survival_numbers`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.group_result import GroupResult
from nec_core.analysis.result import SurvivalResult
from nec_core.export.survival_words import group_label
from nec_core.survival.cox.firth import FirthCoefficient
from nec_core.survival.cox.model import CoxCoefficient

MOST_IN_COLUMNS = 5
"""Groups up to which each has a column on a page: then their numbers stand beside each other, a time to a line."""


def per_group(cells: Callable[[GroupResult], Mapping[str, object]]) -> Callable[[SurvivalResult], pd.DataFrame]:
    """One line per group: its name, its patients, and these cells."""
    return lambda result: pd.DataFrame(
        [{"Group": group_label(result, g.name), "n": g.n, **cells(g)} for g in result.groups]
    )


def summary_frame(result: SurvivalResult) -> pd.DataFrame:
    """One line per group: n, events, median and rates with their intervals, as text."""
    level = fmt.confidence_label(result.plan.conf_level)
    ratios = _hazard_ratios(result)
    lines = []
    for group in result.groups:
        middle = group.median
        line: dict[str, object] = {
            "Group": group_label(result, group.name),
            "n": group.n,
            "Events": group.n_events,
            f"Median ({level})": fmt.median_ci(
                middle.value, middle.lower, middle.upper, result.unit, result.plan.conf_level
            ),
        }
        if ratios:
            line[f"Hazard ratio ({level})"] = ratios[group.name]
        for r in group.rates:
            head = f"{fmt.point_in_time(r.time, result.unit)} ({level}), at risk"
            rate = "beyond follow-up" if r.beyond_follow_up else _share(r.survival, r.lower, r.upper)
            line[head] = f"{rate}, {r.at_risk}"
        lines.append(line)
    return pd.DataFrame(lines)


def in_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The groups as columns, what is told of them as lines; where there are so many that they would be narrow, as it
    was."""
    if len(frame) > MOST_IN_COLUMNS:
        return frame
    said = {str(name): cells.map(lambda x: x if isinstance(x, str) else fmt.count(x)) for name, cells in frame.items()}
    groups, *lines = said
    return pd.DataFrame([[line, *said[line]] for line in lines], columns=[groups, *said[groups]])


def _hazard_ratios(result: SurvivalResult) -> dict[str, str]:
    """Each group against the first; none where the groups are settled after time zero, since they would mislead."""
    if result.comparable is None:
        return {}
    coefficients = {c.level: c for c in result.comparable.hazard_ratios.coefficients}
    found = {group.name: coefficients.get(group.name) for group in result.groups}
    return {name: "1 (reference)" if c is None else hazard_ratio(c) for name, c in found.items()}


def hazard_ratio(c: CoxCoefficient | FirthCoefficient) -> str:
    """ "0.59 (0.42–0.82)"; NE where there is no finite estimate."""
    if c.hazard_ratio is None or getattr(c, "infinite", False):
        return fmt.NE
    digits = _ratio_digits(c.hazard_ratio, c.lower, c.upper)
    return fmt.with_interval(c.hazard_ratio, c.lower, c.upper, digits)


def _ratio_digits(*values: float | None) -> int:
    """Two decimals, up to four where two would print a ratio as 0.00, or carry it to 1.00, which readers look at."""
    for digits in (2, 3):
        texts = {fmt.number(v, digits) for v in values if v is not None and v != 1.0}
        if not texts & {fmt.number(0.0, digits), fmt.number(1.0, digits)}:
            return digits
    return 4


def timed_frame(result: SurvivalResult) -> pd.DataFrame:
    """For a treatment with a date: the comparison as grouped, from a landmark, and time-dependent, side by side."""
    timed, naive = result.timed, result.log_rank
    if timed is None:
        return pd.DataFrame()
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


def timed_caption(result: SurvivalResult) -> str:
    """Whose treatment began when, and who is left out of that comparison."""
    timed = result.timed
    if timed is None:
        return ""
    missing = (
        f" {fmt.plural(timed.n_without_date, 'treated patient')} without a date left out."
        if timed.n_without_date
        else ""
    )
    if timed.n_partial_date:
        treated = fmt.plural(timed.n_partial_date, "treated patient")
        missing += f" {treated} whose start is known only to the month or year left out."
    return (
        f"{timed.n_treated} of {fmt.plural(timed.n, 'patient')} began {timed.treatment.label} during follow-up, median "
        f"start {fmt.duration(timed.median_start, timed.unit)}.{missing} Groups that were not randomised can differ in "
        "other ways too. Choose the landmark before looking at the curves."
    )


def incidence_frame(result: SurvivalResult) -> pd.DataFrame:
    """Cumulative incidence of both kinds of event at the chosen times, one line per group and kind."""
    level = f"{fmt.confidence_label(result.plan.conf_level)}, log"
    test = "Gray's test, P" + (" (misleads: immortal time bias)" if result.naive else "")
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
    for group in (g.conditional for g in result.groups if g.conditional is not None):
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
    for group in result.groups:
        line: dict[str, object] = {"Group": group_label(result, group.name), "n": group.n, "Events": group.n_events}
        for h in group.hazard_rates:
            shown = fmt.with_interval(h.value, h.lower, h.upper, 2)
            line[f"{fmt.point_in_time(h.time, result.unit)} ({level})"] = (
                "beyond follow-up" if h.beyond_follow_up else shown
            )
        lines.append(line)
    return pd.DataFrame(lines)


def _share(value: float | None, lower: float | None, upper: float | None) -> str:
    """ "26.7% (8.3–49.6)"; the level of the interval stands in the column's head."""
    return fmt.rate(value, lower, upper).replace(f"{fmt.confidence_label()} ", "")
