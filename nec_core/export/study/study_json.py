"""A study's analyses on an extract as JSON: each as `analyse --json` gives it, with why it is there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from nec_core.export import report_json
from nec_core.ingest.admission import Admission
from nec_core.study.changes import Changes
from nec_core.study.running import Ran
from nec_core.study.study import Study


def of_study(study: Study, admission: Admission, ran: Sequence[Ran], changed: Changes | None) -> str:
    """Everything, unrounded.

    Args:
        study: the study.
        admission: of the extract it was run on.
        ran: its analyses.
        changed: since an earlier extract; None where nobody gave one.
    """
    found: dict[str, Any] = {
        "study": study.name,
        "made_with": study.made_with,
        "extract": study.extract.model_dump(mode="json"),
        "same_extract": admission.source.sha256 == study.extract.sha256,
        "changes": asdict(changed) if changed else None,
        "analyses": [
            {
                **one.analysis.model_dump(mode="json", include={"title", "why", "reason", "added"}),
                "plan": one.analysis.plan.model_dump(mode="json"),
                "then": [k.model_dump(mode="json") for k in one.analysis.found],
                "as_saved": one.is_as_saved,
                "refused": one.refusal or None,
                "result": json.loads(report_json.of_analysis(one.result)) if one.result else None,
            }
            for one in ran
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False)


__all__ = ["of_study"]
