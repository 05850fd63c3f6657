"""The process that reads: asked over its standard input, answers over its standard output, ends when nobody asks.

    python -m nec_core.ingest.apart.reader

What it is asked is a function of this package and its arguments (`Asked`); what it answers is a stream of tuples: what
kind of answer, and its content.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from nec_core.errors import NecCoreError
from nec_core.ingest.apart.asked import OUT_OF_MEMORY, Answer, Asked
from nec_core.ingest.apart.frames import receive, send
from nec_core.ingest.apart.limits import ask_the_system, be_humble, without_core_dump
from nec_core.ingest.opening import admit

_FIRST = b"patient_id,os_months,os_event\n" + b"".join(f"{i},{i}.5,{i % 2}\n".encode() for i in range(1, 9))


def main() -> int:
    """Returns the exit code."""
    without_core_dump()
    be_humble()
    questions, answers = _pipes()
    admit(_FIRST, "first.csv")  # what is loaded or worked out once is there before anybody waits for it
    gc.collect()
    gc.freeze()  # and is never looked through again
    send(answers, ("ready", None))
    while _answered_one(questions, answers):
        gc.collect()
        pa.default_memory_pool().release_unused()
        send(answers, ("ready", None))
    return 0


def _pipes() -> tuple[BinaryIO, Any]:
    """Where questions come from and answers go; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return sys.stdin.buffer, answers


def _answered_one(questions: BinaryIO, answers: Any) -> bool:
    """False when nobody asks any more. What was read is let go with this call."""
    try:
        asked: Asked = receive(questions)
    except EOFError:
        return False
    send(answers, ("begun", None))
    ask_the_system(asked.limits)
    send(answers, _answer(asked, lambda stage, done: send(answers, ("progress", (stage, done)))))
    return True


def _answer(asked: Asked, progress: Callable[[str, float], None]) -> Answer:
    try:
        return "made", asked.work(*asked.arguments, progress=progress)
    except NecCoreError as refusal:
        return "refused", refusal
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BrokenPipeError:  # nobody waits any more
        os._exit(0)
    except Exception as error:  # a fault of the program, which must not take the reader's other files with it
        return "failed", _where(error)


def _where(error: Exception) -> str:
    """The kind of error and its place in this package: no message, which can hold a cell."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "nec_core" in Path(f.filename).parts] or frames
    return f"{type(error).__name__} in {Path(own[-1].filename).name}, line {own[-1].lineno}"


if __name__ == "__main__":
    sys.exit(main())
