"""The main result again in other selections of the same patients: does it hold?

What is taken out is fixed here, before anybody looks at a result, and each rule counts whom it takes: Thabane L and
others. A tutorial on sensitivity analyses in clinical trials. BMC Med Res Methodol 2013;13:92. Neuroendocrine carcinoma
is poorly differentiated with a Ki-67 above 20%, NET G3 and MiNEN are not: WHO Classification of Tumours, Digestive
System Tumours, 5th edition, 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from nec_core.analysis.comparison import hazard_ratios, reference_group
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.analysis.timed_treatment import DEFAULT_LANDMARK_DAYS
from nec_core.patients.cohort import Cohort
from nec_core.record import fields
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.counts.grouped_rows import GroupedRows
from nec_core.survival.cox.model import CoxCoefficient
from nec_core.survival.curves.follow_up import follow_up
from nec_core.survival.curves.kaplan_meier import kaplan_meier
from nec_core.survival.curves.landmark import landmark_rows
from nec_core.survival.curves.quantiles import Quantile, median
from nec_core.time_units import converted, tie_width

KI67_ABOVE = 20.0
"""Of a neuroendocrine carcinoma, in percent: a Ki-67 of 20 is not above it (WHO 2019)."""
NOT_VERIFIED = ("NEC NOS", "NET G3", "MiNEN")
"""Histologies of which it is not sure that they are a neuroendocrine carcinoma, or that are none."""
OTHER = "other"
_OF_CODE = {
    name.partition("/")[0]: level
    for level, names in fields()["histology"].about.synonyms.items()
    for name in names
    if name[:4].isdigit()
}
"""ICD-O-3 code without its behaviour -> histology, as the record has them."""
COMPLETE = ("age_years", "sex", "ecog", "stage", "histology", "ki67_percent")
"""What a complete case has a value of, where the plan names neither covariates nor strata."""
MOST_ROWS = 10_000
"""Told of one rule: of more a result would be larger than the patients themselves."""

Mask = npt.NDArray[np.bool_]
Name = Literal["main", "verified", "complete", "followed", "landmark"]


@dataclass(frozen=True)
class Rule:
    """One reason to take patients out.

    Attributes:
        reason: what they have in common, a phrase.
        n: how many of the main result's patients it takes out; the same patient can fall under several rules.
        rows: theirs in the file; empty for more than `MOST_ROWS`, whom nobody looks up one by one.
        not_applied: why the rule does not apply here; "" where it does.
    """

    reason: str
    n: int
    rows: tuple[int, ...]
    not_applied: str = ""


@dataclass(frozen=True)
class SelectedGroup:
    """One group of a selection.

    Attributes:
        name: as in the data.
        n, events: patients and events.
        median: of survival; from the landmark on where there is one.
        ratio: its hazard against the reference group; None for that group, where the groups were settled after time
            zero, and where the reference group is gone.
    """

    name: str
    n: int
    events: int
    median: Quantile
    ratio: CoxCoefficient | None


@dataclass(frozen=True)
class Selection:
    """The result of one selection of patients.

    Attributes:
        name: which one; "main" is the plan's own result.
        n, events: patients and events.
        n_out: patients of the main result who are not in it.
        rules: who was taken out and why, each counted.
        groups: as many as have patients; empty where the selection does not apply, or nobody is left.
        p: of the log-rank test; None for one group and for groups settled after time zero.
        at: the landmark, or the time before which a loss is early; None for other selections.
        not_applied: why there is no such selection here; "" where there is.
    """

    name: Name
    n: int
    events: int
    n_out: int
    rules: tuple[Rule, ...]
    groups: tuple[SelectedGroup, ...]
    p: float | None
    at: float | None = None
    not_applied: str = ""


@dataclass(frozen=True)
class Sensitivity:
    """A plan's result in several selections of its patients, side by side.

    Attributes:
        selections: the main result first.
        reference: the group that hazards are compared with; None for one group, and for groups settled after time
            zero, which have no ratios here.
        unit: of all times.
        conf_level: of every interval.
        naive: the groups were settled after time zero.
    """

    selections: tuple[Selection, ...]
    reference: str | None
    unit: str
    conf_level: float
    naive: bool

    @property
    def main(self) -> Selection:
        """The plan's own result."""
        return self.selections[0]

    @property
    def compared(self) -> tuple[str, ...]:
        """The groups whose hazard is told, in the main result's order."""
        return tuple(g.name for g in self.main.groups if self.reference is not None and g.name != self.reference)


@dataclass(frozen=True, eq=False)
class _Main:
    """The plan's patients as every selection needs them."""

    patients: PlanPatients
    cohort: Cohort
    rows: GroupedRows
    source: npt.NDArray[np.int64]
    reference: str | None
    naive: bool

    def rule(self, reason: str, out: Mask) -> Rule:
        n = int(out.sum())
        return Rule(reason, n, tuple(self.source[out].tolist()) if n <= MOST_ROWS else ())

    def selected(self, name: Name, out: Mask, rules: Sequence[Rule], at: float | None = None) -> Selection:
        """The result without those for whom `out` (n,) is True."""
        kept = _of(self.rows, ~out)
        return self.told(name, landmark_rows(kept, at)[0] if name == "landmark" and at is not None else kept, rules, at)

    def told(self, name: Name, rows: GroupedRows, rules: Sequence[Rule], at: float | None) -> Selection:
        plan, table = self.patients.plan, rows.table()
        filled = [g for g, n in enumerate(table.n) if n]
        table = table.select(filled)
        n, events = int(table.n.sum()), int(table.events.sum())
        n_out = len(self.rows.time) - n
        if not n:
            return Selection(name, 0, 0, n_out, tuple(rules), (), None, at, "nobody is left")
        ratios: dict[str | None, CoxCoefficient] = {}
        p = None
        if self.reference is not None and len(filled) > 1:
            p = log_rank(table).p
            if self.reference in table.groups:
                base = table.groups.index(self.reference)
                fitted = hazard_ratios(table, base, plan.conf_level, rows if rows.entry is not None else None)
                ratios = {c.level: c for c in fitted.coefficients}
        groups = tuple(
            SelectedGroup(c.name, c.n, c.n_events, median(c), ratios.get(c.name))
            for c in kaplan_meier(table, plan.conf_type, plan.conf_level)
        )
        return Selection(name, n, events, n_out, tuple(rules), groups, p, at)

    def none(self, name: Name, rules: Sequence[Rule], why: str) -> Selection:
        return Selection(name, 0, 0, 0, tuple(rules), (), None, None, why)


def sensitivity(patients: PlanPatients, unit: str, naive: bool) -> Sensitivity | None:
    """The plan's result, and the same in other selections of its patients; groups stay as they were made for it.

    Args:
        patients: the plan's.
        unit: of the results.
        naive: the groups were settled after time zero: whatever compares them carries immortal time bias, so that
            none of their hazard ratios and P values are given.

    Returns:
        None where nobody can be analysed.
    """
    rows = patients.rows.in_unit(unit)
    if not len(rows.time):
        return None
    analysed = patients.analysed
    cohort = patients.selected.subset(analysed)
    table = rows.table()
    filled = table.select([g for g, n in enumerate(table.n) if n])
    reference = None
    if len(filled.groups) > 1 and not naive:
        chosen, variable = None, patients.variable
        if variable is not None and variable.name in patients.plan.references:
            chosen = variable.shown(patients.plan.references[variable.name])
        reference = filled.groups[reference_group(filled, chosen)]
    main = _Main(patients, cohort, rows, patients.selected.source_rows[analysed], reference, naive)
    nobody = np.zeros(len(rows.time), dtype=bool)
    return Sensitivity(
        (
            main.selected("main", nobody, ()),
            _verified(main),
            _complete(main),
            _followed(main),
            _from_landmark(main),
        ),
        reference,
        unit,
        patients.plan.conf_level,
        naive,
    )


def _verified(main: _Main) -> Selection:
    """Of whom the record says that the tumour is a neuroendocrine carcinoma, by its histology and its Ki-67."""
    rules, out = [], np.zeros(main.cohort.n, dtype=bool)
    told = _histologies(main.cohort)
    if told is not None:
        variable = main.cohort.variables.get("histology")
        for level in NOT_VERIFIED:
            shown = variable.shown(level) if variable else level
            out |= told == level
            rules.append(main.rule(f"histology {shown}", told == level))
        other, blank = told == OTHER, told == ""
        out |= other | blank
        if other.any():  # by a code alone: what is written out is one of the record's
            rules.append(main.rule("another histology", other))
        rules.append(main.rule("histology not recorded", blank))
    else:
        rules += [Rule(f"histology {level}", 0, (), _no_field("histology")) for level in NOT_VERIFIED]
    reason = f"Ki-67 {KI67_ABOVE:g}% or less"
    if "ki67_percent" in main.cohort.variables:
        low = main.cohort.records["ki67_percent"].to_numpy(np.float64) <= KI67_ABOVE
        out |= low
        rules.append(main.rule(reason, low))
    else:
        rules.append(Rule(reason, 0, (), _no_field("ki67_percent")))
    if all(rule.not_applied for rule in rules):
        return main.none("verified", rules, "the file has neither histology nor Ki-67")
    return main.selected("verified", out, rules)


def _histologies(cohort: Cohort) -> npt.NDArray[np.object_] | None:
    """(n,) each patient's histology as the record has it, by its ICD-O-3 code where it is not written out; `OTHER` for
    a code of none of them, "" for not recorded. None where the file has neither."""
    if not {"histology", "icdo3_histology"} & cohort.variables.keys():
        return None
    told = np.full(cohort.n, "", dtype=object)
    if "icdo3_histology" in cohort.variables:
        codes = cohort.records["icdo3_histology"]
        known = codes.notna().to_numpy()
        told[known] = [_OF_CODE.get(str(code).partition("/")[0], OTHER) for code in codes[known]]
    if "histology" in cohort.variables:
        column = cohort.records["histology"]
        written = column.notna().to_numpy()
        told[written] = column[written].astype(object)
    return told


def _complete(main: _Main) -> Selection:
    """With a value of each of the plan's covariates and strata; without any, of what describes most cohorts."""
    plan, known = main.patients.plan, main.cohort.variables
    asked = (*plan.covariates, *((plan.strata,) if plan.strata else ()))
    names = [main.cohort.variable(name).name for name in asked] or list(COMPLETE)
    rules, out = [], np.zeros(main.cohort.n, dtype=bool)
    for name in names:
        if name not in known:
            rules.append(Rule(f"{fields()[name].about.label} not recorded", 0, (), _no_field(name)))
            continue
        blank = main.cohort.records[name].isna().to_numpy()
        out |= blank
        rules.append(main.rule(f"{known[name].label} not recorded", blank))
    if all(rule.not_applied for rule in rules):
        return main.none("complete", rules, "the file has none of these columns")
    return main.selected("complete", out, rules)


def _followed(main: _Main) -> Selection:
    """Without those last seen, event-free, before the median follow-up: what `lost_early` calls early, too."""
    before = follow_up(main.rows.table().pooled(), "log-log", 0.95)[0].reverse_km.value
    if before is None:
        return main.none("followed", (), "the median follow-up is not reached")
    out = (main.rows.event != 1) & (main.rows.time < before - tie_width(before))
    return main.selected(
        "followed", out, [main.rule("last seen, without the event, before the median follow-up", out)], before
    )


def _from_landmark(main: _Main) -> Selection:
    """Of those still followed, without the event, at the plan's landmark, from there on."""
    unit = main.rows.unit
    at = main.patients.plan.landmark or converted(DEFAULT_LANDMARK_DAYS, "days", unit)
    _, there = landmark_rows(main.rows, at)
    happened = main.rows.event == 1
    rules = [
        main.rule("event by the landmark", ~there & happened),
        main.rule("last seen before the landmark", ~there & ~happened),
    ]
    return main.selected("landmark", ~there, rules, at)


def _no_field(name: str) -> str:
    return f"the file has no column “{fields()[name].about.label}”"


def _of(rows: GroupedRows, keep: Mask) -> GroupedRows:
    entry = None if rows.entry is None else rows.entry[keep]
    return replace(rows, time=rows.time[keep], event=rows.event[keep], group=rows.group[keep], entry=entry)


__all__ = [
    "COMPLETE", "KI67_ABOVE", "NOT_VERIFIED", "Rule", "SelectedGroup", "Selection", "Sensitivity", "sensitivity",
]  # fmt: skip
