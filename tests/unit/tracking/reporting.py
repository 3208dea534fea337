"""The tracking routes without AWS around them: what a shop posts, what it is answered, what is handed over."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from pawpop_monitoring.bootstrap.tracking_services import TrackingServices
from pawpop_monitoring.contracts.records import RECORD_ADAPTER
from tests.factories import NOW


class _Context:
    function_name = "track"
    memory_limit_in_mb = 128
    invoked_function_arn = "arn:aws:lambda:eu-central-1:000000000000:function:track"
    aws_request_id = "00000000-0000-0000-0000-000000000000"


@dataclass
class Route:
    """One tracking route; `records` are those that went to RecordQueue."""

    function: ModuleType
    path: str
    records: list[Any] = field(default_factory=list)

    def post(self, body: object) -> tuple[int, Mapping[str, Any]]:
        """Post `body`, as it is if it is a text; answers the status and the JSON."""
        event = {
            "httpMethod": "POST",
            "path": self.path,
            "headers": {},
            "requestContext": {},
            "body": body if isinstance(body, str) else json.dumps(body),
            "isBase64Encoded": False,
        }
        answer = self.function.lambda_handler(event, _Context())
        return answer["statusCode"], json.loads(answer["body"])

    def take(self, bodies: Sequence[str]) -> None:
        """What RecordQueue is sent."""
        for body in bodies:
            body.encode()
            self.records.append(RECORD_ADAPTER.validate_json(body))


def route_to(function: ModuleType, path: str, monkeypatch: pytest.MonkeyPatch) -> Route:
    """The route of `function`, at noon."""
    route = Route(function, path)
    services = TrackingServices(send=route.take, clock=lambda: NOW)
    made: Callable[[], TrackingServices] = lambda: services  # noqa: E731 - what the function calls by this name
    monkeypatch.setattr(function, "services", made)
    return route
