"""Who died and when, in files of dates under names nobody knows."""

from __future__ import annotations

import datetime as dt

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.errors import QuestionsOpenError
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit, open_table

START = dt.date(2012, 3, 1)


def extract(
    *,
    status: str = "vital status",
    words: tuple[str, str] = ("alive", "dead"),
    death: str = "qqq",
    last: str = "last contact",
    stays_blank: bool = False,
    lost: int = 0,
    more: tuple[str, ...] = (),
) -> bytes:
    """30 patients, every third dies 100 days after the last visit; of `lost` of them no date of death is known."""
    lines = []
    for i in range(30):
        dead = i % 3 == 0
        begin = START + dt.timedelta(days=11 * i)
        seen = begin + dt.timedelta(days=200 + 37 * (i % 9))
        died = seen + dt.timedelta(days=100)
        known = dead and i >= 3 * lost
        cells = [f"A{i}", begin, "" if dead and stays_blank else seen, died if known else "", words[dead]]
        lines.append(",".join(map(str, [*cells, *more])))
    header = ["patient id", "date of diagnosis", last, death, status, *(f"x{k}" for k in range(len(more)))]
    return "\n".join([",".join(header), *lines]).encode()


def taken(data: bytes) -> Mapping:
    return open_table(data, "made.csv")[1]


def of(data: bytes) -> tuple[int, int, float]:
    result = analyse(admit(data, "made.csv").cohort, AnalysisPlan(unit="days"))
    return result.n, result.n_events, float(result.table.times[result.table.events.sum(axis=0) > 0].min())


@pytest.mark.parametrize("name", ["qqq", "Passed away", "d_1"])
@pytest.mark.parametrize("stays_blank", [False, True])
def test_a_date_that_just_the_dead_have_is_their_death_s(name: str, stays_blank: bool) -> None:
    data = extract(death=name, stays_blank=stays_blank)
    column = taken(data).column(name)
    assert (column.target, column.confidence) == ("death_date", 0.7)
    assert column.reason == "those who died have this date, and nobody else"
    assert of(data) == (30, 10, 300.0)  # with the last visit it would be 200


@pytest.mark.parametrize("name", ["date of relapse", "Date of surgery", "Chemotherapy began"])
def test_a_date_of_something_else_is_not(name: str) -> None:
    assert taken(extract(death=name)).by_target("death_date") is None


def test_a_date_that_some_of_the_living_have_is_not_and_one_who_has_it_is_told() -> None:
    data = extract().replace(b",,alive", b",2019-01-01,alive", 3)
    assert taken(data).by_target("death_date") is None
    admission = admit(extract().replace(b",,alive", b",2019-01-01,alive", 1), "made.csv")
    assert [(f.rule, f.n) for f in admission.problems.findings] == [("death_date_but_alive", 1)]


@pytest.mark.parametrize("name", ["Died on", "verstorbenAm", "Décédé le", "Fallecido el"])
def test_a_date_whose_name_speaks_of_death_is_the_death_s_though_some_contradict_it_and_they_are_told(
    name: str,
) -> None:
    contradicting = extract(death=name, status="status", words=("0", "1")).replace(b",,0", b",2019-01-01,0", 4)
    mapping = taken(contradicting)
    assert mapping.column(name).target == "death_date"
    said = mapping.column("status").model_copy(update={"values": {"0": "alive", "1": "dead"}})
    told = admit(contradicting, "made.csv", mapping.replaced(said)).problems.findings
    assert ("death_date_but_alive", 4) in [(f.rule, f.n) for f in told]


@pytest.mark.parametrize(
    ("status", "words"),
    [("OS event", ("0", "1")), ("Censored", ("yes", "no")), ("Death event", ("censored", "event")),
     ("Dead", ("no", "yes")), ("outcome", ("Alive with disease", "Dead of disease"))],
)  # fmt: skip
def test_an_event_beside_dates_tells_who_died(status: str, words: tuple[str, str]) -> None:
    data = extract(status=status, words=words, death="date of death", lost=2)
    assert taken(data).column(status).target == "vital_status"
    assert of(data)[:2] == (30, 10)  # the two without a date are no survivors


def test_codes_are_asked_where_no_date_of_death_says_what_they_mean() -> None:
    data = extract(status="Event", words=("1", "2"), stays_blank=False).replace(b",qqq", b",xx")
    head, *rows = data.decode().splitlines()
    without = "\n".join([head, *(",".join([*r.split(",")[:3], "", r.split(",")[4]]) for r in rows)])
    with pytest.raises(QuestionsOpenError) as asked:
        admit(without.encode(), "made.csv")
    assert [q.kind for q in asked.value.questions] == ["values"]


@pytest.mark.parametrize("status", ["Event", "zzz"])
def test_codes_mean_what_the_dates_of_death_say(status: str) -> None:
    column = taken(extract(status=status, words=("1", "2"), death="date of death")).column(status)
    assert (column.target, column.values) == ("vital_status", {"1": "alive", "2": "dead"})


def test_two_values_that_go_with_nothing_are_a_variable() -> None:
    data = extract(status="arm", words=("A", "A"), death="date of death")
    text = "\n".join(line if i % 2 else line.replace(",A", ",B") for i, line in enumerate(data.decode().splitlines()))
    assert taken(text.encode()).column("arm").target == "extra"


def test_the_date_the_living_were_last_seen_is_found_under_any_name() -> None:
    data = extract(death="date of death", last="qqq2")
    column = taken(data).column("qqq2")
    assert (column.target, column.confidence) == ("last_contact_date", 0.7)
    assert of(data)[:2] == (30, 10)


def test_a_date_soon_after_the_start_is_no_last_contact() -> None:
    """A treatment's, a scan's."""
    lines = extract(death="date of death", last="qqq2").decode().splitlines()
    for i, line in enumerate(lines[1:]):
        cells = line.split(",")
        cells[2] = str(dt.date.fromisoformat(cells[1]) + dt.timedelta(days=10 + i % 7))
        lines[i + 1] = ",".join(cells)
    assert taken("\n".join(lines).encode()).by_target("last_contact_date") is None


@pytest.mark.parametrize(("name", "words"), [("date of death", ("alive", "dead")), ("death", ("A", "D"))])
def test_a_date_called_death_s_that_the_living_have_too_is_when_each_was_seen_last(
    name: str, words: tuple[str, str]
) -> None:
    lines = extract(words=words).decode().splitlines()
    cells = [line.split(",") for line in lines]
    without = ["id,date of diagnosis," + name + ",status", *(f"{c[0]},{c[1]},{c[2]},{c[4]}" for c in cells[1:])]
    data = "\n".join(without).encode()
    column = taken(data).column(name)
    assert (column.target, column.confidence) == ("last_contact_date", 0.7)
    assert column.reason == "its name speaks of death, but the living have this date as well: when each was seen last"
    assert of(data) == (30, 10, 200.0)


def test_a_date_of_death_that_some_of_the_living_have_stays_one_and_they_are_told() -> None:
    cells = [line.split(",") for line in extract().decode().splitlines()]
    rows = [f"{c[0]},{c[1]},{c[2] if i % 3 == 0 or i < 12 else ''},{c[4]}" for i, c in enumerate(cells[1:])]
    data = "\n".join(["id,date of diagnosis,date of death,status", *rows]).encode()
    assert taken(data).column("date of death").target == "death_date"
