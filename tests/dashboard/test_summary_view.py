"""Treatments together: every patient in one line only."""

from __future__ import annotations

from dashboard.summary_view import _sets
from tests.analysed import sample


def test_every_patient_stands_in_one_set_of_treatments_the_most_frequent_first() -> None:
    cohort = sample()
    sets = _sets(cohort)
    names = [v.name for v in cohort.treatments]
    given = (cohort.records[names] == "yes").to_numpy()
    labels = [v.label for v in cohort.treatments]
    counted: dict[str, int] = {}
    for row in given:
        together = " + ".join(label for label, got in zip(labels, row, strict=True) if got) or "None recorded as given"
        counted[together] = counted.get(together, 0) + 1
    assert dict(zip(sets["Treatments together"], sets["Patients"], strict=True)) == counted
    assert sets["Patients"].sum() == cohort.n
    assert sets["Patients"].is_monotonic_decreasing
