"""A study's analyses on an extract, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.export import report_text
from nec_core.export.study.study_words import change_sentences, extract_sentence, multiplicity_sentence
from nec_core.ingest.admission import Admission
from nec_core.study.changes import Changes
from nec_core.study.running import Ran
from nec_core.study.study import Study

_SAME, _ANOTHER = "This is the extract it was made with.", "This is another extract than it was made with."


def of_study(study: Study, admission: Admission, ran: Sequence[Ran], changed: Changes | None) -> str:
    """What changed since an earlier extract, if there is one, and every analysis under its title."""
    same = admission.source.sha256 == study.extract.sha256
    head = [study.name, extract_sentence(study.extract), _SAME if same else _ANOTHER]
    parts = ["\n".join([*head, *filter(None, [multiplicity_sentence(study)])])]
    if changed is not None:
        parts.append("\n".join(["What changed", *change_sentences(changed)]))
    for number, one in enumerate(ran, start=1):
        reason = f": {one.analysis.reason}" if one.analysis.reason else ""
        title = f"{number}. {one.analysis.title} ({one.analysis.why}{reason})"
        parts.append(f"{title}\n{report_text.of_analysis(one.result) if one.result else one.refusal}")
    return "\n\n".join(parts)


__all__ = ["of_study"]
