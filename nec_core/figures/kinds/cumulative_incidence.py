"""Cumulative incidence of what came first: as curves, or stacked so that all causes and nothing add up to everybody."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.figures.axis import Axis, share_axis, time_axis
from nec_core.figures.drawing.beware import warned
from nec_core.figures.drawing.blocks import DEEP, Block, Entry, beside, caption, gap, legend, page_of, said, stacked
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import GROUND, HATCHES, QUIET, Area, Hatch, Line, Mark, Page, Paint, Text
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
from nec_core.figures.layout.placement import spread
from nec_core.figures.palette import DASHES, palette_colour
from nec_core.figures.words import shown_names
from nec_core.patients.cohort import level_words, running_words
from nec_core.summary.first_events import (
    BOTH,
    CAUSES,
    DEATH,
    DISTANT,
    LOCOREGIONAL,
    NO_SITE,
    THE_EVENT,
    FirstEvents,
    first_events,
)
from nec_core.survival.counts.at_risk import at_risk_table

FORMS = ("single", "stacked")
MOST_GROUPS = 8  # curves of more can't be told apart by colour

_HEIGHT_MM, _LOW_MM = 62.0, 46.0
_FEW = 5  # at risk: fewer are no ground to lean on
# Each cause has its look whatever else occurs; blue and violet fall together in grey, hence the hatches.
_LOOKS: dict[str, tuple[str, Hatch]] = {
    LOCOREGIONAL: (palette_colour("default", 0), ""),
    BOTH: (palette_colour("default", 4), "dots"),
    DISTANT: (palette_colour("default", 1), "back"),
    NO_SITE: (palette_colour("default", 5), "cross"),
    DEATH: (palette_colour("default", 7), "diagonal"),
}
_OTHER_LOOKS: tuple[tuple[str, Hatch], ...] = tuple(
    (palette_colour("default", i), hatch) for i, hatch in zip((1, 7, 2, 5), HATCHES, strict=False)
)


def picture(found: FirstEvents, form: str = FORMS[0]) -> Picture:
    """The curves of each cause, or all causes stacked.

    Raises:
        PlanError: more groups than can be told apart.
    """
    if len(found.table.groups) > MOST_GROUPS:
        raise PlanError(
            f"{len(found.table.groups)} groups can't be told apart in one picture; at most {MOST_GROUPS} can. "
            "Ask for fewer."
        )
    draw = _stacked_pages if form == "stacked" else _single_pages
    return Picture(
        title=f"Cumulative incidence{', stacked' if form == 'stacked' else ''}",
        sentence=_sentence(found),
        alt_text=_alt_text(found, form),
        n=found.n,
        missing="; ".join(f"{reason}: {n}" for reason, n in found.excluded.items()),
        layout=lambda sheet: draw(found, sheet) if found.n else (said(sheet, _sentence(found)),),
    )


# --- words ---


def _told_at(found: FirstEvents) -> float:
    """The time of the sentence: the last round one at which some of every group are still at risk."""
    x = _x(found)
    least = at_risk_table(found.table.cause_specific(0), x.ticks).at_risk
    present = found.table.n > 0
    good = [tick for i, tick in enumerate(x.ticks) if tick > 0 and (least[present, i] >= _FEW).all()]
    return good[-1] if good else next((tick for tick in x.ticks if tick > 0), x.high)


def _shares(found: FirstEvents, at: float) -> list[list[tuple[float, float | None, float | None]]]:
    """Per cause and group: incidence and limits at a time."""
    rows = []
    for curves in found.curves:
        row = []
        for curve in curves:
            last = int(np.searchsorted(curve.time, at * (1 + 1e-12), side="right")) - 1
            value = float(curve.incidence[last]) if last >= 0 else 0.0
            limits = [
                float(v[last]) if last >= 0 and not np.isnan(v[last]) else None for v in (curve.lower, curve.upper)
            ]
            row.append((value, limits[0], limits[1]))
        rows.append(row)
    return rows


def _sentence(found: FirstEvents) -> str:
    if not found.n:
        return "Nobody can be analysed: 0 patients."
    at = _told_at(found)
    several = len(found.table.groups) > 1
    parts: list[str] = []
    for k, (cause, row) in enumerate(zip(found.table.causes, _shares(found, at), strict=True)):
        told = [
            fmt.rate(*share, conf_level=found.conf_level) + (f" of {name} (n = {n})" if several else "")
            for share, name, n in zip(row, _running_names(found), found.table.n.tolist(), strict=True)
        ]
        p = _gray_words(found, k)
        verb = "" if parts else " came first"
        parts.append(f"{cause}{verb} in {fmt.listed(told)}{f' ({p})' if p else ''}")
    who = "" if several else f", n = {found.n}"
    return f"By {fmt.point_in_time(at, found.table.unit)}: {'; '.join(parts)}{who}."


def _running_names(found: FirstEvents) -> list[str]:
    return [running_words(found.variable, name) for name in found.table.groups]


def _gray_words(found: FirstEvents, cause: int) -> str:
    test = found.gray[cause]
    return f"Gray {fmt.p_statement(test.p)}" if test is not None and test.p is not None else ""


def _alt_text(found: FirstEvents, form: str) -> str:
    if not found.n:
        return "No cumulative incidence: nobody can be analysed, 0 patients."
    at = _told_at(found)
    n_causes, n_groups = len(found.table.causes), len(found.table.groups)
    how = "Stacked cumulative incidence" if form == "stacked" else "Cumulative incidence curves"
    values = [
        f"{cause} {fmt.listed([fmt.percent(value, 0) for value, _, _ in row])}"
        for cause, row in zip(found.table.causes, _shares(found, at), strict=True)
    ]
    groups = f" in {n_groups} groups ({', '.join(_running_names(found))})" if n_groups > 1 else ""
    left_out = sum(found.excluded.values())
    return (
        f"{how} of {fmt.plural(n_causes, 'cause')}, {fmt.plural(found.n, 'patient')}{groups}. By "
        f"{fmt.point_in_time(at, found.table.unit)}: {'; '.join(values)}. {left_out} left out."
    )


def _caption(found: FirstEvents, *, bands: bool) -> tuple[str, ...]:
    left_out = "; ".join(f"{reason} ({n})" for reason, n in found.excluded.items())
    without = sum(1 for curves in found.curves for c in curves if c.n and np.isnan(c.lower).all())
    interval = f", {fmt.confidence_label(found.conf_level)} (log)" if bands else ""
    return (
        f"{fmt.plural(found.n, 'patient')}. Aalen–Johansen{interval}; each cause competes with the others. "
        "At risk: free of any event; events up to the time above them.",
        f"The event: {found.endpoint.event}." if THE_EVENT in found.table.causes else "",
        f"Curves without an event, and without an interval: {without}." if bands and without else "",
        f"Other first site: {fmt.listed([m.lower() for m in found.merged])}." if found.merged else "",
        f"Left out: {left_out}." if left_out else "Nobody left out.",
    )


# --- looks ---


def _look(found: FirstEvents, cause: int) -> tuple[Paint, Hatch]:
    name = found.table.causes[cause]
    colour, hatch = _LOOKS.get(name, _OTHER_LOOKS[cause % len(_OTHER_LOOKS)])
    return Paint(colour), hatch


def _cause_line(found: FirstEvents, cause: int) -> Line:
    name = found.table.causes[cause]
    place = CAUSES.index(name) if name in CAUSES else cause
    return Line((), _look(found, cause)[0], 1.25, DASHES[place])


def _group_line(found: FirstEvents, g: int) -> Line:
    name = found.table.groups[g]
    return Line((), level_paint(found.variable, name, g), 1.25, level_dash(found.variable, name, g))


def _x(found: FirstEvents) -> Axis:
    unit = found.table.unit
    since = f" since {found.endpoint.time_zero}" if found.endpoint.derived else ""
    longest = float(found.table.times[-1]) if found.table.times.size else 0.0
    return time_axis(f"{unit.capitalize()}{since}", longest, unit, None, None)


_Y = share_axis("Patients (%)", 0.0, 1.0, percent=True)


def _names(found: FirstEvents) -> tuple[str, ...]:
    return shown_names([level_words(found.variable, name) for name in found.table.groups])


# --- layout ---


def _single_pages(found: FirstEvents, sheet: Sheet) -> tuple[Page, ...]:
    """One panel with every cause; where there are groups, a panel for each cause."""
    several = len(found.table.groups) > 1
    heading: list[Block] = [gap(0.3 * sheet.size)]
    if several:
        names = _names(found)
        entries = [Entry(name, _group_line(found, g)) for g, name in enumerate(names)]
        panels = [_single_panel(found, sheet, [k]) for k in range(len(found.table.causes))]
    else:
        entries = [Entry(cause, _cause_line(found, k)) for k, cause in enumerate(found.table.causes)]
        panels = [_single_panel(found, sheet, list(range(len(found.table.causes))))]
    return _paged(sheet, [*heading, legend(sheet, entries)], panels, caption(sheet, *_caption(found, bands=True)))


def _single_panel(found: FirstEvents, sheet: Sheet, causes: list[int]) -> Block:
    several = len(found.table.groups) > 1
    x = _x(found)
    counted = [at_risk_table(found.table.cause_specific(k), x.ticks) for k in causes]
    names = _names(found)
    tables = []
    for g, name in enumerate(names):
        at_risk = ("At risk", tuple(counted[0].at_risk[g].tolist()))
        if several:
            rows = (at_risk, ("Events", tuple(counted[0].events[g].tolist())))
        else:
            total = np.sum([c.events[g] for c in counted], axis=0)
            rows = (at_risk, ("Events", tuple(total.tolist())))
        tables.append(Counts(name if several else "", _group_line(found, g) if several else None, rows))
    wide = _panel_width(sheet, several=several)
    left = table_room(sheet, _Y, tables)
    panel = Panel(sheet, left, 0.0, wide - left - right_room(sheet, x), _height(sheet), x, _Y)
    curves = [_curve(found, k, g, x.high, by_group=several) for k in causes for g in range(len(names))]
    p = _gray_words(found, causes[0])
    title = f"{found.table.causes[causes[0]]}{f', {p}' if p else ''}" if several else ""
    return _titled(sheet, title, left, wide, curve_panel(panel, curves, tables))


def _curve(found: FirstEvents, k: int, g: int, high: float, *, by_group: bool) -> Curve:
    c = found.curves[k][g]
    time, value, lower, upper = from_zero(c.time, (c.incidence, c.lower, c.upper), (0.0, np.nan, np.nan), high)
    if _settled(found, g) and time[-1] < high:
        time, value, lower, upper = (np.append(v, v[-1]) for v in (time, value, lower, upper))
        time[-1] = high
    looks = _group_line(found, g) if by_group else _cause_line(found, k)
    name = level_words(found.variable, found.table.groups[g]) if by_group else found.table.causes[k]
    return Curve(time, value, lower, upper, looks.paint, looks.dash, name=name)


def _settled(found: FirstEvents, g: int) -> bool:
    """Whether everybody of a group had an event, after which nothing can change: what is known then goes on."""
    ends = [float(curves[g].incidence[-1]) for curves in found.curves if curves[g].time.size]
    return bool(ends) and sum(ends) > 1 - 1e-9


def _stacked_pages(found: FirstEvents, sheet: Sheet) -> tuple[Page, ...]:
    """A panel for each group, causes from the axis up; white above is free of any."""
    causes = list(enumerate(found.table.causes))
    entries = []
    for k, cause in reversed(causes):
        paint, hatch = _look(found, k)
        p = _gray_words(found, k)
        entries.append(Entry(f"{cause}{f', {p}' if p else ''}", Area((), paint, hatch=hatch)))
    panels = [_stacked_panel(found, sheet, g) for g in range(len(found.table.groups))]
    free = "White: free of any event. Pale, after the dashed line: fewer than 5 at risk. At the right: % at the end."
    return _paged(
        sheet,
        [gap(0.3 * sheet.size), legend(sheet, entries)],
        panels,
        caption(sheet, *_caption(found, bands=False), free),
    )


def _stacked_panel(found: FirstEvents, sheet: Sheet, g: int) -> Block:
    several = len(found.table.groups) > 1
    whole = _x(found)
    x = Axis(whole.label, whole.low, whole.ticks[-1] or whole.high, whole.ticks, whole.tick_text)
    counted = at_risk_table(found.table.cause_specific(0), x.ticks)
    tables = [Counts("", None, (("At risk", tuple(counted.at_risk[g].tolist())),))]
    wide = _panel_width(sheet, several=several)
    left = table_room(sheet, _Y, tables)
    beside_it = 0.5 * sheet.size + sheet.of("100%", small=True) + sheet.margin
    panel = Panel(sheet, left, 0.0, wide - left - max(right_room(sheet, x), beside_it), _height(sheet), x, _Y)
    name = _names(found)[g]
    title = f"{name}, n = {fmt.count(int(found.table.n[g]))}" if several else f"n = {fmt.count(found.n)}"
    marks, shares = _stack(found, panel, g)
    plot = curve_panel(panel, [], tables, extra=marks)
    return _titled(sheet, title, left, wide, Block((*plot.marks, *_percentages(panel, shares)), plot.height))


def _stack(found: FirstEvents, panel: Panel, g: int) -> tuple[list[Mark], list[float]]:
    """The areas of one group, and each cause's share at the axis' end."""
    first = found.curves[0][g]
    if not first.time.size:
        return [], []
    incidences = [found.curves[k][g].incidence for k in range(len(found.curves))]
    time, *values = from_zero(first.time, incidences, [0.0] * len(incidences), panel.x.high)
    if _settled(found, g) and time[-1] < panel.x.high:
        time, values = np.append(time, panel.x.high), [np.append(v, v[-1]) for v in values]
    tops = np.cumsum([np.zeros(time.size), *values], axis=0)
    firm = _firm(first.time, first.at_risk, panel.x.high)
    marks: list[Mark] = []
    for k in range(len(values)):
        paint, hatch = _look(found, k)
        for low, high, pale in ((0.0, firm, 0.0), (firm, float(time[-1]), 0.5)):
            t, lower, upper = _between(time, tops[k], tops[k + 1], low, high)
            if t.size > 1 and float(upper.max() - lower.min()) > 0 and (upper > lower).any():
                marks.append(panel.band(t, lower, upper, Paint(paint.colour, pale), hatch=hatch, edge=GROUND))
    if firm < float(time[-1]):
        marks.append(panel.upright(firm, QUIET, 0.7, (3.0, 2.0)))
    return marks, [float(v[-1]) for v in values]


def _firm(time: NDArray[np.float64], at_risk: NDArray[np.int64], high: float) -> float:
    """The last time at which enough were at risk."""
    enough = np.flatnonzero(at_risk >= _FEW)
    return min(float(time[enough[-1]]), high) if enough.size else 0.0


def _between(
    time: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64], low: float, high: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Two step curves from one time to another."""
    if high <= low:
        return (np.zeros(0),) * 3
    inside = time[(time > low) & (time < high)]
    at = np.concatenate(([low], inside, [high]))
    place = np.searchsorted(time, at, side="right") - 1
    place[-1] = np.searchsorted(time, high, side="right") - 1
    return at, lower[place], upper[place]


def _percentages(panel: Panel, shares: list[float]) -> list[Mark]:
    """Each cause's share beside the middle of its area, moved apart where areas are thin."""
    sheet = panel.sheet
    tops = np.cumsum([0.0, *shares])
    shown = [k for k, share in enumerate(shares) if share > 0]
    if not shown:
        return []
    wanted = [-panel.down((tops[k] + tops[k + 1]) / 2) for k in shown]
    middles = spread(
        wanted, [sheet.small_line] * len(shown), -panel.bottom - 0.5 * sheet.small, -panel.top + sheet.small
    )
    x = panel.right + 0.4 * sheet.size
    return [
        Text(fmt.percent(shares[k], 0), x, -y + 0.34 * sheet.small, sheet.small)
        for k, y in zip(shown, middles, strict=True)
    ]


def _height(sheet: Sheet) -> float:
    return sheet.mm(_HEIGHT_MM if sheet.wide else _LOW_MM)


def _panel_width(sheet: Sheet, *, several: bool) -> float:
    return sheet.width / 2 if sheet.wide and several else sheet.width


def _titled(sheet: Sheet, title: str, left: float, wide: float, block: Block) -> Block:
    if not title:
        return stacked([gap(0.5 * sheet.size), block])
    lines = sheet.wrapped(title, wide - left - sheet.margin, bold=True)
    marks = tuple(Text(line, left, (i + DEEP) * sheet.line, sheet.size, bold=True) for i, line in enumerate(lines))
    return stacked([Block(marks, (len(lines) + 0.5) * sheet.line), block])


def _paged(sheet: Sheet, head: list[Block], panels: list[Block], foot: Block) -> tuple[Page, ...]:
    """Panels in twos on a wide page, below each other on a narrow one; as many pages as that needs."""
    in_a_row = 2 if sheet.wide and len(panels) > 1 else 1
    rows = [
        stacked(
            [
                beside([(i * sheet.width / 2, p) for i, p in enumerate(panels[at : at + in_a_row])]),
                gap(0.5 * sheet.size),
            ]
        )
        for at in range(0, len(panels), in_a_row)
    ]
    top = stacked(head)
    frame = top.height + foot.height + sheet.margin
    pages: list[list[Block]] = [[]]
    for row in rows:
        if sheet.tallest and pages[-1] and frame + sum(r.height for r in [*pages[-1], row]) > sheet.tallest:
            pages.append([])
        pages[-1].append(row)
    return tuple(page_of(sheet, [top, *part, foot]) for part in pages)


def _make(subject: Subject) -> Picture:
    shown = picture(first_events(subject.admission.cohort, subject.plan), subject.form or FORMS[0])
    return warned(shown, subject.patients, "groups", "patients")


KIND = Kind("cumulative-incidence", "Cumulative incidence", "How likely is this first?", _make, forms=FORMS)
