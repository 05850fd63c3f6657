"""A synthetic registry extract of any size for the benchmarks: 25 columns, a share of cells wrong on purpose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

SEED = 20240301
_FIRST_DAY = np.datetime64("2004-01-01")
_DAYS = 365 * 12
_YES_NO = ("yes", "no", "unknown")
_CATEGORIES: dict[str, tuple[str, ...]] = {
    "sex": ("female", "male"),
    "ecog": ("0", "1", "2", "3", "4"),
    "smoking": ("never", "former", "current", "unknown"),
    "primary_site": ("anal canal", "rectum", "anorectal junction"),
    "histology": ("small cell", "large cell", "mixed small and large cell", "NEC NOS", "MiNEN"),
    "resection": _YES_NO,
    "chemoradiation": _YES_NO,
    "systemic": _YES_NO,
}
_NUMBERS: dict[str, tuple[float, float, int]] = {
    "age_years": (60, 12, 0),
    "ki67_percent": (60, 8, 0),
    "verge_distance_cm": (5, 3, 1),
    "ldh_u_per_l": (240, 80, 0),
    "alp_u_per_l": (90, 30, 0),
    "albumin_g_per_l": (40, 5, 1),
}


def write(path: Path, rows: int) -> None:
    """Writes the extract as CSV."""
    rng = np.random.default_rng(SEED)
    columns: dict[str, pa.Array] = {"patient_id": pa.array([f"P{i:07d}" for i in range(rows)])}
    columns["centre"] = _picked(rng, tuple(f"Centre {i:02d}" for i in range(40)), rows)
    for name, levels in _CATEGORIES.items():
        columns[name] = _spoilt(rng, _picked(rng, levels, rows), "?!", 0.0005)
    for name, (mean, sd, digits) in _NUMBERS.items():
        values = np.clip(rng.normal(mean, sd, rows), 0, 2000).round(digits)
        columns[name] = _spoilt(rng, _as_text(values, digits), "999999", 0.001)
    diagnosis = _FIRST_DAY + rng.integers(0, _DAYS, rows)
    contact = diagnosis + rng.exponential(400, rows).astype(np.int64)
    dead = rng.random(rows) < 0.6
    metastatic = rng.random(rows) < 0.5
    columns["diagnosis_date"] = _spoilt(rng, _days(diagnosis), "2019-02-31", 0.0005)
    columns["last_contact_date"] = _days(contact)
    columns["death_date"] = _blank_where(_days(contact), ~dead)
    columns["vital_status"] = pa.array(np.where(dead, "dead", "alive"))
    columns["ajcc_stage"] = _spoilt(
        rng, pa.array(np.where(metastatic, "IV", np.array(["I", "II", "III"])[rng.integers(0, 3, rows)])), "?!", 0.0005
    )
    columns["stage"] = pa.array(np.where(metastatic, "metastatic", "LRD"))
    columns["m_category"] = pa.array(np.where(metastatic ^ (rng.random(rows) < 0.001), "M1", "M0"))
    progressed = rng.random(rows) < 0.5
    columns["progression"] = pa.array(np.where(progressed, "yes", "no"))
    between = diagnosis + ((contact - diagnosis).astype(np.int64) * rng.random(rows)).astype(np.int64)
    columns["progression_date"] = _blank_where(_days(between), ~progressed)
    pa_csv.write_csv(pa.table(columns), path, pa_csv.WriteOptions(quoting_style="none"))


def write_workbook(csv: Path, path: Path, rows: int) -> None:
    """Writes the first rows of an extract as XLSX, numbers as numbers and dates as dates."""
    from xlsxwriter import Workbook

    table = pa_csv.read_csv(csv).slice(0, rows)
    book = Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, table.column_names)
    for i, cells in enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True), start=1):
        sheet.write_row(i, 0, ["" if cell is None else cell for cell in cells])
    book.close()


def _picked(rng: np.random.Generator, levels: tuple[str, ...], rows: int) -> pa.Array:
    return pa.array(levels).take(pa.array(rng.integers(0, len(levels), rows)))


def _as_text(values: npt.NDArray[np.float64], digits: int) -> pa.Array:
    return pa.array(values.astype(np.int64) if digits == 0 else values).cast(pa.string())


def _days(days: npt.NDArray[np.datetime64]) -> pa.Array:
    return pa.array(days.astype("datetime64[D]")).cast(pa.string())


def _blank_where(texts: pa.Array, blank: npt.NDArray[np.bool_]) -> pa.Array:
    return pa.compute.if_else(pa.array(blank), "", texts)


def _spoilt(rng: np.random.Generator, texts: pa.Array, wrong: str, share: float) -> pa.Array:
    return pa.compute.if_else(pa.array(rng.random(len(texts)) < share), wrong, texts)
