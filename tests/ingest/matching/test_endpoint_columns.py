"""A time and an event are paired by their names; what a code means is taken from the file or left open."""

from __future__ import annotations

import pytest

from nec_core.ingest.matching.endpoint_columns import (
    event_values,
    header_codes,
    looks_like_event,
    looks_like_time,
    time_unit,
    vital_values,
    vital_word,
)
from nec_core.ingest.matching.endpoint_pairs import suggest_endpoints
from nec_core.ingest.matching.profile import Profile, header_words, profile
from tests.ingest.tables import table


def of(header: str, *texts: str) -> Profile:
    return profile(table({header: list(texts)}), header)


@pytest.mark.parametrize(
    ("header", "texts", "expected"),
    [
        ("died", ["0", "1"], {"0": "0", "1": "1"}),
        ("died", ["Y", "N", "y"], {"y": "1", "n": "0"}),
        ("Death", ["1.0", "0.0"], {"1.0": "1", "0.0": "0"}),
        ("alive", ["yes", "no"], {"yes": "0", "no": "1"}),
        ("alive", ["1", "0"], {"1": "0", "0": "1"}),
        ("censored", ["TRUE", "FALSE"], {"true": "0", "false": "1"}),
        ("status", ["0", "1"], {}),
        ("status", ["1", "2"], {}),
        ("outcome", ["yes", "no"], {}),
        ("status (1=dead 2=alive)", ["1", "2"], {"1": "1", "2": "0"}),
        ("Status (0 = dead, 1 = alive)", ["0", "1"], {"0": "1", "1": "0"}),
        ("first_event_0none_1pcm_2death", ["0", "1", "2"], {"0": "0", "1": "1", "2": "2"}),
        ("OS_STATUS", ["0:LIVING", "1:DECEASED"], {"0:living": "0", "1:deceased": "1"}),
        ("status", ["1: alive", "0: dead"], {"1: alive": "0", "0: dead": "1"}),
        ("status", ["Dead (2)", "Alive (1)"], {"dead (2)": "1", "alive (1)": "0"}),
        ("DSS_STATUS", ["0:ALIVE OR DEAD TUMOR FREE", "1:DEAD WITH TUMOR"],
         {"0:alive or dead tumor free": "0", "1:dead with tumor": "1"}),
        ("PFS_STATUS", ["0:CENSORED", "1:XYZ"], {}),
        ("status", ["dead", "alive", "alive"], {"dead": "1", "alive": "0"}),
        ("status", ["dead", "alive", "lost"], {}),
        ("died", ["0", "1", "2"], {}),
    ],
)  # fmt: skip
def test_what_an_event_column_says_by_itself(header: str, texts: list[str], expected: dict[str, str]) -> None:
    assert event_values(of(header, *texts))[0] == expected


def test_a_rare_slip_leaves_the_other_codes_clear() -> None:
    assert event_values(of("died", *["0", "1"] * 20, "lost"))[0] == {"0": "0", "1": "1"}
    assert event_values(of("died", *["0", "1"] * 20, "2"))[0] == {}  # a code is no slip


def test_codes_in_a_header_are_read() -> None:
    assert header_codes(header_words("Status: 1=alive, 2=dead of disease")) == {"1": "alive", "2": "dead of disease"}


@pytest.mark.parametrize(
    ("header", "texts", "expected"),
    [
        ("dead", ["y", "n"], {"y": "dead", "n": "alive"}),
        ("Alive", ["1", "0"], {"1": "alive", "0": "dead"}),
        ("status", ["1", "0"], {}),
        ("status (1=alive 2=dead)", ["1", "2"], {"1": "alive", "2": "dead"}),
        ("vital status", ["dead", "alive"], {}),
    ],
)
def test_what_a_vital_status_says_by_itself(header: str, texts: list[str], expected: dict[str, str]) -> None:
    assert vital_values(of(header, *texts)) == expected


@pytest.mark.parametrize(
    ("header", "unit"),
    [("OS_MONTHS", "months"), ("SurvivalDays", "days"), ("fu (yrs)", "years"), ("weeks", "weeks"), ("time", None)],
)
def test_the_unit_stands_in_the_header(header: str, unit: str | None) -> None:
    assert time_unit(header_words(header)) == unit


def pairs(columns: dict[str, list[str]]) -> dict[str, str]:
    raw = table(columns)
    found = suggest_endpoints(raw, [profile(raw, c) for c in raw.columns], deaths_told=False)
    return {c: m.target for c, m in found.items()}


def test_one_time_and_one_event_are_a_pair() -> None:
    assert pairs({"months": list("12345678"), "died": list("01010101"), "age": list("55667788")}) == {
        "months": "time:os", "died": "event:os",
    }  # fmt: skip


def test_several_pairs_are_matched_by_name() -> None:
    times, events = [str(i) for i in range(10)], list("0101010101")
    found = pairs({"OS_MONTHS": times, "PFS_STATUS": events, "PFS_MONTHS": times, "OS_STATUS": events})
    assert found == {
        "OS_MONTHS": "time:os", "OS_STATUS": "event:os", "PFS_MONTHS": "time:pfs", "PFS_STATUS": "event:pfs",
    }  # fmt: skip


def test_times_that_differ_by_their_unit_are_one_in_any_language() -> None:
    times = [str(i) for i in range(1, 11)]
    found = pairs({"OS Monate": times, "OS Tage": [f"{t}0" for t in times], "Tod": list("0101010101")})
    assert found == {"OS Monate": "time:os", "Tod": "event:os"}


def test_a_negative_slip_does_not_hide_a_time() -> None:
    assert pairs({"survival days": ["-1", *"123456789"], "died": list("0101010101")})["survival days"] == "time:os"


def test_days_before_birth_are_no_time() -> None:
    assert pairs({"DAYS_TO_BIRTH": [f"-{i}" for i in range(1, 9)], "died": list("01010101")}) == {}


@pytest.mark.parametrize(
    ("texts", "is_time"),
    [
        ([*map(str, range(1, 9)), "lost", "?"], True),  # 80% numbers: words are slips
        ([*map(str, range(1, 8)), "lost", "?", "x"], False),
        ([*map(str, range(1, 9)), "-1", "-2"], True),  # a fifth below zero: slips too
        ([*map(str, range(1, 8)), "-1", "-2", "-3"], False),
    ],
)
def test_a_time_is_nearly_all_numbers_and_hardly_any_below_zero(texts: list[str], is_time: bool) -> None:
    assert looks_like_time(of("survival time", *texts)) is is_time


@pytest.mark.parametrize(("n", "is_event"), [(6, True), (7, False)])
def test_an_event_has_up_to_six_texts(n: int, is_event: bool) -> None:
    assert looks_like_event(of("status", *(f"s{i}" for i in range(n)))) is is_event


@pytest.mark.parametrize("header", ["no relapse", "sin recidiva", "ohne Progress", "sans récidive"])
def test_what_did_not_happen_is_no_event(header: str) -> None:
    assert not looks_like_event(of(header, "yes", "no"))
    assert looks_like_event(of("relapse", "yes", "no"))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("verstorben (tumor)", "dead"),
        ("an anderer ursache verstorben", "dead"),
        ("am tumor verstorben", "dead"),
        ("aan andere oorzaak overleden", "dead"),
        ("lebt mit tumor", "alive"),
        ("alive, ned", "alive"),
        ("nicht verstorben", None),
        ("niet overleden", None),
        ("not dead", None),
        ("tumorfrei", None),
        ("", None),
    ],
)
def test_a_cell_says_of_life_what_its_first_or_its_last_word_says(text: str, meaning: str | None) -> None:
    assert vital_word(text) == meaning
