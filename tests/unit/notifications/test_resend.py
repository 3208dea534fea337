"""Resend's answers, and what is made of them."""

import json
from collections.abc import Callable

import httpx
import pytest

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.resend import ResendChannel

MAIL = Mail(
    recipients=("shop@example.com", "boss@example.com"),
    subject="[HIGH] supabase Alert: Füllstand",
    text="text",
    html="<p>html</p>",
    headers={"References": "<a@monitoring>"},
    idempotency_key="alert_1/1-opened",
)


def channel(answer: Callable[[httpx.Request], httpx.Response]) -> ResendChannel:
    return ResendChannel(
        client=httpx.Client(transport=httpx.MockTransport(answer)),
        base_url="https://resend.example/",
        api_key=lambda: "re_secret\n",
        sender="PawPop <alerts@example.com>",
    )


def answering(status: int, name: str = "", **headers: str) -> ResendChannel:
    body = {"statusCode": status, "name": name, "message": "Said Resend"}
    return channel(lambda _: httpx.Response(status, json=body, headers=headers))


def test_the_request_is_what_resend_documents() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": "mail-1"})

    assert channel(answer).send(MAIL).provider_id == "mail-1"
    (request,) = seen
    assert str(request.url) == "https://resend.example/emails"
    assert request.headers["authorization"] == "Bearer re_secret"
    assert request.headers["idempotency-key"] == "alert_1/1-opened"
    assert request.headers["user-agent"] == "pawpop-monitoring"
    assert json.loads(request.content) == {
        "from": "PawPop <alerts@example.com>",
        "to": ["shop@example.com", "boss@example.com"],
        "subject": "[HIGH] supabase Alert: Füllstand",
        "html": "<p>html</p>",
        "text": "text",
        "headers": {"References": "<a@monitoring>"},
    }


@pytest.mark.parametrize(
    ("status", "name", "wait"),
    [
        (401, "missing_api_key", 900),
        (401, "restricted_api_key", 900),
        (403, "invalid_api_key", 900),
        (403, "validation_error", 900),
        (403, "suspended_api_key", 900),
        (408, "", None),
        (422, "invalid_from_address", 900),
        (409, "concurrent_idempotent_requests", None),
        (409, "resource_locked", None),
        (429, "rate_limit_exceeded", None),
        (429, "daily_quota_exceeded", 3600),
        (429, "monthly_quota_exceeded", 3600),
        (500, "application_error", None),
        (500, "internal_server_error", None),
        (502, "", None),
        (503, "service_unavailable", None),
        (504, "", None),
    ],
)
def test_what_is_tried_again(status: int, name: str, wait: float | None) -> None:
    with pytest.raises(RetryableDeliveryError, match=f"Resend answered {status}") as raised:
        answering(status, name).send(MAIL)
    assert raised.value.retry_after == wait


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (301, ""),
        (400, "invalid_idempotency_key"),
        (400, "validation_error"),
        (404, "not_found"),
        (405, "method_not_allowed"),
        (409, "something_new"),
        (413, ""),
        (422, "invalid_parameter"),
        (422, "missing_required_field"),
    ],
)
def test_what_is_given_up(status: int, name: str) -> None:
    with pytest.raises(PermanentDeliveryError, match=f"Resend answered {status}"):
        answering(status, name).send(MAIL)


def test_the_two_kinds_of_429_read_differently() -> None:
    with pytest.raises(RetryableDeliveryError, match="daily quota is used up"):
        answering(429, "daily_quota_exceeded").send(MAIL)


@pytest.mark.parametrize(
    ("header", "name", "wait"),
    [
        ("7", "rate_limit_exceeded", 7),
        ("7", "daily_quota_exceeded", 3600),
        ("7200", "daily_quota_exceeded", 3600),
        ("86400", "rate_limit_exceeded", 300),
        ("9" * 400, "rate_limit_exceeded", 300),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "rate_limit_exceeded", None),
        ("-1", "rate_limit_exceeded", None),
    ],
)
def test_retry_after_is_respected(header: str, name: str, wait: float | None) -> None:
    with pytest.raises(RetryableDeliveryError) as raised:
        answering(429, name, **{"retry-after": header}).send(MAIL)
    assert raised.value.retry_after == wait


@pytest.mark.parametrize(
    ("status", "name", "needs_person"),
    [(401, "missing_api_key", True), (429, "daily_quota_exceeded", True), (429, "rate_limit_exceeded", False)],
)
def test_what_a_person_has_to_put_right_says_so(status: int, name: str, needs_person: bool) -> None:
    with pytest.raises(RetryableDeliveryError) as raised:
        answering(status, name).send(MAIL)
    assert raised.value.needs_person is needs_person


def test_a_key_that_was_accepted_with_another_body_counts_as_delivered() -> None:
    receipt = answering(409, "invalid_idempotent_request").send(MAIL)
    assert receipt.provider_id is None
    assert receipt.note is not None
    assert "accepted this key before" in receipt.note


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("closed"),
    ],
)
def test_no_answer_is_tried_again(error: httpx.TransportError) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(RetryableDeliveryError, match="did not answer"):
        channel(fail).send(MAIL)


@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b"", b"[]", b'"text"', b"\xff\xfe"])
def test_an_error_page_of_a_proxy_is_tried_again(body: bytes) -> None:
    with pytest.raises(RetryableDeliveryError, match="Resend answered 502"):
        channel(lambda _: httpx.Response(502, content=body)).send(MAIL)


@pytest.mark.parametrize("body", [b"", b"OK", b"{}", b'{"id": ""}', b'{"id": 5}', b"[]"])
def test_success_without_an_id_is_no_success(body: bytes) -> None:
    with pytest.raises(RetryableDeliveryError, match="without an id"):
        channel(lambda _: httpx.Response(200, content=body)).send(MAIL)


@pytest.mark.parametrize(
    ("status", "name", "undecided"),
    [
        (401, "restricted_api_key", False),
        (409, "concurrent_idempotent_requests", True),
        (409, "resource_locked", False),
        (429, "rate_limit_exceeded", False),
        (429, "daily_quota_exceeded", False),
        (500, "application_error", False),
        (502, "application_error", False),
        (502, "", True),
        (503, "", False),
        (504, "", True),
        (524, "", True),
        (200, "", True),
    ],
)
def test_an_answer_says_whether_the_mail_may_have_been_accepted(status: int, name: str, undecided: bool) -> None:
    with pytest.raises(RetryableDeliveryError) as raised:
        answering(status, name).send(MAIL)
    assert raised.value.undecided is undecided


@pytest.mark.parametrize(
    ("error", "undecided"),
    [
        (httpx.ConnectError("refused"), False),
        (httpx.ConnectTimeout("slow"), False),
        (httpx.ReadTimeout("slow"), True),
        (httpx.WriteTimeout("slow"), True),
        (httpx.ReadError("reset"), True),
        (httpx.RemoteProtocolError("closed"), True),
    ],
)
def test_without_a_connection_nothing_was_accepted(error: httpx.TransportError, undecided: bool) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(RetryableDeliveryError) as raised:
        channel(fail).send(MAIL)
    assert raised.value.undecided is undecided


@pytest.mark.parametrize(
    ("said", "of_somebody"),
    [
        ("You can only send testing emails to your own email address (shop@example.com).", True),
        ("The example.com domain is not verified.", False),
    ],
)
def test_who_may_not_be_mailed_yet_is_told_apart_from_who_may_not_mail(said: str, of_somebody: bool) -> None:
    body = {"statusCode": 403, "name": "validation_error", "message": said}
    with pytest.raises(RetryableDeliveryError) as raised:
        channel(lambda _: httpx.Response(403, json=body)).send(MAIL)
    assert (raised.value.of_somebody, raised.value.needs_person) == (of_somebody, True)
