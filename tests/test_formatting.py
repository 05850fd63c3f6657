"""What a reader sees: journals' P values, honest percentages, NR and NE, and other people's text."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nec_core import formatting
from nec_core.formatting import P_STYLES, PStyle, point_in_time, shorten_apart

NO_NUMBERS = [None, math.nan, math.inf, -math.inf]


@pytest.mark.parametrize(
    ("p", "house", "nejm", "lancet", "generic"),
    [
        (0.038581288428790494, ".039", "0.04", "0·039", "0.039"),
        (0.0, "<.001", "<0.001", "<0·0001", "<0.001"),
        (0.00004, "<.001", "<0.001", "<0·0001", "<0.001"),
        (0.00099, "<.001", "<0.001", "0·00099", "<0.001"),
        (0.001, ".001", "0.001", "0·0010", "0.001"),
        (0.0013112, ".001", "0.001", "0·0013", "0.001"),
        (0.046, ".046", "0.046", "0·046", "0.046"),
        (0.05, ".050", "0.05", "0·050", "0.050"),
        (0.065339, ".065", "0.07", "0·065", "0.065"),
        (0.0995, ".10", "0.10", "0·10", "0.10"),
        (0.42, ".42", "0.42", "0·42", "0.42"),
        (0.99, ".99", "0.99", "0·99", "0.99"),
        (0.996, ">.99", ">0.99", ">0·99", ">0.99"),
        (1.0, ">.99", ">0.99", ">0·99", ">0.99"),
    ],
)
def test_a_p_value_is_printed_as_each_journal_prints_it(
    p: float, house: str, nejm: str, lancet: str, generic: str
) -> None:
    printed = tuple(formatting.p_value(p, style) for style in ("house", "nejm", "lancet", "generic"))
    assert printed == (house, nejm, lancet, generic)


@pytest.mark.parametrize("style", P_STYLES)
def test_a_p_value_below_a_twentieth_is_never_rounded_up_to_it(style: PStyle) -> None:
    assert formatting.p_value(0.04996, style).replace("·", ".").lstrip("<0") == ".05"
    assert formatting.p_value(0.04996, style).startswith("<")


@given(p=st.floats(0, 1), style=st.sampled_from(sorted(P_STYLES)))
def test_no_p_value_prints_as_zero_or_one(p: float, style: PStyle) -> None:
    digits = formatting.p_value(p, style).replace("·", ".").lstrip("<>")
    assert 0 < float(digits) < 1


def test_half_a_unit_is_rounded_up_although_the_float_lies_below_it() -> None:
    assert formatting.p_value(0.0385) == ".039"
    assert formatting.p_value(0.03849999999999999) == ".039"
    assert formatting.number(18.05) == "18.1"
    assert formatting.number(2.675, 2) == "2.68"
    assert formatting.number(0.1 + 0.2, 1) == "0.3"


@pytest.mark.parametrize("p", [*NO_NUMBERS, -0.1, 1.1])
def test_what_is_no_probability_is_not_estimable(p: float | None) -> None:
    assert formatting.p_value(p) == "NE"
    assert formatting.p_statement(p) == "P not estimable"


def test_a_p_value_stands_in_a_sentence() -> None:
    assert formatting.p_statement(0.0386) == "P = .039"
    assert formatting.p_statement(0.0001) == "P < .001"
    assert formatting.p_statement(0.999) == "P > .99"
    assert formatting.p_statement(0.0386, "lancet") == "p = 0·039"


def test_chi_squared_names_its_degrees_of_freedom() -> None:
    assert formatting.chi2(4.2766, 1) == "χ² = 4.28, 1 df"
    assert formatting.chi2(None, None) == "χ² NE"


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_a_missing_number_is_ne_everywhere(value: float | None) -> None:
    assert formatting.number(value, 1, "cm") == "NE"
    assert formatting.plain_number(value) == "NE"
    assert formatting.percent(value) == "NE"
    assert formatting.interval(value, value) == "NE"
    assert formatting.rate(value, 0.1, 0.2) == "NE"
    assert formatting.duration(value, "days") == "NE"
    assert formatting.months(value) == "NE"
    assert formatting.median_iqr(value, value, value) == "NE"
    assert formatting.mean_sd(value, value) == "NE"
    assert formatting.value_range(value, value) == "NE"
    assert formatting.median_ci(value, value, value, "months") == "NR"


@given(value=st.floats(), digits=st.integers(0, 4))
def test_no_number_shows_nan_inf_or_minus_zero(value: float, digits: int) -> None:
    text = formatting.number(value, digits)
    assert text == "NE" or re.fullmatch(r"−?\d+(\.\d+)?(e\+\d+)?", text.replace("-", "−"))
    assert not re.fullmatch(r"[-−]0(\.0+)?", text)


def test_numbers_carry_their_unit_and_a_real_minus() -> None:
    assert formatting.number(18.135, 1, "months") == "18.1 months"
    assert formatting.number(45, 0, "%") == "45%"
    assert formatting.number(-1.25, 1) == "−1.3"
    assert formatting.number(-0.04, 1) == "0.0"
    assert formatting.plain_number(36525.0) == "36525"
    assert formatting.plain_number(100.0, "%") == "100%"
    assert formatting.plain_number(0.5) == "0.5"


def test_counts_have_nouns_and_thousands() -> None:
    assert formatting.plural(1, "patient") == "1 patient"
    assert formatting.plural(2, "patient") == "2 patients"
    assert formatting.plural(0, "biopsy", "biopsies") == "0 biopsies"
    assert formatting.count(1_000_000) == "1,000,000"
    assert formatting.count(None) == "NE"


def test_percentages_of_patients() -> None:
    assert formatting.n_percent(11, 15) == "11 (73%)"
    assert formatting.n_percent(11, 13, digits=1) == "11 (84.6%)"
    assert formatting.n_percent(0, 15) == "0 (0%)"
    assert formatting.n_percent(15, 15) == "15 (100%)"
    assert formatting.n_percent(0, 0) == "0"
    assert formatting.n_percent(None, 15) == "NE"


def test_somebody_is_never_rounded_to_nobody_nor_some_to_all() -> None:
    assert formatting.n_percent(1, 1000) == "1 (<1%)"
    assert formatting.n_percent(999, 1000) == "999 (>99%)"
    assert formatting.percent(0.9996) == ">99.9%"
    assert formatting.percent(0.0004) == "<0.1%"
    assert formatting.percent(1.0) == "100.0%"
    assert formatting.percent(0.0) == "0.0%"


def test_a_rate_is_printed_with_its_interval() -> None:
    assert formatting.rate(4 / 15, 0.0829, 0.4963) == "26.7% (95% CI 8.3–49.6)"
    assert formatting.rate(1.0, None, None) == "100.0% (95% CI NE)"
    assert formatting.rate(0.5, 0.2, None, conf_level=0.9) == "50.0% (90% CI 20.0–NE)"
    assert formatting.confidence_label(0.975) == "97.5% CI"


def test_a_median_says_what_was_not_reached_and_what_not_estimable() -> None:
    assert formatting.median_ci(18.135, 13.634, None, "months") == "18.1 months (95% CI 13.6–NE)"
    assert formatting.median_ci(None, 20.4, None, "months") == "NR (95% CI 20.4–NE)"
    assert formatting.median_ci(None, None, None, "months") == "NR"
    assert formatting.median_ci(None, None, None, "months", absent=formatting.NE) == "NE"
    assert formatting.median_ci(310.0, 284.0, 361.0, "days") == "310 days (95% CI 284–361)"
    assert formatting.NR_MEANS.startswith("NR: not reached.")
    assert formatting.NE_MEANS.startswith("NE: not estimable.")


def test_times_have_the_decimals_of_their_unit() -> None:
    assert formatting.duration(4.5, "days") == "4.5 days"
    assert formatting.duration(310.0, "days") == "310 days"
    assert formatting.duration(18.135, "months") == "18.1 months"
    assert formatting.duration(0.83, "years") == "0.83 years"
    assert formatting.months(552) == "18.1 months"


def test_spread_keeps_whole_numbers_whole() -> None:
    assert formatting.median_iqr(58.0, 49.0, 66.0) == "58 [49–66]"
    assert formatting.median_iqr(55.5, 39.5, 68.75) == "55.5 [39.5–68.8]"
    assert formatting.median_iqr(3.95, 3.4, 4.2) == "3.95 [3.40–4.20]"
    assert formatting.median_iqr(0.034, 0.021, 0.06) == "0.034 [0.021–0.060]"
    assert formatting.mean_sd(54.2, 11.3) == "54.2 (SD 11.3)"
    assert formatting.mean_sd(54.0, None) == "54.0 (SD NE)"
    assert formatting.value_range(2004, 2021) == "2004–2021"
    assert formatting.value_range(2019, 2019) == "2019"
    assert formatting.value_range(-3, -1) == "−3 to −1"


# What Streamlit 1.67 rendered as it was typed, in a real browser: no tag, no request, no formula, no emoji.
@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("![x](http://evil/a.png)", r"\!\[x\]\(http\:" + "\u2060" + r"\/\/evil\/a\.png\)"),
        ("<script>", r"\<script\>"),
        ("**b** _i_", r"\*\*b\*\* \_i\_"),
        ("$E$", r"\$E\$"),
        (":smile:", "\\:\u2060smile\\:"),
        (":red[hot]", "\\:\u2060red\\[hot\\]"),
        ("www.evil.example", "www\u2060\\.evil\\.example"),
        ("WWW.evil", "WWW\u2060\\.evil"),
        ("me@evil.example", "me\\@\u2060evil\\.example"),
        ("a\n\n# b", r"a \# b"),
        ("a\x00b\u202ec\ud800d", "abcd"),
        ("Stage at diagnosis", "Stage at diagnosis"),
    ],
)
def test_text_from_a_file_means_nothing_in_markdown(hostile: str, harmless: str) -> None:
    assert formatting.escape_markdown(hostile) == harmless


@given(text=st.text())
def test_every_punctuation_mark_is_escaped_and_every_other_character_kept(text: str) -> None:
    escaped = formatting.escape_markdown(text)
    assert "\n" not in escaped
    bare = re.sub(r"\\([!-/:-@\[-`{-~])", "", escaped)
    assert not re.search(r"[!-/:-@\[-`{-~]", bare)
    assert not re.search(r":(?=[^\s\u2060\\])", escaped.replace("\\", ""))


def test_long_text_is_cut_to_a_line() -> None:
    assert formatting.shorten("x" * 400, 40) == "x" * 39 + "…"
    assert formatting.shorten("a  b\nc", 5) == "a b c"
    assert formatting.shorten("locoregional disease", 14) == "locoregional…"
    assert formatting.shorten("abcde\u0301f", 6) == "abcd…"


@given(text=st.text(), width=st.integers(1, 30))
def test_cut_text_is_never_longer_than_allowed(text: str, width: int) -> None:
    assert len(formatting.shorten(text, width)) <= width


@pytest.mark.parametrize(
    ("texts", "width", "shown"),
    [
        (("short", "brief"), 10, ("short", "brief")),
        (("one long name", "another"), 8, ("one lon…", "another")),
        (("Carcinoma of the anal canal, grade 2", "Carcinoma of the anal canal, grade 3"), 20,
         ("Carcinoma of…grade 2", "Carcinoma of…grade 3")),
        (("abcdefghijklmnopq1", "abcdefghijklmnopq2"), 8, ("abcdef…1", "abcdef…2")),
        (("the same name twice", "the same name twice"), 8, ("the sam…", "the sam…")),
        (("abcdefgh", "abcdefgh and more of it"), 9, ("abcdefgh", "abcdefgh…")),
    ],
)  # fmt: skip
def test_different_names_stay_different_when_they_are_shortened(
    texts: tuple[str, ...], width: int, shown: tuple[str, ...]
) -> None:
    assert shorten_apart(texts, width) == shown


@given(st.lists(st.text("ab ", min_size=1, max_size=30), min_size=2, max_size=6), st.integers(6, 30))
def test_what_is_shortened_apart_fits(texts: list[str], width: int) -> None:
    assert all(len(text) <= width for text in shorten_apart(texts, width))


@pytest.mark.parametrize(
    ("time", "unit", "said"),
    [(12, "months", "1 year"), (60, "months", "5 years"), (18, "months", "18 months"), (365.25, "days", "1 year"),
     (6, "months", "6 months"), (0, "months", "0 months"), (1, "years", "1 year"), (52, "weeks", "52 weeks")],
)  # fmt: skip
def test_whole_years_are_said_as_years(time: float, unit: str, said: str) -> None:
    assert point_in_time(time, unit) == said
