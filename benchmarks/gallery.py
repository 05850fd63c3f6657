"""The hard cases of every picture in every size, theme and format, on one page, for a person to look at.

    python -m benchmarks gallery FOLDER

Everything shown is made up. The tests check the same cases for words that overlap, are cut off or cover a
curve.
"""

from __future__ import annotations

import argparse
import html
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import picture_cases
from nec_core.errors import PlanError
from nec_core.export.image import FORMATS, missing_glyphs, render, render_picture
from nec_core.export.pictures import PAPER_WIDTHS_MM
from nec_core.figures import FigureStyle, FigureText, SurvivalFigure, alt_text, survival_figure
from nec_core.figures.drawing.picture import Picture
from nec_core.figures.paper import laid_out
from nec_core.figures.screen.screen import PLOTLY_CONFIG, plotly_spec, unchecked
from nec_core.formatting import p_statement
from nec_core.survival.comparing.log_rank import log_rank
from nec_core.survival.counts.event_table import EventTable, event_table
from nec_core.survival.curves.kaplan_meier import kaplan_meier

# Name, width and height in mm, None for the height that suits.
SIZES: dict[str, tuple[float, float | None]] = {
    "89 mm": (89, None),
    "120 mm": (120, None),
    "180 mm": (180, None),
    "slide": (254, 142.9),
}
SCREENS = ((1280, False), (1280, True), (390, False), (390, True))
PICTURE_SCREENS = ((760, False), (760, True), (360, False), (360, True))

NAMES_8 = (
    "Surgery",
    "Surgery + chemotherapy",
    "Chemoradiation",
    "Radiotherapy",
    "Chemotherapy",
    "Immunotherapy",
    "Other",
    "Best supportive care",
)
LONG_NAMES = (
    "Definitive concurrent chemoradiation, cisplatin + etoposide",
    "Neoadjuvant chemotherapy, then abdominoperineal resection",
    "Palliative systemic therapy, any regimen, or no treatment",
)
HOSTILE_NAMES = ("<b>A & B</b>", "$x_1$ 50%", "الجراحة", "Łódź, Ελλάδα", "手術")


def cohort(
    names: Sequence[str],
    per_group: int,
    scales: Sequence[float],
    *,
    follow_up: float = 60.0,
    censored: float = 0.3,
    decimals: int = 1,
    seed: int = 7,
    unit: str = "months",
) -> EventTable:
    """Made-up patients with exponential survival of the given means."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(names)), per_group)
    time_to_event = random.exponential(np.asarray(scales)[group])
    lost = np.where(random.random(group.size) < censored, random.uniform(0, follow_up, group.size), follow_up)
    seen = np.maximum(np.round(np.minimum(time_to_event, lost), decimals), 10.0**-decimals)
    return event_table(seen, time_to_event <= lost, group, names, unit)


def drawn(table: EventTable, style: FigureStyle | None = None) -> SurvivalFigure:
    """A figure of the table as the dashboard would word it."""
    tested = log_rank(table) if len(table.groups) > 1 else None
    text = FigureText(
        y_label="Overall survival",
        x_label=f"{table.unit.capitalize()} since diagnosis",
        notes=(f"Log-rank {p_statement(tested.p)}",) if tested is not None and tested.p is not None else (),
        hr_notes=("HR 0.61 (95% CI 0.40–0.93)",),
        caption="Overall survival: from diagnosis to death from any cause. Kaplan–Meier estimate, 95% CI by the log-"
        "log method. Synthetic patients.",
        footnote="Plan 5f1c9a02, input 9b2e77d1, nec_core 0.1.0",
    )
    return survival_figure(table, kaplan_meier(table), text, style)


def _one_patient() -> SurvivalFigure:
    return drawn(event_table([14.2], [True]))


def _nobody_dies() -> SurvivalFigure:
    times = np.linspace(3, 58, 40).round(1)
    return drawn(event_table(times, np.zeros(40, dtype=bool), np.arange(40) % 2, ("Surgery", "Chemoradiation")))


def _everybody_dies() -> SurvivalFigure:
    return drawn(cohort(("Resected", "Not resected"), 30, (16, 6), follow_up=1e6, censored=0))


def _coincide() -> SurvivalFigure:
    one = cohort(("A",), 60, (20,))
    return drawn(
        EventTable(
            ("Centre A", "Centre B"),
            one.times,
            np.vstack([one.events] * 2),
            np.vstack([one.censored] * 2),
            "months",
        )
    )


def _ends_early() -> SurvivalFigure:
    late, early = cohort(("x",), 60, (40,)), cohort(("x",), 25, (14,), follow_up=18, seed=3)
    times = np.union1d(late.times, early.times)
    events, censored = np.zeros((2, times.size), dtype=np.int64), np.zeros((2, times.size), dtype=np.int64)
    for row, table in enumerate((late, early)):
        at = np.searchsorted(times, table.times)
        events[row, at], censored[row, at] = table.events[0], table.censored[0]
    return drawn(EventTable(("Before 2015", "Since 2020"), times, events, censored, "months"))


ALL_SHOWN = FigureStyle(interval="band", risk_table="extended", median_lines=True)
"""What is left out of many groups unless somebody asks for it."""

CASES: dict[str, Callable[[], SurvivalFigure]] = {
    "Two groups, 38 patients": lambda: drawn(
        cohort(("Locoregional", "Metastatic"), 19, (30, 18)), FigureStyle(show_medians=True)
    ),
    "1 patient": _one_patient,
    "Nobody dies": _nobody_dies,
    "Everybody dies": _everybody_dies,
    "Curves that coincide": _coincide,
    "8 groups": lambda: drawn(cohort(NAMES_8, 40, (60, 45, 36, 28, 20, 15, 10, 5)), ALL_SHOWN),
    "8 groups, as it comes": lambda: drawn(cohort(NAMES_8, 40, (60, 45, 36, 28, 20, 15, 10, 5))),
    "8 groups, numbers at risk only": lambda: drawn(
        cohort(NAMES_8, 40, (60, 45, 36, 28, 20, 15, 10, 5)),
        FigureStyle(risk_table="at_risk", interval="none"),
    ),
    "1,000,000 patients": lambda: drawn(
        cohort(
            ("Localized", "Regional", "Distant", "Unstaged"),
            250_000,
            (90, 50, 12, 30),
            follow_up=240,
            decimals=4,
        ),
        ALL_SHOWN,
    ),
    "300 months of follow-up": lambda: drawn(cohort(("Surgery", "No surgery"), 80, (150, 60), follow_up=300)),
    "One group ends early": _ends_early,
    "Never below 90%, axis from 85%": lambda: drawn(
        cohort(("Screened", "Not screened"), 300, (1500, 900)), FigureStyle(y_min=0.85)
    ),
    "Median not reached": lambda: drawn(
        cohort(("Stage I", "Stage II"), 50, (250, 150)), FigureStyle(show_medians=True)
    ),
    "Arabic, Polish, Greek, <, &, $, %; Chinese": lambda: drawn(
        cohort(HOSTILE_NAMES, 30, (60, 45, 36, 28, 20)), FigureStyle(title="<i>Hostile</i> & $names$, 100%")
    ),
    "Names of 60 characters": lambda: drawn(cohort(LONG_NAMES, 40, (40, 25, 12))),
    "Names of 60 characters, numbers at risk only": lambda: drawn(
        cohort(LONG_NAMES, 40, (40, 25, 12)), FigureStyle(risk_table="at_risk")
    ),
    "End labels that would collide": lambda: drawn(
        cohort(("Anal canal", "Rectum", "Anorectal junction", "Colon"), 60, (22, 21, 20, 19), seed=2)
    ),
    "Greyscale, 1 - survival, limits as lines": lambda: drawn(
        cohort(("Small cell", "Large cell", "Mixed"), 50, (14, 22, 35)),
        FigureStyle(palette="greyscale", quantity="failure", interval="lines"),
    ),
    "Everything on": lambda: drawn(
        cohort(("Surgery", "No surgery"), 70, (40, 18)),
        FigureStyle(
            title="Overall survival by resection of the primary tumour",
            labels="legend",
            show_grid=True,
            show_hr=True,
            show_medians=True,
            footnote=True,
            display="proportion",
            palette="nejm",
            time_unit="years",
        ),
    ),
    "No table, no notes, 12 pt": lambda: drawn(
        cohort(("A", "B"), 40, (40, 18)),
        FigureStyle(risk_table="none", show_p=False, show_caption=False, median_lines=False, font_size_pt=12),
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Writes the page and its images."""
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    parts = [_HEAD]
    started = time.perf_counter()
    for number, (title, make) in enumerate(CASES.items()):
        figure = make()
        parts.append(f"<h2>{html.escape(title)}</h2><p>{html.escape(alt_text(figure))}</p>")
        missing = missing_glyphs(figure)
        if missing:
            parts.append(f"<p class=told>No font on this computer for {html.escape(' '.join(missing))}</p>")
        parts.append("<div class=row>")
        for size, (width, height) in SIZES.items():
            parts.append(_printed(folder, f"{number:02d} {size}", figure, size, width, height))
        parts.append("</div><div class=row>")
        for width_px, dark in SCREENS:
            parts.append(_on_screen(figure, width_px, dark=dark, first=number == 0 and width_px == 1280 and not dark))
        parts.append("</div>")
    for number, (title, picture_of) in enumerate(picture_cases.CASES.items()):
        parts.append(_pictured(folder, f"picture_{number:02d}", title, picture_of()))
    (folder / "index.html").write_text("\n".join(parts) + "</body></html>", encoding="utf-8")
    seconds = round(time.perf_counter() - started, 1)
    return {"cases": len(CASES) + len(picture_cases.CASES), "seconds": seconds, "page": str(folder / "index.html")}


def as_text(result: dict[str, Any]) -> str:
    """The result for a terminal."""
    return f"{result['cases']} cases in {result['seconds']} s: {result['page']}"


def _printed(folder: Path, stem: str, figure: SurvivalFigure, size: str, width: float, height: float | None) -> str:
    stem = stem.replace(" ", "_")
    links = []
    try:
        laid_out(figure, width, height)
    except PlanError as problem:
        return f"<figure><figcaption>{size}: refused. {html.escape(str(problem))}</figcaption></figure>"
    if missing_glyphs(figure):
        return f"<figure><figcaption>{size}: refused, as told above.</figcaption></figure>"
    for format in FORMATS:
        path = folder / f"{stem}.{format}"
        path.write_bytes(render(figure, format, width_mm=width, height_mm=height, dpi=150))
        links.append(f'<a href="{path.name}">{format}</a>')
    words = html.escape(alt_text(figure))
    image = f'<img src="{stem}.png" alt="{words}" style="width:{width}mm">'
    return f"<figure>{image}<figcaption>{size}: {' '.join(links)}</figcaption></figure>"


def _pictured(folder: Path, stem: str, title: str, picture: Picture) -> str:
    """Another kind's case, in both widths of paper and on every screen."""
    from plotly.io import to_html

    words = html.escape(picture.alt_text)
    parts = [f"<h2>{html.escape(title)}</h2><p>{words}</p><p>{html.escape(picture.sentence)}</p><div class=row>"]
    for width in PAPER_WIDTHS_MM:
        links = []
        formats = FORMATS if len(picture.pages(width)) == 1 else ("pdf", "tiff")
        for format in formats:
            path = folder / f"{stem}_{width}mm.{format}"
            path.write_bytes(render_picture(picture, format, width, dpi=150))
            links.append(f'<a href="{path.name}">{format}</a>')
        image = f'<img src="{stem}_{width}mm.png" alt="{words}" style="width:{width}mm">' if "png" in formats else ""
        parts.append(f"<figure>{image}<figcaption>{width} mm: {' '.join(links)}</figcaption></figure>")
    parts.append("</div><div class=row>")
    for width_px, dark in PICTURE_SCREENS:
        drawn = to_html(
            picture.on_screen(width_px, dark=dark, fixed=True),
            full_html=False, include_plotlyjs=False, config=PLOTLY_CONFIG, validate=False,
        )  # fmt: skip
        parts.append(f'<div style="width:{width_px}px">{drawn}</div>')
    return "".join([*parts, "</div>"])


def _on_screen(figure: SurvivalFigure, width_px: int, *, dark: bool, first: bool) -> str:
    chart = unchecked(plotly_spec(figure, dark=dark, width_px=width_px, fixed=True))
    drawn_html = chart.to_html(full_html=False, include_plotlyjs=first, config=PLOTLY_CONFIG)
    return f'<div style="width:{width_px}px">{drawn_html}</div>'


_HEAD = """<!doctype html><html lang=en><head><meta charset=utf-8><title>Figure gallery</title><style>
body{font-family:Arial,sans-serif;margin:24px;background:#f4f4f4}
.row{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}
figure{margin:0;background:#fff} figcaption{font-size:12px;padding:4px;background:#f4f4f4} .told{color:#a00}
</style></head><body><h1>Figure gallery</h1><p>All patients are synthetic.</p>"""
