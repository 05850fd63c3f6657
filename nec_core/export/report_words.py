"""The report in words: what was done, what was found, and where it can mislead, ready to be edited into a paper."""

from __future__ import annotations

import re

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.guards import Guard
from nec_core.export.comparison_tables import log_rank_frame, pairs_frame
from nec_core.export.survival_tables import conditional_frame, incidence_frame, summary_frame, timed_frame
from nec_core.export.survival_words import (
    answer_sentence,
    definition_lines,
    entry_lines,
    is_naive,
    test_sentence,
)
from nec_core.ingest.layouts import layout_title
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter, RangeCondition


def methods_paragraph(cohort: Cohort, result: SurvivalResult) -> str:
    """A methods section's paragraph on the patients and the statistics."""
    parts = [
        _patients(cohort),
        filter_sentence(cohort, result.plan.filter),
        _analysed(result),
        _endpoint(result),
        *entry_lines(result),
        f"Survival was estimated by the Kaplan-Meier method with {fmt.confidence_label(result.plan.conf_level)} by the "
        f"{result.plan.conf_type} transformation of Greenwood's variance; medians invert that band.",
        *_comparison(result),
        "Follow-up was estimated by the reverse Kaplan-Meier method.",
        "P values were not adjusted for multiplicity." if result.comparison else "",
    ]
    return " ".join(p for p in parts if p)


def _patients(cohort: Cohort) -> str:
    """Rows in, and what became of them, with the rules that rejected some."""
    source, rejected, folded = cohort.source, len(cohort.rejected_rows), len(cohort.folded_rows)
    text = (
        f"Of {fmt.plural(source.rows_in, 'row')} in the extract ({layout_title(source.layout)}), "
        f"{fmt.count(cohort.n)} {_were(cohort.n)} accepted"
    )
    if rejected:
        why = ", ".join(dict.fromkeys(f.kind.title for f in cohort.problems.findings if f.severity == "rejects"))
        text += f" and {fmt.count(rejected)} {_were(rejected)} rejected" + (
            f" ({why[:1].lower()}{why[1:]})" if why else ""
        )
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
    return f"{e.label} was taken as the file states it; time zero: {e.time_zero}; event: {e.event}; else censored."


def _comparison(result: SurvivalResult) -> list[str]:
    variable, comparison = result.variable, result.comparison
    found = []
    if comparison is not None and variable is not None:
        cut = "" if result.cut is None else f", cut at {fmt.plain_number(result.cut, variable.unit)}"
        if result.cut is not None and result.plan.cut is None:
            cut += " (the median of these patients)"
        ratios = (
            "; hazard ratios by these groups are not given, since the groups were settled after time zero"
            if is_naive(result)
            else ", and hazard ratios were estimated with Cox's model (Efron's method for ties)"
        )
        found.append(f"Groups by {variable.label}{cut} were compared with the two-sided log-rank test{ratios}.")
        if len(comparison.pairs) > 1 and not is_naive(result):
            found.append("Pairs of groups were compared with P values adjusted by Holm's method.")
        if comparison.stratified is not None and result.strata is not None:
            found.append(f"The test was also done stratified by {result.strata.label}.")
        if comparison.permutation is not None:
            found.append("With so few events the log-rank test was also done by permutation.")
    if result.timed is not None:
        found.append(
            "Since the treatment began after time zero, it was also compared from a landmark and as a time-dependent "
            "state (Mantel-Byar test, time-varying Cox model)."
        )
    if result.competing:
        gray = " and compared with Gray's test" if comparison is not None else ""
        found.append(
            "Competing events were censored in the Kaplan-Meier curves; cumulative incidences of both kinds of event "
            f"were estimated by the Aalen-Johansen method{gray}."
        )
    return found


def filter_sentence(cohort: Cohort, chosen: CohortFilter) -> str:
    """Who was looked at; empty without a filter."""
    parts = [f"{cohort.variable(c.variable).label}: {' or '.join(c.levels)}" for c in chosen.levels]
    parts += [_range(cohort, r) for r in chosen.ranges]
    t = chosen.treatments
    for how, names in (("any of", t.any_of), ("all of", t.all_of), ("none of", t.none_of)):
        if names:
            parts.append(f"treatment, {how}: {', '.join(cohort.variable(n).label for n in names)}")
    return f"The analysis was restricted to: {'; '.join(parts)}." if parts else ""


def _range(cohort: Cohort, condition: RangeCondition) -> str:
    """ "Age at diagnosis 40 to 60 years", "... 40 or more years", "... up to 60 years"."""
    variable = cohort.variable(condition.variable)
    low, high = (None if x is None else fmt.plain_number(x) for x in (condition.minimum, condition.maximum))
    if low is None:
        bounds = f"up to {high}"
    else:
        bounds = f"{low} or more" if high is None else low if low == high else f"{low} to {high}"
    return f"{variable.label} {bounds}{' ' + variable.unit if variable.unit else ''}"


def report_markdown(cohort: Cohort, result: SurvivalResult, plan_hash: str, n_edits: int = 0) -> str:
    """The report as Markdown: methods, results, cautions, definitions, provenance.

    Serious warnings stand above the results they are about. Names from the file are made harmless: a viewer of
    Markdown loads images and follows HTML.
    """
    serious = [f"**Beware:** {_plain(_guard(g))}" for g in result.guards if g.level == "serious"]
    others = [f"- {_plain(_guard(g))}" for g in result.guards if g.level != "serious"]
    none = "- None of the checks raised a warning." if not serious else "- See the warnings above the results."
    repaired = f", after {fmt.plural(n_edits, 'repaired cell')} (changes.csv)" if n_edits else ""
    blocks = [
        f"# {_plain(result.endpoint.label)}",
        "## Methods",
        _plain(methods_paragraph(cohort, result)),
        "## Results",
        *serious,
        _plain(f"{answer_sentence(result)} {test_sentence(result)}"),
        _table(summary_frame(result)),
        f"{fmt.NR_MEANS} {fmt.NE_MEANS}",
        *_further(result),
        *(("The same comparison without immortal time:", _table(_timed(result))) if result.timed else ()),
        *(("Cumulative incidence:", _table(incidence_frame(result))) if result.competing else ()),
        "## Read with caution",
        "\n".join(others or [none]),
        "## Definitions",
        "\n".join(f"- {_plain(line)}" for line in definition_lines(result)),
        "## Provenance",
        f"- Input: SHA-256 {cohort.source.sha256}{repaired}\n"
        f"- Plan: SHA-256 {plan_hash}, in plan.json\n"
        "- The same numbers again: `python -m nec_core analyse EXTRACT --mapping mapping.json` with the plan's "
        "choices, or `Rscript reproduce.R` in this folder (R with its package survival).",
    ]
    return "\n\n".join(blocks) + "\n"


def _further(result: SurvivalResult) -> list[str]:
    """Tables that stand in the report only where they say something: pairs of three groups, what a plan asked for."""
    survived = fmt.point_in_time(result.plan.survived or 0.0, result.unit)
    tables = [
        ("Pairs of groups:", pairs_frame(result)),
        ("All tests of equal survival:", log_rank_frame(result) if result.strata is not None else pd.DataFrame()),
        (f"Survival of those who have already lived {survived}:", conditional_frame(result)),
    ]
    return [block for head, frame in tables if len(frame) for block in (head, _table(frame))]


def _guard(guard: Guard) -> str:
    return f"{guard.what} {guard.why} {guard.do}"


def _timed(result: SurvivalResult) -> pd.DataFrame:
    return timed_frame(result.timed, result.log_rank) if result.timed else pd.DataFrame()


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
