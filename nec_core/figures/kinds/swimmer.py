"""A lane for each patient: follow-up as a bar tinted by group, treatments by shape and fill, progression a stroke over
the whole lane, death a cross, alive an arrow past the end, best response at right."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.summary.picture_words import swimmer_sentence
from nec_core.figures.axis import Axis, time_axis
from nec_core.figures.drawing.blocks import Block, Entry, caption, legend, page_of, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import (
    INK,
    QUIET,
    SHAPES,
    Area,
    Line,
    Mark,
    Page,
    Paint,
    Points,
    Shape,
    Text,
    rectangle,
)
from nec_core.figures.drawing.panel import Panel, bottom_room
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.level_colours import level_index
from nec_core.figures.palette import palette_colour
from nec_core.figures.words import clean_name
from nec_core.patients.cohort import level_words
from nec_core.patients.grouping import usual_group
from nec_core.summary.course.swimmer import PROGRESSION, Lane, Swimmer, swimmer

PER_PAGE = 75
"""Lanes of one page."""
MANY = 150
"""More lanes are hair lines: their ends and groups, without numbers and marks."""
_LANE_MM, _THIN_MM = 2.8, 0.5
_MARK_PT = 4.4
_UPRIGHT = Axis("", 0.0, 1.0, (), ())


def picture(found: Swimmer) -> Picture:
    """The lanes."""
    n = len(found.lanes)
    sentence = clean_name(swimmer_sentence(found))
    by = f" by {found.by.label}" if found.by else ""
    undated = sum(found.undated.values())
    missing = "; ".join(f"{reason}: {k}" for reason, k in found.excluded.items())
    longest = max(lane.end + lane.end_width for lane in found.lanes) if found.lanes else 0.0
    alt = (
        f"Swimmer plot, {fmt.plural(n, 'patient')}{by}, {found.n_died} died, longest follow-up "
        f"{fmt.duration(longest, found.unit)}, {f'{undated} dates' if undated else 'no date'} missing."
    )
    return Picture("Swimmer plot", sentence, clean_name(alt), n, missing, lambda sheet: _pages(found, sheet))


def _pages(found: Swimmer, sheet: Sheet) -> tuple[Page, ...]:
    if not found.lanes:
        return (said(sheet, swimmer_sentence(found)),)
    many = len(found.lanes) > MANY
    key, notes = _legend(found, sheet, many=many), _caption(found, sheet, many=many)
    per_page = len(found.lanes)
    if sheet.tallest is not None:
        room = sheet.tallest - key.height - notes.height - 6 * sheet.size
        per_page = int(room / _high(sheet, many=many)) if many else min(PER_PAGE, int(room / _high(sheet, many=many)))
    groups = [found.lanes[i : i + per_page] for i in range(0, len(found.lanes), per_page)]
    pages = []
    for k, lanes in enumerate(groups):
        last = k == len(groups) - 1
        blocks = [key, _lanes(found, lanes, sheet, many=many), *([notes] if last else ())]
        pages.append(page_of(sheet, blocks))
    return tuple(pages)


def _caption(found: Swimmer, sheet: Sheet, *, many: bool) -> Block:
    undated = ", ".join(f"{found.kinds[k]} {n}" for k, n in found.undated.items())
    wide = any(m.width for lane in found.lanes for m in lane.marks) or any(lane.end_width for lane in found.lanes)
    left = "; ".join(f"{reason} ({k})" for reason, k in found.excluded.items())
    return caption(
        sheet,
        f"{fmt.plural(len(found.lanes), 'patient')}, {found.n_died} died; cross: died, arrow: alive at last contact.",
        ""
        if many
        else "Only starts of treatment are recorded: a mark is a start. Numbers are running, not the file's.",
        "" if many or not any(lane.response for lane in found.lanes) else "At right: best response (NE not evaluable).",
        "A stroke beside a mark, or a pale end: the day is known to the month or year only." if wide else "",
        f"Day not recorded, not drawn: {undated}." if undated else "",
        f"Left out: {left}." if left else "",
    )


def _look(found: Swimmer, kind: str) -> Points | Line:
    """Shape first, then fill: eight treatments are told apart in grey, too."""
    if kind == PROGRESSION:
        return Line(((0.0, 0.0), (1.0, 0.0)), INK, 1.6)
    place = [k for k in found.kinds if k != PROGRESSION].index(kind)
    return Points(((0.0, 0.0),), SHAPES[place % 4], INK, place % 8 < 4, _MARK_PT)


def _legend(found: Swimmer, sheet: Sheet, *, many: bool) -> Block:
    entries = [
        Entry(clean_name(level_words(found.by, name)), Area(((),), _tint(found, name), 1.0, QUIET, 0.4))
        for name in found.groups
    ]  # fmt: skip
    if not many:
        drawn = {m.kind for lane in found.lanes for m in lane.marks}
        entries += [Entry(clean_name(label), _look(found, k)) for k, label in found.kinds.items() if k in drawn]
        entries.append(Entry("died", Points(((0.0, 0.0),), "cross", INK, True, _MARK_PT)))
        entries.append(Entry("alive", Points(((0.0, 0.0),), "arrow right", INK, True, _MARK_PT)))
    return legend(sheet, entries)


def _tint(found: Swimmer, group: str) -> Paint:
    return Paint(palette_colour("default", level_index(found.by, group)), 0.55)


def _lanes(found: Swimmer, lanes: Sequence[Lane], sheet: Sheet, *, many: bool) -> Block:
    size = sheet.size
    high = _high(sheet, many=many)
    numbers = 0.0 if many else max(sheet.of(lane.id, small=True) for lane in lanes)
    answers = 0.0 if many else max(sheet.of(_answer(lane), small=True) for lane in lanes)
    begins = min([0.0, *(m.t for lane in found.lanes for m in lane.marks)])
    longest = max(lane.end + lane.end_width for lane in found.lanes)
    axis = time_axis(
        f"{found.unit.capitalize()} since {clean_name(found.time_zero)}", longest or 1.0, found.unit, None, None
    )
    low = min(begins, 0.0)
    axis = Axis(axis.label, low, axis.high, axis.ticks, axis.tick_text)
    left = sheet.margin + max(numbers + 0.5 * size, sheet.of("0") / 2 + 2)
    right = sheet.width - sheet.margin - answers - 2.0 * size
    panel = Panel(sheet, left, 0.3 * size, right - left, high * len(lanes) + 0.3 * size, axis, _UPRIGHT)
    marks: list[Mark] = []
    for k, lane in enumerate(lanes):
        middle = panel.top + (k + 0.5) * high
        marks += _lane(found, lane, panel, middle, high, many=many)
        if not many:
            marks.append(
                Text(lane.id, left - 0.5 * size, middle + 0.34 * sheet.small, sheet.small, "right", paint=QUIET)
            )
            if _answer(lane):
                marks.append(
                    Text(_answer(lane), sheet.width - sheet.margin, middle + 0.34 * sheet.small, sheet.small, "right")
                )
    marks += panel.bottom_axis()
    return Block(tuple(marks), panel.bottom + bottom_room(sheet, axis.label))


def _high(sheet: Sheet, *, many: bool) -> float:
    """Of a lane: its number must fit."""
    return sheet.mm(_THIN_MM) if many else max(sheet.mm(_LANE_MM), 1.15 * sheet.small)


def _answer(lane: Lane) -> str:
    return clean_name(lane.response or "").replace("not evaluable", "NE")


def _lane(found: Swimmer, lane: Lane, panel: Panel, middle: float, high: float, *, many: bool) -> list[Mark]:
    tint, zero = _tint(found, lane.group), panel.across(0.0)
    end, latest = panel.across(lane.end), panel.across(lane.end + lane.end_width)
    bar = 0.9 * high if many else 0.62 * high
    whose = f"{lane.id} {level_words(found.by, lane.group)}"
    tells = (f"{whose}: {fmt.duration(lane.end, found.unit)}, {'died' if lane.dead else 'alive'}",)
    marks: list[Mark] = [Area((rectangle(zero, middle - bar / 2, max(end - zero, 0.3), bar),), tint, tells=tells)]
    if latest > end:
        faint = Paint(tint.colour, 0.82)
        marks.append(Area((rectangle(end, middle - bar / 2, latest - end, bar),), faint))
    if many:
        if lane.dead:
            marks.append(Line(((latest, middle - bar / 2), (latest, middle + bar / 2)), INK, 0.8))
        return marks
    reach = 0.8 * panel.sheet.size
    shape: Shape = "cross" if lane.dead else "arrow right"
    at = latest if lane.dead else latest + 0.5 * reach
    marks.append(Points(((at, middle),), shape, INK, True, _MARK_PT if lane.dead else 3.6))
    return marks + _marks(found, lane, panel, middle, high)


def _marks(found: Swimmer, lane: Lane, panel: Panel, middle: float, high: float) -> list[Mark]:
    """Each at its own day; those that would lie on each other stand in half lanes."""
    marks: list[Mark] = []
    point = panel.sheet.point
    close, previous, side = _MARK_PT * point, float("-inf"), 0
    starts = [m for m in lane.marks if m.kind != PROGRESSION]
    places = [panel.across(m.t + m.width / 2) for m in starts]
    for i, m in enumerate(starts):
        x = places[i]
        crowded = x - previous < close or (i + 1 < len(places) and places[i + 1] - x < close)
        side = (1 if side <= 0 else -1) if crowded else 0
        y = middle + side * 0.27 * high
        previous = x
        if m.width:
            ends = panel.across(m.t), panel.across(m.t + m.width)
            marks.append(Line(((ends[0], y), (ends[1], y)), INK, 0.6))
        look = _look(found, m.kind)
        tells = (f"{found.kinds[m.kind]}: {fmt.duration(m.t, found.unit)}",)
        size = 3.4 if crowded else _MARK_PT
        if isinstance(look, Points):
            marks.append(Points(((x, y),), look.shape, INK, look.filled, size, tells))
    for m in lane.marks:
        if m.kind == PROGRESSION:
            a, b = panel.across(m.t), panel.across(m.t + m.width)
            if b > a:
                marks.append(Line(((a, middle), (b, middle)), INK, 0.6))
            x = (a + b) / 2
            marks.append(Line(((x, middle - high / 2), (x, middle + high / 2)), INK, 1.6))
    return marks


def _make(subject: Subject) -> Picture:
    plan, cohort = subject.plan, subject.cohort
    by = plan.by or usual_group(cohort.variables)
    order = "group" if subject.form == "by group" else "longest"
    found = swimmer(cohort, by, plan.unit or "months", order="group" if order == "group" else "longest",
                    time_zero=plan.time_zero)  # fmt: skip
    if found is None:
        raise PlanError("A lane needs a patient's follow-up: this file has no overall survival.")
    return picture(found)


KIND = Kind("swimmer", "Swimmer plot", "What happened to each patient?", _make, forms=("longest first", "by group"),
            most=500, section="treatments")  # fmt: skip
