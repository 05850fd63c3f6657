"""The records for the eye: their numbers, and each mark from a file that raises it beside one that does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Fold
from nec_core.ingest.opening import admit, open_table
from nec_core.summary.sanity import Mark, MarkKind, dead_followed_longer, sanity
from nec_core.survival.counts.event_table import event_table

SAMPLES = Path(__file__).parent.parent.parent / "sample_data"
TODAY = dt.date(2024, 6, 1)
TIMES = (3, 5, 7, 8, 11, 14, 17, 20, 24, 30, 31, 35)
DIED = (1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0)


def timed(
    times: Iterable[float | str], died: Iterable[int | str], unit: str = "months", event: str = "died"
) -> Admission:
    """A file with overall survival as a time and an event; "" is a blank."""
    rows = [f"P{i},{t},{d}" for i, (t, d) in enumerate(zip(times, died, strict=True))]
    return admit(f"patient_id,os_{unit},{event}\n".encode() + "\n".join(rows).encode(), "made.csv")


def dated(diagnosed: Sequence[str], ended: Sequence[str], died: Sequence[int]) -> Admission:
    rows = [
        f"P{i},{start},{end},{'dead' if d else 'alive'}"
        for i, (start, end, d) in enumerate(zip(diagnosed, ended, died, strict=True))
    ]
    header = "patient_id,diagnosis_date,last_contact_date,vital_status\n"
    return admit((header + "\n".join(rows)).encode(), "made.csv")


def marked(admission: Admission) -> dict[MarkKind, Mark]:
    return {mark.kind: mark for mark in sanity(admission, TODAY).marks}


def test_the_numbers_are_those_of_a_naive_count() -> None:
    found = sanity(timed(TIMES, DIED), TODAY)
    (only,) = found.endpoints
    assert (found.n, found.first_year, found.last_year, found.marks) == (12, None, None, ())
    assert (only.name, only.of_death, only.unit, only.n, only.events) == ("os", True, "months", 12, 6)
    assert (only.shortest, only.longest) == (3, 35)
    assert only.median_follow_up == 24  # of 7, 14, 20, 24, 31, 35: at risk 10, 7, 5, 4, 2, 1
    assert only.median == 30  # S: 11/12, 10/12, then by 8/9, 7/8, 5/6, and at 30 by 2/3


def test_years_of_diagnosis_and_further_endpoints_are_told() -> None:
    found = sanity(admit((SAMPLES / "anorectal_nec_38.csv").read_bytes(), "sample.csv"), TODAY)
    assert (found.first_year, found.last_year) == (2000, 2018)
    assert [(e.name, e.n, e.events, e.of_death) for e in found.endpoints] == [
        ("os", 38, 24, True),
        ("pfs", 38, 31, False),
    ]


@pytest.mark.parametrize(
    ("sample", "kinds"),
    [("anorectal_nec_38.csv", []), ("late_surgery.csv", []), ("messy_extract.csv", ["many_rejected"])],
)
def test_marks_are_rare(sample: str, kinds: list[str]) -> None:
    assert list(marked(admit((SAMPLES / sample).read_bytes(), sample))) == kinds


def test_nobody_died() -> None:
    found = marked(timed(TIMES, [0] * 12))["no_event"]
    assert (found.n, found.total, found.about, found.of_death) == (0, 12, "Overall survival", True)
    assert "no_event" not in marked(timed(TIMES, [1, *[0] * 11]))
    assert "no_event" not in marked(timed(TIMES[:4], [0] * 4))  # of four patients it is no wonder


def test_everybody_died() -> None:
    found = marked(timed(TIMES, [1] * 12))["all_events"]
    assert (found.n, found.total) == (0, 12)
    assert "all_events" not in marked(timed(TIMES, [0, *[1] * 11]))


def test_where_everybody_with_a_time_died_the_living_that_were_left_out_are_counted() -> None:
    """Two without a time; where more of the living have none the file is refused."""
    rows = [f"P{i},{'dead' if i < 6 else 'alive'},{31 * (i + 1) if i < 6 else ''}" for i in range(8)]
    admission = admit(("patient_id,vital_status,os_days\n" + "\n".join(rows)).encode(), "made.csv")
    found = marked(admission)["all_events"]
    assert (found.n, found.total, found.column) == (2, 6, "vital_status")


def test_a_status_the_wrong_way_round_is_seen_from_the_dead_being_followed_longer() -> None:
    times = [*range(1, 9), *range(20, 28)]
    early, late = [1] * 8 + [0] * 8, [0] * 8 + [1] * 8
    assert marked(timed(times, early)) == {}
    found = marked(timed(times, late))["dead_longer"]
    assert (found.share, found.n, found.total, found.column) == (1.0, 8, 16, "died")


def test_a_column_named_for_the_living_is_marked_where_its_dead_are_followed_as_long() -> None:
    alternating = [i % 2 for i in range(1, 17)]
    times = [*range(1, 17)]
    assert marked(timed(times, alternating, event="died")) == {}
    found = marked(timed(times, alternating, event="alive"))["dead_longer"]
    assert (found.column, found.texts) == ("alive", ("0",))
    assert found.share == pytest.approx(36 / 64)
    assert marked(timed(times, [0] * 8 + [1] * 8, event="alive")) == {}  # the dead first, as a rule


@pytest.mark.parametrize("seed", range(5))
def test_who_was_followed_longer_is_that_of_all_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    time, event = rng.integers(0, 12, 40), rng.random(40) < 0.5
    dead, alive = time[event][:, None], time[~event][None, :]
    naive = (dead > alive).mean() + (dead == alive).mean() / 2
    assert dead_followed_longer(event_table(time, event)) == pytest.approx(naive, abs=1e-12)


def test_of_few_dead_or_few_living_nobody_says_who_was_followed_longer() -> None:
    assert dead_followed_longer(event_table([1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 0, 0, 0, 0, 1, 1, 1, 1])) is None
    assert dead_followed_longer(event_table(range(10), [0] * 5 + [1] * 5)) == 1.0


def test_rejected_rows_that_are_all_deaths() -> None:
    rows = [*((t, d) for t, d in zip(TIMES, DIED, strict=True)), *((t, 0) for t in TIMES)]
    dead_out = marked(timed([*(t for t, _ in rows), *[""] * 5], [*(d for _, d in rows), *[1] * 5]))["rejected_events"]
    assert (dead_out.n, dead_out.total) == (5, 5)
    alive_out = timed([*(t for t, _ in rows), *[""] * 5], [*(d for _, d in rows), *[0] * 5])
    assert "rejected_events" not in marked(alive_out)
    nearly_all_alive = timed([*TIMES, *[""] * 20], [*DIED, 1, *[0] * 19])  # as unlike the others, the other way
    assert "rejected_events" not in marked(nearly_all_alive)


def test_more_than_a_fifth_rejected() -> None:
    found = marked(timed([*TIMES, *[""] * 4], [*DIED, 0, 1, 0, 1]))["many_rejected"]
    assert (found.n, found.total) == (4, 16)
    assert "many_rejected" not in marked(timed([*TIMES, *[""] * 3], [*DIED, 0, 1, 0]))  # a fifth


def test_totals_at_the_foot_are_no_rejected_patients() -> None:
    rows = "\n".join(f"P{i},{t},{d}" for i, (t, d) in enumerate(zip(TIMES[:5], DIED[:5], strict=True)))
    foot = "".join(f"\n{name},," for name in ("Total", "Summe"))
    assert "many_rejected" not in marked(admit(f"patient_id,os_months,died\n{rows}{foot}".encode(), "made.csv"))


def test_many_rows_folded() -> None:
    def folded(twice: int) -> Admission:
        ids = [*range(12), *range(twice)]
        rows = "\n".join(f"P{i},{TIMES[i]},{DIED[i]},{k}" for k, i in enumerate(ids))
        data = f"patient_id,os_months,died,visit\n{rows}".encode()
        mapping = open_table(data, "made.csv")[1]
        return admit(data, "made.csv", mapping.model_copy(update={"fold": Fold(rule="first")}))

    found = marked(folded(6))["many_folded"]
    assert (found.n, found.total) == (6, 18)
    assert "many_folded" not in marked(folded(5))


def test_many_at_time_zero() -> None:
    found = marked(timed([0] * 5 + [*TIMES], [0, 1, 0, 1, 0, *DIED]))["many_at_zero"]
    assert (found.n, found.total) == (5, 17)
    quarter = timed([0] * 5 + [*TIMES, 36, 37, 38], [0, 1, 0, 1, 0, *DIED, 0, 0, 1])
    assert "many_at_zero" not in marked(quarter)


@pytest.mark.parametrize(
    ("unit", "longest", "kinds"),
    [
        ("years", 41, ["too_long"]), ("years", 40, []), ("months", 481, ["too_long"]), ("months", 480, []),
        ("days", 9999, []), ("days", 14611, ["too_long"]), ("days", 31, []), ("days", 30, ["too_short"]),
    ],
)  # fmt: skip
def test_a_longest_time_that_is_the_wrong_unit_s(unit: str, longest: int, kinds: list[str]) -> None:
    times = [*np.linspace(1.5, 20, 12).round(1), longest]
    assert list(marked(timed(times, [*DIED, 0], unit))) == kinds


@pytest.mark.parametrize(
    ("times", "kinds"),
    [
        ([31.0] * 3 + [30.5] * 3 + [35.0] * 3, ["median_too_long"]),
        ([29.0] * 3 + [28.5] * 3 + [35.0] * 3, []),
        ([0.001] * 4 + [0.002] * 4 + [3.0] * 3, ["median_too_short"]),
        ([0.003] * 4 + [0.004] * 4 + [3.0] * 3, []),
    ],
)  # fmt: skip
def test_a_median_survival_that_is_no_patients(times: list[float], kinds: list[str]) -> None:
    assert list(marked(timed(times, [1] * (len(times) - 1) + [0], "years"))) == kinds


def test_years_of_diagnosis_outside_1950_and_today() -> None:
    died = [1, 0, 1, 0, 0, 1]
    usual = [f"20{10 + i}-03-0{i + 1}" for i in range(6)]
    assert marked(dated(usual, [f"20{12 + i}-05-01" for i in range(6)], died)) == {}
    found = marked(dated(["1900-01-01", *usual[1:]], ["1902-05-01", *(f"20{12 + i}-05-01" for i in range(5))], died))
    assert (found["odd_years"].n, found["odd_years"].total, found["odd_years"].day) == (1, 6, "2024")
    first = dated(["1950-01-01", *usual[1:]], ["1952-05-01", *(f"20{12 + i}-05-01" for i in range(5))], died)
    assert "odd_years" not in marked(first)


def test_a_group_of_dead_with_the_same_time() -> None:
    filled_in = [12] * 6
    found = marked(timed([*filled_in, *TIMES[:5], *TIMES], [*[1] * 6, *[1] * 5, *[0] * 12]))["same_time"]
    assert (found.n, found.total, found.time, found.unit) == (6, 11, 12, "months")
    half = timed([*filled_in, *TIMES[:6], *TIMES], [*[1] * 6, *[1] * 6, *[0] * 12])
    assert "same_time" not in marked(half)


def test_one_date_for_most() -> None:
    spread = [f"2015-0{1 + i % 9}-1{i % 7}" for i in range(12)]
    ended = [f"20{17 + i % 4}-05-0{1 + i % 9}" for i in range(12)]
    assert marked(dated(spread, ended, DIED)) == {}
    found = marked(dated(["2015-12-24"] * 7 + spread[:5], ended, DIED))["same_date"]
    assert (found.about, found.n, found.total, found.day) == ("Date of diagnosis", 7, 12, "2015-12-24")
    assert "same_date" not in marked(dated(["2015-12-24"] * 6 + spread[:6], ended, DIED))
    closed = dated(spread, ["2022-12-31"] * 12, [0, 1] * 6)
    assert "same_date" not in marked(closed)  # the living are last seen on the day the registry closed


def test_nobody_has_a_usable_time() -> None:
    found = marked(dated(["2015"] * 6, ["2016-05-01"] * 6, [1, 0, 1, 0, 0, 1]))
    assert found["no_times"].total == 6


def test_a_kind_is_marked_once_of_the_first_endpoint_that_shows_it() -> None:
    rows = "\n".join(f"P{i},{t},1,{t},1" for i, t in enumerate(TIMES))
    admission = admit(f"patient_id,os_months,os_event,pfs_months,pfs_event\n{rows}".encode(), "made.csv")
    found = sanity(admission, TODAY)
    assert [e.name for e in found.endpoints] == ["os", "pfs"]
    assert [(m.kind, m.about) for m in found.marks] == [("all_events", "Overall survival")]
