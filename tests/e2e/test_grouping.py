"""What opens together is one mail, and its recovery comes after it."""

import pytest

from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e


def test_alerts_of_several_services_that_open_together_are_one_mail(shop: Shop) -> None:
    with shop.cloud.notifier_away():  # a slow machine may need longer for two requests than the local window lasts
        stripe, fal_ai = _open(shop, "stripe", "medium"), _open(shop, "fal-ai", "critical")
    assert shop.mails_once_quiet(1) == ["[CRITICAL] fal-ai Alert: fal-ai is broken (+1 more)"]
    (mail,) = shop.mails()
    assert "stripe is broken" in mail["text"]
    told = shop.query("SELECT alert_id, outcome FROM monitoring_deliveries WHERE attempt > 0")
    assert sorted(told) == sorted([(stripe, "accepted"), (fal_ai, "accepted")])


def test_an_alert_that_is_over_before_it_was_told_is_one_mail(shop: Shop) -> None:
    with shop.cloud.notifier_away():
        alert_id = _open(shop, "printify", "high")
        answer = shop.request("PATCH", "/alerts", "admin", json={"alertId": alert_id, "action": "resolve"})
        assert answer.status_code == 200
    (subject,) = shop.mails_once_quiet(1)
    assert subject.startswith("[RESOLVED] printify Alert")


def _open(shop: Shop, service: str, severity: str) -> str:
    body = {"service": service, "severity": severity, "message": f"{service} is broken"}
    answer = shop.request("POST", "/alerts", "admin", json=body)
    assert answer.status_code == 201
    alert_id: str = answer.json()["alert"]["id"]
    return alert_id
