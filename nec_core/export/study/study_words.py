"""A study in words: what another extract changes, what its analyses gave then and give now."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from nec_core import formatting as fmt
from nec_core.analysis.result import SurvivalResult
from nec_core.study.changes import Changes
from nec_core.study.kept_result import KeptResult
from nec_core.study.running import Ran
from nec_core.study.study import Extract, Study

_FEW = 12
"""So many patients are named in a sentence; a table names all."""


def extract_sentence(extract: Extract) -> str:
    """Which extract a study was made with."""
    parts = [f"{fmt.plural(extract.rows_in, 'row')}, {fmt.plural(extract.accepted, 'patient')}"]
    if extract.repaired:
        parts.append(f"{fmt.plural(extract.repaired, 'cell')} repaired by hand")
    return f"Made with {fmt.listed(extract.files)}: {', '.join(parts)}."


def analysis_title(result: SurvivalResult) -> str:
    """What an analysis is called where nobody says otherwise: "Overall survival by stage at diagnosis"."""
    plan = result.plan
    title = result.endpoint.label
    if plan.covariates:
        title += f": Cox model of {fmt.plural(len(plan.covariates), 'variable')}"
    elif result.variable is not None:
        title += f" by {fmt.in_sentence(result.variable.label)}"
    return f"{title}, {'; '.join(result.restricted)}" if result.restricted else title


def ran_sentence(ran: Ran) -> str:
    """What an analysis asks and finds, in a line: definition, groups, patients, events, P."""
    result, reason = ran.result, ran.analysis.reason
    said = [f"{reason.rstrip('.')}."] if reason else []
    if result is not None:
        e = result.endpoint
        groups = f" by {fmt.in_sentence(result.variable.label)}" if result.variable else ""
        only = f"; {'; '.join(result.restricted)}" if result.restricted else ""
        said.append(f"{e.label} from {e.time_zero}{groups}{only}.")
        counts = f"{fmt.plural(result.n, 'patient')}, {fmt.plural(result.n_events, 'event')}"
        p = f"; log-rank {fmt.p_statement(result.log_rank.p)}" if result.log_rank else ""
        said.append(f"{counts}{p}.")
    return " ".join(said)


def multiplicity_sentence(study: Study) -> str:
    """How many comparisons the study has, and how many of them were planned."""
    comparisons = [a for a in study.analyses if a.plan.by is not None or a.plan.covariates]
    planned = sum(a.why == "planned" for a in comparisons)
    if not comparisons:
        return ""
    n = len(comparisons)
    return (
        f"The study has {fmt.plural(n, 'comparison')}, {planned if planned else 'none'} of {'them' if n > 1 else 'it'} "
        "planned; P values are not adjusted for their number."
    )


def change_sentences(found: Changes) -> list[str]:
    """What is different, a sentence each; one sentence where nothing is."""
    if found.none:
        return [f"Nothing has changed: the same {fmt.plural(found.n_after, 'patient')}, each with the same values."]
    said = [f"{fmt.plural(found.n_before, 'patient')} then, {fmt.count(found.n_after)} now."]
    if not found.matched:
        said.append(
            "Whether they are the same patients can't be told: the extract has no patient ID of its own that may be "
            "kept."
        )
    said += _patients(found)
    said += [f"{f.label} changed in {fmt.plural(len(f.changes), 'patient')}." for f in found.fields]
    said += [f"New values of {label}: {fmt.listed(levels)}." for label, levels in found.levels]
    said += [
        f"{fmt.plural(len(labels), 'variable')} {what}: {fmt.listed(labels)}."
        for labels, what in ((found.columns_new, "new"), (found.columns_gone, "missing"))
        if labels
    ]
    return said


def _patients(found: Changes) -> list[str]:
    groups = (
        (found.new, "new"),
        (found.vanished, "no longer there"),
        *((who, f"with the event of {label} since") for label, who in found.events),
        (found.longer, "followed longer, without an event since"),
    )
    return [f"{fmt.plural(len(who), 'patient')} {what}{_named(who)}." for who, what in groups if who]


def _named(who: Sequence[str]) -> str:
    return f": {fmt.listed(who)}" if len(who) <= _FEW else ""


def changes_table(found: Changes) -> pd.DataFrame:
    """Every patient who is new, gone or not what he was: a line for each thing."""
    lines = [(id, "patient", "", "new") for id in found.new]
    lines += [(id, "patient", "there", "gone") for id in found.vanished]
    lines += [(id, label, "no event", "event") for label, who in found.events for id in who]
    lines += [(id, "follow-up", "", "longer") for id in found.longer]
    lines += [(c.id, f.label, c.before, c.after) for f in found.fields for c in f.changes]
    return pd.DataFrame(lines, columns=["Patient", "What", "Then", "Now"])


def then_and_now(ran: Sequence[Ran]) -> pd.DataFrame:
    """What each analysis gave when the study was saved, and what it gives now, a line a group."""
    lines = []
    for one in ran:
        then = {k.group: k for k in one.analysis.found}
        now = {k.group: k for k in one.now}
        for group in dict.fromkeys([*then, *now]):
            level = one.analysis.plan.conf_level
            lines.append((one.analysis.title, group, *_told(then.get(group), level), *_told(now.get(group), level)))
        if one.result is None and not then:
            lines.append((one.analysis.title, one.refusal, "", "", "", ""))
    columns = ["Analysis", "Group", "Events / n then", "Median then", "Events / n now", "Median now"]
    return pd.DataFrame(lines, columns=columns)


def _told(kept: KeptResult | None, conf_level: float) -> tuple[str, str]:
    if kept is None:
        return "", ""
    middle = fmt.median_ci(kept.median, kept.lower, kept.upper, kept.unit, conf_level)
    return f"{kept.n_events:,} / {kept.n:,}", middle


__all__ = [
    "analysis_title",
    "change_sentences",
    "changes_table",
    "extract_sentence",
    "multiplicity_sentence",
    "ran_sentence",
    "then_and_now",
]
