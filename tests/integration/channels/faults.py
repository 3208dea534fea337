"""What goes wrong while a step is told, on every channel at once."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from tests.integration.faults.deaths import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.channels.stand import Stand

HURRY_SECONDS, PATIENCE_SECONDS = 0.15, 5.0
"""How long an attempt waits for an answer: as long as it takes on a busy machine, but where one never comes."""
_LONGER_THAN_PATIENCE_MS = 400
_HTTP = ("slack", "pagerduty", "webhook", "datadog", "new_relic", "otlp", "apprise", "push")
_WAIT = {"Retry-After": "30", "X-RateLimit-Reset": "30"}
_WRONG_KEY_OF_SLACK: Mapping[str, Any] = {"status": 200, "body": {"ok": False, "error": "invalid_auth"}}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`strike` before a step is told, `during` the first minutes of it; the step is `told_as` that has it.

    `doubtful`: nobody can know what was taken. What a channel must not repeat, it `puts_aside`, where it is seen.
    """

    name: str
    strike: "Callable[[Stand], None]" = lambda _stand: None
    during: "Callable[[Stand], AbstractContextManager[object]]" = lambda _stand: nullcontext()
    doubtful: bool = False
    puts_aside: Collection[str] = ()
    told_as: "Callable[[AlertMessage], AlertMessage]" = lambda step: step


def _everywhere(**fault: Any) -> "Callable[[Stand], None]":
    return lambda stand: stand.fault(**dict.fromkeys(_HTTP, fault))


def _wrong_key(stand: "Stand") -> None:
    keys: dict[str, Mapping[str, Any]] = {kind: {"status": 403} for kind in _HTTP}
    stand.fault(**(keys | {"slack": _WRONG_KEY_OF_SLACK}))


def _gone(stand: "Stand") -> None:
    """Who is told is not there: archived, deleted, revoked, or moved away. A phone that is gone stays so."""
    gone: dict[str, Mapping[str, Any]] = {kind: {"status": 404} for kind in _HTTP if kind != "push"}
    stand.fault(**(gone | {"slack": {"status": 200, "body": {"ok": False, "error": "is_archived"}}}))


def _dies(point: Point) -> "Callable[[Stand], None]":
    def arm(stand: "Stand") -> None:
        stand.deaths.at, stand.deaths.left = point, set(stand.set_up.channels)

    return arm


@contextmanager
def _twice(stand: "Stand") -> "Iterator[None]":
    stand.pump.doubling = True
    yield
    stand.pump.doubling = False


@contextmanager
def _in_a_hurry(stand: "Stand") -> "Iterator[None]":
    stand.wait_for(HURRY_SECONDS)
    yield
    stand.wait_for(PATIENCE_SECONDS)


@contextmanager
def _without_dynamodb(stand: "Stand") -> "Iterator[None]":
    stand.cloud.dynamodb_reachable = False
    yield
    stand.cloud.dynamodb_reachable = True


@contextmanager
def _without_postgres(_stand: "Stand") -> "Iterator[None]":
    """Nobody gets a connection, and who asks for one is told so at once."""
    with pytest.MonkeyPatch.context() as patch:
        for way in ("psycopg.connect", "psycopg.Connection.connect"):
            patch.setattr(way, _refuse)
        yield


def _refuse(*_: object, **__: object) -> None:
    raise psycopg.OperationalError("connection refused")


def _by_fallback(step: AlertMessage) -> AlertMessage:
    """As the checks tell it while the alert store is away."""
    return step.model_copy(update={"alone": True})


FAULTS = (
    Fault(name="nothing"),
    Fault(name="429", strike=_everywhere(status=429)),
    Fault(name="429, Retry-After", strike=_everywhere(status=429, headers=_WAIT)),
    # OTLP says that only 429, 502, 503 and 504 may be repeated.
    Fault(name="500", strike=_everywhere(status=500), puts_aside=("otlp",)),
    Fault(name="502 after taking it", strike=_everywhere(status=502, late=True), doubtful=True),
    Fault(
        name="time-out after taking it",
        strike=_everywhere(latency_ms=_LONGER_THAN_PATIENCE_MS),
        during=_in_a_hurry,
        doubtful=True,
    ),
    Fault(name="reset after taking it", strike=_everywhere(drop=True, late=True), doubtful=True),
    Fault(name="reset", strike=_everywhere(drop=True), doubtful=True),
    Fault(
        name="hanging",
        strike=_everywhere(drop=True, latency_ms=_LONGER_THAN_PATIENCE_MS),
        during=_in_a_hurry,
        doubtful=True,
    ),
    Fault(name="wrong key", strike=_wrong_key),
    Fault(name="channel gone", strike=_gone),
    Fault(name="every message twice", during=_twice),
    Fault(name="killed before sending", strike=_dies(Point.BEFORE_SEND), doubtful=True),
    Fault(name="killed after sending", strike=_dies(Point.AFTER_SEND), doubtful=True),
    Fault(name="killed before marking", strike=_dies(Point.BEFORE_MARKING)),
    Fault(name="DynamoDB down", during=_without_dynamodb),
    Fault(name="Postgres down", during=_without_postgres, told_as=_by_fallback),
)
