"""One's own medians beside published ones, to be read and not tested: a published median comes without its patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nec_core.analysis.analyse import SurvivalResult
from nec_core.analysis.group_result import GroupResult
from nec_core.patients.cohort import level_words
from nec_core.published import COMPARATORS, Comparator
from nec_core.time_units import converted

OWN = "This cohort"


@dataclass(frozen=True)
class MedianRow:
    """A median survival, own or published.

    Attributes:
        source: the study, or "This cohort".
        group: the patients it is of; "" for everybody.
        n: patients of the group; None where it was not read.
        median: in months; None where the curve does not come down to a half.
        lower, upper: the interval; None where none was printed or the limit is not reached.
        has_interval: whether there is an interval at all.
        time_zero: from when it is counted; None where the source, as read, does not say.
        own: this cohort's.
        doi: of a published one.
    """

    source: str
    group: str
    n: int | None
    median: float | None
    lower: float | None
    upper: float | None
    has_interval: bool
    time_zero: str | None
    own: bool
    doi: str | None = None


@dataclass(frozen=True)
class PublishedMedians:
    """Medians of one endpoint in months, one's own first.

    Attributes:
        endpoint: "os" or "pfs".
        rows: own groups, then studies in the order in which they are declared.
        conf_level: of one's own intervals; published ones are as printed.
    """

    endpoint: Literal["os", "pfs"]
    rows: tuple[MedianRow, ...]
    conf_level: float

    @property
    def published(self) -> tuple[MedianRow, ...]:
        return tuple(row for row in self.rows if not row.own)


def published_medians(
    result: SurvivalResult, endpoint: Literal["os", "pfs"], comparators: Sequence[Comparator] = COMPARATORS
) -> PublishedMedians:
    """Puts a result's medians beside the published ones of the same endpoint. No P value, and nothing is pooled.

    Args:
        result: own survival, of this endpoint.
        endpoint: which medians of the comparators.
        comparators: those to be read beside.
    """
    own = [_own(result, g) for g in result.groups]
    theirs = [_row(c, k) for c in comparators for k, m in enumerate(c.medians) if m.endpoint == endpoint]
    return PublishedMedians(endpoint, (*own, *theirs), result.plan.conf_level)


def _own(result: SurvivalResult, group: GroupResult) -> MedianRow:
    def months(time: float | None) -> float | None:
        return None if time is None else float(converted(time, result.unit, "months"))

    found = group.median
    return MedianRow(
        source=OWN,
        group=level_words(result.variable, group.name) if len(result.groups) > 1 else "",
        n=group.n,
        median=months(found.value),
        lower=months(found.lower),
        upper=months(found.upper),
        has_interval=found.lower is not None or found.upper is not None,
        time_zero=result.endpoint.time_zero,
        own=True,
    )


def _row(study: Comparator, k: int) -> MedianRow:
    """A published median; of everybody, the study's own number of patients is the median's."""
    median = study.medians[k]
    scale = median.months / median.value
    everybody = median.group == "all"
    return MedianRow(
        source=study.study,
        group="" if everybody else median.group,
        n=study.n if everybody else median.n,
        median=median.months,
        lower=None if median.lower is None else median.lower * scale,
        upper=None if median.upper is None else median.upper * scale,
        has_interval=median.lower is not None or median.upper is not None,
        time_zero=None,
        own=False,
        doi=study.doi,
    )
