"""A treatment that comes after time zero, compared so that nobody is immortal: landmark and time-dependent.

Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719 (landmark). Mantel N, Byar DP. J Am Stat Assoc
1974;69:81-86. Simon R, Makuch RW. Stat Med 1984;3:35-44 (curves).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nec_core.patients.cohort import Cohort, Variable
from nec_core.patients.endpoints import EndpointTimes, PartialDates, date_from_zero
from nec_core.patients.intervals import TimeZero
from nec_core.survival.comparing.log_rank import LogRank, log_rank
from nec_core.survival.comparing.mantel_byar import MantelByar, mantel_byar
from nec_core.survival.cox.model import CoxCoefficient
from nec_core.survival.cox.two_states import two_state_hazard_ratio
from nec_core.survival.curves.kaplan_meier import SurvivalCurve, kaplan_meier
from nec_core.survival.curves.landmark import LandmarkGroups, landmark_groups
from nec_core.time_units import DAYS_PER_UNIT, converted

DEFAULT_LANDMARK_DAYS = 6 * DAYS_PER_UNIT["months"]
"""Six months: late enough for first treatments, early enough to lose few patients."""


@dataclass(frozen=True, eq=False)
class TreatedRows:
    """The n patients of whom it is known whether and when a treatment began.

    Attributes:
        time, event: (n,) as the endpoint has them.
        began: (n,) time to the treatment's start, 0 for before time zero, nan for not treated.
        n_without_date, n_partial_date: as in `TimedTreatment`.
    """

    time: npt.NDArray[np.float64]
    event: npt.NDArray[np.bool_]
    began: npt.NDArray[np.float64]
    n_without_date: int
    n_partial_date: int


@dataclass(frozen=True, eq=False)
class TimedTreatment:
    """One treatment's groups without immortal time.

    Attributes:
        treatment: the variable.
        unit: of all times.
        n, n_treated: patients compared, and those whose treatment began during follow-up.
        n_without_date: treated, but nobody knows when: left out here.
        n_partial_date: treated, but the start is known only to the month or year, and such dates are not used: left
            out here.
        median_start: median time to the treatment's start among the treated; None without any.
        landmark: groups by whether the treatment had begun by the landmark, followed from there.
        landmark_curves, landmark_test: of these groups.
        mantel_byar: each patient untreated until the treatment begins, treated from then on; with curves.
        hazard_ratio: of the treatment as a time-varying covariate in a Cox model.
        conf_level: of its interval.
    """

    treatment: Variable
    unit: str
    n: int
    n_treated: int
    n_without_date: int
    n_partial_date: int
    median_start: float | None
    landmark: LandmarkGroups
    landmark_curves: tuple[SurvivalCurve, ...]
    landmark_test: LogRank
    mantel_byar: MantelByar
    hazard_ratio: CoxCoefficient
    conf_level: float


def timed_treatment(
    cohort: Cohort,
    patients: EndpointTimes,
    treatment: Variable,
    time_zero: TimeZero,
    unit: str,
    landmark: float | None = None,
    conf_type: str = "log-log",
    conf_level: float = 0.95,
    partial_dates: PartialDates = "exclude",
) -> TimedTreatment | None:
    """Compares a treatment given against not (yet) given.

    Args:
        cohort: the patients, in the order of `patients`.
        patients: times and events of an endpoint computed from dates.
        treatment: a treatment with a date.
        time_zero: as `patients` counts from.
        unit: of the results.
        landmark: in `unit`; None for six months.
        conf_type, conf_level: of the intervals.
        partial_dates: whether a start known to the month or year alone counts from its earliest day or leaves the
            patient out.

    Returns:
        None for a treatment without dates, an endpoint not computed from dates, or nobody to compare.
    """
    rows = treated_rows(cohort, patients, treatment, time_zero, unit, partial_dates)
    if rows is None:
        return None
    return _compare(treatment, rows, unit, landmark or converted(DEFAULT_LANDMARK_DAYS, "days", unit), conf_type,
                    conf_level)  # fmt: skip


def treated_rows(
    cohort: Cohort,
    patients: EndpointTimes,
    treatment: Variable,
    time_zero: TimeZero,
    unit: str,
    partial_dates: PartialDates = "exclude",
) -> TreatedRows | None:
    """Who can be compared, and when each was treated; arguments and None as for `timed_treatment`."""
    date = treatment.treatment_date
    if not patients.endpoint.derived or date is None or date not in cohort.records:
        return None
    codes, levels = cohort.codes(treatment.name)
    given, not_given = codes == levels.index("yes"), codes == levels.index("no")
    start, _ = date_from_zero(cohort, date, time_zero)
    undated = given & np.isnan(start)
    inexact = given & ~undated & (cohort.date_precision[date] > 0)
    if partial_dates == "earliest":
        inexact = np.zeros_like(inexact)
    keep = patients.usable & ((given & ~undated & ~inexact) | not_given)
    if not keep.any():
        return None
    return TreatedRows(
        time=converted(patients.time[keep], "days", unit),
        event=patients.event[keep] == 1,
        began=converted(np.where(given, np.maximum(start, 0), np.nan)[keep], "days", unit),
        n_without_date=int((undated & patients.usable).sum()),
        n_partial_date=int((inexact & patients.usable).sum()),
    )


def _compare(
    treatment: Variable, rows: TreatedRows, unit: str, landmark: float, conf_type: str, conf_level: float
) -> TimedTreatment:
    time, event, began = rows.time, rows.event, rows.began
    during = began < time
    at_landmark = landmark_groups(
        time, event, began, landmark, (f"not begun by {landmark:g} {unit}", f"begun by {landmark:g} {unit}"), unit
    )
    dynamic = mantel_byar(
        time, event, began, ("not (yet) treated", "treated"), unit, conf_type=conf_type, conf_level=conf_level
    )
    return TimedTreatment(
        treatment=treatment,
        unit=unit,
        n=len(time),
        n_treated=int(during.sum()),
        n_without_date=rows.n_without_date,
        n_partial_date=rows.n_partial_date,
        median_start=float(np.median(began[during])) if during.any() else None,
        landmark=at_landmark,
        landmark_curves=kaplan_meier(at_landmark.table, conf_type, conf_level),
        landmark_test=log_rank(at_landmark.table),
        mantel_byar=dynamic,
        hazard_ratio=two_state_hazard_ratio(dynamic.table, treatment.name, conf_level),
        conf_level=conf_level,
    )
