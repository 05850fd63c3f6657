"""What a P value is worth, as a table to read and as numbers."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from nec_core.analysis.result import SurvivalResult
from nec_core.export.worth_words import worth_lines
from nec_core.ingest.row_places import row_text


def worth_frame(result: SurvivalResult) -> pd.DataFrame:
    """One line per question; empty where there is no P to be read."""
    return pd.DataFrame(worth_lines(result), columns=["What", "Answer"])


def worth_numbers(result: SurvivalResult) -> pd.DataFrame:
    """One line per number, unrounded: what it is of, whom it is about, and a note."""
    worth = result.worth
    if worth is None:
        return pd.DataFrame()
    lines: list[dict[str, object]] = []

    def add(what: str, about: str, value: object, note: str = "") -> None:
        lines.append({"what": what, "about": about, "value": value, "note": note})

    for test in worth.tests:
        add("P", test.name, test.p, "planned" if test.planned else "")
    for name in ("permutation", "leave_one_out", "death_censored", "outcomes_to_cross", "lost_early"):
        part = getattr(worth, name)
        for key, value in (asdict(part) if part is not None else {}).items():
            if not isinstance(value, tuple):
                add(name, key, value)
    for part in (worth.leave_one_out, worth.death_censored):
        for row in part.crossing_rows if part else ():
            add("across .05", "row of the file", row_text(row), "left out" if part is worth.leave_one_out else "event")
    if worth.leave_one_out is not None:
        for left in worth.leave_one_out.patients:
            rows = ", ".join(row_text(row) for row in left.rows)
            add("P without one patient", f"{left.group}, {'event' if left.event else 'censored'} at {left.time:g}",
                left.p, f"row {rows}" if rows else f"{left.n} patients")  # fmt: skip
        for ratio in worth.leave_one_out.hazard_ratios:
            for key in ("lowest", "highest", "not_estimable"):
                add("hazard ratio without one patient", ratio.group, getattr(ratio, key), key)
        for middle in worth.leave_one_out.medians:
            for key in ("lowest", "highest", "not_reached"):
                add("median without one patient", middle.group, getattr(middle, key), key)
    for case in worth.lost_early.cases if worth.lost_early else ():
        add("P had those lost early died", ", ".join(case.died) or "none of them", case.p)
    for loss in worth.lost_early.medians if worth.lost_early else ():
        for key in ("n_lost", "worst", "best"):
            add("median had those lost early died or lived", loss.group, getattr(loss, key), key)
    for convention in worth.medians:
        for key in ("textbook", "r", "sas"):
            add("median", convention.group, getattr(convention, key), key)
    for sample in worth.bootstrap:
        for key in ("lower", "upper", "not_reached", "conf_level", "samples", "seed"):
            add("median by bootstrap", sample.group, getattr(sample, key), key)
    for effect in worth.detectable:
        add("detectable hazard ratio", effect.group, effect.hazard_ratio,
            f"power {effect.power:g}, {effect.events} events, share {effect.share:g}")  # fmt: skip
    for name, reason in worth.not_computed.items():
        add("not computed", name, None, reason)
    return pd.DataFrame(lines)
