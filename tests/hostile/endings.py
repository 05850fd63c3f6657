"""How a hostile file ends: in a cohort, in a sentence, or in what must not be."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass

import psutil

from nec_core.errors import NecCoreError
from nec_core.ingest.apart.opening import admit_files

MB = 1 << 20
SECONDS, MEMORY_MB = 10.0, 1024.0
"""What a file under 1 MB may take of a processor, and of memory. By the clock it takes as long where nobody else needs
the processor."""
_LONGEST_SENTENCE = 700


@dataclass(frozen=True)
class Ending:
    """What became of a file.

    Attributes:
        kind: "cohort" or the refusal's type.
        sentence: the refusal's.
        seconds: of the processor, as the reading process had it.
        peak_mb: the most memory it held, as seen a hundred times a second.
    """

    kind: str
    sentence: str
    seconds: float
    peak_mb: float


def ending(data: bytes, name: str) -> Ending:
    """Reads and checks the file apart. What is no refusal is raised."""
    seen, stop = _Seen(), threading.Event()
    watch = threading.Thread(target=seen.watch, args=(stop,))
    watch.start()
    kind, sentence = "cohort", ""
    try:
        admit_files([(data, name)])
    except NecCoreError as refusal:
        kind, sentence = type(refusal).__name__, str(refusal)
    finally:
        stop.set()
        watch.join()
    return Ending(kind, sentence, seen.seconds, seen.peak_mb)


def faults(end: Ending, size_bytes: int) -> list[str]:
    """What is wrong with an ending; nothing for a clean one."""
    found = []
    if end.kind != "cohort" and not (end.sentence.endswith((".", "?")) and len(end.sentence) < _LONGEST_SENTENCE):
        found.append("no sentence")
    if "\n" in end.sentence or "a fault of this program" in end.sentence:
        found.append("not foreseen")
    if size_bytes < MB and end.seconds > SECONDS:
        found.append("too long")
    if size_bytes < MB and end.peak_mb > MEMORY_MB:
        found.append("too much memory")
    return found


class _Seen:
    """What the processes that read have taken, of each since it was first seen. State, because they are looked at again
    and again."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._first: dict[int, float] = {}
        self._last: dict[int, float] = {}

    @property
    def seconds(self) -> float:
        """Of the one that worked most: another may only have started meanwhile."""
        return max((self._last[pid] - first for pid, first in self._first.items()), default=0.0)

    def watch(self, stop: threading.Event) -> None:
        me = psutil.Process()
        while not stop.wait(0.01):
            for child in me.children():
                with contextlib.suppress(psutil.Error):
                    used = child.cpu_times()
                    self._last[child.pid] = used.user + used.system
                    self._first.setdefault(child.pid, self._last[child.pid])
                    self.peak_mb = max(self.peak_mb, child.memory_info().rss / MB)
