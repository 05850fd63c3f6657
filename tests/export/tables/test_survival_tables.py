"""Survival tables: n, events and intervals of the right level beside every number; hostile names made harmless."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from nec_core.analysis.analyse import AnalysisPlan, SurvivalResult, analyse
from nec_core.export.survival_export import numbers_csv, numbers_xlsx, risk_table
from nec_core.export.tables.survival_tables import hazard_ratio, incidence_frame, summary_frame, timed_frame
from nec_core.figures.style import FigureStyle
from nec_core.patients.cohort import Cohort
from nec_core.survival.cox.model import CoxCoefficient
from tests.analysed import answers, extract, late_surgery, lung, lung_by_ecog, mgus2, sample

HOSTILE = '=HYPERLINK(""http://x"")'


def result(cohort: Cohort, **plan: object) -> SurvivalResult:
    return analyse(cohort, AnalysisPlan.model_validate(plan))


def ratio(value: float | None, lower: float | None, upper: float | None, infinite: int = 0) -> str:
    return hazard_ratio(CoxCoefficient("x", None, None, 0.0, 0.1, value, lower, upper, 0.0, 0.5, infinite, False))


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book.worksheets}


def hostile() -> Cohort:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, [HOSTILE, "@b"][i % 2]) for i in range(12)]
    return extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))


def test_the_summary_of_lung_by_sex() -> None:
    assert summary_frame(result(lung(), by="who", times=(365.25, 1200))).to_dict("records") == [
        {
            "Group": "1 male", "n": 138, "Events": 112, "Median (95% CI)": "270 days (95% CI 210–306)",
            "1 year (95% CI), at risk": "33.6% (25.3–42.1), 35",
            "1200 days (95% CI), at risk": "beyond follow-up, 0", "Hazard ratio (95% CI)": "1 (reference)",
        },
        {
            "Group": "2 female", "n": 90, "Events": 53, "Median (95% CI)": "426 days (95% CI 345–524)",
            "1 year (95% CI), at risk": "52.6% (40.4–63.5), 30",
            "1200 days (95% CI), at risk": "beyond follow-up, 0", "Hazard ratio (95% CI)": "0.59 (0.42–0.82)",
        },
    ]  # fmt: skip


def test_the_level_of_the_intervals_stands_in_every_head() -> None:
    frame = summary_frame(result(lung(), by="who", conf_level=0.9, times=(180,)))
    assert list(frame.columns) == [
        "Group", "n", "Events", "Median (90% CI)", "Hazard ratio (90% CI)", "180 days (90% CI), at risk",
    ]  # fmt: skip
    assert str(frame["Median (90% CI)"][0]).startswith("270 days (90% CI ")


def test_groups_of_later_settled_things_get_no_hazard_ratio() -> None:
    naive = summary_frame(result(late_surgery(), by="resection"))
    assert not [c for c in naive.columns if "Hazard" in c]
    assert naive["Group"].tolist() == ["Resection of the primary: yes", "Resection of the primary: no"]


def test_a_group_without_events_has_no_estimate_and_no_rate_interval() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, i % 2, "ab"[i % 2]) for i in range(12)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    first, second = summary_frame(result(cohort, by="arm", times=(4,))).to_dict("records")
    assert (first["Median (95% CI)"], first["4 days (95% CI), at risk"]) == ("NR", "100.0% (NE), 4")
    assert second["Hazard ratio (95% CI)"] == "NE"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((0.588, 0.4237, 0.816), "0.59 (0.42–0.82)"),
        ((12.345, 1.2, 140.0), "12.35 (1.20–140.00)"),
        # Per unit of a laboratory value: two decimals would say that nothing happens.
        ((1.0004, 1.0001, 1.0007), "1.0004 (1.0001–1.0007)"),
        ((0.6, 0.37, 0.998), "0.600 (0.370–0.998)"),
        ((0.003, 0.001, 0.02), "0.003 (0.001–0.020)"),
        ((1.0, 0.8, 1.25), "1.00 (0.80–1.25)"),
        ((None, None, None), "NE"),
    ],
)
def test_a_hazard_ratio_is_never_rounded_to_nothing_or_to_no_effect(
    numbers: tuple[float | None, ...], text: str
) -> None:
    assert ratio(*numbers) == text


def test_an_infinite_hazard_ratio_is_not_estimable() -> None:
    assert ratio(5.0, 1.0, 9.0, infinite=1) == "NE"


def test_four_comparisons_of_a_late_treatment_stand_side_by_side() -> None:
    naive = result(late_surgery(), by="resection")
    assert naive.timed is not None
    assert timed_frame(naive).to_dict("split")["data"] == [
        ["As grouped, from time zero: misleads", "150", "<.001", "",
         "Immortal time bias: patients had to live until the treatment to count as treated."],
        ["From a landmark at 6.0 months", "72 / 29", ".42", "",
         "Not begun / begun by then. 49 patients left out: event or last contact before."],
        ["Time-dependent: Mantel-Byar test", "150", ".60", "",
         "Each patient counts as untreated until the treatment begins."],
        ["Time-dependent: Cox model", "150", ".60", "0.88 (0.54–1.42)",
         "Hazard while treated against while not (yet) treated."],
    ]  # fmt: skip


def test_the_timed_table_has_the_plan_s_level_and_the_naive_test_its_own_n() -> None:
    text = "patient_id,diagnosis_date,last_contact_date,vital_status,resection,resection_date\n"
    rows = [
        f"p{i},2020-01-01,2021-0{1 + i % 9}-01,dead,{'yes' if i % 2 else 'no'},{'2020-03-01' if i in (1, 3, 5) else ''}"
        for i in range(10)
    ]
    from nec_core.ingest.opening import admit

    found = result(admit((text + "\n".join(rows)).encode(), "made.csv").cohort, by="resection", conf_level=0.9)
    assert found.timed is not None
    frame = timed_frame(found)
    assert frame["n"].tolist()[0] == "10"
    assert frame["n"].tolist()[2] == "8"  # two were treated, but nobody knows when
    assert "Hazard ratio (90% CI)" in frame.columns
    assert timed_frame(replace(found, comparison=None))["P"][0] == "NE"


def test_cumulative_incidences_have_their_level_and_kind_of_interval() -> None:
    frame = incidence_frame(result(mgus2(), by="who", times=(60, 240), conf_level=0.9))
    assert frame.to_dict("split")["data"] == [
        ["the event", "F", 631, 59, "4.0% (2.9–5.5), 431", "10.5% (8.4–13.1), 33", ".27"],
        ["the event", "M", 753, 56, "2.9% (2.1–4.1), 443", "9.6% (7.6–12.1), 24", ".27"],
        ["competing event", "F", 631, 370, "26.4% (23.7–29.5), 431", "69.5% (65.8–73.5), 33", "<.001"],
        ["competing event", "M", 753, 490, "36.8% (34.0–39.8), 443", "74.8% (71.5–78.3), 24", "<.001"],
    ]
    assert list(frame.columns)[4:] == [
        "5 years (90% CI, log), at risk", "20 years (90% CI, log), at risk", "Gray's test, P",
    ]  # fmt: skip
    r = answers()["mgus2"]["event_m_90"]
    assert f"{100 * r['lower'][1]:.1f}–{100 * r['upper'][1]:.1f}" == "7.6–12.1"


def test_one_group_has_no_gray_test_and_the_far_future_no_incidence() -> None:
    assert incidence_frame(result(mgus2()))["Gray's test, P"].tolist() == ["", ""]
    rows: list[tuple[object, ...]] = [(i, i + 1, i % 3) for i in range(10)]
    frame = incidence_frame(result(extract(("PatientID", "SurvivalDays", "Died"), rows), times=(0.5, 9999)))
    assert frame["0.5 days (95% CI, log), at risk"].tolist() == ["0.0% (NE), 10"] * 2
    assert frame["9999 days (95% CI, log), at risk"].tolist() == ["beyond follow-up, 0"] * 2


def test_the_workbook_has_a_sheet_each_and_the_warning_beside_the_p() -> None:
    book = sheets(numbers_xlsx(result(late_surgery(), by="resection")))
    assert list(book) == [
        "Summary", "Without immortal time", "Tests", "Differences at fixed times", "Restricted means",
        "Event rates", "Curves",
        "Cumulative hazard", "At risk", "Follow-up", "What to know",
    ]  # fmt: skip
    head, line = book["Tests"][:2]
    assert line[head.index("p")] == pytest.approx(8.245904583491762e-10, rel=1e-9)
    assert "immortal time bias" in line[head.index("beware")]
    assert [row[:4] for row in book["At risk"][1:3]] == [["yes", 0, "months", 73], ["yes", 12, "months", 55]]
    # Every other P that compares these groups says so too; those of the honest comparison need not.
    unsaid = {sheet for sheet, rows in book.items() if {"p", "difference_p"} & {*rows[0]} and "beware" not in rows[0]}
    assert unsaid == {"Without immortal time"}


def test_the_workbook_s_at_risk_table_is_the_figure_s_where_there_is_one() -> None:
    found = result(sample(), by="stage")
    style = FigureStyle(x_max=30, x_step=10)
    own = sheets(numbers_xlsx(found, risk_table(found, style)))["At risk"]
    assert [row[1] for row in own[1:5]] == [0, 10, 20, 30]
    assert [row[1] for row in sheets(numbers_xlsx(found))["At risk"][1:5]] == [0, 12, 24, 60]


def test_the_workbook_has_every_test_and_the_cumulative_hazard_unrounded() -> None:
    found = result(lung_by_ecog(), by="level", strata="who")
    book = sheets(numbers_xlsx(found))
    assert [row[0] for row in book["Tests"][1:]] == [
        "log-rank", "peto-peto", "gehan-breslow", "tarone-ware", "fleming-harrington", "log-rank, stratified by who",
        "log-rank for trend",
    ]  # fmt: skip
    head, *lines = book["Cumulative hazard"]
    place = head.index("cumulative_hazard")
    assert [row[place] for row in lines] == pytest.approx([x for g in found.groups for x in g.hazard.cumulative_hazard])


def test_a_hostile_group_name_is_text_in_every_file() -> None:
    found = result(hostile(), by="arm")
    data = numbers_csv(found).decode("utf-8-sig")
    assert data.startswith('"group","time","unit"')
    assert "\"'=HYPERLINK(" in data
    assert '"\'@b"' in data
    assert '"=' not in data
    book = openpyxl.load_workbook(io.BytesIO(numbers_xlsx(found)))
    cells = [c for s in book.worksheets for row in s.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    assert [c.value for c in cells if str(c.value).startswith("'=HYPERLINK")]


def test_the_curves_as_csv_have_every_time_unrounded() -> None:
    lines = numbers_csv(result(lung(), by="who")).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + sum(len(c.time) for c in result(lung(), by="who").curves)
    assert lines[1].startswith('"1 male",11.0,"days",138,3,0,0.9782608695652174,')


def test_a_naive_gray_test_says_so() -> None:
    text = "patient_id,resection,resection_date,diagnosis_date,t,e\n" + "".join(
        f"p{i},{'yes' if i % 2 else 'no'},{'2020-03-01' if i % 2 else ''},2020-01-01,{5 + i},{i % 3}\n"
        for i in range(18)
    )
    from nec_core.ingest.checking.validation import validate
    from nec_core.ingest.mapping import ColumnMapping
    from nec_core.ingest.opening import open_table

    raw, mapping = open_table(text.encode(), "made.csv")
    for column in (
        ColumnMapping(column="t", target="time:os", unit="months"),
        ColumnMapping(column="e", target="event:os", values={"0": "0", "1": "1", "2": "2"}),
    ):
        mapping = mapping.replaced(column)
    found = result(validate(raw, mapping).cohort, by="resection")
    assert "Gray's test, P (misleads: immortal time bias)" in incidence_frame(found).columns
