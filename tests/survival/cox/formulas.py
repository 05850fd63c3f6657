"""The rows that a golden's formula is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core.survival.cox.design import Factor
from tests.survival.goldens import columns


@dataclass(frozen=True)
class Given:
    """What a model of the formula is fitted to."""

    time: np.ndarray
    event: np.ndarray
    covariates: dict[str, np.ndarray | Factor]
    entry: np.ndarray | None
    strata: np.ndarray | None


def of_formula(name: str, formula: str, **more: np.ndarray) -> Given:
    """Of a case named after its data set; `more` are columns that R's script made besides."""
    data = dict(columns(name.split("_")[0])) | more
    left, right = formula.split(" ~ ")
    covariates: dict[str, np.ndarray | Factor] = {}
    strata = None
    for term in right.split(" + "):
        if term.startswith("strata("):
            strata = np.asarray(factor(data[term[7:-1]]).codes)
        elif term.startswith("factor("):
            covariates[term] = factor(data[term[7:-1]])
        else:
            covariates[term] = factor(data[term]) if data[term].dtype.kind == "U" else data[term]
    times = left.removeprefix("Surv(").removesuffix(")").split(", ")
    entry = data[times[0]] if len(times) == 3 else None
    return Given(data[times[-2]], data[times[-1]] == 1, covariates, entry, strata)


def factor(values: np.ndarray) -> Factor:
    """A category of the values that occur, in their order."""
    names = sorted({v for v in values.tolist() if v == v})
    return Factor(np.array([names.index(v) if v == v else -1 for v in values.tolist()]), tuple(map(str, names)))
