"""The steps in the life of an alert: what leads up to each, what happens under the fault, what people must hear."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.domain.severity import Severity
from tests.integration.faults.shop import ROUND, Shop

RESPONSE_TIME = timedelta(hours=4)
"""Of a medium alert; longer than any fault lasts, so that no further reminder falls due in between."""

type Action = Callable[[Shop], None]


@dataclass(frozen=True)
class Step:
    """`prepare` works as it should, each of `phases` meets the fault.

    `wanted` are the mails of the whole story. `store_needed` means that people hear of it only once the alert
    store is back.
    """

    name: str
    prepare: Action
    phases: tuple[Action, ...]
    wanted: tuple[str, ...]
    ends: str = "open"
    store_needed: bool = False


def nothing_is_wrong(shop: Shop) -> None:
    shop.check()


def it_turns(severity: Severity | None) -> Action:
    """The check finds the rule broken with this severity, or whole."""

    def turn(shop: Shop) -> None:
        shop.cost_is = severity
        shop.check()
        shop.deliver()

    return turn


def it_was_opened(severity: Severity) -> Action:
    def prepare(shop: Shop) -> None:
        it_turns(severity)(shop)
        shop.clock.advance(ROUND)

    return prepare


def it_was_told(severity: Severity) -> Action:
    def prepare(shop: Shop) -> None:
        it_was_opened(severity)(shop)
        shop.deliver()

    return prepare


def it_comes_and_goes(shop: Shop) -> None:
    """Its opening still waits when it is over."""
    its_mail_is_on_its_way(shop)
    shop.clock.advance(ROUND)
    it_turns(None)(shop)


def it_turns_worse_and_worse(shop: Shop) -> None:
    it_was_opened(Severity.LOW)(shop)
    it_turns(Severity.MEDIUM)(shop)


def response_times_pass(number: int) -> Action:
    """So many response times after the opening, the escalator runs."""

    def run_out(shop: Shop) -> None:
        shop.clock.advance_to(shop.started_at + number * RESPONSE_TIME)
        shop.round()
        shop.deliver()

    return run_out


def it_was_escalated(shop: Shop) -> None:
    it_was_opened(Severity.MEDIUM)(shop)
    response_times_pass(1)(shop)


def its_mail_is_on_its_way(shop: Shop) -> None:
    shop.cost_is = Severity.MEDIUM
    shop.check()


def somebody_acknowledges(shop: Shop) -> None:
    shop.act()
    shop.deliver()


def _opened_and_seen(shop: Shop) -> None:
    its_mail_is_on_its_way(shop)
    shop.acknowledge()


STEPS = (
    Step("open", nothing_is_wrong, (it_turns(Severity.MEDIUM),), ("opened",)),
    Step("escalate: worse", it_was_opened(Severity.LOW), (it_turns(Severity.MEDIUM),), ("opened", "escalated")),
    Step("open, then worse", nothing_is_wrong, (it_turns_worse_and_worse,), ("opened", "escalated")),
    Step("escalate: unanswered", it_was_opened(Severity.MEDIUM), (response_times_pass(1),), ("opened", "escalated")),
    Step("remind", it_was_escalated, (response_times_pass(2),), ("opened", "escalated", "reminded")),
    Step(
        "acknowledge",
        _opened_and_seen,
        (somebody_acknowledges, response_times_pass(1)),
        ("opened",),
        ends="acknowledged",
    ),
    Step(
        "resolve",
        it_was_told(Severity.MEDIUM),
        (it_turns(None),),
        ("opened", "resolved"),
        ends="resolved",
        store_needed=True,
    ),
    Step(
        "over before it was told",
        nothing_is_wrong,
        (it_comes_and_goes,),
        ("opened", "resolved"),
        ends="resolved",
        store_needed=True,
    ),
)
