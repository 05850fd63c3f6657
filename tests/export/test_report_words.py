"""The report in words: what was done is what is said, naive P values after their warning, hostile names harmless."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export.report_json import of_analysis
from nec_core.export.report_words import filter_sentence, methods_paragraph, report_markdown
from nec_core.export.survival_export import figure_of
from nec_core.export.survival_words import definition_lines
from nec_core.ingest.admission import Admission
from nec_core.ingest.layouts import LAYOUTS
from nec_core.ingest.opening import admit
from nec_core.patients.cohort import Cohort
from nec_core.patients.cohort_filter import CohortFilter
from tests.admitted import admitted
from tests.analysed import ROOT, extract, late_surgery, lung, lung_by_ecog, mgus2, sample

MESSY = ROOT / "sample_data" / "messy_extract.csv"


def result(cohort: Cohort, **plan: object) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan.model_validate(plan))


def methods(cohort: Cohort, **plan: object) -> str:
    return methods_of(admitted(cohort), **plan)


def methods_of(admission: Admission, **plan: object) -> str:
    return methods_paragraph(admission, result(admission.cohort, **plan))


def report(cohort: Cohort, n_edits: int = 0, **plan: object) -> str:
    return report_markdown(admitted(cohort), result(cohort, **plan), "abc123", n_edits)


def where(**conditions: object) -> CohortFilter:
    return CohortFilter.model_validate(conditions)


def test_the_methods_of_two_groups_word_for_word() -> None:
    assert methods(sample(), by="stage", filter=where(ranges=[{"variable": "age_years", "minimum": 40}])) == (
        "Of 38 rows in the extract, 38 were accepted. The analysis was restricted to: Age at diagnosis "
        "40 or more years. 34 patients with 24 events were analysed. Overall survival was counted from "
        "diagnosis; event: death from any cause; censored: alive at last contact. Survival was estimated by "
        "the Kaplan-Meier method with 95% CI by the log-log transformation of Greenwood's variance; medians "
        "invert that band. It is given at 1 year, 2 years and 5 years. Mean survival is restricted to the "
        "first 64.2 months. Groups by Stage at diagnosis were compared with the two-sided log-rank test, and "
        "hazard ratios against locoregional (LRD) were estimated with Cox's model (Efron's method for ties). "
        "Beside it stand weighted "
        "tests (Peto-Peto, Gehan-Breslow, Tarone-Ware, Fleming-Harrington with rho 0 and gamma 1), and differences of "
        "survival at these times and of restricted means (Wald). The log-rank test was also done by permutation "
        "(exact). Follow-up was estimated by the reverse Kaplan-Meier method. P values were not "
        "adjusted for multiplicity."
    )


def test_one_group_speaks_of_no_test() -> None:
    text = methods(lung())
    assert "log-rank" not in text
    assert "P values" not in text


def test_rejected_rows_are_counted_with_the_rules_they_broke() -> None:
    admission = admit(MESSY.read_bytes(), MESSY.name)
    text = methods_of(admission)
    n, rejected = admission.cohort.n, len(admission.rejected_rows)
    assert (
        f"{n} were accepted and {rejected} were rejected (contact after death, Last contact before diagnosis, " in text
    )
    assert "Patient ID used twice" in text
    # A rule that only warns rejects nobody.
    assert "Stage against M category" not in text


def test_folded_rows_are_told() -> None:
    rows = "a,2020-01-01,2020-09-01,dead\na,2020-01-01,2020-09-01,dead\nb,2020-01-01,2021-01-01,alive\n"
    from nec_core.ingest.checking.validation import validate
    from nec_core.ingest.mapping import Fold
    from nec_core.ingest.opening import open_table

    raw, mapping = open_table(
        ("patient_id,diagnosis_date,last_contact_date,vital_status\n" + rows).encode(), "made.csv"
    )
    admission = validate(raw, mapping.model_copy(update={"fold": Fold(rule="first")}))
    assert methods_of(admission).startswith(
        "Of 3 rows in the extract, 2 were accepted. 1 further row of patients already counted was "
        "folded in. 2 patients with 1 event were analysed."
    )


def test_a_cut_chosen_from_the_data_is_told_as_such() -> None:
    assert "Groups by Age at diagnosis, cut at 55.5 years (the median of these patients) were" in methods(
        sample(), by="age_years"
    )
    assert "Groups by Age at diagnosis, cut at 60 years were" in methods(sample(), by="age_years", cut=60)


def test_a_late_treatment_claims_no_hazard_ratio_that_is_not_given() -> None:
    text = methods(late_surgery(), by="resection")
    assert "hazard ratios by these groups are not given, since the groups were settled after time zero." in text
    assert "were estimated with Cox's model (Efron" not in text
    assert (
        "also compared from a landmark at 6.0 months and as a time-dependent state (Mantel-Byar test, time-varying "
        "Cox model)." in text
    )


def test_a_stated_endpoint_is_told_in_the_field_s_words_and_not_by_the_names_of_its_columns() -> None:
    stated = result(lung())
    columns = re.findall("“([^”]+)”", stated.endpoint.coded)
    assert len(columns) == 2
    for text in (methods(lung()), figure_of(stated).caption):
        assert "death from any cause" in text
        assert "from the start of observation" in text or "time zero: the start of observation" in text
        assert not [name for name in columns if f"“{name}”" in text]
    assert f"In the file: {stated.endpoint.coded}." in definition_lines(stated)
    assert json.loads(of_analysis(stated))["definition"]["as_coded"] == stated.endpoint.coded


def test_a_methods_text_names_a_registry_s_export_and_never_how_our_own_files_are_laid_out() -> None:
    for layout in LAYOUTS:
        admission = admitted(sample())
        admission = replace(admission, source=replace(admission.source, layout=layout.name))
        text = methods_paragraph(admission, result(sample()))
        assert (f"in the extract ({layout.title}), " in text) == layout.names_source
        assert layout.names_source or layout.title not in text
    assert {x.title for x in LAYOUTS if not x.names_source} >= {"Our template", "Plain table"}


def test_a_stated_endpoint_and_competing_events_are_described() -> None:
    text = methods(mgus2(), by="who", conf_level=0.9, conf_type="plain")
    assert (
        "First event, competing risks was taken from the file, counted from the start of observation as the file "
        "states it; event: as the file states it; else censored." in text
    )
    assert "with 90% CI by the plain transformation" in text
    assert (
        "Competing events were censored in the Kaplan-Meier curves; cumulative incidences of both kinds of event were "
        "estimated by the Aalen-Johansen method and compared with Gray's test." in text
    )
    assert "Gray's test" not in methods(mgus2())


def test_few_events_and_left_out_patients_are_told() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, "ab"[i % 2] if i else "") for i in range(9)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    text = methods(cohort, by="arm")
    assert "8 patients with 8 events were analysed; left out: arm not recorded (1)." in text
    assert "The log-rank test was also done by permutation (exact)." in text
    assert "permutation" not in methods(lung(), by="who")


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        ({}, ""),
        (
            {"levels": [{"variable": "stage", "levels": ("LRD", "metastatic")}]},
            "Stage at diagnosis: locoregional (LRD) or metastatic",
        ),
        ({"ranges": [{"variable": "age_years", "minimum": 40, "maximum": 60}]}, "Age at diagnosis 40 to 60 years"),
        ({"ranges": [{"variable": "age_years", "maximum": 60.5}]}, "Age at diagnosis up to 60.5 years"),
        ({"ranges": [{"variable": "age_years", "minimum": 50, "maximum": 50}]}, "Age at diagnosis 50 years"),
        (
            {"treatments": {"any_of": ("resection", "radiation"), "none_of": ("immunotherapy",)}},
            "treatment, any of: Resection of the primary, Radiation alone; treatment, none of: Immunotherapy",
        ),
    ],
)
def test_a_filter_is_told_as_it_was_chosen(conditions: dict[str, object], sentence: str) -> None:
    expected = f"The analysis was restricted to: {sentence}." if sentence else ""
    assert filter_sentence(sample(), where(**conditions)) == expected


def test_a_large_number_in_a_filter_keeps_its_figures() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, 1234567 + i) for i in range(5)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "x"), rows, number=("x",))
    assert "x 1234568 or more." in filter_sentence(cohort, where(ranges=[{"variable": "x", "minimum": 1234568}]))


def test_the_report_has_its_parts_in_order_with_the_numbers() -> None:
    text = report(sample(), by="stage", times=(12,))
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads == [
        "# Overall survival", "## Records", "## Methods", "## Results", "### Summary", "### Tests of equal survival",
        "### What this P is worth", "### Difference of survival at fixed times", "### Restricted mean survival time",
        "### Cumulative hazard (Nelson-Aalen)", "### Events per 100 person-years",
        "## Read with caution", "## Definitions", "## Provenance",
    ]  # fmt: skip
    assert "Log-rank test: χ² = 4.26, 1 df, P = .039 (two-sided, 24 events)." in text
    assert "| Group | n | Events | Median (95% CI) | Hazard ratio (95% CI) | 1 year (95% CI), at risk |" in text
    assert (
        "| Locoregional (LRD) | 15 | 10 | 18.1 months (95% CI 7.9–44.3) | 1 (reference) | 71.8% (41.1–88.4), 10 |"
        in text
    )
    assert f"- Input: SHA-256 {admitted(sample()).source.sha256}\n- Plan: SHA-256 abc123, in plan.json\n" in text
    assert "- None of the checks raised a warning." in text


def test_a_naive_p_stands_below_its_warning_and_above_the_honest_comparison() -> None:
    text = report(late_surgery(), by="resection")
    naive = text.index("P < .001")
    assert text.index("**Beware:** “Resection of the primary” is settled only after diagnosis") < naive
    assert naive < text.index("This P value misleads") < text.index("| Time-dependent: Mantel-Byar test | 150 | .60 |")
    assert "- See the warnings above the results." in text
    assert "None of the checks" not in text


def test_many_groups_find_their_medians_in_the_report_s_table() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, f"g{i % 5}") for i in range(30)]
    text = report(extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",)), by="arm")
    assert "medians in the table below." in text
    summary = text[text.index("### Summary") : text.index("### Tests")]
    assert len(re.findall(r"^\| g\d \|", summary, re.MULTILINE)) == 5
    assert "### Pairs of groups\n\n| Groups | Log-rank | P | P, Holm |" in text
    assert text[text.index("### Pairs of groups") :].count(" and g") == 10
    assert "P values of pairs of groups were adjusted by Holm's method; no other P value was adjusted." in text
    assert "not adjusted" not in text


def test_one_sentence_tells_what_was_adjusted_and_how_many_comparisons_were_looked_at() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, f"g{i % 3}") for i in range(30)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))

    def said(by: str | None, looks: int) -> str:
        text = methods_paragraph(admitted(cohort), analyse(cohort, AnalysisPlan(by=by)), looks)
        return text.rsplit("reverse Kaplan-Meier method. ", 1)[-1] if by else text

    many = "14 comparisons (of an endpoint, groups, their cut and patients) were looked at; "
    assert said("arm", 14) == (
        f"{many}P values of pairs of groups were adjusted by Holm's method, no other P value for that number."
    )
    text = methods_paragraph(admitted(sample()), analyse(sample(), AnalysisPlan(by="stage")), 14)
    assert text.endswith(f"{many}P values are not adjusted for that.")
    assert "P value" not in said(None, 14)


def test_delayed_entry_strata_and_the_already_lived_are_told() -> None:
    text = report(lung_by_ecog(), by="who", entry="seen", strata="level", survived=180)
    assert "Delayed entry: patients count as at risk from “seen” on (left truncation)." in text
    assert "The test was also done stratified by level." in text
    assert "### Those who have already lived 180 days" in text
    assert "| Log-rank, stratified by level |" in text
    assert "### Pairs of groups" not in text


def test_competing_events_have_their_table() -> None:
    assert "### Cumulative incidence\n\n| Event | Group | n | Events |" in report(mgus2(), by="who")
    assert "### Cumulative incidence" not in report(sample())


def test_repaired_cells_are_counted_in_the_provenance() -> None:
    assert f"{admitted(sample()).source.sha256}, after 2 repaired cells (changes.csv)" in report(sample(), n_edits=2)
    assert "repaired" not in report(sample())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("![x](http://evil/p.png)", "\\!\\[x\\](http\u2060://evil/p.png)"),
        ("<img src=http://evil>", "\\<img src=http\u2060://evil>"),
        ("a|b", "a\\|b"),
        ("*bold* `code` $x$", "\\*bold\\* \\`code\\` \\$x\\$"),
        ("www.evil.org &lt;", "\u2060www.evil.org \\&lt;"),
        ("one\ntwo", "one two"),
    ],
)
def test_a_hostile_group_name_is_plain_text_in_markdown(name: str, shown: str) -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, [name, "z"][i % 2]) for i in range(8)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    text = report(cohort, by="arm")
    assert f"| {shown} | 4 | 4 |" in text
    assert f"in {shown} (n = 4)" in text
    assert name not in text


def test_the_report_names_no_file() -> None:
    assert admitted(sample()).source.file_name not in report(sample(), by="stage")


def test_what_only_warned_is_no_reason_of_a_rejection() -> None:
    data = b"patient_id,os_months,os_event,age\n1,3,1,50\n2,4,0,150\n3,,1,60\n"
    admission = admit(data, "x.csv")
    found = [(f.rule, f.severity) for f in admission.problems.findings]
    assert found == [("no_endpoint", "rejects"), ("range", "warns")]
    assert "2 were accepted and 1 was rejected (no survival time), 1 of them recorded as dead." in methods_of(admission)


def test_only_serious_warnings_stand_above_the_results() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, "ab"[i % 2]) for i in range(8)]
    text = report(extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",)), by="arm")
    assert "**Beware:**" not in text
    caution = text.index("Only 8 events in all.")
    assert caution > text.index("## Read with caution")
