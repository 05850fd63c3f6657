"""The study of somebody who has made none: overall and progression-free survival by stage."""

from __future__ import annotations

import datetime as dt

from nec_core.analysis.plan import AnalysisPlan
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.patients.endpoints import available
from nec_core.patients.grouping import can_group, usual_group
from nec_core.study.study import Extract, Study, StudyAnalysis
from nec_core.summary.characteristics.table_plan import TablePlan

_ENDPOINTS = ("os", "pfs")
_NOBODY_ADDED_IT = dt.date(2000, 1, 1)
"""Fixed: the same extract has the same usual study."""


def usual_study(admission: Admission, mapping: Mapping | None = None) -> Study:
    """Overall and progression-free survival where the cohort has them, else what it has, by stage or what stands for
    it.

    Args:
        admission: of the extract.
        mapping: as it was taken; None for one of its columns alone.
    """
    cohort = admission.cohort
    by = usual_group({v.name: v for v in cohort.variables.values() if can_group(v)})
    known = {e.name: e for e in available(cohort)}
    names = [n for n in _ENDPOINTS if n in known] or list(known)
    analyses = tuple(
        StudyAnalysis(
            title=known[n].label + (f" by {cohort.variables[by].label.lower()}" if by else ""),
            plan=AnalysisPlan(endpoint=n, by=by),
            added=_NOBODY_ADDED_IT,
        )
        for n in names
    )
    is_category = by is not None and cohort.variables[by].kind == "category"
    return Study(
        name=admission.source.file_name.rpartition(".")[0] or admission.source.file_name,
        extract=Extract.of(admission, 0),
        mapping=mapping or Mapping(layout=admission.source.layout, columns=admission.columns),
        table=TablePlan(by=by if is_category else None),
        analyses=analyses,
    )


__all__ = ["usual_study"]
