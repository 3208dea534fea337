"""What Slack posts: who signed it, what it asks for, and that it is taken once."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier

from pawpop_monitoring.contracts.slack_press import Press
from pawpop_monitoring.contracts.slack_signature import BadSlackSignatureError, sign, verify
from pawpop_monitoring.domain.errors import ConfigurationError, StoreUnavailableError
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices, run
from tests.factories import NOW

SECRET, OTHER = "8f742231b10e8888abcd99yyyzzz85a5", "another"
MOMENT = int(NOW.timestamp())
PAYLOAD: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U0ANN", "username": "ann", "name": "ann", "team_id": "T0SHOP"},
    "team": {"id": "T0SHOP", "domain": "shop"},
    "channel": {"id": "C0ALERTS1"},
    "message": {"ts": "1700000000.000100"},
    "actions": [
        {
            "action_id": "acknowledge",
            "block_id": "alert_actions",
            "value": '{"alert":"alert_1","step":2,"service":"supabase"}',
            "action_ts": f"{MOMENT}.250000",
        }
    ],
    "response_url": "https://hooks.slack.com/actions/T0SHOP/1/x",
    "trigger_id": "1.2.3",
}
PRESS = Press(
    action="acknowledge",
    user="U0ANN",
    name="ann",
    team="T0SHOP",
    at=MOMENT + 0.25,
    response_url="https://hooks.slack.com/actions/T0SHOP/1/x",
    alert="alert_1",
    step=2,
    service="supabase",
)
COMMAND = {
    "command": "/pawpop",
    "text": "status please",
    "user_id": "U0ANN",
    "user_name": "ann",
    "team_id": "T0SHOP",
    "response_url": "https://hooks.slack.com/commands/1",
}


@dataclass
class Taken:
    """What was handed on; `away` are the parts that can't be reached."""

    away: set[str] = field(default_factory=set)
    presses: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def is_new(self, signature: str) -> bool:
        if "memory" in self.away:
            raise StoreUnavailableError("dynamodb PutItem: 503")
        new = signature not in self.seen
        self.seen.add(signature)
        return new

    def hand_on(self, press: str) -> None:
        if "queue" in self.away:
            raise StoreUnavailableError("sqs: 503")
        self.presses.append(press)


def services(
    taken: Taken, secrets: Sequence[str] = (SECRET,), renewed: Callable[[], Sequence[str]] = list
) -> SlackInteractionServices:
    return SlackInteractionServices(lambda: secrets, renewed, taken.is_new, taken.hand_on, lambda: NOW)


def event(form: dict[str, str] | bytes, secret: str = SECRET, moment: int = MOMENT, **changes: Any) -> dict[str, Any]:
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    headers = {"X-Slack-Request-Timestamp": str(moment), "X-Slack-Signature": sign(secret, str(moment), body)}
    return {"headers": headers, "body": body.decode("latin-1"), "isBase64Encoded": False} | changes


def pressed(**changes: Any) -> dict[str, str]:
    return {"payload": json.dumps(PAYLOAD | changes)}


def call(taken: Taken, given: dict[str, Any]) -> int:
    return int(run(services(taken), given)["statusCode"])


def test_a_press_is_queued_and_answered_with_nothing() -> None:
    taken = Taken()
    answer = run(services(taken), event(pressed()))
    assert (answer["statusCode"], answer["body"]) == (200, "")
    assert [Press.decoded(press) for press in taken.presses] == [PRESS]


def test_a_command_is_queued() -> None:
    taken = Taken()
    assert call(taken, event(COMMAND)) == 200
    (press,) = map(Press.decoded, taken.presses)
    assert (press.action, press.name, press.text, press.at) == ("status", "ann", "status please", float(MOMENT))


def test_a_body_may_come_encoded_and_header_names_in_any_case() -> None:
    taken, given = Taken(), event(pressed())
    headers = {name.upper(): value for name, value in given["headers"].items()}
    body = base64.b64encode(given["body"].encode()).decode()
    assert call(taken, given | {"headers": headers, "body": body, "isBase64Encoded": True}) == 200
    assert len(taken.presses) == 1


@pytest.mark.parametrize(
    "given",
    [
        event(pressed(), secret=OTHER),
        event(pressed(), moment=MOMENT - 301),
        event(pressed(), moment=MOMENT + 301),
        event(pressed(), headers={}),
        event(pressed(), headers=None),
        event(pressed(), body=None),
        event(pressed(), body="payload=%7B%7D"),
        *(
            event(pressed(), headers={"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": junk})
            for junk in ("", "x", "-1", "1e9", "９" * 10, "9" * 5000, str(MOMENT))
        ),
        event(pressed(), headers={"X-Slack-Signature": "é" * 70, "X-Slack-Request-Timestamp": str(MOMENT)}),
        event(pressed(), headers={"X-Slack-Signature": "\ud800", "X-Slack-Request-Timestamp": str(MOMENT)}),
    ],
)
def test_what_is_forged_stale_or_junk_is_refused(given: dict[str, Any]) -> None:
    taken = Taken()
    assert call(taken, given) == 401
    assert taken.presses == []


def test_the_edge_of_what_is_stale_is_five_minutes() -> None:
    assert call(Taken(), event(pressed(), moment=MOMENT - 300)) == 200
    assert call(Taken(), event(pressed(), moment=MOMENT + 300)) == 200


def test_what_is_played_back_is_refused() -> None:
    taken = Taken()
    assert [call(taken, event(pressed())) for _ in range(3)] == [200, 401, 401]
    assert len(taken.presses) == 1


def test_what_is_unsigned_is_refused_before_any_secret_is_asked_for() -> None:
    def unset() -> Sequence[str]:
        raise ConfigurationError("Set SlackSigningSecret.")

    unconfigured = services(Taken())._replace(signing_secrets=unset, renewed_signing_secrets=unset)
    assert run(unconfigured, {"headers": {}, "body": "payload={}"})["statusCode"] == 401
    assert run(unconfigured, event(pressed()))["statusCode"] == 503


def test_a_secret_that_was_changed_is_read_anew() -> None:
    taken = Taken()
    assert run(services(taken, [OTHER], lambda: [SECRET]), event(pressed()))["statusCode"] == 200
    assert run(services(Taken(), [OTHER]), event(pressed()))["statusCode"] == 401


def test_without_the_memory_of_requests_it_is_taken_and_without_the_queue_it_is_not() -> None:
    forgetful, stuck = Taken({"memory"}), Taken({"queue"})
    assert call(forgetful, event(pressed())) == 200
    assert len(forgetful.presses) == 1
    assert call(stuck, event(pressed())) == 503


@pytest.mark.parametrize(
    "form",
    [
        pressed(type="view_submission"),
        pressed(actions=[]),
        pressed(actions=[{"action_id": "open_dashboard"}]),
        pressed(actions="none"),
        {"ssl_check": "1", "token": "x"},
    ],
)
def test_what_needs_nothing_done_is_answered(form: dict[str, str]) -> None:
    taken = Taken()
    assert call(taken, event(form)) == 200
    assert taken.presses == []


@pytest.mark.parametrize(
    "form", [{"payload": "{"}, {"payload": "[]"}, {"payload": "[" * 100_000}, {"x": "y"}, {}, b"\xff", b"a=1&" * 200]
)
def test_what_slack_never_sends_is_refused_although_it_is_signed(form: dict[str, str] | bytes) -> None:
    given = event(form)
    if isinstance(form, bytes):
        given |= {"body": base64.b64encode(form).decode(), "isBase64Encoded": True}
    assert call(Taken(), given) == 400


def test_a_body_of_megabytes_is_refused() -> None:
    assert call(Taken(), event({"payload": " " * 2_000_000})) == 400


@pytest.mark.parametrize("value", ["{", "[]", '{"alert":7,"step":"x","service":null}', ""])
def test_a_button_of_another_release_asks_for_nothing_that_is_known(value: str) -> None:
    taken = Taken()
    action = PAYLOAD["actions"][0] | {"value": value, "action_ts": "junk"}
    assert call(taken, event(pressed(actions=[action], user=None, team=None))) == 200
    (press,) = map(Press.decoded, taken.presses)
    assert (press.alert, press.step, press.service, press.user, press.at) == ("", 0, "", "", float(MOMENT))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
)
FIELDS = st.sampled_from(["type", "user", "team", "actions", "response_url", "channel"])


@given(st.dictionaries(FIELDS, JSON, max_size=4))
def test_no_payload_breaks_it(changes: dict[str, Any]) -> None:
    taken = Taken()
    assert call(taken, event(pressed(**changes))) == 200
    for press in taken.presses:
        Press.decoded(press)


class FixedClock(Clock):
    def now(self) -> float:
        return NOW.timestamp()


@given(
    secret=st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1),
    body=st.text(st.characters(codec="utf-8")),
    age=st.integers(-310, 310),
    tampered=st.sampled_from(["", "body", "secret", "moment"]),
)
def test_signatures_are_taken_as_slack_sdk_takes_them(secret: str, body: str, age: int, tampered: str) -> None:
    moment = str(MOMENT - age)
    signature = sign(secret, moment, body.encode())
    headers = {"x-slack-request-timestamp": moment, "x-slack-signature": signature}
    body += "x" if tampered == "body" else ""
    secret += "x" if tampered == "secret" else ""
    if tampered == "moment":
        headers["x-slack-request-timestamp"] = str(MOMENT - age - 1)
    theirs = SignatureVerifier(secret, FixedClock()).is_valid_request(body, headers)
    try:
        verify(headers, body.encode(), [secret], NOW.timestamp())
        ours = True
    except BadSlackSignatureError:
        ours = False
    assert ours == theirs


@given(st.binary(max_size=200), st.text(max_size=20))
def test_it_signs_as_slack_sdk_does(body: bytes, moment: str) -> None:
    text = body.decode("latin-1")
    clean = "".join(letter for letter in moment if letter.isalnum() and letter.isascii()) or "0"
    theirs = SignatureVerifier("secret").generate_signature(timestamp=clean, body=text)
    assert sign("secret", clean, text.encode()) == theirs


def test_the_path_needs_no_library() -> None:
    code = (
        "import sys; import pawpop_monitoring.bootstrap.slack_interaction_services;"
        "print([name for name in ('boto3', 'botocore', 'pydantic', 'httpx', 'aws_lambda_powertools', 'slack_sdk')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "layers/common"}
    )
    assert done.stdout.strip() == "[]"
