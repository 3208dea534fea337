"""What PagerDuty posts: who signed it, what happened, and that it is taken once."""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.contracts.pagerduty_event import IncidentEvent
from pawpop_monitoring.contracts.pagerduty_signature import BadPagerDutySignatureError, sign, verify
from pawpop_monitoring.domain.errors import ConfigurationError, StoreUnavailableError
from pawpop_monitoring.http.pagerduty_webhook import PagerDutyWebhookServices, run
from tests.factories import NOW

SECRET, OTHER = "Sq7n8JdK3v2pWkTz", "another secret of it"
EVENT: dict[str, Any] = {
    "id": "01CHO2ITVCPJ2LWEOAEUCMWNV7",
    "event_type": "incident.acknowledged",
    "resource_type": "incident",
    "occurred_at": NOW.isoformat(timespec="milliseconds"),
    "agent": {"id": "PANN", "summary": "Ann Example", "type": "user_reference"},
    "client": None,
    "data": {"id": "Q0INCIDENT", "type": "incident", "status": "acknowledged", "incident_key": "alert_1"},
}
TAKEN = IncidentEvent(
    id=EVENT["id"],
    kind="acknowledged",
    at=NOW.timestamp(),
    incident="Q0INCIDENT",
    key="alert_1",
    name="Ann Example",
    person=True,
)


@dataclass
class Taken:
    """What was handed on; `away` are the parts that can't be reached."""

    away: set[str] = field(default_factory=set)
    events: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def is_known(self, event_id: str) -> bool:
        self._check("memory")
        return event_id in self.seen

    def remember(self, event_id: str) -> None:
        self._check("memory")
        self.seen.add(event_id)

    def hand_on(self, event: str) -> None:
        self._check("queue")
        self.events.append(event)

    def _check(self, part: str) -> None:
        if part in self.away:
            raise StoreUnavailableError("503")


def services(
    taken: Taken, secrets: Sequence[str] = (SECRET,), renewed: Callable[[], Sequence[str]] = list
) -> PagerDutyWebhookServices:
    return PagerDutyWebhookServices(
        lambda: secrets, renewed, taken.is_known, taken.remember, taken.hand_on, lambda: NOW
    )


def request(content: Any, secret: str = SECRET) -> dict[str, Any]:
    body = content if isinstance(content, str) else json.dumps(content)
    return {"headers": {"X-PagerDuty-Signature": sign(secret, body.encode())}, "body": body, "isBase64Encoded": False}


def happened(**changes: Any) -> dict[str, Any]:
    return {"event": EVENT | changes}


def call(taken: Taken, given: dict[str, Any]) -> int:
    return int(run(services(taken), given)["statusCode"])


def test_what_happened_is_queued() -> None:
    taken = Taken()
    assert call(taken, request(happened())) == 200
    assert [IncidentEvent.decoded(event) for event in taken.events] == [TAKEN]


def test_a_note_names_its_incident_and_no_key() -> None:
    taken = Taken()
    note = {"id": "PNOTE", "type": "incident_note", "content": "On it.", "incident": {"id": "Q0INCIDENT"}}
    assert call(taken, request(happened(event_type="incident.annotated", data=note))) == 200
    (event,) = map(IncidentEvent.decoded, taken.events)
    assert (event.kind, event.incident, event.key, event.text) == ("annotated", "Q0INCIDENT", "", "On it.")


@pytest.mark.parametrize(
    "agent", [None, {"id": "PINT", "summary": "Events API", "type": "events_api_v2_inbound_integration_reference"}, {}]
)
def test_what_no_person_did_is_told_apart(agent: Any) -> None:
    taken = Taken()
    call(taken, request(happened(agent=agent)))
    assert [IncidentEvent.decoded(event).person for event in taken.events] == [False]


def test_any_of_several_signatures_may_fit_any_of_several_secrets() -> None:
    taken, given = Taken(), request(happened())
    wrong, right = sign("no secret of ours at all", given["body"].encode()), sign(OTHER, given["body"].encode())
    given["headers"] = {"x-pagerduty-signature": f"{wrong},{right}, v2=abc"}
    assert run(services(taken, [SECRET, OTHER]), given)["statusCode"] == 200
    assert run(services(Taken(), [SECRET]), given)["statusCode"] == 401
    assert run(services(Taken(), [SECRET], lambda: [OTHER]), given)["statusCode"] == 200, "rotated"


@pytest.mark.parametrize("header", [None, "", "v1=", "v1", "v0=ab", "v1=é", ",,,", "v1=" + "0" * 64])
def test_what_is_forged_is_refused(header: str | None) -> None:
    taken, given = Taken(), request(happened())
    given["headers"] = {} if header is None else {"X-PagerDuty-Signature": header}
    assert call(taken, given) == 401
    assert taken.events == []


def test_what_is_changed_on_the_way_is_refused() -> None:
    given = request(happened())
    assert call(Taken(), given | {"body": given["body"].replace("alert_1", "alert_2")}) == 401


def test_what_is_played_back_is_not_done_again() -> None:
    taken = Taken()
    assert [call(taken, request(happened())) for _ in range(3)] == [200, 200, 200], "an error would end the webhooks"
    assert len(taken.events) == 1


@pytest.mark.parametrize(("age", "status"), [(-301, 400), (-300, 200), (0, 200), (259_200, 200), (259_201, 400)])
def test_what_is_stale_or_of_the_future_is_refused(age: int, status: int) -> None:
    taken = Taken()
    moment = (NOW - timedelta(seconds=age)).isoformat()
    assert call(taken, request(happened(occurred_at=moment))) == status
    assert len(taken.events) == (status == 200)


def test_what_the_queue_did_not_take_may_come_again() -> None:
    taken = Taken({"queue"})
    assert call(taken, request(happened())) == 503
    taken.away.clear()
    assert call(taken, request(happened())) == 200
    assert len(taken.events) == 1


def test_without_the_memory_it_is_taken_each_time() -> None:
    taken = Taken({"memory"})
    assert [call(taken, request(happened())) for _ in range(2)] == [200, 200]
    assert len(taken.events) == 2


def test_what_is_unsigned_is_refused_before_any_secret_is_asked_for() -> None:
    def unset() -> Sequence[str]:
        raise ConfigurationError("Set PagerdutyWebhookSecret.")

    unconfigured = services(Taken())._replace(signing_secrets=unset, renewed_signing_secrets=unset)
    assert run(unconfigured, {"headers": {}, "body": "{}"})["statusCode"] == 401
    assert run(unconfigured, request(happened()))["statusCode"] == 503


@pytest.mark.parametrize("kind", ["pagey.ping", "incident.reassigned", "incident.escalated", "service.updated", ""])
def test_what_needs_nothing_done_is_answered(kind: str) -> None:
    taken = Taken()
    assert call(taken, request(happened(event_type=kind))) == 200
    assert taken.events == []


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        {},
        {"event": []},
        happened(id=None),
        happened(data=None),
        happened(occurred_at="yesterday"),
        happened(occurred_at=None),
        happened(occurred_at="0001-01-01T00:00:00+14:00"),
        "[" * 100_000,
        "x" * 300_000,
    ],
)
def test_what_pagerduty_never_sends_is_refused_although_it_is_signed(content: Any) -> None:
    assert call(Taken(), request(content)) == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
)


@given(st.dictionaries(st.sampled_from([*EVENT]), JSON, max_size=4))
def test_no_event_breaks_it(changes: dict[str, Any]) -> None:
    taken = Taken()
    assert call(taken, request(happened(**changes))) in {200, 400}
    for event in taken.events:
        IncidentEvent.decoded(event)


def documented(body: bytes, secret: str, header: str) -> bool:
    """As PagerDuty's page on verifying signatures has it: one `v1=` and the digest's hexadecimal, among those given."""
    expected = "v1=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return expected in [part.strip() for part in header.split(",")]


SIGNATURES = st.lists(
    st.sampled_from([SECRET, OTHER, "v1=", "", "v1=" + "0" * 64, "v2"]) | st.text(max_size=12), max_size=4
)


@given(body=st.binary(max_size=200), secret=st.sampled_from([SECRET, OTHER]), parts=SIGNATURES, more=st.booleans())
def test_signatures_are_taken_as_pagerduty_documents_them(
    body: bytes, secret: str, parts: list[str], more: bool
) -> None:
    signed = [sign(part, body) if part in {SECRET, OTHER} else part for part in parts]
    header = (", " if more else ",").join(signed)
    try:
        verify({"x-pagerduty-signature": header}, body, [secret])
        ours = True
    except BadPagerDutySignatureError:
        ours = False
    assert ours == documented(body, secret, header)
