"""What is worst is said first and never under a tick, however much is open (U1, U2, U3, U10, U13, U20)."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.service import ServiceStatus
from tests.e2e.browser.scenes import all_well, one_critical, some_silenced
from tests.factories import NOW
from tests.integration.dashboard.desk import PHONE, Desk, alerts
from tests.integration.dashboard.looks.states import STATES, incident

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


def test_a_number_a_little_beyond_its_limit_does_not_read_as_the_limit(browser: Browser) -> None:
    scene = all_well()
    service = scene.dashboard.services["supabase"]
    beyond = service.gauges[0].model_copy(update={"value": 80.001, "threshold": 80.0, "state": "bad"})
    service = service.model_copy(update={"gauges": (beyond,), "status": ServiceStatus.WARNING})
    seen = scene.dashboard.model_copy(update={"services": {**scene.dashboard.services, "supabase": service}})
    page = Desk(replace(scene, dashboard=seen), []).open(browser, viewport=PHONE)
    expect(page.locator(".gauge.bad dd").first).to_contain_text("80.001%limit 80%")


def test_an_outage_of_the_database_is_told_once_before_the_first_step(browser: Browser) -> None:
    page = STATES["database-down"]().open(browser)
    expect(page.locator("#verdict h2")).to_have_text("The database is out of reach")
    above = page.locator("main").inner_text().partition("Open the shop and try")[0].lower()
    assert (above.count("out of reach"), above.count("refuses connections"), above.count("fal.ai")) == (1, 1, 0)
    expect(page.locator("#chart-caption")).to_contain_text("not readable while the database is out of reach")
    expect(page.locator("#services")).not_to_contain_text("No trend yet")
    expect(page.locator("#services")).not_to_contain_text("?")


def _database_is_no_news() -> Desk:
    """Ann looks after the database already, when payments begin to fail."""
    desk = STATES["database-down"]()
    return replace(desk, alerts=[replace(desk.alerts[0], **TAKEN), *incident()[:1]])


TAKEN: dict[str, Any] = {"status": AlertStatus.ACKNOWLEDGED, "acknowledged_at": NOW, "acknowledged_by": "Ann"}
ODD: dict[str, tuple[Callable[[], Desk], str]] = {
    "nothing was checked": (STATES["fresh"], "Nothing has been checked yet"),
    "no alert tells": (lambda: Desk(one_critical(), []), "Stripe is critical; look at Supabase too"),
    "the worst is silenced": (STATES["silenced"], "High: High connection usage detected; look at Stripe too"),
    "all is silenced": (
        lambda: Desk(some_silenced(), incident()[:1]),
        "Stripe is critical: Payments are failing; look at Supabase too",
    ),
    "the worst of twelve is taken on": (
        lambda: Desk(all_well(), alerts("critical!", *["low"] * 10, "medium")),
        "Medium: Medium matter 11",
    ),
    "one of two is taken on": (
        lambda: Desk(all_well(), alerts("critical!", "critical")),
        "Critical: Critical matter 1",
    ),
    "all are taken on": (lambda: Desk(all_well(), alerts("low!", "high!")), "High: High matter 1"),
    "the database is no news": (
        _database_is_no_news,
        "Critical: Payments are failing; the database is out of reach too",
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_the_headline_names_what_is_worst_and_new(browser: Browser, case: str) -> None:
    make, headline = ODD[case]
    page = make().open(browser, viewport=PHONE)
    expect(page.locator("#verdict h2")).to_have_text(headline)
    assert page.evaluate("document.title").startswith(("✓", "✕", "!", "?")), page.title()


def test_a_token_that_ran_out_asks_for_another_and_nothing_else(browser: Browser) -> None:
    page = STATES["expired"]().open(browser, viewport=PHONE)
    expect(page.locator("#sign-in-error")).to_have_text("That token is not known here.")
    expect(page.locator("#connection")).to_be_hidden()


def test_no_mean_is_called_the_most_that_was_measured(browser: Browser) -> None:
    caption = Desk(all_well(), []).open(browser).locator("#chart-caption")
    expect(caption).to_contain_text("each point is the mean of 5 minutes, the highest of them")
    expect(caption).not_to_contain_text("at most")


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
