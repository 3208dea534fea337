"""What changes in the deployed stack is looked at by an open page within five seconds, with nobody's help."""

import time

import httpx
from playwright.sync_api import Request, expect

from local_stack.stack import Stack
from tests.e2e.browser.chromium import settle
from tests.e2e.browser.conftest import OpenDashboard

FIVE_SECONDS = 5


def test_an_alert_is_looked_at_within_five_seconds(open_dashboard: OpenDashboard, deployed: Stack) -> None:
    page = open_dashboard()
    settle(page)
    expect(page.locator("#age")).to_contain_text("Live")
    looks: list[float] = []

    def note(request: Request) -> None:
        if "/api/monitoring/dashboard?" in request.url:
            looks.append(time.monotonic())

    page.on("request", note)
    raised = _raise(deployed, "Nobody prints portraits")
    expect(page.locator("#open-alerts")).to_contain_text("Nobody prints portraits")
    assert looks[0] - raised <= FIVE_SECONDS
    page.get_by_role("button", name="Resolve: Nobody prints portraits").click()
    expect(page.locator("#open-alerts")).not_to_contain_text("Nobody prints portraits")


def _raise(stack: Stack, message: str) -> float:
    """Raise an alert that leads the list, whatever else is open; when it was decided."""
    body = {"service": "printify", "severity": "critical", "message": message}
    headers = {"Authorization": f"Bearer {stack.tokens.admin}"}
    answer = httpx.post(f"{stack.api_url}/api/monitoring/alerts", json=body, headers=headers, timeout=30)
    assert answer.status_code == httpx.codes.CREATED
    return time.monotonic()
