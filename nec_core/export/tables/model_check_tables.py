"""What a reviewer asks of a model, as tables to read and as numbers: straight lines, strata, who moves it most."""

from __future__ import annotations

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.model.likelihood import LikelihoodRatio
from nec_core.analysis.model.movers import Moved, Mover
from nec_core.analysis.regression import Regression
from nec_core.ingest.row_places import row_text

LINEARITY_NOTE = (
    "A restricted cubic spline of the number against a straight line, likelihood-ratio test (Harrell). A small P: the "
    "hazard ratio per unit is not the same along the scale."
)
HETEROGENEITY_NOTE = (
    "Likelihood-ratio test of the products of each variable with the strata (Therneau and Grambsch). A small P: the "
    "hazard ratio differs between them, and one for all is an average. With few events in a stratum it sees little."
)
MOVERS_NOTE = (
    "About what the hazard ratio would be without that one patient, and how many standard errors (SE) that is: dfbeta, "
    "equal to R's. "
    "Patients are told by the row of the file. Nobody is left out for being here: look whether the record is right."
)


def linearity_frame(together: Regression) -> pd.DataFrame:
    """One line for each number of the model."""
    return pd.DataFrame(
        [
            (found.variable.label_with_unit, fmt.listed([fmt.plain_number(round(k, 2)) for k in found.knots]),
             *(_test(found.test) if not found.not_tested else (found.not_tested, "")))
            for found in (together.checks.linearity if together.checks else ())
        ],
        columns=["Variable", "The curve may bend at", "Test", "P"],
    )  # fmt: skip


def heterogeneity_frame(together: Regression) -> pd.DataFrame:
    """One line for each variable of a stratified model."""
    return pd.DataFrame(
        [
            (found.variable.label, f"{found.n_strata} of {found.strata.label}", *_test(found.test))
            for found in (together.checks.heterogeneity if together.checks else ())
        ],
        columns=["Variable", "Strata", "Test", "P"],
    )


def movers_frame(together: Regression) -> pd.DataFrame:
    """One line for each coefficient: its hazard ratio, and the patients who move it most."""
    return pd.DataFrame(
        [
            (moved.variable.label, _against(moved) if moved.level else _per_unit(moved),
             fmt.number(moved.hazard_ratio, _digits(moved)), "; ".join(_mover(moved, one) for one in moved.movers))
            for moved in (together.checks.movers if together.checks else ())
        ],
        columns=["Variable", "Level", "Hazard ratio", "About what it is without one patient"],
    )  # fmt: skip


def _mover(moved: Moved, one: Mover) -> str:
    far = fmt.number(abs(one.in_errors), 1)
    return f"{fmt.number(one.ratio_without, _digits(moved))} without row {row_text(one.row)} ({far} SE)"


def _digits(moved: Moved) -> int:
    """A ratio per unit of a number lies close to 1."""
    return 2 if moved.level else 3


def _against(moved: Moved) -> str:
    words = moved.variable.words
    return f"{words(moved.level or '')} against {words(moved.reference or '')}"


def _per_unit(moved: Moved) -> str:
    return f"per {moved.variable.unit.removesuffix('s')}" if moved.variable.unit else "per unit"


def _test(test: LikelihoodRatio) -> tuple[str, str]:
    return fmt.chi2(test.chi2, test.df), fmt.p_value(test.p)


def linearity_numbers(together: Regression) -> pd.DataFrame:
    """The same unrounded."""
    return pd.DataFrame(
        [
            {"variable": found.variable.name, "knots": ", ".join(map(repr, found.knots)), "chi2": found.test.chi2,
             "df": found.test.df, "p": found.test.p, "not_tested": found.not_tested}
            for found in (together.checks.linearity if together.checks else ())
        ]
    ).infer_objects()  # fmt: skip


def heterogeneity_numbers(together: Regression) -> pd.DataFrame:
    """The same unrounded."""
    return pd.DataFrame(
        [
            {"variable": found.variable.name, "strata": found.strata.name, "n_strata": found.n_strata,
             "chi2": found.test.chi2, "df": found.test.df, "p": found.test.p}
            for found in (together.checks.heterogeneity if together.checks else ())
        ]
    ).infer_objects()  # fmt: skip


def movers_numbers(together: Regression) -> pd.DataFrame:
    """One line for each coefficient and patient told of it."""
    return pd.DataFrame(
        [
            {"variable": moved.variable.name, "level": moved.level, "reference": moved.reference,
             "hazard_ratio": moved.hazard_ratio, "row": row_text(one.row), "dfbeta": one.dfbeta,
             "in_errors": one.in_errors, "hazard_ratio_without": one.ratio_without}
            for moved in (together.checks.movers if together.checks else ())
            for one in moved.movers
        ]
    ).infer_objects()  # fmt: skip


__all__ = [
    "HETEROGENEITY_NOTE", "LINEARITY_NOTE", "MOVERS_NOTE", "heterogeneity_frame", "heterogeneity_numbers",
    "linearity_frame", "linearity_numbers", "movers_frame", "movers_numbers",
]  # fmt: skip
