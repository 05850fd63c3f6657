"""The cohort as tables to read or download.

Tables of numbers keep them unrounded, with an empty cell for what is not estimable. Headers and cells can hold text
from the user's file: `safe_csv` and `safe_xlsx` make them safe in a spreadsheet,
`nec_core.formatting.escape_markdown` on a page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from nec_core import formatting
from nec_core.export.summary_words import set_words
from nec_core.summary.flow import Flow
from nec_core.summary.follow_up import FollowUpSummary
from nec_core.summary.progression import ProgressionSummary
from nec_core.summary.treatments import TreatmentSummary

_PROGRESSION_ALWAYS = ("Progressed", "Not progressed")
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


def progression_table(summary: ProgressionSummary) -> pd.DataFrame:
    """Progression and its first sites, with both shares a paper can mean, between 0 and 1."""
    states = [
        ("Progressed", summary.progressed),
        ("Not progressed", summary.not_progressed),
        ("Not progressed, alive", summary.alive_without_progression),
        ("Not progressed, died", summary.died_without_progression),
        ("Progression unknown", summary.unknown),
        ("Progression not recorded", summary.not_recorded),
    ]
    lines: list[tuple[str, int, float | None, float | None]] = [
        (name, n, n / summary.n if summary.n else None, None) for name, n in states
    ]
    for site in (*summary.sites, summary.any_distant, summary.any_locoregional):
        lines.append((f"First site: {site.site}", site.n, site.of_patients, site.of_progressions))
    lines.append(("First site: not recorded", summary.site_not_recorded, None, None))
    columns = ["Progression", "Patients", "Share of patients", "Share of progressions"]
    return pd.DataFrame(lines, columns=columns)


def progression_frame(summary: ProgressionSummary) -> pd.DataFrame:
    """The same to read: shares as percentages, and no line for a site where nobody progressed."""
    shown = _without_empty_lines(progression_table(summary), "Patients", _PROGRESSION_ALWAYS)
    for column in ("Share of patients", "Share of progressions"):
        shares = [None if pd.isna(share) else float(share) for share in shown[column]]
        shown[column] = pd.Series(
            ["" if x is None else formatting.percent(x) for x in shares], shown.index, dtype=object
        )
    return shown


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
    "combination_frame", "combination_table", "flow_frame", "flow_table", "follow_up_table", "overlap_table",
    "progression_frame", "progression_table", "treatment_table",
]  # fmt: skip
