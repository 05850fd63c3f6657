"""The figure leaves the page: to a file in few clicks, and to the clipboard."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, OpenPage
from tests.browser.journey import drop, go, settle

pytestmark = pytest.mark.browser

SAMPLE = ROOT / "sample_data" / "anorectal_nec_38.csv"
_READ = """async () => {
  const items = await navigator.clipboard.read();
  const blob = await items[0].getType("image/png");
  return [items[0].types.join(), [...new Uint8Array(await blob.slice(0, 8).arrayBuffer())]];
}"""
_FIGURE = ".st-key-figure-wide .js-plotly-plot"
_OPACITIES = """figure => figure.calcdata.filter(c => c[0].trace.meta === "curve").map(c => c[0].trace.opacity)"""
_ON_CURVE = """(figure, group) => {
  const points = figure.calcdata.find(c => c[0].trace.meta === "curve" && c[0].trace.legendgroup === group);
  const i = Math.floor(points.length / 2), {xaxis, yaxis} = figure._fullLayout, box = figure.getBoundingClientRect();
  return [box.left + xaxis._offset + (xaxis.c2p(points[i].x) + xaxis.c2p(points[i + 1].x)) / 2,
          box.top + yaxis._offset + yaxis.c2p(points[i].y)];
}"""
_ON_NAME = """(figure, group) => {
  const notes = [...figure.querySelectorAll(".annotation[data-index]")];
  const named = notes.filter(n => figure.layout.annotations[+n.dataset.index].name === group);
  const box = named[named.length - 1].getBoundingClientRect();
  return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
}"""
_AT = """(figure, [across, down]) => {
  const {xaxis, yaxis} = figure._fullLayout, box = figure.getBoundingClientRect();
  return [box.left + xaxis._offset + across * xaxis._length, box.top + yaxis._offset + down * yaxis._length];
}"""
_TICKS = """figure => {
  const middle = e => { const box = e.getBoundingClientRect(); return (box.left + box.right) / 2; };
  const ticks = [...figure.querySelectorAll("path.xtick.ticks")].map(middle);
  const counts = [...figure.querySelectorAll(".annotation[data-index]")]
    .filter(n => figure.layout.annotations[+n.dataset.index].xref === "x")
    .map(n => [middle(n), figure.layout.annotations[+n.dataset.index].x, n.textContent]);
  return [ticks, figure.layout.xaxis.tickvals, counts];
}"""


def test_from_the_dropped_sample_to_a_pdf_of_89_mm_in_at_most_five_clicks(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.locator("input[type=file]").first.set_input_files(SAMPLE)
    page.get_by_text("38 rows").first.wait_for()
    clicks = 0
    page.get_by_role("link", name="Survival curves").first.click()
    clicks += 1
    page.get_by_text("Log-rank test").first.wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download figure", exact=True).click()
        clicks += 1
    file = tmp_path / "figure.pdf"
    saved.value.save_as(file)
    found = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+)", file.read_bytes())
    assert found is not None
    assert float(found[1]) / 72 * 25.4 == pytest.approx(89, abs=0.1)
    assert clicks <= 5


def test_the_picture_can_be_copied(open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=re.compile("Try the sample cohort")).first.click()
    page.get_by_text("38 rows").first.wait_for()
    page.get_by_role("link", name="Survival curves").first.click()
    page.locator(".st-key-other-files").get_by_role("button").first.click()
    page.get_by_role("button", name="Copy as picture").click()
    page.get_by_text("Copied. Paste it where you write.").wait_for()
    kind, start = page.evaluate(_READ)
    assert kind == "image/png"
    assert bytes(start) == b"\x89PNG\r\n\x1a\n"


def _sample_curves(open_page: OpenPage, **window: int) -> Page:
    page = open_page(**window)
    page.get_by_role("button", name=re.compile("Try the sample cohort")).first.click()
    page.get_by_text("38 rows").first.wait_for()
    page.get_by_role("link", name="Survival curves").first.evaluate("link => link.click()")  # a phone's is folded away
    page.locator(".stPlotlyChart:visible .main-svg").first.wait_for()
    page.wait_for_timeout(500)  # the phone's figure comes last
    return page


def _seen(page: Page, opacities: list[float], pressed: list[bool], figure: str = _FIGURE) -> None:
    """Waits until the curves are as bright as they should be, and the buttons above them agree."""
    place = f"document.querySelector('{figure}')"
    wanted = json.dumps(opacities, separators=(",", ":"))
    page.wait_for_function(f"{place}?.calcdata && JSON.stringify(({_OPACITIES})({place})) === '{wanted}'")
    buttons = page.locator(".st-key-figure-above button[role=radio]")
    assert [buttons.nth(i).get_attribute("aria-checked") == "true" for i in range(buttons.count())] == pressed


def test_a_click_on_a_curve_or_its_name_brings_it_out_and_another_brings_all_back(open_page: OpenPage) -> None:
    page = _sample_curves(open_page)
    figure = page.locator(_FIGURE).first  # the old one stays a moment, unseen
    _seen(page, [1, 1], [False, False])
    page.mouse.click(*figure.evaluate(_ON_CURVE, "1"))
    _seen(page, [0.18, 1], [False, True])
    page.mouse.click(*figure.evaluate(_ON_CURVE, "0"))
    _seen(page, [1, 0.18], [True, False])
    page.mouse.click(*figure.evaluate(_ON_CURVE, "0"))
    _seen(page, [1, 1], [False, False])
    page.mouse.click(*figure.evaluate(_ON_NAME, "1"))
    _seen(page, [0.18, 1], [False, True])
    page.mouse.click(*figure.evaluate(_AT, [0.9, 0.15]))
    _seen(page, [1, 1], [False, False])
    # The keyboard does the same.
    page.get_by_role("radio", name="Locoregional (LRD)").focus()
    page.keyboard.press("Space")
    _seen(page, [1, 0.18], [True, False])


def test_a_tap_on_a_phone_brings_a_curve_out(open_page: OpenPage) -> None:
    page = _sample_curves(open_page, width=390, height=844)
    narrow = _FIGURE.replace("wide", "narrow")
    page.locator(narrow).first.scroll_into_view_if_needed()
    page.mouse.click(*page.locator(narrow).first.evaluate(_ON_CURVE, "1"))
    _seen(page, [0.18, 1], [False, True], narrow)


def test_dragging_across_the_figure_looks_closer_with_ticks_and_counts_of_its_own(open_page: OpenPage) -> None:
    page = _sample_curves(open_page)
    figure = page.locator(_FIGURE).first  # the old one stays a moment, unseen
    assert figure.evaluate(_TICKS)[1] == [0, 12, 24, 36, 48, 60, 72]
    (x, y), (to, down) = (figure.evaluate(_AT, at) for at in ([0.2, 0.3], [0.4, 0.7]))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to, down, steps=8)
    page.mouse.up()
    page.wait_for_function(f"document.querySelector('{_FIGURE}')?._fullLayout?.xaxis.range[0] > 0")
    low, high = figure.evaluate("figure => figure._fullLayout.xaxis.range")
    assert (low, high) == (pytest.approx(14.4, abs=0.3), pytest.approx(28.8, abs=0.3))
    ticks, values, counts = figure.evaluate(_TICKS)
    assert values == [16, 18, 20, 22, 24, 26, 28]
    where = dict(zip(values, ticks, strict=True))
    assert len(counts) == 2 * 3 * 7
    assert all(abs(at - where[tick]) <= 1 for at, tick, _ in counts)
    shown = [[int(n) for _, tick, n in counts if tick == at] for at in values]
    times = {group: _followed(group) for group in ("LRD", "metastatic")}
    for at, column in zip(values, shown, strict=True):
        assert [column[0], column[3]] == [sum(t >= at for t in times[g]) for g in times]
    page.get_by_role("button", name="Whole time axis").click()
    page.wait_for_function(f"document.querySelector('{_FIGURE}')?._fullLayout?.xaxis.range[0] === 0")
    assert figure.evaluate(_TICKS)[1] == [0, 12, 24, 36, 48, 60, 72]


def _followed(stage: str) -> list[float]:
    """How many months each patient of the sample with this stage was followed, counted from the file itself."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["stage"] == stage]
    return [
        (
            date.fromisoformat(row["death_date"] or row["last_contact_date"])
            - date.fromisoformat(row["diagnosis_date"])
        ).days
        / 30.4375
        for row in rows
    ]


@pytest.mark.parametrize("width", [1280, 1600])
def test_the_figure_stands_with_its_table_on_the_first_screen(open_page: OpenPage, width: int) -> None:
    page = _sample_curves(open_page, width=width)
    box = page.locator(_FIGURE).first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900
    answer = page.get_by_text("Median overall survival:").first.bounding_box()
    assert answer is not None
    assert answer["y"] >= box["y"] + box["height"] - 1


def test_each_name_above_the_figure_has_its_curve_s_colour_before_it(open_page: OpenPage) -> None:
    page = _sample_curves(open_page)
    keys = page.locator(".st-key-figure-above button[role=radio]").evaluate_all(
        "buttons => buttons.map(b => getComputedStyle(b, '::before').borderTopColor)"
    )
    curves = page.locator(_FIGURE).first.evaluate(
        "f => f.calcdata.filter(c => c[0].trace.meta === 'curve').map(c => c[0].trace.line.color)"
    )
    assert keys == [f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:7], 16)})" for c in curves]


def test_a_narrow_window_of_a_desk_gets_the_narrow_figure(open_page: OpenPage) -> None:
    page = _sample_curves(open_page, width=1280)
    narrow = page.locator(_FIGURE.replace("wide", "narrow")).first
    assert not narrow.is_visible()
    page.set_viewport_size({"width": 520, "height": 900})
    narrow.wait_for(state="visible")
    assert not page.locator(_FIGURE).first.is_visible()


def test_on_a_phone_the_drawer_closes_on_a_choice(open_page: OpenPage) -> None:
    page = open_page(390, 844)
    page.get_by_role("button", name=re.compile("Try the sample cohort")).first.click()
    page.get_by_text("38 rows").first.wait_for()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Survival curves").click()
    page.get_by_role("heading", name="Survival curves").wait_for()
    page.get_by_test_id("stExpandSidebarButton").wait_for()
    page.wait_for_function("document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 0")


def test_long_names_above_the_figure_go_on_in_the_next_line(open_page: OpenPage) -> None:
    page = open_page()
    arms = [f"Platinum doublet followed by radiotherapy, arm {k}" for k in "ABCDE"]
    rows = "".join(f'{i},{20 * i},{i % 2},"{arms[i % 5]}"\n' for i in range(1, 61))
    drop(page, f"PatientID,SurvivalDays,Died,arm\n{rows}".encode())
    go(page, "Survival curves")
    page.get_by_test_id("stMain").get_by_role("combobox", name="Group by").first.click()
    page.keyboard.type("arm")
    page.keyboard.press("Enter")
    settle(page)
    pills = page.locator(".st-key-figure-above button[role=radio]")
    pills.nth(4).wait_for()
    ends = pills.evaluate_all("pills => pills.map(p => p.getBoundingClientRect().right)")
    assert len(ends) == 5
    assert max(ends) <= 1280
    names = [name.split("\n")[-1] for name in pills.all_inner_texts()]
    assert len(set(names)) == 5
