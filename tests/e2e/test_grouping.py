"""What opens together is one mail, and its recovery comes after it."""

import pytest

from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e


def test_alerts_of_several_services_that_open_together_are_one_mail(shop: Shop) -> None:
    _open(shop, "printify", "medium")  # so that the functions are awake for the two that count
    shop.mails_once_quiet(1)
    stripe, fal_ai = _open(shop, "stripe", "medium"), _open(shop, "fal-ai", "critical")
    subjects = shop.mails_once_quiet(2)
    assert subjects[1:] == ["[CRITICAL] fal-ai Alert: fal-ai is broken (+1 more)"]
    mail = shop.mails()[1]
    assert "stripe is broken" in mail["text"]
    told = shop.query("SELECT alert_id, outcome FROM monitoring_deliveries ORDER BY attempted_at DESC LIMIT 2")
    assert sorted(told) == sorted([(stripe, "accepted"), (fal_ai, "accepted")])


def test_an_alert_that_is_over_at_once_is_told_in_order(shop: Shop) -> None:
    alert_id = _open(shop, "printify", "high")
    answer = shop.request("PATCH", "/alerts", "admin", json={"alertId": alert_id, "action": "resolve"})
    assert answer.status_code == 200
    assert shop.mails_once_quiet(2) == [
        "[HIGH] printify Alert: printify is broken",
        "[RESOLVED] printify Alert: printify is broken",
    ]


def _open(shop: Shop, service: str, severity: str) -> str:
    body = {"service": service, "severity": severity, "message": f"{service} is broken"}
    answer = shop.request("POST", "/alerts", "admin", json=body)
    assert answer.status_code == 201
    alert_id: str = answer.json()["alert"]["id"]
    return alert_id
