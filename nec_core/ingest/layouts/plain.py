"""Any other table: everything is suggested from names and values, and what they do not tell is asked."""

from __future__ import annotations

from collections.abc import Sequence

from nec_core.ingest.layouts.barcodes import are_barcodes, patient_of
from nec_core.ingest.layouts.derived_columns import recoded, with_columns
from nec_core.ingest.layouts.labelled import suggest_by_labels
from nec_core.ingest.layouts.late_entry import entry_column, entry_note
from nec_core.ingest.mapping import DROP, Mapping
from nec_core.ingest.matching.field_names import named_fields
from nec_core.ingest.matching.profile import header_words, profile
from nec_core.ingest.matching.suggestion import as_extra, suggest
from nec_core.ingest.raw_table import RawTable
from nec_core.record import fields

NAME = "plain"
OF_SAMPLE = "Patient of the sample"


def knows(raw: RawTable) -> bool:
    return raw.n_rows > 0


def prepare(raw: RawTable, companions: Sequence[RawTable] = ()) -> RawTable:  # noqa: ARG001  # no companions
    """A column of patients where only the barcodes of their samples tell them apart."""
    if (entry := entry_column(raw)) is not None:
        raw = raw.with_notes(entry_note(entry, "is below the time in each row"))
    named = _named_patient(raw)
    barcodes = _barcodes(raw)
    if barcodes is not None and named in (None, barcodes):
        return _with_patients_of_samples(raw, barcodes)
    return raw


def mapping(raw: RawTable) -> Mapping:
    """What names and values suggest; barcodes are the patient's identifier."""
    suggested = suggest_by_labels(raw, suggest(raw, NAME))
    if (entry := entry_column(raw)) is not None:
        kept = as_extra(profile(raw, entry)).model_copy(update={"reason": "it looks like delayed entry"})
        suggested = suggested.replaced(kept)
    barcodes = _barcodes(raw)
    if barcodes is None or _named_patient(raw.before or raw) not in (None, barcodes):
        return suggested
    patient = OF_SAMPLE if OF_SAMPLE in raw.columns else barcodes
    of_patients = suggested.column(patient).model_copy(
        update={"target": "patient_id", "confidence": 1.0, "reason": "its values are barcodes of patients"}
    )
    suggested = suggested.replaced(of_patients)
    if patient == barcodes:
        return suggested
    samples = suggested.column(barcodes).model_copy(update={"target": DROP, "reason": "the names of samples"})
    return suggested.replaced(samples)


def _named_patient(raw: RawTable) -> str | None:
    """The column whose header names the patient's identifier."""
    known = {"patient id", *fields()["patient_id"].about.headers}
    headers = {c: header_words(name) for c, name in raw.names.items()}
    return next((c for c, words in headers.items() if words in known or "patient_id" in named_fields(words)), None)


def _barcodes(raw: RawTable) -> str | None:
    """The column of barcodes; that of patients before one of their samples."""
    found = [
        c for c in raw.columns if c != OF_SAMPLE and _begins_with_barcode(raw, c) and are_barcodes(raw.distinct(c)[0])
    ]
    return next(
        (c for c in found if all(t in ("", patient_of(t)) for t in raw.distinct(c)[0])), next(iter(found), None)
    )


def _begins_with_barcode(raw: RawTable, column: str) -> bool:
    """Whether the first texts are one: a look that costs nothing in a long table."""
    first = raw.encoded(column).texts[:2].to_pylist()
    return any(patient_of(t) for t in first)


def _with_patients_of_samples(raw: RawTable, barcodes: str) -> RawTable:
    if all(t in ("", patient_of(t)) for t in raw.distinct(barcodes)[0]):
        return raw
    note = f"“{OF_SAMPLE}” is the beginning of the barcodes in “{barcodes}”: several samples may be of one patient."
    return with_columns(raw, {OF_SAMPLE: recoded(raw, barcodes, patient_of)}, [note])
