"""What became of every row of the file, from upload to analysis. Nobody is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nec_core.errors import PlanError
from nec_core.patients.cohort import Cohort


@dataclass(frozen=True)
class Flow:
    """Rows and patients at each stage; what enters a stage leaves it.

    Attributes:
        rows_in: rows of data in the file; accepted + folded + rejected.
        rejected: rows left out until repaired.
        folded: rows that belong to a patient of another row.
        accepted: patients; filtered_out + kept.
        accepted_with_warnings: of the accepted, those with at least one warning.
        filtered_out: patients outside the filter.
        kept: patients inside the filter; analysed + left out.
        left_out: patients inside the filter that the analysis can't use, by reason.
        analysed: patients in the analysis.
    """

    rows_in: int
    rejected: int
    folded: int
    accepted: int
    accepted_with_warnings: int
    filtered_out: int
    kept: int
    left_out: tuple[tuple[str, int], ...]
    analysed: int


def flow(cohort: Cohort, kept: int | None = None, left_out: Mapping[str, int] | None = None) -> Flow:
    """Follows the rows of a cohort's file to an analysis.

    Args:
        cohort: all accepted patients, before the filter.
        kept: patients inside the filter; None without a filter.
        left_out: patients inside the filter without what the analysis needs, by reason ("no date of
            diagnosis").

    Raises:
        PlanError: rows got lost or were counted twice, which is a fault of the program, not of the file.
    """
    inside = cohort.n if kept is None else kept
    reasons = tuple((reason, n) for reason, n in (left_out or {}).items() if n)
    result = Flow(
        rows_in=cohort.source.rows_in,
        rejected=len(cohort.rejected_rows),
        folded=len(cohort.folded_rows),
        accepted=cohort.n,
        accepted_with_warnings=cohort.n_with_warnings,
        filtered_out=cohort.n - inside,
        kept=inside,
        left_out=reasons,
        analysed=inside - sum(n for _, n in reasons),
    )
    _check(result)
    return result


def _check(flow: Flow) -> None:
    if flow.rows_in != flow.accepted + flow.folded + flow.rejected:
        raise PlanError(
            f"The rows do not add up: {flow.rows_in} in the file, but {flow.accepted} accepted, "
            f"{flow.folded} folded and {flow.rejected} rejected. "
            "Pass the cohort as it was before filtering; otherwise report this."
        )
    if min(flow.filtered_out, flow.kept, flow.analysed, *(n for _, n in flow.left_out), 0) < 0:
        raise PlanError(
            f"The patients do not add up: {flow.accepted} accepted, {flow.kept} inside the filter, "
            f"{flow.analysed} analysed. "
            "Pass the filter and the reasons of this cohort; otherwise report this."
        )
