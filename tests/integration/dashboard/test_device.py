"""A token that stays on the device, a wrong clock, what is old looks old, and the page as an app (D4, D5, U11, U26)."""

import json
import re
from base64 import b64decode

import pytest
from playwright.sync_api import Browser, expect

from functions.dashboard_page.app import run, site
from tests.e2e.browser.scenes import all_well
from tests.integration.dashboard.desk import ORIGIN, Desk, alerts

pytestmark = pytest.mark.integration


def test_a_token_stays_on_the_device_if_that_is_wanted_and_signing_out_forgets_it(browser: Browser) -> None:
    desk = Desk(all_well(), [])
    page = desk.open(browser, token=None)
    page.get_by_label("API token").fill("kept-token")
    page.get_by_label("Keep me signed in on this device").check()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict h2")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{ORIGIN}/prod/dashboard")
    expect(other.locator("#verdict h2")).to_be_visible()
    assert desk.tokens[-1] == "Bearer kept-token"
    other.get_by_role("button", name="Sign out").click()
    assert other.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_without_that_it_is_the_tabs_alone(browser: Browser) -> None:
    page = Desk(all_well(), []).open(browser, token=None)
    page.get_by_label("API token").fill("token")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict h2")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("hours", [-1, 1])
def test_ages_are_true_with_a_wrong_clock(browser: Browser, hours: int) -> None:
    page = Desk(all_well(), alerts("critical")).open(browser, token=None)
    page.add_init_script(f"const real = Date.now; Date.now = () => real() + {hours} * 3600000")
    page.add_init_script("sessionStorage.setItem('pawpop.token', 'token')")
    page.reload()
    expect(page.locator("#verdict time").first).to_have_text("1 h")


def test_what_is_old_has_no_tick_any_more(browser: Browser) -> None:
    desk = Desk(all_well(), [])
    page = desk.open(browser)
    expect(page).to_have_title(re.compile("^✓ All is well"))
    page.clock.install()
    desk.down = True
    page.clock.run_for(65_000)
    expect(page).to_have_title(re.compile("^\\? last known 1 min ago"))
    expect(page.locator("#verdict")).to_have_class(re.compile("doubtful"))


def test_a_new_critical_alert_is_heard_where_that_is_wanted(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("critical", "high"))
    page = desk.open(browser)
    page.evaluate("window.beeps = 0; OscillatorNode.prototype.start = () => { window.beeps += 1; }")
    choice = page.get_by_label("Sound on this device when something critical opens")

    def heard_after(kinds: list[str]) -> int:
        before, desk.alerts = page.evaluate("window.beeps"), alerts(*kinds)
        page.get_by_role("button", name="Refresh now").click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("#open-alerts > li")).to_have_count(len(kinds))
        return int(page.evaluate("window.beeps")) - int(before)

    assert heard_after(["critical", "high", "critical"]) == 0
    choice.check()
    assert page.evaluate("window.beeps") > 0
    assert heard_after(["critical", "high", "critical", "high"]) == 0
    assert heard_after(["critical", "high", "critical", "high", "critical"]) > 0


def test_it_can_be_installed_and_its_worker_keeps_no_answer_of_the_api() -> None:
    worker = run(site(), {"version": site().version, "asset": "sw.js"})
    assert worker["headers"]["Service-Worker-Allowed"] == "../../../dashboard"
    assert "api/" not in worker["body"].replace("of the API", "")
    named = set(re.findall(r'"\./([\w.-]+)"', worker["body"]))
    assert named <= set(site().assets)
    manifest = run(site(), {"version": site().version, "asset": "manifest.webmanifest"})
    assert manifest["headers"]["Content-Type"] == "application/manifest+json"
    assert json.loads(manifest["body"])["start_url"] == "../../../dashboard"
    assert "manifest-src 'self'" in run(site(), {})["headers"]["Content-Security-Policy"]


def test_home_screens_that_take_no_svg_have_pictures_of_the_sizes_that_are_named() -> None:
    icons = json.loads(site().assets["manifest.webmanifest"])["icons"]
    pictures = [icon for icon in icons if icon["type"] == "image/png"]
    assert {(icon["sizes"], icon["purpose"]) for icon in pictures} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
        ("180x180", "any"),
    }
    for icon in pictures:
        picture = b64decode(icon["src"].removeprefix("data:image/png;base64,"), validate=True)
        assert picture.startswith(b"\x89PNG")
        assert "x".join(str(int.from_bytes(picture[at : at + 4])) for at in (16, 20)) == icon["sizes"]
    assert len(site().assets["manifest.webmanifest"]) < 20_000
