"""What a stage of the pipeline is handed, and what it may say of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.notifications.delivery_outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message on its way through the stages.

    `body` is what came out of the queue and `read` what it says, once it was read; `attempt` counts the deliveries
    that were tried from 1, waits for other reasons not among them.
    """

    body: str
    attempt: int
    now: datetime
    context: LambdaContext
    read: AlertMessage | None = None

    @property
    def message(self) -> AlertMessage:
        """What is to be told."""
        if self.read is None:
            raise ValueError("nobody has read this message yet")
        return self.read


@dataclass(frozen=True, slots=True)
class Go:
    """On to the next stage with `parcel`; whatever follows happens `within` this, which answers its verdict."""

    parcel: Parcel
    within: "Callable[[Rest], Verdict] | None" = None


@dataclass(frozen=True, slots=True)
class Wait:
    """The message stays in the queue `until` then."""

    until: datetime
    why: str
    outcome: Outcome = Outcome.DEFERRED


@dataclass(frozen=True, slots=True)
class Drop:
    """The message is done with. Dead-lettered ones are kept where a person finds them and can send them again."""

    why: str
    outcome: Outcome


type Verdict = Go | Wait | Drop

type Rest = Callable[[], Verdict]
"""The stages that follow."""


class Stage(Protocol):
    """One question about a message; any exception means: try again later."""

    def __call__(self, parcel: Parcel, /) -> Verdict:
        """Go on, wait, or drop."""
        ...
