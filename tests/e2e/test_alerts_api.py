"""The alerts API: who may, what is refused and how, and an alert's life by hand."""

from typing import Any

import pytest

from tests.e2e.shop import Shop
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

NEW = {"service": "system", "severity": "high", "message": "Manual alert", "details": {"source": "test"}}


@pytest.mark.parametrize(("method", "path"), [("POST", "/alerts"), ("PATCH", "/alerts"), ("POST", "/health")])
def test_changes_need_the_admin_token(shop: Shop, method: str, path: str) -> None:
    assert shop.request(method, path, json={}).status_code == 401
    for token in ("read", "track"):
        refused = shop.request(method, path, token, json={})
        assert refused.status_code == 403
        assert "error" in refused.json()
    assert shop.http.request(method, path, headers={"Authorization": "Bearer nonsense"}, json={}).status_code == 401


@pytest.mark.parametrize(
    ("method", "body", "named"),
    [
        ("POST", "{", "JSON"),
        ("POST", "{}", "Missing required fields: service, severity, message"),
        ("POST", '{"service":"system","severity":"high","message":"x","color":1}', "color"),
        ("POST", '{"service":"system","severity":"urgent","message":"x"}', "severity"),
        ("POST", '{"service":"nowhere","severity":"high","message":"x"}', "service"),
        ("POST", '{"service":"system","severity":"high","message":5}', "message"),
        ("PATCH", "[]", "object"),
        ("PATCH", '{"alertId":"a"}', "action"),
        ("PATCH", '{"alertId":7,"action":"resolve"}', "alertId"),
        ("PATCH", '{"alertId":"a","action":"explode"}', "action"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(shop: Shop, method: str, body: str, named: str) -> None:
    answer = shop.request(method, "/alerts", "admin", content=body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]


def test_the_life_of_an_alert_by_hand(shop: Shop) -> None:
    created = shop.request("POST", "/alerts", "admin", json=NEW)
    assert created.status_code == 201
    assert created.json()["message"] == "Alert created successfully"
    alert_id = created.json()["alert"]["id"]
    shop.mails_once_quiet(1)  # before each step its mail, as transitions that wait for one another share one
    assert _act(shop, alert_id, "acknowledge")["acknowledgedBy"] == "admin"
    assert _act(shop, alert_id, "resolve")["status"] == "resolved"
    shop.mails_once_quiet(2)
    refused = shop.request("PATCH", "/alerts", "admin", json={"alertId": alert_id, "action": "acknowledge"})
    assert refused.status_code == 409
    assert _act(shop, alert_id, "reopen")["status"] == "open"
    assert shop.mails_once_quiet(3) == [
        "[HIGH] system Alert: Manual alert",
        "[RESOLVED] system Alert: Manual alert",
        "[HIGH] system Alert reopened: Manual alert",
    ]


def test_the_same_alert_twice_is_one_mail(shop: Shop) -> None:
    ids = {shop.request("POST", "/alerts", "admin", json=NEW).json()["alert"]["id"] for _ in range(3)}
    assert len(ids) == 1
    assert shop.mails_once_quiet(1) == ["[HIGH] system Alert: Manual alert"]


def test_an_unknown_alert_is_not_found(shop: Shop) -> None:
    answer = shop.request("PATCH", "/alerts", "admin", json={"alertId": "alert_0", "action": "resolve"})
    assert answer.status_code == 404


def test_lists_filter_and_count_all_matches(shop: Shop) -> None:
    for number, severity in enumerate(["high", "high", "critical"]):
        body = NEW | {"severity": severity, "message": f"Alert {number}"}
        assert shop.request("POST", "/alerts", "admin", json=body).status_code == 201
    first = shop.request("GET", "/alerts", "read", params={"limit": 2}).json()
    rest = shop.request("GET", "/alerts", "read", params={"limit": 2, "cursor": first["nextCursor"]}).json()
    assert [alert["message"] for alert in first["alerts"] + rest["alerts"]] == ["Alert 2", "Alert 1", "Alert 0"]
    assert first["summary"] == _summary(critical=1, high=2)
    assert shop.request("GET", "/alerts", "read", params={"severity": "critical"}).json()["total"] == 1
    assert shop.request("GET", "/alerts", "read", params={"cursor": "?"}).status_code == 400


def test_an_alert_made_while_the_database_is_down_is_told_and_kept_and_can_be_taken_on(shop: Shop) -> None:
    with shop.database_stopped():
        created = shop.request("POST", "/alerts", "admin", json=NEW)
        assert created.status_code == 201
        alert_id = created.json()["alert"]["id"]
        assert [alert["id"] for alert in shop.alerts()] == [alert_id]
        assert eventually(shop.subjects, "the mail") == ["[HIGH] system Alert: Manual alert"]
        assert _act(shop, alert_id, "acknowledge")["acknowledgedBy"] == "admin"
    shop.wait_until_quiet()
    shop.run("escalator")
    assert [(alert["id"], alert["status"]) for alert in shop.alerts()] == [(alert_id, "acknowledged")]


def _act(shop: Shop, alert_id: str, action: str) -> dict[str, Any]:
    answer = shop.request("PATCH", "/alerts", "admin", json={"alertId": alert_id, "action": action})
    assert answer.status_code == 200, answer.text
    alert: dict[str, Any] = answer.json()["alert"]
    return alert


def _summary(**counts: int) -> dict[str, Any]:
    total = sum(counts.values())
    return {"total": total, "critical": 0, "high": 0, "medium": 0, "low": 0, "byService": {"system": total}} | counts
