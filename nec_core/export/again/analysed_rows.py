"""The analysed patients of one analysis as rows that another program can read: no id, no date, no order of the file's.

Names of groups, strata and variables stand beside numbers, and scripts go by the numbers: no name can mislead them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from nec_core.analysis.model.model_rows import model_rows
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.result import SurvivalResult
from nec_core.analysis.timed_treatment import treated_rows
from nec_core.patients.cohort import Cohort
from nec_core.survival.cox.design import Factor
from nec_core.time_units import converted

BEFORE_ZERO = -1.0
"""Entry of who was watched from the start: R's spells begin after their entry, and day 0 is a day at risk."""


@dataclass(frozen=True, eq=False)
class ModelFrame:
    """The rows of a model.

    Attributes:
        rows: time, event, and a column x1, x2, ... per covariate; of a category the number of its level.
        covariates: per column and level: what it is called, its number, and whether it is the reference.
    """

    rows: pd.DataFrame
    covariates: pd.DataFrame


def patient_rows(cohort: Cohort, result: SurvivalResult) -> pd.DataFrame:
    """Time, event (2 for a competing one) and group of everybody analysed; entry and stratum where there are any."""
    patients = PlanPatients(cohort, result.plan)
    rows = patients.rows.in_unit(result.unit)
    place = {group.name: i for i, group in enumerate(result.groups, start=1)}
    columns: dict[str, object] = {
        "time": rows.time,
        "event": rows.event.astype(np.int64),
        "group": np.array(rows.names, object)[rows.group],
        "group_order": np.array([place.get(name, 0) for name in rows.names])[rows.group],
    }
    if rows.entry is not None:
        columns["entry"] = _entry(rows.entry)
    if result.strata is not None:
        codes, levels = patients.selected.codes(result.strata.name)
        columns |= _stratum(codes[patients.analysed], levels)
    return _in_no_order(columns, ("group_order", "time", "event"))


def treatment_rows(cohort: Cohort, result: SurvivalResult) -> pd.DataFrame:
    """Time, event and the treatment's start, empty for none, of everybody compared without immortal time; no rows
    where nobody is."""
    patients, variable = PlanPatients(cohort, result.plan), result.variable
    if result.timed is None or variable is None:
        return pd.DataFrame()
    rows = treated_rows(
        patients.selected, patients.times, variable, patients.time_zero, result.unit, result.plan.partial_dates
    )
    if rows is None:
        return pd.DataFrame()
    return _in_no_order({"time": rows.time, "event": rows.event.astype(np.int64), "began": rows.began}, ())


def model_frame(cohort: Cohort, result: SurvivalResult) -> ModelFrame | None:
    """What the Cox model is fitted to; None without one."""
    if result.regression is None:
        return None
    plan, patients = result.plan, PlanPatients(cohort, result.plan)
    times = patients.times
    model = model_rows(patients.selected, times, plan.covariates, plan.strata, plan.references)
    used = np.ones(len(model.time), np.bool_) if model.strata is None else model.strata >= 0
    columns: dict[str, object] = {
        "time": converted(model.time, model.unit, result.unit),
        "event": times.event[times.usable].astype(np.int64),
    }
    if model.entry is not None:
        columns["entry"] = _entry(converted(model.entry, model.unit, result.unit))
    if model.strata is not None and model.stratum is not None:
        columns |= _stratum(model.strata, model.stratum.levels)
    named: list[dict[str, object]] = []
    for i, variable in enumerate(model.covariates, start=1):
        values = model.columns[variable.name]
        line: dict[str, object] = {"column": f"x{i}", "variable": variable.label, "level": "", "order": 0, "role": ""}
        if isinstance(values, Factor):
            codes = np.asarray(values.codes)
            columns[f"x{i}"], used = codes + 1, used & (codes >= 0)
            for k, level in enumerate(values.levels):
                role = "reference" if k == values.reference else "level"
                named.append(line | {"level": level, "order": k + 1, "role": role})
        else:
            columns[f"x{i}"], used = values, used & ~np.isnan(values)
            named.append(line | {"role": "number"})
    return ModelFrame(
        _in_no_order({k: np.asarray(v)[used] for k, v in columns.items()}, ("time",)), pd.DataFrame(named)
    )


def _entry(entry: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(entry <= 0, BEFORE_ZERO, entry)


def _stratum(codes: npt.NDArray[np.int32], levels: tuple[str, ...]) -> dict[str, object]:
    """0 and "" for who has none."""
    return {"stratum": np.array([*levels, ""], object)[codes], "stratum_order": codes.astype(np.int64) + 1}


def _in_no_order(columns: dict[str, object], first: tuple[str, ...]) -> pd.DataFrame:
    """Sorted by all that stands in it, so that the file's own order is gone."""
    frame = pd.DataFrame(columns)
    numbers = [name for name in frame.columns if frame[name].dtype != object]
    order = [*first, *(name for name in numbers if name not in first)]
    return frame.sort_values(order, ignore_index=True)


__all__ = ["BEFORE_ZERO", "ModelFrame", "model_frame", "patient_rows", "treatment_rows"]
