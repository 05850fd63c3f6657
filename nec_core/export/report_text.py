"""Results as plain text, for reading on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.regression import model_guards
from nec_core.export.comparison_tables import log_rank_frame, milestone_frame, pairs_frame, restricted_mean_frame
from nec_core.export.model_tables import model_sentence, together_lines
from nec_core.export.survival_tables import conditional_frame, incidence_frame, timed_frame
from nec_core.export.survival_words import definition_lines, group_label, test_sentence
from nec_core.ingest.layouts import layout_title
from nec_core.ingest.mapping import ColumnMapping
from nec_core.ingest.reading.delimited import DELIMITERS
from nec_core.patients.cohort import Cohort
from nec_core.survival.curves.rates import SurvivalRate

_FURTHER = (log_rank_frame, pairs_frame, milestone_frame, restricted_mean_frame, conditional_frame, incidence_frame)


def of_check(cohort: Cohort) -> str:
    """How a file was read, the mapping, and what is wrong."""
    s = cohort.source
    how = f"sheet “{s.sheet}”" if s.sheet else f"{s.encoding}, {DELIMITERS.get(s.delimiter or '', s.delimiter)}"
    how = f"{len(s.files)} files" if s.files else f"{how}, headers in row {s.header_row}"
    lines = [
        f"{s.file_name}: {layout_title(s.layout)}, {how}",
        f"{s.rows_in} rows in = {cohort.n} accepted ({cohort.n_with_warnings} with warnings)"
        f" + {len(cohort.folded_rows)} folded + {len(cohort.rejected_rows)} rejected",
        *s.notes,
        "",
        *_table([("column", "taken as", "sure", "why"), *(_column_line(c) for c in cohort.columns)]),
    ]
    if cohort.problems.n:
        found = [(str(f.n), f.column, f.kind.title, f.general_message) for f in cohort.problems.findings]
        lines += ["", *_table([("rows", "column", "rule", "what is wrong"), *found])]
    return "\n".join(_one_line(line) for line in lines)


def _column_line(column: ColumnMapping) -> tuple[str, str, str, str]:
    unit = f" ({column.unit})" if column.unit else ""
    return column.column, column.target + unit, f"{column.confidence:.0%}", column.reason


def of_analysis(result: SurvivalResult) -> str:
    """A survival analysis as tables with its definitions; the warnings stand above the tests."""
    level = fmt.confidence_label(result.plan.conf_level)
    head = (
        "group",
        "n",
        "events",
        f"median, {result.unit} ({level})",
        *(f"{fmt.point_in_time(t, result.unit)}, at risk" for t in result.times),
    )
    rows = [
        (
            group_label(result, c.name),
            str(c.n),
            str(c.n_events),
            fmt.median_ci(m.value, m.lower, m.upper, result.unit, result.plan.conf_level),
            *(_rate(r, result.plan.conf_level) for r in rates),
        )
        for c, m, rates in zip(result.curves, result.medians, result.rates, strict=True)
    ]
    warnings = [f"! {g.what} {g.why} {g.do}" for g in result.guards]
    parts = [
        _table([head, *rows]),
        [*warnings, test_sentence(result)],
        *(_framed(frame(result)) for frame in _FURTHER if result.n),
        _framed(timed_frame(result.timed, result.log_rank)) if result.timed else [],
        _model(result),
    ]
    lines = [line for part in parts if part for line in (*part, "")] + definition_lines(result)
    return "\n".join(_one_line(line) for line in lines)


def _rate(rate: SurvivalRate, conf_level: float) -> str:
    """ "26.7% (95% CI 8.3–49.6), 4"; a curve that nobody was followed along has no value there."""
    value = fmt.rate(rate.survival, rate.lower, rate.upper, conf_level=conf_level)
    return f"{'beyond follow-up' if rate.beyond_follow_up else value}, {rate.at_risk}"


def _framed(frame: pd.DataFrame) -> list[str]:
    """A table's lines; none of an empty one."""
    return _table([tuple(frame.columns), *frame.astype(str).itertuples(index=False, name=None)]) if len(frame) else []


def _model(result: SurvivalResult) -> list[str]:
    """The Cox model, its warnings above it."""
    found = result.regression
    if found is None:
        return []
    zero = result.endpoint.time_zero if result.endpoint.derived else "time zero"
    warnings = [f"! {g.what} {g.why} {g.do}" for g in model_guards(found, zero)]
    return [*warnings, *_table(together_lines(found)), model_sentence(found)]


def _one_line(text: str) -> str:
    """Without line breaks and control codes: a name from a file must not move a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
