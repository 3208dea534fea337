"""Dashboards of one's own: drawn, zoomed, compared, taken along as CSV, changed, all of it in the address (U7, U12)."""

import csv
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from pawpop_monitoring.domain.board import Board, Panel
from tests.e2e.browser.scenes import all_well
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.desk import DESKTOP, PHONE, alerts
from tests.integration.dashboard.patience import wait_for

pytestmark = pytest.mark.integration


def test_a_curve_is_zoomed_by_drag_and_by_keys_and_the_address_knows(browser: Browser) -> None:
    desk = BoardDesk(all_well(), alerts("high"), limit=80)
    page = desk.open(browser, "#board=developer&span=7d", viewport=DESKTOP)
    panel = page.locator(".board-panel", has_text="Connections in use")
    expect(panel.locator("canvas")).to_be_visible()
    expect(panel.locator("figcaption")).to_contain_text(
        "the band from its least to its highest. The dashed line is the limit of 80%."
    )
    assert desk.asked[0].range == "7d"
    expect(page.locator("#board-age time")).to_have_text(re.compile(r"^\d s ago$"))
    box = panel.locator(".u-over").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 50, steps=3)
    page.mouse.up()
    expect(page.get_by_role("button", name="Reset zoom")).to_be_visible()
    wait_for(page, lambda: desk.asked[-1].since, "No curve of the new time was asked for.")
    zoomed = desk.asked[-1]
    assert zoomed.since
    assert zoomed.until
    assert (zoomed.until - zoomed.since).total_seconds() == pytest.approx(3.5 * 86_400, rel=0.05)
    assert "from=" in page.url
    chart = panel.locator(".board-chart")
    chart.press("+")
    page.wait_for_function(f"!location.hash.includes('from={int(zoomed.since.timestamp())}')")
    chart.press("0")
    expect(page.get_by_role("button", name="Reset zoom")).to_be_hidden()
    assert "from=" not in page.url
    page.get_by_label("Compare with the week before").check()
    expect(panel.locator(".u-legend")).to_contain_text("Week before")
    assert "compare=week" in page.url
    assert not desk.failures


def test_what_is_shown_can_be_taken_along_and_what_happened_leads_to_the_alert(
    browser: Browser, tmp_path: Path
) -> None:
    desk = BoardDesk(all_well(), alerts("high"))
    desk.saved["long"] = Board(
        name="long", title="Portraits " * 8, range="7d", panels=(Panel(service="stripe", metric="responseTime"),)
    )
    page = desk.open(browser, "#board=developer&span=90d", viewport=PHONE)
    panel = page.locator(".board-panel", has_text="Connections by application")
    panel.scroll_into_view_if_needed()
    with page.expect_download() as download:
        panel.get_by_role("button", name="Download").click()
    download.value.save_as(tmp_path / "series.csv")
    rows = list(csv.DictReader((tmp_path / "series.csv").read_text().splitlines()))
    assert {row["part"] for row in rows} == {"shop-checkout", "image-worker", "pawpop-monitoring"}
    assert rows[0]["step_seconds"] == "28800"
    panel.get_by_text("What happened meanwhile").click()
    panel.get_by_role("link", name="High connection usage").click()
    expect(page.locator("#alert-page h2")).to_have_text("High matter 0")
    page.go_back()
    expect(page.locator("#board-name")).to_have_text("Developer")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not Axe().run(page).response["violations"]


def test_a_dashboard_is_made_in_the_page(browser: Browser) -> None:
    desk = BoardDesk(all_well(), alerts("high"), limit=400)
    page = desk.open(browser, "#board=service-stripe", viewport=DESKTOP)
    page.get_by_text("Change this dashboard").click()
    page.locator("#board-title").fill("Our payments, 2026")
    first = page.locator(".board-rows li").first
    first.get_by_label("Number").select_option("paymentSuccessRate")
    first.get_by_label("Drawn as").select_option("number")
    page.get_by_role("button", name="Save as a new one").click()
    expect(page.locator("#board-name")).to_have_text("Our payments, 2026")
    assert (made := desk.saved["our-payments-2026"]).panels[0].metric == "paymentSuccessRate"
    assert made.panels[0].kind == "number"
    expect(page.locator(".board-panel.number figcaption").first).to_have_text(
        re.compile(r"between .*%\. The limit is 400%\.$")
    )
    assert "board=our-payments-2026" in page.url


def test_whoever_may_only_look_is_offered_no_change(browser: Browser) -> None:
    page = BoardDesk(all_well(), alerts("high"), scope="read").open(browser, "#board=owner", viewport=PHONE)
    expect(page.locator("#board-name")).to_have_text("Owner")
    expect(page.locator(".board-form")).to_have_count(0)


def test_curves_are_renewed_as_often_as_there_is_something_new_and_say_how_old_they_are(browser: Browser) -> None:
    desk = BoardDesk(all_well(), [])
    page = desk.open(browser, "#board=developer&span=24h", viewport=DESKTOP)
    expect(page.locator(".board-panel canvas").first).to_be_visible()
    before = len(desk.asked)
    page.clock.install()
    page.evaluate("location.hash += '&service=stripe'")
    page.clock.fast_forward(14 * 60_000)
    expect(page.locator("#board-age time")).to_have_text("14 min ago")
    seen = len(desk.asked)
    assert seen - before <= before
    page.clock.fast_forward(3 * 60_000)  # a call that began within minutes played one by one would run out of its time
    expect(page.locator("#board-age time")).not_to_have_text("14 min ago")
    wait_for(page, lambda: len(desk.asked) > seen, "No curve was asked for anew.")
