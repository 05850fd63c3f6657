"""What is asked of a cohort: a plan, small enough to stand in a figure's metadata and to be sent as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from nec_core.analysis.asked import Asked, AskedField, asked_fields
from nec_core.analysis.guarding.kinds import KINDS
from nec_core.errors import PlanError
from nec_core.patients.cohort_filter import CohortFilter
from nec_core.patients.endpoints import PartialDates
from nec_core.patients.intervals import TimeZero
from nec_core.saved_file import read_saved, what_is_wrong
from nec_core.time_units import DAYS_PER_UNIT, TimeUnit

ConfType = Literal["log-log", "log", "plain", "logit", "arcsin"]

DEFAULT_TIMES: Mapping[str, tuple[float, ...]] = {
    "days": tuple(years * DAYS_PER_UNIT["years"] for years in (1, 2, 5)),
    "weeks": (52, 104, 260),
    "months": (12, 24, 60),
    "years": (1, 2, 5),
}


Exponent = Annotated[float, Field(ge=0, le=10)]
Time = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Later = Annotated[float, Field(gt=0, allow_inf_nan=False)] | None


class AnalysisPlan(BaseModel):
    """What is asked: the same on screen, on the command line and in the report.

    Attributes:
        version: of the file a plan is saved as: see `nec_core.saved_file`.
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
        acknowledged: kind of guard -> why a person lets it stand. The guard stays on every face, with the reason.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1] = 1
    endpoint: Annotated[str, Asked("Endpoint", "--endpoint", "text", "what is waited for.", "NAME")] = "os"
    by: Annotated[
        str | None,
        Asked("Group by", "--by", "variable", "the groups that are compared.", empty="All patients together"),
    ] = None
    cut: Annotated[
        float | None,
        Asked("Cut {variable} at", "--cut", "number", "Where a numeric grouping variable is cut in two.",
              empty="median"),
    ] = None  # fmt: skip
    filter: Annotated[
        CohortFilter,
        Asked("Filters", "--where", "conditions", "who is looked at; can be given again.", "stage=LRD"),
    ] = Field(default_factory=CohortFilter)
    time_zero: Annotated[
        TimeZero | None, Asked("Time zero", "--time-zero", "choice", "from when times computed from dates count.")
    ] = None
    partial_dates: Annotated[
        PartialDates,
        Asked("Use dates known only to the month or year", "--partial-dates", "choice",
              "they then count from the first day they can be, so a time can be a month or a year too long or short."),
    ] = "exclude"  # fmt: skip
    unit: Annotated[
        TimeUnit | None, Asked("Time unit", "--unit", "choice", "of all times: months from dates, else the file's own.")
    ] = None
    times: Annotated[
        tuple[Time, ...] | None,
        Asked("Rates at ({unit}, commas between)", "--times", "numbers", "When survival is told.", "12,24"),
    ] = None
    conf_type: Annotated[
        ConfType,
        Asked(
            "Confidence interval", "--conf-type", "choice",
            "how it is computed. log-log keeps it between 0 and 1 and suits small cohorts.",
            words={
                "log-log": "log-log (default)", "log": "log (R's default)", "plain": "plain", "logit": "logit",
                "arcsin": "arcsine",
            },
        ),
    ] = "log-log"  # fmt: skip
    conf_level: Annotated[
        float, Field(gt=0.5, le=0.9999), Asked("Confidence level", "--conf-level", "number", "of every interval.")
    ] = 0.95
    horizon: Annotated[
        Later,
        Asked("Mean survival within the first ({unit})", "--tau", "number",
              "The restricted mean: how long patients lived on average within that time.",
              empty="as far as all curves reach"),
    ] = None  # fmt: skip
    landmark: Annotated[
        Later,
        Asked("Landmark ({unit})", "--landmark", "number",
              "For a treatment with a date: patients without the event then are compared by what they had got by "
              "then, from there on.", empty="six months"),
    ] = None  # fmt: skip
    survived: Annotated[
        Later,
        Asked("Already lived ({unit})", "--survived", "number",
              "Adds the outlook of those who have already lived so long (conditional survival).", empty="not asked"),
    ] = None  # fmt: skip
    entry: Annotated[
        str | None,
        Asked("Under observation from", "--entry", "variable",
              "delayed entry (left truncation): for patients who had to live until a referral or a biobank sample to "
              "be in the file at all. They then count as at risk from there on.", empty="time zero on"),
    ] = None  # fmt: skip
    fleming_harrington: Annotated[
        tuple[Exponent, Exponent],
        Asked("Fleming-Harrington weight", "--fleming-harrington", "numbers",
              "rho and gamma of that test; 0,1 looks at late differences.", "RHO,GAMMA", empty="0,1"),
    ] = (0.0, 1.0)  # fmt: skip
    covariates: Annotated[
        tuple[str, ...], Asked("Variables", "--covariates", "variables", "a Cox model of these.", "A,B")
    ] = ()
    references: Annotated[
        Mapping[str, str],
        Asked("{variable}: compare with", "--reference", "levels", "The level others are compared with.",
              "VARIABLE=LEVEL"),
    ] = Field(default_factory=dict)  # fmt: skip
    strata: Annotated[
        str | None,
        Asked("Stratify the test by", "--strata", "variable",
              "a category: groups, and the model, are compared only within each of its levels.", empty="Nothing"),
    ] = None  # fmt: skip

    acknowledged: Annotated[
        Mapping[str, Reason],
        Asked("Why this warning may stand", "--acknowledge", "reasons",
              "a warning that may stand, by its kind, with the reason; can be given again.", "KIND=REASON"),
    ] = Field(default_factory=dict)  # fmt: skip

    @field_validator("acknowledged")
    @classmethod
    def _kinds_that_there_are(cls, said: Mapping[str, Reason]) -> Mapping[str, Reason]:
        unknown = next((kind for kind in said if kind not in KINDS), None)
        if unknown is not None:
            raise ValueError(f"“{unknown}” is no kind of warning; there are: {', '.join(sorted(KINDS))}")
        return said

    @property
    def digest(self) -> str:
        """SHA-256 of what is asked: what a figure's metadata and the report name it by. The reasons for which
        warnings may stand change no number, and so no name."""
        return hashlib.sha256(self.model_dump_json(exclude={"version", "acknowledged"}).encode()).hexdigest()

    @classmethod
    def checked(cls, **values: object) -> AnalysisPlan:
        """As the constructor, but raises PlanError with a plain sentence."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise PlanError(f"{what_is_wrong(error, 'the plan')}.") from None

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "This file") -> AnalysisPlan:
        """A plan as a report bundle holds it.

        Args:
            text: the file's content.
            name: what a refusal calls the file.

        Raises:
            PlanError: the text is no plan, or one of a later version.
        """
        return read_saved(cls, text, "a saved plan", "Take plan.json of a report bundle.", PlanError, name)


@cache
def asked() -> Mapping[str, AskedField]:
    """What a person can ask for, by the plan's field."""
    return asked_fields(AnalysisPlan)


__all__ = ["DEFAULT_TIMES", "AnalysisPlan", "ConfType", "asked"]
