"""What the pictures show, as tables to read beside them or to download: one line per row, lane, step or point."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.forest.forest_row import Forest
from nec_core.analysis.residuals import Residuals
from nec_core.export.summary.picture_words import kind_words, median_words, ratio_words, row_label
from nec_core.patients.cohort import level_words
from nec_core.summary.course.first_sites import FirstSites
from nec_core.summary.course.swimmer import Swimmer
from nec_core.summary.course.treatment_order import TreatmentOrder
from nec_core.summary.done_counts import DoneCount
from nec_core.summary.first_events import FirstEvents
from nec_core.summary.missing import BLANK, DOES_NOT_APPLY, RECORDED, UNKNOWN, MissingValues
from nec_core.summary.published_medians import PublishedMedians


def forest_frame(found: Forest) -> pd.DataFrame:
    """Hazard ratios as text, one line per row; the interaction on a line of its variable."""
    lines = []
    for row in found.rows:
        arms = "; ".join(f"{a.level} {a.events}/{a.n}" for a in row.arms)
        events = arms or f"{row.events}/{row.n}"
        p = fmt.p_value(row.p) if row.p is not None else ""
        lines.append((row.kind.replace("_", "-"), row.label, row_label(row, found.unit), events, ratio_words(row), p))
    for x in found.interactions:
        test = fmt.chi2(x.chi2, x.df) if x.p is not None else "not estimable"
        lines.append(("interaction", x.label, "", "", test, fmt.p_value(x.p) if x.p is not None else ""))
    head = ["Analysis", "Variable", "Row", "Events/n", f"Hazard ratio ({fmt.confidence_label(found.conf_level)})", "P"]
    return pd.DataFrame(lines, columns=head)


def forest_numbers(found: Forest) -> pd.DataFrame:
    """The same unrounded."""
    return pd.DataFrame(
        [
            {
                "kind": r.kind, "variable": r.label, "level": r.level, "unit": r.unit, "n": r.n, "events": r.events,
                "hazard_ratio": r.estimate, "lower": r.lower, "upper": r.upper, "p": r.p, "reason": r.reason,
                "landmark": r.at, "lost": r.lost, "planned": r.planned,
            }
            for r in found.rows
        ]
    )  # fmt: skip


def swimmer_table(found: Swimmer) -> pd.DataFrame:
    """One line per mark and end of a lane, unrounded."""
    lines = []
    for lane in found.lanes:
        for m in lane.marks:
            lines.append((lane.id, lane.group, found.kinds[m.kind], m.t, m.width))
        lines.append((lane.id, lane.group, "died" if lane.dead else "alive", lane.end, lane.end_width))
    head = ["Patient", "Group", "What", f"From ({found.unit})", "Width of doubt"]
    return pd.DataFrame(lines, columns=head)


def order_table(found: TreatmentOrder) -> pd.DataFrame:
    """One line per step and what came next."""
    lines = []
    for s in found.steps:
        name = kind_words(found, s.kind) if s.place else "All patients"
        lines += [(s.place, name, kind_words(found, kind), n) for kind, n in s.next]
        ends = (("died", s.dead), ("alive", s.alive), ("vital status not recorded", s.unsaid), ("undated", s.undated))
        lines += [(s.place, name, f"nothing more: {what}" if what != "undated" else what, n) for what, n in ends if n]
    return pd.DataFrame(lines, columns=["Place", "Treatment", "Next", "Patients"])


def site_table(found: FirstSites) -> pd.DataFrame:
    """First sites by group: patients, of all and of those who progressed."""
    lines = []
    for name, s in (("All patients", found.overall), *found.groups.items()):
        group = level_words(found.by, name)
        for site in (*s.sites, s.any_distant, s.any_locoregional):
            lines.append((group, site.site, site.n, site.of_patients, site.of_progressions))
        lines.append((group, "site not recorded", s.site_not_recorded, None, None))
        lines.append((group, "progression unknown or not recorded", s.unknown + s.not_recorded, None, None))
    head = ["Group", "First site", "Patients", "Share of patients", "Share of progressions"]
    return pd.DataFrame(lines, columns=head)


def first_event_table(found: FirstEvents) -> pd.DataFrame:
    """The curves, unrounded: one line per cause, group and step."""
    frames = [
        pd.DataFrame(
            {
                "group": c.name, "cause": c.cause, "time": c.time, "at_risk": c.at_risk, "events": c.events,
                "incidence": c.incidence, "lower": c.lower, "upper": c.upper,
            }
        )
        for curves in found.curves
        for c in curves
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def done_table(counts: Sequence[DoneCount]) -> pd.DataFrame:
    """Findings, one line per examination or marker; the share is of those known."""
    lines = [
        (
            c.test.label, c.finding, c.positive, c.negative, c.unknown, c.blank,
            fmt.percent(c.positive / c.known, 0) if c.known else "",
        )
        for c in counts
    ]  # fmt: skip
    head = ["Test", "Finding", "Positive", "Negative", "Unknown", "Not recorded", "Share of known"]
    return pd.DataFrame(lines, columns=head)


def missing_table(found: MissingValues) -> pd.DataFrame:
    """Variables with a gap, the most first."""
    kinds = [found.counts(state) for state in (RECORDED, UNKNOWN, BLANK, DOES_NOT_APPLY)]
    lines = [(v.label, *counts) for v, *counts in zip(found.variables, *kinds, strict=True)]
    return pd.DataFrame(lines, columns=["Variable", "Recorded", "Unknown", "Not recorded", "Does not apply"])


def residual_table(found: Sequence[Residuals]) -> pd.DataFrame:
    """One line per event and column of the model, unrounded."""
    frames = [
        pd.DataFrame(
            {
                "variable": r.variable.name, "level": r.level, "time": r.time, "transformed": r.transformed,
                "scaled": r.scaled,
            }
        )
        for r in found
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def median_table(found: PublishedMedians) -> pd.DataFrame:
    """Own medians and published ones, one line each; no P value."""
    lines = []
    for row in found.rows:
        limits = fmt.interval(row.lower, row.upper) if row.has_interval else "not printed"
        n = "not printed" if row.n is None else fmt.count(row.n)
        lines.append((row.source, row.group or "all", n, median_words(row), limits, row.time_zero or "not said"))
    head = ["Source", "Patients", "n", "Median", fmt.confidence_label(found.conf_level), "Counted from"]
    return pd.DataFrame(lines, columns=head)
