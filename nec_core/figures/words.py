"""The words of a survival figure: axis labels, names that fit, and the notes the figure writes itself."""

from __future__ import annotations

import re
import unicodedata

from nec_core.figures.axis import Axis
from nec_core.figures.style import FigureStyle
from nec_core.survival.quantiles import Quantile

LONGEST_NAME = 60


def shown_name(name: str) -> str:
    """A group's name on one line, without control codes, at most 60 characters."""
    clean = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in name)
    clean = re.sub(r" {2,}", " ", clean).strip() or "(no name)"
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 1].rstrip() + "…"


def axis_words(
    x_label: str, y_label: str, from_unit: str, unit: str, style: FigureStyle
) -> tuple[str, str, str]:
    """What the vertical axis is called in a sentence, and both labels as drawn."""
    quantity = y_label if style.quantity == "survival" else f"1 \N{MINUS SIGN} {_uncapitalised(y_label)}"
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


def median_note(name: str, middle: Quantile, unit: str, named: bool) -> str:
    """A line such as "Locoregional: median 18.1 months (13.6–NE)"."""
    return f"{name}: median {median_words(middle, unit)}" if named else f"Median {median_words(middle, unit)}"


def median_words(middle: Quantile, unit: str) -> str:
    """The median with its limits: "18.1 months (13.6–NE)"; "not reached" has its lower limit only if there
    is one."""
    decimals = 0 if unit == "days" else 2 if unit == "years" else 1
    if middle.value is None and middle.lower is None and middle.upper is None:
        return "not reached"
    limits = ("NE" if limit is None else f"{limit:.{decimals}f}" for limit in (middle.lower, middle.upper))
    value = "not reached" if middle.value is None else f"{middle.value:.{decimals}f} {unit}"
    return f"{value} ({'–'.join(limits)})"


def break_note(y: Axis, lowest: float) -> str:
    """The sentence a vertical axis that does not start at zero owes its reader."""
    if not y.broken:
        return ""
    cut = " Lower values are not shown." if lowest < y.low - 1e-9 else ""
    return f"The vertical axis starts at {100 * y.low:.6g}%, not at zero.{cut}"


def _uncapitalised(label: str) -> str:
    # "Overall survival" becomes "overall survival", "OS" stays.
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
