"""What a reviewer asks of a model beside its estimates, each worked out when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from nec_core.analysis.model.heterogeneity import Heterogeneity, heterogeneity
from nec_core.analysis.model.linearity import Linearity, linearity
from nec_core.analysis.model.model_rows import ModelRows
from nec_core.analysis.model.movers import Moved, movers

CHECKED_UP_TO_PATIENTS = 20_000
"""Each check is one or two fits more of the model; of more patients that takes more than a moment."""


@dataclass(frozen=True, eq=False)
class ModelChecks:
    """The checks of the model that these rows were fitted to."""

    rows: ModelRows

    @cached_property
    def linearity(self) -> tuple[Linearity, ...]:
        """Of each number."""
        return linearity(self.rows)

    @cached_property
    def heterogeneity(self) -> tuple[Heterogeneity, ...]:
        """Of each covariate between the strata; empty without strata."""
        return heterogeneity(self.rows)

    @cached_property
    def movers(self) -> tuple[Moved, ...]:
        """Who moves each coefficient most."""
        return movers(self.rows)


__all__ = ["CHECKED_UP_TO_PATIENTS", "ModelChecks"]
