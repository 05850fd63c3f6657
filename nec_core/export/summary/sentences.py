"""The sentences of a paper's results section. Every number comes from a result; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.export.summary_words import set_words
from nec_core.export.survival_words import MISLEADS, answer_sentence, group_in_sentence, test_sentence
from nec_core.formatting import in_sentence
from nec_core.patients.cohort import running_words
from nec_core.summary.characteristics.table_one import LevelRow, NumberRow, TableOne
from nec_core.summary.cohort_summary import CohortSummary
from nec_core.summary.course.first_sites import FirstSites
from nec_core.summary.done_counts import DoneCount
from nec_core.summary.first_events import FirstEvents
from nec_core.summary.flow import Flow
from nec_core.summary.follow_up import FollowUpSummary
from nec_core.summary.missing import BLANK, UNKNOWN, MissingValues
from nec_core.summary.progression import ProgressionSummary
from nec_core.summary.treatments import TreatmentSummary
from nec_core.survival.curves.competing_risks import incidences_at

MONTHS_TOLD = 12.0
"""Survival is told in words at one year."""


def characteristics_sentence(summary: CohortSummary) -> str:
    """Who: how many, when, how old, which sex and stage."""
    h = summary.headline
    when = "" if h.first_year is None else f", diagnosed {fmt.value_range(h.first_year, h.last_year)}"
    told = [row for row in summary.who.rows if summary.by is None or row.variable.name != "stage"]
    parts = [_row_words(row) for row in told]
    if summary.by is not None:
        table = summary.table_one
        sizes = zip(table.groups, table.sizes, strict=True)
        shares = [f"{running_words(table.by, name)} {fmt.n_percent(n, table.n)}" for name, n in sizes]
        parts.append(f"{summary.by.label}: {', '.join(shares)}" if shares else "")
    return " ".join([f"The cohort comprised {fmt.plural(h.n, 'patient')}{when}.", *(f"{p}." for p in parts if p)])


def pathology_sentence(table: TableOne, markers: Sequence[DoneCount]) -> str:
    """Histology, Ki-67 and the immunoprofile."""
    described = [_row_words(row) for row in table.rows]
    parts = [*(p for p in described if p), *(done_words(c) for c in markers)]
    return f"{'. '.join(parts)}." if parts else "No pathology is recorded."


def done_sentence(counts: Sequence[DoneCount]) -> str:
    """Which examinations were done, which markers positive, each of those known; "" without any."""
    return f"{'; '.join(done_words(c) for c in counts)}." if counts else ""


def done_words(count: DoneCount) -> str:
    """ "p16 positive in 14 of 25 known (13 unknown)"; "CT done in 36 of 38"."""
    finding = {"yes": "done"}.get(count.finding, count.finding)
    rest = [f"{n} {what}" for n, what in ((count.unknown, "unknown"), (count.blank, "not recorded")) if n]
    if not count.known:
        return f"{count.test.label}: {', '.join(rest)}" if rest else f"{count.test.label}: no patients"
    told = " known" if rest else ""
    behind = f" ({', '.join(rest)})" if rest else ""
    return f"{count.test.label} {finding} in {count.positive:,} of {count.known:,}{told}{behind}"


def treatments_sentence(summary: TreatmentSummary) -> str:
    """Each treatment, and the most frequent set."""
    return f"{given_sentence(summary)} {sets_sentence(summary)}".rstrip()


def given_sentence(summary: TreatmentSummary) -> str:
    """Each treatment, whatever else was given."""
    if not summary.counts:
        return "No treatment is recorded."
    given = [f"{c.treatment.label} in {fmt.n_percent(c.given, summary.n)}" for c in summary.counts if c.given]
    return (
        f"Of {fmt.plural(summary.n, 'patient')}: {', '.join(given)}." if given else "No treatment is recorded as given."
    )


def sets_sentence(summary: TreatmentSummary) -> str:
    """ "Two lines and nothing else: 10 of 38." with those given none, and those nobody wrote down; "" where nothing is
    recorded."""
    if not summary.counts:
        return ""
    sets = [c for c in summary.combinations if c.kind == "given"]
    most = [f"{set_words(sets[0])} and nothing else: {sets[0].n:,} of {summary.n:,}"] if sets else []
    ends = {c.kind: c.n for c in summary.combinations if c.kind != "given"}
    open_ones = sum(c.open for c in sets)
    parts = [*most, f"no treatment: {ends.get('none', 0):,}", f"not recorded: {ends.get('not recorded', 0):,}"]
    unsure = f" Of {open_ones:,} in these sets another treatment is unknown or blank." if open_ones else ""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}.{unsure}"


def progression_sentence(sites: FirstSites) -> str:
    """How many progressed, and where first, of those who did."""
    overall = sites.overall
    if overall.not_recorded == overall.n:
        return "No progression is recorded."
    parts = [f"{fmt.n_percent(overall.progressed, overall.n)} of {fmt.plural(overall.n, 'patient')} progressed"]
    parts += [f"{running_words(sites.by, name)} {s.progressed:,} of {s.n:,}" for name, s in sites.groups.items()]
    told = _unsaid(overall)
    groups = [(None, overall), *((running_words(sites.by, name), s) for name, s in sites.groups.items())]
    where = [
        f"{f'{name} ' if name else ''}{s.any_distant.n:,} of {s.progressed:,}" for name, s in groups if s.progressed
    ]
    first = f" First progression was distant, alone or with locoregional, in {'; '.join(where)} who progressed."
    return f"{'; '.join(parts)}{told}.{first if where else ''}"


def _unsaid(overall: ProgressionSummary) -> str:
    rest = [(overall.unknown, "unknown"), (overall.not_recorded, "not recorded")]
    told = [f"{n:,} {what}" for n, what in rest if n]
    return f"; {', '.join(told)}" if told else ""


def incidence_sentence(found: FirstEvents, at: float = 24.0) -> str:
    """ "Distant only came first by 24 months in 47% (95% CI …)": the most frequent cause by group, others competing."""
    most = max(range(len(found.curves)), key=lambda k: sum(c.n_events for c in found.curves[k]))
    told = []
    for curve in found.curves[most]:
        (r,) = incidences_at(curve, [at])
        of = f" in {running_words(found.variable, curve.name)}" if len(found.curves[most]) > 1 else ""
        told.append(f"{fmt.rate(r.incidence, r.lower, r.upper, 0, curve.conf_level)}{of} (n = {curve.n:,})")
    test = found.gray[most]
    p = f"; Gray's test {fmt.p_statement(test.p)}" if test is not None and test.p is not None else ""
    by = fmt.point_in_time(at, found.table.unit)
    text = f"{found.table.causes[most]} came first by {by} in {'; '.join(told)}, the others competing{p}."
    return f"{text} {MISLEADS}" if p and found.variable is not None and found.variable.known == "later" else text


def survival_sentence(result: SurvivalResult) -> str:
    """Medians by group, and the test."""
    return f"{answer_sentence(result)} {test_sentence(result)}" if len(result.groups) > 1 else answer_sentence(result)


def rate_sentence(result: SurvivalResult) -> str:
    """Survival at one year by group."""
    parts = []
    for g in result.groups:
        for r in g.rates:
            if r.time == MONTHS_TOLD and result.unit == "months":
                of = f" in {group_in_sentence(result, g.name)}" if len(result.groups) > 1 else ""
                share = fmt.rate(r.survival, r.lower, r.upper, conf_level=result.plan.conf_level)
                parts.append(f"{share}{of} (n = {fmt.count(g.n)}, {r.at_risk:,} still at risk)")
    if not parts:
        return f"{result.endpoint.label} at one year is not given."
    return f"{result.endpoint.label} at 1 year was {'; '.join(parts)}."


def follow_up_sentence(found: FollowUpSummary) -> str:
    """How long the patients were followed, and how many were then alive."""
    f = found.overall
    median = fmt.median_ci(f.reverse_km.value, f.reverse_km.lower, f.reverse_km.upper, found.unit, found.conf_level)
    return (
        f"Median follow-up was {median} (reverse Kaplan-Meier); {f.n_alive:,} of {fmt.plural(f.n, 'patient')} were "
        "without the event at last contact."
    )


def flow_sentence(found: Flow) -> str:
    """ "Of … rows, … patients were analysed", and what became of the others."""
    lost = [
        (found.rejected, "left out when the file was read"), (found.folded, "of patients counted already"),
        (found.filtered_out, "outside the filter"), *((n, reason) for reason, n in found.left_out),
    ]  # fmt: skip
    told = [f"{n:,} {what}" for n, what in lost if n]
    rest = f"; {', '.join(told)}" if told else ""
    return f"Of {fmt.plural(found.rows_in, 'row')}, {fmt.plural(found.analysed, 'patient')} were analysed{rest}."


def missing_sentence(found: MissingValues) -> str:
    """ "Ki-67 blank in 9 of 38": the three variables with most missing."""
    if not found.n:
        return ""
    whole = f"{found.complete} of {found.complete + len(found.variables)} variables are complete (n = {found.n:,})"
    told = []
    counts = zip(found.variables, found.counts(BLANK), found.counts(UNKNOWN), found.applies, strict=True)
    for variable, blank, unknown, of in list(counts)[:3]:
        kinds = [f"{what} in {n:,}" for n, what in ((blank, "blank"), (unknown, "unknown")) if n]
        told.append(f"{variable.label} {' and '.join(kinds)} of {of:,}")
    return f"{'; '.join([*told, whole])}."


def _row_words(row: NumberRow | LevelRow) -> str:
    """A line of Table 1 in words; "" where nobody has a value."""
    if isinstance(row, NumberRow):
        o = row.overall
        if not o.n:
            return ""
        middle = row.variable.as_told(o.median)
        digits = fmt.shared_digits(middle)
        blank = f" ({o.missing:,} not recorded)" if o.missing else ""
        spread = fmt.value_range(o.minimum, o.maximum)
        return (
            f"Median {in_sentence(row.variable.label)} {fmt.number(middle, digits, row.variable.unit)}, "
            f"range {spread}, n = {o.n:,}{blank}"
        )
    counts = row.overall
    if not counts.n:
        return ""
    levels = [
        f"{row.variable.running_words(row.variable.shown(level))} {fmt.n_percent(n, counts.n)}"
        for level, n in zip(row.levels, counts.counts, strict=True)
        if n
    ]
    blank = f"; {counts.missing:,} not recorded" if counts.missing else ""
    return f"{row.variable.label}: {', '.join(levels)}{blank}"
