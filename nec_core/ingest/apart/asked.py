"""What a reading process is asked, and how it answers. Light to import: a process is started before its asker has
loaded what it reads with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from nec_core.ingest.apart.limits import Limits

Kind = Literal["ready", "progress", "made", "refused", "failed"]
Answer = tuple[Kind, Any]
"""ready: None, at the start and after each piece of work; progress: stage and share; made: the result; refused: a
NecCoreError; failed: what of the program failed and where, without anything of the file."""
OUT_OF_MEMORY = 71
"""Exit code of a process that Python itself has told."""


@dataclass(frozen=True)
class Asked:
    """A piece of work.

    Attributes:
        work: a function of this package that takes `progress` beside its arguments.
        arguments: its arguments.
        limits: what it may take.
    """

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    limits: Limits
