"""The README's figures, made again.

    python docs/make_gallery.py VETERAN.csv --mapping MAPPING.json

VETERAN.csv is the data set `veteran` of R's package survival (LGPL), which is not shipped here: columns CellType,
SurvivalDays, Died and others. All others are made from the synthetic files in sample_data.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export.pictures import KINDS, Subject, picture_bytes
from nec_core.export.survival_export import figure_bytes
from nec_core.figures.style import FigureStyle
from nec_core.ingest.admission import Admission
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_data"
_DPI = 160  # sharp enough for a page on a screen, light enough for a repository

FIGURES: dict[str, tuple[str, float, dict[str, Any], dict[str, Any]]] = {
    "sample_by_stage": (
        "anorectal_nec_38.csv",
        180,
        {"by": "stage"},
        {
            "group_names": {"LRD": "Locoregional", "metastatic": "Metastatic"},
            "show_hr": True,
            "show_medians": True,
        },
    ),
    "veteran_by_cell_type": (
        "veteran",
        180,
        {"by": "CellType", "unit": "months"},
        {
            "group_order": ["squamous", "large", "adeno", "smallcell"],
            "group_names": {
                "squamous": "Squamous cell",
                "large": "Large cell",
                "adeno": "Adenocarcinoma",
                "smallcell": "Small cell",
            },
            "x_label": "Months since randomisation",
            "x_max": 30,
            "x_step": 6,
            "show_caption": False,
        },
    ),
    "late_surgery_by_centre": (
        "late_surgery.csv",
        120,
        {"by": "centre"},
        {"palette": "greyscale", "risk_table": "at_risk", "interval": "none", "show_caption": False, "x_step": 24},
    ),
    "pfs_failure": (
        "anorectal_nec_38.csv",
        120,
        {"by": "stage", "endpoint": "pfs"},
        {
            "palette": "lancet",
            "quantity": "failure",
            "interval": "lines",
            "labels": "legend",
            "group_names": {"LRD": "Locoregional", "metastatic": "Metastatic"},
        },
    ),
}

PICTURES = ("worth", "swimmer", "order")
"""Kinds of pictures of the sample by stage."""


def main() -> None:
    """Writes the figures beside this file, in the folder gallery."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("veteran", type=Path, metavar="VETERAN.csv")
    parser.add_argument("--mapping", type=Path, required=True, help="of that file, saved on the Upload page")
    options = parser.parse_args()
    for name, (file, width_mm, plan, style) in FIGURES.items():
        veteran = file == "veteran"
        admission = _admission(options.veteran if veteran else SAMPLES / file, options.mapping if veteran else None)
        found = analyse(admission.cohort, AnalysisPlan.model_validate(plan))
        picture = figure_bytes(found, admission.source, "png", width_mm, _DPI, FigureStyle.model_validate(style))
        (HERE / "gallery" / f"{name}.png").write_bytes(picture)
    sample = _admission(SAMPLES / "anorectal_nec_38.csv", None)
    for name in PICTURES:
        plan_by_stage = AnalysisPlan(by="stage")
        shown = KINDS[name].picture(Subject(sample, plan_by_stage))
        (HERE / "gallery" / f"{name}.png").write_bytes(
            picture_bytes(shown, sample.source, plan_by_stage, "png", 180, _DPI)
        )


def _admission(path: Path, mapping: Path | None) -> Admission:
    taken = Mapping.model_validate_json(mapping.read_text(encoding="utf-8")) if mapping else None
    return admit(path.read_bytes(), path.name, taken)


if __name__ == "__main__":
    main()
