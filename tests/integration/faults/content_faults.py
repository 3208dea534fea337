"""What others put into texts, and what other releases of ours put into the queues."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.integration.faults.fault import Fault
from tests.integration.faults.shop import Shop

_POISON = "NEVER TAKEN"
_HUGE = 300_000
_NEWER_KNOWS = ("reason", "previousNotifiedSeverity", "unheard", "alone", "lastGood", "flapping")


@contextmanager
def poison_text(shop: Shop) -> Iterator[None]:
    """Characters that SQS refuses and JSON can't hold; and details that it refuses for a reason that nobody knows."""
    shop.said = {"message": "Daily \ud800cost\uffff is \u202eabove", "evidence": {"said": f"{_POISON}\ufffe\x00"}}
    shop.cloud.poison = _POISON
    try:
        yield
    finally:
        shop.said, shop.cloud.poison = {}, None


@contextmanager
def poison_size(shop: Shop) -> Iterator[None]:
    """More than any queue or table takes, wherever a provider's answer may end up."""
    shop.said = {"evidence": {"said": "é" * _HUGE}}
    try:
        yield
    finally:
        shop.said = {}


def _told_or_refused(shop: Shop) -> bool:
    return shop.cloud.poisoned > 0


def as_before(body: str) -> str:
    """As the previous release wrote it: without what this one added."""
    return json.dumps(_without(json.loads(body)))


def as_next(body: str) -> str:
    """As the next release may write it: with more members wherever there are some."""
    return json.dumps(_with_more(json.loads(body)))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(member) for name, member in value.items() if name not in _NEWER_KNOWS}
    return value


def _with_more(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_more(member) for name, member in value.items()} | {"inventedLater": {"a": [1]}}
    return value


def _of_another_release(name: str, rewrite: Callable[[str], str]) -> Fault:
    @contextmanager
    def strike(shop: Shop) -> Iterator[None]:
        def rewritten(body: str) -> str:
            shop.noticed += 1
            return rewrite(body)

        for pump in (shop.alerts, shop.records):
            pump.rewrites = rewritten
        try:
            yield
        finally:
            for pump in (shop.alerts, shop.records):
                pump.rewrites = None

    return Fault(name=f"messages of the {name} release", strike=strike, noticed=lambda shop: shop.noticed > 0)


CONTENT_FAULTS = (
    Fault(name="poison text", strike=poison_text, noticed=_told_or_refused, from_the_start=True),
    Fault(
        name="poison size",
        strike=poison_size,
        noticed=lambda shop: any("…" in mail["text"] + mail["html"] for mail in shop.outbox()),
        from_the_start=True,
    ),
    _of_another_release("previous", as_before),
    _of_another_release("next", as_next),
)
