"""What is worst is said first and never under a tick, however much is open (U1, U2, U3, U10, U13, U20)."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize, expect

from pawpop_monitoring.domain.severity import Severity
from tests.e2e.browser.scenes import all_well, database_down, one_critical, some_silenced
from tests.factories import make_alert
from tests.integration.dashboard.desk import DESKTOP, PHONE, Desk, alerts

pytestmark = pytest.mark.integration
ELEVEN = ["critical", *["low"] * 10]
FIVE = ["medium", "high", "critical!", "high", "critical"]


@pytest.mark.parametrize("kinds", [ELEVEN, ["critical"]], ids=["the oldest of eleven", "the only one"])
def test_an_open_critical_alert_is_the_headline_and_never_under_a_tick(browser: Browser, kinds: list[str]) -> None:
    page = Desk(all_well(), alerts(*kinds)).open(browser, viewport=PHONE)
    expect(page.locator("#verdict h2")).to_have_text("Critical: Critical matter 0")
    expect(page.locator("#verdict")).to_have_class("verdict bad")
    assert page.title().startswith("✕ Critical: Critical matter 0")
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("icon-critical"))
    expect(page.locator("#verdict .steps")).to_contain_text("Somebody raised this by hand")


def test_it_says_how_many_more_and_leads_to_them_above_the_services(browser: Browser) -> None:
    page = Desk(all_well(), alerts(*FIVE)).open(browser, viewport=PHONE)
    link = page.get_by_role("link", name="4 more open")
    box = link.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]
    messages = page.locator("#open-alerts .alert-message")
    expect(messages).to_have_text(
        [
            f"{kind} matter {n}"
            for kind, n in (("Critical", 4), ("High", 1), ("High", 3), ("Medium", 0), ("Critical", 2))
        ]
    )
    link.click()
    expect(page.locator("#alerts")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#alerts').offsetTop < document.querySelector('#services').offsetTop")


def test_a_healthy_service_is_one_line_that_opens(browser: Browser) -> None:
    page = Desk(all_well(), []).open(browser, viewport=PHONE)
    first = page.locator("#services details").first
    assert first.evaluate("node => node.offsetHeight") < 100
    first.locator("summary").click()
    expect(first.locator("dl.gauges")).to_be_visible()
    assert page.title().startswith("✓ All is well")


def test_what_is_unknown_for_the_database_alone_is_no_headline_of_its_own(browser: Browser) -> None:
    down = make_alert(id="alert_d", rule="unreachable", severity=Severity.CRITICAL, message="Database unreachable")
    page = Desk(database_down(), [down]).open(browser)
    expect(page.locator("#verdict h2")).to_have_text("The database is out of reach")
    expect(page.locator("#chart-caption")).to_contain_text("not readable while the database is out of reach")
    expect(page.locator("#services")).not_to_contain_text("No trend yet")


def test_the_four_severities_have_four_colours(browser: Browser) -> None:
    page = Desk(all_well(), alerts("critical", "high", "medium", "low")).open(browser)
    page.wait_for_selector("#open-alerts .pill")
    pills = page.locator("#open-alerts .pill")
    colours = [pills.nth(n).evaluate("node => getComputedStyle(node).backgroundColor") for n in range(4)]
    assert len(set(colours)) == 4


@pytest.mark.parametrize("kind", ["high", "medium", "low"])
def test_milder_alerts_are_told_by_their_own_colour(browser: Browser, kind: str) -> None:
    page = Desk(all_well(), alerts(kind)).open(browser)
    tones = {"high": "verdict high", "medium": "verdict warn", "low": "verdict good"}
    expect(page.locator("#verdict")).to_have_class(tones[kind])


def test_who_is_on_it_is_said_in_the_first_screenful(browser: Browser) -> None:
    page = Desk(all_well(), alerts("critical!")).open(browser, viewport=PHONE)
    expect(page.locator("#verdict .on-it")).to_contain_text("Ann is on it since")
    expect(page.locator("#open-alerts .on-it")).to_contain_text("Ann is on it since")


SCENES = {
    "well": lambda: Desk(all_well(), []),
    "five": lambda: Desk(all_well(), alerts(*FIVE)),
    "alert": lambda: Desk(one_critical(), alerts("critical", "high!")),
    "silenced": lambda: Desk(some_silenced(), alerts("medium")),
    "read": lambda: Desk(all_well(), alerts("high!"), scope="read"),
    "database down": lambda: Desk(database_down(), alerts("critical")),
}
NARROW = ViewportSize(width=320, height=640)
ALL: dict[str, str | list[str]] = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST: dict[str, str | list[str]] = {"type": "rule", "values": ["color-contrast"]}
"""All of axe's rules that the colours of the night can change."""
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"], dict[str, str | list[str]]], ...] = (
    (ViewportSize(width=1280, height=900), "light", ALL),
    (ViewportSize(width=390, height=844), "light", ALL),
    (ViewportSize(width=390, height=844), "dark", CONTRAST),
)


@pytest.mark.parametrize("scene", SCENES)
def test_no_page_has_a_finding_of_axe_or_scrolls_sideways(browser: Browser, scene: str) -> None:
    desk = SCENES[scene]()
    page = desk.open(browser, "#alert=alert_0" if scene == "alert" else "", viewport=DESKTOP)
    page.wait_for_selector("script[src*=uplot]", state="attached")
    for summary in page.locator("details > summary:visible").all():
        summary.click()
    for size, colours, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colours)
        found = Axe().run(page, options={"runOnly": rules}).response["violations"]
        told = [(rule["id"], rule["nodes"][0]["html"][:150], rule["nodes"][0]["failureSummary"]) for rule in found]
        assert told == [], (size, colours)
        page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=size["width"])
    page.set_viewport_size(NARROW)
    page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=NARROW["width"])
    assert desk.failures == []
