"""A time and an event are a pair where they speak of the same thing; what could be either becomes an endpoint each."""

from __future__ import annotations

import pytest

from nec_core.ingest.mapping import Mapping
from nec_core.ingest.matching.suggestion import suggest
from nec_core.ingest.questions import open_questions
from tests.ingest.tables import table

TIMES = [str(7 * i + 3) for i in range(20)]
CODES = ["1", "0"] * 10
OTHER_CODES = ["1", "1", "0", "0"] * 5
WORDS = ["Deceased", "Alive"] * 10
OF_THE_DEAD = [t if c == "1" else "" for t, c in zip(TIMES, CODES, strict=True)]


def suggested(columns: dict[str, list[str]]) -> Mapping:
    return suggest(table(columns))


def pairs(columns: dict[str, list[str]]) -> dict[str, str]:
    return {c.column: c.target for c in suggested(columns).columns if c.target not in ("extra", "drop")}


@pytest.mark.parametrize(
    ("of_death", "follow_up", "event", "texts", "taken"),
    [
        ("days_to_death", "days_to_last_known_alive", "status", WORDS, "vital_status"),
        ("Weeks until death", "Weeks of follow-up", "Died", CODES, "event:os"),
        ("survival_time", "interval of last followup", "patient_vital_status", WORDS, "vital_status"),
    ],
)
def test_a_time_of_the_dead_beside_a_follow_up_is_the_time_of_the_event(
    of_death: str, follow_up: str, event: str, texts: list[str], taken: str
) -> None:
    followed = ["0" if of_dead else t for of_dead, t in zip(OF_THE_DEAD, TIMES, strict=True)]
    found = pairs({event: texts, of_death: OF_THE_DEAD, follow_up: followed})
    assert found == {event: taken, of_death: "time_of_event:os", follow_up: "time:os"}


def test_a_time_to_death_that_everybody_has_is_the_time() -> None:
    assert pairs({"time to death": TIMES, "died": CODES}) == {"time to death": "time:os", "died": "event:os"}


def test_a_time_that_only_the_dead_have_is_no_survival_time_by_itself() -> None:
    assert pairs({"days_to_death": OF_THE_DEAD, "died": CODES}) == {
        "days_to_death": "time_of_event:os", "died": "event:os",
    }  # fmt: skip


def test_death_goes_with_the_follow_up_and_relapse_with_its_own_time() -> None:
    assert pairs({"time to relapse": TIMES, "relapse yn": CODES, "fu days": TIMES[::-1], "dead": OTHER_CODES}) == {
        "time to relapse": "time:ttr", "relapse yn": "event:ttr", "fu days": "time:os", "dead": "event:os",
    }  # fmt: skip


def test_a_relapse_whose_time_only_the_relapsed_have_is_followed_as_long_as_survival() -> None:
    columns = {"months to recurrence": OF_THE_DEAD, "recurred": CODES, "follow up months": TIMES, "died": OTHER_CODES}
    assert pairs(columns)["months to recurrence"] == "time_of_event:ttr"


def test_a_death_is_not_counted_over_the_time_to_something_else() -> None:
    assert "months to response" not in pairs({"months to response": TIMES, "dead": CODES})


def test_two_cuts_of_the_data_are_two_endpoints_each_with_its_event() -> None:
    columns = {"OS_days_2011": TIMES, "OS_event_2015": CODES, "OS_days_2015": TIMES[::-1], "OS_event_2011": CODES}
    assert pairs(columns) == {
        "OS_days_2011": "time:os_2011", "OS_event_2011": "event:os_2011",
        "OS_days_2015": "time:os_2015", "OS_event_2015": "event:os_2015",
    }  # fmt: skip


def test_two_times_to_the_same_death_are_two_endpoints() -> None:
    assert pairs({"survival_dx": TIMES, "survival_registration": TIMES[::-1], "died": CODES}) == {
        "survival_dx": "time:os_dx", "survival_registration": "time:os_registration", "died": "vital_status",
    }  # fmt: skip


def test_one_time_in_two_units_is_one_endpoint() -> None:
    assert pairs({"os days": TIMES, "os years": [f"{int(t) / 365:.3f}" for t in TIMES], "os event": CODES}) == {
        "os days": "time:os", "os event": "event:os",
    }  # fmt: skip


def test_bare_names_of_endpoints_are_their_times() -> None:
    assert pairs({"OS": TIMES, "Died": CODES, "PFS": TIMES[::-1], "Progression": OTHER_CODES}) == {
        "OS": "time:os", "Died": "event:os", "PFS": "time:pfs", "Progression": "event:pfs",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("time", "event"), [("survtime", "censdead"), ("daystodeath", "dead"), ("futime", "event_overall")]
)
def test_names_run_together_are_read(time: str, event: str) -> None:
    assert pairs({time: TIMES, event: CODES}) == {time: "time:os", event: "event:os"}


@pytest.mark.parametrize("header", ["Marital status", "Menopausal status", "HER2 status", "Smoking status now"])
def test_the_status_of_something_else_is_no_event(header: str) -> None:
    found = pairs({header: ["a", "b"] * 10, "months": TIMES, "status": WORDS})
    assert header not in found
    assert found["status"] == "vital_status"


def test_a_cause_of_death_is_no_event() -> None:
    assert pairs({"reason of death": ["tumour", "heart"] * 10, "months": TIMES, "dead": CODES})["dead"] == "event:os"


def test_few_distinct_times_with_a_unit_are_times() -> None:
    assert pairs({"os_years": ["1", "2", "3", "4"] * 5, "os_event": CODES})["os_years"] == "time:os"


@pytest.mark.parametrize("header", ["Clotting time", "Operating time (min)", "Cold ischemia time"])
def test_a_time_in_a_laboratory_or_theatre_is_no_survival_time(header: str) -> None:
    assert header not in pairs({header: TIMES, "status": WORDS})


@pytest.mark.parametrize("header", ["cens", "Censor", "censored", "censdead"])
def test_a_column_called_for_censoring_is_asked_with_the_events_either_way(header: str) -> None:
    columns = {"months": TIMES, header: ["1"] * 7 + ["0"] * 13}
    asked = open_questions(table(columns), suggested(columns))
    assert [(q.column, q.kind) for q in asked] == [(header, "event")]
    assert "7 events" in asked[0].text
    assert "13" in asked[0].text


@pytest.mark.parametrize(
    "name",
    ["Treatment time (days)", "Duration of chemotherapy (weeks)", "Time from onset to diagnosis", "Hospital time",
     "Waiting time", "time to surgery (days)", "optime", "Entry time"],
)  # fmt: skip
def test_a_time_of_something_else_is_no_survival_time(name: str) -> None:
    assert not [t for t in pairs({name: TIMES, "died": CODES}).values() if t.startswith("time:")]


@pytest.mark.parametrize(
    "name",
    ["time", "n_days", "Follow-up time (d)", "Time from diagnosis to last contact", "elapsedtime", "survival_time_dx",
     "Time on study", "daystodeath", "timeWeeks", "lenfol", "Duration", "Time since transplantation (months)"],
)  # fmt: skip
def test_a_time_that_speaks_of_nothing_else_is(name: str) -> None:
    assert pairs({name: TIMES, "died": CODES}) == {name: "time:os", "died": "event:os"}


def test_a_treatment_s_time_does_not_complete_a_time_to_death() -> None:
    found = pairs({"Time to death (months)": OF_THE_DEAD, "Treatment time (days)": TIMES, "dead": CODES})
    assert found == {"Time to death (months)": "time_of_event:os", "dead": "event:os"}


@pytest.mark.parametrize(
    ("own", "other"),
    [(("dtime", "death"), ("rtime", "recur")), (("time2", "dead2"), ("time1", "event1"))],
)  # fmt: skip
def test_bare_times_go_with_the_event_that_has_their_letter_or_number(
    own: tuple[str, str], other: tuple[str, str]
) -> None:
    found = pairs({other[0]: TIMES[::-1], other[1]: OTHER_CODES, own[0]: TIMES, own[1]: CODES})
    assert found[own[0]].startswith("time:")
    assert found[own[0]].split(":")[1] == found[own[1]].split(":")[1]


def test_death_of_one_cause_is_not_death_from_any() -> None:
    assert pairs({"time": TIMES, "cancer_death": CODES}) == {"time": "time:css", "cancer_death": "event:css"}


def test_every_value_an_event_of_another_kind_says_nothing() -> None:
    columns = {"survival days": TIMES, "event": ["death", "relapse"] * 10}
    assert suggested(columns).column("event").values == {}


@pytest.mark.parametrize("few", ["alive", "dead"])
def test_two_times_need_few_of_either_kind(few: str) -> None:
    codes = [("0" if few == "alive" else "1") if i < 1 else ("1" if few == "alive" else "0") for i in range(20)]
    of_dead = [t if c == "1" else "" for t, c in zip(TIMES, codes, strict=True)]
    followed = [str(int(t) // 2) if c == "1" else t for t, c in zip(TIMES, codes, strict=True)]
    found = pairs({"Time to death": of_dead, "Time to last follow-up": followed, "died": codes})
    assert (found["Time to death"], found["Time to last follow-up"]) == ("time_of_event:os", "time:os")


def test_a_quarter_of_the_living_with_a_time_of_death_is_a_contradiction_and_no_other_file() -> None:
    of_dead = [t if c == "1" or i in (1, 5, 9) else "" for i, (t, c) in enumerate(zip(TIMES, CODES, strict=True))]
    found = pairs({"Time to death": of_dead, "Time to last follow-up": TIMES, "died": CODES})
    assert found["Time to death"] == "time_of_event:os"


@pytest.mark.parametrize(("n_alive", "apart"), [(5, True), (2, False)])
def test_a_few_of_the_living_with_an_observation_alone_tell_two_times_though_one_contradicts(
    n_alive: int, apart: bool
) -> None:
    times = [str(20 + 7 * i) for i in range(80)]
    alive = range(80 - n_alive, 80)
    codes = ["no" if i in alive else "yes" for i in range(80)]
    of_dead = ["" if i in alive or i == 3 else t for i, t in enumerate(times)]
    if n_alive > 2:
        of_dead[-1] = times[-1]  # a time of death, but alive
    observed = [t if i in alive else "0" for i, t in enumerate(times)]
    found = pairs({"Time to death (days)": of_dead, "observation time (days)": observed, "died": codes})
    assert (found.get("observation time (days)") == "time:os") == apart


def test_two_times_tell_without_a_status_who_died() -> None:
    columns = {"Time to death (days)": OF_THE_DEAD, "Follow-up (days)": TIMES, "Relapse": OTHER_CODES}
    found = pairs(columns)
    assert (found["Time to death (days)"], found["Follow-up (days)"]) == ("time_of_event:os", "time:os")


def test_a_status_under_an_unknown_name_goes_with_the_time_of_death() -> None:
    codes = [*CODES[:-2], "1", "1"]  # one whose time of death is not known
    columns = {"qq": codes, "Time to death (days)": OF_THE_DEAD, "Follow-up (days)": TIMES}
    assert suggested(columns).column("qq").values == {"1": "1", "0": "0"}


@pytest.mark.parametrize("followed", ["0", "earlier"])
def test_numbers_that_just_the_dead_have_are_their_time_whatever_they_are_called(followed: str) -> None:
    last = {"0": "0", "earlier": "2"}[followed]
    follow_up = [last if c == "1" else t for t, c in zip(TIMES, CODES, strict=True)]
    found = pairs({"qq": OF_THE_DEAD, "Follow-up (days)": follow_up, "dead": CODES})
    assert found["qq"] == "time_of_event:os"
    assert "qq" not in pairs({"qq": TIMES, "Follow-up (days)": follow_up, "dead": CODES})


def test_one_status_beside_overall_and_progression_free_survival_is_the_death_s() -> None:
    found = pairs({"OS months": TIMES, "PFS months": TIMES[::-1], "status": CODES})
    assert found == {"OS months": "time:os", "status": "event:os"}


def test_of_two_times_under_one_name_the_plain_one_is_the_endpoint() -> None:
    found = pairs({"OS_months": TIMES, "OS_months_landmark": TIMES[::-1], "OS_status": CODES})
    assert found["OS_months"] == "time:os"
    assert found.get("OS_months_landmark") != "time:os"


def test_a_relapse_with_its_own_time_is_followed_to_the_last_contact() -> None:
    of_relapsed = [t if c == "1" else "0" for t, c in zip(TIMES, CODES, strict=True)]
    found = pairs({"days to recurrence": of_relapsed, "recurrence": CODES, "follow up days": TIMES})
    assert found == {
        "days to recurrence": "time_of_event:ttr", "recurrence": "event:ttr", "follow up days": "time:ttr",
    }  # fmt: skip


@pytest.mark.parametrize(
    "texts", [["Dead of disease", "Alive with disease"], ["DOD", "NED"], ["verstorben (Tumor)", "lebt"]]
)
def test_words_of_life_decide_whatever_they_add(texts: list[str]) -> None:
    mapping = suggested({"OS months": TIMES, "outcome": texts * 10})
    column = mapping.column("outcome")
    assert column.target == "vital_status"
    assert {column.values.get(t.casefold()) for t in texts} <= {"dead", "alive", None}
    assert open_questions(table({"OS months": TIMES, "outcome": texts * 10}), mapping) == ()
