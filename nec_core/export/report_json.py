"""Results as JSON for scripts: numbers unrounded, null for not estimable, keys that stay."""

from __future__ import annotations

import json
import math
from typing import Any

from nec_core.analysis import SurvivalResult
from nec_core.cohort import Cohort
from nec_core.survival.quantiles import Quantile
from nec_core.survival.rates import SurvivalRate


def of_check(cohort: Cohort) -> str:
    """How a file was read, and every problem."""
    source = cohort.source
    return _dump(
        {
            "layout": source.layout,
            "encoding": source.encoding,
            "delimiter": source.delimiter,
            "sheet": source.sheet,
            "header_row": source.header_row,
            "sha256": source.sha256,
            "notes": list(source.notes),
            "rows_in": source.rows_in,
            "accepted": cohort.n,
            "accepted_with_warnings": cohort.n_with_warnings,
            "folded": len(cohort.folded_rows),
            "rejected": len(cohort.rejected_rows),
            "mapping": [c.model_dump(mode="json") for c in cohort.columns],
            "problems": cohort.problems.table().to_dict("records"),
        }
    )


def of_analysis(result: SurvivalResult) -> str:
    """A survival analysis."""
    return _dump(
        {
            "endpoint": result.plan.endpoint,
            "definition": {
                "label": result.endpoint.label,
                "event": result.endpoint.event,
                "censoring": result.endpoint.censoring,
                "time_zero": result.endpoint.time_zero,
            },
            "unit": result.unit,
            "conf_type": result.plan.conf_type,
            "conf_level": result.plan.conf_level,
            "by": result.variable.name if result.variable else None,
            "cut": result.cut,
            "n": result.n,
            "events": result.n_events,
            "competing_events": result.n_competing,
            "excluded": dict(result.excluded),
            "groups": [
                {
                    "name": curve.name,
                    "n": curve.n,
                    "events": curve.n_events,
                    "median": middle.value,
                    "median_ci": [middle.lower, middle.upper],
                    "at_times": [_rate(r) for r in rates],
                }
                for curve, middle, rates in zip(result.curves, result.medians, result.rates, strict=True)
            ],
            "log_rank": _log_rank(result),
            "follow_up": _follow_up(result),
            "warnings": [{"kind": g.kind, "what": g.what, "why": g.why, "do": g.do} for g in result.guards],
        }
    )


def _rate(rate: SurvivalRate) -> dict[str, Any]:
    return {
        "time": rate.time,
        "at_risk": rate.at_risk,
        "survival": rate.survival,
        "ci": [rate.lower, rate.upper],
        "beyond_follow_up": rate.beyond_follow_up,
    }


def _log_rank(result: SurvivalResult) -> dict[str, Any] | None:
    test = result.log_rank
    return None if test is None else {"chi2": test.chi2, "df": test.df, "p": test.p}


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
