"""A file to take away: one button, the same everywhere. The file is made when the button is pressed, not before.

That happens outside the session's own thread, so what a file needs is handed over whole, and nothing can be said then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from dashboard import state
from nec_core.export.image import ImageFormat

_MIME = {
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tiff": "image/tiff",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
FIGURE_FILES: tuple[tuple[str, ImageFormat, int], ...] = (
    ("PDF", "pdf", 300),
    ("SVG", "svg", 300),
    ("PNG, 300 dpi", "png", 300),
    ("PNG, 600 dpi", "png", 600),
    ("TIFF, 600 dpi", "tiff", 600),
)
"""What a figure can be taken away as: the button's words, the format, and dots per inch where it has any."""

_LONGEST_STEM = 60
_DOWN = ":material/download:"


def offer(
    label: str,
    make: Callable[[], bytes | str],
    file_name: str,
    *,
    key: str | None = None,
    icon: str | None = _DOWN,
    look: Literal["primary", "secondary", "tertiary"] = "secondary",
    explained: str | None = None,
    noted: bool = False,
) -> None:
    """Draws the button.

    Args:
        make: makes the file's content; called when the button is pressed.
        file_name: what the browser saves it as; its ending tells what kind of file it is.
        key: the button's; None for one made of the label, which then must be the page's only one.
        noted: that it was taken away is noted, and the page drawn again: `state.hold` has under the key the slot and
            what it then holds.
    """
    key = key or f"download {label}"
    after: dict[str, Any] = {"on_click": "ignore"}  # the page is as it was: nothing is to be drawn again
    if noted:
        after = {"on_click": _note, "args": (key,)}
    st.download_button(
        label,
        data=make,
        file_name=file_name,
        mime=mime(file_name),
        key=key,
        icon=icon,
        type=look,
        help=explained,
        **after,
    )


def _note(key: str) -> None:
    if (found := state.held(key)) is not None:
        slot, value = found
        slot.set(value)


def mime(file_name: str) -> str:
    """The media type of a file by its ending; that of any bytes for an ending of a person's own."""
    return _MIME.get(file_name.rpartition(".")[2].lower(), "application/octet-stream")


def safe_stem(name: str) -> str:
    """A file's name without its ending, of characters that every system takes, and short."""
    return "".join(c if (c.isascii() and c.isalnum()) or c in "-_" else "_" for c in name)[:_LONGEST_STEM]
