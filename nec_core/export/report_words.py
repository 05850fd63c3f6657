"""The report in words: what was done, what was found, and where it can mislead, ready to be edited into a paper."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.analysis import SurvivalResult
from nec_core.cohort import Cohort
from nec_core.cohort_filter import CohortFilter
from nec_core.export.survival_words import answer_sentence, definition_lines, test_sentence
from nec_core.ingest.layouts import layout_title


def methods_paragraph(cohort: Cohort, result: SurvivalResult) -> str:
    """A methods section's paragraph on the patients and the statistics."""
    source, e, plan = cohort.source, result.endpoint, result.plan
    patients = (
        f"Of {fmt.count(source.rows_in)} rows in the extract ({layout_title(source.layout)}), {fmt.count(cohort.n)} "
        f"were accepted and {fmt.count(len(cohort.rejected_rows))} were left out because they lacked an identifier or an "
        "outcome, repeated a patient, or contradicted themselves in time."
    )
    if len(cohort.folded_rows):
        patients += f" {fmt.count(len(cohort.folded_rows))} further rows of patients already counted were folded in."
    chosen = filter_sentence(cohort, plan.filter)
    endpoint = f"{e.label} was counted from {e.time_zero}; event: {e.event}; censored: {e.censoring}."
    method = (
        f"Survival was estimated by the Kaplan-Meier method with {fmt.confidence_label(plan.conf_level)} by the "
        f"{plan.conf_type} transformation of Greenwood's variance; medians invert that band."
    )
    parts = [patients, chosen, endpoint, method]
    if result.comparison is not None and result.variable is not None:
        parts.append(
            f"Groups by {result.variable.label} were compared with the two-sided log-rank test, and hazard ratios were "
            "estimated with Cox's model (Efron's method for ties)."
        )
    if result.timed is not None:
        parts.append(
            "Since the treatment began after time zero, it was also compared from a landmark and as a time-dependent "
            "state (Mantel-Byar test, time-varying Cox model)."
        )
    parts.append(
        "Follow-up was estimated by the reverse Kaplan-Meier method. P values were not adjusted for multiplicity."
    )
    return " ".join(p for p in parts if p)


def filter_sentence(cohort: Cohort, chosen: CohortFilter) -> str:
    """Who was looked at; empty without a filter."""
    parts = [f"{cohort.variable(c.variable).label}: {' or '.join(c.levels)}" for c in chosen.levels]
    for r in chosen.ranges:
        variable = cohort.variable(r.variable)
        low = "" if r.minimum is None else f"{r.minimum:g} to " if r.maximum is not None else f"{r.minimum:g} or more"
        high = "" if r.maximum is None else f"{r.maximum:g}" if r.minimum is not None else f"up to {r.maximum:g}"
        parts.append(f"{variable.label} {low}{high}{' ' + variable.unit if variable.unit else ''}")
    t = chosen.treatments
    for how, names in (("any of", t.any_of), ("all of", t.all_of), ("none of", t.none_of)):
        if names:
            parts.append(f"treatment, {how}: {', '.join(cohort.variable(n).label for n in names)}")
    return f"The analysis was restricted to: {'; '.join(parts)}." if parts else ""


def report_markdown(cohort: Cohort, result: SurvivalResult, plan_hash: str) -> str:
    """The report as Markdown: patients, methods, results, cautions, definitions, provenance."""
    cautions = [f"- {g.what} {g.why} {g.do}" for g in result.guards] or ["- None of the checks raised a warning."]
    source = cohort.source
    return "\n".join(
        [
            f"# {result.endpoint.label}",
            "",
            "## Methods",
            "",
            methods_paragraph(cohort, result),
            "",
            "## Results",
            "",
            answer_sentence(result),
            test_sentence(result),
            "",
            "## Read with caution",
            "",
            *cautions,
            "",
            "## Definitions",
            "",
            *(f"- {line}" for line in definition_lines(result)),
            "",
            "## Provenance",
            "",
            f"- Input: SHA-256 {source.sha256}",
            f"- Plan: SHA-256 {plan_hash}, in plan.json",
            "- The same numbers again: `python -m nec_core analyse EXTRACT --mapping mapping.json` with the plan's "
            "choices, or `Rscript reproduce.R` in this folder (R with its package survival).",
            "",
        ]
    )
