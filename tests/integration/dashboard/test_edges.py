"""What is rare and must not hurt: odd texts and numbers, two tabs, the way back, keys alone, paper."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.browser.scenes import all_well
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.desk import PHONE, Desk, alerts
from tests.integration.dashboard.looks.states import STATES

pytestmark = pytest.mark.integration
ODD = {
    "value": 1e308,
    "threshold": -0.0,
    "unit": "requests",
    "byApplication": {"x" * 300: 10**20, "\u0639\u0631\u0628\u064a": 2, "": 3},
    "url": "https://e.example/" + "q" * 400,
    "nested": {"a": [1, {"b": None}]},
}


@pytest.mark.parametrize("fragment", ["", "#alert=alert_0"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_number_and_no_word_is_wider_than_the_page(browser: Browser, fragment: str, width: int) -> None:
    (alert,) = alerts("critical")
    odd = replace(alert, message="\u666e" * 200 + "W" * 300, details=ODD)
    page = Desk(all_well(), [odd]).open(browser, fragment, viewport={"width": width, "height": 800})
    page.wait_for_load_state("networkidle")
    for summary in page.locator("details > summary:visible").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("main")).to_contain_text("1.00e+308 requests")


def test_signing_out_signs_out_of_every_tab(browser: Browser) -> None:
    page = STATES["five"]().open(browser, token=None)
    page.get_by_label("API token").fill("kept")
    page.get_by_label("Keep me signed in on this device").check()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict h2")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Sign out").click()
    expect(page.locator("#sign-in-error")).to_have_text("You signed out in another tab.")
    expect(page.locator("#dashboard")).to_be_hidden()


def test_the_way_back_leads_to_the_place_that_was_left(browser: Browser) -> None:
    page = BoardDesk(all_well(), alerts(*["low"] * 18)).open(browser, viewport=PHONE)
    message = page.locator("#open-alerts .alert-message").nth(14)
    message.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    message.click()
    expect(page.locator("#alert-title")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page.locator("#open-alerts > li").nth(14)).to_be_focused()
    assert page.evaluate("scrollY") == before > 1000


def test_keys_keep_their_place_through_a_tap_and_a_sign_in(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("critical", "high"), refuse=503)
    page = desk.open(browser, token=None)
    page.get_by_label("API token").fill("token")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_focused()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/monitoring/alerts", hold)
    button = page.locator("#open-alerts").get_by_role("button", name="Resolve").first
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_be_disabled()
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(button).to_be_focused()
    held[0].fallback()
    expect(page.locator(".outcome.failed").first).to_be_visible()
    expect(button).to_be_focused()


def test_on_paper_there_is_nothing_to_press(browser: Browser) -> None:
    page = STATES["five"]().open(browser)
    expect(page.locator("#verdict h2")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.locator("#verdict .steps")).to_be_visible()
