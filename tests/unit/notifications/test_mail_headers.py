"""Headers of a mail."""

from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.email.mail_headers import headers_of
from tests.unit.notifications.messages import message, resolved


def test_all_mails_of_an_alert_share_one_thread() -> None:
    root = "<alert_0123456789abcdef0123@monitoring>"
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
