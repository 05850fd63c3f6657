"""Long work in a thread: what it makes or raises arrives, a cancelled one ends early and leaves nothing behind."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import work
from nec_core.errors import EmptyFileError
from nec_core.ingest.apart import opening as apart
from nec_core.ingest.apart.opening import open_and_check, open_tables
from nec_core.ingest.apart.readers import Readers
from nec_core.ingest.progress import Progress
from tests.ingest.apart import deeds

ROOT = Path(__file__).parent.parent.parent
QUESTION = b"id,time,dead\n" + b"".join(f"P{i},{i % 40},{i % 2}\n".encode() for i in range(30))


class Table:
    """Something large, that must not be kept."""


def test_what_the_work_makes_arrives() -> None:
    job = work.Job("key", lambda _: 42)
    assert job.finished.wait(5)
    assert job.result() == 42


def test_what_the_work_raises_arrives() -> None:
    def refuse(_: Progress) -> int:
        raise EmptyFileError("The file is empty.")

    job = work.Job("key", refuse)
    assert job.finished.wait(5)
    with pytest.raises(EmptyFileError, match="The file is empty"):
        job.result()


def test_a_cancelled_job_ends_at_its_next_step_and_keeps_nothing() -> None:
    started, go_on = threading.Event(), threading.Event()
    made: list[weakref.ref[Table]] = []
    steps: list[str] = []

    def read(progress: Progress) -> Table:
        table = Table()
        made.append(weakref.ref(table))
        started.set()
        go_on.wait(5)
        progress("after the long call", 0.5)
        steps.append("went on")
        return table

    job = work.Job("key", read)
    assert started.wait(5)
    job.cancel()
    go_on.set()
    assert job.finished.wait(5)
    gc.collect()
    assert steps == []
    assert made[0]() is None


def test_a_job_cancelled_in_its_last_step_keeps_nothing_either() -> None:
    go_on = threading.Event()
    made: list[weakref.ref[Table]] = []

    def read(_: Progress) -> Table:
        table = Table()
        made.append(weakref.ref(table))
        go_on.wait(5)
        return table

    job = work.Job("key", read)
    job.cancel()
    go_on.set()
    assert job.finished.wait(5)
    gc.collect()
    assert made[0]() is None


def test_cancel_ends_the_process_that_reads_though_nothing_in_it_gets_a_turn() -> None:
    pool = Readers(most=1)
    try:
        job = work.Job("key", lambda progress: pool.done(deeds.hold_the_interpreter, (), 1000, progress))
        begun = time.monotonic()
        while job.shown()[0] != "Reading the file" and time.monotonic() < begun + 30:
            time.sleep(0.05)
        job.cancel()
        assert job.finished.wait(3)
    finally:
        pool.end()


def test_the_bar_creeps_inside_a_stage_and_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(work.time, "monotonic", lambda: now[0])
    told: list[Progress] = []
    begun, stay = threading.Event(), threading.Event()

    def read(progress: Progress) -> int:
        told.append(progress)
        progress("Reading the file", 0.0)
        begun.set()
        stay.wait(5)
        return 0

    job = work.Job("key", read)
    assert begun.wait(5)
    first = job.shown()
    now[0] += 1
    later = job.shown()
    now[0] += 1e6
    latest = job.shown()
    told[0]("Recognising the columns", 0.1)
    after = job.shown()
    stay.set()
    assert (first, later[0], after[0]) == (("Reading the file", 0.0), "Reading the file", "Recognising the columns")
    assert 0 < later[1] < latest[1] == pytest.approx(0.3)
    assert after[1] == latest[1]


@pytest.fixture
def app() -> Iterator[AppTest]:
    yield AppTest.from_file(str(ROOT / "pages" / "_router.py"), default_timeout=60).run()


def _drop(app: AppTest, data: bytes) -> AppTest:
    app.file_uploader[0].set_value([("extract.csv", data, "text/csv")]).run()
    assert not app.exception
    return app


def test_short_work_shows_no_bar_and_long_work_does(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    real = work._show_until_finished
    monkeypatch.setattr(work, "_show_until_finished", lambda job, *how: (shown.append(job.key), real(job, *how)))
    monkeypatch.setattr(work, "_PATIENCE_S", 30.0)
    _drop(app, QUESTION)
    assert shown == []
    monkeypatch.setattr(work, "_PATIENCE_S", 0.0)
    monkeypatch.setattr(apart, "open_and_check", lambda *a: (threading.Event().wait(0.3), open_and_check(*a))[1])
    _drop(app, QUESTION + b"P30,1,1\n")
    assert len(shown) == 1
    assert "31 rows" in " ".join(m.value for m in app.markdown)


def test_a_file_is_read_once_whatever_is_answered_and_refused(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    for name, real in (("open_and_check", open_and_check), ("open_tables", open_tables)):
        monkeypatch.setattr(apart, name, lambda *a, real=real: (read.append(a[0][0][1]), real(*a))[1])
    _drop(app, QUESTION)
    app.segmented_control(key="upload:question unit time").set_value("months").run()
    app.button(key="upload:question take").click().run()
    assert "30 rows = " in " ".join(m.value for m in app.markdown)
    assert len(read) == 1
    _drop(app, b"")  # a refusal is kept as well: the sidebar and the page ask for it, at every rerun
    app.run()
    assert len(read) == 2
    assert "The file is empty" in app.error[0].value


def test_clearing_drops_what_was_kept_and_ends_the_work(app: AppTest) -> None:
    _drop(app, QUESTION)
    assert all(key in app.session_state for key in ("kept", "upload"))
    next(b for b in app.button if b.label == "Clear my data").click().run()
    assert not any(key in app.session_state for key in ("kept", "upload", "job"))
