"""How long the patients were watched: the reverse Kaplan-Meier curve, with survival behind it in grey."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nec_core import formatting as fmt
from nec_core.analysis.analyse import SurvivalResult, analyse
from nec_core.figures.axis import share_axis, time_axis
from nec_core.figures.drawing.beware import warned
from nec_core.figures.drawing.blocks import Entry, caption, gap, legend, page_of, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import Line, Page, Paint
from nec_core.figures.drawing.panel import Panel, right_room
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.kinds.curve_panel import (
    Counts,
    Curve,
    curve_panel,
    from_zero,
    level_dash,
    level_paint,
    table_room,
)
from nec_core.figures.words import shown_names
from nec_core.formatting import in_sentence
from nec_core.patients.cohort import Variable, level_words, running_words
from nec_core.survival.counts.at_risk import at_risk_table
from nec_core.survival.counts.event_table import EventTable
from nec_core.survival.curves.follow_up import FollowUp, follow_up
from nec_core.survival.curves.kaplan_meier import SurvivalCurve

_GREY = Paint("quiet", 0.45)
_HEIGHT_MM, _LOW_MM = 68.0, 50.0


@dataclass(frozen=True, eq=False)
class FollowUpCurves:
    """Follow-up of each group that has patients, and its survival.

    Attributes:
        table: the counts both are made of.
        groups: the reverse curves, with their medians.
        survival: the curves behind.
        variable: what the groups are made of; None for one.
        label, zero: of the endpoint: "Overall survival"; what times are counted from.
        excluded: reason, patients who can't be analysed.
        conf_level: of the intervals.
    """

    table: EventTable
    groups: tuple[FollowUp, ...]
    survival: tuple[SurvivalCurve, ...]
    variable: Variable | None
    label: str
    zero: str
    excluded: tuple[tuple[str, int], ...]
    conf_level: float

    @property
    def n(self) -> int:
        return int(self.table.n.sum())


def follow_up_curves(result: SurvivalResult) -> FollowUpCurves:
    """The follow-up of an analysis."""
    return FollowUpCurves(
        table=result.table,
        groups=follow_up(result.table, result.plan.conf_type, result.plan.conf_level),
        survival=result.curves,
        variable=result.variable,
        label=result.endpoint.label,
        zero=f" since {result.endpoint.time_zero}" if result.endpoint.derived else "",
        excluded=tuple(result.excluded.items()),
        conf_level=result.plan.conf_level,
    )


def picture(found: FollowUpCurves) -> Picture:
    return Picture(
        title="Follow-up, reverse Kaplan-Meier",
        sentence=_sentence(found),
        alt_text=_alt_text(found),
        n=found.n,
        missing="; ".join(f"{reason}: {n}" for reason, n in found.excluded),
        layout=lambda sheet: (_page(found, sheet),),
    )


# --- words ---


def _sentence(found: FollowUpCurves) -> str:
    if not found.n:
        return "Nobody's follow-up is known: 0 patients."
    several = len(found.groups) > 1
    parts = [
        f"{_median(found, g)} in {running_words(found.variable, g.name)} (n = {fmt.count(g.n)})"
        if several
        else f"{_median(found, g)}, n = {fmt.count(g.n)}"
        for g in found.groups
    ]
    return f"Median follow-up (reverse Kaplan-Meier) {'; '.join(parts)}."


def _median(found: FollowUpCurves, group: FollowUp) -> str:
    middle = group.reverse_km
    return fmt.median_ci(middle.value, middle.lower, middle.upper, found.table.unit, found.conf_level, "not reached")


def _alt_text(found: FollowUpCurves) -> str:
    if not found.n:
        return "No follow-up curve: nobody's follow-up is known, 0 patients."
    alive = sum(g.n_alive for g in found.groups)
    medians = "; ".join(
        f"{running_words(found.variable, g.name)}, n = {g.n}, median {_median(found, g)}" for g in found.groups
    )
    left_out = sum(n for _, n in found.excluded)
    return (
        f"Reverse Kaplan–Meier curve of follow-up, {fmt.plural(found.n, 'patient')}, {alive} without the event at last "
        f"contact. {medians}. {left_out} left out."
    )


def _caption(found: FollowUpCurves) -> tuple[str, ...]:
    left_out = "; ".join(f"{reason} ({n})" for reason, n in found.excluded)
    return (
        f"{fmt.plural(found.n, 'patient')}. Reverse Kaplan–Meier: being last seen without the event counts, the event "
        f"censors; {fmt.confidence_label(found.conf_level)}. How long patients were watched, not how long they lived.",
        f"Grey: {in_sentence(found.label)}.",
        f"Left out: {left_out}." if left_out else "Nobody left out.",
    )


# --- layout ---


def _page(found: FollowUpCurves, sheet: Sheet) -> Page:
    if not found.n:
        return said(sheet, _sentence(found))
    unit = found.table.unit
    x = time_axis(f"{unit.capitalize()}{found.zero}", float(found.table.times[-1]), unit, None, None)
    y = share_axis("Still under observation (%)", 0.0, 1.0, percent=True)
    several = len(found.groups) > 1
    names = shown_names([level_words(found.variable, g.name) for g in found.groups])
    risk = at_risk_table(found.table, x.ticks).at_risk
    samples = [
        Line((), level_paint(found.variable, g.name, i), 1.25, level_dash(found.variable, g.name, i))
        for i, g in enumerate(found.groups)
    ]
    tables = [
        Counts(names[i] if several else "", samples[i], (("At risk", tuple(risk[i].tolist())),))
        for i in range(len(names))
    ]
    left = table_room(sheet, y, tables)
    height = sheet.mm(_HEIGHT_MM if sheet.wide else _LOW_MM)
    panel = Panel(sheet, left, 0.0, sheet.width - left - right_room(sheet, x), height, x, y)
    entries = [Entry(name if several else "Follow-up", looks) for name, looks in zip(names, samples, strict=True)]
    entries.append(Entry(f"{found.label}, for comparison", Line((), _GREY, 0.9)))
    curves = [*_behind(found, x.high, samples), *_curves(found, x.high, samples)]
    return page_of(
        sheet,
        [
            gap(0.3 * sheet.size),
            legend(sheet, entries, left=left if sheet.wide else None),
            gap(0.4 * sheet.size),
            curve_panel(panel, curves, tables),
            caption(sheet, *_caption(found)),
        ],
    )


def _curves(found: FollowUpCurves, high: float, samples: list[Line]) -> list[Curve]:
    made = []
    for group, looks in zip(found.groups, samples, strict=True):
        c = group.curve
        time, value, lower, upper = from_zero(c.time, (c.survival, c.lower, c.upper), (1.0, np.nan, np.nan), high)
        made.append(
            Curve(time, value, lower, upper, looks.paint, looks.dash, name=level_words(found.variable, group.name))
        )
    return made


def _behind(found: FollowUpCurves, high: float, samples: list[Line]) -> list[Curve]:
    made = []
    for c, looks in zip(found.survival, samples, strict=True):
        time, value = from_zero(c.time, (c.survival,), (1.0,), high)
        none = np.full(time.size, np.nan)
        made.append(Curve(time, value, none, none, _GREY, looks.dash, quiet=True))
    return made


def _make(subject: Subject) -> Picture:
    shown = picture(follow_up_curves(analyse(subject.admission.cohort, subject.plan)))
    return warned(shown, subject.patients, "groups", "patients")


KIND = Kind("follow-up", "Follow-up", "How long were the patients watched?", _make, section="follow-up")
