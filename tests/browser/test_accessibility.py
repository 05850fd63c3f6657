"""Every page for who can't see it, sees it badly or has no mouse: WCAG 2.1 A and AA by axe, names, focus, Tab."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, OpenPage
from tests.browser.journey import drop, go, pick, settle

pytestmark = pytest.mark.browser

PAGES = ("Cohort summary", "Survival curves", "Models", "Report", "Published study", "Guide")
# Everything WCAG asks for, and that no level of headings is skipped.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "rules": {"heading-order": {"enabled": True}},
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, the element and why; and names that are read out with their Markdown."""
    found = [
        f"{violation['id']}: {node['html'][:150]}: {node['failureSummary']}"
        for violation in Axe().run(page, options=RULES).response["violations"]
        for node in violation["nodes"]
    ]
    return found + [f"read out as {name}" for name in names(page) if re.search(r"\*\*|\\|\u2060", name)]


def names(page: Page) -> list[str]:
    """What a screen reader says of everything that has a name of its own."""
    return page.locator("[aria-label]").evaluate_all("found => found.map(e => e.getAttribute('aria-label'))")


def outline(page: Page) -> str:
    """The ring round what the keyboard is on: its style, width and colour."""
    return page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return `${s.outlineStyle} ${s.outlineWidth} ${s.outlineColor}`; }"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_wcag(open_page: OpenPage, scheme: str) -> None:
    page = open_page(scheme=scheme)
    settle(page)
    found = {"empty": violations(page)}
    go(page, "Models")
    found["Models, empty"] = violations(page)
    go(page, "Upload")
    drop(page, ROOT / "sample_data" / "messy_extract.csv")
    page.get_by_text("21 columns:").click()
    page.get_by_text("First 20 rows as read").click()
    pick(page, 0)
    found["Upload"] = violations(page)
    page.reload()
    page.get_by_role("heading", name="Upload").wait_for()
    settle(page)
    page.get_by_role("button", name="Try the sample cohort").click()
    settle(page)
    for title in PAGES:
        go(page, title)
        found[title] = violations(page)
        if scheme == "light":  # colours are the same on a phone
            page.set_viewport_size({"width": 390, "height": 844})
            page.wait_for_timeout(300)
            found[f"{title}, on a phone"] = violations(page)
            page.set_viewport_size({"width": 1280, "height": 900})
        if title == "Survival curves":
            page.get_by_role("button", name="Settings").click()
            page.get_by_text("Tests, pairs, differences and means").click()
            settle(page)
            found["Settings"] = violations(page)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(("scheme", "letters"), [("light", "rgb(28, 35, 41)"), ("dark", "rgb(230, 234, 237)")])
def test_the_keyboard_is_seen_on_every_link_of_the_page_bar_and_on_every_control(
    open_page: OpenPage, scheme: str, letters: str
) -> None:
    page = open_page(scheme=scheme)
    page.get_by_role("button", name="Try the sample cohort").click()
    settle(page)
    go(page, "Survival curves")
    page.get_by_test_id("stTopNavLink").first.focus()
    page.keyboard.press("Shift+Tab")
    seen = {}
    for _ in range(30):
        page.keyboard.press("Tab")
        said = page.evaluate("() => document.activeElement.textContent || document.activeElement.ariaLabel")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        seen[said[:60]] = outline(page)
    assert {f"{icon}{title}" for icon, title in (("table_chart", PAGES[0]), ("functions", "Models"))} <= set(seen)
    assert any("Copy table" in said for said in seen)
    assert not any("CSV" in said or "XLSX" in said for said in seen)  # a table is one stop
    assert len(seen) > 12
    plotly_own = {said for said in seen if said == "Fullscreen"}  # its button keeps the ring that it brings
    assert {said: ring for said, ring in seen.items() if ring != f"solid 2px {letters}"}.keys() <= plotly_own
