"""What an analysis gave, in counts and medians: so much of a result can be kept without keeping a patient."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from nec_core.analysis.result import SurvivalResult
from nec_core.time_units import UNITS, TimeUnit


class KeptResult(BaseModel):
    """One group of an analysis.

    Attributes:
        group: its name, as the file has it.
        n, n_events: patients and events.
        median, lower, upper: and its confidence limits, in `unit`; None for not reached.
        unit: of these.
        p: of the comparison it is part of, by the log-rank test; None without one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    group: str
    n: int
    n_events: int
    median: float | None
    lower: float | None
    upper: float | None
    unit: TimeUnit
    p: float | None = None


def kept_results(result: SurvivalResult) -> tuple[KeptResult, ...]:
    """Of each group that has patients."""
    p = result.log_rank.p if result.log_rank else None
    unit = next(u for u in UNITS if u == result.unit)
    return tuple(
        KeptResult(
            group=g.curve.name, n=g.curve.n, n_events=g.curve.n_events, median=g.median.value, lower=g.median.lower,
            upper=g.median.upper, unit=unit, p=p,
        )
        for g in result.groups
    )  # fmt: skip


__all__ = ["KeptResult", "kept_results"]
