"""The synthetic samples a page can open."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "sample_data"
SAMPLE = _FOLDER / "anorectal_nec_38.csv"
LATE_SURGERY = _FOLDER / "late_surgery.csv"
MESSY_EXTRACT = _FOLDER / "messy_extract.csv"
