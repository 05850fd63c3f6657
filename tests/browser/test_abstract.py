"""The figures of the published abstract (Clin Colorectal Cancer 2021;20(2):e139-e149) read off the cohort's page, with
the synthetic sample that has them: every block a sentence to copy, a table, and a picture."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.journey import go, must_be_well, press, settle

SENTENCES = {
    "block-characteristics": (
        "The cohort comprised 38 patients",
        "Median age at diagnosis 55.5 years",
        "locoregional (LRD) 15 (39%)",
    ),
    "block-pathology": ("Median Ki-67 75%", "p16 positive in 14 of 25 known"),
    "treatments": ("10 of 38",),
    "block-overall": ("18.1 months (95% CI 7.9–44.3) in", "13.8 months (95% CI 5.7–15.8) in metastatic (n = 23)"),
    "block-progression_free": ("Median progression-free survival: 5.7 months", "(n = 15)"),
    "block-one_year": ("26.7%",),
    "progression": ("29 (76%) of 38 patients progressed",),
    "block-follow_up": ("18.8 months",),
    "imaging": ("FDG-PET done in 25 of 38",),
}
TABLES = {
    "Overall survival": "18.1 months",
    "Progression-free survival": "26.7%",
    "First site of progression, of all patients and of those who progressed": "11",
    "Follow-up by three definitions": "18.8 months",
    "How many were given each treatment": "Concurrent chemoradiation1127",
}


def test_the_abstract_s_figures_stand_on_the_cohort_s_page(open_page: Callable[..., Page]) -> None:
    page = open_page(1280, 900)
    press(page, "Try the sample cohort (38 synthetic patients)")
    page.get_by_text("38 rows = 38 accepted").wait_for()
    go(page, "Cohort summary")
    page.locator(".st-key-picture-words-imaging").wait_for()
    settle(page)
    for block, words in SENTENCES.items():
        place = page.locator(f".st-key-picture-words-{block}")
        text = place.first.text_content() or ""
        assert [w for w in words if w not in text] == [], block
        assert (
            place.first.locator("button[title*=Copy], button[aria-label*=Copy], button[data-testid*=Copy]").count() == 1
        ), place.first.inner_html()
    for name, number in TABLES.items():
        table = page.get_by_role("table", name=name, exact=True)
        assert number in (table.text_content() or ""), name
    drawn = page.locator("[class*='st-key-picture-wide-'] .js-plotly-plot")
    assert drawn.count() >= 6
    go(page, "Survival curves")
    page.get_by_text("P = .039 (two-sided, 24 events)").wait_for()
    must_be_well(page)
