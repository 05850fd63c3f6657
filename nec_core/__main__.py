"""The command line: the pages' engine without a browser.

    python -m nec_core check FILE [FILE ...] [--mapping M.json] [--answers A.json] [--json]
    python -m nec_core analyse FILE [FILE ...] [--mapping M.json] [--plan P.json] [--by stage] [--where ...] [--json]
    python -m nec_core analyse FILE [FILE ...] --study S.study.json [--before OLD [OLD ...]] [--json]
    python -m nec_core summary FILE [FILE ...] [--mapping M.json] [--by stage] [--p-values] [--where ...] [--json]
    python -m nec_core report FILE [FILE ...] [--study S.study.json] --out X.zip
    python -m nec_core figure FILE [FILE ...] ... --out fig.pdf [--kind K] [--width-mm 180] [--dpi 300]

Several files are of one layout (centres: one cohort), or a file and what belongs to it (samples, a data dictionary).

Exit code 2 and one line on standard error for bad input. For a file that leaves something open that line ends in a
question mark, and with --json its questions are printed, to be given back with an answer each. Numbers in JSON are
unrounded; null is "not estimable".
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_core.errors import InputError, NecCoreError, PlanError, QuestionsOpenError

if TYPE_CHECKING:
    from nec_core.analysis.asked import Asked, AskedField
    from nec_core.patients.cohort import Cohort


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser(given[0] if given else "").parse_args(given)
    try:
        print(options.run(options))
    except NecCoreError as error:
        if options.json and isinstance(error, QuestionsOpenError):
            print(_questions(error))
        print(f"nec_core: {error}", file=sys.stderr)
        return 2
    return 0


def _parser(asked_for: str) -> argparse.ArgumentParser:
    """The commands; the options of a plan only of the one asked for, since they cost the imports of its fields."""
    parser = argparse.ArgumentParser(prog="python -m nec_core", description="Survival analysis of registry extracts.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="how the file is read, and what is wrong with which rows")
    _add_file(check)
    check.set_defaults(run=_check)

    analyse = commands.add_parser("analyse", help="survival: medians, rates, log-rank, follow-up")
    _add_file(analyse)
    analyse.add_argument(
        "--worth", action="store_true", help="what P is worth for a large cohort too; takes up to some minutes"
    )
    analyse.add_argument(
        "--sensitivity", action="store_true", help="the same in other selections of these patients, side by side"
    )
    analyse.add_argument(
        "--study", type=Path, metavar="S.study.json", help="all analyses of a study, its file taken as it was; no plan"
    )
    analyse.add_argument(
        "--before",
        type=Path,
        metavar="OLD",
        nargs="+",
        help="with --study: the extract it was made with; tells what changed",
    )
    analyse.set_defaults(run=_analyse)

    summary = commands.add_parser(
        "summary", help="the cohort: Table 1, treatments, progression, follow-up, in sentences"
    )
    _add_file(summary)
    summary.add_argument("--where", metavar="stage=LRD", action="append", help="who is looked at; can be given again")
    summary.set_defaults(run=_summary)

    report = commands.add_parser(
        "report", help="a study's document for Word and the browser, figures and tables, in one ZIP"
    )
    _add_file(report)
    report.add_argument(
        "--study", type=Path, metavar="S.study.json", help="as saved on the Study page; none: the usual one"
    )
    report.add_argument("--out", required=True, type=Path, metavar="X.zip", help="where to write")
    report.set_defaults(run=_packet)

    figure = commands.add_parser("figure", help="a picture of the cohort as PDF, SVG, PNG or TIFF")
    _add_file(figure)
    figure.add_argument("--out", required=True, type=Path, help="where to write; the ending tells the format")
    figure.add_argument("--kind", default="survival", metavar="K", help="what is drawn; any other word lists the kinds")
    figure.add_argument("--variable", metavar="VARIABLE", help="for kinds that are about one variable")
    figure.add_argument("--form", metavar="FORM", help="for kinds that can be drawn in several ways")
    figure.add_argument("--width-mm", type=float, default=180.0)
    figure.add_argument("--dpi", type=int, default=300)
    figure.add_argument(
        "--style", type=Path, metavar="S.json", help="of the survival figure, as saved on the Survival curves page"
    )
    figure.set_defaults(run=_figure)
    if asked_for == "summary":
        from nec_core.summary.characteristics import table_plan

        summary.add_argument(
            "--table", type=Path, metavar="T.json", help="table_1.json of a report; options go before it"
        )
        _add_asked(summary, table_plan.asked())
    if asked_for in ("analyse", "figure"):
        from nec_core.analysis import plan

        for command in (analyse, figure):
            command.add_argument(
                "--plan", type=Path, metavar="P.json", help="plan.json of a report; options go before it"
            )
            _add_asked(command, plan.asked())
    return parser


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, metavar="FILE", nargs="+", help="one, or several that belong together")
    parser.add_argument("--mapping", type=Path, metavar="M.json", help="a mapping saved on the Upload page")
    parser.add_argument(
        "--answers", type=Path, metavar="A.json", help="answers to the questions that `check --json` prints"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, numbers unrounded")


def _add_asked(parser: argparse.ArgumentParser, asked: Mapping[str, AskedField]) -> None:
    """An option for every field of a plan that a person can ask for; what is not given stays as it is."""
    for field in asked.values():
        how = field.asked
        if how.reads == "flag":
            parser.add_argument(how.option, dest=field.name, action="store_const", const=True, help=_help(field))
            continue
        more: dict[str, Any] = {"choices": field.choices} if how.reads == "choice" else {"metavar": _metavar(how)}
        if how.reads in ("conditions", "levels", "reasons"):
            more["action"] = "append"
        elif how.reads == "number":
            more["type"] = float
        parser.add_argument(how.option, dest=field.name, help=_help(field).replace("%", "%%"), **more)


def _help(field: AskedField) -> str:
    how, usual = field.asked, field.asked.empty
    if not usual and isinstance(field.default, str | float):
        usual = str(field.default)
    label = "" if "{" in how.label else f"{how.label}: "
    return f"{label}{how.explained}" + (f" (default: {usual})" if usual else "")


def _metavar(how: Asked) -> str:
    return how.metavar or {"number": "NUMBER", "variable": "VARIABLE"}.get(how.reads, how.reads.upper())


def _admission(options: argparse.Namespace, files: Sequence[Path] = (), mapping: Any = None):  # type: ignore[no-untyped-def]  # its type costs an import at start-up
    """Of the files given, or of others; with the mapping given, else this one."""
    from nec_core.ingest.apart.readers import READERS

    READERS.keep_warm()  # it loads what it reads with while this process does
    from nec_core.ingest.answers import read_answers
    from nec_core.ingest.apart.opening import admit_files
    from nec_core.ingest.mapping import Mapping

    mapping = Mapping.from_json(_bytes(options.mapping)) if options.mapping else mapping
    answers = read_answers(_bytes(options.answers), str(options.answers)) if options.answers else ()
    return admit_files([(_bytes(path), path.name) for path in files or options.files], mapping, answers=answers)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}. Check the path.") from None


def _check(options: argparse.Namespace) -> str:
    text: str = _report(options).of_check(_admission(options))
    return text


def _questions(error: QuestionsOpenError) -> str:
    from nec_core.export import report_json

    return report_json.of_questions(error)


def _report(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # one of two modules; each costs its imports
    if options.json:
        from nec_core.export import report_json

        return report_json
    from nec_core.export import report_text

    return report_text


def _planned(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # as above
    """The file's admission and the plan that the options ask for."""
    from nec_core.analysis.plan import AnalysisPlan, asked

    admission = _admission(options)
    plan = AnalysisPlan.from_json(_bytes(options.plan), str(options.plan)) if options.plan else AnalysisPlan()
    return admission, AnalysisPlan.checked(**plan.model_dump() | _given(options, asked(), admission.cohort))


def _given(options: argparse.Namespace, asked: Mapping[str, AskedField], cohort: Cohort) -> dict[str, Any]:
    """The fields of a plan that options were given for, as the plan has them."""
    return {
        field.name: _read(field.asked, getattr(options, field.name), cohort)
        for field in asked.values()
        if getattr(options, field.name) is not None
    }


def _read(how: Asked, text: Any, cohort: Cohort) -> Any:
    """What somebody wrote behind an option, as the plan has it."""
    from nec_core.patients.cohort_filter import parse_where

    if how.reads == "variable":
        return cohort.variable(text).name if text else None
    if how.reads == "variables":
        return [cohort.variable(name.strip()).name for name in text.split(",")] if text else ()
    if how.reads == "numbers":
        return _numbers(how.option, text)
    if how.reads == "conditions":
        return parse_where(text, cohort)
    if how.reads == "reasons":
        return _reasons(how.option, text)
    return _references(cohort, text) if how.reads == "levels" else text


def _references(cohort: Cohort, texts: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        name, sign, level = text.partition("=")
        if not sign:
            raise PlanError(f"“{text}” names no reference. Write --reference stage=LRD.")
        found[cohort.variable(name.strip()).name] = level.strip()
    return found


def _reasons(name: str, texts: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        kind, sign, reason = text.partition("=")
        if not sign or not reason.strip():
            raise PlanError(f'“{text}” gives no reason. Write {name} few_events="We only describe.".')
        found[kind.strip()] = reason.strip()
    return found


def _numbers(name: str, text: str) -> tuple[float, ...]:
    """Numbers, none of them negative, with commas between them."""
    try:
        numbers = tuple(float(t) for t in text.split(","))
    except ValueError:
        numbers = ()
    if not numbers or any(n != n or n == float("inf") for n in numbers):
        raise PlanError(f"{name} takes numbers with commas between them, as in 12,24.")
    if any(n < 0 for n in numbers):
        raise PlanError(f"{name} can't be negative.")
    return numbers


def _analyse(options: argparse.Namespace) -> str:
    from nec_core.analysis.analyse import analyse
    from nec_core.ingest.progress import quiet

    if options.study:
        return _study(options)
    admission, plan = _planned(options)
    result = analyse(admission.cohort, plan, quiet if options.worth else None, sensitivity=options.sensitivity)
    text: str = _report(options).of_analysis(result)
    return text


def _study(options: argparse.Namespace) -> str:
    from nec_core.export.study import study_json, study_text
    from nec_core.study.changes import changes
    from nec_core.study.running import run
    from nec_core.study.study import Study

    study = Study.from_json(_bytes(options.study), str(options.study))
    admission = _admission(options, mapping=study.mapping)
    changed = None
    if options.before:
        changed = changes(_admission(options, options.before, study.mapping), admission)
    face = study_json if options.json else study_text
    text: str = face.of_study(study, admission, run(study, admission.cohort), changed)
    return text


def _summary(options: argparse.Namespace) -> str:
    from nec_core.patients.cohort_filter import parse_where
    from nec_core.summary.characteristics.table_plan import TablePlan, asked
    from nec_core.summary.cohort_summary import cohort_summary

    admission = _admission(options)
    plan = TablePlan.from_json(_bytes(options.table), str(options.table)) if options.table else TablePlan()
    plan = TablePlan.model_validate(plan.model_dump() | _given(options, asked(), admission.cohort))
    chosen = parse_where(options.where or [], admission.cohort)
    text: str = _report(options).of_summary(cohort_summary(admission, plan, chosen))
    return text


def _packet(options: argparse.Namespace) -> str:
    from nec_core.export.paper.packet import packet
    from nec_core.study.running import run
    from nec_core.study.study import Study
    from nec_core.study.usual import usual_study

    study = Study.from_json(_bytes(options.study), str(options.study)) if options.study else None
    admission = _admission(options, mapping=study.mapping if study else None)
    if study is None:
        study = usual_study(admission)
    _write(options.out, packet(study, admission, run(study, admission.cohort)))
    return f"Wrote {options.out}."


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise PlanError(f"{path} can't be written: {error.strerror}.") from None


def _figure(options: argparse.Namespace) -> str:
    from nec_core.export.pictures import Subject, kind_of, picture_bytes
    from nec_core.export.survival_export import FORMATS

    kind = kind_of(options.kind)
    ending = options.out.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise PlanError(f"--out must end in one of {', '.join('.' + f for f in FORMATS)}.")
    admission, plan = _planned(options)
    if not 20 <= options.width_mm <= 1000 or not 30 <= options.dpi <= 2400:
        raise PlanError("--width-mm must lie between 20 and 1000, --dpi between 30 and 2400.")
    subject = Subject(admission, plan, options.variable, options.form, _style(options.style))
    data = picture_bytes(kind.picture(subject), admission.source, plan, FORMATS[ending], options.width_mm, options.dpi)
    _write(options.out, data)
    return f"Wrote {options.out}."


def _style(path: Path | None):  # type: ignore[no-untyped-def]  # as above
    from nec_core.figures.style import FigureStyle

    return FigureStyle.from_json(_bytes(path), str(path)) if path else None


if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader went away, as `head` does; what is left is written nowhere, on exit too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)
