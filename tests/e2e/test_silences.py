"""Silences through the API: who may, what is refused, and that nobody is woken."""

import pytest

from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e

ALERT = {"service": "stripe", "severity": "high", "message": "Refunds fail"}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"minutes": 5}, "reason"),
        ({"reason": "upgrade"}, "endsAt or minutes"),
        ({"reason": "upgrade", "minutes": 0}, "minutes"),
        ({"reason": "upgrade", "endsAt": "2020-01-01T00:00:00Z"}, "endsAt"),
        ({"reason": "upgrade", "endsAt": "2020-01-01T00:00:00"}, "endsAt"),
        ({"reason": "upgrade", "minutes": 5, "color": "red"}, "color"),
    ],
)
def test_a_bad_silence_is_explained(shop: Shop, body: dict[str, object], named: str) -> None:
    answer = shop.request("POST", "/silences", "admin", json=body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]


def test_silences_need_the_admin_token_to_change_and_the_read_token_to_see(shop: Shop) -> None:
    assert shop.request("GET", "/silences").status_code == 401
    assert shop.request("GET", "/silences", "read").status_code == 200
    assert shop.request("POST", "/silences", "read", json={"reason": "x", "minutes": 5}).status_code == 403
    assert shop.request("DELETE", "/silences/silence_0", "read").status_code == 403


def test_a_silenced_alert_is_recorded_and_told_when_the_silence_ends(shop: Shop) -> None:
    began = shop.request("POST", "/silences", "admin", json={"service": "stripe", "reason": "upgrade", "minutes": 30})
    assert began.status_code == 201
    silence = began.json()["silence"]
    assert (silence["active"], silence["createdBy"]) == (True, "admin")
    assert shop.request("POST", "/alerts", "admin", json=ALERT).status_code == 201
    shop.run("escalator")
    assert shop.mails_once_quiet(0) == []
    assert [alert["message"] for alert in shop.alerts()] == ["Refunds fail"]
    assert shop.request("DELETE", f"/silences/{silence['id']}", "admin").json()["silence"]["active"] is False
    shop.run("escalator")
    (subject,) = shop.mails_once_quiet(1)
    assert "Refunds fail" in subject
