"""Results as JSON for scripts: numbers unrounded, null for not estimable, keys that stay.

Of a survival analysis, every object of numbers has a key `misleads`: the kinds of the serious guards that speak of it,
empty where none does. The guards themselves stand under `guards`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any

import numpy as np

from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.competing import CauseResult
from nec_core.analysis.guarding.kinds import Numbers
from nec_core.analysis.guards import Guard
from nec_core.analysis.regression import Regression
from nec_core.analysis.timed_treatment import TimedTreatment
from nec_core.errors import QuestionsOpenError
from nec_core.export.sanity_words import mark_words, sanity_line
from nec_core.export.summary.blocks import BLOCKS
from nec_core.export.summary.sensitivity_words import sensitivity_sentence
from nec_core.export.tables.result_tables import RESULT_TABLES
from nec_core.export.tables.table_one_tables import table_one_note
from nec_core.export.worth_words import worth_sentence
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Question
from nec_core.ingest.row_places import FILE_STEP, row_text
from nec_core.patients.cohort import Variable
from nec_core.patients.knowing import asked_of
from nec_core.summary.characteristics.table_plan import TablePlan
from nec_core.summary.cohort_summary import CohortSummary
from nec_core.summary.sanity import Sanity, sanity
from nec_core.survival.comparing.gray import GrayTest
from nec_core.survival.comparing.log_rank import LogRank
from nec_core.survival.comparing.trend_test import TrendTest
from nec_core.survival.cox.model import CoxModel, ModelTest
from nec_core.survival.curves.quantiles import Quantile
from nec_core.survival.curves.rates import SurvivalRate


def of_check(admission: Admission) -> str:
    """How a file was read, and every problem."""
    source = admission.source
    return _dump(
        {
            "layout": source.layout,
            "encoding": source.encoding,
            "delimiter": source.delimiter,
            "sheet": source.sheet,
            "header_row": source.header_row,
            "sha256": source.sha256,
            **({"files": list(source.files)} if source.files else {}),
            "notes": list(source.notes),
            "rows_in": source.rows_in,
            "accepted": admission.cohort.n,
            "accepted_with_warnings": admission.n_with_warnings,
            "folded": len(admission.folded_rows),
            "rejected": len(admission.rejected_rows),
            "rejected_events": dict(admission.cohort.rejected.events),
            "sanity": _sanity(sanity(admission)),
            "questions": [_question(q) for q in admission.offered],
            "mapping": [c.model_dump(mode="json") for c in admission.columns],
            "known": {v.name: None if v.known == "unsaid" else v.known for v in asked_of(admission.cohort)},
            "problems": admission.problems.table(files=source.files).to_dict("records"),
        }
    )


def _sanity(found: Sanity) -> dict[str, Any]:
    """The records for the eye: the numbers, the line that tells them, and each mark with its words."""
    return {
        "line": sanity_line(found),
        "n": found.n,
        "first_year": found.first_year,
        "last_year": found.last_year,
        "endpoints": [_numbers(e) for e in found.endpoints],
        "marks": [_with_places(asdict(m)) | _numbers(mark_words(m)) for m in found.marks],
    }


def of_questions(error: QuestionsOpenError) -> str:
    """What must be answered first, and the mapping made so far. Given back with answers it answers (`--answers`)."""
    return _dump(
        {
            "questions": [_question(q) for q in error.questions],
            "mapping": [c.model_dump(mode="json") for c in error.mapping.columns] if error.mapping else [],
        }
    )


def _question(question: Question) -> dict[str, Any]:
    return {
        "column": question.column,
        "kind": question.kind,
        "text": question.text,
        "values": [{"value": text, "rows": n} for text, n in question.values],
        "options": list(question.options),
        "field": question.field,
        "optional": question.optional,
        "answer": None,
    }


def of_analysis(result: SurvivalResult) -> str:
    """A survival analysis."""
    return _dump_warned(
        result,
        {
            "endpoint": result.plan.endpoint,
            "definition": {
                "label": result.endpoint.label,
                "event": result.endpoint.event,
                "censoring": result.endpoint.censoring,
                "time_zero": result.endpoint.time_zero,
                "as_coded": result.endpoint.coded or None,
                "entry": result.entry.name if result.entry else None,
            },
            "unit": result.unit,
            "conf_type": result.plan.conf_type,
            "conf_level": result.plan.conf_level,
            "by": result.variable.name if result.variable else None,
            "cut": result.cut,
            "n": result.n,
            "events": result.n_events,
            "competing_events": result.n_competing,
            "rejected": {"rows": result.n_rejected, "events": result.n_rejected_events},
            "excluded": dict(result.excluded),
            "groups": [
                {
                    "name": g.name,
                    "n": g.n,
                    "events": g.n_events,
                    "readable_until": g.readable.until,
                    "median": g.median.value,
                    "median_ci": [g.median.lower, g.median.upper],
                    "quartiles": [{"p": q.p, "time": q.value, "ci": [q.lower, q.upper]} for q in g.quartiles],
                    "at_times": [_rate(r) for r in g.rates],
                    **{t.json.split(".")[-1]: _fields(t.of_group(g)) for t in RESULT_TABLES if t.of_group},
                }
                for g in result.groups
            ],
            "conditional": [
                {"name": c.name, "survived": c.survived, "n": c.n, "at_times": [_rate(r) for r in c.rates]}
                for c in (g.conditional for g in result.groups)
                if c is not None
            ],
            "cut_point": _numbers(result.cut_point) if result.cut_point else None,
            "log_rank": _test(result.log_rank),
            "comparison": _comparison(result),
            "time_dependent": _timed(result.timed),
            "competing": [_cause(c) for c in result.competing],
            "cox": _cox(result.regression.model) | _checks(result.regression) if result.regression else None,
            "firth": _firth(result.regression),
            "fine_gray": _fine_gray(result.regression),
            "worth": _worth(result),
            "sensitivity": _sensitivity(result),
            "follow_up": _follow_up(result),
            "guards": [_guard(g) for g in result.guards],
        },
    )


_NUMBERS: Mapping[str, Numbers] = {
    "groups": "groups",
    "conditional": "groups",
    "cut_point": "comparison",
    "log_rank": "comparison",
    "comparison": "comparison",
    "comparison.stratified": "stratified",
    "time_dependent": "timed",
    "competing": "incidence",
    "competing.gray": "comparison",
    "competing.cause_specific_log_rank": "comparison",
    "cox": "model",
    "firth": "penalised",
    "fine_gray": "model",
    "worth": "comparison",
    "sensitivity": "comparison",
    "follow_up": "follow_up",
}
"""Whose numbers stand under a key; below it those of the nearest key above."""
_NO_OBJECTS_OF_NUMBERS = {"not_computed", "missing"}


def _dump_warned(result: SurvivalResult, found: Mapping[str, Any]) -> str:
    """An analysis' parts, each object of numbers in them with the guards that speak of it."""
    return _dump({key: _warned(key, value, result) for key, value in found.items()})


def _warned(key: str, value: Any, result: SurvivalResult, above: Numbers | None = None) -> Any:
    numbers = _NUMBERS.get(key, above)
    if numbers is None or key.rpartition(".")[2] in _NO_OBJECTS_OF_NUMBERS:
        return value
    if isinstance(value, Mapping):
        warned = {name: _warned(f"{key}.{name}", part, result, numbers) for name, part in value.items()}
        return warned | {"misleads": result.misleads(numbers)}
    return [_warned(key, one, result, numbers) for one in value] if isinstance(value, list | tuple) else value


def _guard(guard: Guard) -> dict[str, Any]:
    told = {name: getattr(guard, name) for name in ("kind", "severity", "what", "why", "do", "about")}
    return told | {"acknowledged": guard.acknowledged or None}


def of_summary(summary: CohortSummary) -> str:
    """A cohort's results section: its numbers, and each block's sentence."""
    incidence = summary.incidence
    return _dump(
        {
            "n": summary.n,
            "by": summary.by.name if summary.by else None,
            "flow": _plain(summary.flow),
            "table_one": _plain(summary.table_one) | {"note": table_one_note(summary.table_one)},
            "pathology": {"table": _plain(summary.pathology), "markers": _plain(summary.markers)},
            "imaging": _plain(summary.imaging),
            "treatments": _plain(summary.treatments) | {"order": _plain(summary.order)},
            "response": _plain(summary.response),
            "next_treatment": _plain(summary.next_treatment),
            "progression": _plain(summary.sites)
            | {
                "incidence": None
                if incidence is None
                else {
                    "unit": incidence.table.unit,
                    "excluded": dict(incidence.excluded),
                    "misleads": ["immortal_time"] if incidence.variable and incidence.variable.known == "later" else [],
                    "causes": [
                        {"cause": cause, "curves": [_plain(c) for c in curves], "gray": _test(test)}
                        for cause, curves, test in zip(
                            incidence.table.causes, incidence.curves, incidence.gray, strict=True
                        )
                    ],
                }
            },
            "follow_up": _plain(summary.follow_up),
            "missing": {
                "complete": summary.missing.complete,
                "variables": [
                    {"name": v.name, "recorded": a, "unknown": b, "blank": c, "does_not_apply": d}
                    for v, a, b, c, d in zip(
                        summary.missing.variables, *(summary.missing.counts(state) for state in range(4)), strict=True
                    )
                ],
            },
            "sentences": {block.id: block.sentence(summary) for block in BLOCKS},
            "needs": {block.id: needs for block in BLOCKS if (needs := block.needs(summary))},
        }
    )


def _plain(value: Any) -> Any:
    """A result as JSON holds it: fields by name, variables by their own."""
    if isinstance(value, Variable):
        return value.name
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, TablePlan):
        return value.model_dump(exclude={"version"})
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def _rate(rate: SurvivalRate) -> dict[str, Any]:
    return {
        "time": rate.time,
        "at_risk": rate.at_risk,
        "survival": rate.survival,
        "ci": [rate.lower, rate.upper],
        "beyond_follow_up": rate.beyond_follow_up,
    }


def _test(test: LogRank | TrendTest | ModelTest | GrayTest | None) -> dict[str, Any] | None:
    return None if test is None else {"chi2": test.chi2, "df": test.df, "p": test.p}


def _comparison(result: SurvivalResult) -> dict[str, Any] | None:
    comparison = result.comparison
    if comparison is None:
        return None
    permutation, stratified, trend = result.permutation, comparison.stratified, comparison.trend
    return {
        "peto_peto": _test(comparison.peto_peto),
        "weighted": [
            {"weighting": t.weighting, "rho": t.rho, "gamma": t.gamma} | (_test(t) or {}) for t in comparison.weighted
        ],
        "stratified": {"by": result.plan.strata, "n": int(stratified.n.sum())} | (_test(stratified) or {})
        if stratified
        else None,
        "trend": {"groups": list(comparison.trend_groups), "z": trend.z} | (_test(trend) or {}) if trend else None,
        "pairwise": [_numbers(pair) for pair in comparison.pairs],
        "hazard_ratios": _cox(comparison.hazard_ratios),
        "restricted_mean_differences": [_numbers(c) for c in comparison.restricted_means],
        "milestone_differences": [_numbers(d) for differences in comparison.milestones for d in differences],
        "crossings": [_numbers(c) for c in comparison.crossings],
        "permutation": _numbers(permutation) if permutation else None,
    }


def _worth(result: SurvivalResult) -> dict[str, Any] | None:
    """What P is worth: every part by name, and the sentence. Rows are those of the file."""
    if result.worth is None:
        return None
    found: dict[str, Any] = _with_places(asdict(result.worth))
    return {"sentence": worth_sentence(result), **found}


def _sensitivity(result: SurvivalResult) -> dict[str, Any] | None:
    """Every selection, and every rule that takes patients out of one; null where nobody asked. Rows are the file's."""
    if result.sensitivity is None:
        return None
    found: dict[str, Any] = _with_places(asdict(result.sensitivity))
    rules = [{"selection": s["name"]} | rule for s in found["selections"] for rule in s.pop("rules")]
    return {"sentence": sensitivity_sentence(result)} | found | {"rules": rules}


def _with_places(value: Any, key: str = "") -> Any:
    """Rows of a second file told with their file."""
    if isinstance(value, Mapping):
        return {k: _with_places(v, k) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_with_places(v, key) for v in value]
    return _place(value) if key in ("rows", "crossing_rows") else value


def _cox(model: CoxModel) -> dict[str, Any]:
    return {
        "n": model.n,
        "events": model.n_events,
        "left_out": model.n_left_out,
        "coefficients": [_numbers(c) for c in model.coefficients],
        "log_likelihood": [model.log_likelihood_null, model.log_likelihood],
        "likelihood_ratio": _test(model.likelihood_ratio),
        "wald": _test(model.wald),
        "score": _test(model.score),
        "concordance": _numbers(model.concordance),
        "proportional_hazards_km": [_numbers(x) for x in model.proportional_hazards_km],
        "proportional_hazards_identity": [_numbers(x) for x in model.proportional_hazards_identity],
        "inflation": [_numbers(x) for x in model.inflation],
    }


def _checks(regression: Regression) -> dict[str, Any]:
    """Who is not in the model and why, and what a reviewer asks of it; null of more patients than is checked."""
    checks = regression.checks
    found = None if checks is None else {
        "linearity": _plain(checks.linearity),
        "heterogeneity": _plain(checks.heterogeneity),
        "movers": [
            _plain(moved) | {"movers": [_plain(one) | {"row": _place(one.row)} for one in moved.movers]}
            for moved in checks.movers
        ],
    }  # fmt: skip
    return {"missing": dict(regression.missing), "checks": found}


def _place(row: int) -> int | str:
    """The row of the file; of a second file told with it."""
    return row if row < FILE_STEP else row_text(row)


def _firth(regression: Regression | None) -> list[dict[str, Any]] | None:
    if regression is None or regression.firth is None:
        return None
    return [_numbers(c) for c in regression.firth.coefficients]


def _fine_gray(regression: Regression | None) -> dict[str, Any] | None:
    """Subdistribution hazards, and beside them the cause-specific hazards of both events."""
    found = regression.competing if regression else None
    if regression is None or found is None:
        return None
    return {
        "competing_events": found.n_competing,
        "coefficients": [_numbers(c) for c in found.fine_gray],
        "not_computed": found.not_computed or None,
        "cause_specific": [_numbers(c) for c in regression.model.coefficients],
        "cause_specific_competing": [_numbers(c) for c in found.competing_hazard.coefficients],
    }


def _timed(timed: TimedTreatment | None) -> dict[str, Any] | None:
    if timed is None:
        return None
    return {
        "n": timed.n,
        "treated": timed.n_treated,
        "without_date": timed.n_without_date,
        "with_partial_date": timed.n_partial_date,
        "median_start": timed.median_start,
        "landmark": timed.landmark.landmark,
        "landmark_log_rank": _test(timed.landmark_test),
        "landmark_left_out": [timed.landmark.dropped_events, timed.landmark.dropped_censored],
        "mantel_byar": {"chi2": timed.mantel_byar.chi2, "df": timed.mantel_byar.df, "p": timed.mantel_byar.p},
        "hazard_ratio": _numbers(timed.hazard_ratio),
    }


def _cause(cause: CauseResult) -> dict[str, Any]:
    return {
        "cause": cause.cause,
        "groups": [
            {"name": c.name, "n": c.n, "events": c.n_events, "at_times": [_numbers(r) for r in rates]}
            for c, rates in zip(cause.curves, cause.rates, strict=True)
        ],
        "gray": _test(cause.gray),
        "cause_specific_log_rank": _test(cause.cause_specific),
    }


def _fields(value: Any) -> Any:
    """A small result's fields by name, or those of several."""
    return [_numbers(v) for v in value] if isinstance(value, tuple) else _numbers(value)


def _numbers(value: Any) -> dict[str, Any]:
    """A small result's fields by name."""
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _follow_up(result: SurvivalResult) -> dict[str, Any] | None:
    f = result.follow_up
    if f is None:
        return None
    return {
        "reverse_km": _quantile(f.reverse_km),
        "alive_only_median": f.alive_only_median,
        "minimum": f.minimum,
        "maximum": f.maximum,
    }


def _quantile(q: Quantile) -> dict[str, Any]:
    return {"median": q.value, "ci": [q.lower, q.upper]}


def _dump(value: Any) -> str:
    return json.dumps(_finite(value), ensure_ascii=False, indent=2, allow_nan=False)


def _finite(value: Any) -> Any:
    """numpy scalars to Python's, and nan or infinity to null."""
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(v) for v in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
