"""The main result in other selections of its patients, in words."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.analysis.result import SurvivalResult
from nec_core.analysis.sensitivity import KI67_ABOVE, SelectedGroup, Selection, Sensitivity
from nec_core.export.survival_words import group_in_sentence

TITLE = "Sensitivity analyses"
NAIVE = (
    "The groups were settled after time zero (immortal time bias): their medians can't be compared, and no hazard "
    "ratio and no P is given."
)


def selection_label(found: Sensitivity, selection: Selection) -> str:
    """What a selection is called."""
    match selection.name:
        case "main":
            return "Main result"
        case "verified":
            return "Verified NEC only" if _histology_told(selection) else f"Without a Ki-67 of {KI67_ABOVE:g}% or less"
        case "complete":
            return "Complete cases"
        case "followed":
            return "Without early losses"
        case "landmark":
            return (
                "From a landmark" if selection.at is None else f"From {fmt.point_in_time(selection.at, found.unit)} on"
            )


def _histology_told(selection: Selection) -> bool:
    """Without a histology a high Ki-67 alone verifies nothing; that neither is there is told otherwise."""
    return bool(selection.not_applied) or not any(
        rule.not_applied and rule.reason.startswith("histology") for rule in selection.rules
    )


def ratio_of(group: SelectedGroup) -> str:
    """ "2.45 (1.02–5.87)"; NE where there is no finite estimate."""
    c = group.ratio
    if c is None or c.hazard_ratio is None or c.infinite:
        return fmt.NE
    return fmt.with_interval(c.hazard_ratio, c.lower, c.upper, 2)


def median_of(found: Sensitivity, group: SelectedGroup) -> str:
    """ "18.1 months (95% CI 7.9–44.3)"."""
    m = group.median
    return fmt.median_ci(m.value, m.lower, m.upper, found.unit, found.conf_level)


def sensitivity_sentence(result: SurvivalResult) -> str:
    """Each selection's main number beside the main result's; empty where nobody asked."""
    found = result.sensitivity
    if found is None:
        return ""
    level = fmt.confidence_label(found.conf_level)
    told = "; ".join(_told(result, found, s) for s in found.selections if not s.not_applied)
    if len(found.compared) == 1:
        name, against = group_in_sentence(result, found.compared[0]), group_in_sentence(result, found.reference or "")
        head = f"Hazard ratio of {name} against {against} ({level})"
    elif found.compared:
        head = "Log-rank test"
    else:
        head = f"Median {fmt.in_sentence(result.endpoint.label)}"
    gone = [f"{selection_label(found, s)} ({s.not_applied})" for s in found.selections if s.not_applied]
    not_here = f" Not applied: {'; '.join(gone)}." if gone else ""
    naive = f" {NAIVE}" if found.naive else ""
    return f"{head}: {told}.{not_here}{naive}"


def _told(result: SurvivalResult, found: Sensitivity, selection: Selection) -> str:
    label = fmt.in_sentence(selection_label(found, selection))
    of_whom = f"{label} (n = {fmt.count(selection.n)}, {fmt.plural(selection.events, 'event')})"
    groups = {g.name: g for g in selection.groups}
    if len(found.compared) == 1:
        one = groups.get(found.compared[0])
        return f"{of_whom} {ratio_of(one) if one else fmt.NE}, {_p(selection)}"
    if found.compared:
        return f"{of_whom} {_p(selection)}"
    several = len(selection.groups) > 1
    where = [f" in {group_in_sentence(result, g.name)}" if several else "" for g in selection.groups]
    told = [f"{median_of(found, g)}{place}" for g, place in zip(selection.groups, where, strict=True)]
    return f"{of_whom} {', '.join(told)}"


def _p(selection: Selection) -> str:
    return fmt.p_statement(selection.p) if selection.p is not None else "no P"


def selection_definitions(result: SurvivalResult) -> str:
    """What each selection is."""
    found = result.sensitivity
    if found is None:
        return ""
    followed = next(s for s in found.selections if s.name == "followed")
    early = "" if followed.at is None else f", {fmt.duration(followed.at, found.unit)}"
    tests = "" if found.reference is None else " P of the log-rank test."
    verified = next(s for s in found.selections if s.name == "verified")
    what = (
        f"Verified: histology says a neuroendocrine carcinoma, and Ki-67 where recorded is above {KI67_ABOVE:g}%."
        if _histology_told(verified)
        else "The file has no histology: a carcinoma can't be verified by Ki-67 alone."
    )
    return (
        f"{what} Early losses: last seen, without the event, before the median follow-up{early}. From a landmark: who "
        f"is followed and free of the event then, the clock begun anew. Groups are those of the main result.{tests}"
    )


def sensitivity_caption(result: SurvivalResult) -> str:
    """What each selection is, and how to read them."""
    if result.sensitivity is None:
        return ""
    return (
        f"{selection_definitions(result)} Without early losses survival looks shorter than it is. Fewer patients "
        "give a larger P and a wider interval whatever is true: see whether the estimate moves."
    )


__all__ = [
    "NAIVE", "TITLE", "median_of", "ratio_of", "selection_definitions", "selection_label", "sensitivity_caption",
    "sensitivity_sentence",
]  # fmt: skip
