"""Done or not, positive or not: a blank is never silently in the denominator."""

from __future__ import annotations

import pytest

from nec_core.record import fields
from nec_core.summary.done_counts import DoneCount, done_counts, imaging_counts, marker_counts
from tests.analysed import sample
from tests.summary.cohorts import cohort_of


def test_p16_of_the_sample_is_positive_in_14_of_25_known() -> None:
    p16 = next(c for c in marker_counts(sample()) if c.test.name == "p16")
    assert (p16.positive, p16.known, p16.unknown, p16.blank, p16.n) == (14, 25, 13, 0, 38)


def test_the_four_counts_are_a_recount_and_add_up() -> None:
    for c in (*imaging_counts(sample()), *marker_counts(sample())):
        column = sample().records[c.test.name]
        assert (c.positive, c.negative) == ((column == c.finding).sum(), (column == c.other).sum())
        assert (c.unknown, c.blank) == ((column == "unknown").sum(), column.isna().sum())
        assert c.n == 38


def test_blank_unknown_and_no_are_three_things() -> None:
    (ct,) = imaging_counts(cohort_of({"ct": ["yes", "no", "unknown", None, None]}))
    assert (ct.positive, ct.negative, ct.unknown, ct.blank) == (1, 1, 1, 2)


@pytest.mark.parametrize(
    ("name", "finding", "other"),
    [("rb", "lost", "retained"), ("mmr", "deficient", "proficient"), ("kras", "mutated", "wild type"),
     ("p53", "abnormal", "wild type"), ("hpv", "positive", "negative"), ("mri", "yes", "no")],
)  # fmt: skip
def test_each_marker_has_its_own_words_for_the_finding(name: str, finding: str, other: str) -> None:
    (found,) = done_counts(cohort_of({name: [finding, other, other]}), ("Tumour", "Imaging"))
    assert (found.finding, found.other, found.positive, found.negative) == (finding, other, 1, 2)


def test_every_finding_of_the_record_s_tumour_and_imaging_is_counted() -> None:
    asked = {
        f.name for f in fields().values() if f.about.section in ("Tumour", "Imaging") and "unknown" in f.levels
    }  # fmt: skip
    cohort = cohort_of({name: ["unknown"] for name in asked})
    assert {c.test.name for c in done_counts(cohort, ("Tumour", "Imaging"))} == asked


def test_nothing_recorded_and_nobody_count_to_nothing() -> None:
    assert imaging_counts(cohort_of({"age_years": [50.0]})) == ()
    (nobody,) = marker_counts(cohort_of({"p16": []}))
    assert (nobody.n, nobody.known) == (0, 0)
    assert isinstance(nobody, DoneCount)
