"""What a file itself says of its columns and codes, as Stata, SPSS and SAS keep it beside the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SAYS_MISSING = re.compile(
    r"(?:missing|not (?:asked|available|known|recorded|reported|applicable)|no information|unknown|refused|invalid"
    r"|n/?a|unk)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ColumnLabel:
    """One column.

    Attributes:
        label: what it is called in words; "" where the file does not say.
        values: code as in the cells -> what it means.
    """

    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def explained(self, texts: frozenset[str]) -> Mapping[str, str]:
        """What each of a column's texts means, where all have a label. Where numbers without one stand beside them
        (ages, with 90 labelled "90 and older"), only which of them mean not recorded: ""."""
        labelled = {t: self.values[t] for t in texts if self.values.get(t, "").strip()}
        if any(_NUMBER.fullmatch(t) for t in texts - labelled.keys()):
            return {t: "" for t, words in labelled.items() if _SAYS_MISSING.fullmatch(words.strip())}
        return labelled
