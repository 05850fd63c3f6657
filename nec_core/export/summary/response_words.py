"""Responses and the time to the next treatment, in words and as tables."""

from __future__ import annotations

import pandas as pd

from nec_core import formatting as fmt
from nec_core.summary.course.next_treatment import CAUSES, TIMES, NextTreatment
from nec_core.summary.response import GroupResponse, ResponseSummary
from nec_core.survival.exact_proportion import ExactProportion

MONTHS_TOLD = 6.0
"""In the sentence: about as long as a first line of chemotherapy lasts."""


def share_words(share: ExactProportion) -> str:
    """ "15 of 30 (50.0%, 95% CI 31.3–68.7%)"."""
    if share.share is None:
        return "nobody"
    level = fmt.confidence_label(share.conf_level)
    limits = fmt.interval(100 * (share.lower or 0.0), 100 * (share.upper or 0.0), 1)
    return f"{fmt.count(share.count)} of {fmt.count(share.n)} ({fmt.percent(share.share)}, {level} {limits}%)"


def response_sentence(summary: ResponseSummary) -> str:
    """The objective response rate with its exact interval, and who is not in it; "" where the file tells nothing."""
    found = summary.overall
    if found is None:
        return ""
    rest = [
        f"{fmt.count(n)} {what}"
        for n, what in ((found.not_evaluable, "not evaluable"), (found.not_recorded, "not recorded"))
        if n
    ]
    left = f"; {', '.join(rest)}" if rest else ""
    if not found.evaluable:
        return f"Nobody's response can be evaluated{left}."
    groups = [f"{g.name} {share_words(g.objective)}" for g in summary.groups]
    by = f" By {summary.by.label}: {'; '.join(groups)}." if summary.by is not None and groups else ""
    return (
        f"Objective response (complete or partial) in {share_words(found.objective)}, exact interval of Clopper and "
        f"Pearson; disease control in {share_words(found.control)}{left}.{by}"
    )


def response_needs(summary: ResponseSummary) -> str:
    """Which column would tell it; "" where the file has it."""
    if not summary.needs:
        return ""
    return f"Response rates need the column “{summary.needs[0]}” (best_response) with CR, PR, SD or PD."


def response_table(summary: ResponseSummary) -> pd.DataFrame:
    """One line for everybody and for each group, to read."""
    if summary.overall is None:
        return pd.DataFrame()
    lines = [_response_line("All patients", summary.overall)]
    return pd.DataFrame(lines + [_response_line(one.name, one) for one in summary.groups])


def _response_line(name: str, found: GroupResponse) -> dict[str, object]:
    level = fmt.confidence_label(found.objective.conf_level)
    return {
        "Group": name,
        "n": fmt.count(found.n),
        **{level: fmt.count(n) for level, n in found.counts.items()},
        "Not evaluable": fmt.count(found.not_evaluable),
        "Not recorded": fmt.count(found.not_recorded),
        f"Objective response ({level})": _share_cell(found.objective),
        f"Disease control ({level})": _share_cell(found.control),
        f"Objective response, not evaluable counted as none ({level})": _share_cell(found.objective_of_all),
    }


def _share_cell(share: ExactProportion) -> str:
    """ "10/27, 37.0% (19.4–57.6)"; the level of the interval stands in the column's head."""
    if share.share is None or share.lower is None or share.upper is None:
        return fmt.NE
    limits = fmt.interval(100 * share.lower, 100 * share.upper, 1)
    return f"{fmt.count(share.count)}/{fmt.count(share.n)}, {fmt.percent(share.share)} ({limits})"


RESPONSE_NOTE = (
    "Best response by RECIST as the file has it: objective is CR or PR, disease control SD as well; shares of the "
    "evaluable, with exact intervals (Clopper and Pearson). Whoever died before the first scan is not evaluable: say "
    "which rate you report."
)


def next_treatment_sentence(found: NextTreatment) -> str:
    """How many had begun a second line by six months, death competing; "" where the file tells nothing."""
    if found.needs:
        return ""
    left = "; ".join(f"{reason} ({n:,})" for reason, n in found.excluded.items())
    out = f" Left out: {left}." if left else ""
    if not found.n:
        return f"Nobody's time to the next treatment is known.{out}"
    at = TIMES.index(MONTHS_TOLD)
    begun, died = (of_cause[at] for of_cause in found.rates)
    by = fmt.point_in_time(MONTHS_TOLD, "months")
    told = [fmt.rate(r.incidence, r.lower, r.upper, 1, found.conf_level) for r in (begun, died)]
    half = "" if found.half_began is None else f"; half had begun one by {fmt.duration(found.half_began, 'months')}"
    return (
        f"Of {fmt.plural(found.n, 'patient')} followed from the start of systemic therapy, {found.began:,} began a "
        f"second line, {found.died:,} died without one and {found.alive:,} were alive without one at last contact. By "
        f"{by} {told[0]} had begun it and {told[1]} had died before, death competing{half}.{out}"
    )


def next_treatment_needs(found: NextTreatment) -> str:
    """What would tell it; "" where the file has it."""
    if not found.needs:
        return ""
    return f"The time to the next treatment needs: {fmt.listed([f'“{name}”' for name in found.needs])}."


def next_treatment_table(found: NextTreatment) -> pd.DataFrame:
    """One line per time: who had begun a second line, and who had died before."""
    if not found.n:
        return pd.DataFrame()
    lines = []
    for at, pair in zip(TIMES, zip(*found.rates, strict=True), strict=True):
        cells = [
            "beyond follow-up" if r.beyond_follow_up else fmt.rate(r.incidence, r.lower, r.upper, 1, found.conf_level)
            for r in pair
        ]
        head = {"By": fmt.point_in_time(at, "months"), "At risk": fmt.count(pair[0].at_risk)}
        lines.append(head | dict(zip((cause.capitalize() for cause in CAUSES), cells, strict=True)))
    return pd.DataFrame(lines)


NEXT_NOTE = (
    "From the start of systemic therapy to the start of the second line. Death before it competes (Aalen-Johansen, log "
    "intervals); who was alive without one is censored at last contact."
)
