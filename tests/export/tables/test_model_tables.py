"""Models as tables: n beside every ratio, no level passed off as the reference, Firth's test with Firth's estimates."""

from __future__ import annotations

import pytest

from nec_core.analysis.regression import Regression, regression
from nec_core.export.spreadsheet import safe_csv
from nec_core.export.tables.model_tables import (
    model_frame,
    model_numbers,
    model_sentence,
    proportionality_frame,
    together_frame,
)
from nec_core.patients.cohort import Cohort
from nec_core.patients.endpoints import endpoint_times
from tests.analysed import answers, extract, lung, sample

R = answers()["lung"]


def fitted(cohort: Cohort, *names: str, strata: str | None = None, level: float = 0.95) -> Regression:
    return regression(cohort, endpoint_times(cohort, "os"), names, strata, level)


def both(cohort: Cohort, *names: str) -> tuple[list[Regression], Regression]:
    return [fitted(cohort, n) for n in names], fitted(cohort, *names)


def endless() -> Cohort:
    rows: list[tuple[object, ...]] = [(i, i + 1, int(i % 2 == 0), "ab"[i % 2]) for i in range(20)]
    return extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))


def test_alone_and_together_stand_side_by_side_each_with_its_patients() -> None:
    assert model_frame(*both(lung(), "years", "who", "score")).to_dict("split")["data"] == [
        ["years", "per unit", "228 (165)", "1.019 (1.001–1.037)", ".042", "1.01 (0.99–1.03)", ".23"],
        ["who", "1 male (reference)", "228 (165)", "1", "", "1", ""],
        ["who", "2 female", "228 (165)", "0.59 (0.42–0.82)", ".001", "0.58 (0.41–0.80)", "<.001"],
        ["score", "per unit", "227 (164)", "1.61 (1.29–2.01)", "<.001", "1.59 (1.27–1.99)", "<.001"],
    ]


def test_the_heads_tell_the_level_of_the_intervals() -> None:
    narrow = fitted(sample(), "stage", level=0.9)
    assert list(model_frame([narrow], narrow).columns) == [
        "Variable", "Level", "Alone: n (events)", "Alone: hazard ratio (90% CI)", "Alone: P",
        "Together: hazard ratio (90% CI)", "Together: P",
    ]  # fmt: skip
    assert list(together_frame(narrow).columns) == ["Variable", "Level", "Hazard ratio (90% CI)", "P"]


def test_a_level_nobody_in_the_joint_model_has_is_a_dash_and_not_a_reference() -> None:
    rows: list[tuple[object, ...]] = [
        (i, i + 1, int(i % 7 > 0), "abc"[i % 3], "" if i % 3 == 0 else i * 7 % 5) for i in range(30)
    ]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm", "x"), rows, category=("arm",), number=("x",))
    frame = model_frame(*both(cohort, "arm", "x"))
    levels, joint = frame["Level"].tolist(), frame["Together: hazard ratio (95% CI)"].tolist()
    # Nobody of "a" has x; together, "b" is what "c" is compared with.
    assert levels == ["a (reference)", "b", "c", "per unit"]
    assert joint[:2] == ["–", "–"]
    assert joint[2] not in ("–", "1")
    assert together_frame(fitted(cohort, "arm", "x")).loc[0].tolist() == ["arm", "b (reference)", "1", ""]


def test_a_number_is_told_per_its_unit() -> None:
    frame = model_frame(*both(sample(), "age_years", "stage"))
    assert frame["Level"].tolist() == ["per year", "Locoregional (LRD) (reference)", "Metastatic"]
    assert frame["Variable"].tolist() == ["Age at diagnosis", "Stage at diagnosis", "Stage at diagnosis"]


def test_the_sentence_tells_patients_events_test_and_concordance() -> None:
    assert model_sentence(fitted(lung(), "years", "who", "score")) == (
        "Cox model: 227 patients, 164 events; likelihood-ratio test χ² = 30.50, 3 df, P < .001. Concordance 0.64. Left "
        "out of 228 with the endpoint: score not recorded (1)."
    )
    assert model_sentence(fitted(lung(), "years", strata="who")).startswith(
        "Cox model, stratified by who: 228 patients"
    )


def test_firth_s_estimates_come_with_firth_s_test() -> None:
    found = fitted(endless(), "arm")
    assert found.firth is not None
    text = model_sentence(found)
    assert text.startswith("Firth's penalised Cox model: 20 patients, 10 events; likelihood-ratio test χ² = ")
    penalised, ordinary = found.firth.likelihood_ratio.chi2, found.model.likelihood_ratio.chi2
    assert f"χ² = {penalised:.2f}, 1 df" in text
    assert f"{penalised:.2f}" != f"{ordinary:.2f}"
    assert "Concordance" not in text
    assert model_frame([found], found)["Alone: hazard ratio (95% CI)"].tolist()[1].startswith("0.0")


def test_the_test_of_proportional_hazards_names_the_variables() -> None:
    frame = proportionality_frame(fitted(lung(), "years", "who", "score"))
    r = R["together"]
    assert frame["Variable"].tolist() == ["years", "who", "score", "All together"]
    assert frame["Test"].tolist() == [f"χ² = {c:.2f}, {d} df" for c, d in zip(r["zph_chi2"], r["zph_df"], strict=True)]
    assert frame["P"].tolist() == [".66", ".13", ".15", ".22"]
    assert proportionality_frame(fitted(endless(), "arm")).empty


def test_the_numbers_are_unrounded_with_n_level_and_method() -> None:
    frame = model_numbers(*both(lung(), "who"))
    assert list(frame.columns) == [
        "model", "variable", "level", "reference", "n", "events", "hazard_ratio", "lower", "upper", "conf_level",
        "coef", "std_error", "p", "method",
    ]  # fmt: skip
    line = frame.iloc[0]
    assert [line["model"], line["variable"], line["level"], line["reference"], line["n"], line["events"]] == [
        "alone", "who", "2 female", "1 male", 228, 165,
    ]  # fmt: skip
    assert [line["hazard_ratio"], line["lower"], line["upper"], line["p"]] == pytest.approx(
        [R["sex"][k][0] for k in ("hazard_ratio", "lower", "upper", "p")], rel=1e-6
    )
    assert (line["conf_level"], line["method"], frame["model"].tolist()) == (0.95, "cox", ["alone", "together"])
    assert set(model_numbers(*both(endless(), "arm"))["method"]) == {"firth"}


def test_a_level_that_is_a_formula_is_text_in_the_file() -> None:
    rows: list[tuple[object, ...]] = [(i, i + 1, 1, ["=1+1", "@x"][i % 2]) for i in range(12)]
    cohort = extract(("PatientID", "SurvivalDays", "Died", "arm"), rows, category=("arm",))
    text = safe_csv(model_numbers(*both(cohort, "arm"))).decode("utf-8-sig")
    assert '"\'=1+1"' in text
    assert '"\'@x"' in text
    assert '"=' not in text
