"""Spoilt files end in a cohort whose rows add up or in one sentence: a few hundred of the fuzz run's."""

from __future__ import annotations

import random
import warnings

import pytest

from benchmarks.fuzz_ingest import case, ending
from benchmarks.fuzz_seeds import seeds
from benchmarks.mutations import MUTATIONS
from nec_core.ingest.several_files import open_tables

FILES = seeds()
LAYOUTS = {
    "naaccr.xml": "naaccr_xml", "naaccr_utf16.xml": "naaccr_xml", "naaccr.xml.gz": "naaccr_xml",
    "naaccr.csv": "naaccr_csv", "seer.csv": "seer", "seer_codes.txt": "seer", "ncdb.csv": "ncdb",
    "cbioportal_patient.txt": "cbioportal", "tcga_cdr.xlsx": "tcga_cdr", "redcap_raw.csv": "redcap",
    "redcap_labels.csv": "redcap", "template.csv": "template", "hospital.xlsx": "plain", "plain_utf16.csv": "plain",
    "plain_latin1.csv": "plain", "plain.tsv": "plain",
}  # fmt: skip
COMPANIONS = {"cbioportal_sample.txt": "cbioportal_patient.txt", "redcap_dictionary.csv": "redcap_raw.csv"}


@pytest.mark.parametrize("block", range(8))
def test_spoilt_files_end_cleanly(block: int) -> None:
    for number in range(block * 50, block * 50 + 50):
        files = case(FILES, number)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # zipfile's on repeated names in a spoilt archive
            end = ending(files)
        assert end.clean, f"case {number}: {end}"


def test_the_seeds_themselves_are_cohorts_of_every_layout() -> None:
    known = dict(FILES)
    assert {name: open_tables([(known[name], name)])[1].layout for name in LAYOUTS} == LAYOUTS
    assert {name: ending([(name, known[name])]).kind for name in LAYOUTS} == dict.fromkeys(LAYOUTS, "cohort")
    assert set(known) == LAYOUTS.keys() | COMPANIONS.keys()
    for name, owner in COMPANIONS.items():
        assert ending([(owner, known[owner]), (name, known[name])]).kind == "cohort"


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.__name__)
def test_every_mutation_changes_some_seed_and_the_same_number_changes_it_the_same(mutation: object) -> None:
    assert callable(mutation)
    changed = [mutation(data, random.Random(3)) for _, data in FILES]
    assert changed == [mutation(data, random.Random(3)) for _, data in FILES]
    assert changed != [data for _, data in FILES]
