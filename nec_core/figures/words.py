"""The words of a survival figure: axis labels, names that fit, and the notes the figure writes itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from nec_core.export.survival_words import TOO_FEW, readable_until
from nec_core.figures.axis import Axis
from nec_core.figures.style import FigureStyle
from nec_core.formatting import in_sentence, median_ci, plain_number, shorten_apart
from nec_core.survival.curves.quantiles import Quantile

LONGEST_NAME = 60
NAMELESS = "(no name)"
TICKS_LEFT_OUT = "Ticks for censoring are left out: there are more than can be told apart."


def clean_name(name: str) -> str:
    """A name without what would break its line, or the file it is written into: line separators, control codes."""
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in name)


def shown_names(names: Sequence[str]) -> tuple[str, ...]:
    """Each group's name on one line, without control codes, at most 60 characters; different names stay different."""
    clean = [" ".join(clean_name(name).split()) for name in names]
    return tuple(name or NAMELESS for name in shorten_apart(clean, LONGEST_NAME))


def axis_words(x_label: str, y_label: str, from_unit: str, unit: str, style: FigureStyle) -> tuple[str, str, str]:
    """What the vertical axis is called in a sentence, and both labels as drawn."""
    quantity = y_label if style.quantity == "survival" else f"1 \N{MINUS SIGN} {in_sentence(y_label)}"
    quantity = style.y_label or quantity
    drawn = quantity
    if style.display == "percent" and "%" not in quantity:
        drawn = f"{quantity} (%)"
    if style.x_label:
        return quantity, style.x_label, drawn
    if unit != from_unit:
        x_label = re.sub(
            rf"\b{from_unit}\b",
            lambda found: unit.capitalize() if found[0][0].isupper() else unit,
            x_label,
            flags=re.IGNORECASE,
        )
    return quantity, x_label, drawn


def median_note(name: str | None, middle: Quantile, unit: str, conf_level: float) -> str:
    """A line such as "Locoregional: median 18.1 months (95% CI 13.6–NE)"."""
    words = median_ci(middle.value, middle.lower, middle.upper, unit, conf_level)
    return f"Median {words}" if name is None else f"{name}: median {words}"


def tail_note(tails: Sequence[tuple[str, float]], n_groups: int, unit: str) -> str:
    """Up to when curves can be read, and what pale means; "" where no curve has a tail."""
    told = readable_until([(name if n_groups > 1 else "", until) for name, until in tails], unit)
    return f"{told}; pale after that: {TOO_FEW} at risk." if told else ""


def break_note(y: Axis, lowest: float, highest: float) -> str:
    """The sentences a vertical axis owes its reader that does not start at zero, or not show the whole curve."""
    starts = f"The vertical axis starts at {plain_number(100 * y.low)}%, not at zero." if y.broken else ""
    below = "Lower values are not shown." if lowest < y.low - 1e-9 else ""
    above = f"Values above {plain_number(100 * y.high)}% are not shown." if highest > y.high + 1e-9 else ""
    return " ".join(sentence for sentence in (starts, below, above) if sentence)
