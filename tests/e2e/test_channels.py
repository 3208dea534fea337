"""The channels besides mail, through the deployed stack and the sandbox's side of their wires."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import CHANNELS_SERVICE
from tests.e2e.shop import Shop
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

MESSAGE = "Prints are late"
HANGS_MS = 4_000
"""Less than an attempt waits: what is given up and repeated is played in tests/integration/channels."""


class Sandbox:
    """What people see of the channels."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._http = httpx.Client(base_url=shop.stack.sandbox_url, timeout=10)

    def shown(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._http.get(path).raise_for_status().json()
        return found

    def empty(self) -> None:
        for path in (
            "slack/messages",
            "pagerduty/incidents",
            "pagerduty/dropped",
            "webhook/events",
            "datadog/events",
            "new-relic/events",
            "otlp/logs",
            "apprise/messages",
            "push/messages",
            *(f"_received/{channel}" for channel in self._shop.stack.channels),
        ):
            self._http.delete(path).raise_for_status()

    def subscription(self) -> dict[str, Any]:
        """That of the phone behind the push service, as its browser would hand it to the page."""
        found: dict[str, Any] = self._http.get("push/subscription").raise_for_status().json()
        return {**found, "endpoint": f"{self._shop.stack.sandbox_url}{found['endpoint']}"}

    def first_times(self) -> dict[str, datetime]:
        """When each channel was first spoken to, of those that were."""
        received = {name: self.shown(f"_received/{name}") for name in self._shop.stack.channels}
        return {name: datetime.fromisoformat(calls[0]["received_at"]) for name, calls in received.items() if calls}

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def sandbox(shop: Shop) -> Iterator[Sandbox]:
    seen = Sandbox(shop)
    seen.empty()
    phone = seen.subscription()
    added = shop.request("POST", "/devices", "admin", json={"name": "The sandbox's phone", **phone})
    assert added.status_code == httpx.codes.CREATED, added.text
    yield seen
    seen.close()


def open_alert(shop: Shop, severity: str) -> str:
    body = {"service": CHANNELS_SERVICE, "severity": severity, "message": MESSAGE}
    answer = shop.request("POST", "/alerts", "admin", json=body)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    return str(answer.json()["alert"]["id"])


def resolve(shop: Shop, alert: str) -> None:
    answer = shop.request("PATCH", "/alerts", "admin", json={"alertId": alert, "action": "resolve"})
    assert answer.status_code == httpx.codes.OK, answer.text


def test_each_channel_is_told_once_of_an_alert_that_opens_gets_worse_and_ends(shop: Shop, sandbox: Sandbox) -> None:
    alert = open_alert(shop, "high")
    shop.wait_until_quiet()
    assert open_alert(shop, "critical") == alert
    shop.wait_until_quiet()
    resolve(shop, alert)
    shop.wait_until_quiet()

    head, *thread = sandbox.shown("slack/messages")
    assert MESSAGE in head["text"]
    assert head["edited"]
    assert [entry["thread_ts"] for entry in thread] == [head["ts"]] * len(thread)
    (incident,) = sandbox.shown("pagerduty/incidents")
    assert [event["event_action"] for event in incident["events"]] == ["trigger", "trigger", "resolve"]
    assert (incident["status"], incident["severity"], incident["dedup_key"]) == ("resolved", "critical", alert)
    assert sandbox.shown("pagerduty/dropped") == []
    hooks = sandbox.shown("webhook/events")
    assert [(hook["body"]["type"], hook["count"]) for hook in hooks] == [
        ("alert.opened", 1),
        ("alert.escalated", 1),
        ("alert.resolved", 1),
    ]
    assert {hook["body"]["data"]["id"] for hook in hooks} == {alert}
    assert [event["alert_type"] for event in sandbox.shown("datadog/events")] == ["error", "error", "success"]
    assert [event["state"] for event in sandbox.shown("new-relic/events")] == ["trigger", "trigger", "close"]
    assert sandbox.shown("new-relic/errors") == []
    assert [record["severityText"] for record in sandbox.shown("otlp/logs")] == ["ERROR", "FATAL", "INFO"]
    assert [note["type"] for note in sandbox.shown("apprise/messages")] == ["failure", "failure", "success"]
    told = sandbox.shown("push/messages")
    assert [(note["alert"], note["over"]) for note in told] == [(alert, False), (alert, False), (alert, True)]
    assert len(shop.mails()) == 3
    assert shop.cloud.put_aside() == {"alerts_dlq": 0, "records_dlq": 0, "channels_dlq": 0, "presses_dlq": 0}


def test_a_channel_that_hangs_delays_no_other(shop: Shop, sandbox: Sandbox) -> None:
    alert = open_alert(shop, "high")
    shop.wait_until_quiet()
    sandbox.empty()
    shop.fail_next("webhook", latency_ms=HANGS_MS, remaining=1)
    resolve(shop, alert)
    others = set(shop.stack.channels) - {"webhook", "apprise"}
    eventually(lambda: set(sandbox.first_times()) >= others, "the others")
    times = sandbox.first_times()
    last = max(times[name] for name in others)
    assert (last - times["webhook"]).total_seconds() < HANGS_MS / 1000, "the others waited for the one that hangs"
    shop.wait_until_quiet()
    (hook,) = sandbox.shown("webhook/events")
    assert (hook["count"], hook["differs"]) == (1, False)
    assert [len(sandbox.shown(f"_received/{name}")) for name in ("datadog", "new-relic", "otlp")] == [1, 1, 1]


def reports(shop: Shop) -> dict[str, str]:
    answer = shop.request("POST", "/channels/test", "admin", json={})
    assert answer.status_code == httpx.codes.OK, answer.text
    return {report["channel"]: report["outcome"] for report in answer.json()["channels"]}


def test_a_test_says_of_each_channel_what_came_of_it(shop: Shop, sandbox: Sandbox) -> None:
    told = reports(shop)
    assert set(told.values()) == {"accepted"}, told
    assert {name.partition(":")[0] for name in told} == {"email", *shop.stack.channels}
    shop.wait_until_quiet()
    (incident,) = sandbox.shown("pagerduty/incidents")
    assert incident["status"] == "resolved"


def test_a_receiver_that_is_gone_is_switched_off_and_a_test_that_it_takes_switches_it_on(
    shop: Shop, sandbox: Sandbox
) -> None:
    shop.fail_next("webhook", status=410)
    alert = open_alert(shop, "high")
    shop.wait_until_quiet()
    resolve(shop, alert)
    shop.wait_until_quiet()
    assert sandbox.shown("webhook/events") == [], "what followed was sent all the same"
    assert len(sandbox.shown("datadog/events")) == 2
    assert not any(shop.cloud.put_aside().values())
    rows = shop.query("SELECT outcome, coalesce(error, why) FROM monitoring_deliveries WHERE channel = 'webhook:shop'")
    assert {outcome for outcome, _ in rows} == {"failed", "dropped"}
    assert all("410" in reason for _, reason in rows)
    shop.check("system", times=2)
    assert [each["fingerprint"] for each in shop.alerts(service="system")] == ["system:channel_off:webhook:shop"]
    shop.mend_providers()
    assert reports(shop)["webhook:shop"] == "accepted"
    shop.check("system", times=3)
    assert [each["status"] for each in shop.alerts(service="system")] == ["resolved"]


def test_the_numbers_go_to_all_that_take_them(shop: Shop, sandbox: Sandbox) -> None:
    assert sorted(shop.run("metrics_exporter")["told"]) == ["datadog", "new-relic", "otlp"]
    for path in ("datadog/series", "datadog/checks", "new-relic/metrics", "otlp/metrics"):
        assert sandbox.shown(path), path
