"""Many files counted: by layout, by feature, and the worst of them with their numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.random_dress.generator import Dressed
from tests.random_dress.judgement import Judgement, Verdict

MOST_NEEDLESS = 0.15
"""Of the files a careful person reads without a question, the largest part that may be asked about, refused or cut."""
_LOUD = (Verdict.NEEDLESS, Verdict.REFUSED, Verdict.LEFT_OUT)
_SHORT = {
    Verdict.EQUAL: "equal", Verdict.TOLD: "told", Verdict.ASKED: "asked", Verdict.REFUSED_RIGHTLY: "rightly ref.",
    Verdict.NEEDLESS: "NEEDLESS", Verdict.REFUSED: "REFUSED", Verdict.LEFT_OUT: "LEFT OUT", Verdict.SILENT: "SILENT",
}  # fmt: skip


@dataclass
class Tally:
    """What became of files so far."""

    by_layout: dict[str, Counter[Verdict]] = field(default_factory=dict)
    by_feature: dict[str, Counter[Verdict]] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)
    second: Counter[str] = field(default_factory=Counter)
    bad: dict[str, list[str]] = field(default_factory=dict)
    n_silent: int = 0
    n_telling: int = 0
    n_loud: Counter[Verdict] = field(default_factory=Counter)

    @staticmethod
    def is_bad(judgement: Judgement) -> bool:
        return judgement.silent or judgement.verdict in _LOUD or judgement.answered in _LOUD

    def add(self, number: int, file: Dressed, judgement: Judgement) -> None:
        verdict, dress, told = judgement.verdict, file.dress, file.sheet.told
        self.by_layout.setdefault(dress.layout, Counter())[verdict] += 1
        for name in dress.features:
            self.by_feature.setdefault(name, Counter())[verdict] += 1
        if verdict in (Verdict.ASKED, Verdict.NEEDLESS):
            self.answered[str(judgement.answered or "no true answer")] += 1
        if judgement.second is not None:
            self.second["found" if judgement.second else "not found"] += 1
        self.n_silent += judgement.silent
        if told.readable and not told.open:
            self.n_telling += 1
            self.n_loud[verdict] += verdict in _LOUD
        where = f"{number:5} {dress.layout}, {dress.language.name}, {dress.status}, {dress.unit}, {file.name}"
        if verdict == Verdict.SILENT or verdict in _LOUD:
            self.bad.setdefault(verdict, []).append(f"{where}: {judgement.why}")
        if judgement.answered == Verdict.SILENT or (verdict == Verdict.ASKED and judgement.answered in (*_LOUD, None)):
            kind = f"asked, then {judgement.answered or 'no true answer'}"
            self.bad.setdefault(kind, []).append(f"{where}: {judgement.answered_why}")

    @property
    def holds(self) -> bool:
        """No file read wrongly without a word, and few asked about, refused or cut that tell all."""
        return self.n_silent == 0 and all(n <= MOST_NEEDLESS * self.n_telling for n in self.n_loud.values())

    def report(self, shown: int) -> str:
        """Tables, then the first of each way to end badly."""
        lines = [*_table("layout", self.by_layout), "", *_table("feature", dict(sorted(self.by_feature.items())))]
        lines += ["", "after true answers: " + ", ".join(f"{n} {k}" for k, n in self.answered.most_common())]
        lines += ["second endpoint: " + ", ".join(f"{n} {k}" for k, n in self.second.most_common())]
        parts = ", ".join(f"{n} {v} ({n / max(1, self.n_telling):.1%})" for v, n in self.n_loud.items() if n)
        lines += [f"of {self.n_telling} files that tell all: {parts or 'none asked, refused or cut'}"]
        lines += [f"read otherwise than meant without a word: {self.n_silent}"]
        for kind, files in self.bad.items():
            lines += ["", f"{kind}: {len(files)}", *files[:shown]]
        return "\n".join(lines)


def _table(name: str, rows: dict[str, Counter[Verdict]]) -> list[str]:
    lines = [f"{name:26}{'n':>6}" + "".join(f"{short:>13}" for short in _SHORT.values())]
    for row, counts in rows.items():
        lines.append(f"{row:26}{counts.total():6}" + "".join(f"{counts[v] or '':>13}" for v in _SHORT))
    return lines
