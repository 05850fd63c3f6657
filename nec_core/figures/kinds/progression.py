"""First site of progression by group: bars of patients, or the cumulative incidence of each, death competing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.summary.sentences import incidence_sentence, progression_sentence
from nec_core.figures.axis import share_axis, time_axis
from nec_core.figures.drawing.blocks import Block, Entry, beside, caption, gap, legend, page_of, said, words
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import GROUND, INK, Area, Hatch, Mark, Page, Paint, Text, rectangle
from nec_core.figures.drawing.panel import Panel, bottom_room, left_room
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.layout.placement import spread
from nec_core.figures.level_colours import level_index
from nec_core.figures.palette import palette_colour
from nec_core.figures.words import clean_name, told_apart
from nec_core.patients.grouping import usual_group
from nec_core.summary.course.first_sites import FirstSites, SiteIncidence, first_sites, site_incidence
from nec_core.summary.progression import ProgressionSummary
from nec_core.survival.curves.competing_risks import IncidenceCurve

_LOOKS: tuple[tuple[Paint, Hatch], ...] = (
    (Paint(palette_colour("default", 0)), ""),
    (Paint(palette_colour("default", 1)), "diagonal"),
    (Paint(palette_colour("default", 7), 0.3), "dots"),
    (Paint(palette_colour("default", 6), 0.35), "cross"),
)
MOST_PANELS = 6
FEW_AT_RISK = 5
_PANEL_MM = 55.0
_BEYOND = 1.04  # of the longest time: a step on the last day is seen
Floats = NDArray[np.float64]


def bars(found: FirstSites) -> Picture:
    """First sites, counted."""
    s = found.overall
    sentence = clean_name(progression_sentence(found))
    untold = s.unknown + s.not_recorded
    missing = f"progression unknown or not recorded in {untold}" if untold else ""
    alt = f"Bars of first progression, {fmt.plural(s.n, 'patient')}, {s.progressed} progressed; "
    return Picture(
        "First site of progression", sentence, f"{alt}{missing or 'none missing'}. {sentence}", s.n, missing,
        lambda sheet: _bar_pages(found, sheet),
    )  # fmt: skip


def stacked(found: SiteIncidence) -> Picture:
    """The cumulative incidence of each."""
    n = sum(curves[0].n for curves in found.curves)
    sentence = clean_name(incidence_sentence(found))
    missing = "; ".join(f"{reason}: {k}" for reason, k in found.excluded.items())
    alt = f"Stacked cumulative incidence of first progression and death, {fmt.plural(n, 'patient')}; "
    return Picture(
        "What came first", f"{sentence}", f"{alt}{missing or 'none left out'}. {sentence}", n, missing,
        lambda sheet: _stacked_pages(found, n, sheet),
    )  # fmt: skip


# --- bars ---


def _bar_pages(found: FirstSites, sheet: Sheet) -> tuple[Page, ...]:
    if not found.overall.n or found.overall.not_recorded == found.overall.n:
        return (said(sheet, f"No progression is recorded (n = {found.overall.n})."),)
    groups = found.groups or {"All patients": found.overall}
    rows: list[Row] = []
    for name, s in groups.items():
        k = level_index(found.by, name)
        head = f"{clean_name(name)}, {s.progressed} of {s.n} progressed"
        rows.append(Row(head, heading=True))
        rows += [_row(site, n, s, k) for site, n in _lines(s)]
    notes = caption(
        sheet, f"{fmt.plural(found.overall.n, 'patient')}; bars: share of all patients of the group. Bars are no "
        "risks: who was followed longer had more time to progress.",
    )  # fmt: skip
    axis = share_axis("Patients (%)", 0.0, 1.0, percent=True)
    return row_pages(sheet, rows, axis, heads=("n (of all)", "of progressed"), after=[notes])


def _lines(s: ProgressionSummary) -> list[tuple[str, int]]:
    sites = [(site.site, site.n) for site in s.sites]
    told = [(name, n) for name, n in sites if n] or [("no site", 0)]
    rest = [("site not recorded", s.site_not_recorded), ("progression not told", s.unknown + s.not_recorded)]
    return told + [(name, n) for name, n in rest if n]


def _row(site: str, n: int, s: ProgressionSummary, group: int) -> Row:
    of_progressed = fmt.percent(n / s.progressed, 0) if s.progressed and site != "progression not told" else ""
    counts = fmt.n_percent(n, s.n)
    under = f"{counts}{f'; {of_progressed} of progressed' if of_progressed else ''}"
    return Row(site, _bar(n / s.n if s.n else 0.0, group, site), (counts, of_progressed), under=under, inset=True)


def _bar(share: float, group: int, site: str) -> Drawn:
    hatch: Hatch = "dots" if "not" in site.split() else ("", "diagonal")[group % 2]

    def draw(panel: Panel, middle: float, half: float) -> list[Mark]:
        left, right = panel.across(0.0), panel.across(share)
        paint = Paint(palette_colour("default", group))
        return [Area((rectangle(left, middle - 0.55 * half, right - left, 1.1 * half),), paint, hatch=hatch)]

    return draw


# --- stacked ---


def _stacked_pages(found: SiteIncidence, n: int, sheet: Sheet) -> tuple[Page, ...]:
    present = [k for k in range(len(found.causes)) if any(curves[k].n_events for curves in found.curves)] or [0]
    longest = _BEYOND * max(float(curves[0].time[-1]) for curves in found.curves)
    looks = [Entry(found.causes[k], Area(((),), _LOOKS[k][0], hatch=_LOOKS[k][1])) for k in present]
    names = told_apart(found.groups)
    label = f"{found.unit.capitalize()} since {clean_name(found.time_zero)}"
    across = min(2, len(names)) if sheet.wide else 1
    room = sheet.inner / across
    panels = [
        _panel(sheet, name, curves, present, longest, label, room)
        for name, curves in zip(names, found.curves, strict=True)
    ]
    lines = [
        beside([(k * room, block) for k, block in enumerate(panels[i : i + across])])
        for i in range(0, len(panels), across)
    ]
    left_out = "; ".join(f"{reason}: {k}" for reason, k in found.excluded.items())
    notes = caption(
        sheet, f"{fmt.plural(n, 'patient')}. Aalen-Johansen estimates, from the axis up; what is left white: free of "
        "all of them. At right, percent at the end.", f"Pale: fewer than {FEW_AT_RISK} at risk.",
        f"Left out: {left_out}." if left_out else "",
    )  # fmt: skip
    pages: list[Page] = []
    blocks: list[Block] = [legend(sheet, looks)]
    for line in lines:
        used = sum(b.height for b in blocks)
        if sheet.tallest is not None and len(blocks) > 1 and used + line.height + notes.height > 0.97 * sheet.tallest:
            pages.append(page_of(sheet, blocks))
            blocks = []
        blocks += [line, gap(0.6 * sheet.size)]
    return (*pages, page_of(sheet, [*blocks, notes]))


def _panel(
    sheet: Sheet, name: str, curves: tuple[IncidenceCurve, ...], present: list[int], longest: float, label: str,
    room: float,
) -> Block:  # fmt: skip
    y = share_axis("Cumulative incidence (%)", 0.0, 1.0, percent=True)
    x = time_axis(label, longest, curves[0].unit, None, None)
    left = left_room(sheet, y)
    tail = sheet.of("100%") + 0.6 * sheet.size
    head = words(sheet, f"{name} (n = {curves[0].n})", left=left, width=room - left, bold=True)
    panel = Panel(sheet, left, head.height + 0.5 * sheet.size, room - left - tail, sheet.mm(_PANEL_MM), x, y)
    marks: list[Mark] = [*head.marks]
    floor: Floats = np.zeros(curves[0].time.size + 2)
    # Where everybody has had one of them, that stays; else the curves end with the group's own follow-up.
    last = float(curves[0].time[-1])
    all_had = sum(float(c.incidence[-1]) for c in curves) > 1 - 1e-9
    time = np.concatenate(([0.0], curves[0].time, [longest if all_had else last]))
    few = _few_from(curves[0], float(time[-1]))
    middles, sizes, told = [], [], []
    for k in present:
        steps = np.concatenate(([0.0], curves[k].incidence, curves[k].incidence[-1:]))
        ceiling = floor + steps
        paint, hatch = _LOOKS[k]
        for low, high, shade in ((0.0, few, paint), (few, float(time[-1]), Paint(paint.colour, 0.7))):
            t, a, b = _between(time, floor, ceiling, low, high)
            if t.size > 1 and (b > a).any():
                marks.append(panel.band(t, a, b, shade, hatch=hatch, edge=GROUND))
        if steps[-1] > 0:
            middles.append(panel.down(float(floor[-1] + ceiling[-1]) / 2))
            sizes.append(1.1 * sheet.size)
            told.append(fmt.percent(float(steps[-1]), 0))
        floor = ceiling
    for text, at in zip(told, spread(middles, sizes, panel.top, panel.bottom), strict=True):
        marks.append(Text(text, panel.right + 0.4 * sheet.size, at + 0.34 * sheet.size, sheet.size, paint=INK))
    marks += [*panel.left_axis(), *panel.bottom_axis()]
    return Block(tuple(marks), panel.bottom + bottom_room(sheet, x.label))


def _few_from(curve: IncidenceCurve, end: float) -> float:
    """From when on fewer than five are at risk."""
    few = np.flatnonzero(curve.at_risk < FEW_AT_RISK)
    return float(curve.time[few[0] - 1]) if few.size and few[0] > 0 else 0.0 if few.size else end


def _between(time: Floats, lower: Floats, upper: Floats, low: float, high: float) -> tuple[Floats, Floats, Floats]:
    """Step curves from `low` to `high`."""
    if high <= low:
        return time[:0], lower[:0], upper[:0]
    inside = (time > low) & (time < high)
    at = [max(int(np.searchsorted(time, t, side="right")) - 1, 0) for t in (low, high)]
    pick = [at[0], *np.flatnonzero(inside).tolist(), at[1]]
    t = np.concatenate(([low], time[inside], [high]))
    return t, lower[pick], upper[pick]


def _make(subject: Subject) -> Picture:
    cohort, by = subject.cohort, subject.plan.by or usual_group(v for v in subject.cohort.variables)
    if (subject.form or "bars") == "bars":
        return bars(first_sites(cohort, by))
    found = site_incidence(cohort, by, "months", subject.plan.time_zero, subject.plan.partial_dates)
    if found is None:
        raise PlanError("What came first over time needs dates of diagnosis, progression and last contact.")
    if len(found.groups) > MOST_PANELS:
        raise PlanError(f"{len(found.groups)} groups are too many for a panel each: at most {MOST_PANELS}.")
    return stacked(found)


KIND = Kind("progression", "First progression", "Where did it progress first?", _make, forms=("bars", "stacked"))
