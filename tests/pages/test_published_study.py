"""The published study beside its recomputation, and what does not fit."""

from __future__ import annotations

from tests.pages.opened import LATE_SURGERY, SAMPLE, markdown, opened, tables


def test_every_printed_figure_is_recomputed_and_agrees() -> None:
    table = tables(opened("published_study.py"))[0]
    assert len(table) == 14
    assert set(table["Agrees"]) == {"yes"}
    line = table.set_index("Figure").loc["Overall survival, locoregional against metastatic"]
    assert (line["Printed"], line["Synthetic sample"]) == ("P = .039", "P = .039")


def test_the_sample_is_called_synthetic_and_the_contradictions_are_shown() -> None:
    text = markdown(opened("published_study.py"))
    assert "The sample cohort is **synthetic**: 38 invented patients" in text
    assert "It is not a reconstruction" in text
    for title in ("“Shorter”, beside a longer median", "A follow-up longer than it can be", "11 of 15 progressions"):
        assert title in text


def test_ones_own_cohort_stands_beside_it() -> None:
    own = tables(opened("published_study.py", LATE_SURGERY))[0]
    assert own.set_index("Figure").loc["Patients", "Your cohort"] == "150"
    assert "Your cohort" not in tables(opened("published_study.py", SAMPLE))[0]


def test_comparators_come_without_p_values_of_ours() -> None:
    app = opened("published_study.py")
    assert "no P value is computed against a published median" in markdown(app)
    assert len(tables(app)[1]) == 9


def test_the_guide_explains_the_words() -> None:
    text = markdown(opened("guide.py"))
    for word in ("NR, not reached", "Immortal time", "lifelines", "GraphPad Prism", "30.4375"):
        assert word in text
