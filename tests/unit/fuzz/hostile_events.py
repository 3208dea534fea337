"""Events as a gateway or a queue may hand them over, with everything in them that a caller chooses made hostile."""

import base64
import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

EVENTS = Path("events")

type Event = dict[str, Any]

TEXTS = (
    "",
    " ",
    "\0",
    "\ud800",
    "\udc00\ud800",
    "\ufffe\uffff",
    "\x9b31m",
    "\u202emoc.evil",
    "é" * 300,
    "x" * 5000,
    "null",
    "../../etc/passwd",
    "%00%ff",
    "'; drop table x; --",
    "<script>",
    "\r\nSet-Cookie: a=b",
    "2026-11-26T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "-1",
    "1e400",
    "NaN",
    "٣",
    "true",
    "💥\u200d💥",
    "supabase",
    "critical",
    "all",
)
VALUES: tuple[Any, ...] = (
    *TEXTS,
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**63,
    10**400,
    1.5,
    -0.0,
    1e308,
    float("inf"),
    float("nan"),
    [],
    {},
    [[]],
    [None] * 200,
    {"a": {"b": {"c": []}}},
    {"": ""},
    {"items": []},
)
RAW = (
    "",
    "{",
    "}",
    "null",
    "[]",
    "7",
    '"x"',
    "[" * 3000,
    "[" * 3000 + "]" * 3000,
    '{"details":' + "[" * 3000 + "]" * 3000 + "}",
    '{"items":[' + "9" * 5000 + "]}",
    '{"a":1,"a":2}',
    '{"a":NaN}',
    '{"a":1e999}',
    "\ufeff{}",
    "{}{}",
    "{'a':1}",
)


def seeds(function: str) -> Sequence[Event]:
    """The events that stand beside the function."""
    return [json.loads(path.read_text("utf-8")) for path in sorted((EVENTS / function).glob("*.json"))]


def of_gateway(dice: random.Random, seed: Event) -> Event:
    """A request with one to three parts made hostile."""
    event: Event = json.loads(json.dumps(seed))
    for change in dice.choices(_CHANGES, weights=_WEIGHTS, k=dice.randint(1, 3)):
        change(dice, event)
    return event


def of_queue(dice: random.Random, seed: Event) -> Event:
    """Messages of which one has a hostile body."""
    event: Event = json.loads(json.dumps(seed))
    chosen = dice.choice(event["Records"])
    chosen["body"] = _body(dice, chosen["body"])
    return event


def _body(dice: random.Random, body: str | None) -> str:
    kind = dice.random()
    if kind < 0.1:
        return dice.choice(RAW)
    if kind < 0.25 and body:
        at = dice.randrange(len(body))
        return (
            body[:at]
            + dice.choice(['"', "\\", "{", "\0", "\ud800", "\uffff", "9" * 50, ""])
            + body[at + dice.randint(0, 3) :]
        )
    try:
        content = json.loads(body or "{}")
    except ValueError:
        content = {}
    return json.dumps(_mutated(dice, content), ensure_ascii=dice.random() < 0.5)


_SHALLOW = 4
"""Levels in which a list may become 60 times as long: in a body of 3,000 levels each may."""


def _mutated(dice: random.Random, value: Any, depth: int = 0) -> Any:
    """One or a few places of a JSON value changed."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        changed = dict(value)
        key = dice.choice(list(changed))
        match dice.randint(0, 5):
            case 0:
                del changed[key]
            case 1:
                changed[dice.choice([*TEXTS, "details", "items", "extra"])] = dice.choice(VALUES)
            case _:
                changed[key] = _mutated(dice, changed[key], depth + 1)
        return _mutated(dice, changed) if depth == 0 and dice.random() < 0.4 else changed
    if isinstance(value, list) and value and dice.random() < 0.8:
        changed_items = list(value)
        at = dice.randrange(len(changed_items))
        changed_items[at] = _mutated(dice, changed_items[at], depth + 1)
        return changed_items * (dice.choice([1, 1, 1, 60]) if depth < _SHALLOW else 1)
    return dice.choice(VALUES)


def _change_body(dice: random.Random, event: Event) -> None:
    event["body"] = _body(dice, event.get("body"))


def _encode_body(dice: random.Random, event: Event) -> None:
    event["isBase64Encoded"] = True
    if dice.random() < 0.7:
        event["body"] = base64.b64encode(
            (event.get("body") or "").encode(errors="replace") + dice.choice([b"", b"\xff"])
        ).decode()


def _no_body(_dice: random.Random, event: Event) -> None:
    event["body"] = None


def _change_headers(dice: random.Random, event: Event) -> None:
    headers = dict(event.get("headers") or {})
    for name in ("Authorization", "Content-Type", "Origin", "Stripe-Signature", dice.choice(TEXTS) or "x"):
        if dice.random() < 0.5:
            headers[name] = dice.choice([*TEXTS, "Bearer ", "Bearer x", "bearer r", "t=1,v1=" + "0" * 64])
    event["headers"] = dice.choice([headers, headers, None])
    event["multiValueHeaders"] = event["headers"] and {name: [value] for name, value in headers.items()}


def _change_query(dice: random.Random, event: Event) -> None:
    query = dict(event.get("queryStringParameters") or {})
    known = ("severity", "service", "resolved", "limit", "cursor", "range", "alert", "do", "until", "signature")
    for name in dice.sample(known, 3):
        query[name] = dice.choice([*TEXTS, base64.urlsafe_b64encode(dice.randbytes(12)).decode()])
    event["queryStringParameters"] = dice.choice([query, query, None])
    event["multiValueQueryStringParameters"] = event["queryStringParameters"] and {k: [v] for k, v in query.items()}


def _change_path(dice: random.Random, event: Event) -> None:
    event["pathParameters"] = {name: dice.choice(TEXTS) for name in ("silence_id", "id", "badge", "asset", "version")}
    for collection in ("silences", "alerts"):
        if f"/{collection}" in str(event.get("path")):
            event["path"] = f"/api/monitoring/{collection}/{dice.choice(TEXTS)}"


def _change_method(dice: random.Random, event: Event) -> None:
    event["httpMethod"] = dice.choice(["GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT"])


def _no_authorizer(_dice: random.Random, event: Event) -> None:
    event.get("requestContext", {}).pop("authorizer", None)


_WEIGHTED: Mapping[Callable[[random.Random, Event], None], int] = {
    _change_body: 10,
    _change_query: 4,
    _change_headers: 3,
    _change_path: 2,
    _encode_body: 1,
    _no_body: 1,
    _change_method: 1,
    _no_authorizer: 1,
}
_CHANGES, _WEIGHTS = list(_WEIGHTED), list(_WEIGHTED.values())
