"""Figures as files: PNG, TIFF, SVG or PDF, exact in millimetres; the same input gives the same bytes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal

from nec_core.errors import PlanError
from nec_core.figures.alt_text import alt_text
from nec_core.figures.drawing.paper import draw as painted
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.paper import draw, paper_settings
from nec_core.figures.survival_figure import SurvivalFigure
from nec_core.figures.system_font import SystemFont, fonts_for, missing_characters

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

ImageFormat = Literal["png", "tiff", "svg", "pdf"]
FORMATS: Final[tuple[ImageFormat, ...]] = ("png", "tiff", "svg", "pdf")
_MANY_PAGES: Final = ("pdf", "tiff")
_DPI_RANGE: Final = (72, 1200)
# 300 mm at 1200 dpi, more than any journal takes; beyond it memory, not paper, is what is used up.
_MOST_PIXELS: Final = 200_000_000
_TIFF_DESCRIPTION: Final = 270
_KNOWN_FIELDS: Final = ("Title", "Creator", "Description", "Keywords")
_PDF_NAMES: Final = {"Description": "Subject"}


def render(
    figure: SurvivalFigure,
    format: ImageFormat,
    width_mm: float = 180,
    dpi: int = 300,
    metadata: Mapping[str, str] | None = None,
    *,
    height_mm: float | None = None,
) -> bytes:
    """The file's bytes.

    Args:
        figure: the numbers.
        format: "png" and "tiff" in RGB (TIFF with LZW, as journals ask), "pdf" with embedded TrueType
            subsets, "svg" with its text as outlines, so that it looks the same where the font is missing.
        width_mm: 89 for one column, 180 for two.
        dpi: of PNG and TIFF, 72 to 1200.
        metadata: provenance to write into the file, such as the plan's hash and the version. Plain text;
            never an identifier of a patient. Title, Creator, Description and Keywords go into the fields of
            that name; title and description are the figure's own where they are not given.
        height_mm: None for a height that suits the figure.

    Raises:
        PlanError: unknown format, dpi out of range, a page too small for the words, characters that no font can
            draw, or more pixels than fit memory.
    """
    _check(format, dpi)
    fonts = fonts_for(_words(figure))
    about = {"Title": figure.title or figure.quantity, "Description": alt_text(figure), **(metadata or {})}
    with paper_settings(fonts):
        page = draw(figure, width_mm=width_mm, height_mm=height_mm, fonts=fonts)
        return _written([page], format, dpi, about | _font_names(fonts))


def render_picture(
    picture: Picture, format: ImageFormat, width_mm: float = 180, dpi: int = 300,
    metadata: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """The bytes of any other picture; arguments as for `render`. It is as high as it needs to be.

    Raises:
        PlanError: as `render`, or the picture takes several pages and the format has one.
    """
    _check(format, dpi)
    about = {"Title": picture.title, "Description": picture.alt_text, **(metadata or {})}
    pages = picture.pages(width_mm)
    if len(pages) > 1 and format not in _MANY_PAGES:
        raise PlanError(f"The picture takes {len(pages)} pages, which {format.upper()} can't hold. Choose PDF or TIFF.")
    fonts = fonts_for("".join(word for page in pages for word in page.words))
    with paper_settings(fonts):
        return _written([painted(page, fonts) for page in pages], format, dpi, about | _font_names(fonts))


def _font_names(fonts: Sequence[SystemFont]) -> dict[str, str]:
    """Another computer may have another font, and then draws other bytes."""
    return {"Fonts": "; ".join(font.told for font in fonts)} if fonts else {}


def _check(format: str, dpi: int) -> None:
    if format not in FORMATS:
        raise PlanError(f"format must be one of {', '.join(FORMATS)}, but was {format!r}. Choose one of them.")
    if not _DPI_RANGE[0] <= dpi <= _DPI_RANGE[1]:
        raise PlanError(f"dpi must lie between 72 and 1200, but was {dpi}. Journals ask for 300 or 600.")


def _written(pages: Sequence[Figure], format: ImageFormat, dpi: int, about: Mapping[str, str]) -> bytes:
    if format == "pdf":
        return _pdf(pages, about)
    if format == "svg":
        return _svg(pages[0], about)
    return _raster(pages, format, dpi, about)


def missing_glyphs(figure: SurvivalFigure) -> tuple[str, ...]:
    """The characters in the figure that no font can draw on paper, each once: ask before an export, and tell."""
    return missing_characters(_words(figure))


def _words(figure: SurvivalFigure) -> str:
    words = [
        figure.title or "",
        figure.x.label,
        figure.y.label,
        *figure.notes,
        figure.caption,
        figure.footnote,
    ]
    words += [group.name for group in figure.groups]
    return "".join(words)


def warm() -> None:
    """Imports matplotlib and opens the fonts in the background, so that the first export is as fast as the others."""
    threading.Thread(target=_open_everything, name="warm-export", daemon=True).start()


def _open_everything() -> None:
    with paper_settings():
        from matplotlib.figure import Figure as MatplotlibFigure

        page = MatplotlibFigure(figsize=(1, 1))
        for weight in ("normal", "bold"):
            page.text(0.1, 0.5, "Survival", fontweight=weight)
        _pdf([page], {})
        _svg(page, {})
        _raster([page], "png", 72, {})


def _pdf(pages: Sequence[Figure], about: Mapping[str, str]) -> bytes:
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = BytesIO()
    # PDF's word for a description is subject.
    words = {_PDF_NAMES.get(key, key): value for key, value in _named(about).items()}
    with PdfPages(buffer, metadata={**words, "CreationDate": None}) as file:
        for page in pages:
            page.savefig(file, format="pdf")
    return buffer.getvalue()


def _svg(page: Figure, about: Mapping[str, str]) -> bytes:
    buffer = BytesIO()
    page.savefig(buffer, format="svg", metadata={**_named(about), "Date": None})
    return buffer.getvalue()


def _named(about: Mapping[str, str]) -> dict[str, str]:
    """The fields that PDF and SVG know by name; all others become keywords."""
    known = {key: value for key, value in about.items() if key in _KNOWN_FIELDS and value}
    others = [f"{key}: {value}" for key, value in about.items() if key not in _KNOWN_FIELDS]
    keywords = "; ".join(([known["Keywords"]] if "Keywords" in known else []) + others)
    return {**known, "Keywords": keywords} if keywords else known


def _raster(pages: Sequence[Figure], format: str, dpi: int, about: Mapping[str, str]) -> bytes:
    from PIL.PngImagePlugin import PngInfo
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    image, *others = (_pixels(page, dpi) for page in pages)
    buffer = BytesIO()
    if format == "png":
        chunks = PngInfo()
        for key, value in about.items():
            chunks.add_itxt(key, value)
        image.save(buffer, format="PNG", dpi=(dpi, dpi), pnginfo=chunks)
    else:
        tags = ImageFileDirectory_v2()
        # TIFF's text is ASCII by its standard; ranges keep their dash.
        text = "; ".join(value if key == "Description" else f"{key}: {value}" for key, value in about.items())
        tags[_TIFF_DESCRIPTION] = text.replace("–", "-").encode("ascii", "replace").decode("ascii")
        image.save(
            buffer, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi), tiffinfo=tags,
            save_all=True, append_images=others,
        )  # fmt: skip
    return buffer.getvalue()


def _pixels(page: Figure, dpi: int) -> Image:
    """The page as RGB on white: journals refuse transparency."""
    from PIL import Image as PillowImage

    width, height = (round(inches * dpi) for inches in page.get_size_inches())
    if width * height > _MOST_PIXELS:
        raise PlanError(
            f"{width} by {height} pixels are more than fit into memory safely. Choose a smaller width or dpi."
        )
    # A whole number of pixels: the nearest to the width asked for.
    page.set_size_inches(width / dpi, height / dpi)
    buffer = BytesIO()
    page.savefig(buffer, format="rgba", dpi=dpi)
    return PillowImage.frombytes("RGBA", (width, height), buffer.getvalue()).convert("RGB")
