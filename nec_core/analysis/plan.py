"""What is asked of a cohort: a plan, small enough to stand in a figure's metadata and to be sent as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nec_core.errors import PlanError
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.endpoints import PartialDates
from nec_core.patients.intervals import TimeZero

Unit = Literal["days", "weeks", "months", "years"]
ConfType = Literal["log-log", "log", "plain", "logit", "arcsin"]

DEFAULT_TIMES: Mapping[str, tuple[float, ...]] = {
    "days": (365.25, 730.5, 1826.25),
    "weeks": (52, 104, 260),
    "months": (12, 24, 60),
    "years": (1, 2, 5),
}


Exponent = Annotated[float, Field(ge=0, le=10)]
Time = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class AnalysisPlan(BaseModel):
    """What is asked: the same on screen, on the command line and in the report.

    Attributes:
        endpoint: a name of `endpoints.available`.
        by: the grouping variable; None for one curve of all.
        cut: where a numeric grouping variable is cut; None for its median.
        filter: which patients.
        time_zero: for endpoints computed from dates; None for diagnosis, else study entry.
        partial_dates: whether dates known to the month or year count ("earliest": from their first day).
        unit: of times in the results; None for months where they come from dates, else the file's own.
        times: at which rates are given, in that unit; None for `DEFAULT_TIMES`.
        conf_type, conf_level: of every confidence interval.
        horizon: of restricted means, in that unit; None for the largest all curves reach.
        landmark: for a treatment with a date, in that unit; None for six months.
        survived: for survival of those who have already lived so long, in that unit; None for nobody.
        entry: what says when patients came under observation (delayed entry, left truncation): a date for endpoints
            computed from dates, else a number in the endpoint's unit; None for watched from time zero.
        fleming_harrington: rho and gamma of the test with that weight; 0 and 1 look at late differences.
        covariates: variables of a Cox model; none without any.
        references: category -> the level others are compared with, for groups and models; "no" of a yes/no variable or
            the first level where none is named, or nobody here has it.
        strata: a category within whose levels the log-rank test and the model compare; None for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    endpoint: str = "os"
    by: str | None = None
    cut: float | None = None
    filter: CohortFilter = Field(default_factory=CohortFilter)
    time_zero: TimeZero | None = None
    partial_dates: PartialDates = "exclude"
    unit: Unit | None = None
    times: tuple[Time, ...] | None = None
    conf_type: ConfType = "log-log"
    conf_level: float = Field(default=0.95, gt=0.5, le=0.9999)
    horizon: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    landmark: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    survived: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    entry: str | None = None
    fleming_harrington: tuple[Exponent, Exponent] = (0.0, 1.0)
    covariates: tuple[str, ...] = ()
    references: Mapping[str, str] = Field(default_factory=dict)
    strata: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the plan's JSON: what a figure's metadata and the report name it by."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @classmethod
    def checked(cls, **values: object) -> AnalysisPlan:
        """As the constructor, but raises PlanError with a plain sentence."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            field = ".".join(str(p) for p in first["loc"]) or "the plan"
            raise PlanError(f"{field}: {first['msg'].removeprefix('Value error, ')}.") from None


__all__ = ["DEFAULT_TIMES", "AnalysisPlan", "ConfType", "Unit"]
