"""The main result beside other selections of its patients, line by line: hazard ratios, or of one group its medians."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nec_core import formatting as fmt
from nec_core.analysis.analyse import analyse
from nec_core.analysis.result import SurvivalResult
from nec_core.analysis.sensitivity import SelectedGroup, Sensitivity
from nec_core.errors import PlanError
from nec_core.export.summary.sensitivity_words import (
    TITLE,
    median_of,
    ratio_of,
    selection_definitions,
    selection_label,
    sensitivity_sentence,
)
from nec_core.export.survival_words import group_label
from nec_core.figures.axis import Axis, number_axis
from nec_core.figures.drawing.beware import warned
from nec_core.figures.drawing.blocks import Entry, caption, legend
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import INK, QUIET, Mark, Page, Paint, Points
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.ratio_axis import ratio_axis
from nec_core.figures.drawing.rows import Row, interval, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.palette import DASHES, Dash
from nec_core.figures.words import clean_name

_MARK_PT = 5.0


@dataclass(frozen=True)
class _Value:
    """What a line shows: a number with its limits, None where not estimable."""

    value: float | None
    lower: float | None
    upper: float | None
    told: str


def picture(result: SurvivalResult) -> Picture:
    """The picture of a result's `sensitivity`. Raises PlanError where there is none."""
    found = result.sensitivity
    if found is None:
        raise PlanError("There is nobody to select from: no patient can be analysed.")
    sentence = clean_name(sensitivity_sentence(result))
    others = fmt.plural(sum(not s.not_applied for s in found.selections[1:]), "other selection")
    whole = fmt.plural(found.main.n, "patient")
    alt = f"The main result of {whole}, marked, over {others} of them. {sentence}"
    missing = "; ".join(f"{reason}: {n}" for reason, n in result.excluded.items())
    return Picture(TITLE, sentence, alt, found.main.n, missing, lambda sheet: _pages(result, found, sheet))


def _pages(result: SurvivalResult, found: Sensitivity, sheet: Sheet) -> tuple[Page, ...]:
    ratios = bool(found.compared)
    values = [value for s in found.selections for g in s.groups if (value := _value(found, g)) is not None]
    axis = _axis(result, values, ratios)
    uprights: list[tuple[float, Paint, Dash]] = [(1.0, QUIET, ())] if ratios else []
    main = [value for g in found.main.groups if (value := _value(found, g)) is not None]
    if len(main) == 1 and main[0].value is not None and axis.low <= main[0].value <= axis.high:
        uprights.append((main[0].value, QUIET, DASHES[2]))
    looks = [Entry("main result", _look(True)), Entry("other selection of its patients", _look(False))]
    return row_pages(
        sheet,
        [*_rows(result, found)],
        axis,
        heads=("Events/n", "Hazard ratio", "P") if ratios else ("Events/n", "Median"),
        x_log=ratios,
        uprights=uprights,
        before=[legend(sheet, looks)],
        after=[caption(sheet, *_caption(result, found))],
    )


def _caption(result: SurvivalResult, found: Sensitivity) -> tuple[str, ...]:
    against = ""
    if len(found.compared) == 1:
        names = [clean_name(group_label(result, name)) for name in (found.compared[0], found.reference or "")]
        against = f", {names[0]} against {names[1]}"
    level = fmt.confidence_label(found.conf_level)
    arrows = "Arrow: the limit lies beyond the axis or is not reached."
    return f"{result.endpoint.label}{against}; {level}.", selection_definitions(result), arrows


def _axis(result: SurvivalResult, values: Sequence[_Value], ratios: bool) -> Axis:
    if ratios:
        return ratio_axis(x for v in values for x in (v.value, v.lower, v.upper))
    known = [x for v in values for x in (v.value, v.upper) if x is not None]
    return number_axis(f"Median, {result.unit}", 0.0, max(known, default=1.0))


def _value(found: Sensitivity, group: SelectedGroup) -> _Value | None:
    """A group's hazard ratio where hazards are compared, else its median; None for the reference group."""
    if not found.compared:
        m = group.median
        return _Value(m.value, m.lower, m.upper, median_of(found, group))
    if group.name == found.reference:
        return None
    c = group.ratio
    if c is None or c.infinite:
        return _Value(None, None, None, fmt.NE)
    return _Value(c.hazard_ratio, c.lower, c.upper, ratio_of(group))


def _rows(result: SurvivalResult, found: Sensitivity) -> Iterator[Row]:
    """Each selection's line; of several groups a heading, and a line for each."""
    names = found.compared or tuple(g.name for g in found.main.groups)
    for selection in found.selections:
        main, label = selection.name == "main", selection_label(found, selection)
        p = (fmt.p_value(selection.p),) if found.compared else ()
        counts = f"{fmt.count(selection.events)}/{fmt.count(selection.n)}"
        if selection.not_applied:
            yield Row(clean_name(f"{label}: does not apply, {selection.not_applied}"))
            continue
        groups = {g.name: g for g in selection.groups}
        if len(names) > 1:
            under = f"{counts}{f'; P {p[0]}' if p else ''}"
            yield Row(label, numbers=(counts, "", *p), under=under, heading=True)
        for name in names:
            group = groups.get(name)
            value = _value(found, group) if group else None
            told = value.told if value else "nobody"
            own = f"{fmt.count(group.events)}/{fmt.count(group.n)}" if group and len(names) > 1 else counts
            tests = p if len(names) == 1 else ("",) * len(p)
            said = f"{own}; {told}{f'; P {tests[0]}' if tests and tests[0] else ''}"
            shown = clean_name(group_label(result, name)) if len(names) > 1 else label
            yield Row(
                shown, lambda *at, v=value, m=main, t=f"{label}: {told}": _drawn(v, m, t, *at), (own, told, *tests),
                under=said, inset=len(names) > 1, bold=main,
            )  # fmt: skip


def _drawn(value: _Value | None, main: bool, tells: str, panel: Panel, middle: float, _half: float) -> list[Mark]:
    if value is None or value.value is None:
        return []
    marks = interval(panel, middle, value.lower, value.upper, INK, 1.4 if main else 0.9)
    if panel.x.low <= value.value <= panel.x.high:
        look = _look(main)
        marks.append(Points(((panel.across(value.value), middle),), look.shape, INK, main, look.size_pt, (tells,)))
    return marks


def _look(main: bool) -> Points:
    return Points(((0.0, 0.0),), "square", INK, main, _MARK_PT * (1.3 if main else 1.0))


def _make(subject: Subject) -> Picture:
    shown = picture(analyse(subject.admission.cohort, subject.plan, sensitivity=True))
    return warned(shown, subject.patients, "groups", "patients")


KIND = Kind(
    "sensitivity", TITLE, "Does the result hold in other selections of the patients?", _make, section="sensitivity"
)
