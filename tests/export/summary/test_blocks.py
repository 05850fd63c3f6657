"""Every block of the paper's abstract has a sentence and a table, and both say the figures it prints."""

from __future__ import annotations

import json

import numpy as np
import pytest

from nec_core.export import report_json, report_text
from nec_core.export.pictures import KINDS, OF_RESULTS, SECTIONS
from nec_core.export.summary.blocks import BLOCKS, Block
from nec_core.ingest.opening import admit
from nec_core.summary.characteristics.table_plan import TablePlan
from nec_core.summary.cohort_summary import CohortSummary, cohort_summary
from tests.admitted import admitted
from tests.analysed import admission_of, sample
from tests.summary.cohorts import cohort_of


def of_sample(by: str | None = "stage") -> CohortSummary:
    return cohort_summary(admission_of("anorectal_nec_38.csv"), TablePlan(by=by))


def said(block_id: str, summary: CohortSummary) -> str:
    return next(b for b in BLOCKS if b.id == block_id).sentence(summary)


@pytest.mark.parametrize(
    ("block_id", "words"),
    [
        ("flow", ["Of 38 rows, 38 patients were analysed."]),
        ("characteristics", ["38 patients", "55.5 years", "locoregional (LRD) 15 (39%), metastatic 23 (61%)",
         "male 23 (61%)"]),
        ("pathology", ["Median Ki-67 75%", "n = 29 (9 not recorded)", "Histology: small cell 13 (34%)"]),
        ("markers", ["p16 positive in 14 of 25 known (13 unknown)"]),
        ("imaging", ["CT done in 36 of 38", "FDG-PET done in 25 of 38"]),
        ("given", ["Resection of the primary in 10 (26%)"]),
        ("treatments", ["Systemic therapy + Second-line therapy and nothing else: 10 of 38"]),
        ("response", ["Objective response (complete or partial) in 10 of 27 (37.0%, 95% CI 19.4–57.6%)",
                      "11 not evaluable", "By Stage at diagnosis: LRD"]),
        ("next_treatment", ["19 began a second line, 10 died without one", "By 6 months 31.9% (95% CI 19.5–52.0)",
                            "death competing"]),
        ("overall", ["18.1 months", "13.8 months", "P = .039"]),
        ("progression_free", ["5.7 months"]),
        ("one_year", ["26.7%", "4 still at risk"]),
        ("progression", ["29 (76%) of 38 patients progressed", "locoregional (LRD) 13 of 15",
                         "locoregional (LRD) 11 of 13"]),
        ("first_events", ["Distant only came first by 2 years in"]),
        ("follow_up", ["18.8 months", "14 of 38 patients"]),
        ("missing", ["Ki-67 blank in 9 of 38", "variables are complete (n = 38)"]),
    ],
)  # fmt: skip
def test_each_block_says_the_printed_figures(block_id: str, words: list[str]) -> None:
    text = said(block_id, of_sample())
    assert [w for w in words if w not in text] == []
    assert text.endswith(".")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.id)
def test_each_block_has_a_table_of_the_sample(block: Block) -> None:
    table = block.table(of_sample())
    assert len(table)
    assert not {c for c in table.columns if table.columns.tolist().count(c) > 1}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.id)
@pytest.mark.parametrize("n", [0, 1])
def test_nobody_and_one_patient_are_told_without_nan(block: Block, n: int) -> None:
    few = sample().subset(np.arange(38) < n)
    summary = cohort_summary(admitted(few), TablePlan(by="stage"))
    text = block.sentence(summary)
    assert not {"nan", "None", "inf"} & set(text.replace(",", " ").replace("(", " ").split())
    block.table(summary)


def test_each_picture_that_stands_without_a_choice_stands_in_one_block() -> None:
    sections = [block.section for block in BLOCKS if block.section is not None]
    assert sorted(sections) == sorted(set(SECTIONS) - set(OF_RESULTS))
    drawn = {d.kind for block in BLOCKS for d in block.draws}
    assert drawn <= {name for name, kind in KINDS.items() if kind.section is None}


def test_tables_of_blocks_are_to_be_read_and_their_numbers_are_unrounded() -> None:
    summary = of_sample()
    for block in BLOCKS:
        cells = {type(cell) for column in block.table(summary).items() for cell in column[1]}
        assert cells <= {str, int}, block.id
        shares = block.shares(summary)
        if shares is not None:
            table = block.table(summary)
            assert (len(shares), len(shares[0])) == (len(table), table.shape[1] - block.headings), block.id
        for sheet in (block.numbers(summary) if block.numbers else {}).values():
            assert len(sheet), block.id


def test_a_file_with_ids_alone_says_what_is_not_recorded() -> None:
    summary = cohort_summary(admitted(cohort_of({"patient_id": ["a", "b"]})))
    assert said("characteristics", summary) == "The cohort comprised 2 patients."
    assert said("pathology", summary) == "No pathology is recorded."
    assert said("given", summary) == "No treatment is recorded."
    assert said("treatments", summary) == ""
    assert said("progression", summary) == "No progression is recorded."
    assert said("overall", summary) == said("follow_up", summary) == ""
    needed = {block.id: block.needs(summary) for block in BLOCKS if block.needs(summary)}
    assert needed == {
        "response": "Response rates need the column “Best response” (best_response) with CR, PR, SD or PD.",
        "next_treatment": "The time to the next treatment needs: “Start of systemic therapy”, “Start of second line” "
        "and “dates that tell overall survival”.",
    }
    assert said("response", summary) == said("next_treatment", summary) == ""
    told = json.loads(report_json.of_summary(summary))
    assert told["needs"] == needed
    assert needed["response"] in report_text.of_summary(summary)


def test_groups_settled_after_time_zero_are_said_to_mislead_wherever_a_p_stands() -> None:
    summary = of_sample("resection")
    for block in BLOCKS:
        text = block.sentence(summary)
        assert ("P = " in text or "P < " in text) == ("immortal time bias" in text), block.id


def test_who_the_patients_were_is_said_whatever_stands_in_table_one() -> None:
    usual = said("characteristics", of_sample())
    picked = cohort_summary(admission_of("anorectal_nec_38.csv"), TablePlan(by="stage", variables=("ecog",)))
    assert said("characteristics", picked) == usual
    men = cohort_summary(admitted(cohort_of({"sex": ["male", "male"], "stage": ["LRD", "metastatic"]})))
    assert said("characteristics", men) == (
        "The cohort comprised 2 patients. Sex: male 2 (100%). "
        "Stage at diagnosis: locoregional (LRD) 1 (50%), metastatic 1 (50%)."
    )


def test_the_flow_tells_what_became_of_every_row() -> None:
    head = "patient_id,diagnosis_date,last_contact_date,vital_status,stage\n"
    rows = "a,2019-01-01,2020-01-01,alive,LRD\nb,2019-01-01,2018-01-01,alive,LRD\nc,2019-01,2020-01-01,dead,LRD\n"
    summary = cohort_summary(admit((head + rows).encode(), "made.csv"))
    assert said("flow", summary) == (
        "Of 3 rows, 1 patient were analysed; 1 left out when the file was read, 1 a date is known only to the month or "
        "year."
    )
