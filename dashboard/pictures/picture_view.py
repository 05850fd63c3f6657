"""One picture on a page: for desk and phone, its sentence for the paper, n, what is missing, and its files."""

from __future__ import annotations

import contextlib
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import kept
from dashboard.downloads import FIGURE_FILES, offer, safe_stem
from dashboard.pictures.clipboard import copy_png
from nec_core import formatting as fmt
from nec_core.errors import PlanError
from nec_core.export.pictures import PAPER_WIDTHS_MM, Kind, Shown, Subject, counted, picture_bytes
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.screen.screen import PLOTLY_CONFIG, unchecked
from nec_core.figures.system_font import no_font

_PHONE_PX, _DESK_PX = 360, 760
_PANEL_PX = 328
"""On a phone inside a panel, whose edges take their part."""
_COPY_DPI = 300
_OF_SEVERAL_PAGES = ("pdf", "tiff")


def show(kind: Kind, subject: Subject) -> None:
    """The picture under its title; a sentence where the file does not have what it needs."""
    st.subheader(kind.title, anchor=False)
    try:
        picture = kind.picture(subject)
    except PlanError as problem:
        st.info(fmt.escape_markdown(str(problem)))  # what a file does not have is no fault of anybody
    else:
        show_made(picture, subject, kind, "chosen_")


def show_beside_its_table(kind: Kind, subject: Subject) -> None:
    """The picture of what a table tells, under the table's title; nothing where the file does not have it."""
    with contextlib.suppress(PlanError):
        show_made(kind.picture(subject), subject, kind)


def show_made(
    picture: Shown, subject: Subject, kind: Kind, place: str = "", *, said: str = "", in_panel: bool = False
) -> None:
    """A picture that is there already, with its sentence, n, what is missing, and its files.

    Args:
        place: tells it from the same picture elsewhere on the page.
        said: what stands above it; the picture's sentence is not said again where it is a part of it.
        in_panel: it stands in a panel, which is narrower.
    """
    key = f"{place}{_stem(subject, kind)}"
    _draw(picture, key, _PANEL_PX if in_panel else _PHONE_PX)
    st.caption(fmt.escape_markdown(counted(picture)))
    with copied_words(key):
        if picture.sentence not in said:
            st.code(picture.sentence, language=None, wrap_lines=True)
        with st.popover("Download", icon=":material/download:"):
            _files(picture, subject, kind, key)


def copied_words(key: str) -> DeltaGenerator:
    """Where words for the paper stand, beside the button that copies them; they are no program."""
    return st.container(key=f"picture-words-{key}")


def _stem(subject: Subject, kind: Kind) -> str:
    """What tells a picture from the others of a page: in keys, and in its files' names."""
    endpoint = "" if subject.plan.endpoint == "os" else subject.plan.endpoint
    return safe_stem("_".join(part for part in (kind.name, subject.form, subject.variable, endpoint) if part))


def _draw(picture: Shown, name: str, phone_px: int) -> None:
    """Both layouts; the style sheet shows the one that fits the screen."""
    dark = st.context.theme.type == "dark"
    for place, width, fixed in (("wide", _DESK_PX, False), ("narrow", phone_px, True)):
        with st.container(key=f"picture-{place}-{name}"):
            st.plotly_chart(
                unchecked(picture.on_screen(width, dark=dark, fixed=fixed)),
                theme=None,
                key=f"picture {name} {place}",
                alt=picture.alt_text,
                config=PLOTLY_CONFIG,
            )


def _files(picture: Shown, subject: Subject, kind: Kind, key: str) -> None:
    width = st.segmented_control(
        "Width", PAPER_WIDTHS_MM, default=PAPER_WIDTHS_MM[0], required=True, format_func=lambda mm: f"{mm} mm",
        **kept.choice(f"picture width {key}"),
    )  # fmt: skip
    width_mm = float(width or PAPER_WIDTHS_MM[0])
    one_page = not isinstance(picture, Picture) or len(picture.pages(width_mm)) == 1
    if missing := picture.missing_glyphs():
        st.error(fmt.escape_markdown(no_font(missing)))
        return
    stem = _stem(subject, kind)
    make = partial(picture_bytes, picture, subject.admission.source, subject.plan)
    for label, format_name, dpi in FIGURE_FILES:
        if not one_page and format_name not in _OF_SEVERAL_PAGES:
            continue
        resolution = f"_{dpi}dpi" if format_name in ("png", "tiff") else ""
        offer(
            label,
            partial(make, format_name, width_mm, dpi),
            f"{stem}_{width_mm:g}mm{resolution}.{format_name}",
            key=f"picture {key} {label}",
            icon=None,
            look="tertiary",
        )
    if one_page and st.button(
        "Copy as picture", key=f"picture copy {key}", icon=":material/content_copy:", type="tertiary"
    ):
        copy_png(make("png", width_mm, _COPY_DPI))
