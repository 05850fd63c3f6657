"""What a P value is worth, in words: the sentence, and what a table says of each part."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.worth import Worth
from nec_core.export.survival_words import group_in_sentence, permutation_words
from nec_core.ingest.row_places import row_text
from nec_core.survival.comparing.one_change import LEVEL, OutcomesToCross

MOST_ROWS = 20
TEST_NAMES = {
    "log-rank": "log-rank",
    "log-rank by permutation": "log-rank by permutation",
    "stratified log-rank": "stratified log-rank",
    "peto-peto": "Peto-Peto",
    "gehan-breslow": "Gehan-Breslow",
    "tarone-ware": "Tarone-Ware",
    "fleming-harrington": "Fleming-Harrington",
    "Cox likelihood ratio": "Cox likelihood ratio",
    "Cox Wald": "Cox Wald",
    "Cox score": "Cox score",
}
"""As `TestInLine` names them, and as a person reads them."""


def worth_sentence(result: SurvivalResult) -> str:
    """One sentence that says what P hangs on; empty where there is no P to be read."""
    worth = result.worth
    if worth is None:
        return ""
    if worth.p is None:
        return next(iter(worth.not_computed.values()), "There is no P.")
    one, censored = worth.leave_one_out, worth.death_censored
    said = fmt.p_statement(worth.p)
    if one is None or censored is None:
        reason = next(iter(worth.not_computed.values()))
        text = f"{said} was not looked at patient by patient ({reason.rstrip('.')})"
    else:
        moved = [_crossing(worth, x.n, x.over_05, x.not_estimable) for x in (one, censored)]
        reach = f"({_range(one.p_min, one.p_max)})"
        far = "below .05" if not worth.significant else ".05 or more"
        if not any(moved):
            text = f"{said} does not hang on one patient: leaving out any one of {fmt.count(one.n)} gives {reach[1:-1]}"
        else:
            text = (
                f"{said} hangs on single patients: it is {far} without any one of {fmt.count(moved[0])} of the "
                f"{fmt.count(one.n)} {reach}, and with any one of {fmt.count(moved[1])} of the "
                f"{fmt.plural(censored.n, 'event')} called censored"
            )
    parts = [text]
    if worth.permutation is not None:
        parts.append(
            f"by permutation it is {fmt.p_value(worth.permutation.p)} ({permutation_words(worth.permutation)})"
        )
    others = [t.p for t in worth.tests if not t.planned and t.p is not None and t.name != "log-rank by permutation"]
    if others:
        parts.append(f"other tests give {_range(min(others), max(others))}")
    shown = [d for d in worth.detectable if d.power == 0.8 and d.hazard_ratio is not None]
    if len(shown) == 1:
        parts.append(
            f"these {fmt.plural(shown[0].events, 'event')} could have shown a hazard ratio of "
            f"{fmt.number(shown[0].hazard_ratio, 1)} or more with 80% power"
        )
    return f"{'; '.join(parts)}."


def worth_headline(result: SurvivalResult) -> str:
    """What stands over the panel: how far P moves with one patient left out, where that is known at once."""
    if result.comparable is None or result.comparable.log_rank.p is None:
        return ""
    p, one = result.comparable.log_rank.p, result.reach
    if one is None:
        return "What this P is worth"
    moved = one.over_05 if p < LEVEL else one.n - one.over_05 - one.not_estimable
    reach = f"({_range(one.p_min, one.p_max)})"
    if not moved:
        how = "no single patient carries it" if p < LEVEL else "no single patient keeps it from being below .05"
        return f"What this P is worth: {how} {reach}"
    far = ".05 or more" if p < LEVEL else "below .05"
    return (
        f"What this P is worth: {far} without any one of {fmt.count(moved)} of the {fmt.count(one.n)} patients {reach}"
    )


def _crossing(worth: Worth, n: int, over: int, lost: int) -> int:
    """How many changes move P to the other side of the level."""
    return over if worth.significant else n - over - lost


def worth_lines(result: SurvivalResult) -> list[tuple[str, str]]:
    """Each part as a question and its answer."""
    worth = result.worth
    if worth is None:
        return []
    lines = [("Test chosen before looking", f"log-rank, {fmt.p_statement(worth.p)}")]
    others = [f"{TEST_NAMES[t.name]} {fmt.p_value(t.p)}" for t in worth.tests if not t.planned]
    lines.append(("P of the other tests", ", ".join(others)))
    if worth.permutation is not None:
        lines.append(("How the permutation was done", permutation_words(worth.permutation)))
    for name, one in (
        ("One patient left out", worth.leave_one_out),
        ("One event called censored", worth.death_censored),
    ):
        if one is not None:
            lost = f"; no P for {one.not_estimable}" if one.not_estimable else ""
            lines.append(
                (name, f"P {_range(one.p_min, one.p_max)}; .05 or more for {one.over_05} of {one.n}{lost}"
                       f"{_rows(one.crossing_rows)}")
            )  # fmt: skip
    if worth.outcomes_to_cross is not None:
        lines.append(("Changed outcomes to cross .05", _to_cross(worth.outcomes_to_cross)))
    lines += _ratios(worth, result) + _lost(worth, result) + _medians(worth, result)
    for d in worth.detectable:
        shown = f"{fmt.number(d.hazard_ratio, 2)} or more, or {fmt.number(1 / d.hazard_ratio, 2)} or less"\
            if d.hazard_ratio else fmt.NE  # fmt: skip
        whose = group_in_sentence(result, d.group)
        lines.append((f"Hazard ratio {d.events} events could show with {d.power:.0%} power, {whose}", shown))
    lines += [("Not computed", reason) for reason in dict.fromkeys(worth.not_computed.values())]
    return lines


def _ratios(worth: Worth, result: SurvivalResult) -> list[tuple[str, str]]:
    one = worth.leave_one_out
    return [
        (
            f"Hazard ratio with one patient left out, {group_in_sentence(result, r.group)}",
            _range_of(r.lowest, r.highest, 2),
        )
        for r in (one.hazard_ratios if one else ())
    ]


def _lost(worth: Worth, result: SurvivalResult) -> list[tuple[str, str]]:
    lost, unit = worth.lost_early, result.unit
    if lost is None:
        return []
    before, who = fmt.duration(lost.before, unit), fmt.plural(lost.n, "patient")
    cases = "; ".join(
        f"{', '.join(group_in_sentence(result, name) for name in c.died) or 'none'}: P {fmt.p_value(c.p)}"
        for c in lost.cases
    )
    lines = [(f"Had those lost before {before} died ({who}), the others not", cases)] if lost.n else []
    return lines + [
        (
            f"Median had they all died, or lived on, {group_in_sentence(result, m.group)}",
            f"{_time(m.worst, unit)}, {_time(m.best, unit)}",
        )
        for m in lost.medians
        if m.n_lost
    ]


def _medians(worth: Worth, result: SurvivalResult) -> list[tuple[str, str]]:
    unit = result.unit
    lines = [
        (f"Median by textbook, R and SAS, {group_in_sentence(result, m.group)}",
         f"{_time(m.textbook, unit)}, {_time(m.r, unit)}, {_time(m.sas, unit)}" if m.differ
         else f"{_time(m.r, unit)} by all three")
        for m in worth.medians
    ]  # fmt: skip
    if worth.leave_one_out is not None:
        for r in worth.leave_one_out.medians:
            lost = f"; not reached without {fmt.plural(r.not_reached, 'patient')}" if r.not_reached else ""
            whose = group_in_sentence(result, r.group)
            lines.append((f"Median with one patient left out, {whose}", f"{_range_of(r.lowest, r.highest, 1)}{lost}"))
    for b in worth.bootstrap:
        level = f"{fmt.confidence_label(b.conf_level)} of the median by {b.samples:,} bootstrap samples"
        limits = f"{_time(b.lower, unit)} to {_time(b.upper, unit)}; not reached in {fmt.percent(b.not_reached)}"
        lines.append((f"{level}, {group_in_sentence(result, b.group)}", limits))
    return lines


def _to_cross(found: OutcomesToCross) -> str:
    if found.changes is None:
        return f"not by {found.to_censored + found.to_event}" if found.p is not None else fmt.NE
    how = [
        text
        for n, text in (
            (found.to_censored, f"{fmt.plural(found.to_censored, 'event')} called censored"),
            (found.to_event, f"{fmt.count(found.to_event)} called dead at last contact"),
        )
        if n
    ]
    most = "" if found.changes == 1 else "at most "
    return f"{most}{found.changes} ({', '.join(how)}): {fmt.p_statement(found.p)}"


def _rows(rows: Sequence[int]) -> str:
    """ "; it crosses by row 4, 5, 6"."""
    if not rows:
        return ""
    more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    return f"; across .05 by row {', '.join(row_text(r) for r in rows[:MOST_ROWS])}{more}"


def _range(low: float | None, high: float | None) -> str:
    return fmt.NE if low is None or high is None else f"{fmt.p_value(low)} to {fmt.p_value(high)}"


def _range_of(low: float | None, high: float | None, digits: int) -> str:
    return fmt.NR if low is None or high is None else f"{fmt.number(low, digits)} to {fmt.number(high, digits)}"


def _time(value: float | None, unit: str) -> str:
    return fmt.NR if value is None else fmt.number(value, 2 if unit == "years" else 1)


__all__ = ["TEST_NAMES", "worth_headline", "worth_lines", "worth_sentence"]
