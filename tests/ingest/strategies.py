"""Hypothesis strategies for tables as people make them: right, wrong, blank and odd cells under known headers."""

from __future__ import annotations

import csv
import io

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from nec_core.ingest.mapping import ColumnMapping, Fold, Mapping
from nec_core.ingest.raw_table import RawTable

BLANKS = ("", "", " ", ".", "-", "n/a", "NA", "#N/A", "unknown", "Not available", "?")
ODD = ("?!", "<script>", "=1+1", "x" * 401, "\x1ctext\x1f", "é", "inf", "nan", "1e5", "--1")
DATES = (
    "2019-05-17", "2019-05-18", "2018-12-31", "2020-02-29", "2019-02-29", "2019-05", "2019", "1899-12-30", "2091-01-01",
    "17/05/2019", "05/17/2019", "03/04/2019", "3.4.2019", "17.05.19", "43592", "20190517", "201905", "17 May 2019",
    "31/02/2019", "2019-13-01", "0000-01-01", "٢٠١٩-٠٥-١٧",
)  # fmt: skip
NUMBERS = (
    "0", "1", "12", "12.5", "012", "0.0", "100", "100.0", "100.5", "120", "120.0", "121", "-1", "+5", ".5", "5.", "1e2",
    "12,5", "1,200", "1.234,5", "12 %", "45 years", "999999999999999", "9999999999999999", "1" * 50, "٣", "2019",
    "2019.0", "2019.5", "12.", "1_000",
)  # fmt: skip
YES_NO = ("yes", "No", "Y", "n", "1", "0", "1.0", "unknown", "done", "maybe", "not  done")
WORDS = {
    "sex": ("F", "female", "m", "W", "other", "7"),
    "vital_status": ("dead", "Alive", "deceased", "1", "0"),
    "stage": ("LRD", "metastatic", "M1", "stage iv", "loco-regional", "V"),
    "ajcc_stage": ("I", "IIa", "stage iii", "IV", "0"),
    "m_category": ("M0", "m1", "1", "MX", "M2"),
    "histology": ("small cell", "NET G3", "nec", "MiNEN", "adeno"),
    "resection": YES_NO,
    "progression": YES_NO,
    "progression_site": ("local", "distant", "both", "nowhere"),
    "synaptophysin": ("+", "-", "positive", "neg", "9", "weak"),
    "os_event": ("0", "1", "2", "1.0", "3", "dead"),
}
TEXTS = ("A", "B 12", "Centre  Süd", "C" * 400, "8246/3", "8246", "82", "row 3")
FIELDS = (
    "patient_id", "centre", "age_years", "sex", "diagnosis_year", "diagnosis_date", "last_contact_date", "death_date",
    "vital_status", "stage", "ajcc_stage", "m_category", "histology", "icdo3_histology", "ki67_percent",
    "synaptophysin", "resection", "resection_date", "progression", "progression_date", "progression_site",
)  # fmt: skip
IDS = tuple(f"P{i}" for i in range(1, 9))


def _pool(name: str) -> tuple[str, ...]:
    if name == "patient_id":
        return IDS
    if name in WORDS:
        return WORDS[name]
    if name.endswith("_date"):
        return DATES
    return TEXTS if name in ("centre", "icdo3_histology", "ward") else NUMBERS


def cells(name: str) -> st.SearchStrategy[str]:
    """A cell of a column: mostly what belongs there, at times with blanks round it, blank, or odd."""
    fitting = st.sampled_from(_pool(name))
    padded = fitting.map(lambda t: f"\u00a0 {t} ")
    return st.one_of(fitting, fitting, fitting, padded, fitting.map(str.upper), st.sampled_from(BLANKS + ODD))


@st.composite
def mapped_tables(draw: st.DrawFn) -> tuple[RawTable, Mapping]:
    """A table with a mapping."""
    order = draw(st.sampled_from(["DMY", "MDY", "YMD"]))
    optional = draw(st.sets(st.sampled_from(FIELDS[1:])))
    names = ["patient_id", *(f for f in FIELDS[1:] if f in optional), "os_time", "os_event", "ward", "score"]
    n = draw(st.integers(1, 12))
    data = {name: draw(st.lists(cells(name), min_size=n, max_size=n)) for name in names}
    targets = {"os_time": "time:os", "os_event": "event:os", "ward": "extra", "score": "extra"}
    columns = [
        ColumnMapping(
            column=name,
            target=targets.get(name, name),
            unit="months" if name == "os_time" else None,
            date_order=order if name.endswith("_date") else None,
            decimal_comma=draw(st.booleans()) if _pool(name) is NUMBERS else False,
            values=draw(values_for(name)),
            extra_kind="number" if name == "score" else "category",
        )
        for name in names
    ]
    table = pa.table([pa.array(data[name], pa.string()) for name in names], names=names)
    raw = RawTable("table.csv", "0" * 64, tuple(names), table, np.arange(2, n + 2), 1)
    missing = draw(st.sampled_from([(), ("12", "2019-05-17"), ("a",)]))
    return raw, Mapping(columns=tuple(columns), missing=missing, fold=Fold(rule="reject"))


def values_for(name: str) -> st.SearchStrategy[dict[str, str]]:
    """What a person may have said cells of a column mean."""
    said: dict[str, list[dict[str, str]]] = {
        "os_event": [{"0": "0", "1": "1", "2": "2"}, {"dead": "1", "0": "0", "3": ""}],
        "vital_status": [{}, {"1": "dead", "0": "alive"}],
        "age_years": [{}, {"12": "13", "121": "120", "-1": ""}],
        "ward": [{}, {"a": "Alpha"}],
    }
    return st.sampled_from(said.get(name, [{}]))


@st.composite
def messy_files(draw: st.DrawFn) -> tuple[bytes, int]:
    """A delimited file with titles, blank lines, ragged rows, quoted line breaks and a footnote, and how many rows of
    data a reader counts in it by hand."""
    delimiter = draw(st.sampled_from(",;\t"))
    names = ["patient_id", "age_years", "sex", "diagnosis_date", "last_contact_date", "vital_status", "notes"]
    rows = [[draw(cells(n)) for n in names[:-1]] + [draw(st.sampled_from(["", "a\nb", 'he said "no"', "x,y;z"]))]
            for _ in range(draw(st.integers(1, 10)))]  # fmt: skip
    for row in rows:
        row[0] = row[0].strip() or "P0"
        change = draw(st.sampled_from(["none"] * 6 + ["long", "short", "blank", "empty"]))
        if change == "long":
            row += ["stray", "cells"]
        elif change == "short":
            del row[draw(st.integers(1, 6)) :]
        elif change == "blank":
            row[:] = [" "] * 7
        elif change == "empty":
            row[:] = []
    titles = draw(st.sampled_from([[], [["Export of our registry"]], [["Export"], []]]))
    notes = draw(st.sampled_from([[], [["* as of today"]], [[], ["Total", "8"]]]))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))).writerows(
        [*titles, names, *rows, *notes]
    )
    text = out.getvalue()
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    counted = sum(any(c.strip() for c in row) for row in [*rows, *notes])
    return text.encode(encoding), counted
