"""Mails through the deployed stack: their links, their grouping, the test mails, and what was put aside."""

import re
from contextlib import closing
from html import unescape

import httpx
import pytest

from pawpop_monitor.client import Client
from pawpop_monitor.outbox import Outbox
from pawpop_monitor.target import Target
from pawpop_monitor.test_mails import send_test_mails
from redrive import __main__ as redrive
from tests.e2e.shop import Mail, Shop
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e
COLD_START = 40


def link(mail: Mail, action: str) -> str:
    """The address of a link in the mail."""
    found = re.search(rf'href="([^"]*/alert\?[^"]*do={action}[^"]*)"', unescape(mail["html"]))
    assert found, mail["html"]
    return found[1]


def raise_alert(shop: Shop, message: str = "Refunds fail") -> Mail:
    """Raise an alert by hand, and answer its mail."""
    body = {"service": "stripe", "severity": "high", "message": message}
    assert shop.request("POST", "/alerts", "admin", json=body).status_code == httpx.codes.CREATED
    return eventually(shop.mails, "the mail")[-1]


def test_a_link_asks_and_its_button_acts(shop: Shop) -> None:
    mail = raise_alert(shop)
    for address, done in ((link(mail, "acknowledge"), "acknowledged"), (link(mail, "resolve"), "resolved")):
        page = httpx.get(address, timeout=COLD_START)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "Refunds fail" in page.text
        assert shop.alerts()[0]["status"] != done
        assert httpx.post(address, data={"confirm": "yes"}, timeout=COLD_START).status_code == httpx.codes.OK
        assert shop.alerts()[0][f"{done}By"] == "pawpopart", "the person whose address the mail went to"
        assert httpx.post(address, data={"confirm": "yes"}, timeout=COLD_START).status_code == httpx.codes.CONFLICT
    assert shop.mails_once_quiet(2)[1] == "[RESOLVED] stripe Alert: Refunds fail"


def test_a_changed_link_is_refused(shop: Shop) -> None:
    address = link(raise_alert(shop), "acknowledge").replace("do=acknowledge", "do=resolve")
    assert httpx.post(address, data={"confirm": "yes"}, timeout=COLD_START).status_code == httpx.codes.FORBIDDEN
    assert shop.alerts()[0]["status"] == "open"


def test_the_test_mails_are_one_of_each_severity_and_of_each_recovery(shop: Shop) -> None:
    stack = shop.stack
    client = Client(Target(stack.api_url, stack.tokens.admin, stack.dashboard_url, stack.outbox_url))
    with closing(client):
        mails = send_test_mails(client, Outbox(stack.outbox_url))
    badges = [mail["subject"].split()[0] for mail in mails]
    assert badges == ["[CRITICAL]", "[HIGH]", "[MEDIUM]", "[LOW]", *["[RESOLVED]"] * 4]
    assert all("This is a test" in mail["text"] for mail in mails)
    assert len(shop.mails_once_quiet(8)) == 8
    assert shop.alerts(resolved="false") == []


def test_what_was_put_aside_is_sent_back_and_told_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("AWS_ENDPOINT_URL", shop.stack.aws_endpoint_url), ("AWS_DEFAULT_REGION", shop.stack.region)):
        monkeypatch.setenv(name, value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    shop.fail_next("resend", status=422, remaining=1)
    body = {"service": "stripe", "severity": "high", "message": "Refunds fail"}
    shop.request("POST", "/alerts", "admin", json=body)
    shop.wait_for_rows("SELECT outcome FROM monitoring_deliveries WHERE attempt > 0", [("failed",)])
    shop.wait_until_quiet()
    assert shop.mails() == []
    assert redrive.main(["--stack", shop.stack.stack_name]) == 0
    printed = capsys.readouterr().out
    assert "/1-opened: high stripe, Refunds fail" in printed
    assert printed.endswith("1 message sent back.\n")
    assert shop.mails_once_quiet(1) == ["[HIGH] stripe Alert: Refunds fail"]
    assert redrive.main(["--stack", shop.stack.stack_name]) == 0
    assert capsys.readouterr().out == "0 messages sent back.\n"
    assert redrive.main(["--stack", "nowhere"]) == 1
    assert "The stack nowhere can't be looked up" in capsys.readouterr().err
