"""Table 1 to read or download: as text with its footnote, as it stands in a paper, and unrounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from nec_core import formatting
from nec_core.analysis.guards import FEW_PATIENTS
from nec_core.export.guard_words import guard_words
from nec_core.patients.cohort import NOT_RECORDED, level_words
from nec_core.summary.characteristics.group_tests import LEAST_EXPECTED, GroupTest, Method
from nec_core.summary.characteristics.table_one import LevelCounts, LevelRow, NumberRow, NumberSummary, TableOne

EVERYBODY = "All patients"
TEST_NAMES: Mapping[Method, str] = {
    "fisher": "Fisher's exact test",
    "pearson": "Pearson's chi-squared test without continuity correction",
    "pearson_small": "Pearson's chi-squared test without continuity correction, too large for the exact test",
    "kruskal_wallis": "Kruskal-Wallis test",
    "welch": "Welch's one-way test",
}
_MARKS: Mapping[Method, str] = {
    "fisher": "ᵃ", "pearson": "ᵇ", "kruskal_wallis": "ᶜ", "welch": "ᶜ", "pearson_small": "ᵈ",
}  # fmt: skip
_NE = formatting.NE
_SHAKY = "†"
_READ = (
    "Percentages are of the patients with a value recorded. Unknown: somebody looked and could not tell. "
    "Not recorded: the cell is blank."
)


def table_one_frame(table: TableOne) -> pd.DataFrame:
    """Table 1 as a paper prints it, all text.

    Levels that nobody has are left out, and so is "not recorded" where nothing is missing. A number has the same
    decimals in all columns.
    """
    lines: list[list[str]] = []
    for row in table.rows:
        for i, (statistic, cells, _) in enumerate(_lines(row, table)):
            compared = _compared_cells(row, table)
            told = compared if i == 0 else [""] * len(compared)
            lines.append([row.variable.label_with_unit if i == 0 else "", statistic, *cells, *told])
    heads = ["Characteristic", "Value", *_column_heads(table), *_compared_heads(table)]
    return pd.DataFrame(lines, columns=heads, dtype=object)


def table_one_shares(table: TableOne) -> list[list[float | None]]:
    """Of each cell of `table_one_frame` after the first two columns, which share of the patients it tells, between 0
    and 1; None where it tells none."""
    spare: list[float | None] = [None] * len(_compared_heads(table))
    return [[*shares, *spare] for row in table.rows for _, _, shares in _lines(row, table)]


def table_one_note(table: TableOne) -> str:
    """The footnote: what cells mean, which test each P is of, who is left out of it, and what it is worth."""
    numbers = any(isinstance(row, NumberRow) for row in table.rows)
    told = {"median": "median [IQR, interquartile range]", "mean": "mean (SD, standard deviation)"}[table.plan.numbers]
    parts = [_READ, *([f"Numbers: {told} and range."] if numbers else [])]
    parts += _p_notes(table) if table.has_p else []
    parts += [_difference_note(table)] if table.has_differences else []
    if table.has_p or table.has_differences:
        parts.append("Blank and unknown values, and patients whose group is not recorded, are left out of comparisons.")
        if any(_NE in _compared_cells(row, table) for row in table.rows):
            parts.append("NE: not estimable.")
    return " ".join(parts)


def told(table: TableOne) -> str:
    """The warnings and the footnote, as they stand under the table."""
    return " ".join([*(guard_words(g) for g in table.guards), table_one_note(table)])


def _p_notes(table: TableOne) -> list[str]:
    tests = [(row.variable.label, row.compared.test) for row in table.rows if row.compared.test is not None]
    middle, number = {
        "median": ("medians", f"the {TEST_NAMES['kruskal_wallis']}"), "mean": ("means", TEST_NAMES["welch"]),
    }[table.plan.numbers]  # fmt: skip
    notes = [
        f"P: categories by {TEST_NAMES['fisher']}{_MARKS['fisher']} where an expected count is under "
        f"{LEAST_EXPECTED:g}, otherwise by {TEST_NAMES['pearson']}{_MARKS['pearson']}; {middle} by "
        f"{number}{_MARKS['welch']}."
    ]
    large = [f"{label} (smallest expected count {_expected(t)})" for label, t in tests if t.method == "pearson_small"]
    if large:
        notes.append(
            f"{_MARKS['pearson_small']} Too large a table for the exact test, so Pearson's chi-squared test, an "
            f"approximation: {formatting.listed(large)}."
        )
    if any(_is_shaky(t) for _, t in tests):
        notes.append(
            f"{_SHAKY} A group has fewer than {FEW_PATIENTS} values: this P is an approximation for larger groups."
        )
    several = f"; they are not adjusted for there being {len(tests)} of them" if len(tests) > 1 else ""
    notes.append(f"In a cohort that was not randomised P values describe how groups differ{several}.")
    return notes


def _expected(test: GroupTest) -> str:
    least = test.smallest_expected
    return "below 0.1" if least is not None and least < 0.1 else formatting.number(least, 1)


def _difference_note(table: TableOne) -> str:
    which = ", the largest between any two groups" if len(table.compared) > 2 else ""
    return (
        f"Standardised difference{which}: of means, over the square root of the mean of the variances (Austin 2009); "
        "of categories, by Mahalanobis' distance of their shares (Yang and Dalton 2012)."
    )


def table_one_numbers(table: TableOne) -> pd.DataFrame:
    """Table 1 unrounded, one line per variable, group and level, for those who go on calculating."""
    lines: list[dict[str, object]] = []
    for row in table.rows:
        named = zip((EVERYBODY, *table.groups), (row.overall, *row.groups), strict=True)
        for group, summary in named:
            v = row.variable
            start = {"variable": v.name, "label": v.label, "unit": v.unit, "group": group}
            if isinstance(summary, NumberSummary):
                lines.append(start | vars(summary))
            elif isinstance(row, LevelRow):
                recorded = {"n": summary.n, "missing": summary.missing}
                counts = zip(map(row.variable.shown, row.levels), summary.counts, strict=True)
                lines.extend(start | recorded | {"level": level, "count": n} for level, n in counts)
    first = ["variable", "label", "unit", "group", "level", "count", "n", "missing"]
    rest = ["mean", "sd", "median", "q1", "q3", "minimum", "maximum"]
    return pd.DataFrame(lines).infer_objects().reindex(columns=[*first, *rest])


def table_one_comparisons(table: TableOne) -> pd.DataFrame:
    """Tests and standardised differences unrounded, one line per variable; without lines where none was asked for."""
    lines: list[dict[str, object]] = []
    for row in table.rows if table.has_p or table.has_differences else ():
        test, difference = row.compared.test, row.compared.difference
        line: dict[str, object] = {"variable": row.variable.name, "label": row.variable.label}
        if test is not None:
            line |= vars(test) | {"test": TEST_NAMES[test.method]}
        if difference is not None:
            line |= {"standardised_difference": difference.value, "between": " and ".join(difference.between)}
        lines.append(line)
    columns = [
        "variable", "label", "test", "n", "smallest_group", "smallest_expected", "statistic", "df", "df_within", "p",
        "standardised_difference", "between",
    ]  # fmt: skip
    return pd.DataFrame(lines).infer_objects().reindex(columns=columns)


def table_one_sheets(table: TableOne) -> dict[str, pd.DataFrame]:
    """What a workbook holds beside the table as it is printed: the numbers, the comparisons, and what to know."""
    comparisons = table_one_comparisons(table)
    warned = [(g.severity, guard_words(g)) for g in table.guards]
    known = pd.DataFrame([*warned, ("footnote", table_one_note(table))], columns=["kind", "text"])
    return {
        "Table 1, unrounded": table_one_numbers(table),
        **({} if comparisons.empty else {"Table 1, comparisons": comparisons}),
        "Table 1, footnote": known,
    }


def _column_heads(table: TableOne) -> list[str]:
    heads = [f"{EVERYBODY} (n = {formatting.count(table.n)})"]
    for group, size in zip(table.groups, table.sizes, strict=True):
        head = f"{level_words(table.by, group)} (n = {formatting.count(size)})"
        # A group may be called as the first column is; two columns of one name can't be shown.
        heads.append(head if head not in heads else f"{head}, by {table.by.label if table.by else ''}")
    return heads


def _compared_heads(table: TableOne) -> list[str]:
    largest = len(table.compared) > 2
    difference = "Largest standardised difference" if largest else "Standardised difference"
    return [*(["P"] if table.has_p else []), *([difference] if table.has_differences else [])]


def _compared_cells(row: NumberRow | LevelRow, table: TableOne) -> list[str]:
    test, difference = row.compared.test, row.compared.difference
    p = _NE if test is None else formatting.p_value(test.p) + _MARKS[test.method] + (_SHAKY if _is_shaky(test) else "")
    size = _NE if difference is None else formatting.number(difference.value, 2)
    return [*([p] if table.has_p else []), *([size] if table.has_differences else [])]


def _is_shaky(test: GroupTest) -> bool:
    """Whether a group has too few values for a test that is an approximation."""
    return test.method in ("kruskal_wallis", "welch") and test.smallest_group < FEW_PATIENTS


_Line = tuple[str, list[str], list[float | None]]
"""What a line tells, and of everybody and each group its text, and the share of patients that it is."""


def _lines(row: NumberRow | LevelRow, table: TableOne) -> Iterator[_Line]:
    if isinstance(row, LevelRow):
        yield from _level_lines(row)
        return
    for statistic, cells in _number_lines(row, table):
        yield statistic, cells, [None] * len(cells)


def _number_lines(row: NumberRow, table: TableOne) -> Iterator[tuple[str, list[str]]]:
    cells = [row.overall, *row.groups]
    if table.plan.numbers == "median":
        of = row.variable.as_told
        told = [(of(c.median), of(c.q1), of(c.q3)) for c in cells]
        digits = formatting.shared_digits(*(x for numbers in told for x in numbers))
        yield "median [IQR]", [formatting.median_iqr(*numbers, digits) for numbers in told]
    elif row.variable.is_year:
        yield "mean (SD)", [formatting.mean_year_sd(c.mean, c.sd) for c in cells]
    else:
        digits = formatting.shared_digits(*(x for c in cells for x in (c.mean, c.sd)))
        yield "mean (SD)", [formatting.mean_sd(c.mean, c.sd, digits) for c in cells]
    digits = formatting.shared_digits(*(x for c in cells for x in (c.minimum, c.maximum)))
    yield "range", [formatting.value_range(c.minimum, c.maximum, digits) for c in cells]
    yield from _missing_line(cells)


def _level_lines(row: LevelRow) -> Iterator[_Line]:
    cells = [row.overall, *row.groups]
    shown = [i for i, n in enumerate(row.overall.counts) if n]
    if row.is_yes_no and row.overall.counts[row.levels.index("yes")]:
        # One line tells a yes or no; "unknown" is told where there is any.
        shown = [i for i in shown if row.levels[i] != "no"]
    for i in shown:
        told = [formatting.n_percent(c.counts[i], c.n) for c in cells]
        shares = [c.counts[i] / c.n if c.n else None for c in cells]
        yield row.variable.words(row.variable.shown(row.levels[i])), told, shares
    for statistic, told in _missing_line(cells, always=not shown):
        yield statistic, told, [None] * len(told)


def _missing_line(
    cells: Sequence[NumberSummary] | Sequence[LevelCounts], always: bool = False
) -> Iterator[tuple[str, list[str]]]:
    if always or cells[0].missing:
        yield NOT_RECORDED, [formatting.count(c.missing) for c in cells]


__all__ = [
    "TEST_NAMES",
    "table_one_comparisons",
    "table_one_frame",
    "table_one_note",
    "table_one_numbers",
    "table_one_shares",
    "table_one_sheets",
    "told",
]  # fmt: skip
