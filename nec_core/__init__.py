"""Survival analysis of rare-tumour registry extracts.

Validated cohorts, curves equal to R's, honest guards, figures. The files follow the data's journey: file -> records ->
cohort -> numbers -> picture -> paper. Start reading at `record.py` (what a patient is), then `ingest` (bytes to a
validated cohort) and `analysis.py` (the one door to results).
"""

__version__ = "0.1.0"
