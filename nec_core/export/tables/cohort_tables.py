"""The cohort as tables to read or download.

Tables of numbers keep them unrounded, with an empty cell for what is not estimable. Headers and cells can hold text
from the user's file: `safe_csv` and `safe_xlsx` make them safe in a spreadsheet,
`nec_core.formatting.escape_markdown` on a page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from nec_core import formatting
from nec_core.analysis.result import SurvivalResult
from nec_core.export.summary_words import set_words
from nec_core.export.tables.survival_tables import summary_frame
from nec_core.patients.cohort import level_words
from nec_core.summary.course.first_sites import FirstSites
from nec_core.summary.first_events import FirstEvents
from nec_core.summary.flow import Flow
from nec_core.summary.follow_up import FollowUpSummary
from nec_core.summary.treatments import TreatmentSummary
from nec_core.survival.curves.competing_risks import incidences_at
from nec_core.time_units import converted

FIRST_EVENT_YEARS = (1.0, 2.0)
"""By when it is told what came first."""
FOLLOW_UP_NOTE = (
    "Reverse Kaplan-Meier: how long patients would have been followed had nobody died. "
    f"{formatting.NR_MEANS} {formatting.NE_MEANS}"
)
_FLOW_ALWAYS = ("Rows in the file", "Rejected", "Accepted", "Inside the filter", "Analysed")


def follow_up_table(summary: FollowUpSummary) -> pd.DataFrame:
    """Follow-up of everybody and of each group, one line each."""
    return _numbers(
        [
            {
                "group": f.name,
                "n": f.n,
                "events": f.n - f.n_alive,
                "unit": summary.unit,
                "reverse_km_median": f.reverse_km.value,
                "lower": f.reverse_km.lower,
                "upper": f.reverse_km.upper,
                "first_quartile": f.first_quartile.value,
                "third_quartile": f.third_quartile.value,
                "event_free_only_median": f.alive_only_median,
                "minimum": f.minimum,
                "maximum": f.maximum,
                "conf_type": summary.conf_type,
                "conf_level": summary.conf_level,
            }
            for f in (summary.overall, *summary.groups)
        ]
    )


# --- The cohort ---


def treatment_table(summary: TreatmentSummary) -> pd.DataFrame:
    """One line per treatment of which anything is recorded: given, not given, unknown, not recorded."""
    known = [c for c in summary.counts if c.given or c.not_given or c.unknown]
    lines = [(c.treatment.label, c.given, c.not_given, c.unknown, c.not_recorded) for c in known]
    return pd.DataFrame(lines, columns=["Treatment", "Given", "Not given", "Unknown", "Not recorded"])


def combination_table(summary: TreatmentSummary) -> pd.DataFrame:
    """Which treatments were given together and nothing else, to how many patients; each patient is counted once."""
    lines = [(set_words(c), c.n, c.n / summary.n, c.open) for c in summary.combinations]
    return pd.DataFrame(lines, columns=["Exactly these", "Patients", "Share", "Another unknown or blank"])


def combination_frame(summary: TreatmentSummary) -> pd.DataFrame:
    """`combination_table` as it is printed."""
    frame = combination_table(summary)
    frame["Share"] = [formatting.percent(share, 0) for share in frame["Share"]]
    return frame


def overlap_table(summary: TreatmentSummary) -> pd.DataFrame:
    """Patients given both the treatment of the line and that of the column."""
    labels = [c.treatment.label for c in summary.counts]
    frame = pd.DataFrame(list(summary.overlap), columns=labels)
    frame.insert(0, "Given both", labels)
    return frame


def site_frame(found: FirstSites) -> pd.DataFrame:
    """First sites by group, with both shares a paper can mean, to read; no line for a site where nobody progressed."""
    overall = found.overall
    if overall.not_recorded == overall.n:
        return pd.DataFrame()
    lines = []
    for name, s in (("All patients", overall), *found.groups.items()):
        sites = [
            (site.site, site.n, _share(site.of_patients), _share(site.of_progressions))
            for site in (*s.sites, s.any_distant, s.any_locoregional)
        ]
        rest = [
            ("site not recorded", s.site_not_recorded), ("not progressed", s.not_progressed),
            ("progression unknown or not recorded", s.unknown + s.not_recorded),
        ]  # fmt: skip
        shown = [line for line in (*sites, *((what, n, "", "") for what, n in rest)) if line[1]]
        group = f"{level_words(found.by, name)} (n = {formatting.count(s.n)})"
        lines += [(group if k == 0 else "", *line) for k, line in enumerate(shown)]
    columns = ["Group", "First site", "Patients", "Share of patients", "Share of progressions"]
    return pd.DataFrame(lines, columns=columns)


def _share(share: float | None) -> str:
    return "" if share is None else formatting.percent(share)


def first_event_frame(found: FirstEvents) -> pd.DataFrame:
    """How many had each cause first by one and by two years, one line per cause and group, to read."""
    level = formatting.confidence_label(found.conf_level)
    at = [converted(years, "years", found.table.unit) for years in FIRST_EVENT_YEARS]
    heads = [f"By {formatting.point_in_time(t, found.table.unit)} ({level})" for t in at]
    lines = []
    for cause, curves in zip(found.table.causes, found.curves, strict=True):
        for k, curve in enumerate(curves):
            rates = incidences_at(curve, at)
            told = [formatting.rate(r.incidence, r.lower, r.upper).replace(f"{level} ", "") for r in rates]
            lines.append((cause if k == 0 else "", level_words(found.variable, curve.name), curve.n, *told))
    return pd.DataFrame(lines, columns=["First", "Group", "n", *heads])


def rate_frame(result: SurvivalResult, time: float) -> pd.DataFrame:
    """One line per group: n, events, and survival at one of the plan's times."""
    level = formatting.confidence_label(result.plan.conf_level)
    head = f"{formatting.point_in_time(time, result.unit)} ({level}), at risk"
    frame = summary_frame(result)
    return frame[["Group", "n", "Events", head]] if head in frame else pd.DataFrame()


def follow_up_frame(summary: FollowUpSummary) -> pd.DataFrame:
    """Follow-up by three definitions, to read."""
    f, unit, reverse = summary.overall, summary.unit, summary.overall.reverse_km
    span = f"{formatting.duration(f.minimum, unit)} to {formatting.duration(f.maximum, unit)}"
    return pd.DataFrame(
        [
            ("Median, reverse Kaplan-Meier",
             formatting.median_ci(reverse.value, reverse.lower, reverse.upper, unit, summary.conf_level)),
            ("Median of patients alive", f"{formatting.duration(f.alive_only_median, unit)} (n = {f.n_alive})"),
            ("Shortest and longest", span),
        ],
        columns=["Follow-up", f"Of {formatting.plural(f.n, 'patient')}"],
    )  # fmt: skip


def flow_table(flow: Flow) -> pd.DataFrame:
    """What became of every row of the file."""
    lines = [
        ("Rows in the file", flow.rows_in),
        ("Rejected", flow.rejected),
        *([("Rejected, recorded as dead", flow.rejected_dead)] if flow.rejected_dead is not None else []),
        ("Rows of a patient counted already", flow.folded),
        ("Accepted", flow.accepted),
        ("Accepted, with a warning", flow.accepted_with_warnings),
        ("Outside the filter", flow.filtered_out),
        ("Inside the filter", flow.kept),
        *((f"Left out: {reason}", n) for reason, n in flow.left_out),
        ("Analysed", flow.analysed),
    ]
    return pd.DataFrame(lines, columns=["Stage", "Number"])


def flow_frame(flow: Flow) -> pd.DataFrame:
    """The same to read: a step that nobody took is left out, but for those that every reader looks for."""
    return _without_empty_lines(flow_table(flow), "Number", _FLOW_ALWAYS)


def _without_empty_lines(frame: pd.DataFrame, column: str, always: Collection[str]) -> pd.DataFrame:
    """Lines that count somebody, and those whose zero is an answer."""
    return frame[(frame[column] > 0) | frame.iloc[:, 0].isin(list(always))].reset_index(drop=True)


def _numbers(lines: Sequence[dict[str, object]]) -> pd.DataFrame:
    """A table in which a column of None among numbers is a column of numbers."""
    frame = pd.DataFrame(list(lines))
    return frame.infer_objects()


__all__ = [
    "FIRST_EVENT_YEARS", "FOLLOW_UP_NOTE", "combination_frame", "combination_table", "first_event_frame", "flow_frame",
    "flow_table", "follow_up_frame", "follow_up_table", "overlap_table", "rate_frame", "site_frame", "treatment_table",
]  # fmt: skip
