"""The main result beside other selections of its patients, as tables to read and as numbers."""

from __future__ import annotations

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.result import SurvivalResult
from nec_core.analysis.sensitivity import Rule
from nec_core.export.summary.sensitivity_words import median_of, ratio_of, selection_label
from nec_core.export.survival_words import group_label
from nec_core.ingest.row_places import row_text

MOST_TOLD = 20
"""Rows of the file told one by one; JSON and the workbook hold more."""


def sensitivity_frame(result: SurvivalResult) -> pd.DataFrame:
    """One line per selection and group, the main result first; empty where nobody asked."""
    found = result.sensitivity
    if found is None:
        return pd.DataFrame()
    level = fmt.confidence_label(found.conf_level)
    lines = []
    for selection in found.selections:
        head = {"Selection": selection_label(found, selection), "Taken out": fmt.count(selection.n_out)}
        if selection.not_applied:
            lines.append(head | {"Taken out": f"does not apply: {selection.not_applied}"})
            continue
        for k, group in enumerate(selection.groups):
            line = (head if k == 0 else {"Selection": "", "Taken out": ""}) | {
                "Group": group_label(result, group.name),
                "n": fmt.count(group.n),
                "Events": fmt.count(group.events),
                f"Median ({level})": median_of(found, group),
            }
            if found.reference is not None:
                reference = group.name == found.reference
                line[f"Hazard ratio ({level})"] = "1 (reference)" if reference else ratio_of(group)
                line["P"] = fmt.p_value(selection.p) if k == 0 else ""
            lines.append(line)
    frame = pd.DataFrame(lines).fillna("")
    return frame[[*(c for c in frame.columns if c != "Taken out"), "Taken out"]]


def sensitivity_numbers(result: SurvivalResult) -> pd.DataFrame:
    """The same unrounded, with an empty cell for what is not estimable."""
    found = result.sensitivity
    if found is None:
        return pd.DataFrame()
    lines: list[dict[str, object]] = []
    for s in found.selections:
        about: dict[str, object] = {"selection": s.name, "at": s.at, "not_applied": s.not_applied}
        if not s.groups:
            lines.append(about)
        for g in s.groups:
            c = g.ratio
            lines.append(
                about
                | {
                    "group": g.name, "n": g.n, "events": g.events, "unit": found.unit, "median": g.median.value,
                    "median_lower": g.median.lower, "median_upper": g.median.upper, "reference": found.reference,
                    "hazard_ratio": c.hazard_ratio if c else None, "lower": c.lower if c else None,
                    "upper": c.upper if c else None, "p_log_rank": s.p, "conf_level": found.conf_level,
                }
            )  # fmt: skip
    return pd.DataFrame(lines).infer_objects()


def rules_frame(result: SurvivalResult) -> pd.DataFrame:
    """One line per rule: whom it takes out, by the row of the file, and why."""
    found = result.sensitivity
    if found is None:
        return pd.DataFrame()
    return pd.DataFrame(
        [
            ("" if k else selection_label(found, s), rule.reason, fmt.count(rule.n), _who(rule))
            for s in found.selections
            for k, rule in enumerate(s.rules)
        ],
        columns=["Selection", "Taken out for", "Patients", "Rows of the file"],
    )


def _who(rule: Rule) -> str:
    if rule.not_applied:
        return f"does not apply: {rule.not_applied}"
    told = ", ".join(row_text(row) for row in rule.rows[:MOST_TOLD])
    more = rule.n - min(len(rule.rows), MOST_TOLD)
    return f"{told}{' and ' if told else ''}{fmt.count(more)} more" if more else told


def rules_numbers(result: SurvivalResult) -> pd.DataFrame:
    """One line per rule and row of the file; one alone for a rule that takes nobody out."""
    found = result.sensitivity
    if found is None:
        return pd.DataFrame()
    lines = [
        (s.name, rule.reason, rule.n, row, rule.not_applied)
        for s in found.selections
        for rule in s.rules
        for row in ([row_text(r) for r in rule.rows] or [""])
    ]
    return pd.DataFrame(lines, columns=["selection", "reason", "patients", "row", "not_applied"])


__all__ = ["rules_frame", "rules_numbers", "sensitivity_frame", "sensitivity_numbers"]
