"""The cohort in words: what the file tells, and nothing else."""

from __future__ import annotations

from nec_core.export.summary_words import cohort_sentence
from nec_core.summary.headline import Headline


def test_the_cohort_is_told_in_one_sentence() -> None:
    full = Headline(214, 2004, 2021, 58.0, 131, 31.2, "months")
    assert cohort_sentence(full) == (
        "214 patients, 2004–2021, median age 58; 131 deaths; median follow-up 31.2 months (reverse Kaplan-Meier)"
    )


def test_the_sentence_leaves_out_what_the_file_does_not_tell() -> None:
    assert cohort_sentence(Headline(1, 2019, 2019, 55.5, 1, None, "months")) == (
        "1 patient, 2019, median age 55.5; 1 death"
    )
    assert cohort_sentence(Headline(2, None, None, None, 0, None, None)) == "2 patients; 0 deaths"
    assert cohort_sentence(Headline(0, None, None, None, None, None, None)) == "0 patients"
