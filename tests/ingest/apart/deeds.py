"""What a reading process is asked to do in the tests: well-behaved and not."""

from __future__ import annotations

import os
import signal
import sys
import time

import numpy as np

from nec_core.errors import EmptyFileError
from nec_core.ingest.mapping import Question, require_answers
from nec_core.ingest.progress import Progress

QUESTION = Question("dead", "event", "Which values mean the event?", (("1", 3), ("0", 2)), ("0", "1", "2"))


def own_id(progress: Progress) -> int:
    return os.getpid()


def loaded(progress: Progress) -> list[str]:
    return sorted(sys.modules)


def twice(array: np.ndarray, data: bytes, progress: Progress) -> tuple[np.ndarray, np.ndarray, str, bytes]:
    """The array twice, which is the same one; and what the bytes arrived as."""
    return array, array, type(data).__name__, data[:4]


def steps(progress: Progress) -> str:
    progress("first", 0.25)
    progress("second", 0.5)
    return "done"


def refuse(progress: Progress) -> None:
    raise EmptyFileError("Nothing in it.")


def ask(progress: Progress) -> None:
    require_answers((QUESTION,))


def fault(progress: Progress) -> None:
    raise KeyError("Annette Beispiel")


def die(signal_number: int, progress: Progress) -> None:
    os.kill(os.getpid(), signal_number)


def die_by_itself(progress: Progress) -> None:
    os._exit(3)


def fill_memory(mb: int, progress: Progress) -> int:
    kept = [np.ones(1 << 17) for _ in range(mb)]  # a MB each, all of it written to
    time.sleep(0.1)
    return len(kept)


_KEPT: list[np.ndarray] = []


def keep(mb: int, progress: Progress) -> int:
    """As a library that never gives back what it took."""
    _KEPT.extend(np.ones(1 << 17) for _ in range(mb))
    return os.getpid()


class _SlowToForget:
    """Holds itself, so that only a search for garbage finds it, and takes its time to go."""

    def __init__(self, seconds: float) -> None:
        self.itself, self.seconds = self, seconds

    def __del__(self) -> None:
        time.sleep(self.seconds)


def slow_to_forget(seconds: float, progress: Progress) -> str:
    _SlowToForget(seconds)
    return "done"


def keep_and_be_slow_to_forget(mb: int, seconds: float, progress: Progress) -> int:
    _SlowToForget(seconds)
    return keep(mb, progress)


def ask_for_too_much_at_once(progress: Progress) -> bytearray:
    return bytearray(1 << 46)


def hold_the_interpreter(progress: Progress) -> None:
    """As a regular expression does, or a library: no thread of this process gets a turn."""
    sum(1 for _ in iter(int, 1))


def work_on(seconds: float, progress: Progress) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def sleep(seconds: float, progress: Progress) -> int:
    time.sleep(seconds)
    return os.getpid()


def print_and_go_on(progress: Progress) -> str:
    sys.stdout.write("Annette Beispiel")
    sys.stdout.flush()
    os.write(1, b"from a library in C")
    os.write(2, b"and its error")
    return "went on"


def limits_of_the_system(progress: Progress) -> tuple[int, int, int]:
    """Address space, processor seconds, core."""
    import resource

    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)
    soft = [resource.getrlimit(kind)[0] for kind in kinds]
    return soft[0], soft[1], soft[2]


SIGNALS = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV]
