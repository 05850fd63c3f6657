"""How much memory and time reading a file may take: as much as an honest file of its size ever needs, and no more.

Memory is what is resident, time is the processor's: a busy computer refuses nobody. Both are watched from outside
(`nec_core.ingest.apart.reader`), which works on every system; where the system itself can set limits, a second wall
stands a little farther out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import psutil

MB = 1 << 20
_SMALL_FILE_BYTES = MB
_MEMORY_BYTES, _MOST_MEMORY_BYTES = 900 * MB, 4096 * MB
"""Of a small file, and of any. The reader itself takes 150 MB; a million rows of 25 columns, 170 MB as CSV, 1.5 GB."""
_MEMORY_PER_BYTE = 30
"""A workbook unpacks tenfold, and a cell is an object while it is laid out."""
_SECONDS, _SECONDS_PER_MB = 8.0, 1.0
"""A million rows take 0.1 s per MB, a workbook 0.4."""
_PATIENCE = 40
"""So many times the processor's time may pass by the clock: where much else runs, the processor is somebody else's."""
_SLACK_BYTES, _SLACK_SECONDS = 2048 * MB, 3
"""Address space is not memory: threads and allocators reserve more than they use."""


@dataclass(frozen=True)
class Limits:
    """Of one piece of work: resident memory, processor time, and time by the clock."""

    memory_bytes: int
    seconds: float

    @property
    def clock_seconds(self) -> float:
        return self.seconds * _PATIENCE


def limits_for(size_bytes: int) -> Limits:
    """The limits for reading so many bytes."""
    more = max(0, size_bytes - _SMALL_FILE_BYTES)
    memory = min(_MEMORY_BYTES + _MEMORY_PER_BYTE * more, _MOST_MEMORY_BYTES)
    return Limits(memory, _SECONDS + _SECONDS_PER_MB * more / MB)


def without_core_dump() -> None:
    """A process that dies must leave nothing of a file on the disk."""
    with contextlib.suppress(ImportError):  # Windows has no such module, and writes no core
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ask_the_system(limits: Limits) -> None:
    """Has the system end this process where the watch from outside comes too late, or nobody watches any more."""
    with contextlib.suppress(ImportError):  # as above: there the watch is the only wall
        import resource

        me = psutil.Process()
        used = me.cpu_times()
        seconds = int(used.user + used.system + limits.seconds) + _SLACK_SECONDS
        _set(resource.setrlimit, resource.getrlimit, resource.RLIMIT_CPU, seconds)
        _set(
            resource.setrlimit, resource.getrlimit, resource.RLIMIT_AS,
            me.memory_info().vms + limits.memory_bytes + _SLACK_BYTES,
        )  # fmt: skip


def _set(setter: Callable[..., None], getter: Callable[[int], tuple[int, int]], what: int, value: int) -> None:
    """The soft limit only: the next file has another."""
    with contextlib.suppress(ValueError, OSError):  # the hard limit is lower, or the system knows no such limit
        setter(what, (value, getter(what)[1]))


def be_humble() -> None:
    """The pages come first where processors are short."""
    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 5))  # Windows names it
