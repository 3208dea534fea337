"""Headers of a mail."""

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.channels.email import mail_headers
from pawpop_monitoring.notifications.channels.email.mail_headers import domain_of
from tests.unit.notifications.messages import message, resolved


def headers_of(told: AlertMessage) -> dict[str, str]:
    return mail_headers.headers_of(told, "example.com")


def test_all_mails_of_an_alert_share_one_thread() -> None:
    root = "<alert_0123456789abcdef0123@alerts.example.com>"
    for told in (message(), resolved()):
        assert headers_of(told)["References"] == headers_of(told)["In-Reply-To"] == root


def test_only_what_is_critical_now_is_marked_urgent() -> None:
    assert headers_of(message(severity=Severity.CRITICAL))["X-Priority"] == "1"
    assert "X-Priority" not in headers_of(message())
    assert "X-Priority" not in headers_of(resolved(severity=Severity.CRITICAL))


def test_an_odd_id_can_not_break_out_of_the_header() -> None:
    headers = headers_of(message(id="a>\r\nBcc: x@example.com " + "y" * 500))
    assert headers["References"].startswith("<a---Bcc--x-example.com-y")
    assert len(headers["References"]) < 130


def test_mails_belong_to_a_list_that_people_can_file_by() -> None:
    headers = headers_of(message())
    assert headers["List-Id"] == "PawPop Monitoring <alerts.example.com>"
    assert not {"Precedence", "List-Unsubscribe", "X-Entity-Ref-ID"} & headers.keys()


def test_a_mail_about_several_alerts_belongs_to_the_thread_of_the_worst() -> None:
    worst = message(severity=Severity.CRITICAL, id="alert_worst")
    assert headers_of(AlertMessage.grouped([message(), worst], "group/1/2"))["References"] == (
        "<alert_worst@alerts.example.com>"
    )


@pytest.mark.parametrize(
    ("sender", "domain"),
    [
        ("PawPop <monitoring@PawPopArt.com>", "pawpopart.com"),
        ("monitoring@pawpopart.com", "pawpopart.com"),
        ("nonsense\r\n", "monitoring.invalid"),
        ("a@b\r\nBcc: x", "monitoring.invalid"),
    ],
)
def test_the_list_lives_in_the_senders_domain(sender: str, domain: str) -> None:
    assert domain_of(sender) == domain
