"""Reading processes: what they make arrives, and whatever happens to one ends in a sentence here."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import psutil
import pytest

from nec_core.errors import EmptyFileError, FileTooLargeError, InputError, QuestionsOpenError
from nec_core.ingest.apart import readers
from nec_core.ingest.apart.asked import Asked
from nec_core.ingest.apart.limits import MB, Limits
from nec_core.ingest.apart.readers import Reader, Readers
from nec_core.ingest.progress import quiet
from nec_core.ingest.several_files import open_tables
from tests.ingest.apart import deeds

WIDE = Limits(memory_bytes=2000 * MB, seconds=60)
DAMAGED = (
    "It may be damaged, or have stray cells far from its table: open it in the program it comes from, save the table "
    "as CSV, and upload that."
)


@pytest.fixture(scope="module")
def pool() -> Iterator[Readers]:
    found = Readers(most=2)
    yield found
    found.end()


@pytest.fixture
def reader() -> Iterator[Reader]:
    found = Reader()
    yield found
    found.end()


PRELUDE = "import sys; from nec_core.ingest.apart.frames import send; "


def asked(pool: Readers, work: Callable[..., Any], *arguments: object) -> Any:
    return pool.done(work, arguments, 1000, quiet)


def test_what_it_makes_arrives_with_its_progress(pool: Readers) -> None:
    told: list[tuple[str, float]] = []
    assert pool.done(deeds.steps, (), 1000, lambda *step: told.append(step)) == "done"
    assert [s for s in dict.fromkeys(told) if s[0] in ("first", "second")] == [("first", 0.25), ("second", 0.5)]


def test_bytes_go_there_and_arrays_come_back_as_they_are(pool: Readers) -> None:
    array = np.arange(100_000)
    one, two, kind, start = asked(pool, deeds.twice, array, pickle.PickleBuffer(b"head" * 5000))
    assert (one is two, kind, start) == (True, "bytes", b"head")
    assert (one == array).all()


def test_it_knows_nothing_of_the_pages(pool: Readers) -> None:
    rooms = {name.split(".")[0] for name in asked(pool, deeds.loaded)}
    assert "nec_core" in rooms
    assert not rooms & {"streamlit", "dashboard", "pages", "app", "plotly", "matplotlib"}


def test_what_a_library_prints_does_not_reach_the_pipe(pool: Readers) -> None:
    assert asked(pool, deeds.print_and_go_on) == "went on"
    assert asked(pool, deeds.print_and_go_on) == "went on"


def test_refusals_come_as_what_they_are_and_the_reader_goes_on(pool: Readers) -> None:
    before = asked(pool, deeds.own_id)
    with pytest.raises(EmptyFileError, match=r"^Nothing in it\.$"):
        asked(pool, deeds.refuse)
    with pytest.raises(QuestionsOpenError) as caught:
        asked(pool, deeds.ask)
    assert caught.value.questions == (deeds.QUESTION,)
    assert asked(pool, deeds.own_id) == before


def test_a_fault_of_the_program_is_told_by_its_place_without_a_cell(pool: Readers) -> None:
    with pytest.raises(InputError) as caught:
        asked(pool, deeds.fault)
    assert str(caught.value).startswith("Reading the file met a fault of this program (KeyError in ")
    assert "Beispiel" not in str(caught.value)
    with pytest.raises(InputError, match=r"\(AttributeError in workbook\.py, line \d+\)"):
        asked(pool, open_tables, [(None, "x.csv")])


@pytest.mark.parametrize("number", deeds.SIGNALS, ids=lambda s: s.name)
def test_a_reader_that_is_killed_is_told_in_a_sentence_and_another_takes_its_place(
    pool: Readers, number: signal.Signals
) -> None:
    with pytest.raises(InputError) as caught:
        asked(pool, deeds.die, int(number))
    assert str(caught.value) == f"The program that reads the file ended at it ({number.name}). {DAMAGED}"
    assert asked(pool, deeds.steps) == "done"


def test_a_reader_that_ends_by_itself_is_told_too(pool: Readers) -> None:
    with pytest.raises(InputError, match=r"ended at it \(exit code 3\)"):
        asked(pool, deeds.die_by_itself)


def test_a_size_no_system_gives_is_memory_too(pool: Readers) -> None:
    with pytest.raises(FileTooLargeError, match="would take more than 900 MB of memory"):
        asked(pool, deeds.ask_for_too_much_at_once)
    assert asked(pool, deeds.steps) == "done"


def test_memory_is_watched_from_outside_and_given_back(reader: Reader) -> None:
    limits = Limits(memory_bytes=400 * MB, seconds=60)
    with pytest.raises(FileTooLargeError) as caught:
        reader.done(Asked(deeds.fill_memory, (3000,), limits), quiet)
    assert str(caught.value) == (
        f"Reading the file would take more than 400 MB of memory, which no file of its size needs. {DAMAGED}"
    )
    assert not psutil.pid_exists(reader.pid)


def test_what_stays_within_the_memory_is_done(reader: Reader) -> None:
    assert reader.done(Asked(deeds.fill_memory, (150,), Limits(400 * MB, 60)), quiet) == 150


def test_time_is_watched_even_where_nothing_of_the_process_gets_a_turn(reader: Reader) -> None:
    begun = time.monotonic()
    with pytest.raises(FileTooLargeError) as caught:
        reader.done(Asked(deeds.hold_the_interpreter, (), Limits(900 * MB, 1.0)), quiet)
    assert str(caught.value) == (
        f"Reading the file takes longer than 1 seconds, which no file of its size needs. {DAMAGED}"
    )
    assert time.monotonic() - begun < 30


def test_work_that_sleeps_ends_by_the_clock(reader: Reader) -> None:
    with pytest.raises(FileTooLargeError, match="takes longer than"):
        reader.done(Asked(deeds.sleep, (60.0,), Limits(900 * MB, 0.05)), quiet)


def test_a_reader_that_used_up_its_time_before_has_it_again_for_the_next_file(reader: Reader) -> None:
    for _ in range(3):
        reader.done(Asked(deeds.work_on, (0.3,), Limits(900 * MB, 0.6)), quiet)


class _LeftError(Exception):
    """Whoever waited has left."""


def test_who_leaves_ends_the_process_at_once(reader: Reader) -> None:
    left: list[float] = []

    def progress(stage: str, done: float) -> None:
        if reader.at_work:
            left.append(time.monotonic())
            raise _LeftError

    with pytest.raises(_LeftError):
        reader.done(Asked(deeds.hold_the_interpreter, (), WIDE), progress)
    assert time.monotonic() - left[0] < 2
    assert not psutil.pid_exists(reader.pid)


def test_no_more_read_than_may_and_who_waits_is_told() -> None:
    pool = Readers(most=1)
    begun, told, ids = threading.Event(), [], []
    try:
        first = threading.Thread(
            target=lambda: ids.append(pool.done(deeds.sleep, (2.0,), 1000, lambda *_: begun.set()))
        )
        first.start()
        assert begun.wait(20)
        ids.append(pool.done(deeds.own_id, (), 1000, lambda stage, _: told.append(stage)))
        first.join()
    finally:
        pool.end()
    assert told[0] == "Waiting: other files are being read on this computer"
    assert ids[0] == ids[1]


def test_one_stands_ready_and_is_used_again_until_it_has_grown() -> None:
    pool = Readers(most=2)
    try:
        pool.keep_warm()
        pool.keep_warm()
        (one,) = pool.idle
        assert [asked(pool, deeds.own_id) for _ in range(3)] == [one.pid] * 3
        grown = asked(pool, deeds.keep, 200)
        assert grown == one.pid
        for _ in range(200):  # nobody waits for it
            if not psutil.pid_exists(one.pid):
                break
            time.sleep(0.05)
        assert not psutil.pid_exists(one.pid)
        (other,) = pool.idle
        assert asked(pool, deeds.own_id) == other.pid
    finally:
        pool.end()
    assert not psutil.pid_exists(other.pid)


def test_one_that_has_grown_is_not_asked_before_it_has_given_back_what_it_held() -> None:
    pool = Readers(most=1)
    try:
        grown = asked(pool, deeds.keep_and_be_slow_to_forget, 200, 1.0)
        assert asked(pool, deeds.own_id) != grown  # at once, before it stands ready and is looked at
    finally:
        pool.end()


def test_the_answer_does_not_wait_until_its_memory_is_given_back() -> None:
    ready = threading.Event()
    reader = Reader(when_ready=lambda one: ready.set())
    try:
        assert ready.wait(60)
        reader.await_ready(quiet)
        ready.clear()
        assert reader.done(Asked(deeds.slow_to_forget, (2.0,), WIDE), quiet) == "done"
        assert not ready.is_set()
        assert ready.wait(60)
    finally:
        reader.end()


def test_one_that_was_ended_while_it_waited_is_not_asked_and_no_file_is_blamed() -> None:
    pool = Readers(most=1)
    try:
        first = asked(pool, deeds.own_id)
        psutil.Process(first).kill()
        assert asked(pool, deeds.own_id) != first
    finally:
        pool.end()


def test_where_the_next_one_ends_before_it_begins_as_well_it_is_told_as_the_files_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deaf = f"{PRELUDE}send(sys.stdout.buffer, ('ready', None)); sys.stdout.flush(); sys.stdin.buffer.read(1)"
    monkeypatch.setattr(readers, "_COMMAND", [sys.executable, "-c", deaf])
    pool = Readers(most=1)
    try:
        with pytest.raises(InputError, match="The program that reads the file ended at it"):
            asked(pool, deeds.own_id)
    finally:
        pool.end()


def test_a_process_that_does_not_start_is_a_fault_that_says_how_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_COMMAND", [sys.executable, "-c", "raise SystemExit(7)"])
    found = Reader()
    with pytest.raises(RuntimeError, match=r"ended at its start, with 7: run python -m nec_core"):
        found.done(Asked(deeds.own_id, (), WIDE), quiet)


def test_a_pipe_that_can_t_be_widened_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)  # as on Windows
    found = Reader()
    try:
        array = np.arange(1_000_000)
        assert (found.done(Asked(deeds.twice, (array, b""), WIDE), quiet)[0] == array).all()
    finally:
        found.end()


def test_a_process_can_be_started_before_its_asker_has_loaded_what_it_reads_with() -> None:
    heavy = {"pandas", "numpy", "pyarrow", "pydantic"}
    code = f"import sys, nec_core.ingest.apart.readers; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_readers_end_with_the_process_they_read_for() -> None:
    code = (
        "import os, time\nfrom nec_core.ingest.apart.readers import Readers\n"
        "from nec_core.ingest.progress import quiet\nfrom tests.ingest.apart import deeds\n"
        "pool = Readers(2)\nprint(pool.done(deeds.own_id, (), 1, quiet), flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    ) as other:
        assert other.stdout is not None
        child = psutil.Process(int(other.stdout.readline()))
        other.kill()
    child.wait(20)
