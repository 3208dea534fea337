"""What PagerDuty posts, https://developer.pagerduty.com/docs/webhooks-overview; plain Python to the bottom."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pawpop_monitoring.contracts.pagerduty_event import ANNOTATED, KINDS, IncidentEvent

LARGEST_BODY = 256_000
"""Bytes: PagerDuty sends up to 55 KB."""
_MAX_NAME, _MAX_KEY, _MAX_TEXT = 80, 255, 2000
_PERSON = "user"


def event_of(body: bytes) -> IncidentEvent | None:
    """What happened; None for what needs no more than an answer. ValueError for what PagerDuty never sends."""
    if len(body) > LARGEST_BODY:
        raise ValueError("The body is larger than any that PagerDuty sends.")
    event = _object(_read(body), "event")
    if not event:
        raise ValueError("There is no event in it.")
    resource, _, kind = _text(event, "event_type").partition(".")
    if resource != "incident" or kind not in KINDS:
        return None
    agent, data = _object(event, "agent"), _object(event, "data")
    incident = _object(data, "incident") if kind == ANNOTATED else data
    return IncidentEvent(
        id=_needed(event, "id"),
        kind=kind,
        at=_moment(_text(event, "occurred_at")),
        incident=_needed(incident, "id"),
        key=_text(incident, "incident_key", _MAX_KEY),
        name=_text(agent, "summary") or _text(agent, "id"),
        person=_text(agent, "type").startswith(_PERSON),
        text=_text(data, "content", _MAX_TEXT) if kind == ANNOTATED else "",
    )


def _read(body: bytes) -> Mapping[str, Any]:
    read = json.loads(body.decode())
    if not isinstance(read, Mapping):
        raise ValueError("The body is no object.")  # noqa: TRY004  wrong input, like JSON that is none
    return read


def _moment(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _needed(given: Mapping[str, Any], name: str) -> str:
    value = _text(given, name)
    if not value:
        raise ValueError(f"There is no {name} in it.")
    return value


def _object(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = given.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(given: Mapping[str, Any], name: str, longest: int = _MAX_NAME) -> str:
    value = given.get(name)
    return value[:longest] if isinstance(value, str) else ""
