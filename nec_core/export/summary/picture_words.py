"""The sentence under each picture of hazard ratios, lanes, order, residuals and published medians."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nec_core import formatting as fmt
from nec_core.analysis.forest.forest_row import Forest, ForestRow, Reason
from nec_core.analysis.residuals import Residuals
from nec_core.summary.course.swimmer import Swimmer
from nec_core.summary.course.treatment_order import Kind, TreatmentOrder
from nec_core.summary.published_medians import MedianRow, PublishedMedians

REASONS: Mapping[Reason, str] = {
    "reference": "reference",
    "infinitely high": "infinite: all events are on this side",
    "infinitely low": "0: no event on this side",
    "not estimable": "not estimable",
    "no events": "no events",
    "adds nothing": "adds nothing to the others",
    "one group": "one group only",
    "nobody": "nobody in the model",
    "test only": "a test, no ratio",
    "few events": "too few events",
    "not recorded": "not recorded",
}
"""Why a row of a forest plot has no mark."""


def ratio_words(row: ForestRow) -> str:
    """ "0.88 (0.54–1.42)", the reference as "1", or why there is none; Firth's estimate says what Cox's was."""
    if row.reason == "reference":
        return "1 (reference)"
    if row.estimate is None:
        return REASONS[row.reason or "not estimable"]
    return fmt.with_interval(row.estimate, row.lower, row.upper, 2)


def row_label(row: ForestRow, unit: str) -> str:
    """What a row is of: the level, the number's unit, or the landmark with who was lost before it."""
    if row.kind == "landmark" and row.at is not None:
        sensitivity = "" if row.planned else ", sensitivity"
        return f"Landmark {fmt.point_in_time(row.at, unit)} ({row.lost:,} lost before it{sensitivity})"
    named = {"naive": "Naive: ever against never treated", "time_varying": "Time-varying"}
    if row.kind in named:
        return named[row.kind]
    return row.level or (f"{row.label}, per {row.unit}" if row.unit else row.label)


def forest_sentence(found: Forest) -> str:
    """The main number of a forest plot in words."""
    if found.shows == "timed":
        return _timed_sentence(found)
    if found.shows == "subgroups":
        return _subgroup_sentence(found)
    level = fmt.confidence_label(found.conf_level)
    told = [
        f"{row.label}{f' {row.level}' if row.level else f' per {row.unit}' if row.unit else ''} {ratio_words(row)}"
        for row in found.of("multivariable")
        if row.estimate is not None and row.reason != "reference"
    ]
    of_whom = f"{fmt.plural(found.n, 'patient')}, {fmt.plural(found.events, 'event')}"
    if not told:
        return f"No hazard ratio can be given ({of_whom})."
    firth = " by Firth's method, an estimate being infinite" if found.penalised else ""
    return f"Adjusted hazard ratios ({level}){firth}: {'; '.join(told)} ({of_whom})."


def _timed_sentence(found: Forest) -> str:
    naive, varying = found.of("naive")[0], found.of("time_varying")[0]
    of_whom = f"{fmt.plural(found.n, 'patient')}, {fmt.plural(found.events, 'event')}"
    who = found.compared[0] if found.compared else "Treatment"
    warning = f"; the naive {fmt.number(naive.estimate, 2)} is a warning" if naive.estimate is not None else ""
    if varying.estimate is None:
        return f"{who}: time-varying hazard ratio {ratio_words(varying)}{warning} ({of_whom})."
    level = fmt.confidence_label(found.conf_level)
    return f"{who}: hazard ratio {ratio_words(varying)} ({level}), time-varying{warning} ({of_whom})."


def _subgroup_sentence(found: Forest) -> str:
    overall = found.of("overall")[0]
    told = [f"by {x.label} (interaction {fmt.p_statement(x.p)})" for x in found.interactions if x.p is not None]
    whom = f"{found.compared[0]} against {found.compared[1]}" if found.compared else "Both groups"
    first = f"{whom}: hazard ratio {ratio_words(overall)}, n = {found.n:,}, {fmt.plural(found.events, 'event')}."
    return f"{first} Whether it differed: {', '.join(told)}." if told else first


def swimmer_sentence(found: Swimmer) -> str:
    """ "Of 38, 14 were alive at last contact", the longest follow-up, and what days are missing."""
    n = len(found.lanes)
    if not n:
        return "No patient has a known follow-up."
    longest = max(lane.end + lane.end_width for lane in found.lanes)
    missing = [f"{found.kinds[k]} {n}" for k, n in found.undated.items()]
    undated = f" Day not recorded: {', '.join(missing)}." if missing else ""
    gone = f" Left out: {'; '.join(f'{k} ({v})' for k, v in found.excluded.items())}." if found.excluded else ""
    return (
        f"Of {fmt.plural(n, 'patient')}, {found.n_alive:,} were alive at last contact and {found.n_died:,} died; "
        f"longest follow-up {fmt.duration(longest, found.unit)}.{undated}{gone}"
    )


def kind_words(found: TreatmentOrder, kind: Kind) -> str:
    """A step's name: "A + B" for what began on one day."""
    labels = {t.name: t.label for t in found.treatments}
    return " + ".join(labels[name] for name in kind)


def order_sentence(found: TreatmentOrder) -> str:
    """ "After surgery … of 10 had …, … died first." for the most frequent first treatments."""
    if not found.steps:
        return f"No treatment with a date is recorded (n = {found.n:,})."
    told = []
    for step in found.at(1)[:2]:
        nexts = [f"{n:,} had {kind_words(found, kind)}" for kind, n in step.next[:2]]
        ends = [
            f"{n:,} {what}" for n, what in ((step.dead, "died first"), (step.alive, "were alive without more")) if n
        ]
        told.append(
            f"after {kind_words(found, step.kind)} in {step.n:,}: {', '.join([*nexts, *ends]) or 'nothing told'}"
        )
    begin = found.at(0)[0]
    undated = sum(step.undated for step in found.steps)
    rest = f"; order not told by the days: {undated:,}" if undated else ""
    blank = f"; nothing recorded: {found.nothing_recorded:,}" if found.nothing_recorded else ""
    text = "; ".join(told) or "no treatment with a date was given"
    return f"Of {fmt.plural(begin.n, 'patient')}, {text}{rest}{blank}."


def residuals_sentence(found: Sequence[Residuals]) -> str:
    """Whether hazard ratios move over time, one P per covariate."""
    if not found:
        return "There are no residuals to show: no event, or an estimate that is infinite."
    seen: dict[str, Residuals] = {r.variable.label: r for r in found}
    told = [
        f"{label} ({fmt.p_statement(r.p)})" if r.p is not None else f"{label} (not estimable)"
        for label, r in seen.items()
    ]
    n = len(found[0].time) + found[0].n_left_out
    return f"Test of a trend in the hazard ratio over time, {fmt.plural(n, 'event')}: {', '.join(told)}."


def median_words(row: MedianRow) -> str:
    """ "18.1 months", "not reached"."""
    return "not reached" if row.median is None else fmt.duration(row.median, "months")


def published_sentence(found: PublishedMedians) -> str:
    """ "Median 18.1 months; published 7.5 to 44.1 in 9 studies." No P value, ever."""
    own = [
        f"{row.group} {median_words(row)} (n = {row.n:,})" if row.group else f"{median_words(row)} (n = {row.n:,})"
        for row in found.rows
        if row.own
    ]
    medians = [row.median for row in found.published if row.median is not None]
    studies = len({row.source for row in found.published})
    label = {"os": "overall survival", "pfs": "progression-free survival"}[found.endpoint]
    mine = f"Median {label}: {'; '.join(own)}" if own else f"Median {label}: no patients"
    if not medians:
        return f"{mine}; none published to compare."
    spread = fmt.interval(min(medians), max(medians), 1).replace("–", " to ")
    return f"{mine}; published {spread} months in {fmt.plural(studies, 'study', 'studies')}, read beside, not tested."
