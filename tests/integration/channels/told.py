"""What each channel was told, as the sandbox has it: by step, each copy with whether it says that it may be one."""

from collections.abc import Callable, Mapping
from typing import Any

from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.wire import Request

type Copies = Mapping[str, list[bool]]
"""By step: for each copy whether it says that it may be a repetition."""
_REPETITION = "may be a repetition"


def shown(sandbox: Sandbox, path: str) -> list[Any]:
    """What a control route of the sandbox answers."""
    answer = sandbox.answer(Request.of("GET", path, {}, b""))
    assert answer is not None
    found: list[Any] = answer.body
    return found


def _by(copies: list[tuple[str, bool]]) -> Copies:
    found: dict[str, list[bool]] = {}
    for step, doubted in copies:
        found.setdefault(step, []).append(doubted)
    return found


def _slack(sandbox: Sandbox) -> Copies:
    """The alert's message, which is edited, and a line in its thread for each further step."""
    copies = []
    for each in shown(sandbox, "/slack/messages"):
        key = each["metadata"]["event_payload"].get("key", "") if each["metadata"] else each["text"]
        step = f"line {key}" if each["thread_ts"] else "message"
        copies.append((step, "repetition" in each["text"].lower()))
    return _by(copies)


def _pagerduty(sandbox: Sandbox) -> Copies:
    """Incidents, each one ring, and what ended them: a second trigger under the same key rings nobody."""
    copies = []
    for number, incident in enumerate(shown(sandbox, "/pagerduty/incidents"), start=1):
        copies += [(f"incident {number} {incident['status']} {incident['severity']}", False)]
    return _by(copies)


def _webhook(sandbox: Sandbox) -> Copies:
    """By id, as the receiver takes each once."""
    return _by([(event["body"]["type"], False) for event in shown(sandbox, "/webhook/events")])


def _datadog(sandbox: Sandbox) -> Copies:
    events = shown(sandbox, "/datadog/events")
    return _by([(f"{event['date_happened']} {event['tags'][-1]}", _REPETITION in event["text"]) for event in events])


def _new_relic(sandbox: Sandbox) -> Copies:
    events = shown(sandbox, "/new-relic/events")
    return _by([(event["stepKey"], event.get("mayBeRepetition") == "true") for event in events])


def _otlp(sandbox: Sandbox) -> Copies:
    copies = []
    for record in shown(sandbox, "/otlp/logs"):
        attributes = {each["key"]: each["value"]["stringValue"] for each in record["attributes"]}
        copies.append((attributes["alert.step"], "pawpop.may_be_repetition" in attributes))
    return _by(copies)


def _apprise(sandbox: Sandbox) -> Copies:
    notes = shown(sandbox, "/apprise/messages")
    return _by([(_without_doubt(note["message"]), _REPETITION in note["message"]) for note in notes])


def _push(sandbox: Sandbox) -> Copies:
    """By key, as the phone shows each once."""
    return {each["key"]: [False] for each in shown(sandbox, "/push/messages")}


def _without_doubt(text: str) -> str:
    return text.replace("This may be a repetition.", "").strip().replace("\n", " ")[:60]


TOLD: Mapping[str, Callable[[Sandbox], Copies]] = {
    "slack": _slack,
    "pagerduty": _pagerduty,
    "webhook:shop": _webhook,
    "datadog": _datadog,
    "new-relic": _new_relic,
    "otlp": _otlp,
    "apprise:phone": _apprise,
    "push": _push,
}
