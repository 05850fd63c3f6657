"""First site of progression by group: bars of patients. The risk over time is the picture of cumulative incidence."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.summary.sentences import progression_sentence
from nec_core.figures.axis import share_axis
from nec_core.figures.drawing.blocks import caption, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import Area, Hatch, Mark, Page, Paint, rectangle
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.level_colours import level_index
from nec_core.figures.palette import palette_colour
from nec_core.figures.words import clean_name
from nec_core.patients.cohort import level_words
from nec_core.patients.grouping import usual_group
from nec_core.summary.course.first_sites import FirstSites, first_sites
from nec_core.summary.progression import ProgressionSummary


def picture(found: FirstSites) -> Picture:
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


def _bar_pages(found: FirstSites, sheet: Sheet) -> tuple[Page, ...]:
    if not found.overall.n or found.overall.not_recorded == found.overall.n:
        return (said(sheet, f"No progression is recorded (n = {found.overall.n})."),)
    groups = found.groups or {"All patients": found.overall}
    rows: list[Row] = []
    for name, s in groups.items():
        k = level_index(found.by, name)
        head = f"{clean_name(level_words(found.by, name))}, {s.progressed} of {s.n} progressed"
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


def _make(subject: Subject) -> Picture:
    cohort = subject.cohort
    found = first_sites(cohort, subject.plan.by or usual_group(cohort.variables))
    if found.overall.not_recorded == found.overall.n:
        raise PlanError("No progression is recorded.")
    return picture(found)


KIND = Kind("progression", "First progression", "Where did it progress first?", _make, section="progression")
