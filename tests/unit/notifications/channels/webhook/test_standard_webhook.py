"""What a receiver gets, and what its answers mean."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from pawpop_monitoring.contracts.alert_message import SilenceInForce
from pawpop_monitoring.contracts.standard_webhooks import verify
from pawpop_monitoring.domain.errors import PermanentDeliveryError, ReceiverGoneError, RetryableDeliveryError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.webhook.compose import Event, compose
from pawpop_monitoring.notifications.channels.webhook.standard_webhook import WebhookChannel
from pawpop_monitoring.notifications.channels.webhook.target import Target
from tests.unit.notifications.messages import message, resolved

OLD, NEW = ("whsec_" + base64.b64encode(letter * 32).decode() for letter in (b"o", b"n"))
NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
EVENT = compose(message())


def channel(
    answer: Callable[[httpx.Request], httpx.Response], gone: list[str] | None = None, now: datetime = NOW
) -> WebhookChannel:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    target = Target("ops", "https://ops.example/hook?key=1", (NEW, OLD))
    return WebhookChannel(client, target, lambda: now, (gone if gone is not None else []).append)


def test_the_body_is_the_alert_on_the_wire() -> None:
    body = json.loads(EVENT.body)
    assert body["type"] == "alert.opened"
    assert body["timestamp"] == "2026-11-23T03:12:40Z"
    assert body["data"]["id"] == message().alert.id
    assert body["data"]["lastSeen"] == "2026-11-23T03:12:40Z"
    assert "sequence" not in body["data"]


@pytest.mark.parametrize(
    ("told", "kind"),
    [(message(reason=Reason.REOPENED, sequence=3), "alert.reopened"), (resolved(), "alert.resolved")],
)
def test_the_step_is_named(told: object, kind: str) -> None:
    assert json.loads(compose(told).body)["type"] == kind  # type: ignore[arg-type]


def test_a_body_stays_below_20_kilobytes() -> None:
    huge = message(details={f"key{number}": "ä" * 500 for number in range(100)})
    assert len(compose(huge).body) < 20_000


def test_every_attempt_is_signed_anew_under_the_same_id_with_every_secret() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    later = NOW + timedelta(minutes=20)
    for now in (NOW, later):
        channel(answer, now=now).send(EVENT)
        for secret in (OLD, NEW):
            assert verify(seen[-1].headers, seen[-1].content, [secret], now.timestamp()) == EVENT.id
    first, second = (request.headers["webhook-signature"] for request in seen)
    assert first != second
    assert seen[0].content == EVENT.body


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_is_a_delivery(status: int) -> None:
    assert channel(lambda _: httpx.Response(status)).send(EVENT).provider_id == EVENT.id


# status: (may be repeated, nobody knows whether it was taken, a person has to act)
ANSWERS = {
    301: (True, False, True),
    307: (True, False, True),
    400: (False, False, False),
    401: (True, False, True),
    403: (True, False, True),
    404: (True, False, True),
    405: (True, False, True),
    408: (True, False, False),
    409: (False, False, False),
    410: (False, False, False),
    413: (False, False, False),
    422: (False, False, False),
    425: (True, False, False),
    429: (True, False, False),
    500: (True, False, False),
    501: (True, False, False),
    502: (True, True, False),
    503: (True, False, False),
    504: (True, True, False),
    520: (True, True, False),
    524: (True, True, False),
}


@pytest.mark.parametrize("status", ANSWERS)
def test_each_status_has_its_meaning(status: int) -> None:
    retry, undecided, person = ANSWERS[status]
    with pytest.raises(RetryableDeliveryError if retry else PermanentDeliveryError) as refused:
        channel(lambda _: httpx.Response(status, text="no")).send(EVENT)
    assert getattr(refused.value, "undecided", False) is undecided
    assert getattr(refused.value, "needs_person", False) is person
    assert f"'ops' answered {status} no" in str(refused.value)


def test_a_receiver_that_is_gone_is_told_of() -> None:
    gone: list[str] = []
    with pytest.raises(ReceiverGoneError):
        channel(lambda _: httpx.Response(410, text="bye"), gone).send(EVENT)
    assert gone == ["The webhook 'ops' answered 410 bye: it wants nothing more."]


def test_a_receiver_may_ask_for_time_but_not_for_ever() -> None:
    for asked, wait in (("7", 7.0), ("0.5", 0.5), ("86400", 300.0), ("9" * 400, 300.0), ("tomorrow", None)):
        with pytest.raises(RetryableDeliveryError) as refused:
            channel(lambda _, asked=asked: httpx.Response(429, headers={"Retry-After": asked})).send(EVENT)  # type: ignore[misc]
        assert refused.value.retry_after == wait


def test_a_time_out_leaves_open_whether_it_arrived_and_a_refused_connection_does_not() -> None:
    for error, undecided in ((httpx.ReadTimeout("slow"), True), (httpx.ConnectError("refused"), False)):

        def answer(_: httpx.Request, error: httpx.HTTPError = error) -> httpx.Response:
            raise error

        with pytest.raises(RetryableDeliveryError) as refused:
            channel(answer).send(Event("msg_1", b"{}"))
        assert refused.value.undecided is undecided


def test_a_success_whose_body_is_endless_is_a_delivery() -> None:
    assert channel(lambda _: httpx.Response(200, content=b"x" * 3_000_000)).send(EVENT)


def test_a_silence_is_an_event_that_says_until_when_and_its_end_another() -> None:
    step = message(TransitionKind.SILENCED, timedelta(minutes=5), reason=Reason.SILENCED)
    begun = step.model_copy(update={"silence": SilenceInForce(until=NOW, by="Ann")})
    body = json.loads(compose(begun).body)
    assert (body["type"], body["data"]["silence"]) == (
        "alert.silenced",
        {"until": "2026-11-26T04:00:00Z", "by": "Ann"},
    )
    over = json.loads(compose(step.model_copy(update={"reason": Reason.UNMUTED})).body)
    assert over["type"] == "alert.unsilenced"
    assert "silence" not in over["data"]
