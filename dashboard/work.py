"""Long work in a thread of its own, with a bar and a way to end it; short work as if there were no thread.

While the work runs, the script only looks at it ten times a second, so that a click on Cancel, or on another page, is
answered at once even while one long call of a library reads a workbook. The work knows nothing of Streamlit: it tells
its progress to the job, and a cancelled job answers by raising, which ends the work. One job runs per session.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar, cast

import streamlit as st

from dashboard import state
from nec_core.ingest.progress import Progress

T = TypeVar("T")

_PATIENCE_S = 0.4
"""Work shorter than this shows no bar: a flash tells nobody anything."""
_LOOK_S = 0.1
_CREEP, _CREEP_S = 0.3, 2.5
_NUMBERS = itertools.count()


class _CancelledError(Exception):
    """Raised inside the work, to end it."""


class Job(Generic[T]):
    """A piece of work under way.

    Attributes:
        key: what it is about.
        number: its own, for the keys of what is drawn.
        started: `time.monotonic()` at its start.
        finished: set when it has ended, well or not.
    """

    def __init__(self, key: object, work: Callable[[Progress], T]) -> None:
        self.key, self.number = key, next(_NUMBERS)
        self.started = self._changed = time.monotonic()
        self.finished = threading.Event()
        self._stage, self._done, self._shown = "", 0.0, 0.0
        self._cancelled = False
        self._results: list[T] = []
        self._error: BaseException | None = None
        threading.Thread(target=self._run, args=(work,), name="work", daemon=True).start()

    def cancel(self) -> None:
        """Ends the work at its next step; nothing it made is kept."""
        self._cancelled = True
        self._results.clear()

    def result(self) -> T:
        """What finished work made; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._results.pop()

    def shown(self) -> tuple[str, float]:
        """The stage, and how far the bar is drawn.

        Inside a stage of which nobody hears anything, such as a library's reading of a sheet, the bar creeps on,
        ever slower: it shows that something happens, and does not run ahead of the work.
        """
        still = time.monotonic() - self._changed
        crept = self._done + _CREEP * (1 - math.exp(-still / _CREEP_S))
        self._shown = max(self._shown, min(crept, 0.99))
        return self._stage, self._shown

    def _tell(self, stage: str, done: float) -> None:
        if self._cancelled:
            raise _CancelledError
        if (stage, done) != (self._stage, self._done):  # the same again tells that it lives, not that it goes on
            self._stage, self._done, self._changed = stage, done, time.monotonic()

    def _run(self, work: Callable[[Progress], T]) -> None:
        try:
            made = work(self._tell)
            if not self._cancelled:
                self._results.append(made)
        except _CancelledError:
            pass
        except BaseException as error:  # raised again where the result is asked for
            self._error = error
        finally:
            self.finished.set()


def reserve_place() -> None:
    """Keeps a place on the screen for the bar, whoever asks for the work: above the page."""
    state.bar_place.set(st.empty())


def done(key: object, work: Callable[[Progress], T], forget: Callable[[], None], leave: str | None = None) -> T:
    """The work's result, waited for; work of the same key that is already under way is not started again.

    Args:
        key: what the work is about.
        work: told where to report its progress; it must not use Streamlit.
        forget: what Cancel does: it must end the work, and what asks for it.
        leave: what stands on its button; None for work on the file, which Cancel forgets.
    """
    job = cast("Job[T] | None", state.job())
    if job is None or job.key != key:
        job = Job(key, work)
        state.set_job(job)
    if not job.finished.wait(max(0.0, job.started + _PATIENCE_S - time.monotonic())):
        _show_until_finished(job, forget, leave)
    state.set_job(None)
    return job.result()


def _show_until_finished(job: Job[T], forget: Callable[[], None], leave: str | None) -> None:
    place = state.bar_place() or st.empty()
    with place.container(key=f"work-{job.number}", horizontal=True, vertical_alignment="center"):
        bar = st.empty()
        decided = state.mapping() is not None or bool(state.edits())
        label = leave or ("Cancel and forget the file" if decided else "Cancel")
        st.button(label, on_click=forget, icon=":material/close:", key=f"work cancel {job.number}")
    while not job.finished.wait(_LOOK_S):
        stage, share = job.shown()
        bar.progress(share, text=stage)
    place.empty()
