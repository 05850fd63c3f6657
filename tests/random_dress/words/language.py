"""What a language has words for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language's words: `heads` by concept, `levels` by concept (a list of alternatives, each a tuple in the order
    the concept has), `units` as (full word, short form), `months` as textual dates have them."""

    name: str
    heads: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[tuple[str, ...], ...]]
    units: Mapping[str, tuple[str, ...]]
    months: tuple[str, ...]
    into: str
    missing: tuple[str, ...]
    totals: tuple[str, ...]
    titles: tuple[str, ...]
