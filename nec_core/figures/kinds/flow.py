"""From rows of the file to patients analysed: a box for each stage, and beside each who was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nec_core import formatting as fmt
from nec_core.figures.drawing.blocks import DEEP, Block, caption, gap, page_of
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import GROUND, INK, QUIET, Area, Line, Mark, Page, Place, Text, rectangle
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.words import clean_name
from nec_core.formatting import in_sentence
from nec_core.summary.flow_losses import FlowLosses, Reasons, flow_losses

_STAGE_SHARE, _LOSS_SHARE = 0.42, 0.52  # of a wide page, for the boxes and for the losses beside them
_INDENT_MM, _ARROW_MM, _HEAD_MM = 9.0, 4.5, 1.5
_PAD = 0.55  # within a box, in ems


@dataclass(frozen=True)
class _Loss:
    """Those who leave between two stages."""

    title: str
    n: int
    reasons: Reasons = ()


@dataclass(frozen=True)
class _Stage:
    """Those who are there; then some leave."""

    title: str
    n: int
    losses: tuple[_Loss, ...] = ()


def picture(found: FlowLosses) -> Picture:
    """The flow of one file and one plan."""
    return Picture(
        title="Flow of patients",
        sentence=_sentence(found),
        alt_text=_alt_text(found),
        n=found.flow.analysed,
        missing=_missing(found),
        layout=lambda sheet: (_page(found, sheet),),
    )


# --- words ---


def _stages(found: FlowLosses) -> tuple[_Stage, ...]:
    """Each stage is the one above less those beside it."""
    counts = found.flow
    at_the_door = (
        _Loss("Rows that belong to a patient of another row", counts.folded),
        _Loss("Rows left out until repaired", counts.rejected, found.rejected_by),
    )
    stages = [
        _Stage("Rows in the file", counts.rows_in, at_the_door),
        _Stage("Patients accepted", counts.accepted, (_Loss("Outside the filter", counts.filtered_out),)),
    ]
    if not found.endpoint:
        return (*stages, _Stage("Patients inside the filter", counts.kept))
    lost = _Loss("Without what the analysis needs", counts.kept - counts.analysed, found.left_out)
    return (
        *stages,
        _Stage("Patients inside the filter", counts.kept, (lost,)),
        _Stage(f"Analysed for {in_sentence(clean_name(found.endpoint))}", counts.analysed),
    )  # fmt: skip


def _sentence(found: FlowLosses) -> str:
    counts = found.flow
    verb = "was" if counts.analysed == 1 else "were"
    return f"Of {fmt.plural(counts.rows_in, 'row')}, {fmt.plural(counts.analysed, 'patient')} {verb} analysed."


def _missing(found: FlowLosses) -> str:
    counts = found.flow
    parts = [
        (counts.folded, "rows folded"),
        (counts.rejected, "rows left out until repaired"),
        (counts.filtered_out, "outside the filter"),
        (counts.kept - counts.analysed, "without what the analysis needs"),
    ]
    return "; ".join(f"{words}: {fmt.count(n)}" for n, words in parts if n)


def _alt_text(found: FlowLosses) -> str:
    steps = "; ".join(f"{stage.title.lower()} {fmt.count(stage.n)}" for stage in _stages(found))
    return f"Flow diagram: {steps}. {_missing(found).capitalize() or 'Nobody was left out'}."


# --- layout ---


def _page(found: FlowLosses, sheet: Sheet) -> Page:
    rule = "Each box is the box above less those beside it; no row is counted twice."
    if not sheet.wide:
        rule = "Each box is the box above less those indented under it; no row is counted twice."
    several = " A row with several faults stands under the first." if len(found.rejected_by) > 1 else ""
    stages = _stages(found)
    draw = _beside if sheet.wide else _below
    return page_of(sheet, [gap(0.3 * sheet.size), draw(stages, sheet), caption(sheet, rule + several)])


def _beside(stages: Sequence[_Stage], sheet: Sheet) -> Block:
    """Stages down the left, losses at their right, between the stage they leave and the next."""
    marks: list[Mark] = []
    wide, loss_wide = _STAGE_SHARE * sheet.inner, _LOSS_SHARE * sheet.inner
    left, right = sheet.margin, sheet.width - sheet.margin - loss_wide
    middle, arrow = left + wide / 2, sheet.mm(_ARROW_MM)
    y = 0.0
    for stage in stages:
        box, height = _box(sheet, left, y, wide, f"{stage.title}: {fmt.count(stage.n)}", (), strong=True)
        marks += box
        y += height
        if not stage.losses:
            continue
        start, at = y, y + 0.35 * arrow
        for loss in stage.losses:
            box, height = _loss(sheet, right, at, loss_wide, loss)
            marks += [*box, *_arrow(sheet, (middle, at + height / 2), (right, at + height / 2))]
            at += height + 0.35 * arrow
        y = at + 0.65 * arrow
        marks += _arrow(sheet, (middle, start), (middle, y))
    return Block(tuple(marks), y)


def _below(stages: Sequence[_Stage], sheet: Sheet) -> Block:
    """Stages over the whole width, losses indented under the one they leave."""
    marks: list[Mark] = []
    left, indent, arrow = sheet.margin, sheet.mm(_INDENT_MM), sheet.mm(_ARROW_MM)
    spine, y = left + indent / 2, 0.0
    for stage in stages:
        box, height = _box(sheet, left, y, sheet.inner, f"{stage.title}: {fmt.count(stage.n)}", (), strong=True)
        marks += box
        y += height
        if not stage.losses:
            continue
        start = y
        for loss in stage.losses:
            y += 0.35 * arrow
            box, height = _loss(sheet, left + indent, y, sheet.inner - indent, loss)
            marks += [*box, *_arrow(sheet, (spine, y + height / 2), (left + indent, y + height / 2))]
            y += height
        y += 0.8 * arrow
        marks += _arrow(sheet, (spine, start), (spine, y))
    return Block(tuple(marks), y)


def _loss(sheet: Sheet, left: float, top: float, width: float, loss: _Loss) -> tuple[list[Mark], float]:
    return _box(sheet, left, top, width, f"{loss.title}: {fmt.count(loss.n)}", loss.reasons, strong=False)


def _box(
    sheet: Sheet, left: float, top: float, width: float, title: str, reasons: Reasons, *, strong: bool
) -> tuple[list[Mark], float]:
    """A box with its title, and a line for each reason with its count at the right; and its height."""
    pad = _PAD * sheet.size
    marks: list[Mark] = []
    y = top + 0.6 * pad
    for line in sheet.wrapped(title, width - 2 * pad, bold=strong):
        marks.append(Text(line, left + pad, y + DEEP * sheet.line, sheet.size, bold=strong))
        y += sheet.line
    for reason, n in reasons:
        count = fmt.count(n)
        room = width - 4 * pad - sheet.of(count, small=True)
        marks.append(Text(count, left + width - pad, y + DEEP * sheet.small_line, sheet.small, "right"))
        for line in sheet.wrapped(clean_name(reason), room, small=True):
            marks.append(Text(line, left + 2 * pad, y + DEEP * sheet.small_line, sheet.small, paint=QUIET))
            y += sheet.small_line
    height = y + 0.6 * pad - top
    outline = rectangle(left, top, width, height)
    return [Area((outline,), GROUND, edge=INK, edge_pt=0.8 if strong else 0.5), *marks], height


def _arrow(sheet: Sheet, start: Place, end: Place) -> list[Mark]:
    """A line with a head, straight across or straight down."""
    head, half = sheet.mm(_HEAD_MM), 0.4 * sheet.mm(_HEAD_MM)
    (x, y), down = end, start[0] == end[0]
    foot = (x, y - head) if down else (x - head, y)
    wings = ((x - half, y - head), (x + half, y - head)) if down else ((x - head, y - half), (x - head, y + half))
    return [Line((start, foot), INK, 0.7), Area(((end, *wings),), INK)]


def _make(subject: Subject) -> Picture:
    return picture(flow_losses(subject.admission, subject.patients))


KIND = Kind("flow", "Flow", "Who was left out?", _make, section="flow")
