"""Regression models as tables to read and to keep."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.forest.forest_row import best_coefficients
from nec_core.analysis.regression import Regression
from nec_core.export.tables.survival_tables import hazard_ratio
from nec_core.patients.cohort import Variable, level_words

_NOT_THERE = "–"


def model_frame(alone: Sequence[Regression], together: Regression) -> pd.DataFrame:
    """One line per term: each variable alone, and all together. Reference levels have a line of their own.

    Alone, a variable is judged on every patient who has it; together, on those who have all. A level that nobody has
    among the latter is marked with a dash.
    """
    lines: list[dict[str, object]] = []
    for single in alone:
        variable = single.covariates[0]
        own, joint = _cells(single, variable), _cells(together, variable)
        head = f"Alone: hazard ratio ({fmt.confidence_label(single.model.conf_level)})"
        joint_head = f"Together: hazard ratio ({fmt.confidence_label(together.model.conf_level)})"
        counts = f"{fmt.count(single.model.n)} ({fmt.count(single.model.n_events)})"
        for level, (ratio, p) in own.items():
            joint_ratio, joint_p = joint.get(level, (_NOT_THERE, _NOT_THERE))
            lines.append(
                {
                    "Variable": variable.label, "Level": level, "Alone: n (events)": counts, head: ratio, "Alone: P": p,
                    joint_head: joint_ratio, "Together: P": joint_p,
                }
            )  # fmt: skip
    return pd.DataFrame(lines)


def together_frame(together: Regression) -> pd.DataFrame:
    """The model by itself: one line per term. Reference levels have a line of their own."""
    head = ("Variable", "Level", f"Hazard ratio ({fmt.confidence_label(together.model.conf_level)})", "P")
    lines = [
        (v.label, level, ratio, p) for v in together.covariates for level, (ratio, p) in _cells(together, v).items()
    ]
    return pd.DataFrame(lines, columns=head)


def proportionality_frame(together: Regression) -> pd.DataFrame:
    """The test of proportional hazards, one line per variable and one for the whole model."""
    labels = {v.name: v.label for v in together.covariates} | {"GLOBAL": "All together"}
    return pd.DataFrame(
        [
            {"Variable": labels.get(t.term, t.term), "Test": fmt.chi2(t.chi2, t.df), "P": fmt.p_value(t.p)}
            for t in together.model.proportional_hazards_km
        ]
    )


def model_numbers(alone: Sequence[Regression], together: Regression) -> pd.DataFrame:
    """The same unrounded, one line per coefficient."""
    lines = []
    for kind, found in [*(("alone", r) for r in alone), ("together", together)]:
        for c in best_coefficients(found):
            method = "firth" if found.firth else "cox"
            lines.append(
                {
                    "model": kind, "variable": c.term, "level": c.level, "reference": c.reference,
                    "n": found.model.n, "events": found.model.n_events, "hazard_ratio": c.hazard_ratio,
                    "lower": c.lower, "upper": c.upper, "conf_level": found.model.conf_level, "coef": c.coef,
                    "std_error": c.std_error, "p": c.p, "method": method,
                }
            )  # fmt: skip
    return pd.DataFrame(lines)


def fine_gray_frame(together: Regression) -> pd.DataFrame:
    """Per term: subdistribution hazard ratio, and the cause-specific hazard ratios of both events beside it."""
    found = together.competing
    if found is None:
        return pd.DataFrame()
    if not found.fine_gray:
        return pd.DataFrame([("", "", found.not_computed)], columns=["Variable", "Level", "Fine and Gray"])
    variables = {v.name: v for v in together.covariates}
    level = fmt.confidence_label(together.model.conf_level)
    lines = []
    for c, own, other in zip(
        found.fine_gray, together.model.coefficients, found.competing_hazard.coefficients, strict=True
    ):
        lines.append(
            {
                "Variable": variables[c.term].label if c.term in variables else c.term,
                "Level": _against(variables.get(c.term), c.level, c.reference) if c.level is not None else "",
                f"Subdistribution ratio ({level})": fmt.with_interval(c.hazard_ratio, c.lower, c.upper, 2),
                "P": fmt.p_value(c.p),
                f"Hazard ratio of the event ({level})": hazard_ratio(own),
                f"Hazard ratio of the competing event ({level})": hazard_ratio(other),
            }
        )
    return pd.DataFrame(lines)


def fine_gray_numbers(together: Regression) -> pd.DataFrame:
    """The same unrounded, one line per model and term."""
    found = together.competing
    if found is None:
        return pd.DataFrame()
    models = (
        ("Fine and Gray", found.fine_gray),
        ("cause-specific, the event", together.model.coefficients),
        ("cause-specific, the competing event", found.competing_hazard.coefficients),
    )
    keep = ("term", "level", "reference", "coef", "std_error", "hazard_ratio", "lower", "upper", "z", "p")
    return pd.DataFrame(
        [{"model": name} | {key: getattr(c, key) for key in keep} for name, cs in models for c in cs]
    ).infer_objects()


def model_sentence(together: Regression) -> str:
    """What the model was fitted to, and its tests."""
    model = together.model
    # With Firth's estimates goes Firth's test: Cox's likelihood has no maximum there.
    test, c = (together.firth or model).likelihood_ratio, model.concordance
    method = "Firth's penalised Cox model" if together.firth else "Cox model"
    strata = f", stratified by {together.strata.label}" if together.strata else ""
    concordance = f" Concordance {fmt.number(c.value, 2)}." if c.value is not None and not together.firth else ""
    reasons = "; ".join(f"{reason} ({n:,})" for reason, n in together.missing.items())
    left = f" Left out of {fmt.count(model.n + model.n_left_out)} with the endpoint: {reasons}." if reasons else ""
    return (
        f"{method}{strata}: {fmt.plural(model.n, 'patient')}, {fmt.plural(model.n_events, 'event')}; "
        f"likelihood-ratio test {fmt.chi2(test.chi2, test.df)}, {fmt.p_statement(test.p)}.{concordance}{left}"
    )


def _against(variable: Variable | None, level: str, reference: str | None) -> str:
    return f"{level_words(variable, level)} against {level_words(variable, reference or '')}"


def _per_unit(variable: Variable) -> str:
    return f"per {variable.unit.removesuffix('s')}" if variable.unit else "per unit"


def _cells(found: Regression, variable: Variable) -> dict[str, tuple[str, str]]:
    """Level -> hazard ratio and P, the reference first."""
    own = [c for c in best_coefficients(found) if c.term == variable.name]
    cells = {f"{variable.words(c.reference)} (reference)": ("1", "") for c in own[:1] if c.reference is not None}
    return cells | {
        variable.words(c.level) if c.level else _per_unit(variable): (hazard_ratio(c), fmt.p_value(c.p)) for c in own
    }
