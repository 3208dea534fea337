"""Ten thousand wrong deliveries: 400 or 413 each, and never a record of an event."""

import base64
import random
from collections.abc import Callable
from typing import Any

from tests.unit.tracking.deliveries import SECONDS, Webhook, make_event_body, make_request, sign

DELIVERIES = 10_000
SEED = 20261123

type Request = dict[str, Any]
type Mutation = Callable[[random.Random, Request], Request]


def noise(dice: random.Random, longest: int = 60) -> str:
    pools = ("0123456789abcdef", "t=v1,0", '{}[]":,\\u', "\x00\x7f\ud800é💥\n ")
    pool = "".join(dice.sample(pools, dice.randint(1, len(pools))))
    return "".join(dice.choices(pool, k=dice.randint(0, longest)))


def other_body(dice: random.Random, request: Request) -> Request:
    return request | {
        "body": dice.choice([noise(dice), None, 7, ["a"], {"id": "evt_1"}, "{" * 1000, request["body"] + " "])
    }


def changed_byte(dice: random.Random, request: Request) -> Request:
    at = dice.randrange(len(request["body"]))
    old = request["body"][at]
    return request | {
        "body": request["body"][:at] + chr((ord(old) + dice.randint(1, 50)) % 128) + request["body"][at + 1 :]
    }


def other_header(dice: random.Random, request: Request) -> Request:
    value = dice.choice([noise(dice, 200), 7, None, ["t=1"], f"t={dice.randint(-9, 10**13)},v1={'0' * 64}"])
    return request | {"headers": {"stripe-signature": value}}


def changed_header(dice: random.Random, request: Request) -> Request:
    header = request["headers"]["Stripe-Signature"]
    at = dice.randrange(len(header))
    return request | {"headers": {"Stripe-Signature": header[:at] + dice.choice("xyzé;") + header[at + 1 :]}}


def other_headers(dice: random.Random, request: Request) -> Request:
    return request | {"headers": dice.choice([None, [], "headers", 7, {}, {"Stripe_Signature": "t=1"}, {None: None}])}


def other_time(dice: random.Random, request: Request) -> Request:
    age = dice.choice([-1, 1]) * dice.randint(301, 10**8)
    return request | {"headers": {"Stripe-Signature": sign(request["body"], at=SECONDS + age)}}


def other_secret(dice: random.Random, request: Request) -> Request:
    secret = f"whsec_{dice.random()}"
    return request | {"headers": {"Stripe-Signature": sign(request["body"], secret=secret)}}


def wrong_encoding(dice: random.Random, request: Request) -> Request:
    body = dice.choice(
        [request["body"], noise(dice), base64.b64encode(request["body"].encode()).decode()[:-5], b"\xff"]
    )
    return request | {"body": body, "isBase64Encoded": True}


def too_large(dice: random.Random, request: Request) -> Request:
    return request | {"body": request["body"] + " " * dice.randint(1_048_576, 1_100_000)}


def signed_nonsense(dice: random.Random, request: Request) -> Request:
    body = dice.choice(["", "[]", "null", "7", '"evt_1"', '{"id":"evt_1"}', '{"id":{},"type":[]}', "[" * 20_000, "{"])
    return make_request(body)


def no_request(_dice: random.Random, _request: Request) -> Request:
    return {}


MUTATIONS: tuple[tuple[Mutation, int], ...] = (
    (other_body, 10),
    (changed_byte, 20),
    (other_header, 20),
    (changed_header, 20),
    (other_headers, 5),
    (other_time, 10),
    (other_secret, 10),
    (wrong_encoding, 10),
    (signed_nonsense, 10),
    (no_request, 1),
    (too_large, 1),
)


def test_wrong_deliveries_are_refused_whatever_they_look_like() -> None:
    dice = random.Random(SEED)
    webhook = Webhook()
    statuses = set()
    mutations, weights = zip(*MUTATIONS, strict=True)
    for number in range(DELIVERIES):
        mutate = dice.choices(mutations, weights)[0]
        request = mutate(dice, make_request(make_event_body(id=f"evt_{number}")))
        status, _ = webhook(request)
        assert status in {400, 413}, (mutate.__name__, request)
        statuses.add(status)
    assert statuses == {400, 413}
    assert webhook.of_kind("stripe_event") == []
    assert webhook.handled == []
    assert len(webhook.sent) < 100, "a flood of wrong deliveries must not become a flood of records"
