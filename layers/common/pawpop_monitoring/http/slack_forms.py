"""What Slack posts when somebody presses a button or types a command; plain Python to the bottom."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from pawpop_monitoring.contracts.slack_press import ACKNOWLEDGE, RESOLVE, RUN_CHECK, SILENCE, STATUS, Press

LARGEST_BODY = 1_000_000
"""Bytes: far above what Slack sends, as a payload holds the whole message."""
_DONE_ELSEWHERE = 300.0
_ACTIONS = frozenset({ACKNOWLEDGE, RESOLVE, SILENCE, RUN_CHECK})
_MAX_NAME = 80
_MAX_WORDS = 200
_MAX_URL = 500


def press_of(body: bytes, signed_at: int) -> Press | None:
    """What is asked for; None for what needs no more than an answer. ValueError for what Slack never sends.

    A button that opens a page is told as well, and so is whatever else an app may subscribe to.
    """
    if len(body) > LARGEST_BODY:
        raise ValueError("The body is larger than any that Slack sends.")
    form = {name: values[0] for name, values in parse_qs(body.decode(), max_num_fields=100).items()}
    if "payload" in form:
        return _pressed(json.loads(form["payload"]), float(signed_at))
    if "command" in form:
        return _commanded(form, float(signed_at))
    if form.get("ssl_check"):
        return None
    raise ValueError("This is neither a press nor a command.")


def _pressed(payload: object, signed_at: float) -> Press | None:
    if not isinstance(payload, Mapping):
        raise ValueError("The payload is no object.")  # noqa: TRY004  wrong input, like JSON that is none
    actions = payload.get("actions")
    known = [each for each in _objects(actions) if each.get("action_id") in _ACTIONS]
    if payload.get("type") != "block_actions" or not known:
        return None
    user, action = _object(payload, "user"), known[0]
    value = _value(action)
    return Press(
        action=str(action["action_id"]),
        user=_text(user, "id"),
        name=_text(user, "name") or _text(user, "username") or _text(user, "id"),
        team=_text(_object(payload, "team"), "id") or _text(user, "team_id"),
        at=_moment(action, signed_at),
        response_url=_text(payload, "response_url", _MAX_URL),
        alert=_text(value, "alert", _MAX_URL),
        step=step if isinstance(step := value.get("step"), int) and not isinstance(step, bool) else 0,
        service=_text(value, "service"),
    )


def _commanded(form: Mapping[str, str], signed_at: float) -> Press:
    return Press(
        action=STATUS,
        user=_text(form, "user_id"),
        name=_text(form, "user_name") or _text(form, "user_id"),
        team=_text(form, "team_id"),
        at=signed_at,
        response_url=_text(form, "response_url", _MAX_URL),
        text=_text(form, "text", _MAX_WORDS),
    )


def _value(action: Mapping[str, Any]) -> Mapping[str, Any]:
    """As the button was made; a button of another release may carry something else."""
    try:
        value = json.loads(str(action.get("value") or "{}"))
    except ValueError:
        return {}
    return value if isinstance(value, Mapping) else {}


def _moment(action: Mapping[str, Any], signed_at: float) -> float:
    """When it was pressed, if that can be."""
    try:
        moment = float(str(action.get("action_ts")))
    except ValueError:
        return signed_at
    return moment if abs(moment - signed_at) <= _DONE_ELSEWHERE else signed_at


def _object(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = given.get(name)
    return value if isinstance(value, Mapping) else {}


def _objects(given: object) -> list[Mapping[str, Any]]:
    return [each for each in given if isinstance(each, Mapping)] if isinstance(given, list) else []


def _text(given: Mapping[str, Any], name: str, longest: int = _MAX_NAME) -> str:
    value = given.get(name)
    return value[:longest] if isinstance(value, str) else ""
