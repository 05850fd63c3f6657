"""The printed figures, held against the abstract and the comparators' abstracts as they were read."""

from __future__ import annotations

import dataclasses
import re

import pytest

from nec_core.published import (
    COMPARATORS,
    COMPARATORS_CAUTION,
    CONTRADICTIONS,
    FIGURES,
    STUDY,
    Comparator,
    PublishedMedian,
    figure,
)


def comparator(comparator_id: str) -> Comparator:
    return next(one for one in COMPARATORS if one.id == comparator_id)


def test_every_figure_is_as_printed() -> None:
    assert [(f.id, f.printed, f.value, f.of) for f in FIGURES] == [
        ("n", "38", 38, None),
        ("age", "55.5", 55.5, None),
        ("fu", "18.8", 18.8, None),
        ("lrd", "15", 15, 38),
        ("met", "23", 23, 38),
        ("os_lrd", "18.1", 18.1, None),
        ("os_met", "13.8", 13.8, None),
        ("os_p", "P = .039", 0.039, None),
        ("crt", "11", 11, 15),
        ("resected", "10", 10, 15),
        ("prog", "13/15", 13, 15),
        ("distant", "11/15", 11, 15),
        ("pfs", "5.7", 5.7, None),
        ("pfs12", "26.7%", 26.7, 15),
    ]


def test_the_value_is_the_printed_number_with_its_decimals_and_stands_in_the_sentence() -> None:
    for f in FIGURES:
        number = f"{f.value:.{f.decimals}f}".removeprefix("0") if f.id == "os_p" else f"{f.value:.{f.decimals}f}"
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", f.printed), f.id
        assert number in f.sentence
        assert f.sentence.endswith(".")
        assert f.definition
        assert f.label


def test_units_are_months_but_for_age_counts_the_rate_and_p() -> None:
    assert {f.id: f.unit for f in FIGURES if f.unit != "patients"} == {
        "age": "years",
        "fu": "months",
        "os_lrd": "months",
        "os_met": "months",
        "os_p": None,
        "pfs": "months",
        "pfs12": "%",
    }


def test_follow_up_is_defined_as_reverse_kaplan_meier_or_alive_only() -> None:
    assert figure("fu").definition == "reverse Kaplan-Meier, or patients alive only; not the plain median of all 38"


def test_a_figure_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(KeyError, match=r"There is no published figure 'hr'\. There are: n, age, fu, lrd, met, os_lrd"):
        figure("hr")


def test_the_study_can_be_found() -> None:
    assert STUDY.reference == "Clin Colorectal Cancer 2021;20(2):e139-e149"
    assert STUDY.url == "https://doi.org/10.1016/j.clcc.2020.12.001"
    assert STUDY.pmid == "33551318"


def test_the_abstract_contradicts_itself_in_three_places_about_known_figures() -> None:
    assert [(c.id, c.figures) for c in CONTRADICTIONS] == [
        ("shorter", ("os_lrd", "os_met", "os_p")),
        ("follow_up", ("fu", "os_lrd", "os_met")),
        ("denominator", ("prog", "distant")),
    ]
    for c in CONTRADICTIONS:
        for figure_id in c.figures:
            figure(figure_id)


def test_each_contradiction_says_what_stands_against_what() -> None:
    shorter, follow_up, denominator = (c.text for c in CONTRADICTIONS)
    assert "says overall survival was shorter in locoregional disease, and prints a median of 18.1" in shorter
    assert "The figures alone cannot tell." in shorter
    assert "at most 7 of 15 locoregional and 11 of 23 metastatic" in follow_up
    assert "11 of 15 patients are 73.3%, 11 of 13 progressions 84.6%" in denominator
    assert (f"{11 / 15:.1%}", f"{11 / 13:.1%}") == ("73.3%", "84.6%")


def test_comparators_and_their_medians_are_as_read() -> None:
    read = {
        c.id: (c.n, c.doi, [(m.endpoint, m.group, m.value, m.unit, m.lower, m.upper) for m in c.medians])
        for c in COMPARATORS
    }
    assert read == {
        "smith_2014": (126, "10.1245/s10434-014-3725-3", [("os", "all", 13.2, "months", None, None)]),
        "conte_2016": (
            100,
            None,
            [
                ("os", "all", 14.7, "months", None, None),
                ("os", "localised", 20.63, "months", None, None),
                ("os", "metastatic", 8.7, "months", None, None),
            ],
        ),
        "fields_2019": (1208, "10.1245/s10434-019-07203-3", [("os", "all", 9.0, "months", 8.2, 9.8)]),
        "ncdb_rectal_2021": (777, "10.1245/s10434-021-11016-8", [("os", "all", 0.83, "years", None, None)]),
        "brieau_2015": (
            24,
            "10.1097/MD.0000000000001864",
            [
                ("os", "all", 44.1, "months", None, None),
                ("os", "surgery", 49.1, "months", None, None),
                ("os", "chemotherapy with or without radiation", 39.2, "months", None, None),
                ("pfs", "all", 13.1, "months", None, None),
            ],
        ),
        "dasari_2018": (5509, "10.1002/cncr.31124", [("os", "all", 7.5, "months", None, None)]),
        "nordic_nec2_2025": (
            427,
            "10.1038/s41416-025-03054-w",
            [("os", "all", 7.4, "months", None, None), ("pfs", "all", 3.4, "months", None, None)],
        ),
        "topic_nec_2022": (
            170,
            "10.1001/jamaoncol.2022.3395",
            [
                ("os", "EP", 12.5, "months", None, None),
                ("os", "IP", 10.9, "months", None, None),
                ("pfs", "EP", 5.6, "months", None, None),
                ("pfs", "IP", 5.1, "months", None, None),
            ],
        ),
        "yamaguchi_2014": (258, "10.1111/cas.12473", [("os", "colorectal", 7.6, "months", None, None)]),
    }


def test_rates_hazard_ratios_and_shares_are_as_read() -> None:
    rates = {c.id: [(r.group, r.years, r.percent) for r in c.rates] for c in COMPARATORS if c.rates}
    assert rates == {
        "smith_2014": [("non-metastatic", 3, 18), ("metastatic", 3, 5)],
        "conte_2016": [("all", 2, 23), ("all", 5, 8)],
        "ncdb_rectal_2021": [("all", 1, 41), ("all", 3, 13), ("all", 5, 10)],
    }
    ratios = {c.id: [(h.factor, h.value) for h in c.hazard_ratios] for c in COMPARATORS if c.hazard_ratios}
    assert ratios == {"fields_2019": [("surgery", 0.54), ("chemotherapy", 0.74), ("metastatic", 3.34)]}
    shares = {c.id: c.metastatic_percent for c in COMPARATORS if c.metastatic_percent is not None}
    assert shares == {"smith_2014": 67, "ncdb_rectal_2021": 49}


def test_a_comparator_links_to_its_doi_or_names_its_journal() -> None:
    assert comparator("dasari_2018").url == "https://doi.org/10.1002/cncr.31124"
    assert (comparator("conte_2016").url, comparator("conte_2016").reference) == (None, "Clin Colorectal Cancer 15")
    assert comparator("yamaguchi_2014").medians[0].n == 31


def test_a_median_in_years_is_told_in_months_and_one_in_months_is_left() -> None:
    assert comparator("ncdb_rectal_2021").medians[0].months == pytest.approx(9.96, rel=1e-12)
    assert PublishedMedian("os", "all", 13.2).months == 13.2


def test_comparators_are_never_tested_against() -> None:
    assert "no P value is computed against a published median" in COMPARATORS_CAUTION
    assert not [f.name for f in dataclasses.fields(Comparator) if f.name in ("p", "p_value")]
