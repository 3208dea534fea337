"""What becomes of a message of PressQueue."""

from dataclasses import dataclass, field
from typing import cast

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.press_consumer import PressConsumer

CONTEXT = cast("LambdaContext", None)
PRESS = '{"source": "slack"}'


@dataclass
class Desk:
    """A consumer whose one deed fails with `error`."""

    error: Exception | None = None
    done: list[tuple[str, int]] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)

    def consume(self, body: str, attempt: int = 1) -> Result:
        return PressConsumer({"slack": self._do}, self.aside.append).consume(body, attempt, CONTEXT)

    def _do(self, body: str, attempt: int) -> None:
        if self.error is not None:
            raise self.error
        self.done.append((body, attempt))


def test_each_is_done_by_whoever_knows_its_source() -> None:
    desk = Desk()
    assert desk.consume(PRESS, 3) == Result(Outcome.DELIVERED)
    assert desk.done == [(PRESS, 3)]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"source": 7}', '{"source": "teams"}', "[" * 100_000])
def test_what_nobody_knows_is_put_aside_alone(body: str) -> None:
    desk = Desk()
    assert desk.consume(body) == Result(Outcome.DEAD_LETTERED)
    assert desk.aside == [body]


def test_what_can_not_be_done_now_waits_longer_each_time() -> None:
    desk = Desk(StoreUnavailableError("away"))
    assert [desk.consume(PRESS, attempt).retry_in for attempt in (1, 2, 3, 50)] == [2, 4, 8, 300]
    assert desk.aside == []


def test_what_fails_for_no_known_reason_comes_back_but_not_for_ever() -> None:
    desk = Desk(KeyError("a bug"))
    with pytest.raises(KeyError):
        desk.consume(PRESS, 9)
    assert desk.consume(PRESS, 10) == Result(Outcome.DEAD_LETTERED)
    assert desk.aside == [PRESS]
