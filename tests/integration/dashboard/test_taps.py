"""What a tap does while its answer is on its way, and lists that grow and are chosen from (U4, U12, U18)."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.severity import Severity
from tests.e2e.browser.scenes import all_well
from tests.factories import make_alert
from tests.integration.dashboard.desk import PHONE, Desk, alerts

pytestmark = pytest.mark.integration


def test_a_tap_says_that_it_is_under_way_and_a_second_one_does_nothing(browser: Browser) -> None:
    desk = Desk(all_well(), alerts("critical", "high"))
    page = desk.open(browser, viewport=PHONE)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/monitoring/alerts", hold)
    row = page.locator("#open-alerts li").first
    row.get_by_role("button", name="Acknowledge").dblclick()
    expect(row.locator(".outcome")).to_have_text("Acknowledging …")
    expect(row.get_by_role("button", name="Resolve")).to_be_disabled()
    page.locator("#verdict").get_by_role("button", name="Acknowledge").click(force=True)
    assert len(held) == 1
    held[0].fallback()
    expect(row.get_by_role("button", name="Resolve")).to_be_enabled()
    assert len(desk.patched) == 1


def _more(page: Page, taps: int) -> None:
    for _ in range(taps):
        before = page.locator("#open-alerts > li").count()
        page.locator("#more-alerts").click()
        page.wait_for_function("count => document.querySelectorAll('#open-alerts > li').length > count", arg=before)


def test_a_long_list_grows_fast_and_a_refresh_cuts_nothing_off(browser: Browser) -> None:
    page = Desk(all_well(), alerts(*["low"] * 330)).open(browser, viewport=PHONE)
    expect(page.locator("#open-alerts > li")).to_have_count(20)
    _more(page, 4)
    expect(page.locator("#open-alerts > li")).to_have_count(320)
    last = page.locator("#open-alerts > li").last
    last.scroll_into_view_if_needed()
    at = last.bounding_box()
    with page.expect_response("**/alerts?resolved=true**"):
        page.evaluate("document.querySelector('#refresh').click()")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#open-alerts > li")).to_have_count(320)
    assert last.bounding_box() == at


def test_what_is_over_is_chosen_by_service_and_by_severity(browser: Browser) -> None:
    now = datetime.now(UTC)
    ended = {"status": AlertStatus.RESOLVED, "resolved_at": now, "resolved_by": "Ann", "timestamp": now}
    over = [
        make_alert(
            **ended, id=f"alert_{n}", service=service, severity=Severity(severity), message=f"{service} {severity}"
        )
        for n, (service, severity) in enumerate((("stripe", "high"), ("stripe", "low"), ("printify", "low")))
    ]
    page = Desk(all_well(), over).open(browser, viewport=PHONE)
    messages = page.locator("#past-alerts .alert-message")
    expect(messages).to_have_count(3)
    page.locator("#past-only").get_by_label("Service").select_option("printify")
    expect(messages).to_have_text(["printify low"])
    page.locator("#past-only").get_by_label("Severity").select_option("critical")
    expect(page.locator("#past-alerts")).to_have_text("None of these.")
    page.locator("#past-only").get_by_label("Service").select_option("Stripe")
    page.locator("#past-only").get_by_label("Severity").select_option("High")
    expect(messages).to_have_text(["stripe high"])
