"""Totals and notes at a table are set aside before anything is understood; words in a column of a table are not."""

from __future__ import annotations

import re

import pytest

from nec_core.ingest.opening import admit, open_table
from nec_core.ingest.questions import open_questions
from nec_core.ingest.raw_table import Edit
from nec_core.ingest.rows.summary_rows import _LABEL


@pytest.mark.parametrize(
    "text",
    [
        "Totals",
        "GRAND TOTAL",
        "Sub-total: 5",
        "Mean",
        "n = 38",
        "Note 1: x",
        "† dead",
        "Source: X",
        "Gesamt",
        "Zwischensumme",
        "Mittelwert:",
        "SUMA",
        "Somme",
        "MÉDIANE",
        "Totale: 12",
        "Totaal",
        "Média",
        "Écart-type",
    ],
)
def test_labels_of_summary_rows(text: str) -> None:
    assert re.search(_LABEL, text)


@pytest.mark.parametrize(
    "text",
    ["Totalini", "N", "P1", "Meander", "Notes-1", "Summer", "SD001", "Gesamter", "Sumatra", "Mediapolis", "MIN7"],
)
def test_ids_that_are_no_labels(text: str) -> None:
    assert not re.search(_LABEL, text)


FORTY = [f"P{i},{5 + i},{'dead' if i % 3 else 'alive'},{50 + i % 30}" for i in range(40)]


def of(rows: list[str], header: str = "patient_id,OS_months,vital_status,age") -> bytes:
    return "\n".join([header, *rows]).encode()


def test_a_total_is_never_asked_for_what_it_means() -> None:
    """ "26" under the vital status is the number of deaths."""
    raw, mapping = open_table(of([*FORTY, "Total,24.5,26,64", "Mittelwert,24.5,0.65,64"]), "made.csv")
    assert open_questions(raw, mapping) == ()
    assert "26" not in mapping.by_target("vital_status").values  # type: ignore[union-attr]


def test_it_is_told_and_counted() -> None:
    admission = admit(of([*FORTY, "Total,24.5,26,64"]), "made.csv")
    assert (admission.source.rows_in, admission.cohort.n, admission.rejected_rows.tolist()) == (41, 40, [42])
    (finding,) = admission.problems.findings
    assert (finding.rule, list(finding.values)) == ("summary_row", ["Total"])


def test_a_row_with_another_id_is_a_patient() -> None:
    """What the next step offers."""
    edits = [Edit(42, "patient_id", "Total", "P99")]
    rows = [*FORTY, "Total,24.5,dead,64"]
    assert admit(of(rows), "made.csv", edits=edits).cohort.n == 41
    assert admit(of(rows), "made.csv").cohort.n == 40


def test_a_column_that_holds_such_words_is_a_column() -> None:
    kinds = ("total", "partial", "none")
    rows = [f"{kinds[i % 3]},P{i},{5 + i},{'dead' if i % 2 else 'alive'}" for i in range(30)]
    admission = admit(of(rows, "gastrectomy,patient_id,OS_months,vital_status"), "made.csv")
    assert (admission.cohort.n, len(admission.rejected_rows)) == (30, 0)
