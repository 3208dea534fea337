"""One mail about several alerts."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from pawpop_monitoring.notifications.content.action_links import ActionLinks
from tests.unit.notifications.messages import OPENED_AT, group, message

LINKS = ActionLinks("https://api.example.com/prod", lambda: "key")
COMPOSER = EmailComposer(
    Recipients(("shop@example.com",), ("boss@example.com",)), ZoneInfo("UTC"), "a@example.com", links=LINKS
)
HOUR = timedelta(hours=1)
GMAIL_CLIPS_AT = 102_000


def test_it_lists_every_alert_with_what_it_takes_to_judge_it() -> None:
    mail = COMPOSER.compose(group())
    for body in (mail.html, mail.text):
        assert "Database unreachable" in body
        for part in ("🚨", "93.4 %", "above the limit of 90 %", "Mon 23 Nov 2026, 03:12 UTC", "place a test order"):
            assert part in body
        for part in ("⚠️", "6.21 s", "above the limit of 5 s", "Slow queries detected", "can wait until the morning"):
            assert part in body
        for alert_id in ("alert_worst", "alert_slow", "alert_0123456789abcdef0123"):
            assert f"alert={alert_id}&amp;do=acknowledge" in body.replace("&do", "&amp;do")


def test_its_key_is_the_groups_and_a_retry_is_byte_identical() -> None:
    mail = COMPOSER.compose(group())
    assert mail.idempotency_key == "group/0123456789abcdef0123/3"
    assert COMPOSER.compose(AlertMessage.model_validate_json(group().model_dump_json())) == mail


def test_the_bad_one_decides_who_hears_of_it() -> None:
    assert COMPOSER.compose(group()).recipients == ("shop@example.com", "boss@example.com")
    calm = AlertMessage.grouped([message(), message(id="alert_2")], "group/2/2")
    assert COMPOSER.compose(calm).recipients == ("shop@example.com",)
    with_escalated = AlertMessage.grouped([message(), message(id="alert_z", escalated=True)], "group/2/2")
    assert with_escalated.alert.id != "alert_z"
    assert COMPOSER.compose(with_escalated).recipients == ("shop@example.com", "boss@example.com")


def test_a_crowd_fits_into_one_mail() -> None:
    crowd = [message(id=f"alert_{number}", message="m" * 5000, details={"k": "v" * 9000}) for number in range(300)]
    mail = COMPOSER.compose(AlertMessage.grouped(crowd, "group/3/300"))
    assert "(+299 more)" in mail.subject
    assert "and 287 more, on the dashboard" in mail.text
    assert len(mail.html.encode()) < GMAIL_CLIPS_AT


def test_the_oldest_of_the_worst_leads() -> None:
    """Before, whoever's key came first in the alphabet did."""
    young, old = (
        message(id="alert_1", timestamp=OPENED_AT + HOUR, message="Young"),
        message(id="alert_2", message="Old"),
    )
    mild = message(id="alert_0", severity=Severity.MEDIUM, timestamp=OPENED_AT - HOUR, message="Mild")
    steps = AlertMessage.grouped([young, mild, old], "group/3/3").steps
    assert [step.alert.message for step in steps] == ["Old", "Young", "Mild"]
