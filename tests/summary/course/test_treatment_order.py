"""What came after what, told by days alone: nobody is lost between the boxes, and a guess is never made."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.summary.course.treatment_order import TreatmentOrder, treatment_order
from tests.analysed import sample
from tests.summary.cohorts import cohort_of

HEAD = "patient_id,diagnosis_date,last_contact_date,vital_status,systemic,systemic_date,resection,resection_date\n"


def order_of(*rows: str) -> TreatmentOrder:
    text = HEAD + "\n".join(f"P{i},2018-12-01,2020-05-10,{row}" for i, row in enumerate(rows)) + "\n"
    return treatment_order(admit(text.encode(), "made.csv", today=dt.date(2024, 1, 1)).cohort)


def check_sums(found: TreatmentOrder) -> None:
    for step in found.steps:
        assert step.n == sum(n for _, n in step.next) + step.dead + step.alive + step.unsaid + step.undated
        for kind, n in step.next:
            assert kind in {s.kind for s in found.at(step.place + 1)}
            assert n > 0
    for place in range(1, 1 + max((s.place for s in found.steps), default=0)):
        came = sum(n for s in found.at(place - 1) for _, n in s.next)
        assert sum(s.n for s in found.at(place)) == came
    assert sum(s.n for s in found.at(0)) + found.nothing_recorded == found.n


def test_the_sample_s_first_treatments_are_those_counted_by_their_dates() -> None:
    found = treatment_order(sample())
    check_sums(found)
    dates = sample().records[[t.treatment_date for t in found.treatments]]
    earliest = dates.min(axis=1)
    firsts = [
        tuple(t.name for t in found.treatments if dates.loc[i, t.treatment_date] == day)
        for i, day in earliest.items()
        if day == day
    ]
    assert dict(found.at(0)[0].next) == {kind: firsts.count(kind) for kind in set(firsts)}
    assert (found.at(0)[0].n, found.at(0)[0].alive) == (38, 1)


def test_two_on_the_same_day_are_one_step() -> None:
    found = order_of("dead,yes,2019-01-05,yes,2019-01-05")
    assert [(s.place, s.kind, s.dead) for s in found.steps] == [(0, (), 0), (1, ("resection", "systemic"), 1)]


def test_a_month_is_placed_where_no_day_in_it_could_change_the_order() -> None:
    found = order_of("alive,yes,2019-01,yes,2019-02-01", "alive,yes,2019-02,yes,2019-02-01")
    assert dict(found.at(0)[0].next) == {("systemic",): 1}
    assert found.at(0)[0].undated == 1
    assert [(s.kind, s.n, s.alive) for s in found.at(2)] == [(("resection",), 1, 1)]
    check_sums(found)


def test_both_in_one_month_are_not_the_same_day() -> None:
    found = order_of("alive,yes,2019-01,yes,2019-01")
    assert [(s.place, s.undated) for s in found.steps] == [(0, 1)]


def test_one_treatment_on_an_unknown_day_is_the_first_and_of_two_nobody_knows() -> None:
    found = order_of("dead,yes,,no,", "dead,yes,,yes,2019-01-05")
    assert dict(found.at(0)[0].next) == {("systemic",): 1}
    assert found.at(0)[0].undated == 1
    check_sums(found)


def test_none_given_is_an_end_and_nothing_recorded_is_apart() -> None:
    found = order_of("dead,no,,no,", "alive,,,no,", "alive,unknown,,,", "alive,,2019-01-05,,")
    assert (found.nothing_recorded, found.at(0)[0].dead, found.at(0)[0].n) == (2, 1, 2)
    assert [s.kind for s in found.at(1)] == [("systemic",)]


def test_without_patients_or_treatments_there_is_nothing_to_follow() -> None:
    nobody = treatment_order(sample().subset(np.zeros(38, bool)))
    assert (nobody.n, nobody.steps, nobody.nothing_recorded) == (0, (), 0)
    without = treatment_order(cohort_of({"age_years": [50.0]}))
    assert (without.treatments, without.nothing_recorded, without.steps) == ((), 1, ())


DAYS = st.sampled_from([None, "2019-01-01", "2019-02-01", "2019-03-01"])


@given(st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["alive", "dead", None])), max_size=12))
@settings(max_examples=40)
def test_steps_are_a_naive_recount_of_sorted_dates(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    cohort: Cohort = cohort_of(
        {
            "systemic": ["yes" if a else "no" for a, _, _ in rows], "systemic_date": [a for a, _, _ in rows],
            "resection": ["yes" if b else "no" for _, b, _ in rows], "resection_date": [b for _, b, _ in rows],
            "vital_status": [c for _, _, c in rows],
        }
    )  # fmt: skip
    found = treatment_order(cohort)
    check_sums(found)
    for step in found.at(2):
        (name,) = step.kind
        later = [a is not None and b is not None and (a > b if name == "systemic" else b > a) for a, b, _ in rows]
        assert step.n == sum(later)
        assert step.dead == sum(x and c == "dead" for x, (_, _, c) in zip(later, rows, strict=True))
