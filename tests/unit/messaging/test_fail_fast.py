"""A service that does not answer is waited for twice, and then left alone for a while."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from pawpop_monitoring.aws.fail_fast import FailFast

LOST = ReadTimeoutError(endpoint_url="http://dynamodb")
REFUSED = ClientError({"Error": {"Code": "ConditionalCheckFailedException"}}, "PutItem")


@dataclass
class Service:
    """Raises what it is told to, call by call, and else answers."""

    errors: list[Exception] = field(default_factory=list)
    calls: int = 0
    exceptions: str = "its own"

    def get_item(self, **_request: Any) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "an item"


@dataclass
class Bench:
    service: Service
    now: float = 0.0

    def __post_init__(self) -> None:
        self.client: Any = FailFast(self.service, lambda: self.now)

    def call(self) -> Any:
        try:
            return self.client.get_item(TableName="t")
        except (ClientError, ReadTimeoutError, EndpointConnectionError) as error:
            return type(error)


def test_after_two_calls_without_an_answer_nobody_waits_any_more_for_a_while() -> None:
    bench = Bench(Service([LOST] * 9))
    assert [bench.call() for _ in range(9)] == [ReadTimeoutError] * 2 + [EndpointConnectionError] * 7
    assert bench.service.calls == 2
    bench.now = 21.0
    assert [bench.call() for _ in range(5)] == [ReadTimeoutError] + [EndpointConnectionError] * 4


def test_one_that_answers_again_is_asked_again() -> None:
    bench = Bench(Service([LOST] * 2))
    assert [bench.call() for _ in range(3)][-1] is EndpointConnectionError
    bench.now = 21.0
    assert [bench.call() for _ in range(2)] == ["an item"] * 2


@pytest.mark.parametrize("errors", [[LOST, REFUSED, LOST], [REFUSED] * 3])
def test_a_call_that_got_lost_or_was_refused_is_no_outage(errors: list[Exception]) -> None:
    bench = Bench(Service(list(errors)))
    assert [bench.call() for _ in range(4)] == [*map(type, errors), "an item"]


def test_what_is_no_operation_is_the_clients_own() -> None:
    assert Bench(Service()).client.exceptions == "its own"
