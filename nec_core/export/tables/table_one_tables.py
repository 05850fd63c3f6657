"""Table 1 to read or download: as text, as it stands in a paper, and unrounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from nec_core import formatting
from nec_core.patients.cohort import NOT_RECORDED
from nec_core.summary.characteristics.table_one import LevelCounts, LevelRow, NumberRow, NumberSummary, TableOne

EVERYBODY = "All patients"
TABLE_ONE_NOTE = (
    "Percentages are of the patients with a value recorded. Unknown: somebody looked and could not tell. "
    "Not recorded: the cell is blank."
)


def table_one_frame(table: TableOne) -> pd.DataFrame:
    """Table 1 as a paper prints it, all text.

    Levels that nobody has are left out, and so is "not recorded" where nothing is missing.
    """
    heads = _column_heads(table)
    differences = any(row.difference is not None for row in table.rows)
    lines: list[list[str]] = []
    for row in table.rows:
        parts = list(_number_lines(row) if isinstance(row, NumberRow) else _level_lines(row))
        for i, (statistic, cells) in enumerate(parts):
            line = [row.variable.label_with_unit if i == 0 else "", statistic, *cells]
            if differences:
                known = i == 0 and row.difference is not None
                line.append(formatting.number(row.difference, 2) if known else "")
            lines.append(line)
    ending = ["Standardised difference"] if differences else []
    return pd.DataFrame(lines, columns=["Characteristic", "Value", *heads, *ending], dtype=object)


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


def _column_heads(table: TableOne) -> list[str]:
    heads = [f"{EVERYBODY} (n = {formatting.count(table.n)})"]
    for group, size in zip(table.groups, table.sizes, strict=True):
        head = f"{group} (n = {formatting.count(size)})"
        # A group may be called as the first column is; two columns of one name can't be shown.
        heads.append(head if head not in heads else f"{head}, by {table.by.label if table.by else ''}")
    return heads


def _number_lines(row: NumberRow) -> Iterator[tuple[str, list[str]]]:
    cells = [row.overall, *row.groups]
    yield "median [IQR]", [formatting.median_iqr(c.median, c.q1, c.q3) for c in cells]
    yield "mean (SD)", [formatting.mean_sd(c.mean, c.sd) for c in cells]
    yield "range", [formatting.value_range(c.minimum, c.maximum) for c in cells]
    yield from _missing_line(cells)


def _level_lines(row: LevelRow) -> Iterator[tuple[str, list[str]]]:
    cells = [row.overall, *row.groups]
    shown = [i for i, n in enumerate(row.overall.counts) if n]
    if row.is_yes_no:
        # One line tells a yes or no; "unknown" is told where there is any.
        shown = [row.levels.index("yes"), *(i for i in shown if row.levels[i] == "unknown")]
    for i in shown:
        yield row.variable.shown(row.levels[i]), [formatting.n_percent(c.counts[i], c.n) for c in cells]
    yield from _missing_line(cells, always=not shown)


def _missing_line(
    cells: Sequence[NumberSummary] | Sequence[LevelCounts], always: bool = False
) -> Iterator[tuple[str, list[str]]]:
    if always or cells[0].missing:
        yield NOT_RECORDED, [formatting.count(c.missing) for c in cells]


__all__ = ["TABLE_ONE_NOTE", "table_one_frame", "table_one_numbers"]
