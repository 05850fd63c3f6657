"""The real server, started as `python -m streamlit run app.py` starts it, that answers what lives in its process.

Run as a program, with Streamlit's own options. A line on its standard input is a question, a line of JSON on its
standard output the answer: `Watched` asks. Nothing of this is part of the product.
"""

from __future__ import annotations

import gc
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
OURS = ("nec_core", "dashboard")
_HERE = frozenset(("127.0.0.1", "::1", "localhost"))


class Watched:
    """The server as a test sees it.

    Attributes:
        address: of its pages.
        process: its own.
    """

    def __init__(self, log: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.watched_server", "--server.headless=true",
                 "--server.port", str(port), *options],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out,
            )  # fmt: skip

    def objects(self) -> Counter[str]:
        """How many live objects there are of each type that our own code defines."""
        return Counter(self._asked("objects"))

    def texts(self, part: str) -> list[str]:
        """What holds the live texts, and bytes, in which `part` stands: types of their holders."""
        found: list[str] = self._asked("texts", part)
        return found

    def memory_mb(self) -> float:
        """What the process holds of the computer's memory."""
        return float(self._asked("memory"))

    def looked_up(self) -> list[str]:
        """Names of other computers that the process asked for since it started."""
        found: list[str] = self._asked("looked up")
        return found

    def look_up(self, name: str) -> None:
        """Makes the process ask for a name."""
        self._asked("look up", name)

    def sessions(self) -> list[str]:
        """Ids of the sessions that somebody is connected to."""
        found: list[str] = self._asked("sessions")
        return found

    def address_with_token(self, log: Path) -> str:
        """The address that is said at the start; waited for."""
        for _ in range(300):
            said = re.search(r"http://\S+[?]token=\S+", log.read_text())
            if said:
                return said[0]
            time.sleep(0.1)
        raise AssertionError(f"no address was said: {log.read_text()}")

    def _asked(self, *question: str) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)


def _objects() -> Counter[str]:
    gc.unfreeze()  # what is frozen is not among the objects
    gc.collect()
    kinds = (type(thing) for thing in gc.get_objects())
    return Counter(f"{k.__module__}.{k.__qualname__}" for k in kinds if str(k.__module__).startswith(OURS))


def _texts(part: str) -> list[str]:
    gc.unfreeze()
    gc.collect()
    wanted = part.encode()

    def within(holder: object, thing: object) -> Iterator[str]:
        if isinstance(thing, str):
            is_it = thing is not part and part in thing
        elif isinstance(thing, bytes | bytearray):
            is_it = thing is not wanted and wanted in thing
        else:
            # What holds nothing but texts is not the collector's business: it is reached through its own holder.
            cells = thing.ravel() if type(thing).__name__ == "ndarray" and thing.dtype == object else None  # type: ignore[attr-defined]
            if not gc.is_tracked(thing):
                for inner in gc.get_referents(thing) if cells is None else cells.tolist():
                    yield from within(thing, inner)
            return
        if is_it:
            yield f"{type(thing).__name__} of {len(thing)} in {type(holder).__module__}.{type(holder).__name__}"

    own = sys._getframe()
    return [
        found
        for holder in gc.get_objects()
        if holder is not own and not isinstance(holder, io.TextIOBase)  # the question itself
        for thing in gc.get_referents(holder)
        for found in within(holder, thing)
    ]


def _memory() -> float:
    """Linux tells it without another package; elsewhere nobody asks."""
    if sys.platform != "linux":
        return 0.0
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _sessions() -> list[str]:
    from streamlit.runtime import get_instance

    return [active.session.id for active in get_instance()._session_mgr.list_active_sessions()]


def _look_up(name: str) -> None:
    with suppress(socket.gaierror):
        socket.getaddrinfo(name, 80)


_ANSWERS: dict[str, Callable[..., Any]] = {
    "objects": _objects, "texts": _texts, "memory": _memory, "sessions": _sessions, "look up": _look_up,
}  # fmt: skip


def _answer(answers: int, looked_up: list[str]) -> None:
    for line in sys.stdin:
        question, *rest = json.loads(line)
        del line  # else the text that is looked for would be found here
        found: Any = _ANSWERS[question](*rest) if question in _ANSWERS else looked_up
        os.write(answers, json.dumps(found).encode() + b"\n")


def _record_look_ups() -> list[str]:
    """Every name that is resolved from now on; none of them is, if it is another computer's."""
    found: list[str] = []
    ask = socket.getaddrinfo

    def recording(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name not in _HERE:
            found.append(name)
            raise socket.gaierror(socket.EAI_NONAME, "no name is resolved here")
        return ask(host, *args, **kwargs)

    socket.getaddrinfo = recording
    return found


def main() -> None:
    answers = os.dup(1)
    os.dup2(2, 1)
    looked_up = _record_look_ups()
    threading.Thread(target=_answer, args=(answers, looked_up), daemon=True, name="watched").start()
    from streamlit.web.cli import main as streamlit

    sys.argv = ["streamlit", "run", "app.py", *sys.argv[1:]]
    streamlit()


if __name__ == "__main__":
    main()
