"""The command line: the pages' engine without a browser.

    python -m nec_core check FILE [FILE ...] [--mapping M.json] [--json]
    python -m nec_core analyse FILE [FILE ...] [--mapping M.json] [--endpoint os] [--by stage] [--where ...] [--json]
    python -m nec_core figure FILE [FILE ...] ... --out fig.pdf [--width-mm 180] [--dpi 300]

Several files are of one layout (centres: one cohort), or a file and what belongs to it (samples, a data dictionary).

Exit code 2 and one line on standard error for bad input. Numbers in JSON are unrounded; null is "not estimable".
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nec_core.errors import InputError, NecCoreError, PlanError
from nec_core.time_units import UNITS


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
    except NecCoreError as error:
        print(f"nec_core: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nec_core", description="Survival analysis of registry extracts.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="how the file is read, and what is wrong with which rows")
    _add_file(check)
    check.set_defaults(run=_check)

    analyse = commands.add_parser("analyse", help="survival: medians, rates, log-rank, follow-up")
    _add_file(analyse)
    _add_plan(analyse)
    analyse.set_defaults(run=_analyse)

    figure = commands.add_parser("figure", help="the survival figure as PDF, SVG, PNG or TIFF")
    _add_file(figure)
    _add_plan(figure)
    figure.add_argument("--out", required=True, type=Path, help="where to write; the ending tells the format")
    figure.add_argument("--width-mm", type=float, default=180.0)
    figure.add_argument("--dpi", type=int, default=300)
    figure.add_argument(
        "--style", type=Path, metavar="S.json", help="figure settings saved on the Survival curves page"
    )
    figure.set_defaults(run=_figure)
    return parser


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, metavar="FILE", nargs="+", help="one, or several that belong together")
    parser.add_argument("--mapping", type=Path, metavar="M.json", help="a mapping saved on the Upload page")
    parser.add_argument("--json", action="store_true", help="print JSON, numbers unrounded")


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--endpoint", default="os")
    parser.add_argument("--by", metavar="VARIABLE", help="group by this variable")
    parser.add_argument("--cut", type=float, help="cut a numeric variable here (default: its median)")
    parser.add_argument(
        "--where", action="append", default=[], metavar="CONDITION", help="stage=LRD, age_years>=50, ..."
    )
    parser.add_argument("--times", metavar="12,24", help="rates at these times")
    parser.add_argument("--unit", choices=UNITS, help="unit of times (default: months from dates, else the file's)")
    parser.add_argument("--time-zero", choices=("diagnosis", "first_visit", "first_treatment"))
    parser.add_argument("--conf-type", default="log-log", choices=("log-log", "log", "plain", "logit", "arcsin"))
    parser.add_argument("--conf-level", type=float, default=0.95)
    parser.add_argument("--tau", type=float, help="horizon of restricted means (default: the largest all curves reach)")
    parser.add_argument("--landmark", type=float, help="for a treatment with a date (default: six months)")
    parser.add_argument("--survived", type=float, help="survival of those who have already lived so long")
    parser.add_argument("--entry", metavar="VARIABLE", help="when patients came under observation (delayed entry)")
    parser.add_argument("--fleming-harrington", metavar="RHO,GAMMA", default="0,1", help="weight of that test")
    parser.add_argument(
        "--partial-dates", choices=("exclude", "earliest"), default="exclude", help="dates known to the month or year"
    )
    parser.add_argument(
        "--reference", action="append", default=[], metavar="VARIABLE=LEVEL", help="compare with this level"
    )
    parser.add_argument("--covariates", metavar="A,B", help="a Cox model of these variables")
    parser.add_argument("--strata", metavar="VARIABLE", help="compare within this category: test and model")


def _cohort(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # its type costs an import at start-up
    from nec_core.ingest.mapping import Mapping
    from nec_core.ingest.opening import open_cohort_of

    mapping = Mapping.from_json(_bytes(options.mapping)) if options.mapping else None
    return open_cohort_of([(_bytes(path), path.name) for path in options.files], mapping)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}. Check the path.") from None


def _check(options: argparse.Namespace) -> str:
    cohort = _cohort(options)
    text: str = _report(options).of_check(cohort)
    return text


def _report(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # one of two modules; each costs its imports
    if options.json:
        from nec_core.export import report_json

        return report_json
    from nec_core.export import report_text

    return report_text


def _result(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # as above
    from nec_core.analysis.analyse import AnalysisPlan, analyse
    from nec_core.patients.cohort_filter import parse_where

    cohort = _cohort(options)
    plan = AnalysisPlan.checked(
        endpoint=options.endpoint,
        by=cohort.variable(options.by).name if options.by else None,
        cut=options.cut,
        filter=parse_where(options.where, cohort),
        time_zero=options.time_zero,
        unit=options.unit,
        times=_numbers("--times", options.times) if options.times is not None else None,
        conf_type=options.conf_type,
        conf_level=options.conf_level,
        horizon=options.tau,
        landmark=options.landmark,
        survived=options.survived,
        entry=cohort.variable(options.entry).name if options.entry else None,
        fleming_harrington=_numbers("--fleming-harrington", options.fleming_harrington),
        partial_dates=options.partial_dates,
        covariates=[cohort.variable(n.strip()).name for n in options.covariates.split(",")]
        if options.covariates
        else (),
        references=_references(cohort, options.reference),
        strata=cohort.variable(options.strata).name if options.strata else None,
    )
    return cohort, analyse(cohort, plan)


def _references(cohort, texts: Sequence[str]) -> dict[str, str]:  # type: ignore[no-untyped-def]  # as above
    found = {}
    for text in texts:
        name, sign, level = text.partition("=")
        if not sign:
            raise PlanError(f"“{text}” names no reference. Write --reference stage=LRD.")
        found[cohort.variable(name.strip()).name] = level.strip()
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
    _, result = _result(options)
    text: str = _report(options).of_analysis(result)
    return text


def _figure(options: argparse.Namespace) -> str:
    from nec_core.export.survival_export import FORMATS, figure_bytes

    ending = options.out.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise PlanError(f"--out must end in one of {', '.join('.' + f for f in FORMATS)}.")
    cohort, result = _result(options)
    if not 20 <= options.width_mm <= 1000 or not 30 <= options.dpi <= 2400:
        raise PlanError("--width-mm must lie between 20 and 1000, --dpi between 30 and 2400.")
    style = _style(options.style)
    data = figure_bytes(result, cohort.source, FORMATS[ending], options.width_mm, options.dpi, style)
    try:
        options.out.write_bytes(data)
    except OSError as error:
        raise PlanError(f"{options.out} can't be written: {error.strerror}.") from None
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
