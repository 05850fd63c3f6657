"""Results on a terminal: the same numbers, their level, n at risk, and warnings above what they are about."""

from __future__ import annotations

import pytest

from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export import report_text
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from tests.analysed import ROOT, admission_of, extract, late_surgery, lung, sample


def of(cohort: Cohort, **plan: object) -> list[str]:
    return report_text.of_analysis(analyse(cohort, AnalysisPlan.model_validate(plan))).split("\n")


def test_a_table_of_groups_the_test_and_the_definitions() -> None:
    lines = of(lung(), by="who", times=(365.25, 1200))
    assert lines[0].startswith("! Nobody has said when “who” was known.")
    assert lines[1] == "Log-rank test: χ² = 10.33, 1 df, P = .001 (two-sided, 165 events)."
    assert lines[3] == "Summary"
    assert lines[4].split("  ")[0] == "Group"
    assert [" ".join(line.split()) for line in lines[5:7]] == [
        "1 male 138 112 270 days (95% CI 210–306) 1 (reference) 33.6% (25.3–42.1), 35 beyond follow-up, 0",
        "2 female 90 53 426 days (95% CI 345–524) 0.59 (0.42–0.82) 52.6% (40.4–63.5), 30 beyond follow-up, 0",
    ]
    assert lines[-1].startswith("nec_core ")


def test_rates_carry_the_level_that_was_asked_for() -> None:
    lines = of(lung(), times=(365.25,), conf_level=0.9)
    head, first = lines[lines.index("Summary") + 1 :][:2]
    assert "Median (90% CI)" in head and "1 year (90% CI), at risk" in head
    assert "40.9% (" in first
    assert "95%" not in "\n".join([head, first])


def test_the_warning_stands_above_the_naive_p_and_the_honest_comparison_below() -> None:
    text = "\n".join(of(late_surgery(), by="resection"))
    naive = text.index("P < .001")
    assert text.index("! “Resection of the primary” is settled only after diagnosis") < naive
    assert text.index("This P value misleads") > naive
    assert text.index("Time-dependent: Mantel-Byar test      150      .60") > naive
    assert "From a landmark at 6.0 months         72 / 29  .42" in text
    assert "Resection of the primary: yes  73  53" in text


def test_a_model_that_was_asked_for_is_shown_with_its_warnings_above() -> None:
    text = "\n".join(of(late_surgery(), covariates=("resection", "age_years")))
    assert text.index("is in the model as if known at diagnosis") < text.index("Variable  ")
    assert "Resection of the primary  no (reference)  1" in text
    assert "Cox model: 150 patients, 118 events; likelihood-ratio test" in text
    assert "Cox model" not in "\n".join(of(sample(), by="stage"))


def test_lung_s_model_line_by_line() -> None:
    lines = of(lung(), covariates=("years", "who", "score"))
    at = lines.index("Variable  Level               Hazard ratio (95% CI)  P")
    assert lines[at + 1 : at + 5] == [
        "years     per unit            1.01 (0.99–1.03)       .23",
        "who       1 male (reference)  1",
        "who       2 female            0.58 (0.41–0.80)       <.001",
        "score     per unit            1.59 (1.27–1.99)       <.001",
    ]


def test_nobody_left_is_a_line_and_no_crash() -> None:
    far = {"ranges": [{"variable": "age_years", "minimum": 119}]}
    lines = of(sample(), filter=far)
    assert lines[0] == "Nobody to test."


def test_a_check_tells_layout_counts_columns_and_problems() -> None:
    messy = ROOT / "sample_data" / "messy_extract.csv"
    text = report_text.of_check(admit(messy.read_bytes(), messy.name))
    assert text.startswith("messy_extract.csv: Plain table, windows-1252, semicolon, headers in row 2\n")
    assert "Death before diagnosis" in text
    assert "The date of death is before the date of diagnosis." in text
    assert "Patient ID used twice" in text
    clean = report_text.of_check(admission_of("anorectal_nec_38.csv"))
    assert "38 rows in = 38 accepted (0 with warnings) + 0 folded + 0 rejected" in clean
    assert "what is wrong" not in clean


@pytest.mark.parametrize("level", ["a\nb", "  spaced  ", "\x1b[2Jx"])
def test_a_group_is_one_line(level: str) -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, [level, "z"][i % 2]) for i in range(8)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    lines = of(cohort, by="arm", times=(2,))
    head, first, second, caption = lines[lines.index("Summary") + 1 :][:4]
    assert head.startswith("Group")
    assert (" 4 " in first, " 4 " in second, caption.startswith("NR")) == (True, True, True)
    assert "\x1b" not in "".join(lines)
