"""Resend's webhook: who signed it, what it says, and what is kept of it."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.resend_webhook.app import run
from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.bootstrap import resend_webhook_services as wiring
from pawpop_monitoring.bootstrap.signing_secrets import secrets_in
from pawpop_monitoring.contracts.standard_webhooks import BadSignatureError, sign, verify
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.storage import mailbox_store
from pawpop_monitoring.tracking.mail_events import MailEvent, mail_event
from tests.factories import NOW

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
OTHER = "whsec_" + base64.b64encode(b"another secret, of others").decode()
MOMENT = int(NOW.timestamp())
BOUNCED = {
    "type": "email.bounced",
    "created_at": "2026-11-23T12:00:00Z",
    "data": {"email_id": "mail-1", "to": ["Gone <Gone@example.com>"], "bounce": {"message": "Mailbox\nunknown"}},
}


def headers(body: bytes, secret: str = SECRET, moment: int = MOMENT) -> dict[str, str]:
    return {"svix-id": "msg_1", "svix-timestamp": str(moment), "svix-signature": sign(secret, "msg_1", moment, body)}


@dataclass
class Kept:
    failing: bool = False
    events: list[MailEvent] = field(default_factory=list)

    def keep(self, event: MailEvent) -> None:
        if self.failing:
            raise AwsCallError("dynamodb PutItem: 503")
        self.events.append(event)


def services(kept: Kept, secrets: Sequence[str] = (SECRET,)) -> wiring.ResendWebhookServices:
    return wiring.ResendWebhookServices(lambda: secrets, kept.keep, lambda: NOW)


def call(kept: Kept, content: Any, **changes: Any) -> int:
    body = json.dumps(content).encode()
    event = {"headers": headers(body), "body": body.decode(), "isBase64Encoded": False} | changes
    return int(run(services(kept), event)["statusCode"])


def test_a_bounce_is_kept() -> None:
    kept = Kept()
    assert call(kept, BOUNCED) == 200
    assert kept.events == [MailEvent(["gone@example.com"], "bounced: Mailboxunknown")]


def test_what_is_unsigned_is_refused_before_any_secret_is_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    def unset() -> Sequence[str]:
        raise ConfigurationError("Set ResendWebhookSecrets.")

    unconfigured = wiring.ResendWebhookServices(unset, Kept().keep, lambda: NOW)
    assert run(unconfigured, {"headers": {}, "body": "{}"})["statusCode"] == 400
    signed = {"headers": headers(b"{}"), "body": "{}"}
    assert run(unconfigured, signed)["statusCode"] == 503
    [said] = caplog.records
    assert said.exc_info is None, "anybody can ask for it, and logs are paid for"


def test_a_body_may_come_encoded_and_header_names_in_any_case() -> None:
    kept, body = Kept(), json.dumps(BOUNCED).encode()
    written = {name.title(): value for name, value in headers(body).items()}
    assert call(kept, BOUNCED, headers=written, body=base64.b64encode(body).decode(), isBase64Encoded=True) == 200
    assert len(kept.events) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"headers": {}},
        {"headers": headers(b"another body")},
        {"headers": headers(json.dumps(BOUNCED).encode(), secret=OTHER)},
        {"headers": headers(json.dumps(BOUNCED).encode(), moment=MOMENT - 301)},
        {"headers": headers(json.dumps(BOUNCED).encode(), moment=MOMENT + 301)},
        {"headers": headers(json.dumps(BOUNCED).encode()) | {"svix-timestamp": "9" * 30}},
        {"body": None},
        {"body": "!", "isBase64Encoded": True},
    ],
)
def test_what_is_forged_stale_or_broken_is_refused(changes: dict[str, Any]) -> None:
    kept = Kept()
    assert call(kept, BOUNCED, **changes) == 400
    assert kept.events == []


@pytest.mark.parametrize("content", [[], "x", 7, None])
def test_what_is_no_event_is_refused_although_it_is_signed(content: object) -> None:
    assert call(Kept(), content) == 400


@pytest.mark.parametrize("body", ["[" * 100_000, '{"data":' * 50_000, "{", "9" * 5000])
def test_no_signed_body_breaks_it(body: str) -> None:
    event = {"headers": headers(body.encode()), "body": body}
    assert run(services(Kept()), event)["statusCode"] == 400


def test_a_secret_that_was_changed_is_read_anew() -> None:
    kept, body = Kept(), json.dumps(BOUNCED).encode()
    event = {"headers": headers(body), "body": body.decode()}
    rotated = services(kept, [OTHER])._replace(renewed_signing_secrets=lambda: [SECRET])
    assert run(rotated, event)["statusCode"] == 200
    assert run(services(kept, [OTHER]), event)["statusCode"] == 400


def test_what_can_not_be_kept_comes_again() -> None:
    assert call(Kept(failing=True), BOUNCED) == 503


@pytest.mark.parametrize(
    ("kind", "data", "event"),
    [
        ("email.sent", {"to": ["a@example.com"]}, None),
        ("email.delivered", {"to": ["a@example.com"]}, MailEvent(["a@example.com"], "")),
        ("email.complained", {"to": ["a@example.com"]}, MailEvent(["a@example.com"], "complained")),
        (
            "email.bounced",
            {"to": ["a@example.com", "b@example.com"], "bounce": {"message": "<B@example.com> is unknown"}},
            MailEvent(["b@example.com"], "bounced: <B@example.com> is unknown"),
        ),
        ("email.delivered", {"to": ["a@example.com", "b@example.com"]}, None),
        (
            "email.bounced",
            {"to": ["a@example.com", "b@example.com"], "bounce": {"message": "Mailbox full"}},
            MailEvent(
                ["a@example.com", "b@example.com"],
                "bounced by this or another recipient of the mail: Mailbox full",
            ),
        ),
        ("email.suppressed", {"to": 7}, MailEvent([], "suppressed")),
        ("email.bounced", "nothing", MailEvent([], "bounced")),
    ],
)
def test_what_an_event_says(kind: str, data: object, event: MailEvent | None) -> None:
    assert mail_event(json.dumps({"type": kind, "data": data}).encode()) == event


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=64))
def test_what_is_signed_is_verified_and_nothing_else_is(body: bytes, key: bytes) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    signed = headers(body, secret)
    assert verify(signed, body, [OTHER, secret], MOMENT) == "msg_1"
    with pytest.raises(BadSignatureError):
        verify(signed, body + b".", [secret], MOMENT)


@given(st.dictionaries(st.sampled_from(["svix-id", "svix-timestamp", "svix-signature"]), st.text(max_size=40)))
def test_no_header_breaks_it(given_headers: dict[str, str]) -> None:
    with pytest.raises(BadSignatureError):
        verify(given_headers, b"{}", [SECRET, "whsec_not base64!", ""], MOMENT)


@pytest.mark.parametrize("text", ["", ",", " , "])
def test_without_a_secret_nothing_can_be_verified(text: str) -> None:
    with pytest.raises(ConfigurationError, match="ResendWebhookSecrets"):
        secrets_in(lambda: text, "Set ResendWebhookSecrets.")
    assert secrets_in(lambda: f"{SECRET}, {OTHER}", "") == [SECRET, OTHER]


class FakeTable:
    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.error: AwsCallError | None = None

    def call(self, target: str, payload: dict[str, Any]) -> dict[str, Any]:
        if self.error:
            raise self.error
        self.calls.append((target.partition(".")[2], payload))
        return {}


def test_it_writes_what_the_system_check_reads() -> None:
    table = FakeTable()
    mailboxes = wiring.LeanMailboxes(table, "standby", lambda: NOW)  # type: ignore[arg-type]
    mailboxes.keep(MailEvent(["gone@example.com"], "bounced"))
    mailboxes.keep(MailEvent(["gone@example.com"], ""))
    (put, item), (delete, key) = table.calls
    assert (put, delete) == ("PutItem", "DeleteItem")
    read = mailbox_store._mailbox_of(item["Item"])  # noqa: SLF001  what it reads is the contract
    assert (read.address, read.why, read.since, read.refused) == ("gone@example.com", "bounced", NOW, False)
    assert key["Key"]["service"]["S"] == mailbox_store.MAILBOXES


def test_what_arrived_before_a_mailbox_got_lost_says_nothing_of_it() -> None:
    """Resend's events come in any order: a late `delivered`, or an old mail that is opened, took the loss back."""
    table = FakeTable()
    mailboxes = wiring.LeanMailboxes(table, "standby", lambda: NOW)  # type: ignore[arg-type]
    told = {"to": ["gone@example.com"], "created_at": "2026-11-23T13:00:00.5+01:00"}
    event = mail_event(json.dumps({"type": "email.opened", "data": told}).encode())
    assert event == MailEvent(["gone@example.com"], "", "2026-11-23T12:00:00.500000+00:00")
    mailboxes.keep(event)
    [(_, payload)] = table.calls
    assert payload["ConditionExpression"] == "attribute_not_exists(since) OR since < :sent"
    assert payload["ExpressionAttributeValues"] == {":sent": {"S": event.sent_at}}

    table.error = AwsCallError("dynamodb DeleteItem: 400 ConditionalCheckFailedException", answered=True)
    mailboxes.keep(event)
    table.error = AwsCallError("dynamodb DeleteItem: 503 ")
    with pytest.raises(AwsCallError):
        mailboxes.keep(event)


@pytest.mark.parametrize("created_at", ["2026-11-23T13:00:00", "yesterday", None, 5, "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_is_none_is_left_out(created_at: object) -> None:
    body = {"type": "email.delivered", "data": {"to": ["a@example.com"], "created_at": created_at}}
    assert mail_event(json.dumps(body).encode()) == MailEvent(["a@example.com"], "")


def test_whose_mails_are_not_ours_are_not_kept() -> None:
    table = FakeTable()
    ours = wiring.recipients_in({"ALERT_RECIPIENTS": "Owner <Owner@example.com>", "ESCALATION_RECIPIENTS": ""})
    mailboxes = wiring.LeanMailboxes(table, "standby", lambda: NOW, ours)  # type: ignore[arg-type]
    for lost in ("bounced", ""):
        mailboxes.keep(MailEvent(["customer@example.com"], lost))
    assert table.calls == []
    mailboxes.keep(MailEvent(["customer@example.com", "owner@example.com"], "bounced"))
    [(_, item)] = table.calls
    assert item["Item"]["fingerprint"]["S"] == "owner@example.com"


@pytest.mark.parametrize(
    "environment",
    [{}, {"ALERT_RECIPIENTS": "a@b.co"}, {"ALERT_RECIPIENTS": "x@müller.de", "ESCALATION_RECIPIENTS": "a@b.co"}],
)
def test_where_the_settings_do_not_say_it_all_are_kept(environment: dict[str, str]) -> None:
    assert wiring.recipients_in(environment) == ""
