"""A year is whole wherever it is told: nobody was diagnosed in 2009.5."""

from __future__ import annotations

import re

import numpy as np
import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export import report_text
from nec_core.export.tables.table_one_tables import table_one_frame
from nec_core.figures.kinds import histogram as histogram_kind
from nec_core.ingest.opening import admit
from nec_core.patients.grouping import group
from nec_core.summary.characteristics.table_one import table_one
from nec_core.summary.characteristics.table_plan import Numbers, TablePlan
from nec_core.summary.cohort_summary import cohort_summary
from nec_core.summary.histogram import histogram

PART_OF_A_YEAR = re.compile(r"\b(19|20)\d\d\.\d")
VARIABLES = ("diagnosis_year", "referral")
# Medians of 2009.5, quartiles between years, and referrals spread over decades.
YEARS = ((2005, 1981), (2009, 1990), (2010, 2001), (2016, 2020))


def extract() -> bytes:
    rows = "".join(
        f"P{i},{YEARS[i % 4][0]},{YEARS[i % 4][1] + i // 4 % 3},{10 + i},{i % 2},{'male' if i % 3 else 'female'}\n"
        for i in range(40)
    )
    return f"patient_id,diagnosis_year,referral,os_months,os_event,sex\n{rows}".encode()


COHORT = admit(extract(), "years.csv").cohort


def test_the_medians_of_these_years_lie_between_years() -> None:
    assert [float(np.median(COHORT.records[name])) % 1 for name in VARIABLES] == [0.5, 0.5]
    assert [COHORT.variables[name].is_year for name in VARIABLES] == [True, True]
    assert not COHORT.variables["sex"].is_year


@pytest.mark.parametrize("numbers", ["median", "mean"])
def test_table_one_tells_whole_years(numbers: Numbers) -> None:
    frame = table_one_frame(table_one(COHORT, TablePlan(by="sex", variables=VARIABLES, numbers=numbers)))
    assert not PART_OF_A_YEAR.search(frame.to_string())
    expected = {"median": "2009 [2008–2011]", "mean": "2010 (SD 4.0)"}
    assert frame.iloc[0, 2] == expected[numbers]


@pytest.mark.parametrize("name", VARIABLES)
def test_a_histogram_tells_whole_years_in_its_words_and_on_its_axis(name: str) -> None:
    picture = histogram_kind.picture(histogram(COHORT, name))
    drawn = [word for width in (180.0, 89.0) for page in picture.pages(width) for word in page.words]
    assert not PART_OF_A_YEAR.search(" ".join([picture.sentence, picture.alt_text, *drawn]))
    assert re.search(r"\b(19|20)\d\d\b", picture.sentence)


@pytest.mark.parametrize("name", VARIABLES)
def test_a_cut_at_the_median_is_a_year_and_parts_the_same_patients(name: str) -> None:
    values = COHORT.records[name].to_numpy(np.float64)
    found = group(COHORT, name)
    assert found.codes.tolist() == (values > np.median(values)).astype(int).tolist()
    assert not PART_OF_A_YEAR.search(" ".join(found.names))
    assert found.names[0] == f"up to {int(np.median(values))}"
    result = analyse(COHORT, AnalysisPlan(by=name))
    assert not PART_OF_A_YEAR.search(report_text.of_analysis(result))


def test_the_results_section_tells_whole_years() -> None:
    plan = TablePlan(by="sex", variables=VARIABLES)
    told = report_text.of_summary(cohort_summary(admit(extract(), "years.csv"), plan))
    assert "2009 [2008–2011]" in told
    assert not PART_OF_A_YEAR.search(told)
