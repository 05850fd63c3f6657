"""Forest plots: a model's hazard ratios, a timed treatment's, and those of subgroups. A ratio beyond the axis is an
arrow, one that can't be estimated a word."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core import formatting as fmt
from nec_core.analysis.forest.forest_row import Forest, ForestRow
from nec_core.analysis.forest.model_forest import model_forest
from nec_core.analysis.forest.subgroup_forest import subgroup_forest
from nec_core.analysis.forest.timed_forest import timed_forest
from nec_core.analysis.plan_patients import PlanPatients
from nec_core.errors import PlanError
from nec_core.export.summary.picture_words import forest_sentence, ratio_words, row_label
from nec_core.figures.axis import Axis
from nec_core.figures.drawing.beware import warned
from nec_core.figures.drawing.blocks import Block, Entry, caption, legend, said
from nec_core.figures.drawing.kind import Kind, Subject
from nec_core.figures.drawing.marks import INK, QUIET, Mark, Page, Paint, Points
from nec_core.figures.drawing.panel import Panel
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.drawing.rows import Drawn, Row, interval, row_pages
from nec_core.figures.drawing.sheet import Sheet
from nec_core.figures.palette import DASHES, Dash
from nec_core.figures.words import clean_name
from nec_core.patients.grouping import usual_group

_TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_WIDEST = (0.1, 10.0)
_MARK_PT = 5.0
_MANY_TERMS = 10.0  # events per term below which a warning stands under the plot
_FIRST = ("age_years", "stage", "sex")
_DIVIDE = ("sex", "age_years", "ecog")
METHODS = {
    "models": "Cox models, ties by Efron. Open: each variable alone, on all who have it; filled: together, on those "
    "who have all.",
    "timed": "Cox models of the same patients. Open and grey: groups as they turned out, which lends the treated the "
    "time they had to live until treatment. Landmark: treated by then against not, followed from there.",
    "subgroups": "Cox models; P of the interaction by likelihood ratio. Dotted: everybody. No P for a subgroup alone.",
}


def picture(found: Forest) -> Picture:
    """A forest plot."""
    left = f"{found.n_left_out} left out: a value or a day is not recorded" if found.n_left_out else ""
    return Picture(
        title={"models": "Hazard ratios", "timed": "A treatment without immortal time", "subgroups": "Subgroups"}[
            found.shows
        ],
        sentence=clean_name(forest_sentence(found)),
        alt_text=_alt_text(found),
        n=found.n,
        missing=left,
        layout=lambda sheet: _pages(found, sheet),
    )


def _alt_text(found: Forest) -> str:
    missing = f"{found.n_left_out} left out" if found.n_left_out else "nobody left out"
    drawn = sum(r.estimate is not None and r.reason != "reference" for r in found.rows)
    return clean_name(
        f"Forest plot, {fmt.plural(found.n, 'patient')}, {fmt.plural(found.events, 'event')}, "
        f"{fmt.plural(drawn, 'hazard ratio')}; {missing}. {forest_sentence(found)}"
    )


def _caption(found: Forest) -> tuple[str, ...]:
    few = found.events_per_term is not None and 0 < found.events_per_term < _MANY_TERMS
    warning = (
        f"Only {fmt.number(found.events_per_term, 1)} events per estimated coefficient: estimates are unsteady."
        if few
        else ""
    )
    firth = "Where an estimate was infinite: Firth's penalised estimates." if found.penalised else ""
    whom = f"{fmt.plural(found.n, 'patient')}, {fmt.plural(found.events, 'event')}."
    left = f"Left out, a value or day not recorded: {found.n_left_out}." if found.n_left_out else ""
    arrows = "Arrow: the interval goes on beyond the axis."
    level = f"{fmt.confidence_label(found.conf_level)}."
    if found.compared:
        whom = f"{clean_name(found.compared[0])} against {clean_name(found.compared[1])}; {whom}"
    return whom, METHODS[found.shows], level, firth, arrows if _beyond(found) else "", left, warning


def _beyond(found: Forest) -> bool:
    low, high = _range(found)
    drawn = [r for r in found.rows if r.estimate is not None and r.reason != "reference"]
    return any(r.lower is None or r.upper is None or r.lower < low or r.upper > high for r in drawn)


def _range(found: Forest) -> tuple[float, float]:
    drawn = [r for r in found.rows if r.estimate is not None and r.reason != "reference"]
    ends = [x for r in drawn for x in (r.estimate, r.lower, r.upper) if x is not None]
    lowest, highest = min([0.5, *ends]), max([2.0, *ends])
    low = max((t for t in _TICKS if t <= lowest), default=_WIDEST[0])
    return low, min((t for t in _TICKS if t >= highest), default=_WIDEST[1])


def _axis(found: Forest) -> Axis:
    low, high = _range(found)
    ticks = tuple(t for t in _TICKS if low <= t <= high)
    return Axis("Hazard ratio, on a log scale", low, high, ticks, tuple(f"{t:g}" for t in ticks))


# --- rows ---


def _pages(found: Forest, sheet: Sheet) -> tuple[Page, ...]:
    if not found.rows or not found.n:
        return (said(sheet, clean_name(forest_sentence(found)), notes=_caption(found)),)
    rows = {"models": _model_rows, "timed": _timed_rows, "subgroups": _subgroup_rows}[found.shows](found)
    heads = {
        "models": ("Events/n", "Alone", "Together", "P"),
        "timed": ("Events/n", "Hazard ratio", "P"),
        "subgroups": ("Events/n", "Hazard ratio", "P"),
    }[found.shows]
    uprights: list[tuple[float, Paint, Dash]] = [(1.0, QUIET, ())]
    overall = found.of("overall")
    if overall and overall[0].estimate is not None and _range(found)[0] <= overall[0].estimate <= _range(found)[1]:
        uprights.append((overall[0].estimate, QUIET, DASHES[2]))
    return row_pages(
        sheet, rows, _axis(found), heads=heads, x_log=True, uprights=uprights, before=_legend(found, sheet),
        after=[caption(sheet, *_caption(found))],
    )  # fmt: skip


def _legend(found: Forest, sheet: Sheet) -> list[Block]:
    if found.shows == "models":
        looks = [("each variable alone", _look(False, QUIET)), ("together", _look(True, INK))]
    elif found.shows == "timed":
        looks = [("naive", _look(False, QUIET)), ("without immortal time", _look(True, INK))]
    else:
        return []
    return [legend(sheet, [Entry(name, look) for name, look in looks])]


def _look(filled: bool, paint: Paint) -> Points:
    return Points(((0.0, 0.0),), "square", paint, filled, _MARK_PT)


def _model_rows(found: Forest) -> list[Row]:
    rows: list[Row] = []
    alone = {(r.label, r.level): r for r in found.of("univariable")}
    joint = {(r.label, r.level): r for r in found.of("multivariable")}
    for label in dict.fromkeys(r.label for r in found.rows):
        own = [r for r in alone.values() if r.label == label]
        levels = any(r.level for r in own)
        if levels:
            rows.append(Row(clean_name(label), heading=True))
        for r in own:
            other = joint.get((r.label, r.level))
            counts = f"{r.events}/{r.n}"
            ratio = "" if other is None or r.reason == "reference" else ratio_words(other)
            first = "reference" if r.reason == "reference" else ratio_words(r)
            p = fmt.p_value(other.p) if other is not None and other.p is not None else ""
            name = r.level if levels else row_label(r, found.unit)
            rows.append(
                Row(
                    clean_name(name), _drawn([(r, False), (other, True)]), (counts, first, ratio, p),
                    under=f"{counts}; {ratio or first}", inset=levels,
                )
            )  # fmt: skip
    return rows


def _timed_rows(found: Forest) -> list[Row]:
    rows = []
    for r in found.rows:
        p = fmt.p_value(r.p) if r.p is not None else ""
        ratio = "" if r.kind == "mantel_byar" else ratio_words(r)
        counts = f"{r.events}/{r.n}"
        name = r.label if r.kind == "mantel_byar" else row_label(r, found.unit)
        test = f"P {p}" if p else fmt.NE
        under = f"{counts}; {ratio or test}"
        bold = r.kind == "landmark" and r.planned
        rows.append(Row(name, _drawn([(r, r.kind != "naive")]), (counts, ratio, p), under=under, bold=bold))
    return rows


def _subgroup_rows(found: Forest) -> list[Row]:
    rows = []
    tests = {x.label: x for x in found.interactions}
    for label in dict.fromkeys(r.label for r in found.rows):
        own = [r for r in found.rows if r.label == label]
        if label in tests:
            p = tests[label].p
            test = fmt.p_value(p) if p is not None else ""
            rows.append(Row(clean_name(label), numbers=("", "interaction", test) if test else (), heading=True,
                            under=f"interaction P {test}" if test else ""))  # fmt: skip
        for r in own:
            counts = f"{r.events}/{r.n}"
            p_text = fmt.p_value(r.p) if r.p is not None else ""
            rows.append(Row(clean_name(r.level or label), _drawn([(r, True)]), (counts, ratio_words(r), p_text),
                            under=f"{counts}; {ratio_words(r)}", inset=label in tests))  # fmt: skip
    return rows


def _drawn(rows: Sequence[tuple[ForestRow | None, bool]]) -> Drawn:
    shown = [(r, filled) for r, filled in rows if r is not None and r.estimate is not None]

    def draw(panel: Panel, middle: float, half: float) -> list[Mark]:
        marks: list[Mark] = []
        reference = [r for r, _ in shown if r.reason == "reference"]
        if reference:
            return [Points(((panel.across(1.0), middle),), "square", INK, True, _MARK_PT)]
        for k, (r, filled) in enumerate(shown):
            y = middle if len(shown) == 1 else middle + (-0.45, 0.45)[k] * half
            paint = INK if filled else QUIET
            marks += interval(panel, y, r.lower, r.upper, paint)
            if r.estimate is not None and panel.x.low <= r.estimate <= panel.x.high:
                tells = (f"{r.label} {r.level}: {ratio_words(r)}".strip(),)
                marks.append(Points(((panel.across(r.estimate), y),), "square", paint, filled, _MARK_PT, tells))
        return marks

    return draw


# --- what it is asked of ---


def _make(subject: Subject) -> Picture:
    form, plan, cohort = subject.form or "models", subject.plan, subject.cohort
    if form == "models":
        wanted = plan.covariates or tuple(n for n in _FIRST if n in cohort.variables)
        plan = plan.model_copy(update={"covariates": wanted})
        patients = PlanPatients(subject.admission.cohort, plan)
        return warned(picture(model_forest(patients)), patients, "model", "patients")
    if form == "timed":
        treatments = [t.name for t in cohort.treatments if t.treatment_date in cohort.records]
        by = plan.by if plan.by in treatments else next(iter(treatments), None)
        if by is None:
            raise PlanError("No treatment of this file has a date: a treatment without immortal time needs one.")
        found = timed_forest(PlanPatients(subject.admission.cohort, plan.model_copy(update={"by": by})))
        if found is None:
            raise PlanError("Nobody can be compared: the treatment's days, or times from dates, are missing.")
        return warned(picture(found), subject.patients, "patients")
    by = plan.by or usual_group(cohort.variables)
    if by is None:
        raise PlanError("Subgroups compare two groups: group by a variable with two.")
    divide = tuple(n for n in _DIVIDE if n in cohort.variables and n != by)
    plan = plan.model_copy(update={"by": by})
    patients = PlanPatients(subject.admission.cohort, plan)
    return warned(picture(subgroup_forest(patients, divide)), patients, "groups", "patients")


KIND = Kind(
    "forest",
    "Forest plot",
    "What goes with the event?",
    _make,
    forms=("models", "timed", "subgroups"),
    section="model",
)
