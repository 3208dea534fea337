"""Wiring of the press worker; each source is wired when the first press of it comes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pawpop_monitoring.bootstrap.clients import load_settings, queue
from pawpop_monitoring.contracts.press_queue import PAGERDUTY, SLACK
from pawpop_monitoring.notifications.press_consumer import PressConsumer
from pawpop_monitoring.settings import Settings


class PressQueueSettings(Settings):
    """Environment of the press worker, whatever it does; the rest is read by whoever needs it."""

    press_queue_url: str
    press_dead_letter_queue_url: str


@dataclass(frozen=True, slots=True)
class PressServices:
    """What the press worker works with; `postpone(receipt_handle, seconds)` makes a message come back."""

    consumer: PressConsumer
    postpone: Callable[[str, int], None]


def press_services() -> PressServices:
    """The services of this Lambda environment."""
    settings = load_settings(PressQueueSettings)
    own, dead_letters = queue(settings.press_queue_url), queue(settings.press_dead_letter_queue_url)

    def put_aside(body: str) -> None:
        dead_letters.send([body])

    return PressServices(PressConsumer({SLACK: _slack, PAGERDUTY: _pagerduty}, put_aside), own.postpone)


def _slack(body: str, attempt: int) -> None:
    _slack_presses()(body, attempt)


@cache
def _slack_presses() -> Callable[[str, int], None]:
    from pawpop_monitoring.bootstrap.slack_press_services import slack_presses

    return slack_presses().carry_out


def _pagerduty(body: str, attempt: int) -> None:
    _pagerduty_reactions()(body, attempt)


@cache
def _pagerduty_reactions() -> Callable[[str, int], None]:
    from pawpop_monitoring.bootstrap.pagerduty_press_services import pagerduty_reactions

    return pagerduty_reactions().carry_out
