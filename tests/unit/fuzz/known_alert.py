"""Events that name an alert which is there, so that somebody acts on it rather than say that there is none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from pawpop_monitoring.contracts.link_claims import AlertLink
from tests.factories import NOW, make_finding
from tests.unit.alerting.world import World

LINK_KEY = "key"
_IN_EVENTS = "alert_123"
ID = World().commands.create(make_finding(), NOW).id


def world_with_an_alert() -> World:
    """One that is open."""
    world = World()
    world.commands.create(make_finding(), NOW)
    return world


def naming_it(handle: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """With its id in bodies."""

    def handle_named(event: Any) -> Any:
        body = event.get("body")
        return handle({**event, "body": body.replace(_IN_EVENTS, ID)} if isinstance(body, str) else event)

    return handle_named


def linking_to_it(handle: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Every other event has a link in it that is signed."""
    queries = [
        dict(parse_qsl(AlertLink(ID, action, NOW + timedelta(days=1)).query(LINK_KEY)))
        for action in ("acknowledge", "resolve")
    ]
    calls = iter(range(10**9))

    def handle_linked(event: Any) -> Any:
        number = next(calls)
        if number % 2:
            query = queries[number // 2 % 2]
            event = {**event, "queryStringParameters": query}
            event["multiValueQueryStringParameters"] = {name: [value] for name, value in query.items()}
        return handle(event)

    return handle_linked
