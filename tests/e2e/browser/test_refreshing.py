"""A refresh changes what changed, under the eyes and the fingers of whoever is using the page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, Route, expect

from pawpop_monitoring.domain.severity import Severity
from tests.e2e.browser.chromium import settle, stage_scene
from tests.e2e.browser.conftest import OpenDashboard
from tests.e2e.browser.scenes import Scene, all_well, database_down, one_critical, with_alerts
from tests.factories import make_alert

OPEN_ALERTS = re.compile("/api/monitoring/alerts.*resolved=false")
NOW = datetime.now(UTC)
STUCK = make_alert(service="printify", rule="orders", message="Orders stuck", timestamp=NOW - timedelta(minutes=9))
SEEN_AGAIN = replace(STUCK, occurrences=STUCK.occurrences + 40)


def _press_refresh(page: Page) -> None:
    """From a script, so that it takes no focus away."""
    page.get_by_role("button", name="Refresh now").evaluate("button => button.click()")


def _refresh_twice(page: Page) -> None:
    """The second refresh begins only when all of the first is shown."""
    for _ in range(2):
        with page.expect_request("**/api/monitoring/dashboard?*"):
            _press_refresh(page)


def _show(page: Page, scene: Scene) -> None:
    stage_scene(page.context, scene)
    _press_refresh(page)


def _mark(node: Locator) -> None:
    node.evaluate("node => { node.sameAsBefore = true; }")


def _is_marked(node: Locator) -> bool:
    return bool(node.evaluate("node => node.sameAsBefore === true"))


def test_a_button_outlives_a_refresh_that_changes_its_alert(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=with_alerts([STUCK], NOW))
    settle(page)
    buttons = [page.locator("#verdict button"), page.get_by_role("button", name="Acknowledge: Orders stuck")]
    for button in buttons:
        _mark(button)
    buttons[1].focus()
    _show(page, with_alerts([SEEN_AGAIN], NOW))
    expect(page.locator("#open-alerts")).to_contain_text(f"seen {SEEN_AGAIN.occurrences} times")
    assert [_is_marked(button) for button in buttons] == [True, True]
    expect(buttons[1]).to_be_focused()


def test_a_button_outlives_a_new_alert_above_it(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=with_alerts([STUCK], NOW))
    settle(page)
    button = page.get_by_role("button", name="Resolve: Orders stuck")
    _mark(button)
    button.focus()
    _show(page, with_alerts([make_alert(message="Refunds fail", timestamp=NOW), STUCK], NOW))
    expect(page.locator("#open-alerts > li")).to_have_count(2)
    expect(page.locator("#open-alerts > li").first).to_contain_text("Refunds fail")
    assert _is_marked(button)
    expect(button).to_be_focused()


def test_a_refresh_that_brings_nothing_new_replaces_nothing(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=one_critical())
    settle(page)
    still = "#dashboard *:not(#chart *)"
    page.evaluate(f"window.before = [...document.querySelectorAll('{still}')]")
    _refresh_twice(page)
    gone = page.evaluate("window.before.filter((node) => !node.isConnected).map((node) => node.outerHTML)")
    assert gone == []
    assert page.evaluate(f"document.querySelectorAll('{still}').length === window.before.length")


def test_a_worse_alert_does_not_slip_under_the_finger(open_dashboard: OpenDashboard) -> None:
    """The button in the first screenful now means another alert, so it must be another button."""
    page = open_dashboard(scene=with_alerts([STUCK], NOW))
    settle(page)
    _mark(page.locator("#verdict button"))
    worse = make_alert(message="Refunds fail", severity=Severity.CRITICAL, timestamp=NOW)
    _show(page, with_alerts([worse, STUCK], NOW))
    expect(page.locator("#verdict")).to_contain_text("Refunds fail")
    assert not _is_marked(page.locator("#verdict button"))


def test_the_place_is_kept_when_the_focused_alert_is_gone(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=with_alerts([STUCK], NOW))
    settle(page)
    page.get_by_role("button", name="Resolve: Orders stuck").focus()
    _show(page, with_alerts([], NOW))
    expect(page.locator("#alerts")).to_be_focused()


def test_opened_details_stay_open(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=one_critical())
    settle(page)
    details = page.locator("#open-alerts details").first
    details.locator("summary").click()
    _refresh_twice(page)
    expect(details).to_have_attribute("open", "")


def test_a_slow_refresh_does_not_take_away_what_was_asked_for_meanwhile(open_dashboard: OpenDashboard) -> None:
    stuck = [make_alert(rule=f"order_{number}", message=f"Order {number} is stuck") for number in range(40)]
    first = with_alerts(stuck).open_alerts.model_copy(update={"next_cursor": "20"}).model_dump_json()
    second = with_alerts(stuck[20:]).open_alerts.model_copy(update={"total": 40}).model_dump_json()
    slow: list[Route] = []

    def hold(route: Route) -> None:
        if "cursor=" in route.request.url:
            route.fulfill(body=second, content_type="application/json")
        else:
            slow.append(route)

    page = open_dashboard(scene=all_well())
    settle(page)
    page.context.route(OPEN_ALERTS, lambda route: route.fulfill(body=first, content_type="application/json"))
    _press_refresh(page)
    expect(page.locator("#open-alerts > li")).to_have_count(20)
    page.context.route(OPEN_ALERTS, hold)
    with page.expect_request(OPEN_ALERTS):
        _press_refresh(page)
    page.get_by_role("button", name="Show more (20 of 40)").click()
    expect(page.locator("#open-alerts > li")).to_have_count(40)
    with page.expect_request("**/api/monitoring/dashboard?*"):
        _press_refresh(page)
        slow[0].fulfill(body=first, content_type="application/json")
    expect(page.locator("#open-alerts > li")).to_have_count(40)


def test_the_notice_of_an_outage_stays_through_refreshes(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=database_down())
    settle(page)
    _refresh_twice(page)
    expect(page.locator("#verdict .outage")).to_contain_text("The database refuses connections")
