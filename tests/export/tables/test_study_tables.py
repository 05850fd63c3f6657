"""The published study's tables: printed beside recomputed, and comparators without any test of ours."""

from __future__ import annotations

from nec_core.export.tables.study_tables import comparators_frame, figures_frame
from nec_core.study_check import recompute
from tests.analysed import late_surgery, mgus2, sample


def test_printed_and_recomputed_agree_line_by_line() -> None:
    frame = figures_frame(recompute(sample())).set_index("Figure")
    assert list(frame.columns) == ["Printed", "Synthetic sample", "Agrees", "Computed as"]
    assert set(frame["Agrees"]) == {"yes"}
    assert frame.loc["Patients", ["Printed", "Synthetic sample"]].tolist() == ["38", "38"]
    assert frame.loc["Median age at diagnosis", ["Printed", "Synthetic sample"]].tolist() == ["55.5 years"] * 2
    assert frame.loc["Locoregional, progressed", ["Printed", "Synthetic sample"]].tolist() == ["13/15", "13"]
    assert frame.loc["Locoregional, primary resected", "Printed"] == "10/15"
    assert frame.loc["Progression-free at one year, locoregional", "Synthetic sample"] == "26.7%"
    assert frame.loc["Overall survival, locoregional against metastatic", "Synthetic sample"] == "P = .039"


def test_what_does_not_agree_says_no() -> None:
    frame = figures_frame(recompute(late_surgery())).set_index("Figure")
    assert frame.loc["Patients", ["Synthetic sample", "Agrees"]].tolist() == ["150", "no"]


def test_one_s_own_cohort_stands_before_the_definitions_and_gaps_are_said() -> None:
    frame = figures_frame(recompute(sample()), recompute(mgus2())).set_index("Figure")
    assert list(frame.columns) == ["Printed", "Synthetic sample", "Agrees", "Your cohort", "Computed as"]
    own = frame["Your cohort"]
    assert (own["Patients"], own["Median follow-up"]) == ("1,384", "87.0 months")
    assert own["Median age at diagnosis"] == "not in the file"
    # A median can be missing because the curve stays above one half, which is no gap in the file.
    assert own["Median overall survival, metastatic"] == "not reached, or not in the file"


def test_comparators_are_as_printed_and_without_p_values_of_ours() -> None:
    frame = comparators_frame().set_index("Study")
    assert list(frame.columns) == [
        "n", "Patients", "Median OS", "Median PFS", "Overall survival at", "Also printed", "Source",
    ]  # fmt: skip
    assert frame.loc["Fields 2019", "Median OS"] == "9.0 months (CI 8.2–9.8)"
    assert frame.loc["Fields 2019", "Also printed"] == "HR surgery 0.54; HR chemotherapy 0.74; HR metastatic 3.34"
    assert frame.loc["Conte 2016", "Median OS"] == "14.7 months; 20.63 months (localised); 8.7 months (metastatic)"
    assert frame.loc["Conte 2016", "Source"] == "Clin Colorectal Cancer 15"
    assert frame.loc["Rectal NEC NCDB 2021", "Median OS"] == "0.83 years"
    assert frame.loc["Smith 2014", "Overall survival at"] == "3 y 18% (non-metastatic); 3 y 5% (metastatic)"
    assert frame.loc["TOPIC-NEC 2022", "Median PFS"] == "5.6 months (EP); 5.1 months (IP)"
    with_p = frame[frame["Also printed"].str.contains("P =")]
    assert with_p.index.tolist() == ["Brieau 2015"]
    assert with_p["Also printed"].str.contains("as printed").all()
