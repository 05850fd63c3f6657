"""One line of a forest plot, and the plot: numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nec_core.analysis.regression import ModelLevel, Regression
from nec_core.survival.cox.firth import FirthCoefficient
from nec_core.survival.cox.model import CoxCoefficient

Kind = Literal[
    "univariable", "multivariable", "naive", "landmark", "mantel_byar", "time_varying", "overall", "subgroup"
]
Reason = Literal[
    "reference", "infinitely high", "infinitely low", "not estimable", "no events", "adds nothing", "one group",
    "nobody", "test only", "few events", "not recorded",
]  # fmt: skip
"""Why a row has no estimate. "infinitely high" and "infinitely low" can stand beside Firth's, which is finite."""


@dataclass(frozen=True)
class ForestRow:
    """One line: a hazard ratio, or why there is none.

    Attributes:
        kind: of which analysis.
        label: the variable, or what is compared.
        level: the level of a category; "" for a number and where there are none.
        unit: of a number, what the ratio is per; "" where the variable has none.
        n, events: of the level for a category, else of the analysis.
        estimate, lower, upper: the hazard ratio; None where not estimable, and limits that are not reached.
        p: of the estimate, or of the test alone.
        reason: why there is no estimate, or what stands beside it; None where all is plain.
        arms: of a comparison of two groups, each with its patients and events, the reference first.
        planned: False for a sensitivity analysis.
        at: the landmark, in the unit of the times; None for other kinds.
        lost: before the landmark.
    """

    kind: Kind
    label: str
    level: str
    n: int
    events: int
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    p: float | None = None
    reason: Reason | None = None
    unit: str = ""
    arms: tuple[ModelLevel, ...] = ()
    planned: bool = True
    at: float | None = None
    lost: int = 0


@dataclass(frozen=True)
class Interaction:
    """Whether an effect differs between the levels of a variable: likelihood-ratio test of the product terms in a Cox
    model of both. None where not estimable."""

    label: str
    chi2: float | None
    df: int | None
    p: float | None


@dataclass(frozen=True)
class Forest:
    """A forest plot.

    Attributes:
        shows: what its rows are of.
        rows: in the order in which they are read.
        compared: the group whose hazard is told and the one it is compared with; None for a model of several variables.
        n, events: of the main analysis: the multivariable model, or everybody compared.
        n_left_out: patients with the endpoint who are not in it, a value or a day being unknown.
        unit: of times.
        conf_level: of every interval.
        interactions: per variable of subgroups; else empty.
        events_per_term: of the multivariable model.
        penalised: some estimates are Firth's.
    """

    shows: Literal["models", "timed", "subgroups"]
    rows: tuple[ForestRow, ...]
    compared: tuple[str, str] | None
    n: int
    events: int
    n_left_out: int
    unit: str
    conf_level: float
    interactions: tuple[Interaction, ...] = ()
    events_per_term: float | None = None
    penalised: bool = False

    def of(self, kind: Kind) -> tuple[ForestRow, ...]:
        """The rows of one analysis."""
        return tuple(row for row in self.rows if row.kind == kind)


def best_coefficients(found: Regression) -> tuple[CoxCoefficient | FirthCoefficient, ...]:
    """The penalised coefficients where the ordinary ones run off: what tables print, too."""
    return found.firth.coefficients if found.firth else found.model.coefficients


def why(cox: CoxCoefficient, events: int) -> Reason | None:
    """Why Cox's model gives a coefficient no estimate; None where it gives one."""
    if events == 0:
        return "no events"
    if cox.infinite:
        return "infinitely high" if cox.infinite > 0 else "infinitely low"
    if cox.aliased:
        return "adds nothing"
    return None if cox.hazard_ratio is not None else "not estimable"
