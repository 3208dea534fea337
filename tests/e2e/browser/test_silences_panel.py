"""Silences on the page: that nobody wonders at the quiet, and how it is ended."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Route, expect

from local_stack.stack import Stack
from tests.e2e.browser.chromium import settle, stage_scene
from tests.e2e.browser.conftest import OpenDashboard
from tests.e2e.browser.scenes import (
    all_well,
    database_down,
    make_silence,
    one_critical,
    some_silenced,
    with_silences,
)
from tests.e2e.shop import Shop

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
SILENCES = re.compile("/api/monitoring/silences")
HOSTILE = '<img src=x onerror="window.broken=1"></li>\u202e'


def _begin(shop: Shop, **fields: object) -> None:
    answer = shop.request("POST", "/silences", "admin", json={"reason": "Deploy", "minutes": 30, **fields})
    assert answer.status_code == 201


def _active(shop: Shop) -> list[str]:
    silences = shop.request("GET", "/silences", "read").json()["silences"]
    return [silence["service"] for silence in silences if silence["active"]]


def test_without_a_silence_there_is_no_panel(open_dashboard: OpenDashboard) -> None:
    over = make_silence(NOW - 2 * HOUR, HOUR)
    page = open_dashboard(scene=with_silences(all_well(NOW), over, now=NOW))
    settle(page)
    expect(page.locator("#silences")).to_be_hidden()


def test_what_is_kept_back_is_told_with_its_end_and_its_reason(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=some_silenced())
    panel = page.get_by_role("region", name="Some alerts are kept back")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    held, coming = panel.get_by_role("listitem").all()
    expect(held).to_contain_text("All alerts of stripe")
    expect(held).to_contain_text(re.compile("1 h (29|30) min left"))
    expect(held).to_contain_text("Deploy of the new checkout (by admin)")
    expect(coming).to_contain_text("to come")
    expect(coming).to_contain_text("All alerts of supabase")
    expect(page.locator("#open-alerts .hush")).to_contain_text("Silenced until")


def test_a_silence_of_everything_says_so(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=with_silences(all_well(NOW), make_silence(NOW, HOUR), now=NOW))
    expect(page.get_by_role("region", name="All alerts are kept back")).to_be_visible()


def test_a_silence_is_ended_from_the_keyboard(open_dashboard: OpenDashboard, shop: Shop) -> None:
    _begin(shop, service="stripe")
    _begin(shop, service="printify", startsAt=(datetime.now(UTC) + HOUR).isoformat())
    page = open_dashboard()
    page.get_by_role("button", name="End now: All alerts of stripe").press("Enter")
    expect(page.get_by_role("region", name="Silences")).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("Silence ended successfully")
    assert _active(shop) == []
    page.get_by_role("button", name="Cancel: All alerts of printify").press("Enter")
    expect(page.locator("#silences")).to_be_hidden()
    expect(page.locator("#dashboard")).to_be_focused()


def test_a_double_tap_begins_one_silence(open_dashboard: OpenDashboard, shop: Shop) -> None:
    shop.request("POST", "/alerts", "admin", json={"service": "printify", "severity": "high", "message": "Stuck"})
    page = open_dashboard()
    page.get_by_role("button", name="Silence: Stuck").click()
    page.get_by_role("dialog").get_by_role("button", name="Silence").dblclick()
    expect(page.locator("#open-alerts .hush")).to_contain_text("Silenced from the dashboard")
    assert len(shop.request("GET", "/silences", "read").json()["silences"]) == 1


def test_a_read_token_has_no_button_to_end_it(open_dashboard: OpenDashboard, shop: Shop, deployed: Stack) -> None:
    _begin(shop, service="stripe")
    page = open_dashboard(token=deployed.tokens.read)
    expect(page.locator("#silences")).to_contain_text("All alerts of stripe")
    expect(page.locator("#silences button")).to_have_count(0)
    assert _active(shop) == ["stripe"]


def test_a_silence_that_somebody_else_ended_is_explained(open_dashboard: OpenDashboard) -> None:
    def refuse(route: Route) -> None:
        if route.request.method != "DELETE":
            return route.fallback()
        return route.fulfill(status=409, json={"error": "The silence is over already."})

    page = open_dashboard(scene=some_silenced())
    settle(page)
    page.context.route(SILENCES, refuse)
    page.get_by_role("button", name="End now").click()
    expect(page.locator("#connection")).to_contain_text("Could not end the silence: The silence is over already.")


def test_silences_are_shown_while_the_database_is_down(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=with_silences(database_down(NOW), make_silence(NOW, HOUR), now=NOW))
    expect(page.get_by_role("region", name="All alerts are kept back")).to_be_visible()
    expect(page.locator("#open-alerts .hush")).to_contain_text("Deploy")


def test_not_to_know_of_silences_is_told_and_hides_no_alert(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=all_well())
    settle(page)
    page.context.route(SILENCES, lambda route: route.fulfill(status=503, json={"error": "The store does not answer."}))
    alerts = one_critical().open_alerts.model_dump_json()
    page.context.route(
        re.compile("/api/monitoring/alerts.*resolved=false"),
        lambda route: route.fulfill(body=alerts, content_type="application/json"),
    )
    page.get_by_role("button", name="Refresh now").click()
    expect(page.locator("#silences")).to_contain_text("is not known: The store does not answer.")
    expect(page.locator("#open-alerts")).to_contain_text("Payments are failing")


def test_the_end_button_outlives_a_refresh_and_keeps_the_focus(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=some_silenced(NOW))
    settle(page)
    button = page.get_by_role("button", name="End now: All alerts of stripe")
    button.evaluate("node => { node.sameAsBefore = true; }")
    button.focus()
    later = make_silence(NOW + 9 * HOUR, HOUR, service="fal-ai")
    kept = make_silence(NOW - HOUR / 2, 2 * HOUR, service="stripe")
    stage_scene(page.context, with_silences(one_critical(NOW), later, kept, now=NOW))
    page.get_by_role("button", name="Refresh now").evaluate("button => button.click()")
    expect(page.locator("#silences")).to_contain_text("All alerts of fal-ai")
    expect(button).to_be_focused()
    assert button.evaluate("node => node.sameAsBefore === true")


def test_a_silence_fits_a_phone(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=some_silenced(), viewport={"width": 360, "height": 740})
    settle(page)
    for button in page.locator("#silences button").all():
        assert button.evaluate("node => node.getBoundingClientRect().height") >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_reason_from_outside_stays_text(open_dashboard: OpenDashboard) -> None:
    hostile = make_silence(NOW, HOUR, reason=HOSTILE, rule=HOSTILE, created_by=HOSTILE)
    page = open_dashboard(scene=with_silences(all_well(NOW), hostile, now=NOW))
    expect(page.locator("#silences .alert-message")).to_have_text(f"All alerts by the rule {HOSTILE}")
    assert page.locator("#silences img").count() == 0
