"""The command line: the same engine without a browser."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nec_core.__main__ import main
from nec_core.analysis.analyse import AnalysisPlan, analyse
from nec_core.export.bundle import report_bundle
from nec_core.figures.style import FigureStyle
from nec_core.ingest.mapping import Mapping
from nec_core.ingest.opening import admit, open_table
from nec_core.summary.characteristics.table_plan import TablePlan
from tests.figures.tiny_font import only_fonts_of

ROOT = Path(__file__).parent.parent

SAMPLE = str(Path(__file__).parent.parent / "sample_data" / "anorectal_nec_38.csv")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_analyse_prints_the_published_figures_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "analyse", SAMPLE, "--endpoint", "os", "--by", "stage", "--json")
    assert (code, err) == (0, "")
    result = json.loads(out)
    assert (result["endpoint"], result["unit"], result["n"], result["events"]) == ("os", "months", 38, 24)
    assert [(g["name"], g["n"], f"{g['median']:.1f}") for g in result["groups"]] == [
        ("LRD", 15, "18.1"),
        ("metastatic", 23, "13.8"),
    ]
    assert f"{result['log_rank']['p']:.3f}" == "0.039"
    assert result["log_rank"]["df"] == 1
    assert f"{result['follow_up']['reverse_km']['median']:.1f}" == "18.8"


def test_json_holds_null_and_never_nan(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "analyse", SAMPLE, "--endpoint", "os", "--by", "stage", "--times", "0,60", "--json")

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    first = json.loads(out, parse_constant=refuse)["groups"][0]["at_times"][0]
    assert first == {
        "time": 0,
        "at_risk": 15,
        "survival": 1,
        "ci": [None, None],
        "beyond_follow_up": False,
        "misleads": [],
    }


def test_where_times_and_conf_type_are_taken(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(
        capsys, "analyse", SAMPLE, "--endpoint", "pfs", "--where", "stage=LRD",
        "--times", "12", "--conf-type", "plain", "--json",
    )  # fmt: skip
    result = json.loads(out)
    rate = result["groups"][0]["at_times"][0]
    assert (result["n"], result["conf_type"]) == (15, "plain")
    assert rate["survival"] == pytest.approx(4 / 15, rel=1e-12)
    # plain interval by hand: Greenwood's variance without censoring is p (1 - p) / n
    half = 1.959963984540054 * (4 / 15 * 11 / 15 / 15) ** 0.5
    assert rate["ci"] == [pytest.approx(4 / 15 - half, rel=1e-9), pytest.approx(4 / 15 + half, rel=1e-9)]


def test_every_choice_of_a_plan_can_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(
        capsys, "analyse", SAMPLE, "--by", "stage", "--json", "--survived", "6", "--strata", "sex", "--reference",
        "stage=metastatic", "--fleming-harrington", "1,0", "--entry", "systemic_date", "--partial-dates", "earliest",
    )  # fmt: skip
    found = json.loads(out)
    assert [c["survived"] for c in found["conditional"]] == [6, 6]
    assert found["definition"]["entry"] == "systemic_date"
    comparison = found["comparison"]
    assert comparison["stratified"]["by"] == "sex"
    assert comparison["hazard_ratios"]["coefficients"][0]["reference"] == "metastatic"
    assert [(t["rho"], t["gamma"]) for t in comparison["weighted"]][-1] == (1, 0)


def test_analyse_as_text_has_tests_differences_and_means(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "analyse", SAMPLE, "--by", "ajcc_stage", "--survived", "6")
    for head in ("Looks at", "P, Holm", "percentage points", "Mean within the first", "1 year more"):
        assert head in out


def test_analyse_as_text_shows_the_warning_above_the_p_value(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "analyse", SAMPLE, "--by", "resection")
    assert out.index("immortal time bias") < out.index("Log-rank test")
    assert "95% CI by the log-log method" in out


def test_when_a_column_was_known_is_taken_from_the_mapping(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = "".join(f"p{i},{i + 1},{i % 2},{'ab'[i % 2]}\n" for i in range(20))
    (tmp_path / "trial.csv").write_text(f"patient_id,os_months,os_event,arm\n{rows}", encoding="utf-8")
    suggested = open_table((tmp_path / "trial.csv").read_bytes(), "trial.csv")[1]
    mapping = suggested.model_copy(update={"known": {"arm": "at diagnosis"}})
    (tmp_path / "m.json").write_text(mapping.model_dump_json(), encoding="utf-8")
    said = ("analyse", str(tmp_path / "trial.csv"), "--mapping", str(tmp_path / "m.json"), "--by", "arm")
    code, out, _ = run(capsys, *said)
    assert (code, "Nobody has said when" in out) == (0, False)


def test_a_warning_is_acknowledged_with_a_reason_and_with_none_it_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = ("analyse", SAMPLE, "--by", "resection", "--acknowledge")
    _, out, _ = run(capsys, *said, "immortal_time=The landmark stands in Table 3.")
    assert "Acknowledged: “The landmark stands in Table 3.”" in out
    code, _, error = run(capsys, *said, "immortal_time")
    assert code != 0
    assert "“immortal_time” gives no reason. Write --acknowledge few_events=" in error


def test_check_prints_layout_mapping_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "check", SAMPLE, "--json")
    report = json.loads(out)
    assert (report["layout"], report["encoding"]) == ("template", "utf-8")
    assert (report["rows_in"], report["accepted"], report["rejected"], report["problems"]) == (38, 38, 0, [])
    assert report["mapping"][0]["target"] == "patient_id"


def test_check_names_row_column_rule_and_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(
        "patient_id,diagnosis_date,last_contact_date,vital_status,age_years\na,2020-01-01,2021-01-01,alive,140\n"
    )
    _, out, _ = run(capsys, "check", str(file), "--json")
    (problem,) = json.loads(out)["problems"]
    assert (problem["row"], problem["column"], problem["rule"]) == (2, "age_years", "range")
    assert problem["message"] == "Age at diagnosis: “140” is outside 0 to 120 years."
    assert problem["next_step"] == "Enter 0 to 120 years, or leave the cell blank."


@pytest.mark.parametrize("ending", ["pdf", "svg", "png", "tiff"])
def test_figure_writes_the_format_of_its_ending(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"figure.{ending}"
    code, _, err = run(capsys, "figure", SAMPLE, "--by", "stage", "--out", str(out), "--width-mm", "89", "--dpi", "150")
    assert (code, err) == (0, "")
    magic = {"pdf": b"%PDF", "svg": b"<?xml", "png": b"\x89PNG", "tiff": b"II*\0"}[ending]
    assert out.read_bytes().startswith(magic)


def test_a_name_that_no_font_can_draw_is_refused_with_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    only_fonts_of(monkeypatch, tmp_path)
    extract, out = tmp_path / "names.csv", tmp_path / "figure.pdf"
    rows = "".join(f"{i},{10 * i},{i % 2},{'手術' if i % 3 else 'A'}\n" for i in range(1, 13))
    extract.write_text(f"PatientID,SurvivalDays,Died,arm\n{rows}", encoding="utf-8")
    code, _, err = run(capsys, "figure", str(extract), "--by", "arm", "--out", str(out))
    assert (code, out.exists()) == (2, False)
    assert err.startswith("nec_core: No font on this computer can draw 手 術 on paper. Install one that can and start")


def test_figure_draws_another_kind_of_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "histogram.svg"
    arguments = ("--kind", "histogram", "--variable", "age_years", "--where", "stage=LRD", "--out", str(out))
    assert run(capsys, "figure", SAMPLE, *arguments)[0] == 0
    assert "Histogram of Age at diagnosis, 15 of 15 patients" in out.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["analyse", "nowhere.csv"], "nec_core: nowhere.csv can't be read: No such file or directory. Check the path."),
        (
            ["analyse", SAMPLE, "--by", "colour"],
            "nec_core: This cohort has no variable “colour”. It has:",
        ),
        (
            ["analyse", SAMPLE, "--times", "a"],
            "nec_core: --times takes numbers with commas between them, as in 12,24.",
        ),
        (["analyse", SAMPLE, "--times=-1"], "nec_core: --times can't be negative."),
        (
            ["analyse", SAMPLE, "--conf-level", "2"],
            "nec_core: conf_level: Input should be less than or equal to 0.9999.",
        ),
        (["analyse", SAMPLE, "--where", "stage"], "nec_core: “stage” is not a condition."),
        (
            ["analyse", SAMPLE, "--where", "stage=IV"],
            "nec_core: “Stage at diagnosis” has no level “IV”. It has: LRD, metastatic.",
        ),
        (
            ["figure", SAMPLE, "--out", "figure.gif"],
            "nec_core: --out must end in one of .pdf, .svg, .png, .tif, .tiff.",
        ),
        (
            ["figure", SAMPLE, "--kind", "pie", "--out", "figure.pdf"],
            "nec_core: There is no kind of picture “pie”. There are: survival, cumulative-incidence,",
        ),
        (
            ["figure", SAMPLE, "--kind", "flow", "--form", "round", "--out", "figure.pdf"],
            "nec_core: “flow” has no form “round”. It has one form only.",
        ),
        (["check", SAMPLE, "--mapping", SAMPLE], "nec_core: This file is not a saved mapping: the file: Invalid JSON"),
    ],
)
def test_bad_input_exits_with_two_and_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_an_ambiguous_file_is_asked_about_and_not_guessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bare.csv"
    file.write_text("time,status\n10,1\n20,2\n30,2\n40,1\n50,2\n60,1\n")
    code, _, err = run(capsys, "analyse", str(file))
    assert code == 2
    assert "In what unit is the time in column “time” (overall survival, with the event in “status”)?" in err
    assert "Which values in column “status” mean the event (overall survival)?" in err


def test_questions_are_printed_and_answered_by_giving_them_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, answers = tmp_path / "bare.csv", tmp_path / "answers.json"
    file.write_text("time,status\n10,1\n20,2\n30,2\n40,1\n50,2\n60,1\n")
    printed = []
    for command in ("check", "analyse"):
        code, out, err = run(capsys, command, str(file), "--json")
        assert code == 2
        assert err.strip().splitlines()[-1].endswith("?")
        printed.append(json.loads(out))
    asked = printed[0]
    assert asked == printed[1]
    assert [(q["column"], q["kind"], q["answer"]) for q in asked["questions"]] == [
        ("time", "unit", None), ("status", "event", None)
    ]  # fmt: skip
    assert asked["questions"][1]["values"] == [{"value": "1", "rows": 3}, {"value": "2", "rows": 3}]
    assert [(c["column"], c["target"]) for c in asked["mapping"]] == [("time", "time:os"), ("status", "event:os")]
    asked["questions"][0]["answer"] = "days"
    asked["questions"][1]["answer"] = {"1": "0", "2": "1"}
    answers.write_text(json.dumps(asked))
    code, out, err = run(capsys, "analyse", str(file), "--answers", str(answers), "--json")
    assert (code, err) == (0, "")
    assert (json.loads(out)["events"], json.loads(out)["unit"]) == (3, "days")
    code, out, _ = run(capsys, "check", str(file), "--answers", str(answers), "--json")
    assert (code, json.loads(out)["questions"]) == (0, [])


def test_a_saved_mapping_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, mapping = tmp_path / "bare.csv", tmp_path / "mapping.json"
    file.write_text("time,status\n10,1\n20,2\n30,2\n40,1\n50,2\n60,1\n")
    mapping.write_text(
        json.dumps(
            {
                "columns": [
                    {"column": "time", "target": "time:os", "unit": "days"},
                    {"column": "status", "target": "event:os", "values": {"1": "0", "2": "1"}},
                ]
            }
        )
    )
    code, out, _ = run(capsys, "analyse", str(file), "--mapping", str(mapping), "--json")
    result = json.loads(out)
    assert (code, result["unit"], result["n"], result["events"]) == (0, "days", 6, 3)
    assert result["groups"][0]["median"] == 50


NORTH = "patient_id,os_months,os_event\n1,10,1\n2,20,0\n3,,1\n"
SOUTH = "patient_id;os_months;os_event\n2;5.5;1\n7;8;0\n"


def test_several_files_are_one_cohort_with_a_centre(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    north, south = tmp_path / "north.csv", tmp_path / "south.csv"
    north.write_text(NORTH)
    south.write_text(SOUTH)
    _, out, err = run(capsys, "check", str(north), str(south), "--json")
    report = json.loads(out)
    assert err == ""
    assert (report["rows_in"], report["accepted"], report["rejected"]) == (5, 4, 1)
    assert report["files"] == ["north.csv", "south.csv"]
    assert [(p["file"], p["row"], p["rule"]) for p in report["problems"]] == [
        ("north.csv", 4, "no_endpoint"), ("north.csv", 3, "id_in_other_file"), ("south.csv", 2, "id_in_other_file"),
    ]  # fmt: skip
    _, out, _ = run(capsys, "analyse", str(north), str(south), "--by", "centre", "--json")
    assert [(g["name"], g["n"], g["events"]) for g in json.loads(out)["groups"]] == [("north", 2, 1), ("south", 2, 1)]
    _, out, _ = run(capsys, "check", str(north), str(south))
    assert out.startswith("north.csv + south.csv: Plain table, 2 files\n5 rows in = 4 accepted")


def test_an_error_names_the_file_it_is_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    north, empty = tmp_path / "north.csv", tmp_path / "empty.csv"
    north.write_text(NORTH)
    empty.write_text("")
    code, _, err = run(capsys, "check", str(north), str(empty))
    assert (code, err[:43]) == (2, "nec_core: “empty.csv”: The file is empty. E")


def test_a_reader_that_goes_away_is_no_error_of_ours(tmp_path: Path) -> None:
    """As with `| head -1`: the pipe is closed before anything is printed."""
    wide = tmp_path / "wide.csv"
    columns = "".join(f",column number {i}" for i in range(900))  # more than a pipe holds
    wide.write_text(f"patient_id,os_months,os_event{columns}\n" + "1,10,1" + ",a" * 900 + "\n")
    command = [sys.executable, "-m", "nec_core", "check", str(wide), "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


def test_a_plan_from_a_bundle_gives_what_the_same_options_give(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    options = ["--by", "stage", "--where", "age_years>=40", "--times", "6,12", "--tau", "24", "--conf-type", "log",
               "--covariates", "age_years", "--strata", "sex", "--reference", "stage=metastatic"]  # fmt: skip
    admission = admit(Path(SAMPLE).read_bytes(), "sample.csv")
    asked_for = {
        "by": "stage", "filter": {"ranges": [{"variable": "age_years", "minimum": 40}]}, "times": (6, 12),
        "horizon": 24, "conf_type": "log", "covariates": ("age_years",), "strata": "sex",
        "references": {"stage": "metastatic"},
    }  # fmt: skip
    result = analyse(admission.cohort, AnalysisPlan.model_validate(asked_for))
    with zipfile.ZipFile(io.BytesIO(report_bundle(admission, result, Mapping(), (), FigureStyle()))) as archive:
        archive.extract("plan.json", tmp_path)
    saved = ["--plan", str(tmp_path / "plan.json")]
    assert run(capsys, "analyse", SAMPLE, *saved, "--json") == run(capsys, "analyse", SAMPLE, *options, "--json")
    # An option goes before what the file says; what is not said stays.
    other = json.loads(run(capsys, "analyse", SAMPLE, *saved, "--conf-type", "plain", "--json")[1])
    assert (other["conf_type"], other["by"]) == ("plain", "stage")


def test_a_file_that_is_no_plan_is_refused_by_its_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text('{"by": 3}')
    code, _, said = run(capsys, "analyse", SAMPLE, "--plan", str(tmp_path / "p.json"))
    assert code == 2
    assert said.startswith(f"nec_core: {tmp_path / 'p.json'} is not a saved plan: by: Input should be a valid string.")


def test_summary_prints_every_block_of_a_paper_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "summary", SAMPLE, "--by", "stage", "--json")
    found = json.loads(out)
    assert (code, err, found["n"], found["by"]) == (0, "", 38, "stage")
    blocks = ("flow", "table_one", "pathology", "imaging", "treatments", "progression", "follow_up", "missing")
    assert [k for k in blocks if not found[k]] == []
    assert found["progression"]["groups"]["LRD"]["progressed"] == 13
    assert found["treatments"]["combinations"][0] == {
        "treatments": ["systemic", "second_line"], "n": 10, "kind": "given", "open": 0,
    }  # fmt: skip
    assert f"{found['follow_up']['overall']['reverse_km']['value']:.1f}" == "18.8"
    p16 = next(c for c in found["pathology"]["markers"] if c["test"] == "p16")
    assert (p16["positive"], p16["negative"], p16["unknown"], p16["blank"]) == (14, 11, 13, 0)
    assert found["sentences"]["one_year"].startswith("Progression-free survival at 1 year was 26.7%")


def test_a_saved_plan_of_table_one_is_asked_again_and_options_go_before_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    saved = tmp_path / "t.json"
    saved.write_text(TablePlan(by="sex", variables=("stage",), numbers="mean").model_dump_json())
    _, out, _ = run(capsys, "summary", SAMPLE, "--table", str(saved), "--numbers", "median", "--json")
    plan = json.loads(out)["table_one"]["plan"]
    assert plan == {"by": "sex", "variables": ["stage"], "numbers": "median", "p": False, "differences": False}
    saved.write_text('{"by": 3}')
    code, _, said = run(capsys, "summary", SAMPLE, "--table", str(saved))
    assert code == 2
    assert said.startswith(f"nec_core: {saved} is not a saved plan of Table 1: by: Input should be a valid string.")


def test_summary_as_text_has_a_sentence_and_a_table_for_each_block(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "summary", SAMPLE, "--by", "stage", "--where", "stage=LRD")
    assert "The cohort comprised 15 patients" in out
    assert "23 outside the filter" in out
    assert "Exactly these" in out


def test_summary_takes_rows_and_comparisons_of_table_one(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--by", "sex", "--variables", "stage, Age at diagnosis", "--numbers", "mean", "--p-values",
               "--differences"]  # fmt: skip
    found = json.loads(run(capsys, "summary", SAMPLE, *options, "--json")[1])["table_one"]
    assert [row["variable"] for row in found["rows"]] == ["stage", "age_years"]
    assert [row["compared"]["test"]["method"] for row in found["rows"]] == ["pearson", "welch"]
    assert all(row["compared"]["difference"]["between"] == ["female", "male"] for row in found["rows"])
    usual = json.loads(run(capsys, "summary", SAMPLE, "--by", "sex", "--json")[1])["table_one"]
    assert {(row["compared"]["test"], row["compared"]["difference"]) for row in usual["rows"]} == {(None, None)}
    assert "vital_status" not in [row["variable"] for row in usual["rows"]]


def test_summary_refuses_a_variable_there_is_none_of(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "summary", SAMPLE, "--by", "nonsense")
    assert code == 2
    assert "no variable “nonsense”" in err


def test_a_forest_of_a_dated_treatment_is_the_one_without_immortal_time(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    late, out = str(ROOT / "sample_data" / "late_surgery.csv"), tmp_path / "forest.svg"
    assert run(capsys, "figure", late, "--by", "resection", "--kind", "forest", "--out", str(out))[0] == 0
    drawn = out.read_text(encoding="utf-8")
    assert "Time-varying" in drawn and "Naive" in drawn
    plain = tmp_path / "model.svg"
    assert run(capsys, "figure", late, "--by", "stage", "--kind", "forest", "--out", str(plain))[0] == 0
    assert "Time-varying" not in plain.read_text(encoding="utf-8")


def test_other_selections_are_given_where_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "analyse", SAMPLE, "--by", "stage", "--sensitivity", "--json")
    found = json.loads(out)["sensitivity"]
    assert [s["name"] for s in found["selections"]] == ["main", "verified", "complete", "followed", "landmark"]
    assert [(r["selection"], r["n"]) for r in found["rules"]][:3] == [
        ("verified", 11),
        ("verified", 0),
        ("verified", 5),
    ]
    assert found["rules"][2]["rows"] == [3, 5, 36, 38, 39]
