"""The consumer of AlertQueue around fakes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.pipeline import AlertConsumer
from pawpop_monitoring.notifications.stages.business_hours import BusinessHours
from pawpop_monitoring.notifications.stages.group import Grouping
from pawpop_monitoring.notifications.stages.once import DeliverOnce
from pawpop_monitoring.notifications.stages.still_true import Moot
from tests.factories import NOW
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.fakes import FakeChannel, FakePersistence, InMemoryGroupBook, notifier
from tests.unit.notifications.messages import message

WINDOW = timedelta(seconds=20)
OPENING = message().model_dump_json()
REMINDER = message(kind=TransitionKind.REMINDED).model_dump_json()
"""Held by nothing."""


@dataclass
class Bench:
    """What the consumer stands on, and the consumer."""

    channel: FakeChannel = field(default_factory=FakeChannel)
    aside: list[str] = field(default_factory=list)
    now: datetime = NOW
    book: InMemoryGroupBook = field(default_factory=InMemoryGroupBook)
    standby: InMemoryStandbyStore = field(default_factory=InMemoryStandbyStore)

    @property
    def consumer(self) -> AlertConsumer:
        return AlertConsumer(
            once=DeliverOnce(notifier(self.channel), FakePersistence()),
            hours=BusinessHours(ZoneInfo("UTC")),
            grouping=Grouping(self.book, WINDOW, lambda: self.now),
            moot=Moot(self.standby),
            put_aside=self.aside.append,
            clock=lambda: self.now,
        )
