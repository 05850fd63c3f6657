"""The processes that read, seen from where their results are wanted: started, asked, watched, ended.

A reading process is this Python with `nec_core.ingest.apart.reader` as its program, so that it knows nothing of the
pages and shares no memory with them. Whoever waits is told how far it is, or why it has not begun, and can end it at
once by raising from there: the process is killed, and its memory with it.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import psutil

from nec_core.errors import FileTooLargeError, InputError, NecCoreError
from nec_core.ingest.apart.asked import OUT_OF_MEMORY, Asked
from nec_core.ingest.apart.frames import receive, send
from nec_core.ingest.apart.limits import MB, Limits, limits_for
from nec_core.ingest.progress import Progress

T = TypeVar("T")

_ROOT = Path(__file__).parents[3]
_COMMAND = [sys.executable, "-P", "-m", "nec_core.ingest.apart.reader"]
_LOOK_S = 0.02
"""So often memory and time are looked at: what fills memory fastest takes some 50 MB meanwhile."""
_ENDED, _NOTHING = "ended", ""
_PIPE_BYTES = 1 << 20
_MOST_GROWN_BYTES = 120 * MB
"""A reader that holds more than this above what it had when it was new is not used again."""
_WAITING = "Waiting: other files are being read on this computer"
_DAMAGED = (
    "It may be damaged, or have stray cells far from its table: open it in the program it comes from, save the table "
    "as CSV, and upload that."
)


class NotBegunError(Exception):
    """A process ended while it waited, so that what was asked of it can be asked of another.

    Attributes:
        cause: the sentence to say where the other ends so as well.
    """

    def __init__(self, cause: InputError) -> None:
        super().__init__()
        self.cause = cause


class Reader:
    """One process. State: what it holds, and whether it is at work or ready.

    Args:
        when_ready: told whenever it stands ready for a piece of work: at its start, and once what it made has come and
            its memory is given back. Nobody waits for the latter.
    """

    def __init__(self, when_ready: Callable[[Reader], None] = lambda _: None) -> None:
        self._when_ready = when_ready
        self._answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603  # our own module; nothing of a file is in the command
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's words can hold a cell
            bufsize=0,
            env=_environment(),
        )
        self._seen = psutil.Process(self._process.pid)
        self._new_bytes = 0
        self._ready, self.at_work = threading.Event(), False
        for pipe in (self._process.stdin, self._process.stdout):
            _widen(pipe)
        threading.Thread(target=self._listen, name="reader", daemon=True).start()

    def done(self, asked: Asked, progress: Progress) -> Any:
        """The work's result.

        Raises:
            NecCoreError: the work's own refusal; or InputError, when the process died of it or took too much.
            NotBegunError: the process ended before it knew of the work, by somebody else's hand.
        """
        try:
            self.await_ready(progress)
            self.at_work = True
            self._ready.clear()
            threading.Thread(target=self._ask, args=(asked,), name="asker", daemon=True).start()
            return self._result(asked.limits, progress)
        except NecCoreError:
            raise
        except BaseException:
            self.end()
            raise
        finally:
            self.at_work = False

    @property
    def is_like_new(self) -> bool:
        """Whether it can be asked again; a dead one, and one that has not given memory back, can't. One that is still
        about to can, for all anybody knows."""
        try:
            held = self._seen.memory_info().rss
        except psutil.Error:
            return False
        return self._process.poll() is None and not (
            self._ready.is_set() and held > self._new_bytes + _MOST_GROWN_BYTES
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self) -> None:
        """Kills it and waits until the system has taken its memory back."""
        self._ready.clear()
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):  # what was still to be written
            cast("io.RawIOBase", self._process.stdin).close()

    def await_ready(self, progress: Progress) -> None:
        """Until it can be asked. Raises NotBegunError, or RuntimeError where it never stood ready, if it ended."""
        while not self._ready.wait(_LOOK_S):
            progress("Getting ready to read", 0.0)
            if self._process.poll() is None:
                continue
            self.end()
            if self._new_bytes:
                raise NotBegunError(_cause(self._process.returncode, limits_for(0)))
            raise RuntimeError(
                f"The reading process ended at its start, with {self._process.returncode}: run python -m "
                "nec_core.ingest.apart.reader to see why."
            )

    def _result(self, limits: Limits, progress: Progress) -> Any:
        """Looks at memory and time until the answer has come."""
        watch = _Watch(self._seen, limits)
        told = ("Reading the file", 0.0)
        begun = False
        while True:
            try:
                kind, content = self._answers.get(timeout=_LOOK_S)
            except queue.Empty:
                kind, content = _NOTHING, None
            if kind == _ENDED:
                self.end()
                cause = _cause(self._process.returncode, limits)
                raise cause if begun else NotBegunError(cause)
            if (too_much := watch.refusal()) is not None:
                self.end()
                raise too_much
            if kind == "begun":
                begun = True
            elif kind == "progress":
                told = content
            elif kind != _NOTHING:
                return _opened((kind, content))
            progress(*told)

    def _ask(self, asked: Asked) -> None:
        with contextlib.suppress(OSError, ValueError):  # it ended meanwhile, which its answers tell
            send(cast("io.RawIOBase", self._process.stdin), asked)

    def _listen(self) -> None:
        """Puts what comes into the queue: reading a pipe blocks, and whoever waits must be able to leave."""
        with io.BufferedReader(cast("io.RawIOBase", self._process.stdout), 1 << 16) as stream:
            try:
                while True:
                    kind, content = receive(stream)
                    if kind == "ready":
                        self._note_ready()
                    else:
                        self._answers.put((kind, content))
                    content = None  # which would live on here until the next answer
            except Exception:  # mostly EOFError; an answer too large for this process ends the other one, too
                self._process.kill()
                self._process.wait()
                self._answers.put((_ENDED, None))

    def _note_ready(self) -> None:
        self._new_bytes = self._new_bytes or self._seen.memory_info().rss
        self._ready.set()
        self._when_ready(self)


class _Watch:
    """What a process has taken since the work began."""

    def __init__(self, process: psutil.Process, limits: Limits) -> None:
        self._process, self._limits = process, limits
        self._begun, self._begun_by_clock = self._seconds(), time.monotonic()
        self._next = 0.0

    def refusal(self) -> InputError | None:
        """Why the work must end; None while it may go on."""
        if time.monotonic() < self._next:
            return None
        self._next = time.monotonic() + _LOOK_S
        try:
            memory, seconds = self._process.memory_info().rss, self._seconds() - self._begun
        except psutil.Error:  # it has ended, which its answers tell
            return None
        if memory > self._limits.memory_bytes:
            return _too_much_memory(self._limits)
        if seconds > self._limits.seconds or time.monotonic() - self._begun_by_clock > self._limits.clock_seconds:
            return _too_much_time(self._limits)
        return None

    def _seconds(self) -> float:
        try:
            used = self._process.cpu_times()
        except psutil.Error:
            return 0.0
        return float(used.user + used.system)


class Readers:
    """As many reading processes as work at once, and one that is ready beside them. State: which are idle."""

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._all: set[Reader] = set()
        self._idle: list[Reader] = []
        self._closed = False

    def done(self, work: Callable[..., T], arguments: tuple[Any, ...], size_bytes: int, progress: Progress) -> T:
        """What `work(*arguments, progress=...)` makes, in a process of its own.

        Args:
            work: a function of this package.
            arguments: of it; a file's bytes as `pickle.PickleBuffer`, so that they are not copied.
            size_bytes: of the file, from which the limits follow.
            progress: told how far it is; what it raises ends the process.

        Raises:
            NecCoreError: the work's own refusal.
            InputError: the process died of the file, or would have taken too much memory or time.
        """
        while not self._places.acquire(timeout=0.1):
            progress(_WAITING, 0.0)
        try:
            asked = Asked(work, arguments, limits_for(size_bytes))
            with contextlib.suppress(NotBegunError):
                return cast(T, self._done_by_one(asked, progress))
            try:
                return cast(T, self._done_by_one(asked, progress))
            except NotBegunError as again:
                raise again.cause from None
        finally:
            self._places.release()

    def keep_warm(self) -> None:
        """Starts a process where none is ready."""
        with self._lock:
            if not self._idle and not self._closed:
                self._idle.append(self._new())

    def end(self) -> None:
        """Ends all of them."""
        with self._lock:
            self._closed = True
            for reader in self._all:
                reader.end()
            self._all.clear()
            self._idle.clear()

    @property
    def idle(self) -> tuple[Reader, ...]:
        """Those that stand ready."""
        return tuple(self._idle)

    def _done_by_one(self, asked: Asked, progress: Progress) -> Any:
        reader = self._take()
        try:
            reader.await_ready(progress)
            if not reader.is_like_new:  # it was taken before it could give back what it held, and did not
                self._end(reader)
                reader = self._new()
            return reader.done(asked, progress)
        finally:
            self._give_back(reader)

    def _take(self) -> Reader:
        with self._lock:
            return self._idle.pop() if self._idle else self._new()

    def _give_back(self, reader: Reader) -> None:
        """One stands ready, as good as new; the others end."""
        with self._lock:
            if reader.is_like_new and not self._idle and not self._closed:
                self._idle.append(reader)
                return
            self._end(reader)
        self.keep_warm()

    def _look_at(self, reader: Reader) -> None:
        """Ends one that stands ready and has not given its memory back."""
        with self._lock:
            if reader not in self._idle or reader.is_like_new:
                return
            self._idle.remove(reader)
            self._end(reader)
        self.keep_warm()

    def _end(self, reader: Reader) -> None:
        reader.end()
        self._all.discard(reader)

    def _new(self) -> Reader:
        reader = Reader(when_ready=self._look_at)
        self._all.add(reader)
        return reader


READERS = Readers(most=os.cpu_count() or 1)
"""This process's own."""
atexit.register(READERS.end)


def _opened(answer: tuple[str, Any]) -> Any:
    kind, content = answer
    if kind == "made":
        return content
    if kind == "refused":
        raise cast(NecCoreError, content)
    raise InputError(
        f"Reading the file met a fault of this program ({content}). Please report it with the place in brackets, which "
        "tells nothing of your data. Leaving columns out may help meanwhile."
    )


def _cause(exit_code: int, limits: Limits) -> InputError:
    """Why a process ended of its own: killed by the system, or dead of what it read."""
    if exit_code == OUT_OF_MEMORY:
        return _too_much_memory(limits)
    if exit_code < 0 and hasattr(signal, "SIGXCPU") and -exit_code == signal.SIGXCPU:
        return _too_much_time(limits)
    return InputError(f"The program that reads the file ended at it ({_name(exit_code)}). {_DAMAGED}")


def _name(exit_code: int) -> str:
    with contextlib.suppress(ValueError):
        if exit_code < 0:
            return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


def _too_much_memory(limits: Limits) -> InputError:
    return FileTooLargeError(
        f"Reading the file would take more than {limits.memory_bytes // MB} MB of memory, which no file of its size "
        f"needs. {_DAMAGED}"
    )


def _too_much_time(limits: Limits) -> InputError:
    return FileTooLargeError(
        f"Reading the file takes longer than {limits.seconds:.0f} seconds, which no file of its size needs. {_DAMAGED}"
    )


def _environment() -> dict[str, str]:
    """Arrow's own allocator gives memory back and asks for it anew so often that a large file takes a fifth longer."""
    paths = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}


def _widen(pipe: Any) -> None:
    """A wider pipe is read in fewer steps, and each step waits for the interpreter. Where it can't be, it stays."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
