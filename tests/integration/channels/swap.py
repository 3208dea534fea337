"""Two neighbouring moves of an alert whose messages come the wrong way round, and what each channel is to be told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.contracts.alert_message import AlertMessage, asks_again
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import FOR_WHO_HEARD, NOTICES
from pawpop_monitoring.notifications.progress import is_end
from tests.integration.channels.lives import life_of
from tests.integration.channels.stand import Stand

KEEP_STATE = frozenset({"slack", "pagerduty", "webhook:shop"})
"""The others do not hear who is on an alert."""
GATHERS = "apprise:phone"
_MOMENT, _MOMENTS = timedelta(minutes=1), 3
"""How much later the first of the two comes: when all are told of the second, and nobody waits for it in vain."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How they come: in one go, the second in front, or the first some minutes after the second.

    `known`: how the alert stands by then is where one looks for that. `twice`: each message comes twice as well.
    """

    name: str
    together: bool = True
    known: bool = True
    twice: bool = False


WAYS = (
    Way(name="in one go"),
    Way(name="minutes later", together=False),
    Way(name="in one go, not known", known=False),
    Way(name="minutes later, not known", together=False, known=False),
    Way(name="in one go, each twice", twice=True),
)


@dataclass(frozen=True)
class Swap:
    """A life whose moves at `at` and after it are swapped."""

    moves: Sequence[str]
    at: int
    way: Way

    @property
    def steps(self) -> Sequence[AlertMessage]:
        """In the order in which they happened."""
        return life_of(self.moves)

    def play(self, stand: Stand) -> None:
        """Until nothing waits any more."""
        before, (first, second), after = self.steps[: self.at], self._pair, self.steps[self.at + 2 :]
        for step in before:
            self._tell(stand, step)
        for step in (first, second):
            self._happens(stand, step)
        stand.pump.doubling = self.way.twice
        stand.offer(second)
        if self.way.together:
            stand.offer(first)
            stand.pump.run()  # one message for each channel, those of the second in front
        else:
            self._wait(stand)
            stand.offer(first)
        stand.run()
        stand.pump.doubling = False
        for step in after:
            self._tell(stand, step)

    def told_of(self, channel: str) -> Sequence[AlertMessage]:
        """The steps that it is told, in this order."""
        first, second = self._pair
        heard = [step for step in self.steps if _hears(channel, step)]
        is_told_before = second in heard and not self._waits(channel, second)
        is_no_news = self.way.known and self._is_past(second)
        if first in heard and (is_told_before or is_no_news or self._came_and_went(channel, second)):
            heard.remove(first)
        return heard

    def _is_past(self, second: AlertMessage) -> bool:
        """True if `second` makes the first no news: not to who heard an end last, and does not hear who is on it."""
        if second.alert.status is AlertStatus.ACKNOWLEDGED:
            return self.at == 0 or not is_end(self.steps[self.at - 1])
        return second.alert.status is AlertStatus.RESOLVED

    def _came_and_went(self, channel: str, second: AlertMessage) -> bool:
        """True if the end tells of the beginning too, which came when the end was here and was being gathered."""
        return channel == GATHERS and self.at == 0 and self.way.together and is_end(second)

    def _waits(self, channel: str, second: AlertMessage) -> bool:
        """True if it lets the first go in front: what is only for who heard of it, and what is gathered for a while.

        An opening is gathered for as long.
        """
        if self.at == 0:
            return second.kind in FOR_WHO_HEARD
        return channel == GATHERS and asks_again(second) and self.way.together

    @property
    def _pair(self) -> tuple[AlertMessage, AlertMessage]:
        first, second = self.steps[self.at : self.at + 2]
        return first, second

    def _tell(self, stand: Stand, step: AlertMessage) -> None:
        self._happens(stand, step)
        stand.offer(step)
        stand.run()

    def _happens(self, stand: Stand, step: AlertMessage) -> None:
        stand.clock.advance_to(step.at)
        if self.way.known:
            stand.know(step.alert.to_alert())

    def _wait(self, stand: Stand) -> None:
        for _ in range(_MOMENTS):
            stand.pump.run()
            stand.clock.advance(_MOMENT)


def _hears(channel: str, step: AlertMessage) -> bool:
    return channel in KEEP_STATE or step.kind not in NOTICES


def _type(step: AlertMessage) -> str:
    return "alert.reopened" if step.reason is Reason.REOPENED else f"alert.{step.kind}"


NAMED: Mapping[str, Callable[[AlertMessage], str]] = {
    "webhook:shop": _type,
    "datadog": lambda step: f"{int(step.at.timestamp())} step:{step.kind}",
    "new-relic": lambda step: step.key,
    "otlp": lambda step: step.key,
    "push": lambda step: step.key,
}
"""What a step is called by what a channel was told."""
