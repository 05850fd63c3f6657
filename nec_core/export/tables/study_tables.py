"""The published study and its comparators as tables to read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.published import COMPARATORS, Comparator, PublishedFigure, PublishedMedian
from nec_core.study_check import Recomputed


def figures_frame(sample: Sequence[Recomputed], own: Sequence[Recomputed] | None = None) -> pd.DataFrame:
    """One line per figure: printed, recomputed from the synthetic sample, and, if given, from one's own cohort."""
    lines = [
        {
            "Figure": r.figure.label,
            "Printed": _with_denominator(r.figure),
            "Synthetic sample": _shown(r),
            "Agrees": "yes" if r.agrees else "no",
            "Computed as": r.figure.definition,
        }
        for r in sample
    ]
    frame = pd.DataFrame(lines)
    if own is not None:
        frame.insert(4, "Your cohort", [_shown(r) for r in own])
    return frame


def comparators_frame() -> pd.DataFrame:
    """One line per published cohort."""
    return pd.DataFrame(
        [
            {
                "Study": c.study,
                "n": c.n,
                "Patients": c.setting,
                "Median OS": _medians(c, "os"),
                "Median PFS": _medians(c, "pfs"),
                "Overall survival at": "; ".join(f"{r.years} y {r.percent:g}% ({r.group})" for r in c.rates),
                "Also printed": "; ".join([*(f"HR {h.factor} {h.value:g}" for h in c.hazard_ratios), c.note]).strip(
                    "; "
                ),
                "Source": c.url or c.reference,
            }
            for c in COMPARATORS
        ]
    )


def _with_denominator(figure: PublishedFigure) -> str:
    text = figure.printed
    if figure.of and figure.unit == "patients" and "/" not in text:
        text = f"{text}/{figure.of}"
    return f"{text} {figure.unit}" if figure.unit in ("months", "years") else text


def _shown(recomputed: Recomputed) -> str:
    figure, value = recomputed.figure, recomputed.value
    if value is None:
        return "not reached, or not in the file" if figure.unit == "months" else "not in the file"
    if figure.unit is None:
        return fmt.p_statement(value)
    if figure.unit == "patients":
        return fmt.count(int(value))
    return fmt.number(value, figure.decimals, figure.unit)


def _medians(comparator: Comparator, endpoint: str) -> str:
    return "; ".join(_median(m) for m in comparator.medians if m.endpoint == endpoint)


def _median(median: PublishedMedian) -> str:
    digits = 2 if median.value != round(median.value, 1) else 1
    text = fmt.number(median.value, digits, median.unit)
    if median.lower is not None:
        text += f" (CI {fmt.interval(median.lower, median.upper)})"
    who = "" if median.group == "all" else f" ({median.group})"
    return text + who
