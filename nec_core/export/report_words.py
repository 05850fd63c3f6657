"""The report in words: what was done, what was found, and where it can mislead, ready to be edited into a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.comparison import Comparison
from nec_core.export.guard_words import guard_words
from nec_core.export.pictures import OF_RESULTS, counted
from nec_core.export.report_pictures import ReportPicture
from nec_core.export.sanity_words import further_lines, mark_words, sanity_line
from nec_core.export.summary.sensitivity_words import selection_label
from nec_core.export.survival_export import figure_of
from nec_core.export.survival_words import (
    answer_sentence,
    definition_lines,
    entry_lines,
    group_in_sentence,
    permutation_words,
    test_sentence,
)
from nec_core.export.tables.result_tables import ResultTable, tables
from nec_core.export.tables.table_one_tables import table_one_frame, table_one_note
from nec_core.figures.alt_text import alt_text
from nec_core.ingest.admission import Admission
from nec_core.ingest.layouts import source_title
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.endpoints import has_partial_dates
from nec_core.patients.filter_words import filter_words
from nec_core.summary.characteristics.table_one import TableOne
from nec_core.summary.characteristics.table_plan import TABLE_PLAN_FILE
from nec_core.summary.sanity import Sanity, sanity


def methods_paragraph(admission: Admission, result: SurvivalResult, looks: int = 1) -> str:
    """A methods section's paragraph on the patients and the statistics.

    Args:
        admission: of the file.
        result: of its patients.
        looks: comparisons that were looked at before this one was reported, this one counted in.
    """
    parts = [
        _patients(admission),
        filter_sentence(admission.cohort, result.plan.filter),
        _analysed(result),
        _endpoint(result),
        *entry_lines(result),
        _partial_dates(admission.cohort, result),
        *_estimates(result),
        *_comparison(result),
        _model(result),
        _sensitivity(result),
        "Follow-up was estimated by the reverse Kaplan-Meier method.",
        _multiplicity(result, looks),
        *_acknowledged(result),
    ]
    return " ".join(p for p in parts if p)


def _patients(admission: Admission) -> str:
    """Rows in, and what became of them, with the rules that rejected some."""
    source, accepted = admission.source, admission.cohort.n
    rejected, folded = len(admission.rejected_rows), len(admission.folded_rows)
    title = source_title(source.layout)
    text = (
        f"Of {fmt.plural(source.rows_in, 'row')} in the extract{f' ({title})' if title else ''}, "
        f"{fmt.count(accepted)} {_were(accepted)} accepted"
    )
    if rejected:
        why = ", ".join(dict.fromkeys(f.kind.title for f in admission.problems.findings if f.severity == "rejects"))
        dead = admission.cohort.rejected.events.get("os")
        of_dead = "" if dead is None else f", {fmt.count(dead)} of them recorded as dead"
        text += f" and {fmt.count(rejected)} {_were(rejected)} rejected" + (
            f" ({why[:1].lower()}{why[1:]})" if why else ""
        )
        text += of_dead
    text += "."
    if folded:
        rows = fmt.plural(folded, "further row")
        text += f" {rows} of patients already counted {_were(folded)} folded in."
    return text


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


def _analysed(result: SurvivalResult) -> str:
    """Patients and events; who was left out, and why."""
    text = f"{fmt.plural(result.n, 'patient')} with {fmt.plural(result.n_events, 'event')} {_were(result.n)} analysed"
    reasons = "; ".join(f"{reason} ({n})" for reason, n in result.excluded.items())
    return f"{text}; left out: {reasons}." if reasons else f"{text}."


def _endpoint(result: SurvivalResult) -> str:
    e = result.endpoint
    if e.derived:
        return f"{e.label} was counted from {e.time_zero}; event: {e.event}; censored: {e.censoring}."
    return f"{e.label} was taken from the file, counted from {e.time_zero}; event: {e.event}; else censored."


def _partial_dates(cohort: Cohort, result: SurvivalResult) -> str:
    """What was done with dates known to the month or year, where there are any and times come from dates."""
    if not result.endpoint.derived or not has_partial_dates(cohort):
        return ""
    if result.plan.partial_dates == "earliest":
        return "Dates known only to the month or year counted from the first day they can be."
    return "Patients whose times rest on a date known only to the month or year were left out."


def _estimates(result: SurvivalResult) -> list[str]:
    plan, unit = result.plan, result.unit
    found = [
        f"Survival was estimated by the Kaplan-Meier method with {fmt.confidence_label(plan.conf_level)} by the "
        f"{plan.conf_type} transformation of Greenwood's variance; medians invert that band."
    ]
    if result.times and result.groups:
        found.append(f"It is given at {fmt.listed([fmt.point_in_time(t, unit) for t in result.times])}.")
    if result.groups:
        tau = fmt.duration(result.groups[0].restricted_mean.tau, unit)
        found.append(f"Mean survival is restricted to the first {tau}.")
    if plan.survived is not None:
        lived = fmt.point_in_time(plan.survived, unit)
        found.append(f"Conditional survival is that of the patients still followed at {lived}.")
    return found


def _comparison(result: SurvivalResult) -> list[str]:
    variable, comparison = result.variable, result.comparison
    found = []
    if comparison is not None and variable is not None:
        cut = "" if result.cut is None else f", cut at {fmt.plain_number(result.cut, variable.unit)}"
        if result.cut is not None and result.plan.cut is None:
            cut += " (the median of these patients)"
        found.append(
            f"Groups by {variable.label}{cut} were compared with the two-sided log-rank test{_ratios(result)}."
        )
        if not result.naive:
            found += _further_tests(result, comparison)
        if comparison.stratified is not None and result.strata is not None:
            found.append(f"The test was also done stratified by {result.strata.label}.")
        if result.permutation is not None:
            found.append(f"The log-rank test was also done by permutation ({permutation_words(result.permutation)}).")
    if result.timed is not None:
        landmark = fmt.duration(result.timed.landmark.landmark, result.timed.unit)
        found.append(
            f"Since the treatment began after time zero, it was also compared from a landmark at {landmark} and as a "
            "time-dependent state (Mantel-Byar test, time-varying Cox model)."
        )
    if result.competing:
        gray = " and compared with Gray's test" if comparison is not None else ""
        found.append(
            "Competing events were censored in the Kaplan-Meier curves; cumulative incidences of both kinds of event "
            f"were estimated by the Aalen-Johansen method{gray}."
        )
    return found


def _ratios(result: SurvivalResult) -> str:
    if result.comparable is None:
        return "; hazard ratios by these groups are not given, since the groups were settled after time zero"
    coefficients = result.comparable.hazard_ratios.coefficients
    against = f" against {group_in_sentence(result, coefficients[0].reference or '')}" if coefficients else ""
    return f", and hazard ratios{against} were estimated with Cox's model (Efron's method for ties)"


def _further_tests(result: SurvivalResult, comparison: Comparison) -> list[str]:
    rho, gamma = (fmt.plain_number(x) for x in result.plan.fleming_harrington)
    found = [
        f"Beside it stand weighted tests (Peto-Peto, Gehan-Breslow, Tarone-Ware, Fleming-Harrington with rho {rho} and "
        f"gamma {gamma}), and differences of survival at these times and of restricted means (Wald)."
    ]
    if comparison.trend is not None:
        order = ", ".join(group_in_sentence(result, g) for g in comparison.trend_groups)
        found.append(f"The test for trend follows the order {order}.")
    return found


def _model(result: SurvivalResult) -> str:
    found = result.regression
    if found is None:
        return ""
    named = fmt.listed([v.label for v in found.covariates])
    chosen = [
        f"{v.label}: {v.running_words(v.shown(result.plan.references[v.name]))}"
        for v in found.covariates
        if v.name in result.plan.references
    ]
    against = f" (compared with {'; '.join(chosen)})" if chosen else ""
    strata = f", stratified by {found.strata.label}" if found.strata else ""
    firth = "; where an estimate was infinite, with Firth's penalty" if found.firth else ""
    return (
        f"Hazard ratios of {named}{against} were estimated together in Cox's model (Efron's method for ties){strata}"
        f"{firth}."
    )


def _sensitivity(result: SurvivalResult) -> str:
    """The other selections that were looked at, by name."""
    found = result.sensitivity
    if found is None:
        return ""
    names = [fmt.in_sentence(selection_label(found, s)) for s in found.selections[1:] if not s.not_applied]
    return f"As sensitivity analyses the result was computed again in: {'; '.join(names)}." if names else ""


def _multiplicity(result: SurvivalResult, looks: int) -> str:
    """One sentence, whatever was done."""
    if result.comparison is None and result.regression is None:
        return ""
    pairs = result.comparable is not None and len(result.comparable.pairs) > 1
    if looks < 2:
        adjusted = "P values of pairs of groups were adjusted by Holm's method; no other P value was adjusted."
        return adjusted if pairs else "P values were not adjusted for multiplicity."
    many = f"{fmt.count(looks)} comparisons (of an endpoint, groups, their cut and patients) were looked at"
    if pairs:
        return f"{many}; P values of pairs of groups were adjusted by Holm's method, no other P value for that number."
    return f"{many}; P values are not adjusted for that."


def _acknowledged(result: SurvivalResult) -> list[str]:
    """The warnings that were acknowledged, each with the reason given."""
    return [
        f"A warning was acknowledged: {g.what} Reason: “{g.acknowledged}”." for g in result.guards if g.acknowledged
    ]


def filter_sentence(cohort: Cohort, chosen: CohortFilter) -> str:
    """Who was looked at; empty without a filter."""
    parts = [words for _, words in filter_words(cohort, chosen)]
    return f"The analysis was restricted to: {'; '.join(parts)}." if parts else ""


def report_markdown(
    admission: Admission,
    result: SurvivalResult,
    plan_hash: str,
    n_edits: int = 0,
    pictures: Sequence[ReportPicture] = (),
    table: TableOne | None = None,
    looks: int = 1,
) -> str:
    """The report as Markdown: the records for the eye, methods, patients, results, cautions, definitions, provenance.

    The figure and `pictures` are shown from the files that stand beside the report. Serious warnings stand above the
    results they are about. Names from the file are made harmless: a viewer of Markdown loads images and follows HTML.
    """
    serious = [f"**Beware:** {_plain(guard_words(g))}" for g in result.guards if g.severity == "serious"]
    others = [f"- {_plain(guard_words(g))}" for g in result.guards if g.severity != "serious"]
    repaired = f", after {fmt.plural(n_edits, 'repaired cell')} (changes.csv)" if n_edits else ""
    told = table if table is not None and table.rows else None
    above = bool(serious or (told is not None and told.guards))
    none = "- See the warnings above the results." if above else "- None of the checks raised a warning."
    of_patients = [one for one in pictures if one.kind.section not in OF_RESULTS]
    blocks = [
        f"# {_plain(result.endpoint.label)}",
        "## Records",
        *_records(sanity(admission)),
        "## Methods",
        _plain(methods_paragraph(admission, result, looks)),
        *(["## Patients"] if of_patients or told is not None else []),
        *(_characteristics(told) if told is not None else []),
        *(block for one in of_patients for block in _pictured(one)),
        "## Results",
        *serious,
        _plain(f"{answer_sentence(result)} {test_sentence(result)}"),
        f"![{_plain(alt_text(figure_of(result)))}](figure.svg)",
        *(block for table, frame in tables("report", result) for block in _titled(table, frame, result)),
        *(block for one in pictures if one.kind.section in OF_RESULTS for block in _pictured(one)),
        "## Read with caution",
        "\n".join(others or [none]),
        "## Definitions",
        "\n".join(f"- {_plain(line)}" for line in definition_lines(result)),
        "## Provenance",
        f"- Input: SHA-256 {admission.source.sha256}{repaired}\n"
        f"- Plan: SHA-256 {plan_hash}, in plan.json\n{_table_plan(table)}"
        "- The same numbers again: `python -m nec_core analyse EXTRACT --mapping mapping.json --plan plan.json"
        f"{' --sensitivity' if result.sensitivity else ''}`, or in this folder `Rscript reproduce.R` (package "
        "survival) or `python reproduce.py` (lifelines).",
    ]
    return "\n\n".join(blocks) + "\n"


def _table_plan(table: TableOne | None) -> str:
    if table is None:
        return ""
    again = f"python -m nec_core summary EXTRACT --mapping mapping.json --table {TABLE_PLAN_FILE}"
    return f"- Table 1: what was asked of it, in {TABLE_PLAN_FILE}; again: `{again}`.\n"


def _characteristics(table: TableOne) -> list[str]:
    """Table 1 with its footnote; what to beware of stands above it."""
    warned = [f"**Beware:** {_plain(guard_words(g))}" for g in table.guards]
    return ["### Characteristics", *warned, _table(table_one_frame(table)), _plain(table_one_note(table))]


def _records(found: Sanity) -> list[str]:
    """The whole extract for the eye, before any filter, and what is unusual about it."""
    lines = "  \n".join(_plain(line) for line in (f"{sanity_line(found)}.", *(f"{x}." for x in further_lines(found))))
    marks = "\n".join(f"- **Unusual:** {_plain(mark_words(m).text)}" for m in found.marks)
    return [lines, marks] if marks else [lines]


def _titled(table: ResultTable, frame: pd.DataFrame, result: SurvivalResult) -> list[str]:
    """A table under its title, with what it means."""
    caption = table.caption(result)
    return [f"### {_plain(table.heading_of(result))}", _table(frame), *([_plain(caption)] if caption else [])]


def _pictured(one: ReportPicture) -> list[str]:
    """A picture under its title, with its sentence, its n and what is missing."""
    more = f" Page 1 of {one.n_pages}; all of them are in {one.whole}." if one.n_pages > 1 else ""
    return [
        f"### {_plain(one.kind.title)}",
        _plain(one.refused) if one.refused else f"![{_plain(one.picture.alt_text)}]({one.shown})",
        f"{_plain(one.picture.sentence)} {_plain(counted(one.picture))}{more}",
    ]


def _table(frame: pd.DataFrame) -> str:
    """A table of Markdown; a bar in a cell would end it."""
    rows = [list(frame.columns), ["---"] * frame.shape[1], *frame.itertuples(index=False, name=None)]
    return "\n".join("| " + " | ".join(_plain(str(cell)) for cell in row) + " |" for row in rows)


_FORMATTING = re.compile(r"[\\`*_\[\]|~$#]|[<&](?=\S)|!(?=\[)")
_ADDRESS = re.compile(r"(?i)(://|www\.)")


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it is: no format, HTML, image or link."""
    line = " ".join(text.split())
    return _FORMATTING.sub(r"\\\g<0>", _ADDRESS.sub("\u2060\\1", line))
