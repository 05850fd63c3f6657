"""Regression models as tables to read and to keep."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.cohort import Variable
from nec_core.export.survival_tables import hazard_ratio
from nec_core.models import Regression
from nec_core.survival.cox import CoxCoefficient
from nec_core.survival.firth import FirthCoefficient

Coefficient = CoxCoefficient | FirthCoefficient


def model_frame(alone: Sequence[Regression], together: Regression) -> pd.DataFrame:
    """One line per term: each variable alone, and all together. Reference levels have a line of their own."""
    level = fmt.confidence_label(together.model.conf_level)
    joint = {(c.term, c.level): c for c in _best(together)}
    lines: list[dict[str, object]] = []
    for single in alone:
        variable = single.covariates[0]
        found = _best(single)
        if found and found[0].reference is not None:
            lines.append(_line(variable, f"{found[0].reference} (reference)", None, None, level))
        lines += [
            _line(variable, c.level or _per_unit(variable), c, joint.get((c.term, c.level)), level) for c in found
        ]
    return pd.DataFrame(lines)


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
        for c in _best(found):
            lines.append(
                {
                    "model": kind, "variable": c.term, "level": c.level, "reference": c.reference, "n": found.model.n,
                    "events": found.model.n_events, "hazard_ratio": c.hazard_ratio, "lower": c.lower, "upper": c.upper,
                    "coef": c.coef, "std_error": c.std_error, "p": c.p, "method": "firth" if found.firth else "cox",
                }
            )  # fmt: skip
    return pd.DataFrame(lines)


def model_sentence(together: Regression) -> str:
    """What the model was fitted to, and its tests."""
    model = together.model
    test, c = model.likelihood_ratio, model.concordance
    method = "Firth's penalised Cox model" if together.firth else "Cox model"
    strata = f", stratified by {together.strata.label}" if together.strata else ""
    concordance = f" Concordance {fmt.number(c.value, 2)}." if c.value is not None else ""
    return (
        f"{method}{strata}: {fmt.plural(model.n, 'patient')}, {fmt.plural(model.n_events, 'event')}; "
        f"likelihood-ratio test {fmt.chi2(test.chi2, test.df)}, {fmt.p_statement(test.p)}.{concordance}"
    )


def _best(found: Regression) -> tuple[Coefficient, ...]:
    """The penalised coefficients where the ordinary ones run off."""
    return found.firth.coefficients if found.firth else found.model.coefficients


def _per_unit(variable: Variable) -> str:
    return f"per {variable.unit.removesuffix('s')}" if variable.unit else "per unit"


def _line(
    variable: Variable, level: str, alone: Coefficient | None, joint: Coefficient | None, ci: str
) -> dict[str, object]:
    return {
        "Variable": variable.label,
        "Level": level,
        f"Alone: hazard ratio ({ci})": hazard_ratio(alone) if alone else "1",
        "Alone: P": fmt.p_value(alone.p) if alone else "",
        f"Together: hazard ratio ({ci})": hazard_ratio(joint) if joint else "1",
        "Together: P": fmt.p_value(joint.p) if joint else "",
    }
