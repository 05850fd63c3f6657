"""What became of every row of the file, from upload to analysis. Nobody is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nec_core.errors import PlanError
from nec_core.ingest.admission import Admission


@dataclass(frozen=True)
class Flow:
    """Rows and patients at each stage; what enters a stage leaves it.

    Attributes:
        rows_in: rows of data in the file; accepted + folded + rejected.
        rejected: rows left out until repaired.
        rejected_dead: of them, those the file says are of patients who died; None where it tells no overall survival.
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
    rejected_dead: int | None
    folded: int
    accepted: int
    accepted_with_warnings: int
    filtered_out: int
    kept: int
    left_out: tuple[tuple[str, int], ...]
    analysed: int


def flow(admission: Admission, kept: int | None = None, left_out: Mapping[str, int] | None = None) -> Flow:
    """Follows the rows of a file to an analysis.

    Args:
        admission: of the file.
        kept: patients inside the filter; None without a filter.
        left_out: patients inside the filter without what the analysis needs, by reason ("no date of
            diagnosis").

    Raises:
        PlanError: more patients are kept or left out than there are, which is a fault of the program, not of the file.
    """
    accepted = admission.cohort.n
    inside = accepted if kept is None else kept
    reasons = tuple((reason, n) for reason, n in (left_out or {}).items() if n)
    result = Flow(
        rows_in=admission.source.rows_in,
        rejected=len(admission.rejected_rows),
        rejected_dead=admission.cohort.rejected.events.get("os"),
        folded=len(admission.folded_rows),
        accepted=accepted,
        accepted_with_warnings=admission.n_with_warnings,
        filtered_out=accepted - inside,
        kept=inside,
        left_out=reasons,
        analysed=inside - sum(n for _, n in reasons),
    )
    _check(result)
    return result


def _check(flow: Flow) -> None:
    if min(flow.filtered_out, flow.kept, flow.analysed, *(n for _, n in flow.left_out), 0) < 0:
        raise PlanError(
            f"The patients do not add up: {flow.accepted} accepted, {flow.kept} inside the filter, "
            f"{flow.analysed} analysed. "
            "Pass the filter and the reasons of this cohort; otherwise report this."
        )
