"""The cohort in words."""

from __future__ import annotations

from nec_core import formatting as fmt
from nec_core.summary.headline import Headline
from nec_core.summary.treatments import TreatmentCombination


def cohort_sentence(headline: Headline) -> str:
    """The cohort in one line.

    "214 patients, 2004–2021, median age 58; 131 deaths; median follow-up 31.2 months (reverse Kaplan-Meier)".
    What was not recorded is left out.
    """
    who = [fmt.plural(headline.n, "patient")]
    if headline.first_year is not None:
        who.append(fmt.value_range(headline.first_year, headline.last_year))
    if headline.median_age is not None:
        who.append(f"median age {fmt.number(headline.median_age, fmt.shared_digits(headline.median_age))}")
    parts = [", ".join(who)]
    if headline.deaths is not None:
        parts.append(fmt.plural(headline.deaths, "death"))
    if headline.follow_up_median is not None and headline.follow_up_unit is not None:
        length = fmt.duration(headline.follow_up_median, headline.follow_up_unit)
        parts.append(f"median follow-up {length} (reverse Kaplan-Meier)")
    return "; ".join(parts)


def set_words(combination: TreatmentCombination) -> str:
    """A set's name: its treatments, "None" or "Not recorded"."""
    names = {"none": "None", "not recorded": "Not recorded"}
    return names.get(combination.kind) or " + ".join(t.label for t in combination.treatments)
