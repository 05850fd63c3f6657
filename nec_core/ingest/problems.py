"""What is wrong with which rows: data, not exceptions.

A finding is one rule broken by many rows of one column, so a million problems are a few findings with arrays of rows;
they become a table of single problems only where a person asks for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from nec_core.ingest.finding_kinds import FindingKind, Severity
from nec_core.ingest.row_places import place_columns

PROBLEM_COLUMNS = ("row", "column", "value", "rule", "severity", "message", "next_step")
_QUOTED = 3


@dataclass(frozen=True)
class Finding:
    """One rule broken in one column.

    Attributes:
        kind: what is wrong, one of `nec_core.ingest.finding_kinds.KINDS`.
        column: the column of the user's file, or "(whole row)"; of several at odds, the one to repair first.
        field: the record's field, or None for what has none.
        rows: (k,) source rows, as the user's spreadsheet counts them.
        values: (k,) the cells' text as uploaded. Shown to the user, never logged.
        words: what fills the places of the kind's sentences.
        essential: the field decides whether the row can be used: a kind without a severity of its own rejects it.
        spans_months: (k, 2) the shortest and longest a patient's time can be, where the rule is about that; `{span}` in
            the message stands for it.
    """

    kind: FindingKind
    column: str
    field: str | None
    rows: npt.NDArray[np.int64]
    values: Sequence[str]
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    essential: bool = False
    spans_months: npt.NDArray[np.float64] | None = None

    @property
    def n(self) -> int:
        return len(self.rows)

    @property
    def rule(self) -> str:
        return self.kind.id

    @property
    def severity(self) -> Severity:
        return self.kind.severity or ("rejects" if self.essential else "warns")

    @property
    def message(self) -> str:
        """What is wrong, in a sentence; `{value}` stands for the cell's text, `{span}` for the time's range."""
        return self.kind.message.format(**self.words, value="{value}", span="{span}")

    @property
    def next_step(self) -> str:
        return self.kind.next_step.format(**self.words)

    @property
    def general_message(self) -> str:
        """The message for all its rows together: "Sex is not a known value." """
        return self.message.replace(": “{value}”", "").replace(" “{value}”", "").replace(": {span}", "")

    @property
    def message_with_cells(self) -> str:
        """The general message with the first cells that could not be read, and what to do: for a screen, as cells can
        hold anything."""
        if self.rule != "type":
            return self.general_message
        cells = list(dict.fromkeys(_shown(v) for v in self.values))
        quoted = ", ".join(f"“{c}”" for c in cells[:_QUOTED])
        more = f" and {len(cells) - _QUOTED} more" if len(cells) > _QUOTED else ""
        return f"{self.general_message.removesuffix('.')}: {quoted}{more}. {self.next_step}"

    def sentences(self, limit: int | None = None) -> list[str]:
        """The message for each row, its value put in."""
        if self.spans_months is not None:
            return [self.message.replace("{span}", _range(span)) for span in self.spans_months[:limit].tolist()]
        values = self.values[:limit]
        if "{value}" not in self.message:
            return [self.message] * len(values)
        return [self.message.replace("{value}", _shown(v)) for v in values]


@dataclass(frozen=True)
class Problems:
    """All findings of a file, those that reject first, then by number of rows."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> Problems:
        kept = [f for f in findings if f.n]
        return cls(tuple(sorted(kept, key=lambda f: (f.severity != "rejects", -f.n, f.rule, f.column))))

    @property
    def n(self) -> int:
        """Single problems: rows times rules broken."""
        return sum(f.n for f in self.findings)

    def rejected_rows(self) -> npt.NDArray[np.int64]:
        return self._rows("rejects")

    def warned_rows(self) -> npt.NDArray[np.int64]:
        return self._rows("warns")

    def _rows(self, severity: Severity) -> npt.NDArray[np.int64]:
        parts = [f.rows for f in self.findings if f.severity == severity]
        return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

    def grouped(self) -> pd.DataFrame:
        """One line per finding: rule, column, severity, rows (count), message, next_step."""
        return pd.DataFrame(
            [(f.rule, f.column, f.severity, f.n, f.general_message, f.next_step) for f in self.findings],
            columns=["rule", "column", "severity", "rows", "message", "next_step"],
        )

    def table(self, limit: int | None = None, files: Sequence[str] = ()) -> pd.DataFrame:
        """One line per problem, with columns `PROBLEM_COLUMNS`, by finding and then by row; at most `limit` lines.

        Where there are several files (`nec_core.ingest.admission.Source.files`), a first column "file" says which.
        """
        frames = []
        left = self.n if limit is None else limit
        for f in self.findings:
            if left <= 0:
                break
            take = min(left, f.n)
            frames.append(
                pd.DataFrame(
                    {
                        **place_columns(f.rows[:take], files),
                        "column": f.column,
                        "value": f.values[:take],  # noqa: PD011  # texts, no frame
                        "rule": f.rule,
                        "severity": f.severity,
                        "message": f.sentences(take),
                        "next_step": f.next_step,
                    }
                )
            )
            left -= take
        if not frames:
            return pd.DataFrame({c: pd.Series(dtype=object) for c in PROBLEM_COLUMNS})
        return pd.concat(frames, ignore_index=True)


def _range(span: Sequence[float]) -> str:
    return f"{span[0]:.1f} to {span[1]:.1f} months"


def _shown(value: str) -> str:
    """A cell's text in a sentence: one line, not a page."""
    text = " ".join(value.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
