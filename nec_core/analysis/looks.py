"""Which comparisons a result shows a P of: what is counted when somebody looks at many.

Of twenty comparisons without any difference one has P < .05. Bender R, Lange S. Adjusting for multiple testing: when
and how? J Clin Epidemiol 2001;54:343-349.
"""

from __future__ import annotations

from nec_core.analysis.plan import AnalysisPlan
from nec_core.analysis.result import SurvivalResult


def comparisons(result: SurvivalResult) -> frozenset[str]:
    """A digest for each: of endpoint, patients, and groups with their cut, or the variables of a model. The same
    comparison with another interval, unit or reference has the same."""
    plan, model = result.plan, result.regression
    who: dict[str, object] = {"endpoint": plan.endpoint, "filter": plan.filter}
    asked: list[dict[str, object]] = []
    if result.log_rank is not None and result.log_rank.p is not None:
        asked.append({"by": plan.by, "cut": plan.cut})
    if model is not None and model.model.n_events:
        (first, *more) = model.covariates
        alone = first.kind == "category" and not more and plan.strata is None
        # A category by itself is compared as by the log-rank test.
        asked.append(
            {"by": first.name} if alone else {"covariates": [v.name for v in model.covariates], "strata": plan.strata}
        )
    return frozenset(AnalysisPlan.model_validate(who | one).digest for one in asked)


__all__ = ["comparisons"]
