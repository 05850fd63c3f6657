"""The layouts a file is recognised by, one file each. The first that knows its own marks takes the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nec_core.ingest.layouts import plain, template
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.raw_table import RawTable


@dataclass(frozen=True)
class Layout:
    """One way registries write their files.

    Attributes:
        name: as in a saved mapping and on the command line.
        title: as on the page.
        knows: whether a file bears this layout's marks.
        mapping: the mapping for a file of this layout.
    """

    name: str
    title: str
    knows: Callable[[RawTable], bool]
    mapping: Callable[[RawTable], Mapping]


LAYOUTS: tuple[Layout, ...] = (
    Layout("template", "Our template", template.knows, template.mapping),
    Layout("plain", "Plain table", plain.knows, plain.mapping),
)


def recognise(raw: RawTable) -> Layout:
    """The layout of a file; a plain table knows every file."""
    return next(layout for layout in LAYOUTS if layout.knows(raw))


def layout_title(name: str) -> str:
    return next((x.title for x in LAYOUTS if x.name == name), name)
